"""The overview of a class: everything said of it is changed from there, and the class is moved along its life line."""

import re
from datetime import date, time

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from khuevan.console.workspace.parts import PARTS
from khuevan.console.workspace.shell import tab_address
from khuevan.core.models import AuditEntry
from khuevan.core.rows import stamp
from khuevan.people.enums import RoleKind
from khuevan.people.models import DirectoryEntry, Office, Person
from khuevan.training.domain.arrangements import (
    add_committee_member,
    add_lecturer,
    add_organizer,
    add_venue,
    form_committee,
    give_ceremony_role,
    invite_guest,
)
from khuevan.training.domain.classes import state_count
from khuevan.training.domain.timetable.programme import add_session
from khuevan.training.enums import CeremonyKind, ClassState, DayPart, OrganizerPart, StatedOf
from khuevan.training.models import TrainingClass
from tests.console.acting import Acting, notices, without_address
from tests.factories import (
    OfficeFactory,
    OrganizationFactory,
    PersonFactory,
    TrainingClassFactory,
    staff,
)
from tests.factories.worlds import world

pytestmark = pytest.mark.django_db

LIST = "/can-bo/lop/"


def _class(state: ClassState = ClassState.PREPARING, **values: object) -> tuple[TrainingClass, Acting]:
    made = TrainingClassFactory(state=state, **values)
    return made, Acting(staff(made.office))


def _known(office: Office, **values: object) -> Person:
    person = PersonFactory(**values)
    DirectoryEntry.objects.create(office=office, person=person)
    return person


def _now(made: TrainingClass) -> TrainingClass:
    made.refresh_from_db()
    return made


# -- what is said of the class itself


def _facts(made: TrainingClass, **values: str) -> dict[str, str]:
    return {
        "title": made.title,
        "kind": made.kind,
        "start_date": made.start_date.isoformat(),
        "end_date": made.end_date.isoformat(),
        "learner_word": made.learner_word,
        "lecturer_word": made.lecturer_word,
        "opening_word": made.opening_word,
        "awards_certificates": "on",
        **values,
    }


def test_the_facts_of_a_class_are_changed_in_place() -> None:
    made, me = _class(title="Tên cũ")
    path = f"{LIST}{made.pk}/sua/"
    assert 'value="Tên cũ"' in me.get(path)
    page = me.post(path, form=path, **_facts(made, title="Tên mới", learner_word="delegate"))
    assert "Tên mới" in page
    assert _now(made).learner_word == "delegate"
    me.post(f"{path}muc-dich/", form=f"{path}muc-dich/", need="Vì hội nhập.", audience="Công chức")
    assert _now(made).need == "Vì hội nhập."
    assert "Công chức" in me.get(tab_address(made, "overview"))


def test_the_second_of_two_officers_is_told_and_sees_both_values() -> None:
    made, me = _class(title="Tên cũ")
    path = f"{LIST}{made.pk}/sua/"
    mine = me.hidden(path)
    Acting(staff(made.office)).post(path, form=path, **_facts(made, title="Tên của chị"))
    page = me.post(path, **mine, **_facts(made, title="Tên của tôi"))
    assert _now(made).title == "Tên của chị"
    conflict = page[page.index('class="list conflict"') :]
    assert "Tên của chị" in conflict
    assert "Tên của tôi" in conflict
    again = re.search(r'name="seen" value="(\w+)"', page)
    assert again
    me.post(path, seen=again[1], **_facts(made, title="Tên của tôi"))
    assert _now(made).title == "Tên của tôi"


def test_a_class_of_half_days_keeps_them_inside_its_days() -> None:
    made, me = _class()
    add_session(me.user, made, date=made.start_date, part=DayPart.MORNING, starts_at=time(7), ends_at=time(11))
    page = me.post(f"{LIST}{made.pk}/sua/", **_facts(made, start_date="2019-11-04", end_date="2019-11-04"))
    assert _now(made).start_date == date(2019, 10, 4)
    assert "04/10/2019" in page[page.index('id="o-end_date"') :]


# -- what is arranged for it


def _arranged() -> tuple[TrainingClass, Acting]:
    """A class with one row of every part, and a second one where rows have an order."""
    made, me = _class()
    actor, body = me.user, OrganizationFactory(name="Sở Công Thương")
    add_organizer(actor, made, body, OrganizerPart.CO)
    add_venue(actor, made, name="Hội trường A")
    person = _known(made.office, full_name="Vũ Sỹ Thắng", honorific="ông")
    give_ceremony_role(actor, made, CeremonyKind.OPENED_BY, person=person, title="Giám đốc", organization=body)
    state_count(actor, made, of=StatedOf.LEARNERS, number=70, noun="đại biểu", qualifier="hơn")
    committee = form_committee(actor, made, name="Ban tổ chức lớp")
    for name in ("Sở Y tế", "Sở Tư pháp"):
        other = OrganizationFactory(name=name)
        add_lecturer(actor, made, organization=other)
        invite_guest(actor, made, organization=other)
        add_committee_member(actor, committee, function="Ủy viên", organization=other)
    return made, me


