"""The agencies a list names: which body each of them means, set for all its rows at once."""

from dataclasses import dataclass

from django.db.models import Count, Min
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import fact, words
from khuevan.core.errors import DomainError
from khuevan.nominations.domain.draft_rows import BATCH, JUDGED, judge, mark_twins_anew
from khuevan.nominations.domain.drafts import refuse_unless_open
from khuevan.nominations.models import DraftLine, RosterDraft
from khuevan.people.domain.naming import Bodies, Found, learn_alias
from khuevan.people.models import Organization

MOST_NAMES = 300
LONGEST_NAME = 250


@dataclass(frozen=True)
class NamedAgency:
    """An agency as a list writes it, in how many rows, and the body it means; ``chosen`` once an officer said so."""

    key: str
    text: str
    rows: int
    found: Found
    chosen: Organization | None

    @property
    def is_clear(self) -> bool:
        return self.chosen is not None or self.found.organization is not None


def agencies_of(draft: RosterDraft) -> list[NamedAgency]:
    """The agencies of the rows that wait, those nobody knows first, then by number of rows; in a few queries."""
    groups = (
        draft.lines.waiting()
        .exclude(agency_key="")
        .order_by()
        .values("agency_key")
        .annotate(rows=Count("pk"), first=Min("pk"))
        .order_by("-rows", "agency_key")[:MOST_NAMES]
    )
    counts = {group["first"]: group["rows"] for group in groups}
    lines = list(DraftLine.objects.filter(pk__in=counts).select_related("organization"))
    training_class = draft.training_class
    bodies = Bodies(training_class.office, training_class.start_date)
    found = bodies.find(str(line.values["organization"]) for line in lines)
    named = [
        NamedAgency(line.agency_key, text, counts[line.pk], found[text], line.organization)
        for line in lines
        for text in [str(line.values["organization"])]
    ]
    return sorted(named, key=lambda one: (one.is_clear, -one.rows, one.key))


@verb("nominations.set_agency")
def set_agency(
    actor: Actor,
    draft: RosterDraft,
    key: str,
    *,
    organization: Organization | None = None,
    name: str = "",
    remember: bool = False,
) -> int:
    """Says for all waiting rows that name one agency (``DraftLine.agency_key``) which body is meant.

    The rows then carry the name of the body, or ``name`` where it is given.  ``remember`` teaches the office that the
    words of the list mean this body.  Returns how many rows.  Raises ``draft_is_closed``, ``agency_missing``,
    ``no_such_row`` when no row names it any more, and what ``learn_alias`` raises.
    """
    refuse_unless_open(actor, draft)
    text = name.strip()[:LONGEST_NAME] or (organization.name if organization else "")
    if not text:
        raise DomainError("agency_missing", _("Choose an agency of the directory, or write its name."))
    lines = list(draft.lines.waiting().select_for_update().filter(agency_key=key)) if key else []
    if not lines:
        raise DomainError("no_such_row", _("The list has no such row."))
    written, twins = str(lines[0].values["organization"]), set()
    for line in lines:
        twins.add(line.twin_key)
        line.values = {**line.values, "organization": text}
        line.problems = [problem for problem in line.problems if problem[0] != "organization"]
        line.organization, line.is_mended, line.refused = organization, True, ""
        judge(line)
        twins.add(line.twin_key)
    DraftLine.objects.bulk_update(lines, [*JUDGED, "values", "organization", "is_mended", "refused"], batch_size=BATCH)
    mark_twins_anew(draft, twins)
    if remember and organization is not None:
        learn_alias(actor, draft.training_class.office, written, organization)
    after = {"rows": len(lines), "named": f"{written} → {text}"}
    record(actor, "nominations.set_agency", draft, snapshot(draft), after)
    return len(lines)


fact("rows", _("rows of the list"))
fact("named", _("agency"))
words(verbs={"nominations.set_agency": _("set an agency in rows of an uploaded list")})
