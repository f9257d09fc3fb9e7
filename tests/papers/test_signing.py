"""A number is recorded once and flows to everything that belongs to the paper; what was a mistake is taken back."""

from datetime import date

import pytest
from django.core.files.base import ContentFile

from khuevan.core.permissions import NotAllowedError
from khuevan.nominations.models import Invitation
from khuevan.papers.domain.details import record_of
from khuevan.papers.domain.making import make_paper
from khuevan.papers.domain.signing import (
    attach_signed_file,
    forget_signed,
    link_signed,
    record_signed,
    take_own_number,
    usual_symbol,
)
from khuevan.papers.enums import PaperKind
from khuevan.papers.models import MadePaper
from khuevan.people.enums import RoleKind
from khuevan.records.domain.numbers import add_series, padded
from khuevan.records.models import Record
from khuevan.training.enums import RecordPurpose
from khuevan.training.models import TrainingClass
from tests.factories import OfficeFactory, staff
from tests.factories.worlds import World, invited_class, refused

pytestmark = pytest.mark.django_db
DAY = date(2019, 9, 20)


def purposes(training_class: TrainingClass) -> list[str]:
    return list(training_class.class_records.values_list("purpose", flat=True))


@pytest.mark.parametrize(
    ("given", "kept"), [("5", "05"), ("09", "09"), ("15", "15"), ("007", "007"), ("5a", "5a"), ("", "")]
)
def test_numbers_below_ten_have_a_zero(given: str, kept: str) -> None:
    assert padded(given) == kept


def test_a_signed_decision_is_kept_once_and_cited_everywhere(known: World) -> None:
    about, officer = known.training_class, known.officer
    made = make_paper(officer, about, PaperKind.OPENING_DECISION)
    with refused("date_missing"):
        record_signed(officer, made, number="5", symbol="QĐ-STN", date=None)
    kept = record_signed(officer, made, number="5", symbol="QĐ-STN", date=DAY, signer="Vũ Sỹ Thắng", copies=12)
    assert (kept.code, kept.kind, kept.signer, kept.copies) == ("05/QĐ-STN", "QĐ", "Vũ Sỹ Thắng", 12)
    assert kept.issuer == about.office.organization
    assert kept.subject.startswith("về việc mở Lớp")
    assert purposes(about) == [RecordPurpose.DECISION]
    assert record_of(about, PaperKind.OPENING_DECISION) == kept
    letter = make_paper(officer, about, PaperKind.RESULT_DECISION)
    assert any("05/QĐ-STN ngày 20 tháng 9 năm 2019" in line for line in letter.words)
    with refused("paper_is_signed"):
        record_signed(officer, made, number="6", symbol="QĐ-STN", date=DAY)
    attach_signed_file(officer, made, ContentFile(b"%PDF-1.4\n%%EOF", name="ký.pdf"))
    kept.refresh_from_db()
    assert kept.file_kind == "pdf"


def test_the_letter_becomes_that_of_the_invitation_even_by_a_clerks_hand() -> None:
    here = invited_class()
    made = make_paper(here.officer, here.training_class, PaperKind.INVITATION)
    clerk = staff(here.office, RoleKind.CLERK)
    kept = record_signed(clerk, made, number="23", symbol="STN-VP", date=date(2026, 11, 2))
    invitation = Invitation.objects.get()
    assert invitation.record == kept
    assert kept.kind == ""
    forget_signed(clerk, made, reason="Ghi nhầm số")
    invitation.refresh_from_db()
    made.refresh_from_db()
    assert (invitation.record, made.record, purposes(here.training_class)) == (None, None, [])
    assert Record.objects.filter(pk=kept.pk).exists()  # the office keeps what it recorded
    with refused("record_known"):
        record_signed(clerk, made, number="23", symbol="STN-VP", date=date(2026, 11, 2))
    link_signed(clerk, made, kept)
    invitation.refresh_from_db()
    assert invitation.record == kept


def test_the_signed_plan_is_the_plan_of_a_class_that_has_none() -> None:
    here = invited_class()
    made = make_paper(here.officer, here.training_class, PaperKind.CLASS_PLAN)
    kept = record_signed(here.officer, made, number="29", symbol="KH-STN", date=date(2026, 11, 2))
    here.training_class.refresh_from_db()
    assert here.training_class.plan == kept
    forget_signed(here.officer, made, reason="Nhầm")
    here.training_class.refresh_from_db()
    assert here.training_class.plan is None


def test_the_plan_that_a_class_follows_stays(known: World) -> None:
    about = known.training_class
    before = about.plan
    made = make_paper(known.officer, about, PaperKind.CLASS_PLAN)
    record_signed(known.officer, made, number="7", symbol="KH-STN", date=DAY)
    about.refresh_from_db()
    assert about.plan == before


def test_an_office_with_a_series_takes_its_own_number(known: World) -> None:
    about, officer = known.training_class, known.officer
    made = make_paper(officer, about, PaperKind.OPENING_DECISION)
    with refused("no_series"):
        take_own_number(officer, made, date=DAY)
    body = about.office.organization
    body.symbol = "STN"
    body.save()
    add_series(staff(known.office, RoleKind.CLERK), office=about.office, name="Quyết định", kinds=["QĐ"])
    assert usual_symbol(about, PaperKind.OPENING_DECISION) == "QĐ-STN"
    first = take_own_number(officer, made, date=DAY, signer="Vũ Sỹ Thắng")
    assert (first.code, first.document_number.number) == ("01/QĐ-STN", 1)
    other = make_paper(officer, about, PaperKind.RESULT_DECISION)
    assert take_own_number(officer, other, date=DAY).code == "02/QĐ-STN"
    with refused("no_series"):
        take_own_number(officer, make_paper(officer, about, PaperKind.PROGRAMME), date=DAY)


def test_who_keeps_documents_records_signatures(known: World) -> None:
    made = make_paper(known.officer, known.training_class, PaperKind.OPENING_DECISION)
    for actor in (staff(OfficeFactory()), staff(known.office, RoleKind.LEADER)):
        with pytest.raises(NotAllowedError):
            record_signed(actor, made, number="5", symbol="QĐ-STN", date=DAY)
        with pytest.raises(NotAllowedError):
            forget_signed(actor, made, reason="Nhầm")
    with refused("paper_not_signed"):
        forget_signed(known.officer, made, reason="Nhầm")
    assert MadePaper.objects.get().record is None
