"""An import is taken back: what it brought goes, what something hangs on stays and is named."""

import pytest

from khuevan.core.jobs.running import run_now
from khuevan.core.jobs.states import JobState
from khuevan.core.models import AuditEntry, Job
from khuevan.nominations.domain.draft_rows import lines_of
from khuevan.nominations.domain.drafts import begin_draft, discard_draft
from khuevan.nominations.domain.enrolling import close_list, reopen_list
from khuevan.nominations.domain.leaving import withdraw
from khuevan.nominations.domain.taking import take_rows
from khuevan.nominations.domain.undoing import undo_import, what_undoing_does
from khuevan.nominations.enums import DraftState, LineState
from khuevan.nominations.jobs import start_taking, start_undoing
from khuevan.nominations.models import Enrollment, RosterDraft
from khuevan.people.domain.duplicates import FIND_DUPLICATES
from khuevan.people.domain.organizations import add_organization
from khuevan.people.models import DirectoryEntry, Organization, Person
from khuevan.readers.roster import Place, RosterRow
from khuevan.training.domain.arrangements import add_lecturer
from tests.factories.worlds import World, refused, world

pytestmark = pytest.mark.django_db

NAMES = ("Đỗ Văn Ân", "Lê Thị Mai", "Vũ Đức")
NEW_BODY = "Hội Người cao tuổi xã Đắk Ơ"


@pytest.fixture
def here(db: None) -> World:
    return world(teaching=False, names=())


def _draft(here: World, names: tuple[str, ...] = NAMES, organization: str = NEW_BODY) -> RosterDraft:
    rows = [
        RosterRow(Place("", number), name, birth="1970-05-02", organization=organization)
        for number, name in enumerate(names, start=2)
    ]
    return begin_draft(here.officer, here.training_class, name="a.xlsx", content=b"x", rows=rows)


def test_everything_a_list_brought_goes_and_its_rows_wait_again(here: World) -> None:
    before = (Person.objects.count(), Organization.objects.count(), DirectoryEntry.objects.count())
    draft = _draft(here)
    take_rows(here.officer, draft)
    assert Organization.objects.filter(name=NEW_BODY).count() == 1
    plan = what_undoing_does(draft)
    assert (len(plan.lines), len(plan.people), len(plan.bodies), plan.held) == (3, 3, 1, [])
    done = undo_import(here.officer, draft, reason="Nhầm lớp")
    assert (len(done.lines), done.held) == (3, [])
    assert not Enrollment.objects.exists()
    assert (Person.objects.count(), Organization.objects.count(), DirectoryEntry.objects.count()) == before
    draft.refresh_from_db()
    assert (draft.state, draft.waiting, draft.new_bodies) == (DraftState.OPEN, 3, [])
    assert {(line.state, line.enrollment) for line in lines_of(draft)} == {(LineState.WAITING, None)}
    entries = AuditEntry.objects.filter(verb="nominations.undo_import")
    assert entries.get(subject_type="nominations.rosterdraft").reason == "Nhầm lớp"
    assert entries.filter(subject_type="nominations.enrollment").count() == 3
    assert entries.filter(subject_type="people.person").count() == 3
    assert len(take_rows(here.officer, draft).taken) == 3, "and can be taken once more"


def test_twice_undone_is_undone_once(here: World) -> None:
    draft = _draft(here)
    take_rows(here.officer, draft)
    undo_import(here.officer, draft)
    with refused("nothing_to_undo"):
        undo_import(here.officer, draft)


def test_only_the_rows_taken_last_are_taken_back_when_that_is_asked(here: World) -> None:
    draft = _draft(here)
    first, second = take_rows(here.officer, draft, [0, 1]), take_rows(here.officer, draft, [2])
    assert (first.batch, second.batch) == (1, 2)
    undo_import(here.officer, draft, batch=2)
    assert [line.state for line in lines_of(draft)] == [LineState.TAKEN, LineState.TAKEN, LineState.WAITING]
    assert draft.new_bodies, "the body is still named by the others"


