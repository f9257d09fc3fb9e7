"""One class that knows everything a paper can say, and readers of what was made."""

import io
import shutil
import subprocess
from datetime import date, time
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from khuevan.attendance.enums import AttendanceStatus
from khuevan.nominations.models import Enrollment
from khuevan.people.models import Organization, Person
from khuevan.records.domain.keeping import keep_record
from khuevan.training.domain import arrangements
from khuevan.training.domain.timetable import programme
from khuevan.training.enums import CeremonyKind, ItemKind, OrganizerPart
from khuevan.training.models import TrainingClass
from khuevan.vietnamese.names import name_sort_key
from tests.factories import OrganizationFactory, PersonFactory
from tests.factories.worlds import World, world

LONG_NAME = "Nguyễn Phúc Hoàng Công Tằng Tôn Nữ Thị Huyền Trân Bảo Ngọc Quỳnh"
ODD_NAME = 'Y "Ƀlă" <Ktŭl> & #Čư̆ *Êban*'
NAMES = ("Hoàng Thị Bích Tuyền", "Đỗ Văn Ân", "H'Hen Niê", LONG_NAME, ODD_NAME)


@pytest.fixture
def known() -> World:
    """A taught class with plan, committee, lecturers, guests, programme and attendance, and no results yet."""
    here = world(names=NAMES)
    office, officer, about = here.office.organization, here.officer, here.training_class
    office.parent = OrganizationFactory(name="Ủy ban nhân dân tỉnh Bình Phước")
    office.save()
    about.plan = keep_record(
        officer,
        office=here.office,
        issuer=office.parent,
        kind="KH",
        number="29",
        symbol="KH-UBND",
        date=date(2014, 1, 25),
        subject="về thông tin đối ngoại",
    )
    about.need, about.objective = "Hội nhập ngày càng sâu rộng.", "Cập nhật kiến thức.\nRèn kỹ năng."
    about.audience, about.certificate_note = "Cán bộ làm công tác đối ngoại.", "Trao cho học viên đạt yêu cầu."
    about.save()
    _people(here)
    _programme(here)
    here.mark(here.sessions[0])
    here.mark(here.sessions[1], _2=AttendanceStatus.EXCUSED, _3=AttendanceStatus.ABSENT)
    return here


def _people(here: World) -> None:
    officer, about = here.officer, here.training_class
    partner = OrganizationFactory(name="Cục Ngoại vụ - Bộ Ngoại giao")
    head = PersonFactory(full_name="Vũ Sỹ Thắng", honorific="Ông")
    arrangements.add_organizer(officer, about, partner, OrganizerPart.CO)
    committee = arrangements.form_committee(officer, about, name="Ban tổ chức lớp bồi dưỡng")
    arrangements.add_committee_member(
        officer, committee, function="Trưởng ban", person=head, title="Giám đốc", task="Chỉ đạo chung"
    )
    arrangements.add_committee_member(officer, committee, function="Ủy viên", organization=partner)
    arrangements.give_ceremony_role(
        officer, about, CeremonyKind.OPENED_BY, person=head, title="Giám đốc", organization=here.office.organization
    )
    guest = PersonFactory(full_name="Dương Nam Khánh", honorific="Ông")
    arrangements.invite_guest(officer, about, person=guest, title="Phó Giám đốc", organization=partner)


def _programme(here: World) -> None:
    officer, about = here.officer, here.training_class
    contact = PersonFactory(full_name="Phạm Thu Hằng", honorific="Bà", phone="0912000111")
    arrangements.add_venue(officer, about, name="Khách sạn Ariyana", address="Nha Trang", contact=contact)
    person = PersonFactory(full_name="Vũ Duy Thành", honorific="Ông")
    lecturer = arrangements.add_lecturer(officer, about, person=person, title="Phó Vụ trưởng")
    topic = programme.add_topic(officer, about, title="Tình hình biển đảo và chủ trương của ta")
    programme.add_item(
        officer,
        here.sessions[0],
        kind=ItemKind.LECTURE,
        starts_at=time(8, 0),
        title="Một số nét lớn của tình hình",
        class_topic=topic,
        lecturers=[lecturer],
    )


def enrol_many(training_class: TrainingClass, number: int, agencies: int = 7) -> None:
    """Puts invented people on the list without the verbs, which would take minutes for thousands."""
    bodies = [OrganizationFactory(name=f"Sở Số {place}", protocol_order=place) for place in range(agencies)]
    names = [f"Nguyễn Văn Thử Nghiệm {place}" for place in range(number)]
    people = Person.objects.bulk_create(Person(full_name=name, name_key=name_sort_key(name)) for name in names)
    Enrollment.objects.bulk_create(
        _enrolled(training_class, person, place, bodies[place % agencies]) for place, person in enumerate(people)
    )


def _enrolled(training_class: TrainingClass, person: Person, place: int, body: Organization) -> Enrollment:
    return Enrollment(
        training_class=training_class,
        person=person,
        order=1000 + place,
        full_name=person.full_name,
        birth_year=1980,
        position="Chuyên viên chính Phòng Quản lý hội nghị, hội thảo quốc tế và tổ chức phi chính phủ nước ngoài",
        organization=body,
        organization_name=body.name,
        phone=f"09{place:08d}",
    )


def opened(content: bytes) -> Document:
    return docx.Document(io.BytesIO(content))


def words(document: Document) -> str:
    """Everything in the body in reading order, tables too, on one line."""
    paragraphs = document.element.body.iter(qn("w:p"))
    texts = ("".join(text.text or "" for text in paragraph.iter(qn("w:t"))) for paragraph in paragraphs)
    return " ".join(" ".join(texts).split())


def converted(files: list[Path], folder: Path) -> list[Path]:
    """The files as LibreOffice prints them; skips where it is not installed."""
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not installed")
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
         "--outdir", str(folder), *map(str, files)],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    return [folder / f"{file.stem}.pdf" for file in files]


def pdf_text(path: Path, *options: str) -> str:
    """The words of a PDF; skips where poppler is not installed."""
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext (poppler) is not installed")
    done = subprocess.run(["pdftotext", *options, str(path), "-"], check=True, capture_output=True, timeout=60)
    return done.stdout.decode()
