"""Pages of the console.  A class of another office and a class that does not exist answer alike: 404."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from khuevan.certificates.models import Certificate
from khuevan.console import class_page
from khuevan.console.class_list import class_list
from khuevan.nominations.domain.queries import agency_count, learner_count
from khuevan.training.domain.lifeline import life_line


@never_cache
@login_required
@require_safe
def classes(request: HttpRequest) -> HttpResponse:
    return render(request, "console/classes/list.html", {"list": class_list(request.user, request.GET)})


@never_cache
@login_required
@require_safe
def training_class(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(class_page.of_staff(request.user), pk=pk)
    tab = class_page.tab_named(request.GET.get("tab", ""))
    steps = life_line(found)
    context = {
        "class": found,
        "steps": [(step, class_page.TAB_OF_STEP[step.key]) for step in steps],
        "current": class_page.current_step(steps),
        "open_steps": [step for step in steps if step.state in {"gap", "now"}],
        "learner_count": learner_count(found),
        "agency_count": agency_count(found),
        "tabs": class_page.TABS,
        "tab": tab,
        **tab.load(request.user, found, request.GET),
    }
    return render(request, "console/classes/class.html", context)


@never_cache
@login_required
@require_safe
def certificate_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The PDF as it was issued, for staff of the office that issued it."""
    found = get_object_or_404(Certificate.objects.visible_to(request.user), pk=pk)
    if not found.file:
        raise Http404
    name = f"{found.number_text.replace('/', '-')}.pdf"
    return FileResponse(found.file.open("rb"), filename=name, content_type="application/pdf")
