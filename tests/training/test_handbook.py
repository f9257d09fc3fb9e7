"""The handbook of a topic: pages, check lists as they are typed, who reads them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.core.models import AuditEntry
from khuevan.core.rows import stamp
from khuevan.training.domain.topics.catalogue import add_catalogue_topic, retire_topic
from khuevan.training.domain.topics.checklists import StepRow, read_steps, rows_of, stages_of, steps_text
from khuevan.training.domain.topics.handbook import (
    add_page,
    change_page,
    kept_page,
    learners_pages,
    move_page,
    pages_for,
    public_pages,
    remove_page,
    reorder_pages,
    restore_page,
    share_page,
)
from khuevan.training.enums import HandbookKind, Shared
from khuevan.training.models import HandbookPage, Topic
from tests.factories import OfficeFactory, staff
from tests.factories.worlds import refused, world

TYPED = """Dọn phòng

Giai đoạn: Trước khi đến
Xin chủ trương | Phòng Lễ tân | 15 ngày trước
giai  đoạn:  Đón
Đón tại sân bay | | 30 phút trước
Tặng hoa"""

ROWS = [
    StepRow("Dọn phòng"),
    StepRow("Xin chủ trương", "Phòng Lễ tân", "15 ngày trước", "Trước khi đến"),
    StepRow("Đón tại sân bay", "", "30 phút trước", "Đón"),
    StepRow("Tặng hoa"),
]


@pytest.fixture
def topic(db: None) -> Topic:
    officer = staff(OfficeFactory())
    return add_catalogue_topic(officer, officer.roles.first().office, title="Đón tiễn khách")


def page_of(topic: Topic, title: str = "Đón đoàn", **values: object) -> HandbookPage:
    return add_page(staff(topic.office), topic, title=title, **{"body": "Đọc trước.", **values})


def titles(topic: Topic) -> list[str]:
    return list(topic.handbook.order_by("order").values_list("title", flat=True))


def test_steps_are_read_with_their_stages_whoever_types_the_head() -> None:
    assert read_steps(TYPED) == ROWS
    assert read_steps(" \n ") == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a" * 501, "step_too_long"),
        (f"Giai đoạn: {'a' * 121}\nb", "step_too_long"),
        (f"a | {'b' * 151}", "step_too_long"),
        ("| ai làm", "step_without_words"),
        ("a | b | c | d", "too_many_parts"),
        ("Giai đoạn: Một\nGiai đoạn: Hai\na", "stage_without_steps"),
        ("a\nGiai đoạn: Hai", "stage_without_steps"),
        ("a\n" * 301, "too_many_steps"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(text: str, code: str) -> None:
    with refused(code):
        read_steps(text)


_words = st.text("aăâđêôơưừ bcd", min_size=1, max_size=20).map(lambda text: " ".join(text.split())).filter(bool)
_maybe = st.one_of(st.just(""), _words)


@given(st.lists(st.builds(StepRow, text=_words, who=_maybe, when=_maybe, stage=_maybe), max_size=12))
def test_steps_that_are_written_out_are_read_again_as_they_were(rows: list[StepRow]) -> None:
    assert read_steps(steps_text(rows)) == rows


def test_a_check_list_is_kept_changed_and_read_by_stages(topic: Topic) -> None:
    page = page_of(topic, kind=HandbookKind.CHECKLIST, steps=ROWS)
    assert rows_of(page) == ROWS
    assert [(one.name, len(one.steps)) for one in stages_of(page)] == [("", 1), ("Trước khi đến", 1), ("Đón", 2)]
    change_page(staff(topic.office), page, steps=ROWS[1:])
    assert rows_of(page) == ROWS[1:]
    entry = AuditEntry.objects.filter(verb="training.change_handbook_page").latest("pk")
    assert "Dọn phòng" in entry.before["steps"]
    assert "Dọn phòng" not in entry.after["steps"]


def test_saying_the_same_again_records_nothing(topic: Topic) -> None:
    page = page_of(topic, steps=ROWS)
    told = AuditEntry.objects.count()
    change_page(staff(topic.office), page, title="Đón đoàn ", body="Đọc trước.", steps=ROWS)
    assert AuditEntry.objects.count() == told


def test_two_who_change_one_list_do_not_overwrite_each_other(topic: Topic) -> None:
    page = page_of(topic, steps=ROWS)
    seen = stamp(page)
    change_page(staff(topic.office), page, steps=ROWS[:1], seen=seen)
    with refused("changed_meanwhile"):
        change_page(staff(topic.office), page, steps=ROWS[:2], seen=seen)
    assert rows_of(page) == ROWS[:1]


def test_a_page_needs_a_title_and_a_class_of_its_own_office(topic: Topic) -> None:
    with refused("page_without_title"):
        page_of(topic, " ")
    with refused("class_of_another_office"):
        page_of(topic, training_class=world().training_class)


def test_pages_keep_an_order_and_are_moved(topic: Topic) -> None:
    pages = [page_of(topic, title) for title in ("A", "B", "C")]
    move_page(staff(topic.office), pages[2], up=True)
    assert titles(topic) == ["A", "C", "B"]
    reorder_pages(staff(topic.office), topic, [pages[1].pk, pages[0].pk, pages[2].pk])
    assert titles(topic) == ["B", "A", "C"]


def test_a_removed_page_comes_back_where_it_stood_and_as_it_was(topic: Topic) -> None:
    officer = staff(topic.office)
    pages = [page_of(topic, title, steps=ROWS) for title in ("A", "B", "C")]
    share_page(officer, pages[1], Shared.PUBLIC)
    kept, key, published = kept_page(pages[1]), pages[1].pk, pages[1].published_at
    remove_page(officer, pages[1])
    assert titles(topic) == ["A", "C"]
    assert not public_pages().exists()
    again = restore_page(officer, topic, kept)
    assert titles(topic) == ["A", "B", "C"]
    assert (again.pk, again.shared, again.published_at, rows_of(again)) == (key, Shared.PUBLIC, published, ROWS)
    with refused("already_there"):
        restore_page(officer, topic, kept)


def test_who_reads_a_page_follows_from_what_the_office_says(topic: Topic) -> None:
    officer = staff(topic.office)
    office, learners, everybody = (page_of(topic, one) for one in ("Nội bộ", "Học viên", "Công khai"))
    share_page(officer, learners, Shared.LEARNERS)
    assert topic.slug is None
    share_page(officer, everybody, Shared.PUBLIC)
    assert topic.slug == "don-tien-khach"
    assert list(pages_for(topic, has_learnt=False)) == [everybody]
    assert list(pages_for(topic, has_learnt=True)) == [learners, everybody]
    assert list(learners_pages(Topic.objects.all())) == [learners, everybody]
    assert list(public_pages()) == [everybody]
    retire_topic(officer, topic)
    assert not public_pages().exists()
    assert list(pages_for(topic, has_learnt=False)) == []
    assert list(pages_for(topic, has_learnt=True)) == [learners, everybody]
    with refused("topic_is_retired"):
        share_page(officer, office, Shared.PUBLIC)


def test_a_page_taken_back_is_not_published_and_the_address_of_its_topic_stays(topic: Topic) -> None:
    page = page_of(topic)
    share_page(staff(topic.office), page, Shared.PUBLIC)
    share_page(staff(topic.office), page, Shared.OFFICE)
    topic.refresh_from_db()
    assert (page.published_at, topic.slug) == (None, "don-tien-khach")
    assert not public_pages().exists()


def test_nothing_empty_is_shared_nor_emptied_while_it_is(topic: Topic) -> None:
    empty, full = page_of(topic, body=""), page_of(topic)
    with refused("page_is_empty"):
        share_page(staff(topic.office), empty, Shared.LEARNERS)
    share_page(staff(topic.office), full, Shared.LEARNERS)
    with refused("page_is_empty"):
        change_page(staff(topic.office), full, body=" ")


def test_others_change_no_page(topic: Topic) -> None:
    page = page_of(topic)
    other = staff(OfficeFactory())
    for deed in (
        lambda: add_page(other, topic, title="Khác"),
        lambda: change_page(other, page, title="Khác"),
        lambda: share_page(other, page, Shared.PUBLIC),
        lambda: remove_page(other, page),
        lambda: restore_page(other, topic, kept_page(page)),
        lambda: move_page(other, page, up=True),
        lambda: reorder_pages(other, topic, [page.pk]),
    ):
        with refused("not_allowed"):
            deed()
    assert titles(topic) == ["Đón đoàn"]
