"""A wrong name on the list: corrected there, found everywhere it reaches, and never in what is frozen."""

import copy

import pytest

from khuevan.certificates.domain.queries import frozen_differences
from khuevan.certificates.domain.states import void
from khuevan.core.models import AuditEntry
from khuevan.core.rows import stamp
from khuevan.nominations.domain.correcting import correct_learner, rewrite_learner
from khuevan.nominations.domain.enrolling import enroll
from khuevan.nominations.domain.reach import reach_of
from khuevan.nominations.models import Enrollment
from khuevan.people.enums import RoleKind
from khuevan.people.models import Organization, Person
from tests.factories import OrganizationFactory, staff
from tests.factories.worlds import refused, row, world

pytestmark = pytest.mark.django_db


def test_a_correction_changes_the_list_and_its_keys_and_leaves_the_person() -> None:
    here = world()
    someone = here.enrollments[1]
    correct_learner(
        here.officer, someone, seen=stamp(someone), full_name=" Đỗ Văn Ẩn ", birth="1984", position="Trưởng phòng"
    )
    someone.refresh_from_db()
    assert (someone.full_name, someone.birth_year, someone.birth_date) == ("Đỗ Văn Ẩn", 1984, None)
    assert someone.search_key == "do van an truong phong so cong thuong"
    assert someone.name_key != Enrollment(full_name="Đỗ Văn Ân").name_key
    assert someone.person.full_name == "Đỗ Văn Ân"
    entry = AuditEntry.objects.get(verb="nominations.correct_learner")
    assert (entry.before["full_name"], entry.after["full_name"]) == ("Đỗ Văn Ân", "Đỗ Văn Ẩn")


def test_the_directory_follows_when_asked_and_other_classes_never() -> None:
    here, other = world(), world(teaching=False, names=())
    someone = here.enrollments[0]
    enroll(other.officer, other.training_class, [row(someone.full_name, birth="1985-08-14", gender="Nữ")])
    correct_learner(here.officer, someone, full_name="Hoàng Thị Bích Tuyền (B)", position="Phó phòng", also_person=True)
    person = Person.objects.get(pk=someone.person_id)
    assert (person.full_name, person.search_key) == ("Hoàng Thị Bích Tuyền (B)", "hoang thi bich tuyen (b)")
    assert other.enrollments[0].person == person
    assert other.enrollments[0].full_name == "Hoàng Thị Bích Tuyền"
    assert AuditEntry.objects.filter(verb="nominations.correct_learner").count() == 2


def test_the_agency_and_its_words_go_together() -> None:
    here = world()
    someone = here.enrollments[0]
    known = OrganizationFactory(name="Sở Y tế tỉnh Bình Phước", short_name="Sở Y tế")
    correct_learner(here.officer, someone, organization_name="Sở Y tế")
    assert (someone.organization, someone.organization_name) == (known, "Sở Y tế")
    correct_learner(here.officer, someone, organization=known)
    assert someone.organization_name == "Sở Y tế tỉnh Bình Phước"
    correct_learner(here.officer, someone, organization_name="Sở Chưa Ai Nhập")
    assert Enrollment.objects.get(pk=someone.pk).organization == Organization.objects.get(name="Sở Chưa Ai Nhập")
    correct_learner(here.officer, someone, organization_name="")
    assert Enrollment.objects.get(pk=someone.pk).organization is None


def test_the_second_of_two_is_told_and_bad_values_are_refused() -> None:
    here = world()
    someone = here.enrollments[0]
    seen = stamp(someone)
    correct_learner(here.officer, someone, seen=seen, note="ghi chú")
    with refused("changed_meanwhile"):
        correct_learner(here.officer, someone, seen=seen, note="khác")
    for fields, code in (
        ({"full_name": " "}, "row_without_name"),
        ({"birth": "hôm qua"}, "birth_unreadable"),
        ({"email": "không"}, "invalid_value"),
    ):
        with refused(code):
            correct_learner(here.officer, Enrollment.objects.get(pk=someone.pk), **fields)
    assert Enrollment.objects.get(pk=someone.pk).note == "ghi chú"


@pytest.mark.parametrize("kind", [RoleKind.EDITOR, RoleKind.LEADER, None])
def test_others_correct_nothing(kind: RoleKind | None) -> None:
    here = world()
    actor = staff(here.office, kind) if kind else world(teaching=False, names=()).officer
    with refused("not_allowed"):
        correct_learner(actor, here.enrollments[0], full_name="Tên Khác")


def test_before_certificates_a_correction_reaches_only_what_follows_by_itself() -> None:
    here = world()
    reach = reach_of(here.enrollments[0])
    assert [one.kind for one in reach.live] == ["list"]
    assert reach.frozen == ()


def test_a_certificate_keeps_its_words_and_is_named_as_differing() -> None:
    here = world()
    here.issue()
    someone = next(one for one in here.enrollments if one.full_name == "Đỗ Văn Ân")
    assert [one.label for one in reach_of(someone).frozen] == ["01/GCN-STN"]
    assert reach_of(someone).differing == ()
    after = correct_learner(here.officer, someone, full_name="Đỗ Văn Ẩn", phone="0912345678")
    assert [one.label for one in after.differing] == ["01/GCN-STN"]
    (difference,) = frozen_differences(here.training_class)
    assert [(change.frozen, change.now) for change in difference.changes] == [("Đỗ Văn Ân", "Đỗ Văn Ẩn")]
    assert difference.certificate.number == 1
    void(here.officer, [difference.certificate], reason="In lại cho đúng tên")
    assert frozen_differences(here.training_class) == []
    assert reach_of(someone).frozen == ()


def test_a_screen_may_ask_what_a_correction_would_reach_before_it_is_made() -> None:
    here = world()
    here.issue()
    someone = here.enrollments[0]
    draft = copy.copy(someone)
    rewrite_learner(draft, {"full_name": "Tên Khác Hẳn"})
    assert len(reach_of(draft).differing) == 1
    rewrite_learner(draft, {"full_name": someone.full_name, "note": "không in ra"})
    assert reach_of(draft).differing == ()
    assert Enrollment.objects.get(pk=someone.pk).full_name == someone.full_name


def test_a_changed_class_is_seen_on_every_certificate_in_a_bounded_number_of_queries(
    django_assert_max_num_queries: pytest.fixture,
) -> None:
    here = world()
    here.issue()
    here.training_class.title = "Lớp tên khác"
    here.training_class.save()
    with django_assert_max_num_queries(5):
        assert len(frozen_differences(type(here.training_class).objects.get())) == 3
