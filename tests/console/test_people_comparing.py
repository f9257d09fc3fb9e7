"""Pairs that may be one person: the list, the page of two entries, merging, telling apart, parting again."""

import pytest
from django.urls import reverse

from khuevan.core.jobs.running import run_now
from khuevan.core.models import Job
from khuevan.core.rows import stamp
from khuevan.people.domain.persons import add_person, change_person, know
from khuevan.people.enums import RoleKind
from khuevan.people.models import Person, PersonMerge, PossibleDuplicate
from tests.console.acting import Acting, notices
from tests.factories import OfficeFactory, staff
from tests.factories.worlds import World, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> World:
    return world()


@pytest.fixture
def me(here: World) -> Acting:
    return Acting(here.officer)


def _twins(here: World, count: int = 1) -> list[tuple[Person, Person]]:
    return [
        (
            add_person(here.officer, full_name=name, birth="1980-02-03", phone="0912345678", office=here.office),
            add_person(here.officer, full_name=name.upper(), birth="1980-02-03", office=here.office),
        )
        for name in ("Trần Văn Bình", "Lê Thị Mai", "Vũ Sỹ Thắng")[:count]
    ]


def _address(view: str, pair: tuple[Person, Person]) -> str:
    return reverse(f"console:{view}", args=[person.pk for person in pair])


def _stamps(pair: tuple[Person, Person]) -> dict[str, str]:
    return {f"thay-{side}": stamp(person) for side, person in zip(("first", "second"), pair, strict=True)}


def _look(me: Acting) -> None:
    me.post(reverse("console:duplicates_find"))
    run_now(Job.objects.filter(kind="people.find_duplicates", state="waiting").get())


def test_the_search_fills_the_list(here: World, me: Acting) -> None:
    pairs = _twins(here, 2)
    people = me.get(reverse("console:duplicates"))
    assert "state-done" not in people
    answer = me.client.post(reverse("console:duplicates_find"))
    job = Job.objects.get(kind="people.find_duplicates")
    assert answer.headers["Location"] == reverse("console:job", args=(job.pk,))
    assert reverse("console:job", args=(job.pk,)) in me.get(reverse("console:duplicates")), "the running one is shown"
    run_now(job)
    assert reverse("console:duplicates") in me.get(reverse("console:job", args=(job.pk,)))
    page = me.get(reverse("console:duplicates"))
    for first, second in pairs:
        assert f'href="{first.pk}/{second.pk}/"' in page
    assert "LÊ THỊ MAI" in me.get(reverse("console:duplicates"), q="le thi")
    assert "TRẦN VĂN BÌNH" not in me.get(reverse("console:duplicates"), q="le thi")
    assert me.client.get(reverse("console:duplicates"), {"xuat": "xlsx"}).status_code == 200
    for somebody in (staff(here.office, RoleKind.EDITOR), staff(OfficeFactory())):
        reader = Acting(somebody)
        assert (f'href="{first.pk}/{second.pk}/"' in reader.get(reverse("console:duplicates"))) == (
            somebody.roles.get().office == here.office
        )
    assert Acting(staff(here.office, RoleKind.EDITOR)).status(reverse("console:duplicates_find")) == 302
    assert Job.objects.filter(kind="people.find_duplicates").count() == 1, "an editor starts nothing"


