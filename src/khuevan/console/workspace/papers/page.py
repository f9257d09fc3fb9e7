"""One kind of paper of a class: what an officer said of it, to whom it goes, its versions, what differs by now."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from khuevan.console.workspace.papers.board import Look, PaperRow, look_of, readable, row_of
from khuevan.console.workspace.papers.deeds import paper_address, writers_kind
from khuevan.console.workspace.shell import workspace, workspace_context
from khuevan.core.history import history_of
from khuevan.core.permissions import may
from khuevan.core.rows import stamp
from khuevan.core.screens import answer_form, notice, staff_page
from khuevan.papers.blocks import LONG_HOLE
from khuevan.papers.domain import previews
from khuevan.papers.domain.details import day_of, details_of, standing_bases
from khuevan.papers.domain.differing import PaperStanding
from khuevan.papers.domain.places import places_of
from khuevan.papers.domain.signing import has_number
from khuevan.papers.enums import PaperKind, PreviewState, Urgency
from khuevan.papers.interfaces.paper_forms import DetailsForm, has_signature
from khuevan.papers.models import MadePaper, PaperDetails
from khuevan.training.models import TrainingClass
from khuevan.vietnamese.folding import fold

TARGETS_A_PAGE = 50
SHOWN_CHANGES = 40

FILTERS = ("", "chua-soan", "khac", "chua-ky", "da-ky")


@dataclass(frozen=True)
class TargetRow:
    """The paper to one addressee."""

    standing: PaperStanding
    look: Look
    seen: str

    @property
    def key(self) -> str:
        return self.standing.target.key if self.standing.target else ""

    @property
    def name(self) -> str:
        return self.standing.target.name if self.standing.target else ""


@dataclass(frozen=True)
class VersionRow:
    """One version; ``is_newest`` is the one that can still be signed or made anew."""

    made: MadePaper
    seen: str
    is_newest: bool

    @property
    def preview(self) -> str:
        """The state of its PDF; empty while nobody asked for one."""
        return str(self.made.preview_state)

    @property
    def is_waiting(self) -> bool:
        return self.made.preview_state == PreviewState.WAITING


@dataclass(frozen=True)
class Said:
    """One line of what the paper says beyond the class; ``is_open`` where the place stays empty."""

    label: str
    lines: Sequence[str]
    is_open: bool = False


def _passes(row: TargetRow, wish: str) -> bool:
    one = row.standing
    return {
        "chua-soan": one.newest is None,
        "khac": one.differs or one.is_gone,
        "chua-ky": one.newest is not None and not one.is_signed,
        "da-ky": one.is_signed,
    }.get(wish, True)


def _targets(request: HttpRequest, row: PaperRow) -> dict[str, Any]:
    rows = [
        TargetRow(one, look_of(one, signs=row.is_signed_paper), stamp(one.newest) if one.newest else "")
        for one in row.standings
    ]
    words = {
        "": pgettext("addressees", "All"),
        "chua-soan": pgettext("addressees", "Not made yet"),
        "khac": pgettext("addressees", "Differ"),
        "chua-ky": pgettext("addressees", "To be signed"),
        "da-ky": pgettext("addressees", "Signed"),
    }
    counted = [(wish, words[wish], sum(1 for one in rows if _passes(one, wish))) for wish in FILTERS]
    wish = request.GET.get("xem", "")
    query = " ".join(request.GET.get("q", "").split())[:100]
    found = [one for one in rows if _passes(one, wish) and fold(query) in fold(one.name)]
    return {
        "targets": Paginator(found, TARGETS_A_PAGE).get_page(request.GET.get("trang")),
        "pills": [(wish_, label, count) for wish_, label, count in counted if count or not wish_],
        "wish": wish,
        "query": query,
    }


def _asked(request: HttpRequest, row: PaperRow) -> PaperStanding | None:
    """The paper that the page is about: the only one, or that to the addressee which ``gui`` names."""
    if row.one is not None:
        return row.one
    key = request.GET.get("gui", "")
    if not key:
        return None
    found = next((one for one in row.standings if one.target and one.target.key == key), None)
    if found is None:
        raise Http404
    return found


def _versions(training_class: TrainingClass, kind: PaperKind, target: str) -> list[VersionRow]:
    rows = MadePaper.objects.filter(training_class=training_class, kind=kind, target=target)
    found = list(rows.select_related("record", "made_by", "template").order_by("-version"))
    return [VersionRow(one, stamp(one), place == 0) for place, one in enumerate(found)]


def said(training_class: TrainingClass, kind: PaperKind) -> list[Said]:
    """What the paper says beyond the data of the class, as an officer reads it over."""
    known = details_of(training_class, kind)
    shown: list[Said] = []
    if has_signature(kind):
        is_open = known.signer == LONG_HOLE
        lines = [_("not known yet")] if is_open else [*known.capacity, known.signer]
        shown.append(Said(_("Signed by"), lines, is_open))
        if known.bases:
            shown.append(Said(_("Grounds"), [f"Căn cứ {one};" for one in known.bases]))
        shown.append(Said(_("Further recipients"), known.recipients))
        shown.append(Said(_("Urgency"), [capfirst(str(Urgency(known.urgency).label))] if known.urgency else []))
        copies = _("%(count)s copies") % {"count": known.copies} if known.copies else ""
        shown.append(Said(_("Drafter and copies"), [", ".join(part for part in (known.drafter, copies) if part)]))
    for place in places_of(kind):
        shown.append(Said(str(place.label), known.values.get(place.key, "").splitlines()))
    return [one for one in shown if any(one.lines)]


@staff_page
@require_safe
def page(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    training_class, kind = writers_kind(request, pk, slug)
    row = row_of(request.user, training_class, kind)
    one = _asked(request, row)
    target = one.target.key if one and one.target else ""
    versions = _versions(training_class, kind, target) if one else []
    changes = list(one.changes) if one and one.differs else []
    context = {
        "row": row,
        "one": one,
        "target": target,
        "look": look_of(one, signs=row.is_signed_paper) if one else row.state,
        "newest": versions[0] if versions else None,
        "versions": versions,
        "changes": readable(changes[:SHOWN_CHANGES]),
        "more_changes": max(len(changes) - SHOWN_CHANGES, 0),
        "said": said(training_class, kind),
        "may_say": has_signature(kind) or bool(places_of(kind)),
        "standing_bases": standing_bases_of(training_class, kind),
        "has_number": has_number(kind),
        "may_sign": may(request.user, "papers.record_signed", training_class),
        "previews": previews.is_possible(),
        "is_waiting": any(version.is_waiting for version in versions),
        "history": history_of(versions[0].made) if versions else None,
        **(_targets(request, row) if row.has_targets and one is None else {}),
    }
    return workspace(request, training_class, "records", context, template="console/papers/paper.html")


def standing_bases_of(training_class: TrainingClass, kind: PaperKind) -> Sequence[str]:
    return standing_bases(training_class.office, kind, day_of(training_class, kind))


@staff_page
def details(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Signer, grounds, recipients, words for named places: for all versions of this kind of paper."""
    training_class, kind = writers_kind(request, pk, slug)
    if not (has_signature(kind) or places_of(kind)):
        raise Http404
    instance = PaperDetails.objects.filter(training_class=training_class, kind=kind).first()
    form = DetailsForm(request.user, request.POST or None, training_class=training_class, kind=kind, instance=instance)
    back = paper_address(training_class, kind)

    def done(_result: PaperDetails) -> str:
        notice(request, _("Saved. What was made before stays as it is; make it anew for the new words."))
        return back

    context = {
        **workspace_context(training_class, "records"),
        "heading": _("Details: %(paper)s") % {"paper": kind.label},
        "cancel": back,
        "standing_bases": standing_bases_of(training_class, kind),
    }
    return answer_form(request, form, "console/papers/details.html", context, done)


urlpatterns = [
    path("soan/<slug:slug>/", page, name="class_paper_page"),
    path("soan/<slug:slug>/chi-tiet/", details, name="class_paper_details"),
]
