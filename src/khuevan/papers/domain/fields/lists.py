"""The lists of a class: people, programme, agencies, committee; each row is plain words."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from khuevan.nominations.models import Enrollment
from khuevan.papers.blocks import HOLE, Paper
from khuevan.papers.domain import wording
from khuevan.papers.domain.facts import Facts, lecturers_of
from khuevan.papers.domain.fields.shapes import Field, rows, text
from khuevan.people.enums import Gender
from khuevan.training.models import Session
from khuevan.training.models.people import OfficialAsOf

type Row = dict[str, Any]


def _people(facts: Facts, people: list[Enrollment]) -> list[Row]:
    return [
        {
            "stt": str(number),
            "ho_ten": one.full_name,
            "nam_sinh": one.birth_text,
            "gioi_tinh": wording.GENDERS.get(Gender(one.gender), "") if one.gender else "",
            "chuc_vu": one.position,
            "don_vi": one.organization_name,
            **_result(facts, one),
        }
        for number, one in enumerate(people, start=1)
    ]


def _result(facts: Facts, one: Enrollment) -> dict[str, str]:
    outcome = facts.outcomes.get(one.pk)
    if outcome is None:
        return {"so_buoi": "", "ket_qua": ""}
    verdict = "Hoàn thành" if outcome.completes else "Chưa đủ điều kiện"
    return {"so_buoi": wording.attendance(outcome), "ket_qua": verdict}


def _official(number: int, one: OfficialAsOf) -> Row:
    return {
        "stt": str(number),
        "ho_ten": one.person.addressed if one.person else HOLE,
        "chuc_vu": one.title,
        "don_vi": one.organization_name,
        "gioi_thieu": wording.official(one),
    }


def _lecturers(facts: Facts, paper: Paper) -> list[Row]:
    return [_official(number, one) for number, one in enumerate(facts.lecturers, start=1)]


def _guests(facts: Facts, paper: Paper) -> list[Row]:
    return [_official(number, one) for number, one in enumerate(facts.guests, start=1)]


def _committee(facts: Facts, paper: Paper) -> list[Row]:
    return [
        {**_official(number, one), "chuc_danh": one.function, "nhiem_vu": one.task}
        for number, one in enumerate(facts.members, start=1)
    ]


def _topics(facts: Facts, paper: Paper) -> list[Row]:
    return [
        {"stt": str(number), "ten": str(topic), "bao_cao_vien": "; ".join(map(wording.official, lecturers))}
        for number, (topic, lecturers) in enumerate(facts.topics, start=1)
    ]


def _half_days(facts: Facts, paper: Paper) -> list[Row]:
    return [
        {
            "stt": str(number),
            "ten": wording.half_day_of_groups(one),
            "tu": wording.clock(one.starts_at),
            "den": wording.clock(one.ends_at),
            "dia_diem": one.venue.name if one.venue else "",
            "viec": _items(one),
        }
        for number, one in enumerate(facts.sessions, start=1)
    ]


def _items(session: Session) -> list[Row]:
    return [
        {
            "gio": wording.clock(item.starts_at),
            "ten": item.title,
            "nguoi": "; ".join(map(wording.official, lecturers_of(item))),
        }
        for item in session.items.all()
    ]


def _agencies(facts: Facts, paper: Paper) -> list[Row]:
    return [
        {"stt": str(number), "ten": quota.name, "chi_tieu": wording.count(quota.seats) if quota.seats else HOLE}
        for number, quota in enumerate(facts.quotas, start=1)
    ]


_NUMBER = text("stt", _("running number"), "1")
_LEARNER: Final = (
    _NUMBER,
    text("ho_ten", _("full name"), "Hoàng Thị Bích Tuyền", "Đỗ Văn Ân", "H'Hen Niê"),
    text("nam_sinh", _("date or year of birth"), "14/8/1985", "1990", "02/6/1982"),
    text("gioi_tinh", _("gender"), "Nữ", "Nam", "Nữ"),
    text("chuc_vu", _("position"), "Chuyên viên", "Phó Trưởng phòng", "Phó Chủ tịch"),
    text("don_vi", _("agency"), "Sở Công Thương", "Sở Y tế", "Ủy ban nhân dân xã Diên Khánh"),
    text("so_buoi", _("half days attended"), "10/10 buổi", "09/10 buổi; vắng có phép 01 buổi"),
    text("ket_qua", _("result"), "Hoàn thành"),
)
_OFFICIAL: Final = (
    _NUMBER,
    text("ho_ten", _("full name with the way of address"), "Ông Vũ Duy Thành", "Bà Phạm Thu Hằng"),
    text("chuc_vu", _("position"), "Phó Vụ trưởng", "Trưởng phòng"),
    text("don_vi", _("agency"), "Bộ Ngoại giao", "Sở Ngoại vụ"),
    text("gioi_thieu", _("introduced in one line"), "Ông Vũ Duy Thành, Phó Vụ trưởng Bộ Ngoại giao"),
)

FIELDS: Final[tuple[Field, ...]] = (
    rows("hoc_vien", _("learners on the list, in protocol order"), *_LEARNER,
         value=lambda facts, paper: _people(facts, facts.learners)),
    rows("hoc_vien_dat", _("learners who completed the class"), *_LEARNER,
         value=lambda facts, paper: _people(facts, facts.recognised)),
    rows("hoc_vien_chua_dat", _("learners who did not complete it"), *_LEARNER,
         value=lambda facts, paper: _people(facts, facts.not_recognised)),
    rows("chuyen_de", _("topics"), _NUMBER, text("ten", _("title"), "Lễ tân ngoại giao", "Tình hình biển đảo"),
         text("bao_cao_vien", _("who teaches it"), "Ông Vũ Duy Thành, Phó Vụ trưởng Bộ Ngoại giao"), value=_topics),
    rows("buoi", _("programme, half day by half day"), _NUMBER,
         text("ten", _("half day and date"), "Buổi sáng thứ Hai, ngày 05 tháng 01 năm 2026"),
         text("tu", _("begins at"), "7 giờ 30"), text("den", _("ends at"), "11 giờ 00"),
         text("dia_diem", _("venue"), "Hội trường Sở Ngoại vụ"),
         rows("viec", _("what is on the programme then"), text("gio", _("time"), "8 giờ 00"),
              text("ten", _("content"), "Khai giảng lớp", "Lễ tân ngoại giao"),
              text("nguoi", _("by whom"), "Ông Vũ Sỹ Thắng, Giám đốc Sở Ngoại vụ")), value=_half_days),
    rows("bao_cao_vien", _("teachers"), *_OFFICIAL, value=_lecturers),
    rows("ban_to_chuc", _("members of the committee"), *_OFFICIAL,
         text("chuc_danh", _("function in the committee"), "Trưởng ban", "Phó Trưởng ban", "Ủy viên"),
         text("nhiem_vu", _("task"), "Chỉ đạo chung", "Phụ trách hậu cần"), value=_committee),
    rows("khach_moi", _("guests"), *_OFFICIAL, value=_guests),
    rows("co_quan_duoc_moi", _("agencies invited, in protocol order"), _NUMBER,
         text("ten", _("name"), "Sở Y tế", "Sở Tài chính"), text("chi_tieu", _("places"), "02"), value=_agencies),
)  # fmt: skip
