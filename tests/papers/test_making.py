"""Versions of papers: what is equal makes none, what was signed stays, one click makes the rest."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from khuevan.core.permissions import NotAllowedError
from khuevan.nominations.domain.correcting import correct_learner
from khuevan.papers.domain import drafting
from khuevan.papers.domain.building import WRITERS, targets
from khuevan.papers.domain.details import details_of
from khuevan.papers.domain.differing import standing
from khuevan.papers.domain.making import make_paper, make_papers, set_details
from khuevan.papers.domain.signers import add_basis, add_signer, move_signer, remove_signer
from khuevan.papers.domain.signing import record_signed
from khuevan.papers.enums import PaperKind, SigningForm
from khuevan.papers.models import MadePaper, Signer
from khuevan.people.enums import RoleKind
from khuevan.training.domain import arrangements
from tests.factories import OfficeFactory, PersonFactory, staff
from tests.factories.worlds import World, refused
from tests.papers.conftest import opened, words

pytestmark = pytest.mark.django_db
DECISION = PaperKind.OPENING_DECISION


def stored(made: MadePaper) -> str:
    with made.file.open("rb") as file:
        return words(opened(file.read()))


def test_a_version_is_kept_with_its_words_and_an_equal_one_makes_none(known: World) -> None:
    about, officer = known.training_class, known.officer
    first = make_paper(officer, about, DECISION)
    assert (first.version, first.made_by, first.target) == (1, officer, "")
    assert about.title in stored(first)
    assert any(about.title in line for line in first.words)
    assert make_paper(officer, about, DECISION) == first

    about.title = "Lớp bồi dưỡng đã đổi tên"
    about.save()
    second = make_paper(officer, about, DECISION)
    assert second.version == 2
    first.refresh_from_db()
    assert about.title not in stored(first)  # the earlier file stays as it was


def test_what_is_signed_stays_and_a_version_beside_it_is_asked_for(known: World) -> None:
    about, officer = known.training_class, known.officer
    signed = make_paper(officer, about, DECISION)
    record_signed(officer, signed, number="15", symbol="QĐ-STN", date=date(2019, 9, 20))
    with refused("paper_is_signed"):
        make_paper(officer, about, DECISION)
    assert make_papers(officer, about, [DECISION]) == []
    beside = make_paper(officer, about, DECISION, beside_signed=True)
    assert (beside.version, beside.record) == (2, None)
    signed.refresh_from_db()
    assert signed.record is not None


def test_one_click_makes_what_is_not_there_or_differs(known: World) -> None:
    about, officer = known.training_class, known.officer
    made = make_papers(officer, about, [DECISION, PaperKind.PROGRAMME, PaperKind.LEARNER_LIST])
    assert {one.kind for one in made} == {DECISION, PaperKind.PROGRAMME, PaperKind.LEARNER_LIST}
    assert make_papers(officer, about, list(WRITERS)[:8]) != []
    learner = known.enrollments[0]
    correct_learner(officer, learner, full_name="Hoàng Thị Bích Tuyên")
    again = make_papers(officer, about, [DECISION, PaperKind.PROGRAMME, PaperKind.LEARNER_LIST])
    assert {one.kind for one in again} == {DECISION, PaperKind.LEARNER_LIST}
    assert {one.version for one in again} == {2}


def test_papers_to_several_are_one_for_each(known: World) -> None:
    about, officer = known.training_class, known.officer
    kind = PaperKind.LECTURER_REQUEST
    to = targets(officer, about, kind)
    made = make_papers(officer, about, [kind])
    assert [one.target for one in made] == [one.key for one in to]
    assert all(one.target_name for one in made)
    about.lecturers.all()[0].items.clear()
    about.lecturers.all().delete()
    gone = [one for one in standing(officer, about, [kind]) if one.is_gone]
    assert len(gone) == len(to)
    assert not any(one.can_be_made_anew for one in gone)


def test_papers_are_drawn_before_anything_is_locked(known: World, monkeypatch: pytest.MonkeyPatch) -> None:
    about, officer = known.training_class, known.officer
    kinds = [DECISION, PaperKind.PROGRAMME, PaperKind.LECTURER_REQUEST]
    depth, drawn, seen = len(connection.savepoint_ids), drafting.drawn, []

    def renamed(*arguments: Any, **options: Any) -> bytes:
        type(about).objects.filter(pk=about.pk).update(title="Lớp vừa đổi tên")
        return drawn(*arguments, **options)

    def watched(*arguments: Any, **options: Any) -> bytes:
        seen.append(len(connection.savepoint_ids))
        return drawn(*arguments, **options)

    monkeypatch.setattr(drafting, "drawn", renamed)
    with refused("changed_meanwhile"):
        make_papers(officer, about, kinds)
    assert not MadePaper.objects.exists()
    years, _files = default_storage.listdir("papers")
    assert [default_storage.listdir(f"papers/{year}") for year in years] == [([], [])], "no file stays behind"

    monkeypatch.setattr(drafting, "drawn", watched)
    with CaptureQueriesContext(connection) as some:
        made = make_papers(officer, about, kinds)
    assert len(seen) == len(made)
    assert set(seen) == {depth}, "nobody waits while papers are drawn"
    MadePaper.objects.all().delete()
    for name in ("Ông Một", "Ông Hai", "Ông Ba"):
        arrangements.add_lecturer(officer, about, person=PersonFactory(full_name=name), title="Phó Vụ trưởng")
    with CaptureQueriesContext(connection) as more:
        assert len(make_papers(officer, about, kinds)) == len(made) + 3
    assert len(more) == len(some)


def test_a_second_click_makes_nothing_twice(known: World, monkeypatch: pytest.MonkeyPatch) -> None:
    about, officer = known.training_class, known.officer
    drawn = drafting.drawn
    others: list[MadePaper] = []

    def clicked_again(*arguments: Any, **options: Any) -> bytes:
        monkeypatch.setattr(drafting, "drawn", drawn)
        others.append(make_paper(officer, about, DECISION))
        return drawn(*arguments, **options)

    monkeypatch.setattr(drafting, "drawn", clicked_again)
    assert make_paper(officer, about, DECISION) == others[0]
    assert MadePaper.objects.count() == 1


def test_details_signers_and_grounds_are_on_the_paper(known: World) -> None:
    about, officer, office = known.training_class, known.officer, known.office
    head = add_signer(officer, office=office, name="Vũ Sỹ Thắng", title="Giám đốc")
    deputy = add_signer(officer, office=office, name="Nguyễn  Thị Hoa", title="Phó Giám đốc")
    with refused("authority_missing"):
        add_signer(officer, office=office, name="Lê Văn Tám", title="Chánh Văn phòng", form=SigningForm.AUTHORISED)
    with refused("ends_before_begin"):
        add_signer(officer, office=office, name="Lê", title="A", valid_from=date(2019, 2, 1), valid_to=date(2019, 1, 1))
    add_basis(officer, office=office, text="Căn cứ Quyết định số 05/2016/QĐ-UBND về chức năng, nhiệm vụ;")
    text = "\n".join(make_paper(officer, about, DECISION).words)
    assert "Vũ Sỹ Thắng" in text
    assert "Căn cứ Quyết định số 05/2016/QĐ-UBND" in text
    assert "Căn cứ Căn cứ" not in text

    set_details(officer, about, DECISION, signer=deputy, bases=["Công văn  số 7"], recipients=["Báo Khánh Hòa", " "])
    text = "\n".join(make_paper(officer, about, DECISION).words)
    assert "Nguyễn Thị Hoa" in text
    assert "Căn cứ Công văn số 7" in text
    assert "Báo Khánh Hòa" in text
    move_signer(officer, deputy, up=True)
    assert [one.name for one in Signer.objects.filter(office=office)] == ["Nguyễn Thị Hoa", "Vũ Sỹ Thắng"]
    gone = Signer.objects.get(pk=head.pk)
    remove_signer(officer, head)
    with refused("gone_meanwhile"):
        move_signer(officer, gone, up=True)
    elsewhere = add_signer(staff(other := OfficeFactory()), office=other, name="Người khác", title="Giám đốc")
    with refused("signer_of_another_office"):
        set_details(officer, about, DECISION, signer=elsewhere)


def test_grounds_are_those_in_force_on_the_day_of_the_paper(known: World) -> None:
    about, officer, office = known.training_class, known.officer, known.office
    about.end_date = change = about.start_date + timedelta(days=2)
    about.save()
    add_basis(officer, office=office, text="Luật cũ", valid_to=change - timedelta(days=1))
    add_basis(officer, office=office, text="Luật mới", valid_from=change)
    assert details_of(about, DECISION).bases == ("Luật cũ",), "made today of a class of the past"
    assert details_of(about, PaperKind.RESULT_DECISION).bases == ("Luật mới",)
    made = make_paper(officer, about, DECISION)
    record_signed(officer, made, number="15", symbol="QĐ-SNgV", date=change)
    assert details_of(about, DECISION).bases == ("Luật mới",), "the day on which it was signed"
    about.start_date, about.end_date = timezone.localdate(), timezone.localdate() + timedelta(days=400)
    assert details_of(about, PaperKind.RESULT_DECISION).bases == ("Luật mới",), "nothing is judged by a day to come"


def test_only_those_who_write_papers_make_them(known: World) -> None:
    for actor in (staff(OfficeFactory()), staff(known.office, RoleKind.EDITOR)):
        with pytest.raises(NotAllowedError):
            make_paper(actor, known.training_class, DECISION)
        with pytest.raises(NotAllowedError):
            set_details(actor, known.training_class, DECISION, drafter="PL")
        with pytest.raises(NotAllowedError):
            add_basis(actor, office=known.office, text="Luật")
    assert not MadePaper.objects.exists()
