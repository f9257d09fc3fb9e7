"""What lecturers, and units that shall name one, are told: their own page, materials that are awaited, a replacement.

By e-mail, or, where only a telephone is known, among the messages to be copied by hand.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from typing import Final

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import words
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.templatetags.khuevan import vn_date, vn_range, vn_time
from khuevan.nominations.domain.notice_people import addressees_of
from khuevan.notifications.domain.composing import Attachment, Letter, Recipient, compose_many, is_address
from khuevan.notifications.domain.kinds import Places, filled, kind_of, register_kind
from khuevan.notifications.domain.templates import wording
from khuevan.notifications.models import Message
from khuevan.people.domain.access_links import LONGEST, VALID, link_address, make_link
from khuevan.people.models import AccessLink, Contact
from khuevan.training.domain.editing import open_for_change
from khuevan.training.domain.lecturers.history import lines_of_many
from khuevan.training.domain.timetable.class_calendar import TYPE, View, calendar_name, class_calendar
from khuevan.training.enums import LecturerWord
from khuevan.training.models import Lecturer, LecturerCare, ProgrammeItem, TrainingClass, Venue

AFTER_CLASS: Final = timedelta(days=60)
"""So long after the last day the page still opens: materials follow, certificates of teaching are fetched."""
_WORDS: Final = {LecturerWord.LECTURER: "giảng viên", LecturerWord.SPEAKER: "báo cáo viên"}

_PLACES: Final[Places] = (
    {
        "người nhận": _("to whom it is written"),
        "vai trò": _("giảng viên or báo cáo viên, as the class says"),
        "tên lớp": _("title of the class"),
        "thời gian": _("first and last day of the class"),
        "địa điểm": _("venue"),
        "nội dung": _("what is taught and when, one line each"),
        "đơn vị tổ chức": _("the office that runs the class"),
    },
    {
        "người nhận": "ông Nguyễn Tuấn",
        "vai trò": "báo cáo viên",
        "tên lớp": "Bồi dưỡng kỹ năng ngoại giao năm 2026",
        "thời gian": "05/10/2026 đến 06/10/2026",
        "địa điểm": "Hội trường Sở Ngoại vụ, số 1 đường Trần Phú",
        "nội dung": "- 05/10/2026, 7 giờ 30: Lễ tân đối ngoại",
        "đơn vị tổ chức": "Sở Ngoại vụ tỉnh Khánh Hòa",
    },
)
_LINK: Final[Places] = ({"đường dẫn": _("the personal link")}, {"đường dẫn": "https://lop.khanhhoa.example/vao/4fWq7/"})
_DEADLINE: Final[Places] = (
    {"hạn gửi tài liệu": _("until when materials are awaited; empty where no day is set")},
    {"hạn gửi tài liệu": "28/09/2026"},
)
_CLASS: Final = "Lớp: {tên lớp}\nThời gian: {thời gian}\nĐịa điểm: {địa điểm}"
_CLOSING: Final = "Trân trọng.\n{đơn vị tổ chức}"

LINK: Final = register_kind(
    "nominations.lecturer_link",
    _("Personal page of a lecturer"),
    "Mời {vai trò}: {tên lớp}",
    f"""Kính gửi {{người nhận}},

{{đơn vị tổ chức}} trân trọng gửi {{người nhận}} lịch làm {{vai trò}}:
{_CLASS}
Nội dung:
{{nội dung}}
Hạn gửi tài liệu: {{hạn gửi tài liệu}}

Trang riêng dưới đây có chương trình, đường đi, đầu mối, chỗ xác nhận, báo giờ đến và gửi tài liệu. \
Trang mở được trên điện thoại, không cần tài khoản; xin không chuyển tiếp:
{{đường dẫn}}

{_CLOSING}""",
    _PLACES,
    _DEADLINE,
    _LINK,
    required=frozenset({"đường dẫn"}),
)
UNIT: Final = register_kind(
    "nominations.lecturer_unit",
    _("A unit is asked to name a lecturer"),
    "Đề nghị cử {vai trò}: {tên lớp}",
    f"""Kính gửi {{người nhận}},

{{đơn vị tổ chức}} đề nghị quý đơn vị cử {{vai trò}}:
{_CLASS}
Nội dung:
{{nội dung}}

Đơn vị ghi họ tên, chức vụ, số điện thoại của người được cử tại địa chỉ dưới đây. \
Trang mở được trên điện thoại, không cần tài khoản:
{{đường dẫn}}

{_CLOSING}""",
    _PLACES,
    _LINK,
    ({}, {"người nhận": "Cục Lễ tân Nhà nước"}),
    required=frozenset({"đường dẫn"}),
)
MATERIALS: Final = register_kind(
    "nominations.lecturer_materials",
    _("Reminder of materials, to a lecturer"),
    "Nhắc gửi tài liệu: {tên lớp}",
    f"""Kính gửi {{người nhận}},

