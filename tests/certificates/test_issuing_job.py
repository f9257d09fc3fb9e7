"""Issuing as a job: numbers at once, one file each whatever happens, and troubles told instead of hidden."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from khuevan.assessment.domain.outcomes import approve_outcomes, compute_outcomes, set_rule
from khuevan.certificates import jobs
from khuevan.certificates.domain.issuing import open_register
from khuevan.certificates.domain.wording import Signature
from khuevan.certificates.jobs import start_issuing, to_do
from khuevan.certificates.models import Certificate, Register
from khuevan.certificates.rendering import CertificateFacts, CertificateRenderer
from khuevan.core.errors import DomainError
from khuevan.core.jobs.running import run_now
from khuevan.core.jobs.starting import resume
from khuevan.core.jobs.states import JobState
from khuevan.core.models import Job
from khuevan.core.permissions import NotAllowedError
from khuevan.people.enums import RoleKind
from khuevan.training.enums import ClassState
from tests.factories import staff
from tests.factories.worlds import SIGNATURE, World, world

pytestmark = pytest.mark.django_db

NAMES = tuple(f"Nguyễn Văn {name}" for name in ("An", "Bình", "Cường", "Dũng", "Giang", "Hà", "Khoa"))


def _world(*names: str) -> tuple[World, Register]:
    here = world(names=names)
    _approve(here)
    return here, open_register(here.officer, office=here.office, year=2019, symbol="GCN-STN")


def _approve(here: World) -> None:
    for session in here.sessions:
        here.mark(session)
    set_rule(here.officer, here.training_class)
    compute_outcomes(here.officer, here.training_class)
    approve_outcomes(staff(here.office, RoleKind.LEADER), here.training_class)


def _start(here: World, book: Register) -> Job:
    return start_issuing(here.officer, here.training_class, book, issued_on=date(2019, 10, 4), signature=SIGNATURE)


def _files(media: str) -> list[str]:
    return sorted(path.name for path in Path(media).rglob("*") if path.is_file())


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "FILES_A_STEP", 3)


def test_everybody_is_entered_at_once_and_the_files_follow(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    here, book = _world(*NAMES)
    seen = []
    step = jobs.Issuing.step

    def watched(self: jobs.Issuing, job: Job) -> object:
        assert job.done <= len(_files(settings.MEDIA_ROOT))
        seen.append((job.done, job.total, Certificate.objects.count()))
        return step(self, job)

    monkeypatch.setattr(jobs.Issuing, "step", watched)
    job = run_now(_start(here, book))
    assert seen == [(0, 7, 0), (0, 7, 7), (3, 7, 7), (6, 7, 7)]
    assert (job.state, job.done, job.total, job.result) == (JobState.DONE, 7, 7, [])
    assert "1" in job.note
    assert "7" in job.note
    assert "7" in jobs.Issuing().progress(job)
    assert list(Certificate.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6, 7]
    assert _files(settings.MEDIA_ROOT) == [f"2019-{book.pk}-{number:05d}.pdf" for number in range(1, 8)]
    here.training_class.refresh_from_db()
    assert here.training_class.state == ClassState.AWARDED


def test_a_crash_between_file_and_row_leaves_one_file(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    here, book = _world(*NAMES)
    save = Certificate.save
    killed = []

    def crash_once(self: Certificate, *args: Any, **kwargs: Any) -> None:
        if self.number == 5 and not killed:
            killed.append(self.number)
            raise SystemExit(9)
        save(self, *args, **kwargs)

    monkeypatch.setattr(Certificate, "save", crash_once)
    job = _start(here, book)
    with pytest.raises(SystemExit):
        run_now(job)
    job.refresh_from_db()
    assert (job.state, job.done) == (JobState.RUNNING, 3)
    assert len(_files(settings.MEDIA_ROOT)) == 5, "two of them without a row"
    Job.objects.update(state=JobState.WAITING, lease_holder="")
    job = run_now(job)
    assert (job.state, job.done) == (JobState.DONE, 7)
    assert len(_files(settings.MEDIA_ROOT)) == 7
    assert sorted(Path(name).name for name in Certificate.objects.values_list("file", flat=True)) == _files(
        settings.MEDIA_ROOT
    )


def test_what_a_crash_left_half_written_is_replaced(settings: Any) -> None:
    here, book = _world("Đỗ Văn Ân")
    folder = Path(settings.MEDIA_ROOT) / "certificates" / "2019"
    folder.mkdir(parents=True)
    name = f"2019-{book.pk}-00001.pdf"
    (folder / name).write_bytes(b"%PDF-half")
    (folder / f".{name}.part").write_bytes(b"x" * 1_000_000)
    run_now(_start(here, book))
    assert _files(settings.MEDIA_ROOT) == [name]
    content = (folder / name).read_bytes()
    assert content.startswith(b"%PDF-")
    assert content.rstrip().endswith(b"%%EOF")
    assert (folder / name).stat().st_mode & 0o777 == 0o600


def test_one_that_cannot_be_drawn_is_told_of_and_the_others_are_made(settings: Any) -> None:
    here, book = _world("Nguyễn 中 An", "Đỗ Văn Ân", "H'Hen Niê", "Hoàng Thị Bích Tuyền")
    job = run_now(_start(here, book))
    assert (job.state, job.done, job.total) == (JobState.DONE, 3, 4)
    (sentence,) = job.result
    assert "Nguyễn 中 An" in sentence
    assert "01/GCN-STN" in sentence or "/GCN-STN" in sentence
    assert len(_files(settings.MEDIA_ROOT)) == 3
    assert to_do(here.training_class) == 1, "it can be tried again"
    again = run_now(_start(here, book))
    assert (again.pk != job.pk, again.state, again.done, again.total) == (True, JobState.DONE, 0, 1)
    assert Certificate.objects.count() == 4


def test_what_cannot_be_issued_is_said_before_a_job_is_begun() -> None:
    here = world()
    book = open_register(here.officer, office=here.office, year=2019, symbol="GCN-STN")
    with pytest.raises(DomainError) as refusal:
        _start(here, book)
    assert refusal.value.code == "results_not_approved"
    _approve(here)
    editor = staff(here.office, RoleKind.EDITOR)
    with pytest.raises(NotAllowedError):
        start_issuing(editor, here.training_class, book, issued_on=date(2019, 10, 4), signature=SIGNATURE)
    with pytest.raises(DomainError) as refusal:
        start_issuing(here.officer, here.training_class, book, issued_on=date(2020, 1, 4), signature=SIGNATURE)
    assert refusal.value.code == "register_of_another_year"
    run_now(_start(here, book))
    with pytest.raises(DomainError) as refusal:
        _start(here, book)
    assert refusal.value.code == "nothing_to_issue"
    assert Job.objects.count() == 1


def test_a_role_taken_away_stops_the_job_and_a_colleague_may_start_the_rest(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, book = _world(*NAMES)
    prepare = jobs.Issuing.prepare

    def dismiss(self: jobs.Issuing, job: Job) -> object:
        if job.done == 3:
            here.officer.roles.all().delete()
        return prepare(self, job)

    monkeypatch.setattr(jobs.Issuing, "prepare", dismiss)
    job = run_now(_start(here, book))
    assert (job.state, job.done) == (JobState.FAILED, 3)
    assert job.trouble
    assert Certificate.objects.exclude(file="").count() == 3
    monkeypatch.setattr(jobs.Issuing, "prepare", prepare)
    colleague = staff(here.office)
    resume(colleague, job)
    assert run_now(job).state == JobState.FAILED, "it still acts for the one who started it"
    job = run_now(start_issuing(colleague, here.training_class, book, issued_on=date(2019, 10, 4), signature=SIGNATURE))
    assert (job.state, job.done, job.total) == (JobState.DONE, 4, 4)
    assert len(_files(settings.MEDIA_ROOT)) == 7


def test_the_signature_survives_its_way_through_the_job() -> None:
    here, book = _world("Đỗ Văn Ân")
    signature = Signature("GIÁM ĐỐC", "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC", "Trần Ái", "Phó Giám đốc")
    run_now(start_issuing(here.officer, here.training_class, book, issued_on=date(2019, 12, 31), signature=signature))
    frozen = Certificate.objects.get().frozen
    assert (frozen["title"], frozen["signer"], frozen["issued_on"]) == (signature.title, "Trần Ái", "2019-12-31")


@pytest.mark.parametrize(("breaks", "made"), [(1, 1), (2, 0)])
def test_a_drawing_that_ended_in_the_middle_is_tried_once_more(
    monkeypatch: pytest.MonkeyPatch, breaks: int, made: int
) -> None:
    here, book = _world("Đỗ Văn Ân")
    render = CertificateRenderer.render
    broken = []

    def break_off(self: CertificateRenderer, facts: CertificateFacts) -> bytes:
        if len(broken) < breaks:
            broken.append(facts.name)
            raise DomainError("certificate.not_rendered", "it ended in the middle")
        return render(self, facts)

    monkeypatch.setattr(CertificateRenderer, "render", break_off)
    job = run_now(_start(here, book))
    assert (job.state, job.done, len(job.result)) == (JobState.DONE, made, 1 - made)
