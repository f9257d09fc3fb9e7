"""What holds for every verb that changes something of a class: an audit entry, no strangers, no overwriting."""

from collections.abc import Callable
from datetime import time
from typing import Any

import pytest
from django.db import models

from khuevan.core.audit import VERBS
from khuevan.core.errors import DomainError
from khuevan.core.models import AuditEntry
from khuevan.core.rows import stamp
from khuevan.people.enums import RoleKind
from khuevan.people.models import User
from khuevan.training.domain import (
    class_changes,
    documents,
    organizer_changes,
    people_changes,
    venue_changes,
    withdrawing,
)
from khuevan.training.domain.ordering import order_stamp
from khuevan.training.domain.timetable import group_changes, item_changes, session_changes
from khuevan.training.domain.topics import of_class as topic_changes
from khuevan.training.enums import ClassState, DayPart, OrganizerPart, StatedOf
from khuevan.training.models import CommitteeMember
from tests.factories import OfficeFactory, staff
from tests.training.arranging import TUESDAY, Arranged, arranged

pytestmark = pytest.mark.django_db

type Row = Callable[[Arranged], models.Model]
type Values = Callable[[Arranged], dict[str, Any]]


def _member(here: Arranged) -> CommitteeMember:
    return here.committee.members.get(order=2)


def _none(_here: Arranged) -> dict[str, Any]:
    return {}


# Each verb that changes or removes a row: the verb, the row, what else it is called with.
ROWS: dict[str, tuple[Callable[..., Any], Row, Values]] = {
    "change_class": (class_changes.change_class, lambda h: h.training_class, lambda h: {"need": "Cần thiết"}),
    "step_back": (
        withdrawing.step_back,
        lambda h: h.training_class,
        lambda h: {"to": ClassState.PLANNED, "reason": "Nhầm"},
    ),
    "cancel_class": (withdrawing.cancel_class, lambda h: h.training_class, lambda h: {"reason": "Bão số 9"}),
    "change_session": (session_changes.change_session, lambda h: h.sessions[0], lambda h: {"periods": 5}),
    "move_session": (
        session_changes.move_session,
        lambda h: h.sessions[0],
        lambda h: {"date": TUESDAY, "part": DayPart.AFTERNOON},
    ),
    "set_groups": (session_changes.set_groups, lambda h: h.sessions[0], lambda h: {"groups": h.groups[:1]}),
    "change_group": (group_changes.change_group, lambda h: h.groups[0], lambda h: {"name": "Tổ A"}),
    "remove_group": (group_changes.remove_group, lambda h: h.groups[0], _none),
    "remove_session": (session_changes.remove_session, lambda h: h.sessions[0], _none),
    "change_item": (item_changes.change_item, lambda h: h.items[0], lambda h: {"title": "Khai mạc"}),
    "set_lecturers": (item_changes.set_lecturers, lambda h: h.items[0], lambda h: {"lecturers": h.lecturers}),
    "move_item": (
        item_changes.move_item,
        lambda h: h.items[0],
        lambda h: {"to": h.sessions[1], "starts_at": time(14, 0)},
    ),
    "remove_item": (item_changes.remove_item, lambda h: h.items[0], _none),
    "change_topic": (topic_changes.change_topic, lambda h: h.topics[0], lambda h: {"title": "Ngoại giao kinh tế"}),
    "remove_topic": (topic_changes.remove_topic, lambda h: h.topics[1], _none),
    "change_venue": (venue_changes.change_venue, lambda h: h.venues[0], lambda h: {"name": "Nhà khách"}),
    "make_main_venue": (venue_changes.make_main_venue, lambda h: h.venues[1], _none),
    "remove_venue": (venue_changes.remove_venue, lambda h: h.venues[1], _none),
    "change_lecturer": (people_changes.change_lecturer, lambda h: h.lecturers[1], lambda h: {"title": "Vụ trưởng"}),
    "remove_lecturer": (people_changes.remove_lecturer, lambda h: h.lecturers[1], _none),
    "change_guest": (people_changes.change_guest, lambda h: h.guests[0], lambda h: {"title": "Bí thư"}),
    "remove_guest": (people_changes.remove_guest, lambda h: h.guests[0], _none),
    "change_ceremony_role": (people_changes.change_ceremony_role, lambda h: h.role, lambda h: {"title": "Bí thư"}),
    "remove_ceremony_role": (people_changes.remove_ceremony_role, lambda h: h.role, _none),
    "rename_committee": (people_changes.rename_committee, lambda h: h.committee, lambda h: {"name": "Ban tổ chức lớp"}),
    "change_committee_member": (people_changes.change_committee_member, _member, lambda h: {"task": "hậu cần"}),
    "remove_committee_member": (people_changes.remove_committee_member, _member, _none),
    "change_organizer": (
        organizer_changes.change_organizer,
        lambda h: h.organizer,
        lambda h: {"part": OrganizerPart.COMMISSIONED_BY},
    ),
    "remove_organizer": (organizer_changes.remove_organizer, lambda h: h.organizer, _none),
    "change_stated_count": (
        class_changes.change_stated_count,
        lambda h: h.stated,
        lambda h: {"of": StatedOf.LEARNERS, "number": 80, "noun": "đại biểu"},
    ),
    "remove_stated_count": (class_changes.remove_stated_count, lambda h: h.stated, _none),
    "change_catalogue_topic": (
        topic_changes.change_catalogue_topic,
        lambda h: h.topics[0].topic,
        lambda h: {"title": "Lễ tân", "field": "Đối ngoại"},
    ),
    "detach_record": (documents.detach_record, lambda h: h.attached, _none),
}