def test_the_list_costs_the_same_for_one_and_three_pairs(
    here: World, me: Acting, django_assert_num_queries: pytest.fixture
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    address, counts = reverse("console:duplicates"), []
    for pair in _twins(here, 3):
        PossibleDuplicate.objects.create(first=pair[0], second=pair[1], score=80, reasons=["name_same"])
        me.get(address)
        with CaptureQueriesContext(connection) as asked:
            me.get(address)
        counts.append(len(asked))
    assert counts[0] == counts[2]


def test_two_entries_side_by_side(here: World, me: Acting) -> None:
    here.issue()
    learner = here.enrollments[0]
    other = add_person(here.officer, full_name="Hoàng Thị Tuyền", citizen_id="079182012345", office=here.office)
    page = me.get(_address("compare", (learner.person, other)))
    assert here.training_class.title in page
    assert learner.certificates.get().number_text in page
    assert "079182012345" not in page
    assert 'name="lay-full_name"' in page
    assert 'name="lay-rank"' not in page, "nothing to choose where both say the same"
    assert me.client.get(_address("compare", (other, other))).status_code == 404


def test_merging_takes_the_chosen_values_and_can_be_undone_at_once(here: World, me: Acting) -> None:
    (pair,) = _twins(here)
    chosen = {"giu": "second", "lay-full_name": "first", "lay-phone": "second"}
    page = me.post(_address("compare_merge", pair), form=_address("compare", pair), **_stamps(pair), **chosen)
    first, second = (Person.objects.get(pk=person.pk) for person in pair)
    assert (first.merged_into, second.full_name, second.phone) == (second, "Trần Văn Bình", "")
    merge = PersonMerge.objects.get()
    undo = reverse("console:unmerge", args=(merge.pk,))
    assert page.count(undo) == 2, "in the notice and on the page of the kept entry"
    assert me.client.get(_address("compare", pair)).headers["Location"] == reverse(
        "console:people_one", args=(second.pk,)
    )
    assert me.client.get(reverse("console:people_one", args=(first.pk,))).status_code == 404
    me.post(undo)
    assert me.client.get(reverse("console:people_one", args=(first.pk,))).status_code == 200
    assert Person.objects.get(pk=second.pk).full_name == "TRẦN VĂN BÌNH"
    assert me.client.post(undo, follow=True).status_code == 200, "a second click is told and changes nothing"


def test_the_search_finds_whoever_stands_for_both(here: World, me: Acting) -> None:
    (pair,) = _twins(here)
    people = reverse("console:people")

    def found() -> set[int]:
        return {person.pk for person in pair if f'href="{person.pk}/"' in me.get(people, q="tran binh")}

    assert found() == {person.pk for person in pair}
    me.post(_address("compare_merge", pair), **_stamps(pair), giu="first")
    assert found() == {pair[0].pk}
    me.post(reverse("console:unmerge", args=(PersonMerge.objects.get().pk,)))
    assert found() == {person.pk for person in pair}


def test_a_double_click_merges_once(here: World, me: Acting) -> None:
    (pair,) = _twins(here)
    values = {**me.hidden(_address("compare", pair)), **_stamps(pair), "giu": "first"}
    answers = [me.client.post(_address("compare_merge", pair), values) for _turn in range(2)]
    kept = reverse("console:people_one", args=(pair[0].pk,))
    assert answers[0].headers["Location"] == kept
    assert answers[1].status_code in {302, 404}
    assert PersonMerge.objects.count() == 1


def test_what_changed_meanwhile_is_told(here: World, me: Acting) -> None:
    (pair,) = _twins(here)
    stamps = _stamps(pair)
    change_person(here.officer, Person.objects.get(pk=pair[0].pk), phone="0987654321")
    page = me.post(_address("compare_merge", pair), **stamps, giu="first")
    assert not PersonMerge.objects.exists()
    assert len(notices(page)) == 1


def test_deciding_one_pair_after_the_other(here: World, me: Acting) -> None:
    pairs = _twins(here, 3)
    _look(me)
    first, second, third = pairs
    assert _address("compare", second) in me.get(_address("compare", first))
    answer = me.client.post(_address("compare_merge", first), {**_stamps(first), "giu": "first", "tiep": "1"})
    assert answer.headers["Location"] == _address("compare", second)
    answer = me.client.post(_address("compare_apart", second))
    assert answer.headers["Location"] == _address("compare", third)
    answer = me.client.post(_address("compare_apart", third))
    assert answer.headers["Location"] == reverse("console:duplicates")
    apart = me.get(reverse("console:duplicates"), **{"hai-nguoi": "1"})
    assert f'href="{third[0].pk}/{third[1].pk}/"' in apart
    me.post(_address("compare_again", third))
    assert PossibleDuplicate.objects.filter(state="open").count() == 1


def test_two_ticked_rows_of_the_directory_are_compared(here: World, me: Acting) -> None:
    (pair,) = _twins(here)
    people = reverse("console:people")
    keys = [str(person.pk) for person in pair]
    answer = me.client.post(people, {"viec": "gop", "chon": keys})
    assert answer.headers["Location"] in {_address("compare", pair), _address("compare", pair[::-1])}
    for few in (keys[:1], [*keys, str(here.enrollments[0].person_id)], []):
        page = me.post(people, viec="gop", chon=few)
        assert len(notices(page)) == 1


def test_an_entry_other_offices_know_can_only_be_kept(here: World, me: Acting) -> None:
    (pair,) = _twins(here)
    know(OfficeFactory(), [pair[1]])
    page = me.get(_address("compare", pair))
    assert page.count("disabled") == 1
    me.post(_address("compare_merge", pair), **_stamps(pair), giu="first")
    assert not PersonMerge.objects.exists()
    me.post(_address("compare_merge", pair), **_stamps(pair), giu="second")
    assert PersonMerge.objects.get().kept == pair[1]


def test_of_other_offices_nothing_is_seen_or_done(here: World, me: Acting) -> None:
    (pair,) = _twins(here)
    stranger = Acting(staff(OfficeFactory()))
    for view in ("compare_merge", "compare_apart", "compare_again"):
        assert stranger.status(_address(view, pair)) == 404
    reader = Acting(staff(here.office, RoleKind.EDITOR))
    reader.post(_address("compare_merge", pair), **_stamps(pair), giu="first")
    reader.post(_address("compare_apart", pair))
    assert not PersonMerge.objects.exists()
    assert not PossibleDuplicate.objects.exists()
    page = reader.get(_address("compare", pair))
    assert 'data-press="g"' not in page
    assert 'data-press="k"' not in page
