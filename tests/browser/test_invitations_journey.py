"""Sixty agencies are asked, answer each in its own way, and one clean list comes out, with what changed afterwards."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import openpyxl
import pytest
import zxingcpp
from django.urls import reverse
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from khuevan.core.jobs.running import run_now
from khuevan.core.jobs.states import JobState
from khuevan.core.models import Job
from khuevan.nominations.enums import Answer, EnrollmentState, NominationState, ReplyState, SubmissionState
from khuevan.nominations.models import Enrollment, Invitation, Nomination, Quota, ReplyBatch, ReplyFile
from khuevan.notifications.models import Message
from khuevan.people.domain.access_links import link_path, make_link
from khuevan.training.enums import ClassState
from khuevan.training.models import TrainingClass
from tests.browser.desk import sit_down
from tests.browser.invited import (
    AGENCIES,
    coming_class,
    group_of_agencies,
    letters,
    nameless,
    office_of_the_province,
    person_name,
)
from tests.papers.conftest import opened, words

pytestmark = pytest.mark.django_db(transaction=True)

EACH = 2
FOLDER = 40
REFUSED, RESERVE, NEWCOMER = "Phan Thị Từ Chối", "Hồ Thị Dự Bị", "Lý Thị Đi Thay"
LATE = "Người được cử đi công tác nước ngoài"
PHONE = {"width": 390, "height": 844}


class Journey:
    """The officer at a desk, agencies with their telephones, and what they all work on."""

    def __init__(self, page: Page, browser: Browser, live_server: Any) -> None:
        self.page, self.browser, self.server = page, browser, live_server.url
        self.office, self.officer = office_of_the_province()
        self.bodies = group_of_agencies(self.office, self.officer)
        self.training_class = coming_class(self.office, self.officer)
        sit_down(page, live_server, self.officer)

    def to(self, view: str, *args: object) -> Page:
        """The officer opens a page of the class."""
        self.page.goto(f"{self.server}{reverse(f'console:{view}', args=(self.training_class.pk, *args))}")
        return self.page

    @property
    def invitation(self) -> Invitation:
        return Invitation.objects.get(training_class=self.training_class)

    def quota(self, place: int) -> Quota:
        """Of the agency in that place of the protocol."""
        return Quota.objects.get(invitation=self.invitation, organization=self.bodies[place])

    @contextmanager
    def telephone(self) -> Iterator[Page]:
        """A browser of its own that holds nothing of anybody else."""
        context = self.browser.new_context(viewport=PHONE, locale="en-US")
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
        try:
            yield page
        finally:
            context.close()


def button_of(page: Page, address: str) -> Any:
    """The button of the form that is sent to this address."""
    return page.locator(f"form[action='{address}'] button").last


def press_deed(journey: Journey, name: str, deed: str, reason: str = "") -> None:
    """Presses what an officer does to one person; asks first where a reason is wanted."""
    who = Nomination.objects.get(full_name=name, training_class=journey.training_class)
    address = reverse("console:class_nominee_deed", args=(journey.training_class.pk, who.pk, deed))
    if reason:
        form = journey.page.locator(f"form[action='{address}']")
        journey.page.locator("details", has=form).locator("summary").click()
        form.locator("[name=reason]").fill(reason)
    with journey.page.expect_navigation():
        button_of(journey.page, address).click()


def fill_person(page: Page, prefix: str, name: str) -> None:
    card = page.locator(f"details[id='{prefix}']")
    if card.get_attribute("open") is None:
        card.locator("summary").click()
    page.locator(f"[name={prefix}-full_name]").fill(name)
    page.locator(f"[name={prefix}-birth]").fill("1988")
    page.locator(f"[name={prefix}-gender]").select_option("Nữ")
    page.locator(f"[name={prefix}-position]").fill("Chuyên viên")
    page.locator(f"[name={prefix}-phone]").fill("0900111222")


def test_sixty_agencies_one_list(visitor: Page, browser: Browser, live_server: Any) -> None:
    journey = Journey(visitor, browser, live_server)
    _invite(journey)
    _drop_a_folder(journey)
    _answer_by_code_on_the_letter(journey)
    _decline(journey)
    with journey.telephone() as agency:
        _answer_by_link_over_the_quota(journey, agency)
        _decide(journey)
        _close(journey)
        _replace_after_close(journey, agency)
    _the_change_is_listed(journey)


def _invite(journey: Journey) -> None:
    """Terms, then everybody of a group, with two places each."""
    page = journey.to("class_invitation_terms")
    with page.expect_navigation():
        page.locator("form.fields button.btn-primary").click()
    page.goto(f"{page.url}?nguon=nhom")
    page.locator("[data-whole]").first.check()
    page.locator("[name=moi-don-vi]").fill(str(EACH))
    with page.expect_navigation():
        page.locator(".choose-bar button.btn-primary").click()
    assert journey.invitation.quotas.count() == AGENCIES
    assert set(journey.invitation.quotas.values_list("seats", flat=True)) == {EACH}


def _drop_a_folder(journey: Journey) -> None:
    """Forty letters at once: thirty-eight find their agency, two are asked about; all are taken over together."""
    quotas = [journey.quota(place) for place in range(FOLDER)]
    files = [*letters(journey.officer, quotas[:-2]), nameless(FOLDER - 2), nameless(FOLDER - 1)]
    page = journey.to("class_replies")
    page.locator("[data-replies] input[type=file]:not([webkitdirectory])").set_input_files(files)
    with page.expect_navigation():
        page.locator("form button.btn-primary").last.click()
    _work(journey)
    doubtful = ReplyFile.objects.filter(state=ReplyState.DOUBTFUL).order_by("index")
    assert [one.name for one in doubtful] == [one["name"] for one in files[-2:]]
    sorted_right = ReplyFile.objects.exclude(state=ReplyState.DOUBTFUL).order_by("index")
    assert [one.quota_id for one in sorted_right] == [quota.pk for quota in quotas[:-2]]
    page.reload()
    for one, quota in zip(doubtful, quotas[-2:], strict=True):
        page.locator(f"[name=tep-{one.pk}][value=khac]").check()
        page.locator(f"[name=ten-{one.pk}]").fill(quota.name)
    batch = ReplyBatch.objects.get()
    with page.expect_navigation():
        button_of(page, reverse("console:class_reply_choose", args=(journey.training_class.pk, batch.pk))).click()
    _work(journey)
    page.reload()
    take = reverse("console:class_reply_take", args=(journey.training_class.pk, batch.pk))
    with page.expect_navigation():
        button_of(page, take).click()
    _work(journey)
    assert set(Quota.objects.filter(pk__in=[one.pk for one in quotas]).values_list("answer", flat=True)) == {"sent"}
    on_list = set(Enrollment.objects.filter(training_class=journey.training_class).values_list("full_name", flat=True))
    assert on_list == {person_name(number) for number in range(FOLDER)}


def _work(journey: Journey) -> None:
    """What the worker does meanwhile."""
    for job in Job.objects.filter(state=JobState.WAITING, kind__startswith="nominations."):
        run_now(job)


def _address_on_the_letter(journey: Journey) -> str:
    """What a telephone reads from the picture that goes into the letter."""
    answer = journey.page.request.get(
        f"{journey.server}{reverse('console:class_invitation_qr', args=(journey.training_class.pk,))}"
    )
    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(answer.body())).convert("L"))
    return re.sub(r"^https?://[^/]+", journey.server, code.text)


def _open_agency(journey: Journey, page: Page, quota: Quota) -> None:
    page.goto(_address_on_the_letter(journey))
    page.locator(f"a[href$='/{quota.pk}/']").click()


def _answer_by_code_on_the_letter(journey: Journey) -> None:
    """Somebody types one person on a telephone; nothing counts before the officer has asked back."""
    quota = journey.quota(40)
    with journey.telephone() as page:
        _open_agency(journey, page, quota)
        page.locator(f"a[href$='/{quota.pk}/danh-sach/']").click()
        fill_person(page, "moi0", person_name(40))
        _send(page)
        expect(page).to_have_url(re.compile(rf"/{quota.pk}/da-gui/$"))
        expect(page.get_by_text(person_name(40))).to_be_visible()
    assert Quota.objects.get(pk=quota.pk).answer == Answer.NONE
    _confirm(journey, quota)
    assert Quota.objects.get(pk=quota.pk).answer == Answer.SENT


def _send(page: Page) -> None:
    for field, text in (("sender_name", "Nguyễn Thị Văn Thư"), ("sender_phone", "0900333444")):
        if page.locator(f"[name={field}]").count() and not page.locator(f"[name={field}]").input_value():
            page.locator(f"[name={field}]").fill(text)
    with page.expect_navigation():
        page.locator("button[name=viec][value=gui], button.btn-primary:not([name])").last.click()


def _confirm(journey: Journey, quota: Quota) -> None:
    answer = quota.submissions.get(state=SubmissionState.UNCONFIRMED)
    page = journey.to("class_quota", quota.pk)
    address = reverse("console:class_submission_confirm", args=(journey.training_class.pk, quota.pk, answer.pk))
    with page.expect_navigation():
        page.locator(f"form[action='{address}']", has=page.locator("[value=officer]")).locator("button").click()


def _decline(journey: Journey) -> None:
    quota = journey.quota(41)
    with journey.telephone() as page:
        _open_agency(journey, page, quota)
        page.locator(f"a[href$='/{quota.pk}/khong-cu/']").click()
        page.locator("[name=reason]").fill("Đang phục vụ đoàn thanh tra")
        _send(page)
        expect(page.get_by_text("Đang phục vụ đoàn thanh tra")).to_be_visible()
    _confirm(journey, quota)
    assert Quota.objects.get(pk=quota.pk).answer == Answer.DECLINED


def _answer_by_link_over_the_quota(journey: Journey, page: Page) -> None:
    """Three people for two places: the third stands on the reserve list, and the agency sees so."""
    quota = journey.quota(42)
    _link, secret = make_link(journey.officer, office=journey.office, organization=quota.organization)
    page.goto(f"{journey.server}{link_path(secret)}")
    assert secret not in page.url
    page.goto(f"{journey.server}{reverse('desk:agency_write', args=(quota.pk,))}")
    fill_person(page, "moi0", REFUSED)
    fill_person(page, "moi1", person_name(42))
    page.locator("button[name=viec][value=them]").click()
    fill_person(page, "moi2", RESERVE)
    _send(page)
    expect(page).to_have_url(re.compile(rf"/don-vi/lop/{quota.pk}/$"))
    states = dict(Nomination.objects.filter(quota=quota).values_list("full_name", "state"))
    assert states == {
        REFUSED: NominationState.PROPOSED,
        person_name(42): NominationState.PROPOSED,
        RESERVE: NominationState.RESERVE,
    }


def _decide(journey: Journey) -> None:
    """One is refused with a reason, who waited moves up, everybody else is accepted at once."""
    journey.to("class_quota", journey.quota(42).pk)
    press_deed(journey, REFUSED, "tu-choi", "Không đúng đối tượng")
    journey.to("class_reserve")
    press_deed(journey, RESERVE, "dua-len")
    page = journey.to("class_nominees")
    with page.expect_navigation():
        button_of(page, reverse("console:class_nominees_accept", args=(journey.training_class.pk,))).click()
    on_list = set(Enrollment.objects.filter(training_class=journey.training_class).values_list("full_name", flat=True))
    assert {RESERVE, person_name(40), person_name(42)} <= on_list
    assert REFUSED not in on_list


def _close(journey: Journey) -> None:
    page = journey.to("class_invitations")
    address = reverse("console:class_invitation_close", args=(journey.training_class.pk,))
    page.locator("details", has=page.locator(f"form[action='{address}']")).locator("summary").click()
    with page.expect_navigation():
        button_of(page, address).click()
    assert TrainingClass.objects.get(pk=journey.training_class.pk).state == ClassState.LIST_CLOSED


def _replace_after_close(journey: Journey, page: Page) -> None:
    """The agency sends somebody else, and is asked why now."""
    quota = journey.quota(42)
    who = Nomination.objects.get(quota=quota, full_name=RESERVE)
    page.goto(f"{journey.server}{reverse('desk:agency_class', args=(quota.pk,))}")
    page.locator(f"a[href$='/nguoi/{who.pk}/thay/']").click()
    fill_person(page, "moi0", NEWCOMER)
    submit = page.locator("form button.btn-primary").last
    submit.click()
    expect(page.locator("#id_reason_error, [id$=reason_error]").first).to_be_visible()
    assert not Enrollment.objects.filter(full_name=NEWCOMER).exists()
    page.locator("[name=reason]").fill(LATE)
    with page.expect_navigation():
        submit.click()
    expect(page.get_by_text(NEWCOMER).first).to_be_visible()
    letter = page.request.get(f"{journey.server}{reverse('desk:agency_letter', args=(quota.pk,))}")
    text = words(opened(letter.body()))
    assert NEWCOMER in text
    assert RESERVE not in text


def _the_change_is_listed(journey: Journey) -> None:
    """On the list, at the person who left, in the confirmed list, the wall list, the audit and the messages."""
    about = journey.training_class
    left = Enrollment.objects.get(training_class=about, full_name=RESERVE)
    came = Enrollment.objects.get(training_class=about, full_name=NEWCOMER)
    assert (left.state, came.state, came.replaces_id) == (EnrollmentState.WITHDRAWN, EnrollmentState.ENROLLED, left.pk)
    page = journey.to("class_learner", left.pk)
    expect(page.get_by_text(LATE).first).to_be_visible()
    page = journey.to("class_learner", came.pk)
    expect(page.get_by_text(RESERVE).first).to_be_visible()
    for view in ("class_learners", "class_confirmed", "class_quota"):
        args = (journey.quota(42).pk,) if view == "class_quota" else ()
        expect(journey.to(view, *args).get_by_text(NEWCOMER).first).to_be_visible()
    confirmed = journey.to("class_confirmed").locator("main").inner_text()
    assert RESERVE not in confirmed
    assert "0900111222" not in confirmed
    for name in ("diem-danh", "hoc-vien", "niem-yet"):
        printed = page.request.get(f"{journey.server}{reverse('console:class_list', args=(about.pk, name, 'xlsx'))}")
        cells = _cells(printed.body())
        assert NEWCOMER in cells, name
        assert RESERVE not in cells, name
    told = Message.objects.filter(body__contains=NEWCOMER)
    assert {"vt42@xa.example", journey.officer.email} <= set(told.values_list("to_email", flat=True))


def _cells(content: bytes) -> set[str]:
    """The words of the first sheet."""
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return {str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None}
