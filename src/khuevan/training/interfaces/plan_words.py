"""A planned class in a few words: by whom, for how many, with which money."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from khuevan.core.templatetags.khuevan import thousands
from khuevan.training.enums import OrganizerPart
from khuevan.training.models import PlannedClass, PlannedOrganizer


def organizer_words(organizers: Iterable[PlannedOrganizer], *, leading: str) -> tuple[str, list[str]]:
    """Who holds the class (``leading``, the office, unless the plan says otherwise), and the others with their part."""
    rows = list(organizers)
    lead = [one.organization.short for one in rows if one.part == OrganizerPart.LEAD]
    others = []
    for part, words in ((OrganizerPart.CO, _("with %(names)s")), (OrganizerPart.COMMISSIONED_BY, _("for %(names)s"))):
        names = [one.organization.short for one in rows if one.part == part]
        if names:
            others.append(words % {"names": ", ".join(names)})
    return ", ".join(lead) or leading, others


def size_words(planned: PlannedClass) -> str:
    """2 lớp, 80 người, 40 tiết; what is not said is left out."""
    said = [_("%(count)s classes") % {"count": thousands(planned.classes)} if planned.classes > 1 else ""]
    if planned.people is not None:
        said.append(_("%(count)s people") % {"count": thousands(planned.people)})
    if planned.periods is not None:
        said.append(_("%(count)s periods") % {"count": thousands(planned.periods)})
    return ", ".join(filter(None, said))


def money_words(amount: int | None) -> str:
    """120.000.000 đồng; empty where nothing is said."""
    return "" if amount is None else _("%(amount)s đồng") % {"amount": thousands(amount)}
