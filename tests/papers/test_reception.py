"""Phiếu đón tiếp: one page for one lecturer, one sheet for all."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from khuevan.papers.domain.printing import pdf
from khuevan.papers.domain.reception import reception_card, reception_sheet
from khuevan.training.domain.lecturers.care import answer_travel, care_of, care_stamp, set_care
from khuevan.training.domain.lecturers.states import decline
from khuevan.training.models import LecturerCare
from tests.factories import OfficeFactory, staff
from tests.papers.conftest import pdf_text
from tests.training.lecturing import Lecturing, lecturing, refused

pytestmark = pytest.mark.django_db


def _at(day: int, hour: int) -> datetime:
    return (timezone.localtime() + timedelta(days=day)).replace(hour=hour, minute=30, second=0, microsecond=0)


def _text(content: bytes, folder: Path) -> str:
    path = folder / "phieu.pdf"
    path.write_bytes(content)
    return pdf_text(path)


def _arranged() -> Lecturing:
    here = lecturing()
    set_care(
        here.officer,
        here.lecturer,
        arrives_at=_at(0, 17),
        arrives_by="chuyến bay VN1347",
        met_by="Anh Nam, 0905 000 999",
        lodging="Khách sạn Yasaka, phòng 502",
        nights=2,
        meals="Ăn chay",
    )
    return here


def test_the_card_is_one_page_with_everything_whoever_meets_them_needs(tmp_path: Path) -> None:
    here = _arranged()
    text = _text(reception_card(here.officer, here.lecturer).content, tmp_path)
    assert text.count("\f") == 1
    for words in ("PHIẾU ĐÓN TIẾP", "Trần Thị Minh", "17 giờ 30", "VN1347", "phòng 502", "02 đêm", "Chuyên đề 3"):
        assert words in text, words


def test_an_empty_card_has_places_to_write(tmp_path: Path) -> None:
    here = lecturing()
    assert "……" in _text(reception_card(here.officer, here.promised).content, tmp_path)


def test_the_sheet_has_everybody_who_comes_by_the_hour_of_arrival(tmp_path: Path) -> None:
    here = _arranged()
    sheet = reception_sheet(here.officer, here.training_class)
    assert [row[1] for row in sheet.groups[0].rows] == ["bà Trần Thị Minh, Phó Cục trưởng Cục Ngoại vụ", "Cục Lễ tân"]
    assert "Ăn chay" in _text(pdf(here.training_class, [sheet]).content, tmp_path)
    decline(here.officer, here.lecturer, "Bận")
    decline(here.officer, here.promised, "Bận")
    refused("no_lecturers", reception_sheet, here.officer, here.training_class)
    refused("not_allowed", reception_card, staff(OfficeFactory()), here.lecturer)


def test_a_lecturer_says_when_they_come_and_the_rest_of_the_card_stays() -> None:
    here = _arranged()
    answer_travel(here.own_link, here.lecturer, arrives_at=_at(0, 20), arrives_by="ô tô", meals="Không ăn hải sản")
    care = LecturerCare.objects.get()
    assert (care.arrives_by, care.meals, care.lodging) == ("ô tô", "Không ăn hải sản", "Khách sạn Yasaka, phòng 502")
    refused("not_allowed", answer_travel, here.unit_link, here.lecturer, arrives_at=None)
    refused("not_allowed", set_care, here.own_link, here.lecturer, lodging="Phòng khác")


def test_times_that_cannot_be_and_two_officers_at_once() -> None:
    here = _arranged()
    refused("leaves_before_arrival", set_care, here.officer, here.lecturer, leaves_at=_at(0, 8))
    seen = care_stamp(here.lecturer)
    set_care(here.officer, here.lecturer, seen=seen, meals="Ăn mặn")
    refused("changed_meanwhile", set_care, here.officer, here.lecturer, seen=seen, meals="Ăn chay")
    assert care_of(here.lecturer).meals == "Ăn mặn"
    new = care_stamp(here.promised)
    set_care(here.officer, here.promised, seen=new, meals="Ăn chay")
    refused("changed_meanwhile", set_care, here.officer, here.promised, seen=new, meals="Ăn mặn")
