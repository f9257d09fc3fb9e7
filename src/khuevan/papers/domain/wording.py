"""Vietnamese as papers write it: dates, numbers, the class by its own words, documents as they are cited.

Papers are Vietnamese on purpose, whatever language the officer's screen has.
"""

import re
from datetime import date, datetime, time

from khuevan.assessment.models import Outcome
from khuevan.papers.blocks import HOLE, OPEN_DATE
from khuevan.people.enums import Gender
from khuevan.records.enums import DOCUMENT_KINDS
from khuevan.records.models import Record
from khuevan.training.domain.queries import groups_of
from khuevan.training.enums import DayPart, LearnerWord, LecturerWord, OpeningWord
from khuevan.training.models import Session, TrainingClass
from khuevan.training.models.people import OfficialAsOf
from khuevan.vietnamese.dates import document_date
from khuevan.vietnamese.folding import fold
from khuevan.vietnamese.number_words import money_in_words
from khuevan.vietnamese.numbers import group_thousands

LEARNERS = {LearnerWord.LEARNER: "học viên", LearnerWord.DELEGATE: "đại biểu"}
LECTURERS = {LecturerWord.LECTURER: "giảng viên", LecturerWord.SPEAKER: "báo cáo viên"}
OPENINGS = {OpeningWord.COMMENCEMENT: "khai giảng", OpeningWord.OPENING: "khai mạc"}
CLOSINGS = {OpeningWord.COMMENCEMENT: "bế giảng", OpeningWord.OPENING: "bế mạc"}
PARTS = {DayPart.MORNING: "Buổi sáng", DayPart.AFTERNOON: "Buổi chiều"}
GENDERS = {Gender.MALE: "Nam", Gender.FEMALE: "Nữ"}
WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")

LAWS = frozenset({"Luật", "Pháp lệnh"})
"""Cited by their name alone (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""

_ABOUT = re.compile(r"^v/v:?\s+", re.IGNORECASE)
"""As a công văn begins what it is about, under its number."""

_ALREADY_NAMED = ("lop ", "khoa ", "hoi nghi ", "hoi thao ", "chuong trinh ", "dot ")


def class_name(training_class: TrainingClass) -> str:
    """The class as a sentence names it: its title as entered, after "Lớp" unless the title says what it is."""
    title = training_class.title
    return title if fold(title).startswith(_ALREADY_NAMED) else f"Lớp {title}"


def learners(training_class: TrainingClass) -> str:
    """học viên or đại biểu."""
    return LEARNERS[LearnerWord(training_class.learner_word)]


def lecturers(training_class: TrainingClass) -> str:
    """báo cáo viên or giảng viên."""
    return LECTURERS[LecturerWord(training_class.lecturer_word)]


def opening(training_class: TrainingClass) -> str:
    """khai giảng or khai mạc."""
    return OPENINGS[OpeningWord(training_class.opening_word)]


def closing(training_class: TrainingClass) -> str:
    """bế giảng or bế mạc."""
    return CLOSINGS[OpeningWord(training_class.opening_word)]


def sentence_case(words: str) -> str:
    """Only the first letter is raised; the rest stays."""
    return words[:1].upper() + words[1:]


def count(number: int) -> str:
    """05, 56, 2.000: below ten with a zero before it, so that nothing can be put there."""
    return f"{number:02d}" if number < 10 else group_thousands(number)


def money(amount: int) -> str:
    """45.600.000 đồng (Bằng chữ: Bốn mươi lăm triệu sáu trăm nghìn đồng)."""
    return f"{group_thousands(amount)} đồng (Bằng chữ: {money_in_words(amount)})"


def clock(moment: time) -> str:
    """13 giờ 30."""
    return f"{moment.hour} giờ {moment.minute:02d}"


def moment(at: datetime) -> str:
    """17 giờ 00 ngày 05 tháng 12 năm 2026."""
    return f"{clock(at.time())} {document_date(at.date())}"


def period(start: date, end: date) -> str:
    if start == end:
        return document_date(start)
    return f"từ {document_date(start)} đến {document_date(end)}"


def weekday(day: date) -> str:
    """Thứ Hai, ngày 02 tháng 6 năm 2014."""
    return f"{sentence_case(WEEKDAYS[day.weekday()])}, {document_date(day)}"


def half_day(session: Session) -> str:
    """Buổi sáng thứ Hai, ngày 02 tháng 6 năm 2014."""
    return f"{PARTS[DayPart(session.part)]} {WEEKDAYS[session.date.weekday()]}, {document_date(session.date)}"


def half_day_of_groups(session: Session) -> str:
    """The same, and for whom where it is not for everybody: ... năm 2014 (Tổ 1, Tổ 2)."""
    groups = ", ".join(group.name for group in groups_of(session))
    return f"{half_day(session)} ({groups})" if groups else half_day(session)


def paragraphs(text: str) -> list[str]:
    """Plain text cut at its line breaks, empty lines left out."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def official(someone: OfficialAsOf) -> str:
    """Ông Vũ Sỹ Thắng, Giám đốc Sở ...; the body alone while nobody is named."""
    if someone.person is None:
        return someone.post
    return ", ".join(part for part in (someone.person.addressed, someone.post) if part)


def code(record: Record) -> str:
    """15/QĐ-SNgV; a number below ten with its zero (05/QĐ-SNgV)."""
    number = record.number.zfill(2) if record.number.isdecimal() else record.number
    return f"{number}/{record.symbol}" if record.symbol else number


def again(record: Record) -> str:
    """A document named before: Quyết định số 15/QĐ-SNgV."""
    return f"{DOCUMENT_KINDS.get(record.kind, record.kind)} số {code(record) or HOLE}"


def inside(someone: str) -> str:
    """ông Vũ Sỹ Thắng, where a name stands inside a sentence."""
    is_called = someone.startswith(("Ông ", "Bà ", "Đồng chí "))
    return f"{someone[0].lower()}{someone[1:]}" if is_called else someone


def cited(record: Record) -> str:
    """Kế hoạch số 29/KH-UBND ngày 25 tháng 01 năm 2014 của Ủy ban nhân dân tỉnh ... về ...; a law by its name."""
    kind = DOCUMENT_KINDS.get(record.kind, record.kind)
    if kind in LAWS:
        return f"{kind} {record.subject.strip()}".replace(f"{kind} {kind}", kind)
    on = document_date(record.date) if record.date else OPEN_DATE
    text = f"{kind} số {code(record) or HOLE} {on} của {record.issuer.name}"
    subject = _ABOUT.sub("về việc ", record.subject.strip())
    if not subject or fold(subject).startswith(fold(kind)):
        return text
    if fold(subject).startswith("ve "):
        return f"{text} {subject[0].lower()}{subject[1:]}"
    return f"{text} về {subject}"


def attendance(outcome: Outcome) -> str:
    """09/10 buổi; vắng có phép 01 buổi."""
    parts = [f"{count(outcome.attended)}/{count(outcome.total)} buổi"]
    if outcome.excused:
        parts.append(f"vắng có phép {count(outcome.excused)} buổi")
    if outcome.absent:
        parts.append(f"vắng không phép {count(outcome.absent)} buổi")
    return "; ".join(parts)
