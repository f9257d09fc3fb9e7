"""Lecturers, guests, committee, ceremonies, organizers that change; documents in the file of a class."""

from typing import Any

import pytest

from khuevan.core.errors import DomainError
from khuevan.core.models import AuditEntry
from khuevan.people.enums import RoleKind
from khuevan.records.models import Record
from khuevan.training.domain.documents import attach_record, detach_record
from khuevan.training.domain.organizer_changes import change_organizer, remove_organizer
from khuevan.training.domain.people_changes import (
    change_ceremony_role,
    change_committee_member,
    change_lecturer,
    remove_lecturer,
)
from khuevan.training.enums import CeremonyKind, ClassState, OrganizerPart, RecordPurpose
from khuevan.training.models import ClassRecord, Lecturer, TrainingClass
from tests.factories import OfficeFactory, OrganizationFactory, PersonFactory, staff
from tests.training.arranging import arranged

pytestmark = pytest.mark.django_db


def _refused(code: str, *call: Any, **values: Any) -> str:
    verb, *args = call
    with pytest.raises(DomainError) as caught:
        verb(*args, **values)
    assert caught.value.code == code, caught.value.message
    return caught.value.message


def test_a_unit_names_its_lecturer_and_keeps_the_name_it_had() -> None:
    here = arranged()
    promised = here.lecturers[1]
    type(promised.organization).objects.filter(pk=promised.organization_id).update(name="Vụ Tổng hợp")
    named = PersonFactory(full_name="Nguyễn Tuấn")
    change_lecturer(here.officer, promised, person=named, title=" Phó Vụ trưởng ")
    stored = Lecturer.objects.get(pk=promised.pk)
    assert (stored.person, stored.title) == (named, "Phó Vụ trưởng")
    assert stored.organization_name == "Vụ Chính sách đối ngoại", "as of the class"
    assert named.known_to.filter(office=here.office).exists()
    change_lecturer(here.officer, promised, organization=OrganizationFactory(name="Cục Lễ tân"))
    assert Lecturer.objects.get(pk=promised.pk).organization_name == "Cục Lễ tân"


def test_a_lecturer_stays_a_name_or_a_unit() -> None:
    here = arranged()
    _refused("nobody_named", change_lecturer, here.officer, here.lecturers[1], organization=None)
    _refused("nobody_named", change_committee_member, here.officer, here.committee.members.get(order=1), person=None,
             organization=None)  # fmt: skip


def test_a_removed_lecturer_leaves_the_lines_and_the_audit_says_which() -> None:
    here = arranged()
    remove_lecturer(here.officer, here.lecturers[0])
    assert list(here.items[1].lecturers.all()) == [here.lecturers[1]]
    entry = AuditEntry.objects.get(verb="training.remove_lecturer")
    assert entry.after["lines"] == ["Lễ tân đối ngoại"]
    assert entry.before["title"] == "Phó Cục trưởng"


def test_a_ceremony_goes_to_somebody_else() -> None:
    here = arranged()
    deputy = PersonFactory(full_name="Lê Văn Bé")
    change_ceremony_role(here.officer, here.role, person=deputy, title="Phó Giám đốc", kind=CeremonyKind.CLOSED_BY)
    here.role.refresh_from_db()
    assert (here.role.person, here.role.kind) == (deputy, CeremonyKind.CLOSED_BY)


def test_a_class_never_loses_its_last_organizer() -> None:
    here = arranged()
    lead = here.training_class.organizers.get(part=OrganizerPart.LEAD)
    _refused("lead_missing", remove_organizer, here.officer, lead)
    _refused("lead_missing", change_organizer, here.officer, lead, part=OrganizerPart.CO)
    change_organizer(here.officer, here.organizer, part=OrganizerPart.LEAD, name="Cục Ngoại vụ, Bộ Ngoại giao")
    remove_organizer(here.officer, lead)
    assert here.training_class.organizers.get().name == "Cục Ngoại vụ, Bộ Ngoại giao"


def test_a_body_has_each_part_once() -> None:
    here = arranged()
    lead = here.training_class.organizers.get(part=OrganizerPart.LEAD)
    type(lead).objects.filter(pk=here.organizer.pk).update(organization=lead.organization)
    _refused("already_there", change_organizer, here.officer, here.organizer, part=OrganizerPart.LEAD)


@pytest.mark.parametrize("kind", RoleKind)
def test_officers_and_clerks_keep_the_file_of_a_class(kind: RoleKind) -> None:
    here = arranged()
    actor = staff(here.office, kind)
    values = {"purpose": RecordPurpose.DECISION}
    if kind in {RoleKind.LEADER, RoleKind.EDITOR}:
        _refused("not_allowed", attach_record, actor, here.training_class, here.attached.record, **values)
        _refused("not_allowed", detach_record, actor, here.attached)
        return
    attached = attach_record(actor, here.training_class, here.attached.record, **values)
    assert list(ClassRecord.objects.visible_to(actor).with_documents()) == [here.attached, attached]
    detach_record(actor, attached)
    assert Record.objects.filter(pk=here.attached.record_id).exists(), "the office keeps the document"
    assert not ClassRecord.objects.visible_to(staff(OfficeFactory())).exists()


def test_a_document_has_one_place_for_each_purpose() -> None:
    here, other = arranged(), arranged()
    plan = {"purpose": RecordPurpose.PLAN}
    _refused("document_attached", attach_record, here.officer, here.training_class, here.attached.record, **plan)
    _refused(
        "document_of_another_office", attach_record, here.officer, here.training_class, other.attached.record, **plan
    )
    _refused("invalid_value", attach_record, here.officer, here.training_class, here.attached.record, purpose="x")
    _refused("not_allowed", attach_record, other.officer, here.training_class, other.attached.record, **plan)


def test_the_file_of_a_filed_class_still_grows() -> None:
    here = arranged()
    TrainingClass.objects.update(state=ClassState.REPORTED)
    attach_record(here.officer, here.training_class, here.attached.record, purpose=RecordPurpose.REPORT)
    assert here.training_class.class_records.count() == 2
