"""The lecturers of a class on their board: answers, replacing with the undo, cards, links; the list of the office."""

import io
import re
from datetime import time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from khuevan.core.rows import stamp
from khuevan.notifications.models import Message
from khuevan.papers.domain.building import WRITERS, targets
from khuevan.papers.domain.making import make_paper
from khuevan.papers.enums import PaperKind
from khuevan.papers.models import MadePaper
from khuevan.people.models import AccessLink, Person
from khuevan.training.domain.arrangements import add_lecturer
from khuevan.training.domain.lecturers.care import note_reception, set_care
from khuevan.training.domain.lecturers.replacing import replace_lecturer
from khuevan.training.domain.timetable.programme import add_item, add_session
from khuevan.training.domain.timetable.versions import latest, publish_programme
from khuevan.training.enums import DayPart, ItemKind, LecturerState
from khuevan.training.models import Lecturer, LecturerCare
from tests.console.acting import Acting, notices
from tests.factories import OfficeFactory, PersonFactory, staff
from tests.training.lecturing import Lecturing, lecturing

pytestmark = pytest.mark.django_db


def _at(here: Lecturing, name: str, lecturer: Lecturer | None = None) -> str:
    keys = (here.training_class.pk, *([lecturer.pk] if lecturer else []))
    return reverse(f"console:{name}", args=keys)


def _state(lecturer: Lecturer) -> str:
    return Lecturer.objects.get(pk=lecturer.pk).state


def test_the_board_groups_by_state_and_says_the_next_step() -> None:
    here = lecturing()
    me = Acting(here.officer)
    page = me.get(_at(here, "class_lecturers"))
    assert "trang-thai-planned" in page and "trang-thai-confirmed" not in page
    assert f"gui=unit:{here.promised.organization_id}" in page, "the letter to the unit"
    assert "Chuyên đề 2" in page
    confirm = _at(here, "class_lecturer_confirm", here.lecturer)
    me.post(confirm, form=confirm, note="Bay chuyến chiều")
    assert _state(here.lecturer) == LecturerState.CONFIRMED
    page = me.get(_at(here, "class_lecturers"))
    assert "trang-thai-confirmed" in page and "Bay chuyến chiều" in page
    assert _at(here, "class_lecturer_care", here.lecturer) in page


def test_a_unit_names_somebody_over_the_telephone() -> None:
    here = lecturing()
    me, name = Acting(here.officer), _at(here, "class_lecturer_name", here.promised)
    me.post(_at(here, "class_lecturer_asked", here.promised), form=_at(here, "class_lecturers"))
    assert _state(here.promised) == LecturerState.ASKED
    known = PersonFactory(full_name="Lê Văn Bé")
    known.known_to.create(office=here.office)
    me.post(name, form=name, **{"person": "Lê Văn Bé", "person-pick": str(known.pk), "title": "Trưởng phòng"})
    assert _state(here.promised) == LecturerState.NAMED
    page = me.get(_at(here, "class_lecturers"))
    assert "Lê Văn Bé" in page and "Trưởng phòng Cục Lễ tân" in page


def test_declining_needs_a_reason_and_leads_to_replacing() -> None:
    here = lecturing()
    me, decline = Acting(here.officer), _at(here, "class_lecturer_decline", here.lecturer)
    assert 'class="problem"' in me.post(decline, form=decline, note=" ")
    me.post(decline, form=decline, note="Trùng lịch họp")
    page = me.get(_at(here, "class_lecturers"))
    assert page.index("trang-thai-declined") < page.index("trang-thai-planned")
    assert _at(here, "class_lecturer_replace", here.lecturer) in page


def _replaced(me: Acting, here: Lecturing, **more: str) -> str:
    path = _at(here, "class_lecturer_replace", here.lecturer)
    said = {"organization": "Cục Lễ tân", "from_day": f"{here.training_class.start_date:%Y-%m-%d}", "reason": "Ốm"}
    return me.post(path, form=path, **said, **more)


def test_replacing_the_day_before_tells_the_old_one_and_can_be_undone() -> None:
    here = lecturing()
    publish_programme(here.officer, here.training_class)
    before = latest(here.training_class)
    me = Acting(here.officer)
    page = _replaced(me, here, tells_old="on", publishes="on")
    new = Lecturer.objects.get(replaces=here.lecturer)
    assert new.items.count() == 3
    assert latest(here.training_class) != before, "what is known outside follows"
    (message,) = Message.objects.filter(kind="nominations.lecturer_replaced")
    assert (message.to_email, "Chuyên đề 1" in message.body) == ("minh@example.vn", True)
    others = Message.objects.exclude(pk=message.pk)
    assert not others.filter(to_email="minh@example.vn").exists(), "told once"
    undo = re.search(r'action="([^"]*thoi-thay/)"', page)
    assert undo, page
    me.post(undo[1], form=_at(here, "class_lecturers"))
    assert here.lecturer.items.count() == 3
    assert "da-thay" in me.get(_at(here, "class_lecturers"))


