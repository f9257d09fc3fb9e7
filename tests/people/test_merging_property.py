"""A merge of two people and its undo leave enrollments, certificates and the audit as they were, whatever happened."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

import pytest
from django.db import models, transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from khuevan.certificates.models import Certificate
from khuevan.core.errors import DomainError
from khuevan.core.models import AuditEntry
from khuevan.nominations.domain.enrolling import add_learner
from khuevan.nominations.enums import EnrollmentState
from khuevan.nominations.models import Enrollment
from khuevan.people.domain.merging import COLUMNS, merge_people, unmerge_people
from khuevan.people.domain.persons import know
from khuevan.people.domain.postings import add_posting
from khuevan.people.domain.referring import columns_naming_people
from khuevan.people.identity import seal_citizen_id
from khuevan.people.models import DirectoryEntry, Person, PersonMerge, Posting, User
from khuevan.training.models import CommitteeMember, Guest, Lecturer, TrainingClass, Venue
from tests.factories import (
    CertificateFactory,
    EnrollmentFactory,
    OfficeFactory,
    OrganizationFactory,
    PersonFactory,
    RegisterFactory,
    RoleFactory,
    TrainingClassFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

PEOPLE, CLASSES, OFFICES = 4, 2, 2
NAMES = ("Nguyễn Văn Hùng", "Nguyễn Văn Hưng", "H'Hen Niê", "Y Bhốk Ênuôl")
who, which = st.integers(0, PEOPLE - 1), st.integers(0, CLASSES - 1)
traits = st.fixed_dictionaries(
    {
        "full_name": st.sampled_from(NAMES),
        "rank": st.sampled_from(("", "TS", "Thượng tá")),
        "birth_date": st.sampled_from((None, date(1982, 6, 2), date(1982, 2, 6))),
        "gender": st.sampled_from(("", "male", "female")),
        "phone": st.sampled_from(("", "0912345678", "0987654321")),
        "number": st.sampled_from(("", "079182012345", "024180901")),
    }
)
everybody_once = st.permutations(range(PEOPLE))
merges = st.lists(
    st.tuples(st.integers(0, 11), st.none() | st.sets(st.sampled_from(sorted(COLUMNS)))),
    min_size=1,
    max_size=PEOPLE - 1,
)


@dataclass
class Scene:
    """Two offices with some classes, one officer in both, people in several of their lists."""

    officer: User
    people: list[Person]
    classes: list[TrainingClass]


@contextmanager
def thrown_away() -> Iterator[None]:
    """Each example begins with an empty database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def maybe_refused(*codes: str) -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except DomainError as error:
        assert error.code in codes, error


def _scene(everybody: list[dict[str, Any]]) -> Scene:
    offices = [OfficeFactory() for _turn in range(OFFICES)]
    officer = UserFactory(password="")
    for office in offices:
        RoleFactory(user=officer, office=office)
    classes = [TrainingClassFactory(office=offices[number % OFFICES], state="preparing") for number in range(CLASSES)]
    people = []
    for traits_of_one in everybody:
        sealed = seal_citizen_id(traits_of_one["number"])
        fields = {name: value for name, value in traits_of_one.items() if name != "number"}
        year = fields["birth_date"].year if fields["birth_date"] else None
        people.append(
            PersonFactory(**fields, birth_year=year, citizen_id_sealed=sealed.sealed, citizen_id_hash=sealed.hash)
        )
    for place, person in enumerate(people):
        know(offices[place % OFFICES], [person])
    return Scene(officer, people, classes)


def _name_in_class(scene: Scene, one: Person, made: TrainingClass, kind: str) -> None:
    """The person stands in one of the lists of the class, and its office knows them."""
    know(made.office, [one])
    if kind in {"enrolled", "withdrawn", "certified"}:
        state = EnrollmentState.WITHDRAWN if kind == "withdrawn" else EnrollmentState.ENROLLED
        if state == EnrollmentState.ENROLLED and made.enrollments.current().filter(person=one).exists():
            return
        body = OrganizationFactory()
        order = made.enrollments.count() + 1
        learner = EnrollmentFactory(training_class=made, person=one, state=state, order=order, organization=body)
        if kind == "certified":
            register = made.office.registers.first() or RegisterFactory(office=made.office)
            CertificateFactory(enrollment=learner, register=register)
    elif kind == "lecturer":
        Lecturer.objects.create(training_class=made, person=one, title="Trưởng phòng")
    elif kind == "guest":
        Guest.objects.create(training_class=made, person=one, title="Phó Giám đốc")
    elif kind == "contact":
        Venue.objects.create(training_class=made, name="Hội trường", contact=one)
    else:
        add_posting(scene.officer, one, position="Chuyên viên", since=date(2015, 1, 1))


def _rows(model: type[models.Model]) -> list[dict[str, Any]]:
    return list(model._base_manager.order_by("pk").values())


def _audit() -> list[dict[str, Any]]:
    entries = AuditEntry.objects.exclude(verb__in=("people.merge_people", "people.unmerge_people"))
    return list(entries.order_by("pk").values())


