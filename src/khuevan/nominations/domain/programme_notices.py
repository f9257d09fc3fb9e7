"""Telling those concerned that the programme was made known: one message a person and version, through the outbox."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import fact, words
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import locked
from khuevan.core.templatetags.khuevan import vn_range
from khuevan.nominations.domain import programme_kinds as kinds
from khuevan.nominations.domain.previews import Preview
from khuevan.nominations.domain.programme_people import LEARNERS, Addressee, Concerned, Part, concerned
from khuevan.notifications.domain.composing import Attachment, Letter, Recipient, compose_many
from khuevan.notifications.domain.kinds import filled, kind_of
from khuevan.notifications.domain.templates import wording
from khuevan.notifications.enums import Channel
from khuevan.notifications.models import Message
from khuevan.training.domain.timetable.changes import differences, half_day, told
from khuevan.training.domain.timetable.class_calendar import TYPE, View, calendar_name, class_calendar
from khuevan.training.domain.timetable.rows import Row, people_of
from khuevan.training.domain.timetable.versions import (
    latest,
    publish_programme,
    rows_now,
    version_before,
)
from khuevan.training.models import ProgrammeVersion, TrainingClass

__all__ = ["ALL", "LEARNERS", "Concerned", "Told", "concerned", "publish_and_tell", "tell_programme"]

ALL: Final = None
"""For ``whom``: everybody concerned."""

_WHOEVER: Final = "ông/bà học viên"
"""To whom a text is written that others pass on."""

words(verbs={"nominations.tell_programme": _("told of the programme")})
fact("told", _("people told"))


@dataclass(frozen=True)
class Told:
    """``mailed`` go out by e-mail, ``by_hand`` wait to be copied; ``before`` were told of this version already.

    ``unreached`` have neither e-mail nor telephone (``Telling.unreached``).
    """

    mailed: int = 0
    by_hand: int = 0
    before: int = 0
    unreached: int = 0


def publish_and_tell(
    actor: Actor, training_class: TrainingClass, *, note: str = "", whom: Collection[str] | None = ALL, seen: str = ""
) -> tuple[ProgrammeVersion, Told]:
    """Makes the programme known and tells whom it concerns; ``whom`` names some of them (``Addressee.code``).

    Both or nothing: a version whose messages could not be written is no version.  Raises what ``publish_programme``
    raises.
    """
    with transaction.atomic():
        version = publish_programme(actor, training_class, note=note, seen=seen)
        return version, tell_programme(actor, version, whom=whom)


@verb("nominations.tell_programme")
def tell_programme(actor: Actor, version: ProgrammeVersion, *, whom: Collection[str] | None = ALL) -> Told:
    """Tells those whom a version concerns, each once however often this is asked for.

    Raises ``version_is_old`` for a version that is not the last one any more.
    """
    training_class = version.training_class
    require(actor, "training.change_class", training_class)
    locked(training_class)
    newest = latest(training_class)
    if newest is None or newest.pk != version.pk:
        raise DomainError("version_is_old", _("A newer version of the programme was made known; tell of that one."))
    telling = Telling.of(version)
    people = [one for one in telling.people.everyone if whom is ALL or one.code in whom]
    letters = list(telling.letters(people, version))
    known = told_of(version)
    sent = compose_many([letter for letter in letters if letter.once_key not in known])
    mailed = sum(message.channel == Channel.EMAIL for message in sent)
    before = snapshot(version)
    record(actor, "nominations.tell_programme", version if sent else [], before, {"told": len(sent)})
    already = sum(letter.once_key in known for letter in letters)
    return Told(mailed, len(sent) - mailed, already, len(people) - len(letters))


def told_of(version: ProgrammeVersion) -> set[str]:
    """Keys of the messages that told of a version (``once_key``)."""
    found = Message.objects.filter(once_key__startswith=f"{once_key(version)}.")
    return {key for key in found.values_list("once_key", flat=True) if key}


def once_key(version: ProgrammeVersion, one: Addressee | None = None) -> str:
    key = f"programme.{version.pk}"
    return f"{key}.{one.person}" if one else key


@dataclass(frozen=True)
class Unreached:
    text: str
    people: list[Addressee]


@dataclass(frozen=True)
class Telling:
    """What would be told of a version, or of the programme as it stands before it is made known."""

    training_class: TrainingClass
    rows: list[Row]
    before: list[Row] | None
    note: str = ""

    @classmethod
    def of(cls, version: ProgrammeVersion) -> "Telling":
        earlier = version_before(version)
        return cls(version.training_class, version.rows, earlier.rows if earlier else None, version.note)

    @classmethod
    def now(cls, training_class: TrainingClass, note: str = "") -> "Telling":
        last = latest(training_class)
        return cls(training_class, rows_now(training_class), last.rows if last else None, note)

    @property
    def is_first(self) -> bool:
        return self.before is None

    @cached_property
    def people(self) -> Concerned:
        """With changes in Vietnamese, as they are told."""
        with translation.override(settings.LANGUAGE_CODE):
            return concerned(self.training_class, differences(self.before or [], self.rows))

    def preview(self, one: Addressee) -> Preview:
        said = wording(self.training_class.office_id, kind_of(self._kind(one)))
        values = self._values(one)
        return Preview(one.name, filled(said.subject, values), filled(said.body, values))

    @property
    def unreached(self) -> list[Unreached]:
        """Learners whom no message reaches, with the text that their agency may pass on: one for all who read alike."""
        found: dict[str, list[Addressee]] = {}
        for one in self.people.unreached:
            found.setdefault(self.preview(replace(one, name=_WHOEVER)).body, []).append(one)
        return [Unreached(text, people) for text, people in found.items()]

    def letters(self, people: Iterable[Addressee], version: ProgrammeVersion) -> Iterator[Letter]:
        """A learner of whom neither an e-mail address nor a telephone is known is left out."""
        files: dict[object, list[Attachment]] = {}
        for one in people:
            if one.part == Part.LEARNER and not one.is_reachable:
                continue
            yield Letter(
                self._kind(one),
                self.training_class.office_id,
                Recipient(one.name, one.email, one.phone),
                self._values(one),
                self.training_class,
                attachments=self._days(one, files) if one.has_address else [],
                once_key=once_key(version, one),
                digest_key=f"programme.{self.training_class.pk}.{one.person}",
            )

    def _days(self, one: Addressee, files: dict[object, list[Attachment]]) -> list[Attachment]:
        """The days that are told, as a calendar; ``files`` are those made already, one for all of a group."""
        view = _view(one)
        only = None if self.is_first else frozenset(change.session for change in one.changes)
        key = (view.teacher, view.groups, view.seat.pk if view.seat else None, only)
        if key not in files:
            text = class_calendar(self.training_class, view, only=only)
            has_days = "BEGIN:VEVENT" in text
            files[key] = [Attachment(calendar_name(self.training_class), TYPE, text)] if has_days else []
        return files[key]

    def _kind(self, one: Addressee) -> str:
        if one.part == Part.LECTURER:
            return kinds.LECTURER
        return kinds.PROGRAMME if self.is_first else kinds.CHANGE

    def _values(self, one: Addressee) -> dict[str, str]:
        values = {**self._common, "người nhận": one.name}
        changes = "" if self.is_first else _listed(change.words for change in one.changes)
        if one.part == Part.LECTURER:
            return {**values, "thay đổi": changes, "phần giảng": self._taught(one.person)}
        if self.is_first:
            return {**values, "chương trình": self._own_days(one)}
        return {**values, "thay đổi": changes}

    @cached_property
    def _common(self) -> dict[str, str]:
        about = self.training_class
        venue = next(iter(about.venues.all()), None)
        with translation.override(settings.LANGUAGE_CODE):
            days = vn_range(about.start_date, about.end_date)
        return {
            "tên lớp": about.title,
            "thời gian": days,
            "địa điểm": ", ".join(filter(None, (venue.name, venue.address))) if venue else "",
            "đơn vị tổ chức": str(about.office),
            "lời nhắn": self.note,
            "địa chỉ": f"{settings.KHUEVAN_BASE_URL}/lop/{about.slug}/" if about.published_at else "",
        }

    def _taught(self, person: int) -> str:
        lines = []
        with translation.override(settings.LANGUAGE_CODE):
            for row in self.rows:
                for item in row["items"]:
                    if person in people_of([item]):
                        place = f", tại {row['venue']['name']}" if row["venue"] else ""
                        lines.append(f"{half_day(row)}, {item['starts_at']}: {item['title']}{place}")
        return _listed(lines) or "Không còn phần nào trong chương trình này."

    def _own_days(self, one: Addressee) -> str:
        keys = {change.session for change in one.changes}
        with translation.override(settings.LANGUAGE_CODE):
            return _listed(told(row) for row in self.rows if row["key"] in keys)


def _view(one: Addressee) -> View:
    if one.part == Part.LECTURER:
        return View(teacher=one.person)
    if one.part == Part.LEARNER:
        return View(groups=(one.group,), seat=one.seat)
    return View()


def _listed(lines: Iterable[str] | Sequence[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