# Each verb that changes an order: the verb, what holds the list, the list.
ORDERS: dict[str, tuple[Callable[..., Any], Row, Callable[[Arranged], models.QuerySet[Any]]]] = {
    "reorder_items": (item_changes.reorder_items, lambda h: h.sessions[0], lambda h: h.sessions[0].items.all()),
    "reorder_topics": (
        topic_changes.reorder_topics,
        lambda h: h.training_class,
        lambda h: h.training_class.class_topics.all(),
    ),
    "reorder_groups": (
        group_changes.reorder_groups,
        lambda h: h.training_class,
        lambda h: h.training_class.groups.all(),
    ),
    "reorder_lecturers": (
        people_changes.reorder_lecturers,
        lambda h: h.training_class,
        lambda h: h.training_class.lecturers.all(),
    ),
    "reorder_guests": (
        people_changes.reorder_guests,
        lambda h: h.training_class,
        lambda h: h.training_class.guests.all(),
    ),
    "reorder_committee": (people_changes.reorder_committee, lambda h: h.committee, lambda h: h.committee.members.all()),
}

# Have tests of their own: they add, walk the life line, or take no stamp.
ELSEWHERE = frozenset(
    {
        "open_class",
        "begin_preparation",
        "open_nominations",
        "begin_teaching",
        "file_report",
        "publish_class",
        "state_count",
        "add_organizer",
        "form_committee",
        "add_committee_member",
        "add_lecturer",
        "give_ceremony_role",
        "invite_guest",
        "add_venue",
        "add_topic",
        "add_session",
        "add_item",
        "attach_record",
        "add_group",
        "swap_sessions",
        "clone_class",
        "copy_programme",
        "discard_class",
        "restore_class",
        "unpublish_class",
    }
)

# Modules of training.domain whose verbs have tests of their own.
WITH_OWN_TESTS = frozenset(
    {
        *("need_calls", "needs", "plan_drafting", "plan_opening"),
        *("plan_sheets", "plan_versions", "planned_classes", "plans"),
        *("topics.catalogue", "topics.versions", "topics.standard", "topics.handbook"),
        *("lecturers.states", "lecturers.care", "lecturers.replacing"),
        *("materials.keeping", "materials.removing", "materials.door"),
        *("guests.inviting", "guests.ceremonies", "timetable.versions"),
    }
)

TOUCHED: dict[str, dict[str, Any]] = {
    "trainingclass": {"audience": "cán bộ xã"},
    "session": {"ends_at": time(11, 45)},
    "programmeitem": {"order": 9},
    "classtopic": {"order": 9},
    "topic": {"title": "Nghi lễ"},
    "venue": {"address": "Cam Ranh"},
    "learnergroup": {"name": "Nhóm xa"},
    "committee": {"name": "Ban"},
    "organizer": {"name": "Cục"},
    "statedcount": {"number": 75},
    "classrecord": {"purpose": "other"},
    "lecturer": {"title": "Chánh Văn phòng"},
    "guest": {"title": "Chánh Văn phòng"},
    "ceremonyrole": {"title": "Chánh Văn phòng"},
    "committeemember": {"title": "Chánh Văn phòng"},
}

UNTOUCHED_BY_FILING = {"step_back", "detach_record", "change_catalogue_topic"}


def _do(name: str, here: Arranged, actor: User, **more: Any) -> models.Model:
    verb, row_of, values_of = ROWS[name]
    row = row_of(here)
    verb(actor, row, **values_of(here), **more)
    return row


def _refused(code: str, work: Callable[[], object]) -> str:
    entries = AuditEntry.objects.count()
    with pytest.raises(DomainError) as caught:
        work()
    assert caught.value.code == code, caught.value.message
    assert AuditEntry.objects.count() == entries
    return caught.value.message