{{đơn vị tổ chức}} chưa nhận được tài liệu của {{người nhận}} cho nội dung:
{{nội dung}}
{_CLASS}
Hạn gửi tài liệu: {{hạn gửi tài liệu}}

Xin gửi tệp trình chiếu, tài liệu phát tay tại trang riêng:
{{đường dẫn}}

Nếu không cần tài liệu, xin báo lại để lớp chuẩn bị.

{_CLOSING}""",
    _PLACES,
    _DEADLINE,
    _LINK,
    required=frozenset({"đường dẫn"}),
)
REPLACED: Final = register_kind(
    "nominations.lecturer_replaced",
    _("Somebody else teaches, to the one who was to"),
    "Thay đổi {vai trò}: {tên lớp}",
    f"""Kính gửi {{người nhận}},

{{đơn vị tổ chức}} xin báo: những nội dung sau đây nay có người khác trình bày, {{người nhận}} không cần chuẩn bị nữa:
{{nội dung}}
{_CLASS}

{{đơn vị tổ chức}} chân thành cảm ơn {{người nhận}} đã nhận lời và mong được đón tiếp trong dịp khác.

{_CLOSING}""",
    _PLACES,
)


@dataclass(frozen=True)
class LecturerRound:
    """Whom one round reaches; ``told`` had the same message today, ``unknown`` have neither e-mail nor telephone."""

    mailed: list[Lecturer] = field(default_factory=list)
    by_hand: list[Lecturer] = field(default_factory=list)
    told: list[Lecturer] = field(default_factory=list)
    unknown: list[Lecturer] = field(default_factory=list)

    @property
    def reached(self) -> list[Lecturer]:
        return [*self.mailed, *self.by_hand]


@verb("nominations.send_lecturer_links")
def send_links(actor: Actor, lecturers: Sequence[Lecturer]) -> LecturerRound:
    """Writes to each lecturer, or to the unit that shall name one, with a personal link; once a day.

    Raises ``nobody_to_tell``, ``class_is_closed``.
    """
    return _send(actor, "nominations.send_lecturer_links", lecturers, lambda one: LINK if one.person_id else UNIT)


@verb("nominations.remind_materials")
def remind_materials(actor: Actor, lecturers: Sequence[Lecturer]) -> LecturerRound:
    """Reminds people of their materials, once a day, with a link to the page that takes them.

    Raises ``nobody_to_tell``, ``class_is_closed``.
    """
    people = [one for one in lecturers if one.person_id]
    return _send(actor, "nominations.remind_materials", people, lambda _one: MATERIALS)


@verb("nominations.tell_replaced")
def tell_replaced(actor: Actor, lecturer: Lecturer, lines: Sequence[ProgrammeItem]) -> Message | None:
    """Tells who was to teach ``lines`` that somebody else does; None where only a unit was, or nobody can be reached.

    Once for the same lines.  Told after the change was made known, it brings the half days for calendars to strike out.
    """
    training_class = lecturer.training_class
    require(actor, "training.change_class", training_class)
    to = None if lecturer.person is None else recipient_of(lecturer, {})
    if to is None:
        record(actor, "nominations.tell_replaced", [])
        return None
    known = _values(training_class, lecturer, lines)
    keys = ".".join(sorted(str(item.pk) for item in lines))
    once_key = f"{REPLACED}.{lecturer.pk}.{sha256(keys.encode()).hexdigest()[:32]}"
    days = _struck_out(lecturer, lines) if is_address(to.email) else []
    letter = Letter(REPLACED, training_class.office_id, to, known, lecturer, attachments=days, once_key=once_key)
    message = next(iter(compose_many([letter])), None)
    record(actor, "nominations.tell_replaced", lecturer, snapshot(lecturer))
    return message


def _struck_out(lecturer: Lecturer, lines: Sequence[ProgrammeItem]) -> list[Attachment]:
    """Half days of which the programme made known says that the person does not teach them any more."""
    view, only = View(teacher=lecturer.person_id), {item.session_id for item in lines}
    text = class_calendar(lecturer.training_class, view, only=only)
    if "STATUS:CANCELLED" not in text or "STATUS:CONFIRMED" in text:
        return []
    return [Attachment(calendar_name(lecturer.training_class), TYPE, text)]


def link_for(actor: Actor, lecturer: Lecturer, contact: Contact | None = None) -> tuple[AccessLink, str]:
    """A new personal link: of the person, or of the unit that shall name one; it works until well after the class."""
    training_class = lecturer.training_class
    left = training_class.end_date - timezone.localdate() + AFTER_CLASS
    valid = min(LONGEST, max(VALID, left))
    if lecturer.person is not None:
        return make_link(actor, office=training_class.office, person=lecturer.person, valid=valid)
    body = lecturer.organization
    return make_link(actor, office=training_class.office, organization=body, contact=contact, valid=valid)


def link_text(lecturer: Lecturer, token: str) -> str:
    """The whole message with the secret in it, to be copied into Zalo; in the office's own words."""
    kind = LINK if lecturer.person_id else UNIT
    lines = lines_of_many([lecturer]).get(lecturer.pk, [])
    values = {**_values(lecturer.training_class, lecturer, lines), "đường dẫn": link_address(token)}
    if kind == LINK:
        values["hạn gửi tài liệu"] = _deadline(lecturer)
    return filled(wording(lecturer.training_class.office_id, kind_of(kind)).body, values)


