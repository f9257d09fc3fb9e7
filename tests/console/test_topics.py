"""The catalogue on screen: found, written, revised, shared, printed, taken back; nothing of it for others."""

from html import unescape
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from khuevan.people.enums import RoleKind
from khuevan.training.domain.topics.catalogue import add_catalogue_topic
from khuevan.training.domain.topics.checklists import read_steps
from khuevan.training.domain.topics.handbook import add_page, share_page
from khuevan.training.domain.topics.standard import load_standard_topics, standard_topics
from khuevan.training.domain.topics.versions import newest, revise_topic
from khuevan.training.enums import HandbookKind, Shared
from khuevan.training.models import ClassTopic, HandbookPage, Topic
from tests.console.acting import Acting, notices
from tests.factories import OfficeFactory, staff
from tests.factories.worlds import World, world
from tests.training.test_topics import teaching

pytestmark = pytest.mark.django_db
LIST = "/can-bo/chuyen-de/"
STEPS = "Giai đoạn: Trước\nXin chủ trương | Lễ tân | 15 ngày trước\nGiai đoạn: Đón\nTặng hoa"


@pytest.fixture
def me() -> Acting:
    return Acting(staff(OfficeFactory()))


def _office(me: Acting) -> object:
    return me.user.roles.get().office


def _topic(me: Acting, title: str = "Lễ tân đối ngoại", **contents: object) -> Topic:
    return add_catalogue_topic(me.user, _office(me), title=title, field="Đối ngoại", **{"periods": 4, **contents})


def _page(me: Acting, topic: Topic, **values: object) -> HandbookPage:
    given = {"kind": HandbookKind.CHECKLIST, "steps": read_steps(STEPS), **values}
    return add_page(me.user, topic, title="Đón đoàn", body="Đọc trước.", **given)


def _at(name: str, *keys: int) -> str:
    return reverse(f"console:{name}", args=keys)


def test_an_empty_catalogue_offers_the_standard_topics_and_takes_them_once(me: Acting) -> None:
    empty = me.get(LIST)
    assert 'class="nothing"' in empty
    load = _at("catalogue_standard", _office(me).pk)
    assert load in empty
    page = me.post(load, form=LIST)
    assert Topic.objects.count() == len(standard_topics())
    assert str(len(standard_topics())) in notices(page)[0]
    assert load not in page, "nothing is lacking any more"
    me.post(load)
    assert Topic.objects.count() == len(standard_topics())


def test_the_list_is_searched_without_tone_marks_filtered_by_field_and_taken_to_excel(me: Acting) -> None:
    load_standard_topics(me.user, _office(me))
    found = unescape(me.get(LIST, q="le tan"))
    assert "Công tác lễ tân đối ngoại" in found
    assert "Công tác lãnh sự" not in found
    filtered = unescape(me.get(LIST, linh_vuc="Thông tin đối ngoại"))
    assert "Phát ngôn" in filtered
    assert "lãnh sự" not in filtered
    book = load_workbook(BytesIO(me.client.get(f"{LIST}?xuat=xlsx").content)).active
    rows = list(book.iter_rows(values_only=True))
    assert len(rows) == 3 + len(standard_topics())
    assert any("Treo cờ" in str(one) or "Quốc kỳ" in str(one) for row in rows for one in row)


def test_the_list_takes_as_many_queries_for_many_topics_as_for_one(me: Acting) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            me.get(LIST)
        return len(captured)

    topic = _topic(me)
    teaching(topic, begun=True)
    _page(me, topic)
    queries()
    few = queries()
    for place in range(5):
        _page(me, _topic(me, f"Chuyên đề {place}"))
    assert queries() == few


