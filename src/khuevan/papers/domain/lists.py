"""Lists that are printed for people to sign or to hold; ``printing`` and ``workbooks`` make files of them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import translation

from khuevan.core.actors import Actor
from khuevan.core.permissions import require
from khuevan.nominations.models import Enrollment
from khuevan.papers.blocks import Column, Letterhead
from khuevan.papers.domain import wording
from khuevan.papers.domain.facts import Facts
from khuevan.people.enums import Gender
from khuevan.training.models import TrainingClass
from khuevan.vietnamese.dates import numeric_date


@dataclass(frozen=True)
class Group:
    """Rows under one heading; a list that is not grouped has one, without heading."""

    heading: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class PrintedList:
    """``slug`` begins the name of the file, ``tab`` names the sheet of a workbook, ``row_height`` is in millimetres.

    ``is_lettered``: the headings are letters to find a name by, drawn large.
    """

    slug: str
    tab: str
    title: str
    details: tuple[str, ...]
    letterhead: Letterhead
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    closing: str
    signed_by: tuple[str, ...] = ()
    row_height: float = 6
    is_landscape: bool = False
    is_lettered: bool = False


@dataclass(frozen=True)
class Issued:
    """One certificate to hand over, with the words printed on it.  Certificates lie beside papers, so screens say them.

    ``note`` tells of a state that matters at the table, such as "Giữ lại: ...".
    """

    number: str
    full_name: str
    birth: str = ""
    agency: str = ""
    handed_over_on: date | None = None
    note: str = ""


def learner_list(actor: Actor, training_class: TrainingClass, *, grouped: bool = False) -> PrintedList:
    """Everybody on the list, in protocol order, with telephone and note; ``grouped`` under the blocks of agencies."""
    facts = facts_of(actor, training_class)
    columns = (
        Column("STT", 6, "center"),
        Column("Họ và tên", 26),
        Column("Ngày sinh", 14, "center"),
        Column("Giới tính", 8, "center"),
        Column("Chức vụ", 28),
        Column("Đơn vị", 34),
        Column("Điện thoại", 17, "center"),
        Column("Ghi chú", 18),
    )
    word = wording.learners(training_class)
    return PrintedList(
        slug="danh-sach",
        tab=f"Danh sách {word}",
        title=f"Danh sách {word}",
        details=details(facts),
        letterhead=facts.attached,
        columns=columns,
        groups=grouped_rows(facts.learners, grouped=grouped, row=_known),
        closing=total(facts),
        is_landscape=True,
    )


def _known(one: Enrollment) -> tuple[str, ...]:
    gender = wording.GENDERS[Gender(one.gender)] if one.gender else ""
    return (one.full_name, one.birth_text, gender, one.position, one.organization_name, one.phone, one.note)


def spelling_check(actor: Actor, training_class: TrainingClass, *, grouped: bool = False) -> PrintedList:
    """For the first day: each learner confirms the words of the certificate, or writes them as they should be."""
    facts = facts_of(actor, training_class)
    columns = (
        Column("STT", 6, "center"),
        Column("Họ và tên", 27),
        Column("Ngày sinh", 14, "center"),
        Column("Chức vụ", 26),
        Column("Đơn vị", 30),
        Column("Đúng", 8, "center"),
        Column("Sửa lại thành", 34),
        Column("Ký tên", 17),
    )
    return PrintedList(
        slug="kiem-tra-ho-ten",
        tab="Kiểm tra họ tên",
        title="Danh sách kiểm tra họ tên",
        details=(
            *details(facts),
            "Đánh dấu vào ô “Đúng”, hoặc viết lại chỗ sai vào ô “Sửa lại thành”, rồi ký tên.",
        ),
        letterhead=facts.attached,
        columns=columns,
        groups=grouped_rows(
            facts.learners,
            grouped=grouped,
            row=lambda one: (one.full_name, one.birth_text, one.position, one.organization_name, "", "", ""),
        ),
        closing=total(facts),
        signed_by=("Người lập danh sách", "Người kiểm tra"),
        row_height=9,
        is_landscape=True,
    )


def hand_over(actor: Actor, training_class: TrainingClass, certificates: Iterable[Issued]) -> PrintedList:
    """Ký nhận giấy chứng nhận, in the order given; what was handed over before shows its day."""
    facts = facts_of(actor, training_class)
    rows = tuple(
        (str(place), one.number, one.full_name, one.birth, one.agency, _day(one.handed_over_on), "", one.note)
        for place, one in enumerate(certificates, start=1)
    )
    columns = (
        Column("STT", 6, "center"),
        Column("Số giấy chứng nhận", 21, "center"),
        Column("Họ và tên", 28),
        Column("Ngày sinh", 14, "center"),
        Column("Đơn vị", 32),
        Column("Ngày nhận", 15, "center"),
        Column("Ký nhận", 24),
        Column("Ghi chú", 20),
    )
    return PrintedList(
        slug="ky-nhan-giay-chung-nhan",
        tab="Ký nhận",
        title="Danh sách ký nhận giấy chứng nhận",
        details=details(facts),
        letterhead=facts.attached,
        columns=columns,
        groups=(Group("", rows),),
        closing=f"Danh sách có {wording.count(len(rows))} giấy chứng nhận.",
        signed_by=("Người trao", "Người lập danh sách"),
        row_height=9,
        is_landscape=True,
    )


def _day(day: date | None) -> str:
    return numeric_date(day) if day else ""


def facts_of(actor: Actor, training_class: TrainingClass) -> Facts:
    require(actor, "papers.write_paper", training_class)
    return Facts(actor, training_class)


def details(facts: Facts) -> tuple[str, ...]:
    about = facts.training_class
    days = wording.sentence_case(wording.period(about.start_date, about.end_date))
    venue = next((venue.name for venue in facts.venues), "")
    return wording.class_name(about), f"{days}, tại {venue}" if venue else days


def total(facts: Facts) -> str:
    return f"Danh sách có {wording.count(len(facts.learners))} {wording.learners(facts.training_class)}."


def grouped_rows(
    people: Sequence[Enrollment], *, grouped: bool, row: Callable[[Enrollment], tuple[str, ...]]
) -> tuple[Group, ...]:
    """Rows with their numbers, which run on through the blocks; each kind of agency is one block."""
    blocks: dict[str, list[Enrollment]] = {}
    for one in people:
        blocks.setdefault(_block(one) if grouped else "", []).append(one)
    groups, done = [], 0
    for heading, members in blocks.items():
        rows = tuple((str(place), *row(one)) for place, one in enumerate(members, start=done + 1))
        groups.append(Group(heading, rows))
        done += len(rows)
    return tuple(groups)


def _block(one: Enrollment) -> str:
    with translation.override("vi"):
        return str(one.organization.get_kind_display()) if one.organization else "Chưa rõ đơn vị"
