"""The screen of a long work: figures that are true, buttons for those who may, 404 for everybody else."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from khuevan.core.jobs.running import run_now
from khuevan.core.jobs.starting import start
from khuevan.core.jobs.states import JobState
from khuevan.core.models import Job
from khuevan.people.enums import RoleKind
from khuevan.people.models import User
from khuevan.training.models import TrainingClass
from tests.core import counting
from tests.factories import OfficeFactory, TrainingClassFactory, staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _counting(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    counting.install()
    monkeypatch.setattr(counting.Counting, "permission", "")
    yield
    counting.uninstall()


@pytest.fixture
def training_class() -> TrainingClass:
    return TrainingClassFactory(title="Lớp bồi dưỡng kỹ năng đối ngoại", start_date=date(2019, 10, 4))


@pytest.fixture
def officer(training_class: TrainingClass) -> User:
    return staff(training_class.office)


@pytest.fixture
def job(officer: User, training_class: TrainingClass) -> Job:
    return start(officer, counting.KIND, training_class, size=5)


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _page(user: User, job: Job) -> str:
    answer = _client(user).get(reverse("console:job", args=(job.pk,)))
    assert answer.status_code == 200
    return answer.content.decode()


def _stopped_after(job: Job, done: int) -> Job:
    counting.in_step.append(lambda at: counting.refuse(at) if at.done == done else None)
    job = run_now(job)
    counting.in_step.clear()
    return job


def test_the_page_says_how_far_the_work_is_and_moves_by_itself_while_it_does(officer: User, job: Job) -> None:
    assert f'hx-get="/can-bo/viec/{job.pk}/so-lieu/"' in _page(officer, job)
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, done=2, total=5, note="Số 1 đến 2 đã vào sổ.")
    page = _page(officer, job)
    assert 'max="5"' in page
    assert 'value="2"' in page
    assert "Số 1 đến 2 đã vào sổ." in page
    assert "hx-get" in page
    assert "htmx.min.js" in page
    assert 'style="' not in page
    Job.objects.filter(pk=job.pk).update(state=JobState.WAITING)
    page = _page(officer, run_now(job))
    assert 'value="5"' in page
    assert "hx-get" not in page
    assert reverse("console:class_overview", args=(job.subject_id,)) in page


def test_the_moving_part_alone_and_the_whole_page_once_the_state_has_changed(officer: User, job: Job) -> None:
    client = _client(officer)
    address = reverse("console:job_figures", args=(job.pk,))
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, done=3, total=5)
    part = client.get(address, headers={"HX-Request": "true"})
    assert 'value="3"' in part.content.decode()
    assert "<html" not in part.content.decode()
    assert "no-cache" in part["Cache-Control"]
    for state in (JobState.PAUSED, JobState.CANCELLED, JobState.DONE, JobState.FAILED):
        Job.objects.filter(pk=job.pk).update(state=state)
        answer = client.get(address, headers={"HX-Request": "true"})
        assert (answer.content, answer["HX-Refresh"]) == (b"", "true")
    assert client.get(address).headers["Location"] == reverse("console:job", args=(job.pk,))


def test_pausing_going_on_and_cancelling_by_buttons(officer: User, job: Job) -> None:
    client = _client(officer)
    for name, state in (
        ("job_pause", JobState.PAUSED),
        ("job_resume", JobState.WAITING),
        ("job_cancel", JobState.CANCELLED),
    ):
        address = reverse(f"console:{name}", args=(job.pk,))
        assert address in _page(officer, job)
        assert client.get(address).status_code == 405
        answer = client.post(address, follow=True)
        assert answer.redirect_chain == [(reverse("console:job", args=(job.pk,)), 302)]
        job.refresh_from_db()
        assert job.state == state
    page = _page(officer, job)
    assert "<form" not in page.split('id="noi-dung"')[1]
    answer = client.post(reverse("console:job_resume", args=(job.pk,)), follow=True)
    assert "is-warn" in answer.content.decode(), "it is said why not"


def test_what_stopped_says_why_and_offers_to_go_on_where_it_stands(officer: User, job: Job) -> None:
    job = _stopped_after(job, 4)
    page = _page(officer, job)
    assert "4 are enough." in page
    assert reverse("console:job_resume", args=(job.pk,)) in page
    assert "5" in page.split("job_resume")[0]
    _client(officer).post(reverse("console:job_resume", args=(job.pk,)))
    job = run_now(job)
    assert (job.state, job.done) == (JobState.DONE, 5)


def test_sentences_of_the_result_are_shown_and_harmless(officer: User, job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(
        state=JobState.DONE, result=["03/GCN: không có chữ “中”.", "<script>alert(1)</script>"], done=4, total=5
    )
    page = _page(officer, job)
    assert "không có chữ “中”." in page
    assert "<script>alert" not in page


def test_staff_of_the_office_look_on_and_outsiders_find_nothing(officer: User, job: Job) -> None:
    office = TrainingClass.objects.get(pk=job.subject_id).office
    editor = staff(office, RoleKind.EDITOR)
    page = _page(editor, job)
    assert "<form" not in page.split('id="noi-dung"')[1]
    answer = _client(editor).post(reverse("console:job_cancel", args=(job.pk,)), follow=True)
    assert "is-warn" in answer.content.decode()
    assert Job.objects.get(pk=job.pk).state == JobState.WAITING
    stranger = _client(staff(OfficeFactory()))
    for name in ("job", "job_figures", "job_pause", "job_resume", "job_cancel"):
        post = name not in {"job", "job_figures"}
        for pk in (job.pk, 999_999):
            address = reverse(f"console:{name}", args=(pk,))
            answer = stranger.post(address) if post else stranger.get(address, headers={"HX-Request": "true"})
            assert answer.status_code == 404
        anonymous = Client()
        address = reverse(f"console:{name}", args=(job.pk,))
        answer = anonymous.post(address) if post else anonymous.get(address)
        assert answer.status_code == 302
        assert "/dang-nhap/" in answer["Location"] or "login" in answer["Location"]
    assert Job.objects.get(pk=job.pk).state == JobState.WAITING


def test_the_list_shows_the_work_of_the_own_offices_only(officer: User, job: Job) -> None:
    other = TrainingClassFactory(title="Lớp của nơi khác")
    start(staff(other.office), counting.KIND, other, size=1)
    page = _client(officer).get(reverse("console:jobs")).content.decode()
    assert "Lớp bồi dưỡng kỹ năng đối ngoại" in page
    assert reverse("console:job", args=(job.pk,)) in page
    assert "Lớp của nơi khác" not in page


def test_an_empty_list_says_what_will_be_here(officer: User) -> None:
    assert _client(officer).get(reverse("console:jobs")).status_code == 200


def test_the_list_asks_as_many_queries_for_three_rows_as_for_one(officer: User, job: Job) -> None:
    client = _client(officer)
    client.get(reverse("console:jobs"))
    counts = []
    for number in (1, 3):
        while Job.objects.count() < number:
            start(officer, counting.KIND, TrainingClassFactory(office=officer.roles.get().office), size=1)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("console:jobs"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_page_of_the_subject_may_show_the_panel(officer: User, job: Job) -> None:
    request = RequestFactory().get("/")
    request.user = officer
    panel = render_to_string("console/jobs/progress.html", {"job": job}, request=request)
    assert reverse("console:job_pause", args=(job.pk,)) in panel
    assert "hx-get" in panel


def test_a_kind_of_work_that_is_not_known_any_more_is_still_shown(officer: User, job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(kind="old.work", state=JobState.DONE, done=1, total=1)
    assert "old.work" in _page(officer, job)
    assert "old.work" in _client(officer).get(reverse("console:jobs")).content.decode()


def test_every_state_has_its_words(officer: User, job: Job) -> None:
    seen = set()
    for state in JobState:
        Job.objects.filter(pk=job.pk).update(state=state)
        seen.add(_page(officer, job).split('<span class="state ')[1].split("</span>")[0])
    assert len(seen) == len(JobState)
