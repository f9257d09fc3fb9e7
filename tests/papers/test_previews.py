"""Previews are drawn by a job, several in one start of LibreOffice; a failure says why."""

import logging
from pathlib import Path
from typing import Any

import pytest

from khuevan.core.jobs.running import run_now
from khuevan.core.jobs.states import JobState
from khuevan.core.permissions import NotAllowedError
from khuevan.core.sandbox import converting
from khuevan.core.sandbox.converting import Converted, to_pdf
from khuevan.papers import jobs
from khuevan.papers.domain.making import make_paper, make_papers
from khuevan.papers.domain.previews import begin_preview, begin_previews, is_possible
from khuevan.papers.enums import PaperKind, PreviewState
from khuevan.papers.models import MadePaper
from tests.factories import OfficeFactory, staff
from tests.factories.worlds import World, refused
from tests.papers.conftest import pdf_text

pytestmark = pytest.mark.django_db
KINDS = [PaperKind.OPENING_DECISION, PaperKind.LEARNER_LIST]


@pytest.fixture
def _office(settings: Any) -> None:
    settings.KHUEVAN_SOFFICE = ""
    if not is_possible():
        pytest.skip("LibreOffice is not installed")


@pytest.mark.usefixtures("_office")
def test_papers_asked_for_are_drawn_together(known: World, tmp_path: Path) -> None:
    papers = make_papers(known.officer, known.training_class, KINDS)
    job = run_now(begin_previews(known.officer, known.training_class, papers))
    assert (job.state, job.done, job.total) == (JobState.DONE, len(papers), len(papers))
    for made in MadePaper.objects.all():
        assert made.preview_state == PreviewState.MADE
        file = tmp_path / f"{made.pk}.pdf"
        with made.preview.open("rb") as kept:
            file.write_bytes(kept.read())
        assert "CỘNG HÒA XÃ HỘI" in pdf_text(file)


@pytest.mark.usefixtures("_office")
def test_one_that_cannot_be_drawn_says_why_and_leaves_the_others(known: World, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = make_papers(known.officer, known.training_class, KINDS)
    first.file.storage.delete(first.file.name)
    monkeypatch.setattr(jobs, "to_pdf", lambda found: dict.fromkeys(found, Converted(trouble="late")))
    begin_preview(known.officer, first)
    job = run_now(begin_preview(known.officer, second))  # the job asked for first takes both
    assert job.state == JobState.DONE
    assert len(job.result) == 2
    for made in (first, second):
        made.refresh_from_db()
        assert made.preview_state == PreviewState.FAILED
        assert made.preview_trouble
    assert first.preview_trouble != second.preview_trouble
    assert begin_preview(known.officer, second).pk != job.pk  # asked again, it is tried again


def test_without_libreoffice_there_are_none(known: World, settings: Any) -> None:
    settings.KHUEVAN_SOFFICE = "/nonexistent/soffice"
    made = make_paper(known.officer, known.training_class, KINDS[0])
    assert not is_possible()
    with refused("preview_not_possible"):
        begin_preview(known.officer, made)
    with pytest.raises(NotAllowedError):
        begin_preview(staff(OfficeFactory()), made)


def _program(folder: Path, script: str) -> str:
    """A program that answers instead of LibreOffice."""
    file = folder / "soffice"
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return str(file)


def test_a_program_that_hangs_or_writes_elsewhere_is_ended(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(converting, "SECONDS_TO_START", 1.0)
    monkeypatch.setattr(converting, "SECONDS_A_FILE", 0.0)
    alive = tmp_path / "alive"
    settings.KHUEVAN_SOFFICE = _program(tmp_path, f"(sleep 3; touch {alive}) & sleep 60")
    assert to_pdf({"a": b"x"}) == {"a": Converted(trouble="late")}
    monkeypatch.setattr(converting, "SECONDS_TO_START", 20.0)
    outside = tmp_path / "outside"
    settings.KHUEVAN_SOFFICE = _program(tmp_path, f"echo x > {outside}; echo no > out/a.pdf; exit 3")
    with caplog.at_level(logging.WARNING):
        assert to_pdf({"a": b"x"}) == {"a": Converted(trouble="not_made")}
    assert "status 3" in caplog.text
    assert not alive.exists()
