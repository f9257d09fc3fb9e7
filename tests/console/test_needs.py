"""What agencies need, on the officer's screens: whom to ask, who answered, an answer written down, sums, the draft."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from khuevan.nominations.domain.need_notices import CALL, REMINDER
from khuevan.nominations.domain.previews import OWN_LINK
from khuevan.notifications.enums import Channel
from khuevan.notifications.models import Message
from khuevan.people.domain.contacts import add_contact
from khuevan.people.enums import RoleKind
from khuevan.training.domain.need_calls import ask_agencies, call_needs
from khuevan.training.domain.needs import NeedRow, answer_needs, declare_none
from khuevan.training.enums import NeedWay
from khuevan.training.models import NeedCall, TrainingPlan
from tests.console.acting import Acting, notices
from tests.factories import OfficeFactory, OrganizationFactory, staff

pytestmark = pytest.mark.django_db
ADD = "/can-bo/ke-hoach/nhu-cau/hoi/"


@pytest.fixture
def me() -> Acting:
    return Acting(staff(OfficeFactory()))


def _call(me: Acting, agencies: int = 2) -> NeedCall:
    office = me.user.roles.get().office
    day = timezone.localdate() + timedelta(days=10)
    bodies = [OrganizationFactory(protocol_order=place) for place in range(1, agencies + 1)]
    return call_needs(me.user, office, 2027, reply_by=day, agencies=bodies)


def _at(call: NeedCall, name: str = "need_call", *keys: int) -> str:
    return reverse(f"console:{name}", args=(call.pk, *keys))


def test_asking_begins_with_a_day_and_the_agencies(me: Acting) -> None:
    past = timezone.localdate() - timedelta(days=1)
    assert me.status(ADD, year="2027", reply_by=past.isoformat()) == 422
    day = timezone.localdate() + timedelta(days=20)
    page = me.post(ADD, form=ADD, year="2027", reply_by=day.isoformat(), note="Đăng ký đúng nhu cầu")
    call = NeedCall.objects.get()
    assert "data-choose" in page or "chon" in page
    home = me.user.roles.get().office.organization
    bodies = [OrganizationFactory(name=f"Ủy ban nhân dân xã {name}", parent=home) for name in ("Một", "Hai")]
    ask = f"{_at(call, 'need_ask')}?nguon=cay&thuoc={home.pk}"
    done = me.post(ask, chon=[str(body.pk) for body in bodies])
    assert call.answers.count() == 2
    undo = re.search(r'action="([^"]*chon/thoi/[^"]*)"', done)
    assert undo
    me.post(undo[1].replace("&amp;", "&"))
    assert call.answers.count() == 0
    me.post(ask, chon=[str(bodies[0].pk)])
    board = me.get(_at(call))
    assert bodies[0].name in board and "Đăng ký đúng nhu cầu" in board
    gone = me.post(_at(call), viec="thoi-hoi", chon=[str(call.answers.get().pk)])
    again = re.search(r'action="([^"]*chon/lai/[^"]*)"', gone)
    assert again and not call.answers.exists()
    me.post(again[1].replace("&amp;", "&"))
    assert call.answers.get().organization == bodies[0]


def test_an_answer_is_written_down_row_by_row(me: Acting) -> None:
    call = _call(me)
    first, second = call.answers.order_by("pk")
    here = _at(call, "need_answer", first.pk)
    wrong = me.client.post(here, {"count": "3", "r1_title": "Lễ tân đối ngoại", "r2_people": "4"})
    text = wrong.content.decode()
    assert wrong.status_code == 422 and text.count('class="problem"') >= 2 and "Lễ tân đối ngoại" in text
    more = me.client.post(here, {"count": "3", "r1_title": "Lễ tân đối ngoại", "viec": "them-dong"})
    assert more.status_code == 200 and "r8_title" in more.content.decode() and "Lễ tân" in more.content.decode()
    assert first.needs.count() == 0
    said = {"count": "3", "r1_title": "Lễ tân đối ngoại", "r1_people": "5", "r3_title": "Tin học", "r3_people": "2"}
    me.post(here, form=here, answered_by="Lê Văn Bảy", **said)
    first.refresh_from_db()
    assert [(one.title, one.people) for one in first.needs.all()] == [("Lễ tân đối ngoại", 5), ("Tin học", 2)]
    assert (first.answered_by, first.way) == ("Lê Văn Bảy", NeedWay.OFFICER)
    other = _at(call, "need_answer", second.pk)
    me.post(other, form=other, count="3", has_none="on")
    second.refresh_from_db()
    assert second.has_none and second.answered_at
    assert "7" in me.get(_at(call))
    board = me.get(_at(call), tra_loi="none")
    assert second.name in board and f">{first.name}<" not in board


def test_the_sum_by_topic_becomes_the_draft_of_the_plan(me: Acting) -> None:
    call = _call(me, agencies=3)
    for place, answer in enumerate(call.answers.order_by("pk")):
        answer_needs(me.user, answer, [NeedRow("Lễ tân đối ngoại", 5 + place), NeedRow(f"Riêng {place}", 1)])
    page = me.get(_at(call, "need_summary"))
    assert page.index("Lễ tân đối ngoại") < page.index("Riêng 0") and ">18<" in page
    book = load_workbook(BytesIO(me.client.get(_at(call, "need_summary"), {"xuat": "xlsx"}).content))
    assert any("Lễ tân đối ngoại" in str(cell.value) for row in book.active for cell in row)
    assert f"{reverse('console:plan_add')}?nam=2027" in page, "without a plan, making one comes first"
    add = reverse("console:plan_add")
    drafting = me.post(add, form=add, year="2027", title="")
    plan = TrainingPlan.objects.get()
    assert 'name="nhu-cau"' in drafting
    me.post(reverse("console:plan_draft", args=(plan.pk,)), **{"nhu-cau": "1"})
    assert plan.planned_classes.count() == 4
    assert plan.planned_classes.get(title="Lễ tân đối ngoại").people == 18
    after = me.get(_at(call, "need_summary"))
    assert 'name="nhu-cau"' not in after, "nothing waits any more"
    line = plan.planned_classes.get(title="Lễ tân đối ngoại")
    assert call.answers.order_by("pk")[0].name in me.get(reverse("console:planned", args=(plan.pk, line.pk)))
    here = reverse("console:planned", args=(plan.pk, line.pk))
    removed = me.post(reverse("console:planned_remove", args=(plan.pk, line.pk)), form=here)
    assert 'name="nhu-cau"' in me.get(_at(call, "need_summary")), "its needs wait again"
    undo = re.search(r'action="([^"]*[?]lop=[^"]*)"', removed)
    assert undo
    me.post(undo[1].replace("&amp;", "&"))
    assert plan.planned_classes.get(title="Lễ tân đối ngoại").needs.count() == 3, "and are met again by the undo"
    assert 'name="nhu-cau"' not in me.get(_at(call, "need_summary"))


def test_agencies_are_written_to_and_the_silent_ones_reminded(me: Acting) -> None:
    call = _call(me, agencies=4)
    by_mail, by_hand, answered, unknown = call.answers.select_related("organization").order_by("pk")
    add_contact(me.user, by_mail.organization, name="Lê Thị Cúc", email="cuc@example.vn")
    add_contact(me.user, by_hand.organization, name="Vũ Đức", phone="0258 3822 412")
    declare_none(me.user, answered)
    send, remind = _at(call, "need_send"), _at(call, "need_remind")
    assert send in me.get(_at(call)) and remind in me.get(_at(call))
    asked = me.get(send)
    assert "cuc@example.vn" in asked and "0258 3822 412" in asked and unknown.name in asked
    assert f"danh-ba/co-quan/{unknown.organization_id}/" in asked and answered.name not in asked
    assert OWN_LINK in asked and "/vao/" not in asked, "the preview shows nobody's secret"
    assert not Message.objects.exists()
    said = me.post(send)
    assert Message.objects.filter(kind=CALL).count() == 2 and len(notices(said)) == 1
    waits = re.search(r'href="([^"]*thu-tin/[?][^"]*)"', me.get(send))
    assert waits
    listed = me.get(waits[1].replace("&amp;", "&"))
    assert "Vũ Đức" in listed and "Lê Thị Cúc" not in listed
    hand = Message.objects.get(channel=Channel.HAND)
    copied = me.get(reverse("console:message", args=(hand.pk,)))
    assert "/vao/" in copied and "data:image" in copied, "text and QR code to copy"
    nothing = me.get(remind)
    assert "<button" not in nothing.split("<main", 1)[1].split("den-ai", 1)[0], "written to today already"
    Message.objects.update(made_at=timezone.now() - timedelta(days=2))
    me.post(remind)
    assert Message.objects.filter(kind=REMINDER).count() == 2
    NeedCall.objects.filter(pk=call.pk).update(reply_by=timezone.localdate() - timedelta(days=1))
    assert send not in me.get(_at(call))
    me.post(remind)
    assert Message.objects.count() == 4
    reader = Acting(staff(me.user.roles.get().office, RoleKind.LEADER))
    assert send not in reader.get(_at(call)) and reader.client.get(send).status_code == 404


def test_a_personal_link_made_for_needs_says_so(me: Acting) -> None:
    call = _call(me)
    answer = call.answers.select_related("organization").order_by("pk")[0]
    who = add_contact(me.user, answer.organization, name="Lê Thị Cúc", email="cuc@example.vn")
    make = re.search(r'href="([^"]*duong-dan/[?]nhu-cau=\d+)"', me.get(_at(call, "need_answer", answer.pk)))
    assert make
    assert f'<option value="{who.pk}" selected' in me.get(make[1])
    told = me.post(make[1], form=make[1], office=str(call.office_id), contact=str(who.pk), days="60", by_email="on")
    wanted = f"để đăng ký nhu cầu đào tạo, bồi dưỡng năm {call.year}"
    assert wanted in told and wanted in Message.objects.get().body
    other = make[1].replace(f"={answer.pk}", f"={call.answers.order_by('pk')[1].pk}")
    assert me.client.get(other).status_code == 404, "the needs of another agency"
    plain = me.post(make[1].partition("?")[0], form=make[1], office=str(call.office_id), days="60")
    assert "cử người" in plain and wanted not in plain


def test_closing_reopening_and_who_may(me: Acting) -> None:
    call = _call(me)
    answer = call.answers.order_by("pk")[0]
    answer_needs(me.user, answer, [NeedRow("Tin học", 3)])
    closed = me.post(_at(call, "need_close"))
    call.refresh_from_db()
    assert call.closed_at and "need_reopen" not in closed and notices(closed)
    assert me.status(_at(call, "need_answer", answer.pk), count="1", r1_title="Khác", r1_people="1") == 404
    later = timezone.localdate() + timedelta(days=30)
    me.post(_at(call, "need_reopen"), reply_by=later.isoformat())
    call.refresh_from_db()
    assert call.closed_at is None and call.reply_by == later
    change = _at(call, "need_call_change")
    me.post(change, form=change, reply_by=(later + timedelta(days=1)).isoformat(), note="")
    call.refresh_from_db()
    assert call.reply_by == later + timedelta(days=1)
    stranger = Acting(staff(OfficeFactory()))
    reader = Acting(staff(me.user.roles.get().office, RoleKind.LEADER))
    for name in ("need_call", "need_summary", "need_ask"):
        assert stranger.client.get(_at(call, name)).status_code == 404
    assert "Tin học" in reader.get(_at(call, "need_summary"))
    assert reader.client.get(_at(call, "need_ask")).status_code == 404
    reader.post(_at(call, "need_close"))
    call.refresh_from_db()
    assert call.closed_at is None


def test_the_board_costs_as_much_for_many_agencies(me: Acting) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    call = _call(me, agencies=1)

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            me.get(_at(call))
        return len(asked)

    count()
    few = count()
    bodies = [OrganizationFactory(protocol_order=place) for place in range(5, 8)]
    for answer in ask_agencies(me.user, call, bodies):
        answer_needs(me.user, answer, [NeedRow("Tin học", 3), NeedRow("Tiếng Anh", 3)])
    page = me.get(_at(call))
    assert count() == few
    assert page.count("don-vi/") >= 4
