"""What a list of fees says and the programme does not any more: lines that moved to somebody else, or fell away."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from khuevan.papers.models import LecturerFee
from khuevan.training.models import Lecturer


def moved_words(fee: LecturerFee, taught: Mapping[int, Decimal]) -> str:
    """A sentence where the half days of a fee are not those of the programme now; empty where they are.

    Nothing is changed by itself: a fee that is paid stays, and one that is not waits for somebody to draft it anew.
    ``taught``: ``teaching.half_days_of`` of the class.
    """
    now = taught.get(fee.lecturer_id, Decimal(0))
    if now == fee.half_days:
        return ""
    said = _("The programme has %(number)s half days.") % {"number": _number(now)}
    came = _came(fee.lecturer)
    if came:
        said += " " + _("%(who)s teaches instead.") % {"who": came}
    if fee.paid_on:
        return said + " " + _("This fee is paid and stays as it is; settle the difference by hand.")
    if now:
        return said + " " + _("Draft the fee anew by that number.")
    return said + " " + _("Take it off the list, and list the fee of who teaches.")


def _came(lecturer: Lecturer) -> str:
    """Those who took lines over, by name; asked only where something differs."""
    came = Lecturer.objects.filter(replaces=lecturer).select_related("person").order_by("pk")
    return ", ".join(one.person.full_name if one.person else one.organization_name for one in came)


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", ",")
