"""What an agency downloads: its own letter for its e-office, and the list alone."""

from collections.abc import Sequence

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from khuevan.core.screens import file_response
from khuevan.core.templatetags.khuevan import vn_range
from khuevan.core.workbooks import Sheet, workbook
from khuevan.desk.agencies.answering import Answering
from khuevan.nominations.models import Nomination, Submission
from khuevan.papers.domain.agency_letter import agency_letter, standing


def letter(answering: Answering) -> HttpResponse:
    """The letter as a Word file: of what this browser sent, or of all the agency named."""
    built = agency_letter(answering.actor, answering.quota, submission=_own(answering))
    return file_response(built.content, built.name)


def name_list(answering: Answering) -> HttpResponse:
    """The people alone, as a sheet that prints as it is."""
    own = _own(answering)
    people = list(own.nominations.order_by("index", "pk") if own is not None else standing(answering.quota))
    if not people:
        raise Http404
    return file_response(workbook(_sheet(answering, people)), "danh-sach-cu.xlsx")


def _own(answering: Answering) -> Submission | None:
    """Without proof only what this browser sent; it does not exist otherwise."""
    if answering.is_proved:
        return None
    if answering.sent is None:
        raise Http404
    return answering.sent


def _sheet(answering: Answering, people: Sequence[Nomination]) -> Sheet:
    training_class = answering.training_class
    days = vn_range(training_class.start_date, training_class.end_date)
    return Sheet(
        title=_("People sent by %(agency)s") % {"agency": answering.quota.name},
        subtitle=f"{training_class.title}, {days}",
        headings=[_("No."), _("Full name"), _("Birth"), _("Position"), _("Agency"), _("Telephone"), _("Note")],
        rows=[
            (number, one.full_name, one.birth_text, one.position, one.organization_name, one.phone, one.note)
            for number, one in enumerate(people, start=1)
        ],
    )