def _everything() -> dict[str, Any]:
    tables = (Person, Enrollment, Certificate, Lecturer, Guest, CommitteeMember, Venue, Posting)
    known = sorted(DirectoryEntry.objects.values_list("office", "person"))
    return {"audit": _audit(), "known": known, **{model.__name__: _rows(model) for model in tables}}


def _without_person(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if name != "person_id"} for row in rows]


def _merge_some(scene: Scene, people: list[int], wanted: list[tuple[int, set[str] | None]]) -> None:
    """One after the other disappears into one of those left."""
    for place, (number, take) in enumerate(wanted):
        left = people[place + 1 :]
        with maybe_refused("both_on_one_list"):
            merge_people(scene.officer, scene.people[left[number % len(left)]], scene.people[people[place]], take=take)


def _undo_all(scene: Scene, order: list[int]) -> None:
    """In whatever order; one that has to wait for another is tried again."""
    standing = list(PersonMerge.objects.filter(undone_at=None))
    standing.sort(key=lambda merge: order[merge.pk % len(order)])
    while standing:
        left = []
        for merge in standing:
            fresh = PersonMerge.objects.get(pk=merge.pk)
            with maybe_refused("kept_was_merged"):
                assert unmerge_people(scene.officer, fresh) == 0
            if PersonMerge.objects.filter(pk=merge.pk, undone_at=None).exists():
                left.append(merge)
        assert len(left) < len(standing), "some merge can always be taken back"
        standing = left


KINDS = ("enrolled", "withdrawn", "certified", "lecturer", "guest", "contact", "posting")
quiet = settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@quiet
@given(
    everybody=st.lists(traits, min_size=PEOPLE, max_size=PEOPLE),
    named=st.lists(st.tuples(who, which, st.sampled_from(KINDS)), max_size=14),
    people=everybody_once,
    wanted=merges,
    order=st.permutations(range(7)),
)
def test_merges_taken_back_in_any_order_leave_everything_as_it_was(
    everybody: list[dict[str, Any]],
    named: list[tuple[int, int, str]],
    people: list[int],
    wanted: list[tuple[int, set[str] | None]],
    order: list[int],
) -> None:
    with thrown_away():
        scene = _scene(everybody)
        for person, made, kind in named:
            _name_in_class(scene, scene.people[person], scene.classes[made], kind)
        before = _everything()
        _merge_some(scene, people, wanted)
        during = _everything()
        assert _without_person(during["Enrollment"]) == _without_person(before["Enrollment"])
        assert (during["Certificate"], during["audit"]) == (before["Certificate"], before["audit"])
        gone = Person.objects.exclude(merged_into=None)
        assert not DirectoryEntry.objects.filter(person__in=gone).exists()
        for column in columns_naming_people():
            assert not column.model._base_manager.filter(**{f"{column.name}__in": gone}).exists(), column
        event(f"merges: {PersonMerge.objects.count()}")
        _undo_all(scene, order)
        after = _everything()
        for table, rows in before.items():
            assert after[table] == rows, table


@quiet
@given(
    named=st.lists(st.tuples(who, which, st.sampled_from(KINDS)), max_size=10),
    later=st.lists(st.tuples(which, st.sampled_from(KINDS)), max_size=5),
    pair=everybody_once,
)
def test_what_came_after_the_merge_stays_with_the_kept_one(
    named: list[tuple[int, int, str]], later: list[tuple[int, str]], pair: list[int]
) -> None:
    with thrown_away():
        scene = _scene([{"full_name": NAMES[0], "birth_date": None, "number": ""}] * PEOPLE)
        for person, made, kind in named:
            _name_in_class(scene, scene.people[person], scene.classes[made], kind)
        kept, gone = (scene.people[place] for place in pair[:2])
        with maybe_refused("both_on_one_list"):
            merge = merge_people(scene.officer, kept, gone)
        if not kept.merges.exists():
            return
        first_new = Enrollment.objects.count()
        for made, kind in later:
            _name_in_class(scene, kept, scene.classes[made], kind)
        unmerge_people(scene.officer, merge)
        assert all(learner.person_id == kept.pk for learner in Enrollment.objects.order_by("pk")[first_new:])
        for _keys, rows in groupby(Enrollment.objects.current().order_by("training_class", "person"), _place):
            assert len(list(rows)) == 1
        for learner in Enrollment.objects.select_related("training_class"):
            assert learner.person.known_to.filter(office=learner.training_class.office_id).exists(), "somebody sees it"


def _place(learner: Enrollment) -> tuple[int, int]:
    return learner.training_class_id, learner.person_id


def test_the_scene_is_one_in_which_verbs_work() -> None:
    scene = _scene([{"full_name": NAMES[0], "birth_date": None, "number": ""}] * PEOPLE)
    know(scene.classes[0].office, [scene.people[0]])
    learner = add_learner(scene.officer, scene.classes[0], person=scene.people[0])
    assert learner.person == scene.people[0]
