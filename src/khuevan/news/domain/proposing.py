"""The first words of an article, from what the class knows of itself: nothing is typed twice.

Words of articles are Vietnamese whoever reads the screen, as titles and certificates are.
"""

from dataclasses import dataclass

from khuevan.news.enums import ArticleKind
from khuevan.nominations.domain.queries import head_count
from khuevan.training.enums import LearnerWord, OpeningWord
from khuevan.training.models import TrainingClass
from khuevan.vietnamese.dates import numeric_date

OPENING = {OpeningWord.COMMENCEMENT: "khai giảng", OpeningWord.OPENING: "khai mạc"}
CLOSING = {OpeningWord.COMMENCEMENT: "bế giảng", OpeningWord.OPENING: "bế mạc"}
LEARNERS = {LearnerWord.LEARNER: "học viên", LearnerWord.DELEGATE: "đại biểu"}


@dataclass(frozen=True)
class Proposal:
    title: str
    lead: str


def proposal(training_class: TrainingClass, kind: ArticleKind) -> Proposal:
    """Title and lead to begin with; parts that the class does not know are left out."""
    name = _class_name(training_class)
    word = OpeningWord(training_class.opening_word)
    match kind:
        case ArticleKind.OPENING:
            return _held(training_class, OPENING[word], numeric_date(training_class.start_date))
        case ArticleKind.CLOSING:
            return _held(training_class, CLOSING[word], numeric_date(training_class.end_date))
    days = f"ngày {numeric_date(training_class.start_date)}"
    if training_class.duration_days > 1:
        days = f"từ {days} đến ngày {numeric_date(training_class.end_date)}"
    return Proposal(f"Thông báo mở {name}", f"{_office(training_class)} mở {name} {days}{_place(training_class)}.")


def _held(training_class: TrainingClass, word: str, day: str) -> Proposal:
    name = _class_name(training_class)
    lead = f"Ngày {day}{_place(training_class)}, {_office(training_class)} {word} {name}{_people(training_class)}."
    return Proposal(f"{word.capitalize()} {name}", lead)


def _class_name(training_class: TrainingClass) -> str:
    """The title as it stands inside a sentence: lớp bồi dưỡng …"""
    title = training_class.title
    first = title.split(maxsplit=1)[0]
    inside = title if first.isupper() else f"{title[0].lower()}{title[1:]}"
    return inside if first.lower() in {"lớp", "khóa", "hội"} else f"lớp {inside}"


def _office(training_class: TrainingClass) -> str:
    return training_class.office.organization.short


def _place(training_class: TrainingClass) -> str:
    venue = next((one for one in training_class.venues.all() if one.is_main), None)
    return f", tại {venue.name}" if venue else ""


def _people(training_class: TrainingClass) -> str:
    people, agencies = head_count(training_class)
    if not people:
        return ""
    word = LEARNERS[LearnerWord(training_class.learner_word)]
    return f", có {people} {word}" + (f" của {agencies} cơ quan, đơn vị" if agencies > 1 else "")