def test_a_topic_is_added_revised_and_shows_what_its_versions_changed(me: Acting) -> None:
    add = _at("catalogue_add")
    assert me.status(add, title="") == 422
    me.post(add, form=add, title="Biển đảo", field="Đối ngoại", periods="4", outline="Một\nHai")
    topic = Topic.objects.get()
    revise = _at("catalogue_revise", topic.pk)
    assert 'name="reason"' not in me.get(revise)
    me.post(revise, form=revise, title="Biển đảo quê hương", field="Đối ngoại", periods="8", outline="Một\nHai")
    topic.refresh_from_db()
    assert (topic.title, topic.versions.get().periods) == ("Biển đảo quê hương", 8)
    teaching(topic, begun=True)
    told = {"title": topic.title, "field": "", "periods": "8", "outline": "Một\nBa"}
    assert 'name="reason"' in me.get(revise)
    wrong = me.client.post(revise, {**me.hidden(revise), **told})
    assert wrong.status_code == 422
    assert "Một\nBa" in wrong.content.decode(), "what was typed is kept"
    assert newest(topic).number == 1
    page = me.post(revise, form=revise, **told, reason="Theo luật mới")
    assert newest(topic).number == 2
    assert "Theo luật mới" in page
    assert "<del>" in page
    assert "<ins>" in page


def test_two_who_revise_at_once_see_both_and_nothing_is_lost(me: Acting) -> None:
    topic = _topic(me)
    revise = _at("catalogue_revise", topic.pk)
    hidden = me.hidden(revise)
    revise_topic(me.user, topic, periods=12)
    answer = me.client.post(revise, {**hidden, "title": topic.title, "field": "", "periods": "8"})
    assert answer.status_code == 422
    assert newest(topic).periods == 12
    topic.refresh_from_db()
    assert topic.field == "Đối ngoại", "neither is half of the form stored"


def test_a_check_list_is_typed_line_by_line_and_a_wrong_line_is_named(me: Acting) -> None:
    topic = _topic(me)
    add = f"{_at('handbook_add', topic.pk)}?loai=checklist"
    wrong = me.client.post(add, {"title": "Đón đoàn", "steps": f"{STEPS}\n| không nói việc"})
    assert wrong.status_code == 422
    assert "không nói việc" in wrong.content.decode()
    page = unescape(me.post(add, form=add, title="Đón đoàn", steps=STEPS))
    made = HandbookPage.objects.get()
    assert (made.kind, made.steps.count()) == (HandbookKind.CHECKLIST, 2)
    assert "15 ngày trước" in page
    change = _at("handbook_change", made.pk)
    assert "Xin chủ trương | Lễ tân | 15 ngày trước" in unescape(me.get(change)), "the list is typed on as it was"
    me.post(change, form=change, title="Đón đoàn", steps="Một\nHai\nBa")
    assert made.steps.count() == 3


def test_a_page_is_printed_with_boxes_and_taken_to_excel(me: Acting) -> None:
    page = _page(me, _topic(me))
    paper = me.get(_at("handbook_print", page.pk))
    assert paper.count("tick-box") == 2
    book = load_workbook(BytesIO(me.client.get(f"{_at('handbook_page', page.pk)}?xuat=xlsx").content)).active
    rows = list(book.iter_rows(min_row=4, values_only=True))
    assert rows[0][:5] == (1, "Trước", "Xin chủ trương", "Lễ tân", "15 ngày trước")
    assert rows[1][:3] == (2, "Đón", "Tặng hoa")


def test_a_page_is_shared_compared_moved_removed_and_taken_back(me: Acting) -> None:
    topic = _topic(me)
    page, other = _page(me, topic), _page(me, topic)
    at = _at("handbook_page", page.pk)
    me.post(_at("handbook_share", page.pk), form=at, shared="public")
    page.refresh_from_db()
    assert page.shared == Shared.PUBLIC
    assert reverse("portal:handbook", args=("le-tan-doi-ngoai", page.pk)) in me.get(at)
    assert me.status(_at("handbook_share", page.pk), shared="all") == 404
    me.post(_at("handbook_compared", page.pk), form=at)
    page.refresh_from_db()
    assert page.checked_on is not None
    me.post(_at("handbook_down", page.pk), form=at)
    assert list(topic.handbook.order_by("order")) == [other, page]
    told = me.post(_at("handbook_remove", page.pk), form=at)
    assert not HandbookPage.objects.filter(pk=page.pk).exists()
    undo = _at("handbook_bring_back", topic.pk, page.pk)
    assert undo in told
    me.post(undo)
    again = HandbookPage.objects.get(pk=page.pk)
    assert (again.shared, again.steps.count(), again.order) == (Shared.PUBLIC, 2, 2)
    assert me.status(undo) == 404, "once"