def _part_path(made: TrainingClass, key: str, *words: object) -> str:
    return f"{LIST}{made.pk}/tong-quan/{key}/" + "".join(f"{word}/" for word in words)


CHANGED: dict[str, tuple[dict[str, str], str]] = {
    "don-vi-to-chuc": ({"part": "commissioned_by", "name": "Sở Công Thương cũ"}, "Sở Công Thương cũ"),
    "bao-cao-vien": ({"person": "", "title": "Trưởng phòng", "organization": "Sở Y tế"}, "Trưởng phòng Sở Y tế"),
    "dia-diem": ({"name": "Hội trường B", "address": "Đồng Xoài"}, "Hội trường B"),
    "ban-to-chuc": ({"organization": "Sở Y tế", "function": "Trưởng ban", "task": "Chỉ đạo"}, "Trưởng ban: Chỉ đạo"),
    "le": ({"kind": "closed_by", "organization": "Sở Công Thương", "title": "Quyền Giám đốc"}, "Quyền Giám đốc"),
    "khach-moi": ({"organization": "Sở Y tế", "title": "Đại diện"}, "Đại diện Sở Y tế"),
    "con-so": ({"of": "learners", "number": "80", "noun": "đại biểu"}, "80 đại biểu"),
}


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.key)
def test_a_row_of_every_part_is_changed_and_removed_in_place(part) -> None:
    made, me = _arranged()
    row = next(one for one in part.rows(made) if getattr(one, "part", "") != OrganizerPart.LEAD)
    path = _part_path(made, part.key, row.pk, "sua")
    sent, words = CHANGED[part.key]
    if part.key == "le":
        sent = {**sent, "person": row.person.full_name, "person-pick": str(row.person.pk)}
    form = me.get(path)
    assert 'name="seen"' in form
    page = me.post(path, form=path, **sent)
    assert words in page
    assert notices(page)
    row.refresh_from_db()
    count = part.rows(made).count()
    stale = me.post(_part_path(made, part.key, row.pk, "bo"), seen="x" * 20)
    assert "is-warn" in stale
    assert part.rows(made).count() == count
    me.post(_part_path(made, part.key, row.pk, "bo"), seen=stamp(row))
    assert part.rows(made).count() == count - 1


@pytest.mark.parametrize("key", ["bao-cao-vien", "ban-to-chuc", "khach-moi"])
def test_rows_with_an_order_change_places_and_the_button_is_come_back_to(key: str) -> None:
    made, me = _arranged()
    part = next(one for one in PARTS if one.key == key)
    first, second = part.rows(made)
    page = me.get(tab_address(made, "overview"))
    assert f'id="{key}-xuong-{first.pk}"' in page
    assert f'id="{key}-len-{first.pk}"' not in page
    response = me.client.post(_part_path(made, key, second.pk, "len"), {"order": f"{first.pk},{second.pk}"})
    assert [row.pk for row in part.rows(made)] == [second.pk, first.pk]
    assert response.headers["Location"].endswith(f"#{key}-xuong-{second.pk}")
    stale = me.post(_part_path(made, key, second.pk, "xuong"), order=f"{first.pk},{second.pk}")
    assert "is-warn" in stale
    assert [row.pk for row in part.rows(made)] == [second.pk, first.pk]


def test_a_number_known_twice_is_refused_in_words() -> None:
    made, me = _arranged()
    page = me.post(_part_path(made, "con-so", "them"), of="learners", number="50", noun="đại biểu")
    assert "problem" in page
    assert made.stated_counts.get().number == 70


def test_a_committee_is_formed_before_its_members_and_renamed() -> None:
    made, me = _class()
    response = me.client.get(_part_path(made, "ban-to-chuc", "them"))
    assert response.headers["Location"] == _part_path(made, "ban-to-chuc")
    me.post(_part_path(made, "ban-to-chuc"), form=_part_path(made, "ban-to-chuc"), name="Ban tổ chức lớp")
    me.post(_part_path(made, "ban-to-chuc"), form=_part_path(made, "ban-to-chuc"), name="Ban tổ chức mới")
    assert TrainingClass.objects.get().committee.name == "Ban tổ chức mới"
    assert AuditEntry.objects.filter(verb="training.rename_committee").count() == 1


