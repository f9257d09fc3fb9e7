"""The agencies of a list set for all their rows at once, rows left out and typed, and taking as a job."""

import pytest

from khuevan.core.jobs.running import run_now
from khuevan.core.jobs.starting import cancel
from khuevan.core.jobs.states import JobState
from khuevan.nominations import jobs
from khuevan.nominations.domain.bodies import agencies_of, set_agency
from khuevan.nominations.domain.draft_rows import lines_of
from khuevan.nominations.domain.drafts import add_row, begin_draft, discard_draft
from khuevan.nominations.domain.enrolling import enroll
from khuevan.nominations.domain.taking import bring_back_rows, leave_rows, take_rows
from khuevan.nominations.enums import DraftState, LineState
from khuevan.nominations.jobs import start_taking
from khuevan.nominations.models import RosterDraft
from khuevan.people.models import Organization, OrganizationAlias
from khuevan.readers.roster import Place, Problem, RosterRow
from tests.factories import OrganizationFactory
from tests.factories.worlds import World, refused, row, world

pytestmark = pytest.mark.django_db

WRITTEN = "Phg NN&MT h. Bù Đốp"


@pytest.fixture
def here(db: None) -> World:
    return world(teaching=False, names=())


def _rows(count: int, organization: str = WRITTEN) -> list[RosterRow]:
    problem = Problem("organization", "Chưa rõ nơi nào")
    return [
        RosterRow(
            Place("", n), f"Lò Thị {chr(65 + n % 26)}{n}", birth="1980", organization=organization, problems=[problem]
        )
        for n in range(count)
    ]


def _draft(here: World, rows: list[RosterRow]) -> RosterDraft:
    return begin_draft(here.officer, here.training_class, name="a.xlsx", content=b"x", rows=rows)


def test_one_agency_is_set_for_all_its_rows_and_learned(here: World) -> None:
    body = OrganizationFactory(name="Phòng Nông nghiệp và Môi trường Bù Đốp")
    draft = _draft(here, [*_rows(40), RosterRow(Place("", 99), "Vừ A Dính", organization="Sở Y tế")])
    named = {one.text: one for one in agencies_of(draft)}
    assert named[WRITTEN].rows == 40
    assert not named[WRITTEN].is_clear
    assert draft.lines.good().count() == 1
    assert set_agency(here.officer, draft, named[WRITTEN].key, organization=body, remember=True) == 40
    assert draft.lines.good().count() == 41
    assert {line.values["organization"] for line in lines_of(draft)[:40]} == {body.name}
    taken = take_rows(here.officer, draft).taken
    assert {one.organization for one in taken[:40]} == {body}
    assert OrganizationAlias.objects.get(office=here.office).organization == body
    with refused("draft_is_closed"):
        set_agency(here.officer, draft, named[WRITTEN].key, organization=body)


def test_a_name_nobody_knows_may_be_written_out_and_what_is_not_there_is_not_set(here: World) -> None:
    draft = _draft(here, _rows(2))
    (named,) = agencies_of(draft)
    with refused("agency_missing"):
        set_agency(here.officer, draft, named.key, name="  ")
    with refused("no_such_row"):
        set_agency(here.officer, draft, "x", name="Hội Nông dân")
    assert set_agency(here.officer, draft, named.key, name="Hội Nông dân xã Thiện Hưng") == 2
    take_rows(here.officer, draft)
    assert Organization.objects.filter(name="Hội Nông dân xã Thiện Hưng").count() == 1


def test_the_agencies_of_a_long_list_cost_as_many_queries_as_of_a_short_one(
    here: World, django_assert_max_num_queries: pytest.fixture
) -> None:
    draft = _draft(here, [one for n in range(30) for one in _rows(2, f"Hội số {n} xã Lộc Ninh")])
    with django_assert_max_num_queries(9):
        assert len(agencies_of(draft)) == 30


def test_rows_left_out_are_not_taken_and_come_back(here: World) -> None:
    draft = _draft(here, [RosterRow(Place("", n), f"Lò Thị {n}", birth="1980") for n in (2, 3)])
    assert leave_rows(here.officer, draft, [0]) == 1
    assert leave_rows(here.officer, draft, [0]) == 0
    assert [one.full_name for one in take_rows(here.officer, draft).taken] == ["Lò Thị 3"]
    assert draft.state == DraftState.TAKEN
    assert bring_back_rows(here.officer, draft, [0]) == 1
    assert (draft.state, draft.waiting) == (DraftState.OPEN, 1)
    assert lines_of(draft)[0].state == LineState.WAITING


