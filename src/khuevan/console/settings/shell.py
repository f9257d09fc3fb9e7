"""What the pages of the settings share: administrators only, and the parts they lie in."""

from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from khuevan.core.screens import View, staff_page
from khuevan.people.models import Office

PARTS = (
    ("console:users", _("Colleagues")),
    ("console:security", _("Sign-in rules")),
    ("console:audit", _("Log of changes")),
    ("console:messages", _("Messages")),
    ("console:message_templates", _("Words of messages")),
    ("console:signers", _("Papers of the office")),
)


def administrators_only[**P](view: View[P]) -> View[P]:
    """For administrators of some office; for everybody else the page does not exist."""

    @wraps(view)
    def run(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not Office.objects.administered_by(request.user).exists():
            raise Http404
        return view(request, *args, **kwargs)

    return staff_page(run)


@administrators_only
@require_safe
def start(_request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(reverse("console:users"))