def test_another_place_becomes_the_main_venue() -> None:
    made, me = _arranged()
    other = add_venue(me.user, made, name="Hội trường C")
    assert _part_path(made, "dia-diem", other.pk, "chinh") in me.get(tab_address(made, "overview"))
    me.post(_part_path(made, "dia-diem", other.pk, "chinh"), seen=stamp(other))
    assert [venue.name for venue in made.venues.filter(is_main=True)] == ["Hội trường C"]


# -- along the life line


def _deed(made: TrainingClass, key: str) -> str:
    return f"{LIST}{made.pk}/viec/{key}/"


@pytest.mark.parametrize(
    ("before", "key", "after"),
    [
        (ClassState.PLANNED, "chuan-bi", ClassState.PREPARING),
        (ClassState.PREPARING, "cu-hoc-vien", ClassState.NOMINATING),
        (ClassState.LIST_CLOSED, "khai-giang", ClassState.RUNNING),
        (ClassState.AWARDED, "luu-ho-so", ClassState.REPORTED),
    ],
)
def test_the_main_button_takes_the_natural_next_step(before: ClassState, key: str, after: ClassState) -> None:
    made, me = _class(before)
    page = me.get(tab_address(made, "overview"))
    main = re.search(r'action="([^"]+)">(?:(?!</form>).)*?btn-primary', page, re.S)
    assert main
    assert main[1] == _deed(made, key)
    assert page.count("btn-primary") == 1
    me.post(_deed(made, key))
    assert _now(made).state == after
    again = me.post(_deed(made, key))
    assert "is-warn" in again
    assert _now(made).state == after


def test_a_step_that_does_not_follow_is_refused_and_a_get_does_nothing() -> None:
    made, me = _class(ClassState.RUNNING)
    assert "is-warn" in me.post(_deed(made, "luu-ho-so"))
    me.get(_deed(made, "cong-bo"), 404)
    me.get(_deed(made, "khong-co"), 404)
    assert _now(made).state == ClassState.RUNNING


def test_a_class_is_shown_to_the_public_and_taken_off_with_a_reason() -> None:
    made, me = _class(published_at=None)
    public = f"/lop/{made.slug}/"
    assert Client().get(public).status_code == 404
    me.post(_deed(made, "cong-bo"))
    assert Client().get(public).status_code == 200
    assert public in me.get(tab_address(made, "overview"))
    me.post(_deed(made, "thoi-cong-bo"), reason="  ")
    assert Client().get(public).status_code == 200
    me.post(_deed(made, "thoi-cong-bo"), reason="Chờ lãnh đạo xem")
    assert Client().get(public).status_code == 404


def test_a_cancelled_class_keeps_everything_is_closed_and_can_go_on() -> None:
    made, me = _class(ClassState.NOMINATING)
    form = _deed(made, "huy")
    me.post(form, form=form, reason="Bão số 5")
    assert _now(made).state == ClassState.CANCELLED
    page = me.get(tab_address(made, "overview"))
    assert "Bão số 5" in page, "the history says why"
    assert f"{LIST}{made.pk}/sua/" not in page
    assert _part_path(made, "le", "them") not in page
    refused = me.post(f"{LIST}{made.pk}/sua/", **_facts(made, title="Tên mới"))
    assert "problem" in refused
    assert _now(made).title != "Tên mới"
    me.post(_deed(made, "khoi-phuc"), reason="Dời sang tháng sau")
    assert _now(made).state == ClassState.NOMINATING


def test_a_class_goes_back_to_a_step_behind_it_and_to_no_other() -> None:
    made, me = _class(ClassState.RUNNING)
    form = me.get(_deed(made, "lui-buoc"))
    offered = re.findall(r'<option value="(\w+)"', form)
    assert offered == ["list_closed", "nominating", "preparing", "planned"]
    me.post(_deed(made, "lui-buoc"), to="awarded", reason="Nhầm")
    assert _now(made).state == ClassState.RUNNING
    me.post(_deed(made, "lui-buoc"), to="list_closed", reason="Hoãn khai giảng")
    assert _now(made).state == ClassState.LIST_CLOSED


