"""A class of three days around today, with one lecturer on every morning."""

from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from khuevan.core.actors import Bearer
from khuevan.core.errors import DomainError
from khuevan.people.models import Office, User
from khuevan.records.domain.keeping import keep_record
from khuevan.records.models import Record
from khuevan.training.domain import arrangements
from khuevan.training.domain.classes import begin_preparation, open_class
from khuevan.training.domain.timetable import programme
from khuevan.training.enums import DayPart, ItemKind
from khuevan.training.models import Lecturer, ProgrammeItem, TrainingClass
from tests.factories import OfficeFactory, OrganizationFactory, PersonFactory, staff


@dataclass
class Lecturing:
    office: Office
    officer: User
    training_class: TrainingClass
    lecturer: Lecturer
    promised: Lecturer
    items: list[ProgrammeItem]
    """One a day, by ``lecturer``."""

    @property
    def own_link(self) -> Bearer:
        return Bearer("báo cáo viên", office_id=self.office.pk, person_id=self.lecturer.person_id)

    @property
    def unit_link(self) -> Bearer:
        return Bearer("đơn vị", office_id=self.office.pk, organization_id=self.promised.organization_id)


def lecturing(*, starts_in: int = 1) -> Lecturing:
    """``starts_in`` days from today: 0 begins today, -1 began yesterday."""
    office = OfficeFactory()
    officer = staff(office)
    start = timezone.localdate() + timedelta(days=starts_in)
    made = open_class(
        officer, office=office, title="Bồi dưỡng đối ngoại", start_date=start, end_date=start + timedelta(days=2)
    )
    begin_preparation(officer, made)
    arrangements.add_venue(officer, made, name="Hội trường Sở", address="Nha Trang")
    unit = OrganizationFactory(name="Cục Ngoại vụ")
    person = PersonFactory(full_name="Trần Thị Minh", honorific="bà", phone="0905 111 222", email="minh@example.vn")
    lecturer = arrangements.add_lecturer(officer, made, person=person, title="Phó Cục trưởng", organization=unit)
    promised = arrangements.add_lecturer(officer, made, organization=OrganizationFactory(name="Cục Lễ tân"))
    items = []
    for day in range(3):
        session = programme.add_session(
            officer,
            made,
            date=start + timedelta(days=day),
            part=DayPart.MORNING,
            starts_at=time(0, 1),
            ends_at=time(23, 59),
        )
        line = {"kind": ItemKind.LECTURE, "starts_at": time(0, 1), "title": f"Chuyên đề {day + 1}"}
        items.append(programme.add_item(officer, session, lecturers=[lecturer], **line))
    return Lecturing(office, officer, made, lecturer, promised, items)


def letter_of(here: Lecturing, number: str) -> Record:
    """A letter of the office in its books."""
    issuer = here.office.organization
    values = {"number": number, "symbol": "SNgV-VP", "date": timezone.localdate(), "kind": ""}
    return keep_record(here.officer, office=here.office, issuer=issuer, **values)


def refused(code: str, *call: Any, **values: Any) -> str:
    verb, *args = call
    with pytest.raises(DomainError) as caught:
        verb(*args, **values)
    assert caught.value.code == code, caught.value.message
    return caught.value.message