def test_what_is_left_out_is_nobodys_double(here: World) -> None:
    draft = _draft(here, [RosterRow(Place("", n), "Lò Thị Mai", birth="1980") for n in (2, 3)])
    assert [line.is_double for line in lines_of(draft)] == [False, True]
    leave_rows(here.officer, draft, [0])
    assert [line.is_double for line in lines_of(draft)] == [False, False]
    bring_back_rows(here.officer, draft, [0])
    assert [line.is_double for line in lines_of(draft)] == [False, True]


def test_a_row_is_typed_and_checked_and_opens_a_list_that_was_taken(here: World) -> None:
    draft = _draft(here, [RosterRow(Place("", 2), "Lò Thị Mai", birth="1980")])
    take_rows(here.officer, draft)
    line = add_row(here.officer, draft, full_name="Vừ A Dính", birth="31/02/1980", organization="Sở Y tế")
    assert (line.index, line.number, line.errors, line.is_mended) == (1, 3, 1, True)
    assert (draft.state, draft.waiting) == (DraftState.OPEN, 1)
    twin = add_row(here.officer, draft, full_name="Lò Thị Mai", birth="1980")
    assert twin.is_double
    with refused("row_without_name"):
        add_row(here.officer, draft, full_name=" ", organization="Sở Y tế")
    discard_draft(here.officer, draft)
    with refused("draft_is_closed"):
        add_row(here.officer, draft, full_name="Ai đó")


def _many(here: World, count: int) -> RosterDraft:
    return _draft(here, [RosterRow(Place("", n + 2), f"Lò Thị {n}", birth="1980-01-01") for n in range(count)])


def test_a_job_takes_row_by_row_and_asking_twice_starts_one(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "ROWS_A_STEP", 4)
    enroll(here.officer, here.training_class, [row("Lò Thị 5", birth="1980-01-01")])
    draft = _many(here, 10)
    job = start_taking(here.officer, draft)
    assert start_taking(here.officer, draft).pk == job.pk
    done = run_now(job)
    assert (done.state, done.done, done.total) == (JobState.DONE, 10, 10)
    assert len(done.result) == 1, "who stood there already is named"
    assert here.training_class.enrollments.count() == 10
    draft.refresh_from_db()
    assert (draft.waiting, draft.state) == (1, DraftState.OPEN)


def test_a_job_killed_in_the_middle_goes_on_and_takes_nobody_twice(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "ROWS_A_STEP", 4)
    draft = _many(here, 10)
    job = start_taking(here.officer, draft)
    calls = []

    def dies(*args: object, **kwargs: object) -> object:
        calls.append(1)
        if len(calls) == 2:
            take_rows(*args, **kwargs)
            raise KeyboardInterrupt
        return take_rows(*args, **kwargs)

    monkeypatch.setattr(jobs, "take_rows", dies)
    with pytest.raises(KeyboardInterrupt):
        run_now(job)
    assert here.training_class.enrollments.count() == 4, "the step that died left nothing"
    type(job).objects.filter(pk=job.pk).update(state=JobState.WAITING, lease_holder="", lease_until=None)
    monkeypatch.setattr(jobs, "take_rows", take_rows)
    assert run_now(job).state == JobState.DONE
    assert here.training_class.enrollments.count() == 10


def test_a_job_on_a_discarded_list_stops_with_a_sentence_and_a_cancelled_one_leaves_the_rest(here: World) -> None:
    draft, other = _many(here, 3), _draft(here, [RosterRow(Place("", 2), "Vừ A Dính", birth="1980")])
    job, second = start_taking(here.officer, draft), start_taking(here.officer, other)
    discard_draft(here.officer, draft)
    assert run_now(job).state == JobState.DONE, "nothing is left to take"
    cancel(here.officer, second)
    assert run_now(second).state == JobState.CANCELLED
    assert here.training_class.enrollments.count() == 0