def test_a_planned_class_is_discarded_and_one_under_way_is_not() -> None:
    made, me = _class(ClassState.PLANNED, published_at=None)
    page = me.get(tab_address(made, "overview"))
    assert _deed(made, "bo-lop") in page
    response = me.client.post(_deed(made, "bo-lop"))
    assert response.headers["Location"] == LIST
    assert not TrainingClass.objects.exists()
    kept, me = _class(ClassState.PREPARING, published_at=None)
    assert _deed(kept, "bo-lop") not in me.get(tab_address(kept, "overview"))
    assert "problem" in me.post(_deed(kept, "bo-lop"))
    assert TrainingClass.objects.filter(pk=kept.pk).exists()


# -- who sees and who acts


def _addresses(made: TrainingClass) -> list[str]:
    lecturer, venue = made.lecturers.first(), made.venues.first()
    return [
        tab_address(made, "overview"),
        f"{LIST}{made.pk}/sua/",
        f"{LIST}{made.pk}/sua/muc-dich/",
        f"{LIST}{made.pk}/nhan-ban/",
        _deed(made, "huy"),
        _deed(made, "chuan-bi"),
        _part_path(made, "bao-cao-vien", "them"),
        _part_path(made, "bao-cao-vien", lecturer.pk, "sua"),
        _part_path(made, "bao-cao-vien", lecturer.pk, "bo"),
        _part_path(made, "bao-cao-vien", lecturer.pk, "len"),
        _part_path(made, "dia-diem", venue.pk, "chinh"),
        _part_path(made, "ban-to-chuc"),
    ]


def test_a_class_of_another_office_answers_like_one_that_does_not_exist() -> None:
    made, _me = _arranged()
    made.published_at = None
    made.save()
    stranger = Acting(staff(OfficeFactory()))
    before = AuditEntry.objects.count()
    for path in _addresses(made):
        missing = path.replace(f"/{made.pk}/", "/999999/", 1)
        for method in (stranger.client.get, stranger.client.post):
            hidden, nothing = method(path), method(missing)
            assert hidden.status_code == nothing.status_code, path
            assert hidden.status_code in {404, 405}, path
            assert without_address(hidden.content.decode()) == without_address(nothing.content.decode())
        assert Client().get(path).status_code == 302, path
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize("kind", [RoleKind.EDITOR, RoleKind.CLERK])
def test_editor_and_clerk_see_everything_and_change_nothing(kind: RoleKind) -> None:
    made, _me = _arranged()
    other = Acting(staff(made.office, kind))
    page = other.get(tab_address(made, "overview"))
    for words in ("Hội trường A", "Vũ Sỹ Thắng", "Ban tổ chức lớp", "Sở Tư pháp"):
        assert words in page, words
    for address in ("/sua/", "/them/", "/bo/", "/viec/", "/nhan-ban/"):
        assert f'{address}"' not in page, address
    lecturer = made.lecturers.first()
    other.get(_part_path(made, "bao-cao-vien", lecturer.pk, "sua"), 404)
    refused = other.post(_part_path(made, "bao-cao-vien", lecturer.pk, "bo"), seen=stamp(lecturer))
    assert "is-warn" in refused
    assert "is-warn" in other.post(_deed(made, "cu-hoc-vien"))
    assert made.lecturers.count() == 2
    assert _now(made).state == ClassState.PREPARING


def _queries(me: Acting, path: str) -> int:
    me.get(path)
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        me.get(path)
    return len(captured)


def test_the_overview_takes_as_many_queries_for_many_rows_as_for_few() -> None:
    made, me = _arranged()
    path = tab_address(made, "overview")
    few = _queries(me, path)
    for number in range(3):
        person = _known(made.office, full_name=f"Lê Thị {number}")
        body = OrganizationFactory()
        add_lecturer(me.user, made, person=person, organization=body)
        invite_guest(me.user, made, person=person, organization=body)
        add_committee_member(me.user, made.committee, function="Ủy viên", person=person)
        add_venue(me.user, made, name=f"Điểm cầu {number}", is_remote=True, contact=person)
        give_ceremony_role(me.user, made, CeremonyKind.CHAIRED_BY, person=person, title="", organization=body)
    assert _queries(me, path) == few


def test_words_typed_by_people_are_shown_as_text() -> None:
    made, me = _class(need="<script>alert(1)</script>")
    form_committee(me.user, made, name="<b>Ban</b>")
    page = me.get(tab_address(made, "overview"))
    assert "<script>alert" not in page
    assert escape("<b>Ban</b>") in page


def test_the_life_line_of_a_world_is_walked_from_the_overview() -> None:
    here = world(teaching=False)
    me = Acting(here.officer)
    page = me.get(tab_address(here.training_class, "overview"))
    assert re.search(rf'btn btn-primary"\s+href="{tab_address(here.training_class, "learners")}"', page)
