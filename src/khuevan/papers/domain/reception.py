"""Phiếu đón tiếp of one lecturer on one page, and one sheet for all: who arrives when, who meets them, room, meals."""

from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path
from typing import Final

from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.sandbox.typesetting import TypesettingError, typeset
from khuevan.papers.blocks import Column
from khuevan.papers.domain import wording
from khuevan.papers.domain.building import Built
from khuevan.papers.domain.facts import Facts
from khuevan.papers.domain.lists import Group, PrintedList
from khuevan.papers.domain.printing import FONTS
from khuevan.training.domain.lecturers.history import lines_of_many
from khuevan.training.enums import LecturerState
from khuevan.training.models import Lecturer, LecturerCare, ProgrammeItem, TrainingClass, Venue
from khuevan.vietnamese.dates import numeric_date
from khuevan.vietnamese.folding import fold

TEMPLATE: Final = Path(__file__).resolve().parent.parent / "typst" / "reception.typ"
type Line = tuple[str, str]


def reception_sheet(actor: Actor, training_class: TrainingClass) -> PrintedList:
    """Everybody who comes, by the hour of arrival; those whose arrival nobody knows at the end.

    Raises NotAllowedError, ``no_lecturers``.
    """
    require(actor, "papers.write_paper", training_class)
    with translation.override("vi"):
        facts = Facts(actor, training_class)
        cards = _cards(training_class)
        if not cards:
            raise DomainError("no_lecturers", _("Nobody teaches this class yet."))
        columns = (
            Column("STT", 8, "center"),
            Column("Họ và tên, chức vụ, đơn vị", 44),
            Column("Điện thoại", 22, "center"),
            Column("Đến", 34),
            Column("Người đón", 28),
            Column("Phòng nghỉ", 30),
            Column("Suất ăn", 26),
            Column("Về", 34),
        )
        word = wording.lecturers(training_class)
        return PrintedList(
            slug="don-tiep",
            tab="Đón tiếp",
            title=f"Đón tiếp {word}",
            details=(
                wording.class_name(training_class),
                wording.sentence_case(wording.period(training_class.start_date, training_class.end_date)),
            ),
            letterhead=facts.attached,
            columns=columns,
            groups=(Group("", tuple(_row(place, *card) for place, card in enumerate(cards, start=1))),),
            closing=f"Danh sách có {wording.count(len(cards))} {word}.",
            row_height=8,
            is_landscape=True,
        )


def reception_card(actor: Actor, lecturer: Lecturer) -> Built:
    """One page for whoever meets and accompanies this lecturer.  Raises NotAllowedError, ``card_not_printed``."""
    training_class = lecturer.training_class
    require(actor, "papers.write_paper", training_class)
    with translation.override("vi"):
        facts = Facts(actor, training_class)
        care = LecturerCare.objects.filter(lecturer=lecturer).first() or LecturerCare(lecturer=lecturer)
        data = {
            "title": f"Phiếu đón tiếp: {lecturer}",
            "author": facts.attached.office,
            "parent": facts.attached.parent,
            "office": facts.attached.office,
            "class": wording.class_name(training_class),
            "lines": _lines(lecturer, care, facts),
            "taught": [_taught(item) for item in lines_of_many([lecturer]).get(lecturer.pk, [])],
        }
    try:
        content = typeset(TEMPLATE, data, fonts=FONTS)
    except TypesettingError as error:
        message = _("The card could not be printed: %(reason)s")
        raise DomainError("card_not_printed", message, reason=error.reason) from error
    who = "-".join(fold(lecturer.person.full_name if lecturer.person else lecturer.organization_name).split())[:40]
    return Built(f"phieu-don-tiep-{who}.pdf", content, "application/pdf")


def _cards(training_class: TrainingClass) -> list[tuple[Lecturer, LecturerCare]]:
    rows = training_class.lecturers.exclude(state=LecturerState.DECLINED).select_related("person", "care")
    cards = [(one, getattr(one, "care", None) or LecturerCare(lecturer=one)) for one in rows]
    return sorted(cards, key=lambda pair: (pair[1].arrives_at is None, pair[1].arrives_at or timezone.now()))


def _row(place: int, one: Lecturer, care: LecturerCare) -> tuple[str, ...]:
    phone = one.person.phone if one.person else ""
    lodging = ", ".join(filter(None, (care.lodging, f"{wording.count(care.nights)} đêm" if care.nights else "")))
    return (
        str(place),
        wording.official(one),
        phone,
        _travel(care.arrives_at, care.arrives_by),
        care.met_by,
        lodging,
        care.meals,
        _travel(care.leaves_at, care.leaves_by),
    )


def _travel(at: datetime | None, by: str) -> str:
    return ", ".join(filter(None, (_moment(at), by)))


def _moment(at: datetime | None) -> str:
    """7 giờ 30 ngày 05/10/2026; the day alone where nobody said the hour."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    day = numeric_date(local.date())
    return day if local.time() == time(0, 0) else f"{wording.clock(local.time())} ngày {day}"


def _lines(one: Lecturer, care: LecturerCare, facts: Facts) -> list[Line]:
    person = one.person
    called = ", ".join(filter(None, (person.phone, person.email))) if person else ""
    lodging = ", ".join(filter(None, (care.lodging, f"{wording.count(care.nights)} đêm" if care.nights else "")))
    lines = [
        ("Họ và tên", wording.sentence_case(person.addressed) if person else "(đơn vị chưa cử)"),
        ("Chức vụ, đơn vị", one.post),
        ("Liên hệ", called),
        ("Đến", _travel(care.arrives_at, care.arrives_by)),
        ("Người đón", care.met_by),
        ("Phòng nghỉ", lodging),
        ("Suất ăn", care.meals),
        ("Địa điểm lớp", _place(facts.venues)),
        ("Đầu mối", _contact(facts.venues)),
        ("Về", _travel(care.leaves_at, care.leaves_by)),
        ("Người tiễn", care.seen_off_by),
        ("Hạn gửi tài liệu", numeric_date(care.materials_by) if care.materials_by else ""),
        ("Ghi chú", care.note),
    ]
    return [(label, text or "……") for label, text in lines]


def _place(venues: Sequence[Venue]) -> str:
    main = next((one for one in venues if one.is_main), None)
    return ", ".join(filter(None, (main.name, main.address))) if main else ""


def _contact(venues: Sequence[Venue]) -> str:
    found = next((one.contact for one in venues if one.contact), None)
    return ", ".join(filter(None, (found.addressed, found.phone))) if found else ""


def _taught(item: ProgrammeItem) -> Line:
    place = f", {item.session.venue}" if item.session.venue else ""
    when = f"{wording.clock(item.starts_at)} ngày {numeric_date(item.session.date)}"
    return when, f"{item.title}{place}"