def recipient_of(lecturer: Lecturer, contacts: dict[int, Contact]) -> Recipient | None:
    """To whom a message goes; None where neither e-mail nor telephone is known.  ``contacts``: by key of the body."""
    if lecturer.person is not None:
        person = lecturer.person
        return Recipient(person.addressed, person.email, person.phone) if person.email or person.phone else None
    contact = contacts.get(lecturer.organization_id or 0)
    if contact is None:
        return None
    name = lecturer.organization_name
    return Recipient(f"{name} ({contact.name})" if contact.name else name, contact.email, contact.phone)


def _send(
    actor: Actor, verb_name: str, lecturers: Sequence[Lecturer], kind_of_one: Callable[[Lecturer], str]
) -> LecturerRound:
    classes = {one.training_class_id: one.training_class for one in lecturers}
    for _key, training_class in sorted(classes.items()):
        open_for_change(actor, training_class)  # locked: two officers at once write once
    contacts = addressees_of(one.organization_id for one in lecturers if not one.person_id and one.organization_id)
    told = _told_today(lecturers, {kind_of_one(one) for one in lecturers})
    lines, found, letters = lines_of_many(lecturers), LecturerRound(), list[Letter]()
    for one in lecturers:
        to = recipient_of(one, contacts)
        if to is None:
            found.unknown.append(one)
        elif one.pk in told:
            found.told.append(one)
        else:
            (found.mailed if is_address(to.email) else found.by_hand).append(one)
            contact = None if one.person_id else contacts.get(one.organization_id or 0)
            letters.append(_letter(actor, one, kind_of_one(one), to, contact, lines.get(one.pk, [])))
    if not letters:
        raise DomainError(
            "nobody_to_tell", _("Nobody was written to: no e-mail or telephone is known, or they were told today.")
        )
    compose_many(letters)
    record(actor, verb_name, found.reached, {one.pk: snapshot(one) for one in found.reached})
    return found


def _told_today(lecturers: Sequence[Lecturer], kinds: set[str]) -> set[int]:
    day = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    about = Message.objects.filter(about_type=Lecturer._meta.label_lower, about_id__in=[str(o.pk) for o in lecturers])
    return {int(key) for key in about.filter(kind__in=kinds, made_at__gte=day).values_list("about_id", flat=True)}


def _letter(  # noqa: PLR0917 - one row of a round
    actor: Actor,
    lecturer: Lecturer,
    kind: str,
    to: Recipient,
    contact: Contact | None,
    lines: Sequence[ProgrammeItem],
) -> Letter:
    _link, token = link_for(actor, lecturer, contact)
    values = {**_values(lecturer.training_class, lecturer, lines), "đường dẫn": link_address(token)}
    if kind != UNIT:
        values["hạn gửi tài liệu"] = _deadline(lecturer)
    return Letter(kind, lecturer.training_class.office_id, to, values, lecturer, is_secret=True)


def _deadline(lecturer: Lecturer) -> str:
    day = LecturerCare.objects.filter(lecturer=lecturer).values_list("materials_by", flat=True).first()
    return vn_date(day) if day else ""


def _values(training_class: TrainingClass, lecturer: Lecturer, lines: Sequence[ProgrammeItem]) -> dict[str, str]:
    """Dates are Vietnamese, whoever sends them."""
    main = Venue.objects.filter(training_class=training_class, is_main=True).first()
    with translation.override(settings.LANGUAGE_CODE):
        return {
            "người nhận": lecturer.person.in_sentence if lecturer.person else lecturer.organization_name,
            "vai trò": _WORDS[LecturerWord(training_class.lecturer_word)],
            "tên lớp": training_class.title,
            "thời gian": vn_range(training_class.start_date, training_class.end_date),
            "địa điểm": ", ".join(filter(None, (main.name, main.address))) if main else "",
            "nội dung": "\n".join(_line(item) for item in lines) or "(sẽ báo sau)",
            "đơn vị tổ chức": training_class.office.organization.name,
        }


def _line(item: ProgrammeItem) -> str:
    place = f" ({item.session.venue})" if item.session.venue and not item.session.venue.is_main else ""
    return f"- {vn_date(item.session.date)}, {vn_time(item.starts_at)}: {item.title}{place}"


words(
    verbs={
        "nominations.send_lecturer_links": _("wrote to a lecturer with a personal link"),
        "nominations.remind_materials": _("reminded a lecturer of materials"),
        "nominations.tell_replaced": _("told a lecturer that somebody else teaches"),
    }
)
