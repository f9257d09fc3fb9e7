"""Sign-in rules: from whom an office wants a second step."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from khuevan.console.settings.shell import PARTS, administrators_only
from khuevan.core.errors import DomainError
from khuevan.core.screens import notice
from khuevan.people.interfaces.access_forms import SecondStepRuleForm
from khuevan.people.models import Office


@administrators_only
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    return _page(request)


@administrators_only
@require_POST
def change_rule(request: HttpRequest, office_pk: int) -> HttpResponse:
    office = get_object_or_404(Office.objects.administered_by(request.user), pk=office_pk)
    form = SecondStepRuleForm(request.user, request.POST, office)
    if form.is_valid():
        try:
            form.perform()
        except DomainError as error:
            form.refuse(error)
        else:
            said = _("The rule of %(office)s is saved; within a minute it holds for everybody.")
            notice(request, said % {"office": office})
            return HttpResponseRedirect(reverse("console:security"))
    return _page(request, form)


def _page(request: HttpRequest, sent: SecondStepRuleForm | None = None) -> HttpResponse:
    offices = Office.objects.administered_by(request.user).select_related("organization")
    rows = [
        (office, sent if sent and sent.instance == office else SecondStepRuleForm(request.user, None, office))
        for office in offices
    ]
    context = {"parts": PARTS, "rows": rows}
    return render(request, "console/settings/security.html", context, status=422 if sent else 200)
