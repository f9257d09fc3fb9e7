"""Sixty agencies of a province, and the letters with which they answer: a third Word, a third Excel, a third PDF."""

import io
from datetime import time, timedelta

import openpyxl
from django.utils import timezone
from playwright.sync_api import FilePayload

from khuevan.core.actors import SYSTEM
from khuevan.nominations.models import Nomination, Quota
from khuevan.papers.blocks import Column, Letterhead
from khuevan.papers.domain.contents.reply import Reply, reply
from khuevan.papers.domain.facts import Facts
from khuevan.papers.domain.lists import Group, PrintedList
from khuevan.papers.domain.printing import pdf
from khuevan.papers.domain.workbooks import XLSX, workbook
from khuevan.papers.layout import DOCX, drawn
from khuevan.people.domain.contacts import add_contact
from khuevan.people.domain.groups import add_group, join_group
from khuevan.people.domain.letterheads import letterhead_of
from khuevan.people.domain.organizations import add_organization
from khuevan.people.domain.standard_bodies import DEPARTMENTS
from khuevan.people.enums import ContactSlot
from khuevan.people.models import Office, Organization, User
from khuevan.training.domain.arrangements import add_venue
from khuevan.training.domain.classes import begin_preparation, open_class
from khuevan.training.domain.timetable.programme import add_session
from khuevan.training.enums import DayPart
from khuevan.training.models import TrainingClass
from tests.factories import OfficeFactory, staff

AGENCIES = 60
PROVINCE = "Khánh Hòa"
PDF = "application/pdf"
_FIRST = ("Suối", "Cam", "Diên", "Vạn", "Ninh", "Khánh", "Đại", "Tây")
_SECOND = ("Cát", "Hiệp", "Lạc", "Thạnh", "Phước", "Trung")
COMMUNES = tuple(f"{first} {second}" for first in _FIRST for second in _SECOND)
COLUMNS = (
    Column("STT", 8, "center"),
    Column("Họ và tên", 30),
    Column("Năm sinh", 14, "center"),
    Column("Giới tính", 10, "center"),
    Column("Chức vụ", 26),
    Column("Điện thoại", 20, "center"),
)
_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Đỗ", "Vũ", "Bùi", "Đặng")
_MIDDLE = ("Văn", "Minh", "Hữu", "Đức", "Quốc")
_GIVEN = ("An", "Bình", "Cường", "Dũng", "Hải", "Khánh", "Long", "Nam", "Phúc", "Quân", "Sơn", "Thành", "Vinh")


def person_name(number: int) -> str:
    """Another name for each number below some hundreds."""
    family = _FAMILY[number % len(_FAMILY)]
    return f"{family} {_MIDDLE[number % len(_MIDDLE)]} {_GIVEN[number % len(_GIVEN)]}"


def office_of_the_province() -> tuple[Office, User]:
    office = OfficeFactory(organization__name=f"Sở Ngoại vụ tỉnh {PROVINCE}", organization__place_name=PROVINCE)
    officer = staff(office)
    officer.email = "canbo@so.example"
    officer.save()
    return office, officer


def group_of_agencies(office: Office, officer: User) -> list[Organization]:
    """In one group of the office and in protocol order; each has somebody to write to."""
    committee = add_organization(SYSTEM, name=f"Ủy ban nhân dân tỉnh {PROVINCE}", place_name=PROVINCE, symbol="UBND")
    bodies = [
        add_organization(
            SYSTEM,
            name=f"{one.name} tỉnh {PROVINCE}",
            symbol=one.symbol,
            parent=committee,
            place_name=PROVINCE,
            protocol_order=order,
        )
        for order, one in enumerate(DEPARTMENTS, start=100)
    ]
    bodies += [
        add_organization(
            SYSTEM,
            name=f"Ủy ban nhân dân xã {name}",
            symbol="UBND",
            parent=committee,
            place_name=name,
            protocol_order=order,
        )
        for order, name in enumerate(COMMUNES[: AGENCIES - len(bodies)], start=500)
    ]
    for number, body in enumerate(bodies):
        add_contact(
            officer, body, slot=ContactSlot.FOCAL, name=person_name(700 + number), email=f"vt{number}@xa.example"
        )
    join_group(officer, add_group(officer, office, name="Nơi nhận công văn cử học viên"), bodies)
    return bodies


def coming_class(office: Office, officer: User) -> TrainingClass:
    first = timezone.localdate() + timedelta(days=30)
    training_class = open_class(
        officer, office=office, title="Lớp bồi dưỡng nghiệp vụ đối ngoại", start_date=first, end_date=first
    )
    begin_preparation(officer, training_class)
    for part, hour in ((DayPart.MORNING, 7), (DayPart.AFTERNOON, 13)):
        add_session(officer, training_class, date=first, part=part, starts_at=time(hour, 30), ends_at=time(hour + 4))
    add_venue(officer, training_class, name="Hội trường Sở Ngoại vụ", address="Nha Trang")
    return training_class


def letters(officer: User, quotas: list[Quota]) -> list[FilePayload]:
    """One person of each agency, by its own letter; Word, Excel and PDF in turn."""
    makers = (_word, _excel, _pdf)
    return [makers[number % 3](officer, quota, number) for number, quota in enumerate(quotas)]


def nameless(number: int) -> FilePayload:
    """A list that does not say which agency it is from."""
    book = openpyxl.Workbook()
    for row in (["STT", "Họ và tên", "Năm sinh", "Chức vụ"], [1, person_name(number), 1984, "Chuyên viên"]):
        book.worksheets[0].append(row)
    file = io.BytesIO()
    book.save(file)
    return {"name": f"danh sach {number}.xlsx", "mimeType": XLSX, "buffer": file.getvalue()}


def _word(officer: User, quota: Quota, number: int) -> FilePayload:
    one = Nomination(quota=quota, full_name=person_name(number), birth_year=1980 + number % 15, gender="male")
    one.position, one.phone = "Chuyên viên", f"0900{number:06d}"
    content = drawn(reply(Facts(officer, quota.invitation.training_class), Reply(quota, (one,))), title="Công văn cử")
    return {"name": f"cv cu {number}.docx", "mimeType": DOCX, "buffer": content}


def _printed(quota: Quota, number: int) -> PrintedList:
    own = letterhead_of(quota.organization)
    row = ("1", person_name(number), str(1980 + number % 15), "Nam", "Chuyên viên", f"0900{number:06d}")
    return PrintedList(
        slug="danh-sach-cu",
        tab="Danh sách",
        title="Danh sách cử học viên",
        details=(f"Kèm theo Công văn của {quota.organization.name}",),
        letterhead=Letterhead(own.parent, own.own),
        columns=COLUMNS,
        groups=(Group("", (row,)),),
        closing="Danh sách có 01 người.",
    )


def _excel(_officer: User, quota: Quota, number: int) -> FilePayload:
    content = workbook(quota.invitation.training_class, [_printed(quota, number)]).content
    return {"name": f"ds {number}.xlsx", "mimeType": XLSX, "buffer": content}


def _pdf(_officer: User, quota: Quota, number: int) -> FilePayload:
    content = pdf(quota.invitation.training_class, [_printed(quota, number)]).content
    return {"name": f"scan {number}.pdf", "mimeType": PDF, "buffer": content}
