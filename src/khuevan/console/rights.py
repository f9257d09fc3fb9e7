"""What people ask about their own data: corrections, consents, and both entered for those who cannot themselves."""

from typing import Any

from django.db.models import Case, IntegerField, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from khuevan.core.actors import Actor
from khuevan.core.history import history_of
from khuevan.core.permissions import may
from khuevan.core.screens import act, answer_form, notice, staff_page
from khuevan.nominations.models import Enrollment
from khuevan.people.domain.consents import Choice, choices_of, give_consent, withdraw_consent
from khuevan.people.domain.corrections import FIELDS, OF_POSTING, asked_for, held_value, reply_by, worded
from khuevan.people.domain.postings import current_of, postings_of
from khuevan.people.enums import ConsentPurpose, CorrectionState
from khuevan.people.interfaces.rights_forms import CorrectionForm, DecisionForm, said
from khuevan.people.interfaces.rights_tables import CorrectionList
from khuevan.people.models import CorrectionRequest, Office, Person

_OF_LEARNER = {"full_name": "full_name", "birth": "birth_text", "gender": "gender", "phone": "phone", "email": "email"}
"""What a list of a class holds of the same; position and agency were so as of that class."""


@staff_page
@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    rows = CorrectionRequest.objects.visible_to(request.user).select_related("person", "office__organization")
    waiting = When(state=CorrectionState.OPEN, then=Value(1))
    shown = CorrectionList(request, rows.annotate(is_open=Case(waiting, default=0, output_field=IntegerField())))
    if shown.wants_workbook:
        return shown.workbook_response("yeu-cau-du-lieu")
    return render(request, "console/rights/list.html", {"list": shown, "title": CorrectionList.title})


@staff_page
def correction(request: HttpRequest, pk: int) -> HttpResponse:
    """Both values side by side, the classes that hold other words, and the decision."""
    seen = CorrectionRequest.objects.visible_to(request.user).select_related("person", "office__organization")
    found = get_object_or_404(seen.select_related("entered_by", "decided_by"), pk=pk)
    form = DecisionForm(request.user, request.POST or None, instance=found)

    def done(made: CorrectionRequest) -> str:
        is_done = made.state == CorrectionState.DONE
        notice(request, _("Corrected, and the answer is kept.") if is_done else _("Refused, and the answer is kept."))
        return reverse("console:correction", args=(made.pk,))

    if request.method == "POST" and not may(request.user, "people.decide_correction", found):
        raise Http404
    context = {
        "request_made": found,
        "due": reply_by(found),
        "is_open": found.state == CorrectionState.OPEN,
        "may_decide": may(request.user, "people.decide_correction", found),
        "values": _both_values(request.user, found),
        "classes": _other_words(request.user, found),
        "history": history_of(found),
    }
    return answer_form(request, form, "console/rights/one.html", context, done)


@staff_page
def correction_for(request: HttpRequest, pk: int) -> HttpResponse:
    """Enters what somebody said by telephone or on paper."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    office = acting_office(request.user, person)
    if office is None:
        raise Http404
    held = current_of(postings_of(person, request.user), localdate())
    form = CorrectionForm(
        request.user,
        request.POST or None,
        person=person,
        office=office,
        position=held.position if held else "",
        agency=held.agency if held else "",
    )

    def done(made: CorrectionRequest) -> str:
        notice(request, _("The request is entered. Decide about it now, or leave it to a colleague."))
        return reverse("console:correction", args=(made.pk,))

    return answer_form(request, form, "console/rights/enter.html", {"person": person}, done)


@staff_page
@require_POST
def consent_for(request: HttpRequest, pk: int, use: str) -> HttpResponse:
    """A yes on paper, or its end, entered for somebody."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    office = acting_office(request.user, person)
    if office is None or use not in ConsentPurpose.values:
        raise Http404

    def work() -> None:
        choice = next(one for one in choices_of(person, office) if one.purpose == use)
        if request.POST.get("viec") == "rut" and choice.given:
            withdraw_consent(request.user, choice.given)
            notice(request, _("The consent of %(name)s is taken back.") % {"name": person})
        elif request.POST.get("viec") == "dong-y":
            give_consent(request.user, person, office=office, purpose=choice.purpose)
            notice(request, _("The consent of %(name)s is kept.") % {"name": person})

    return act(request, work, reverse("console:people_one", args=(pk,)))


def acting_office(actor: Actor, person: Person) -> Office | None:
    """The first office of the actor that knows the person and lets the actor speak for them."""
    for office in Office.objects.of_staff(actor).filter(directory__person=person).select_related("organization"):
        if may(actor, "people.ask_correction", CorrectionRequest(office=office, person=person)):
            return office
    return None


def rights_of(actor: Actor, person: Person) -> dict[str, Any]:
    """What the page of a person says of requests and consents, as far as the actor's offices have any."""
    office = acting_office(actor, person)
    asked = CorrectionRequest.objects.visible_to(actor).filter(person=person).select_related("office__organization")
    choices: list[Choice] = choices_of(person, office) if office else []
    return {"asked": list(asked), "choices": choices, "acting_office": office}


def _both_values(actor: Actor, made: CorrectionRequest) -> list[tuple[str, str, str]]:
    """Field, what is stored now, what is asked for."""
    held = current_of(postings_of(made.person, actor), localdate()) if set(OF_POSTING) & set(made.wishes) else None
    position, agency = (held.position, held.agency) if held else ("", "")
    return [
        (capfirst(str(FIELDS[name])), worded(name, held_value(made.person, name, position, agency)), said(name, made))
        for name in asked_for(made)
    ]


def _other_words(actor: Actor, made: CorrectionRequest) -> list[tuple[Enrollment, list[str]]]:
    """Lists of classes that say something else than what is asked for: a correction does not reach them by itself."""
    rows = Enrollment.objects.visible_to(actor).current().filter(person=made.person)
    found = []
    for row in rows.select_related("training_class").order_by("-training_class__start_date", "-pk"):
        differing = [name for name in asked_for(made) if name in _OF_LEARNER and _differs(row, name, made.wishes[name])]
        if differing:
            found.append((row, [capfirst(str(FIELDS[name])) for name in differing]))
    return found


def _differs(row: Enrollment, name: str, wish: str) -> bool:
    on_list = str(getattr(row, _OF_LEARNER[name]) or "")
    return on_list != (worded(name, wish) if name == "birth" else wish)


urlpatterns = [
    path("danh-ba/yeu-cau/", corrections, name="corrections"),
    path("danh-ba/yeu-cau/<int:pk>/", correction, name="correction"),
    path("danh-ba/<int:pk>/yeu-cau/", correction_for, name="people_correction"),
    path("danh-ba/<int:pk>/dong-y/<str:use>/", consent_for, name="people_consent"),
]