def test_a_double_click_and_a_second_officer_replace_once() -> None:
    here = lecturing()
    first, second = Acting(here.officer), Acting(staff(here.office))
    path = _at(here, "class_lecturer_replace", here.lecturer)
    said = {"organization": "Cục Lễ tân", "from_day": f"{here.training_class.start_date:%Y-%m-%d}", "reason": "Ốm"}
    hidden, other = first.hidden(path), second.hidden(path)
    answers = [first.client.post(path, {**hidden, **said}) for _click in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"], "a second click ends where the first one did"
    answer = second.client.post(path, {**other, **said})
    assert answer.status_code == 422 and 'class="problem' in answer.content.decode(), "whoever comes later is told so"
    assert "Trần Thị Minh" in notices(second.client.get(path, follow=True).content.decode())[0]
    assert Lecturer.objects.filter(replaces=here.lecturer).count() == 1


def test_a_double_click_takes_a_replacement_back_once() -> None:
    here = lecturing()
    me = Acting(here.officer)
    _replaced(me, here)
    back = _at(here, "class_lecturer_back", Lecturer.objects.get(replaces=here.lecturer))
    hidden = me.hidden(_at(here, "class_lecturers"))
    answers = [me.client.post(back, hidden) for _click in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert here.lecturer.items.count() == 3


def test_the_card_is_written_and_printed() -> None:
    here = lecturing()
    me, care = Acting(here.officer), _at(here, "class_lecturer_care", here.lecturer)
    day = f"{timezone.localdate():%Y-%m-%d}"
    assert 'class="problem"' in me.post(care, form=care, arrives_time="17:30"), "an hour without a day"
    me.post(care, form=care, arrives_on=day, arrives_time="17:30", lodging="Phòng 502", materials_by=day)
    stored = LecturerCare.objects.get()
    assert (stored.lodging, timezone.localtime(stored.arrives_at).hour) == ("Phòng 502", 17)
    assert "Phòng 502" in me.get(_at(here, "class_lecturer", here.lecturer))
    for path in (_at(here, "class_lecturer_card", here.lecturer), _at(here, "class_reception")):
        answer = me.client.get(path)
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")


def test_a_link_is_shown_once_with_words_and_code() -> None:
    here = lecturing()
    me, board = Acting(here.officer), _at(here, "class_lecturers")
    page = me.post(_at(here, "class_lecturer_link", here.lecturer), form=board)
    assert "/vao/" in page and "Chuyên đề 1" in page and 'class="qr"' in page
    assert AccessLink.objects.get().person == here.lecturer.person
    assert "/vao/" not in me.get(_at(here, "class_lecturer_link_once", here.lecturer))


def test_writing_to_everybody_not_confirmed_says_who_cannot_be_reached() -> None:
    here = lecturing()
    me, board = Acting(here.officer), _at(here, "class_lecturers")
    page = me.post(_at(here, "class_lecturers_send"), form=board)
    assert "Cục Lễ tân" in page
    (message,) = Message.objects.all()
    assert (message.kind, message.to_email) == ("nominations.lecturer_link", "minh@example.vn")
    me.post(_at(here, "class_lecturers_send"), form=board)
    assert Message.objects.count() == 1, "once a day"


def test_late_materials_are_reminded_of_by_hand_where_only_a_telephone_is_known() -> None:
    here = lecturing()
    here.lecturer.person.email = ""
    here.lecturer.person.save()
    set_care(here.officer, here.lecturer, materials_by=timezone.localdate() - timedelta(days=1))
    me, board = Acting(here.officer), _at(here, "class_lecturers")
    assert _at(here, "class_lecturers_remind") in me.get(board)
    me.post(_at(here, "class_lecturers_remind"), form=board)
    (message,) = Message.objects.all()
    assert (message.kind, message.channel) == ("nominations.lecturer_materials", "hand")


def test_nobody_of_another_office_sees_or_does_anything() -> None:
    here = lecturing()
    me = Acting(staff(OfficeFactory()))
    names = ("class_lecturer", "class_lecturer_card", "class_lecturer_care", "class_lecturer_replace")
    for path in (_at(here, "class_lecturers"), *(_at(here, name, here.lecturer) for name in names)):
        me.get(path, 404)
    assert me.status(_at(here, "class_lecturer_link", here.lecturer)) == 404
    assert not AccessLink.objects.exists()
    assert "Trần Thị Minh" not in me.get(reverse("console:lecturers"))
    me.get(reverse("console:lecturers_person", args=(here.lecturer.person_id,)), 404)


def test_the_office_finds_who_taught_without_tone_marks_and_takes_it_along() -> None:
    here = lecturing(starts_in=-3)
    note_reception(here.officer, here.lecturer, "Học viên đánh giá cao")
    me, path = Acting(here.officer), reverse("console:lecturers")
    assert "Trần Thị Minh" in me.get(path, q="tran minh")
    assert "Trần Thị Minh" not in me.get(path, q="tran hoa")
    assert "Trần Thị Minh" in me.get(path, loc="trong-nam") and "Trần Thị Minh" not in me.get(path, loc="sap-toi")
    book = load_workbook(io.BytesIO(me.client.get(path, {"xuat": "xlsx", "q": "minh"}).content)).active
    assert book is not None
    cells = [cell.value for row in book.iter_rows() for cell in row]
    assert 12 in cells, "three mornings of four tiết"
    assert "Học viên đánh giá cao" in cells
    person = me.get(reverse("console:lecturers_person", args=(here.lecturer.person_id,)))
    assert "Chuyên đề 3" in person and "Học viên đánh giá cao" in person
    unit = me.get(reverse("console:lecturers_unit", args=(here.lecturer.organization_id,)))
    assert "Chuyên đề 3" in unit


def test_the_board_asks_no_more_for_ten_lecturers_than_for_two(django_assert_max_num_queries: object) -> None:
    here = lecturing()
    me = Acting(here.officer)
    counts = []
    for _turn in range(2):
        with django_assert_max_num_queries(200) as queries:  # type: ignore[operator]
            me.get(_at(here, "class_lecturers"))
        counts.append(len(queries))
        for number in range(8):
            one = Lecturer.objects.create(training_class=here.training_class, person=PersonFactory(), order=number + 3)
            here.items[0].lecturers.add(one)
    assert counts[1] <= counts[0] + 1, counts


def test_who_was_replaced_is_told_with_who_came() -> None:
    here = lecturing()
    new = replace_lecturer(here.officer, here.lecturer, person=PersonFactory(full_name="Ngô Hoa"), reason="Đi công tác")
    page = Acting(here.officer).get(_at(here, "class_lecturers"))
    assert "da-thay" in page and "Đi công tác" in page
    assert "Ngô Hoa" in page
    one = Acting(here.officer).get(_at(here, "class_lecturer", new))
    assert _at(here, "class_lecturer_back", new) in one


def _clashes(me: Acting, here: Lecturing, person: Person, **more: str) -> str:
    path = _at(here, "class_lecturer_clashes", here.lecturer)
    return me.get(path, person=person.full_name, **{"person-pick": str(person.pk), "from_day": "", **more})


def test_what_the_new_one_teaches_elsewhere_is_said_before_the_change_is_saved() -> None:
    here, busy = lecturing(), lecturing()
    person = busy.lecturer.person
    assert person is not None
    person.known_to.create(office=here.office)
    busy.training_class.published_at = timezone.now()
    busy.training_class.save()
    me = Acting(here.officer)
    assert _at(here, "class_lecturer_clashes", here.lecturer) in me.get(
        _at(here, "class_lecturer_replace", here.lecturer)
    )
    said = _clashes(me, here, person)
    assert said.count('class="problem"') == 3 and busy.training_class.title in said
    last = f"{here.training_class.end_date:%Y-%m-%d}"
    assert _clashes(me, here, person, from_day=last).count('class="problem"') == 1
    assert 'class="problem"' in _clashes(me, here, person, from_day="31/31"), "as if no day was given"
    assert me.get(_at(here, "class_lecturer_clashes", here.lecturer), person="Ai đó").count("icon") == 0


def test_what_the_new_one_teaches_here_clashes_and_others_do_not() -> None:
    here = lecturing()
    colleague, free = PersonFactory(full_name="Lê Văn Bé"), PersonFactory(full_name="Hồ Thị Rảnh")
    for one in (colleague, free):
        one.known_to.create(office=here.office)
    beside = add_session(
        here.officer,
        here.training_class,
        date=here.training_class.start_date,
        part=DayPart.AFTERNOON,
        starts_at=time(13),
        ends_at=time(17),
    )
    own = add_lecturer(here.officer, here.training_class, person=colleague)
    add_item(here.officer, beside, kind=ItemKind.LECTURE, starts_at=time(13), title="Buổi chiều", lecturers=[own])
    me = Acting(here.officer)
    assert _clashes(me, here, colleague).count('class="problem"') == 1
    assert 'class="problem"' not in _clashes(me, here, free)
    assert not Lecturer.objects.filter(replaces=here.lecturer).exists(), "it was only asked"
    stranger = Acting(staff(OfficeFactory()))
    assert stranger.client.get(_at(here, "class_lecturer_clashes", here.lecturer)).status_code == 404


def test_who_could_not_be_written_to_is_a_warning() -> None:
    here = lecturing()
    person = here.lecturer.person
    assert person is not None
    Person.objects.filter(pk=person.pk).update(phone="", email="")
    page = _replaced(Acting(here.officer), here, tells_old="on")
    assert Lecturer.objects.get(replaces=here.lecturer)
    assert not Message.objects.filter(kind="nominations.lecturer_replaced").exists()
    assert page.count('<div class="notice is-warn"') == 1 and page.count('<div class="notice is-done"') == 1


def test_taking_off_twice_ends_on_the_board_and_says_so() -> None:
    here = lecturing()
    me, path, board = (
        Acting(here.officer),
        _at(here, "class_lecturer_remove", here.lecturer),
        _at(here, "class_lecturers"),
    )
    hidden = me.hidden(path)
    answers = [me.client.post(path, hidden) for _click in range(2)]
    assert [one.headers.get("Location") for one in answers] == [board, board]
    assert "Trần Thị Minh" in notices(me.get(board))[0], "of two clicks nothing but what they did"
    for answer in (me.client.get(path, follow=True), me.client.post(path, {"seen": "x"}, follow=True)):
        assert answer.redirect_chain[-1][0] == board
        assert any("đã được xóa" in one or "removed before" in one for one in notices(answer.content.decode()))
    assert Lecturer.objects.filter(training_class=here.training_class).get() == here.promised
    replace_lecturer(here.officer, here.promised, person=PersonFactory(), reason="Bận")
    page = me.client.get(_at(here, "class_lecturer_remove", here.promised), follow=True).content.decode()
    assert "Cục Lễ tân" in notices(page)[0], "somebody else comes instead of them"


def test_taking_off_twice_on_the_overview_stays_there() -> None:
    here = lecturing()
    me = Acting(here.officer)
    path = reverse("console:class_part_remove", args=(here.training_class.pk, "bao-cao-vien", here.lecturer.pk))
    hidden = me.hidden(reverse("console:class_overview", args=(here.training_class.pk,)))
    hidden["seen"] = stamp(here.lecturer)
    answers = [me.client.post(path, hidden) for _click in range(2)]
    assert answers[0]["Location"] == answers[1].headers.get("Location")
    again = me.client.post(path, {"seen": "x"}, follow=True)
    assert again.status_code == 200 and len(notices(again.content.decode())) == 2


def test_the_papers_offer_the_letter_to_who_comes_instead() -> None:
    here = lecturing()
    me, kind = Acting(here.officer), PaperKind.LECTURER_REQUEST
    target = next(one for one in targets(here.officer, here.training_class, kind) if one.key.startswith("lecturer"))
    make_paper(here.officer, here.training_class, kind, target=target)
    new = replace_lecturer(here.officer, here.lecturer, person=PersonFactory(full_name="Ngô Hoa"), reason="Ốm")
    papers = _at(here, "class_records")
    assert re.search(r"Khác dữ liệu lớp \(1\)", me.get(papers)), "how many wait below"
    assert 'name="khac"' in me.get(papers) and f"gui=lecturer%3A{new.pk}" in me.get(papers)
    letter = reverse("console:class_paper_page", args=(here.training_class.pk, WRITERS[kind].slug))
    assert f"gui=lecturer%3A{new.pk}" in me.get(letter, gui=target.key), "from the old letter on to the new one"
    me.post(reverse("console:class_papers_make", args=(here.training_class.pk,)), form=papers, khac="1")
    assert MadePaper.objects.filter(target=f"lecturer:{new.pk}").exists()
    assert 'name="khac"' not in me.get(papers), "nothing is left to do"
    assert me.get(letter, gui=target.key).count(".docx") >= 1


def test_a_name_in_the_middle_of_a_sentence_begins_small() -> None:
    here = lecturing()
    Person.objects.filter(pk=here.lecturer.person_id).update(honorific="Bà")
    new = replace_lecturer(here.officer, here.lecturer, person=PersonFactory(honorific="Ông"), reason="Ốm")
    me = Acting(here.officer)
    board = me.get(_at(here, "class_lecturers"))
    row = board[board.index(f'id="nguoi-{new.pk}"') :]
    assert "bà Trần Thị Minh, Phó Cục trưởng" in row[: row.index("</li>")]
    assert "ông " in board[board.index("da-thay") :]
    assert "<b>Bà Trần Thị Minh" in board[board.index("da-thay") :]
    heading = me.get(_at(here, "class_lecturer_confirm", new))
    assert "Ông " in heading[heading.index("<h2") :], "it begins the heading"
