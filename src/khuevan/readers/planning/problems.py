"""What is wrong with a row of a plan, in sentences."""

from django.utils.translation import gettext_lazy as _

from khuevan.readers.planning.model import LineProblem

SENTENCES = {
    "no_title": _("The row has no name of a class, so it cannot be taken."),
    "title_twice": _("Row %(text)s has the same name; only the first is taken."),
    "not_a_count": _("“%(text)s” is no number; it is kept in the note."),
    "no_class": _("A line of a plan means at least one class; 1 is taken."),
    "not_a_length": _("“%(text)s” cannot be read as periods, half days or days; it is kept in the note."),
    "not_a_time": _("“%(text)s” cannot be read as a month, a quarter or days; it is kept in the note."),
    "another_year": _("“%(text)s” lies in another year than the plan; it is kept in the note."),
    "backwards": _("“%(text)s”: the end comes before the beginning; it is kept in the note."),
    "not_money": _("“%(text)s” cannot be read as an amount of money; it is kept in the note."),
    "too_long": _("“%(text)s” is too long and was shortened."),
    "unknown_body": _("“%(text)s” is not in the directory; it is kept in the note."),
}


def sentence(problem: LineProblem) -> str:
    """The problem as a person reads it."""
    shown = problem.text if len(problem.text) <= 80 else f"{problem.text[:79]}…"
    text = str(SENTENCES[problem.code])
    return text % {"text": shown} if "%(text)s" in text else text