def test_a_page_written_from_a_class_says_so(me: Acting) -> None:
    topic = _topic(me)
    learnt = teaching(topic, begun=True).training_class
    add = f"{_at('handbook_add', topic.pk)}?lop={learnt.pk}"
    assert f'<option value="{learnt.pk}" selected>' in me.get(add)
    me.post(add, form=add, title="Điều rút ra", body="Cờ treo trước một ngày.", training_class=learnt.pk)
    assert HandbookPage.objects.get().training_class == learnt
    foreign = world().training_class
    assert me.client.get(f"{_at('handbook_add', topic.pk)}?lop={foreign.pk}").status_code == 404


def test_a_topic_is_taken_out_of_use_with_an_undo_and_shown_on_the_portal(me: Acting) -> None:
    topic = _topic(me)
    at = _at("catalogue_topic", topic.pk)
    me.post(_at("catalogue_publish", topic.pk), form=at)
    topic.refresh_from_db()
    assert reverse("portal:topic", args=(topic.slug,)) in me.get(at)
    told = me.post(_at("catalogue_retire", topic.pk), form=at)
    assert _at("catalogue_restore", topic.pk) in told
    assert reverse("portal:topic", args=(topic.slug,)) not in told
    me.post(_at("catalogue_restore", topic.pk), form=at)
    me.post(_at("catalogue_withdraw", topic.pk), form=at)
    topic.refresh_from_db()
    assert (topic.is_retired, topic.published_at) == (False, None)


def test_a_class_takes_the_newest_contents_from_its_page(me: Acting) -> None:
    topic = _topic(me)
    teaching(topic, begun=True)
    coming = teaching(topic, begun=False)
    made = revise_topic(me.user, topic, periods=8, reason="Luật mới")
    me.post(_at("class_topic_newest", coming.training_class_id, coming.pk))
    assert ClassTopic.objects.get(pk=coming.pk).version == made
    assert str(coming.training_class) in unescape(me.get(_at("catalogue_topic", topic.pk)))


@pytest.fixture
def foreign() -> World:
    return world()


def test_for_an_outsider_and_another_office_nothing_is_there(me: Acting, foreign: World) -> None:
    topic = _topic(me)
    page, coming = _page(me, topic), teaching(topic, begun=False)
    share_page(me.user, page, Shared.PUBLIC)
    reads = [_at("catalogue_topic", topic.pk), _at("handbook_page", page.pk), _at("handbook_print", page.pk)]
    forms = [_at("catalogue_revise", topic.pk), _at("handbook_add", topic.pk), _at("handbook_change", page.pk)]
    names = ("catalogue_retire", "catalogue_restore", "catalogue_publish", "catalogue_withdraw")
    deeds = [_at(name, topic.pk) for name in names]
    deeds += [_at(f"handbook_{name}", page.pk) for name in ("share", "compared", "remove", "up", "down")]
    deeds += [_at("handbook_bring_back", topic.pk, page.pk), _at("catalogue_standard", _office(me).pk)]
    deeds.append(_at("class_topic_newest", coming.training_class_id, coming.pk))
    other, clerk = Acting(foreign.officer), Acting(staff(_office(me), RoleKind.CLERK))
    for address in (*reads, *forms):
        assert other.client.get(address).status_code == 404
        assert Client().get(address)["Location"].startswith("/can-bo/dang-nhap/")
    for address in deeds:
        assert other.status(address, shared="office") == 404
    for address in reads:
        assert clerk.client.get(address).status_code == 200
    for address in (*forms, *(one for one in deeds if "lop/" not in one)):
        assert clerk.status(address, shared="office") == 404, address
    assert clerk.client.get(_at("catalogue_add")).status_code == 404
    assert "Lễ tân đối ngoại" not in unescape(other.get(LIST))
    page.refresh_from_db()
    assert page.shared == Shared.PUBLIC
