"""What the class is: name, purpose, time, place, numbers, and the words it has for its people."""

from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.papers.blocks import HOLE, LONG_HOLE, Paper
from khuevan.papers.domain import wording
from khuevan.papers.domain.facts import Facts
from khuevan.papers.domain.fields.shapes import Field, text, texts
from khuevan.people.enums import Gender
from khuevan.training.domain.queries import half_day_count, periods_in
from khuevan.training.enums import OpeningWord
from khuevan.vietnamese.dates import document_date


def _said(words: str) -> str:
    return "\n".join(wording.paragraphs(words)) or LONG_HOLE


def _venues(facts: Facts, paper: Paper) -> str:
    places = [", ".join(part for part in (one.name, one.address) if part) for one in facts.venues]
    return "; ".join(places) or LONG_HOLE


def _contact(facts: Facts, paper: Paper) -> str:
    found = next((venue.contact for venue in facts.venues if venue.contact), None)
    if found is None:
        return LONG_HOLE
    return f"{found.addressed}, điện thoại {found.phone}" if found.phone else found.addressed


def _opening(facts: Facts) -> OpeningWord:
    return OpeningWord(facts.training_class.opening_word)


def _reply_by(facts: Facts, paper: Paper) -> str:
    terms = facts.invitation
    return wording.moment(timezone.localtime(terms.reply_by)) if terms else LONG_HOLE


def _counted(number: int) -> str:
    return wording.count(number) if number else HOLE


FIELDS: Final[tuple[Field, ...]] = (
    text("ten_lop", _("name of the class"), "Lớp bồi dưỡng kỹ năng nghiệp vụ đối ngoại năm 2026",
         value=lambda facts, paper: wording.class_name(facts.training_class)),
    text("can_thiet", _("why the class is needed"), "Hội nhập quốc tế ngày càng sâu rộng.",
         value=lambda facts, paper: _said(facts.training_class.need)),
    text("muc_dich", _("purpose"), "Cập nhật kiến thức, rèn luyện kỹ năng.",
         value=lambda facts, paper: _said(facts.training_class.objective)),
    text("ket_qua_can_dat", _("expected result"), "Học viên vận dụng được vào công việc.",
         value=lambda facts, paper: _said(facts.training_class.expected_result)),
    text("doi_tuong", _("for whom the class is"), "Công chức làm công tác đối ngoại của các sở, ban, ngành.",
         value=lambda facts, paper: _said(facts.training_class.audience)),
    text("thoi_gian", _("time of the class in words"), "từ ngày 05 tháng 01 năm 2026 đến ngày 09 tháng 01 năm 2026",
         value=lambda facts, paper: wording.period(facts.training_class.start_date, facts.training_class.end_date)),
    text("ngay_bat_dau", _("first day"), "ngày 05 tháng 01 năm 2026",
         value=lambda facts, paper: document_date(facts.training_class.start_date)),
    text("ngay_ket_thuc", _("last day"), "ngày 09 tháng 01 năm 2026",
         value=lambda facts, paper: document_date(facts.training_class.end_date)),
    text("so_ngay", _("number of days"), "05", value=lambda facts, paper: _counted(
        len({one.date for one in facts.sessions}) or facts.training_class.duration_days)),
    text("so_buoi", _("number of half days"), "10",
         value=lambda facts, paper: _counted(half_day_count(facts.sessions))),
    text("so_tiet", _("number of periods"), "40",
         value=lambda facts, paper: _counted(periods_in(facts.sessions))),
    text("dia_diem", _("venue"), "Hội trường Sở Ngoại vụ, số 04 Trần Phú, Nha Trang", value=_venues),
    text("lien_he", _("contact at the venue"), "Bà Phạm Thu Hằng, điện thoại 0912 000 111", value=_contact),
    text("so_hoc_vien", _("number of learners"), "56", value=lambda facts, paper: _counted(len(facts.learners))),
    text("so_hoc_vien_nu", _("number of women among them"), "24", value=lambda facts, paper: wording.count(
        sum(one.gender == Gender.FEMALE for one in facts.learners))),
    text("so_co_quan", _("number of agencies that send people"), "42",
         value=lambda facts, paper: _counted(len(facts.agencies))),
    text("so_hoan_thanh", _("number of those who completed the class"), "54",
         value=lambda facts, paper: wording.count(len(facts.recognised)) if facts.outcomes else HOLE),
    text("so_chua_dat", _("number of those who did not"), "02",
         value=lambda facts, paper: wording.count(len(facts.not_recognised)) if facts.outcomes else HOLE),
    text("dieu_kien_hoan_thanh", _("condition for completing the class"), "Dự ít nhất 80% số buổi.",
         value=lambda facts, paper: facts.rule.sentence if facts.rule else LONG_HOLE),
    text("hoc_vien_la", _("what the class calls its learners"), "học viên",
         value=lambda facts, paper: wording.learners(facts.training_class)),
    text("bao_cao_vien_la", _("what the class calls its teachers"), "báo cáo viên",
         value=lambda facts, paper: wording.lecturers(facts.training_class)),
    text("khai_giang_la", _("what the class calls its opening"), "khai giảng",
         value=lambda facts, paper: wording.OPENINGS[_opening(facts)]),
    text("be_giang_la", _("what the class calls its closing"), "bế giảng",
         value=lambda facts, paper: wording.CLOSINGS[_opening(facts)]),
    text("han_tra_loi", _("until when agencies answer"), "17 giờ 00 ngày 25 tháng 12 năm 2025", value=_reply_by),
    texts("cap_tren", _("superior bodies that gave the task"), "Ủy ban nhân dân tỉnh Khánh Hòa",
          value=lambda facts, paper: list(facts.superiors)),
    texts("don_vi_phoi_hop", _("co-organizers"), "Cục Ngoại vụ - Bộ Ngoại giao",
          value=lambda facts, paper: list(facts.partners)),
    texts("van_ban_lien_quan", _("documents the class stands on, as cited"),
          "Kế hoạch số 29/KH-UBND ngày 25 tháng 01 năm 2026 của Ủy ban nhân dân tỉnh Khánh Hòa",
          value=lambda facts, paper: [wording.cited(one) for one in facts.documents]),
)  # fmt: skip
