"""My data: what the office holds, where it came from, what I want corrected, which optional uses I allow."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from khuevan.core.screens import notice
from khuevan.desk.answers import desk_act, desk_answer
from khuevan.desk.participants.frame import frame, own_page, person_in
from khuevan.desk.participants.learning import certificates_of, enrollments_of
from khuevan.desk.passes import Pass
from khuevan.nominations.models import Enrollment
from khuevan.people.domain.consents import choices_of, give_consent, withdraw_consent
from khuevan.people.domain.corrections import FIELDS, asked_for, held_value, reply_by, worded
from khuevan.people.enums import ConsentPurpose, CorrectionState
from khuevan.people.identity import masked
from khuevan.people.interfaces.rights_forms import CorrectionForm
from khuevan.people.models import CorrectionRequest

MARKS = {
    CorrectionState.OPEN: ("wait", "hourglass"),
    CorrectionState.DONE: ("done", "check"),
    CorrectionState.REFUSED: ("warn", "x"),
}


@dataclass(frozen=True)
class Asked:
    """One request as its sender sees it."""

    request: CorrectionRequest
    wishes: list[tuple[str, str]]
    tone: str
    icon: str
    due: date


@own_page
@require_safe
def data(request: HttpRequest, access: Pass) -> HttpResponse:
    person, office = person_in(access), access.office
    lines = list(enrollments_of(person, office).order_by("-training_class__start_date", "-pk"))
    position, agency = _latest(lines)
    facts: list[tuple[str | Promise, str]] = [
        (capfirst(str(label)), worded(name, held_value(person, name, position, agency)))
        for name, label in FIELDS.items()
    ]
    facts.append((_("Citizen ID"), masked(person.citizen_id_sealed)))
    asked = CorrectionRequest.objects.filter(person=person, office=office)
    context = {
        "facts": facts,
        "lines": lines,
        "source": lines[-1] if lines else None,
        "certificate_count": certificates_of(person, office).count(),
        "asked": [_asked(one) for one in asked],
    }
    return render(request, "desk/person/data.html", {**frame(request, access, "data"), **context})


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, access: Pass) -> HttpResponse:
    person, office = person_in(access), access.office
    position, agency = _latest(list(enrollments_of(person, office).order_by("-training_class__start_date", "-pk")[:1]))
    form = CorrectionForm(
        access.bearer, request.POST or None, person=person, office=office, position=position, agency=agency
    )

    def done(made: CorrectionRequest) -> str:
        text = _now("Your request is with the office. It answers by %(day)s.")
        notice(request, text % {"day": f"{reply_by(made):%d/%m/%Y}"})
        return reverse("desk:person_data")

    return desk_answer(request, form, "desk/person/correct.html", frame(request, access, "data"), done)


@own_page
@require_safe
def consents(request: HttpRequest, access: Pass) -> HttpResponse:
    context = {"choices": choices_of(person_in(access), access.office)}
    return render(request, "desk/person/consents.html", {**frame(request, access, "consents"), **context})


@own_page
@require_POST
def answer_consent(request: HttpRequest, access: Pass, purpose: str) -> HttpResponse:
    """Yes, or taken back: which of the two the button says, so that a page shown before does not turn it round."""
    if purpose not in ConsentPurpose.values:
        raise Http404
    person, office = person_in(access), access.office

    def work() -> None:
        choice = next(one for one in choices_of(person, office) if one.purpose == purpose)
        if request.POST.get("viec") == "rut" and choice.given:
            withdraw_consent(access.bearer, choice.given)
            notice(request, _now("You have taken your consent back. From now on it is not used."))
        elif request.POST.get("viec") == "dong-y":
            give_consent(access.bearer, person, office=office, purpose=choice.purpose)
            notice(request, _now("Your consent is kept. You can take it back here at any time."))

    return desk_act(request, work, reverse("desk:person_consents"))


def _latest(lines: list[Enrollment]) -> tuple[str, str]:
    """Position and agency as of the latest class."""
    return (lines[0].position, lines[0].organization_name) if lines else ("", "")


def _asked(request: CorrectionRequest) -> Asked:
    tone, icon = MARKS[CorrectionState(request.state)]
    wishes = [(capfirst(str(FIELDS[name])), worded(name, request.wishes[name])) for name in asked_for(request)]
    return Asked(request, wishes, tone, icon, reply_by(request))


urlpatterns = [
    path("ca-nhan/thong-tin/", data, name="person_data"),
    path("ca-nhan/thong-tin/sua/", correct, name="person_correct"),
    path("ca-nhan/dong-y/", consents, name="person_consents"),
    path("ca-nhan/dong-y/<str:purpose>/", answer_consent, name="person_consent"),
]
