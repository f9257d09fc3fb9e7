"""Somebody says that something about them is wrong, and an officer decides (Luật 91/2025/QH15, Điều 4).

What is corrected becomes so by the verbs that staff use.  Classes keep what they froze; who decides is told on the
screen which of them say otherwise.
"""

import copy
from collections.abc import Collection, Mapping
from datetime import date
from typing import Final

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, account_of
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import fact, words
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import alone, checked, locked, reasoned, unchanged
from khuevan.notifications.domain.composing import Recipient, compose
from khuevan.notifications.domain.kinds import MessageKind, register
from khuevan.people.domain.persons import PersonFields, change_person, rewrite_person
from khuevan.people.domain.postings import add_posting, current_of, postings_of
from khuevan.people.enums import CorrectionState, Gender
from khuevan.people.models import CorrectionRequest, Office, Person, Posting
from khuevan.vietnamese.workdays import after_working_days

OF_PERSON: Final = ("full_name", "birth", "gender", "phone", "email")
OF_POSTING: Final = ("position", "organization_name")
FIELDS: dict[str, "str | Promise"] = {
    "full_name": _("full name"),
    "birth": _("date of birth"),
    "gender": _("gender"),
    "phone": _("telephone"),
    "email": _("e-mail"),
    "position": _("position"),
    "organization_name": _("agency"),
}
"""What may be asked for by field; anything else is said in words, and for a citizen ID the office calls."""
MOST_OPEN = 5
ANSWERED = "people.correction_answered"


@verb("people.ask_correction")
def ask_correction(
    actor: Actor, person: Person, *, office: Office, wishes: Mapping[str, str], own_words: str = ""
) -> CorrectionRequest:
    """Keeps what somebody wants corrected, for the officers of ``office``; by themselves, or entered for them by staff.

    ``wishes`` are new values by name of ``FIELDS``; ``birth`` is ``1982-06-02`` or ``1982``.  Those that say what is
    stored anyway are left out.  Raises ``nothing_to_correct``, ``requests_waiting``, ``birth_unreadable``,
    ``person_without_name``, ``invalid_value``.
    """
    request = CorrectionRequest(office=office, person=person, words=own_words.strip(), entered_by=account_of(actor))
    require(actor, "people.ask_correction", request)
    locked(person)
    request.wishes = _differing(person, wishes)
    if not request.wishes and not request.words:
        raise DomainError("nothing_to_correct", _("Change a field, or say in your own words what is wrong."))
    waiting = CorrectionRequest.objects.filter(office=office, person=person, state=CorrectionState.OPEN).count()
    if waiting >= MOST_OPEN:
        raise DomainError(
            "requests_waiting",
            _("%(count)s requests wait for an answer already. Please wait for it, or call the office."),
            count=waiting,
        )
    checked(request, without=("wishes",)).save(force_insert=True)
    record(actor, "people.ask_correction", request, after={"fields_asked": sorted(request.wishes)})
    return request


@verb("people.decide_correction")
def decide_correction(
    actor: Actor,
    request: CorrectionRequest,
    *,
    done: bool,
    apply: Collection[str] = (),
    answer: str = "",
    seen: str = "",
) -> CorrectionRequest:
    """Corrects what ``apply`` names, or refuses; ``answer`` is what the person reads.

    It may be empty only where every wish is fulfilled and nothing was said in words.  Raises ``already_decided``,
    ``reason_missing``, ``changed_meanwhile`` and what changing a person raises.
    """
    require(actor, "people.decide_correction", request)
    alone("enroll")  # a merge takes people before what names them, and so does this
    unchanged(locked(request), seen)
    if request.state != CorrectionState.OPEN:
        raise DomainError("already_decided", _("Somebody has decided about this request already."))
    before = snapshot(request)
    chosen = {name: value for name, value in request.wishes.items() if done and name in apply}
    if not done or request.words or len(chosen) < len(request.wishes):
        answer = reasoned(answer)
    _correct(actor, request.person, chosen)
    request.state = CorrectionState.DONE if done else CorrectionState.REFUSED
    request.answer = answer.strip()
    request.decided_at, request.decided_by = timezone.now(), account_of(actor)
    checked(request, without=("wishes",)).save()
    record(actor, "people.decide_correction", request, before, after={"fields_corrected": sorted(chosen)})
    _tell(request)
    return request


def held_value(person: Person, name: str, position: str = "", agency: str = "") -> str:
    """What is stored of one of ``FIELDS``, as forms hold it; position and agency lie with the caller."""
    if name == "birth":
        return person.birth_date.isoformat() if person.birth_date else str(person.birth_year or "")
    if name in OF_POSTING:
        return position if name == "position" else agency
    return str(getattr(person, name))