def test_whoever_something_hangs_on_stays_and_is_named(here: World) -> None:
    draft = _draft(here)
    taken = take_rows(here.officer, draft).taken
    withdraw(here.officer, taken[0], reason="Đi công tác")
    add_lecturer(here.officer, here.training_class, person=taken[1].person, title="Báo cáo viên")
    done = undo_import(here.officer, draft)
    assert [one.enrollment.pk for one in done.held] == [taken[0].pk]
    assert taken[0].full_name in done.held[0].sentence
    assert Person.objects.filter(pk=taken[1].person_id).exists(), "the lecturer stays a person"
    assert not Person.objects.filter(pk=taken[2].person_id).exists()
    assert Organization.objects.filter(name=NEW_BODY).exists(), "the learner who stays names it"
    draft.refresh_from_db()
    assert (draft.state, draft.waiting) == (DraftState.OPEN, 2)
    with refused("import_is_used"):
        undo_import(here.officer, draft)


def test_marks_hold_a_learner(here: World) -> None:
    draft = _draft(here)
    take_rows(here.officer, draft, [0])
    close_list(here.officer, here.training_class)
    here.mark(here.sessions[0])
    reopen_list(here.officer, here.training_class, reason="Thiếu một người")
    (held,) = what_undoing_does(draft).held
    assert held.by
    with refused("import_is_used"):
        undo_import(here.officer, draft)
    assert Enrollment.objects.count() == 1


def test_a_body_and_people_that_were_there_before_stay(here: World) -> None:
    add_organization(here.officer, name=NEW_BODY, place_name=here.office.organization.place_name)
    draft = _draft(here)
    take_rows(here.officer, draft)
    assert what_undoing_does(draft).bodies == []
    undo_import(here.officer, draft)
    assert Organization.objects.filter(name=NEW_BODY).exists()


def test_a_discarded_list_of_which_rows_were_taken_opens_again(here: World) -> None:
    draft = _draft(here)
    take_rows(here.officer, draft, [0])
    discard_draft(here.officer, draft)
    undo_import(here.officer, draft)
    draft.refresh_from_db()
    assert (draft.state, draft.waiting) == (DraftState.OPEN, 1)


def test_nothing_is_undone_while_rows_are_taken_or_after_the_list_is_closed(here: World) -> None:
    draft = _draft(here)
    take_rows(here.officer, draft, [0])
    job = start_taking(here.officer, draft)
    with refused("taking_goes_on"):
        undo_import(here.officer, draft)
    job.delete()
    close_list(here.officer, here.training_class)
    with refused("list_is_closed"):
        undo_import(here.officer, draft)
    assert Enrollment.objects.count() == 1


def test_a_long_list_is_taken_back_as_a_job_one_taking_after_another(here: World) -> None:
    draft = _draft(here)
    for index in range(3):
        take_rows(here.officer, draft, [index])
    withdrawn = here.training_class.enrollments.get(full_name=NAMES[1])
    withdraw(here.officer, withdrawn, reason="Bận công tác")
    done = run_now(start_undoing(here.officer, draft, "Nhầm lớp"))
    assert (done.state, done.done, done.total) == (JobState.DONE, 3, 3)
    assert [NAMES[1] in sentence for sentence in done.result] == [True], "who has to stay is named"
    assert list(here.training_class.enrollments.all()) == [withdrawn]
    draft.refresh_from_db()
    assert (draft.waiting, draft.state) == (2, DraftState.OPEN)


def test_whom_a_whole_list_brought_is_compared_with_everybody_once(here: World) -> None:
    draft = _draft(here)
    take_rows(here.officer, draft, [0])
    assert not Job.objects.filter(kind=FIND_DUPLICATES).exists(), "not for every row taken by hand"
    take_rows(here.officer, draft, [1, 2])
    job = Job.objects.get(kind=FIND_DUPLICATES)
    assert job.params["only"] == sorted(Person.objects.filter(full_name__in=NAMES).values_list("pk", flat=True))
    assert run_now(job).state == JobState.DONE
