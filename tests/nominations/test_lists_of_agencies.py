"""A list from an invited agency: rows take its places, the rest waits, and all of it is taken back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from khuevan.nominations.domain.confirming import attach_reply
from khuevan.nominations.domain.deciding import accept
from khuevan.nominations.domain.drafts import begin_draft, discard_draft, fix_row
from khuevan.nominations.domain.inviting import change_quota
from khuevan.nominations.domain.reserve import move_up
from khuevan.nominations.domain.taking import take_rows
from khuevan.nominations.domain.undoing import undo_import
from khuevan.nominations.enums import DraftState
from khuevan.nominations.models import Enrollment, Nomination, Quota, RosterDraft, Submission
from khuevan.people.models import Organization, Person
from tests.factories import OrganizationFactory
from tests.factories.worlds import InvitedWorld, invited_class, refused, roster_row

pytestmark = pytest.mark.django_db
NAMES = ("Lò Thị Mai", "Vừ A Dính", "Điểu Hồng", "Đỗ Văn Ân")


def sent(here: InvitedWorld, *names: str, agency: Organization | None = None) -> RosterDraft:
    rows = [roster_row(name, number) for number, name in enumerate(names, start=2)]
    return begin_draft(
        here.officer, here.training_class, name="ds.xlsx", content=b"x", rows=rows,
        agency=agency or here.quotas[0].organization,
    )  # fmt: skip


def lines(draft: RosterDraft) -> list[str]:
    return [str(one) for one in draft.lines.order_by("index").values_list("state", flat=True)]


def test_as_many_rows_are_taken_as_there_are_places() -> None:
    here = invited_class(2, each=2)
    draft = sent(here, *NAMES)
    result = take_rows(here.officer, draft)
    assert [one.full_name for one in result.taken] == list(NAMES[:2])
    assert [one.values["full_name"] for one in result.reserved] == list(NAMES[2:])
    assert here.states() == ["accepted", "accepted", "reserve", "reserve"]
    assert lines(draft) == ["taken", "taken", "reserved", "reserved"]
    draft.refresh_from_db()
    assert (draft.state, draft.waiting) == (DraftState.TAKEN, 0)
    quota = Quota.objects.get(pk=here.quotas[0].pk)
    assert (quota.answer, Submission.objects.get().draft) == ("sent", draft)
    assert {one.line for one in here.nominations()} == set(draft.lines.all())
    again = take_rows(here.officer, draft, [0, 2])
    assert (again.taken, again.reserved, len(again.before)) == ([], [], 2), "a row is taken once"
    draft.state = DraftState.OPEN
    draft.save()
    with refused("row_is_taken"):
        fix_row(here.officer, draft, 2, full_name="Khác")


def test_a_refused_row_takes_no_place() -> None:
    here = invited_class(1, each=2)
    draft = sent(here, "Lò Thị Mai", "Vừ A Dính", "Điểu Hồng")
    draft.lines.filter(index=0).update(values={"full_name": "Đ" * 151})
    result = take_rows(here.officer, draft)
    assert (len(result.taken), len(result.refused), len(result.reserved)) == (2, 1, 0)
    assert sorted(here.states()) == ["accepted", "accepted"]


def test_who_was_named_on_the_page_is_the_same_person_in_the_letter() -> None:
    here = invited_class(1, each=2)
    here.send("Lò Thị Mai", "Vừ A Dính", "Điểu Hồng")
    assert here.states() == ["proposed", "proposed", "reserve"]
    take_rows(here.officer, sent(here, *NAMES))
    assert here.states() == ["accepted", "accepted", "reserve", "reserve"], "four people, each named once"
    assert lines(RosterDraft.objects.get()) == ["taken", "taken", "reserved", "reserved"]


def test_an_answer_attached_before_is_the_one_its_rows_belong_to() -> None:
    here = invited_class(1)
    draft = sent(here, "Lò Thị Mai")
    reply = attach_reply(here.officer, here.quotas[0], draft=draft)
    take_rows(here.officer, draft)
    assert here.nominations()[0].submission == reply
    assert Submission.objects.count() == 1


def test_all_of_it_is_taken_back() -> None:
    here = invited_class(1, each=2)
    here.send("Lò Thị Mai")
    draft = sent(here, *NAMES)
    before = set(Person.objects.values_list("pk", flat=True))
    take_rows(here.officer, draft)
    plan = undo_import(here.officer, draft)
    assert (len(plan.lines), len(plan.reserved), plan.held) == (2, 2, [])
    assert here.states() == ["proposed"], "whom the agency named itself waits for a word again"
    assert (Enrollment.objects.count(), set(Person.objects.values_list("pk", flat=True))) == (0, before)
    draft.refresh_from_db()
    assert (draft.state, draft.waiting, lines(draft)) == (DraftState.OPEN, 4, ["waiting"] * 4)
    take_rows(here.officer, draft)
    assert here.states() == ["accepted", "accepted", "reserve", "reserve"]


def test_only_reserved_rows_are_taken_back_too() -> None:
    here = invited_class(1, each=1)
    here.send("Nguyễn Văn Một")
    draft = sent(here, "Lò Thị Mai")
    take_rows(here.officer, draft)
    assert lines(draft) == ["reserved"]
    undo_import(here.officer, draft, batch=1)
    assert (lines(draft), here.states()) == (["waiting"], ["proposed"])
    with refused("nothing_to_undo"):
        undo_import(here.officer, draft)


def test_who_moved_up_from_a_list_goes_with_it() -> None:
    here = invited_class(1, each=1)
    draft = sent(here, "Lò Thị Mai", "Vừ A Dính")
    take_rows(here.officer, draft)
    move_up(here.officer, here.nominations()[1])
    assert lines(draft) == ["taken", "taken"]
    undo_import(here.officer, draft)
    assert (Nomination.objects.count(), Enrollment.objects.count(), Person.objects.count()) == (0, 0, 0)


def test_people_named_by_others_stay_in_the_directory() -> None:
    here = invited_class(2, each=2)
    draft = sent(here, "Lò Thị Mai")
    take_rows(here.officer, draft)
    here.send("Lò Thị Mai", place=1)
    assert here.nominations(1)[0].person is not None
    undo_import(here.officer, draft)
    assert Person.objects.count() == 1
    assert len(accept(here.officer, here.training_class).accepted) == 1


def test_a_discarded_list_keeps_its_reserve() -> None:
    here = invited_class(1, each=1)
    draft = sent(here, *NAMES[:3])
    take_rows(here.officer, draft, [0, 1])
    discard_draft(here.officer, draft)
    assert lines(draft) == ["taken", "reserved"]
    assert here.states() == ["accepted", "reserve"]


def test_lists_of_agencies_that_were_not_invited_name_nobody() -> None:
    here = invited_class(1)
    take_rows(here.officer, sent(here, *NAMES, agency=OrganizationFactory()))
    assert Nomination.objects.count() == 0 and Enrollment.objects.count() == 4


def many(count: int, start: int) -> list[str]:
    letters = "abcdeghklm"
    return [
        "Nguyễn Thị " + "".join(letters[n // 10**at % 10] for at in range(4)).capitalize()
        for n in range(start, start + count)
    ]


def test_a_long_list_costs_a_few_queries_for_every_five_hundred() -> None:
    def queries(count: int, start: int, places: int) -> int:
        here = invited_class(1)
        change_quota(here.officer, here.quotas[0], seats=places)
        draft = sent(here, *many(count, start))
        with CaptureQueriesContext(connection) as caught:
            take_rows(here.officer, draft)
        assert here.states().count("reserve") == count - places
        return len(caught)

    few = queries(10, 0, 5)
    assert queries(200, 1_000, 100) <= few + 1
    assert queries(1_000, 2_000, 700) <= few + 30


def test_a_class_nobody_was_invited_to_costs_no_query_more() -> None:
    here = invited_class(1)
    draft = sent(here, *many(20, 0))
    with CaptureQueriesContext(connection) as caught:
        take_rows(here.officer, draft)
    with_places = len(caught)
    Submission.objects.all().delete()
    other = invited_class(1)
    Quota.objects.filter(invitation=other.invitation).delete()
    other.invitation.delete()
    other.training_class = type(other.training_class).objects.get(pk=other.training_class.pk)
    draft = sent(other, *many(20, 100))
    with CaptureQueriesContext(connection) as caught:
        take_rows(other.officer, draft)
    asked = [
        one["sql"]
        for one in caught
        if "nominations_quota" in one["sql"] or 'FROM "nominations_nomination"' in one["sql"]
    ]
    assert asked == [] and len(caught) < with_places


def test_a_list_of_several_agencies_takes_the_places_of_those_invited() -> None:
    here = invited_class(2, each=1)
    names = [quota.organization.name for quota in here.quotas]
    rows = [
        roster_row("Lò Thị Mai", 2, organization=names[0]),
        roster_row("Vừ A Dính", 3, organization=names[0]),
        roster_row("Điểu Hồng", 4, organization=names[1]),
        roster_row("Đỗ Văn Ân", 5, organization="Công ty chưa mời"),
    ]
    draft = begin_draft(here.officer, here.training_class, name="nhiều nơi.xlsx", content=b"x", rows=rows)
    assert len(take_rows(here.officer, draft).taken) == 4
    first, second = (Quota.objects.get(pk=quota.pk) for quota in here.quotas)
    assert (first.answer, first.extra, second.answer, second.extra) == ("sent", 1, "sent", 0)
    assert here.states() == ["accepted"] * 3
    undo_import(here.officer, draft)
    assert not Nomination.objects.exists() and not Enrollment.objects.exists()
    assert lines(draft) == ["waiting"] * 4


def test_a_list_of_several_agencies_does_not_go_over_the_total() -> None:
    here = invited_class(2, each=1, seats=1)
    rows = [
        roster_row(name, 2, organization=quota.organization.name)
        for name, quota in zip(NAMES[:2], here.quotas, strict=True)
    ]
    draft = begin_draft(here.officer, here.training_class, name="nhiều nơi.xlsx", content=b"x", rows=rows)
    with refused("class_is_full"):
        take_rows(here.officer, draft)
    assert lines(draft) == ["waiting", "waiting"] and not Enrollment.objects.exists()