def worded(name: str, value: str) -> str:
    """A value as people read it."""
    if name == "birth" and value:
        year, *rest = value.split("-")
        return "/".join([*reversed(rest), year])
    if name == "gender":
        return str(capfirst(Gender(value).label)) if value in Gender.values else ""
    return value


def asked_for(request: CorrectionRequest) -> list[str]:
    """Names of the fields of a request in the order of ``FIELDS``; databases keep JSON in an order of their own."""
    return [name for name in FIELDS if name in request.wishes]


def reply_by(request: CorrectionRequest) -> date:
    """The last day for an answer: working days from the day it was asked (Nghị định 356/2025/NĐ-CP: two)."""
    return after_working_days(timezone.localdate(request.asked_at), settings.KHUEVAN_RIGHTS_REPLY_DAYS)


def _differing(person: Person, wishes: Mapping[str, str]) -> dict[str, str]:
    """Wishes that would change something, tidied; each is tried on a copy, so that a refusal comes at once."""
    tidy = {name: " ".join(value.split()) for name, value in wishes.items() if name in FIELDS}
    asked = {name: value for name, value in tidy.items() if value != held_value(person, name)}
    trial = copy.copy(person)
    of_person = {name: value for name, value in asked.items() if name in OF_PERSON}
    rewrite_person(trial, {**of_person, **({"birth": of_person["birth"] or None} if "birth" in of_person else {})})
    checked(trial)
    checked(Posting(**{name: asked[name] for name in OF_POSTING if name in asked}), without=("person",))
    return asked


def _correct(actor: Actor, person: Person, chosen: Mapping[str, str]) -> None:
    of_person: PersonFields = {}
    for name in OF_PERSON:
        if name in chosen:
            of_person[name] = (chosen[name] or None) if name == "birth" else chosen[name]
    if of_person:
        change_person(actor, person, **of_person)
    if any(name in chosen for name in OF_POSTING):
        today = timezone.localdate()
        now = current_of(postings_of(person, actor), today)
        add_posting(
            actor,
            person,
            position=chosen.get("position", now.position if now else ""),
            organization_name=chosen.get("organization_name", now.agency if now else ""),
            since=today,
        )


def _tell(request: CorrectionRequest) -> None:
    """By e-mail, to the address as it is now; on the person's own page the answer stands anyway."""
    person = request.person
    if not person.email:
        return
    verdict = "đã sửa" if request.state == CorrectionState.DONE else "chưa sửa được"
    compose(
        ANSWERED,
        office_id=request.office_id,
        to=Recipient(person.full_name, person.email),
        values={
            "họ tên": person.addressed,
            "đơn vị": str(request.office),
            "ngày đề nghị": timezone.localtime(request.asked_at).strftime("%d/%m/%Y"),
            "kết quả": verdict,
            "ý kiến": request.answer,
        },
        about=request,
        once_key=f"{ANSWERED}:{request.pk}",
    )


register(
    MessageKind(
        code=ANSWERED,
        title=_("Answer to a request for correction"),
        subject="Trả lời đề nghị sửa thông tin của {họ tên}",
        body=(
            "Kính gửi {họ tên},\n\n"
            "Ngày {ngày đề nghị}, ông/bà đề nghị {đơn vị} sửa thông tin cá nhân. Kết quả: {kết quả}.\n"
            "{ý kiến}\n\n"
            "Ông/bà xem lại thông tin ở trang cá nhân của mình.\n\n"
            "{đơn vị}"
        ),
        placeholders={
            "họ tên": _("the person, with form of address"),
            "đơn vị": _("the office"),
            "ngày đề nghị": _("the day of the request"),
            "kết quả": _("corrected, or not"),
            "ý kiến": _("what the officer wrote; may be empty"),
        },
        sample={
            "họ tên": "bà Hoàng Thị Bích Tuyền",
            "đơn vị": "Sở Ngoại vụ Khánh Hòa",
            "ngày đề nghị": "02/10/2026",
            "kết quả": "đã sửa",
            "ý kiến": "Sở đã sửa họ tên theo căn cước.",
        },
    )
)
words(
    verbs={
        "people.ask_correction": _("asked for a correction"),
        "people.decide_correction": _("decided about a correction"),
    },
    kinds={"people.correctionrequest": _("request for correction")},
)
fact("fields_asked", _("fields asked for"), FIELDS.items())
fact("fields_corrected", _("fields corrected"), FIELDS.items())