def test_no_verb_is_forgotten_here() -> None:
    verbs = {name.removeprefix("training.") for name in VERBS if name.startswith("training.")}
    with_own_tests = {
        name.removeprefix("training.")
        for name, verb in VERBS.items()
        if verb.__module__.removeprefix("khuevan.training.domain.") in WITH_OWN_TESTS
    }
    assert verbs <= {*ROWS, *ORDERS, *ELSEWHERE, *with_own_tests}
    assert verbs >= {*ROWS, *ORDERS, *ELSEWHERE}, "a verb that is gone is not tested here"


@pytest.mark.parametrize("name", ROWS)
def test_a_change_leaves_its_trace_with_what_was_before(name: str) -> None:
    here = arranged()
    key = str(ROWS[name][1](here).pk)
    _do(name, here, here.officer)
    entry = AuditEntry.objects.filter(verb=f"training.{name}", subject_id=key).last()
    assert entry
    assert entry.actor == here.officer
    assert entry.office_key == here.office.pk
    assert entry.before, "what was there before is kept"


@pytest.mark.parametrize("name", ROWS)
@pytest.mark.parametrize("who", ["colleague of another office", "editor of the office"])
def test_a_stranger_changes_nothing(name: str, who: str) -> None:
    here = arranged()
    actor = staff(here.office, RoleKind.EDITOR) if "editor" in who else staff(OfficeFactory())
    row = ROWS[name][1](here)
    before = stamp(row)
    _refused("not_allowed", lambda: _do(name, here, actor))
    assert stamp(type(row)._base_manager.get(pk=row.pk)) == before


@pytest.mark.parametrize("name", ROWS)
def test_the_second_of_two_officers_is_told(name: str) -> None:
    here = arranged()
    row = ROWS[name][1](here)
    seen = stamp(row)
    # somebody else's change, which the row in hand does not know of
    type(row)._base_manager.filter(pk=row.pk).update(**TOUCHED[row._meta.model_name or ""])
    _refused("changed_meanwhile", lambda: _do(name, here, here.officer, seen=seen))
    row.refresh_from_db()
    assert _do(name, here, here.officer, seen=stamp(row))


@pytest.mark.parametrize("name", ORDERS)
def test_a_list_is_put_in_another_order(name: str) -> None:
    here = arranged()
    verb, home, rows = ORDERS[name]
    old = list(rows(here))
    assert len(old) == 2
    verb(here.officer, home(here), [old[1].pk, old[0].pk], seen=order_stamp(old))
    assert [(row.pk, row.order) for row in rows(here)] == [(old[1].pk, 1), (old[0].pk, 2)]
    entries = AuditEntry.objects.filter(verb=f"training.{name}")
    assert {(entry.before["order"], entry.after["order"]) for entry in entries} == {(1, 2), (2, 1)}


@pytest.mark.parametrize("name", ORDERS)
def test_an_order_that_does_not_fit_changes_nothing(name: str) -> None:
    here = arranged()
    verb, home, rows = ORDERS[name]
    keys = [row.pk for row in rows(here)]
    turned = keys[::-1]
    _refused("not_allowed", lambda: verb(staff(OfficeFactory()), home(here), turned))
    _refused("list_changed", lambda: verb(here.officer, home(here), keys[:1]))
    _refused("list_changed", lambda: verb(here.officer, home(here), [keys[0], keys[0]]))
    verb(here.officer, home(here), turned)
    _refused("changed_meanwhile", lambda: verb(here.officer, home(here), keys, seen=",".join(map(str, keys))))
    assert [row.pk for row in rows(here)] == turned


@pytest.mark.parametrize("name", sorted({*ROWS, *ORDERS} - UNTOUCHED_BY_FILING))
@pytest.mark.parametrize("state", [ClassState.REPORTED, ClassState.CANCELLED])
def test_a_class_that_is_filed_or_cancelled_stays_as_it_is(name: str, state: ClassState) -> None:
    here = arranged()
    type(here.training_class).objects.update(state=state)
    if name in ROWS:
        message = _refused("class_is_closed", lambda: _do(name, here, here.officer))
    else:
        verb, home, rows = ORDERS[name]
        message = _refused("class_is_closed", lambda: verb(here.officer, home(here), [row.pk for row in rows(here)]))
    assert str(state.label) in message


@pytest.mark.parametrize("name", [name for name in ROWS if name.startswith(("remove", "detach"))])
def test_what_somebody_else_removed_is_said_to_be_gone(name: str) -> None:
    here = arranged()
    verb, row_of, values_of = ROWS[name]
    row = row_of(here)
    twin = type(row)._base_manager.get(pk=row.pk)
    verb(here.officer, row, **values_of(here))
    _refused("gone_meanwhile", lambda: verb(here.officer, twin, **values_of(here)))
