"""Making papers from the screen, and downloading them as they were made."""

import zipfile
from collections.abc import Sequence
from tempfile import SpooledTemporaryFile
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from khuevan.console.workspace.downloads import attached
from khuevan.console.workspace.papers.board import GROUPS, Board, board, row_of
from khuevan.console.workspace.shell import class_of, tab_address
from khuevan.core.permissions import may
from khuevan.core.screens import act, notice, staff_page
from khuevan.papers.domain.building import WRITERS
from khuevan.papers.domain.making import make_paper, make_papers
from khuevan.papers.domain.writers import may_write
from khuevan.papers.enums import PaperGroup, PaperKind
from khuevan.papers.layout import DOCX
from khuevan.papers.models import MadePaper
from khuevan.training.models import TrainingClass

KINDS = {writer.slug: kind for kind, writer in WRITERS.items()}
"""By the word in the address, which also begins the name of the file."""

_IN_MEMORY = 8 * 1024 * 1024


def kind_of(slug: str) -> PaperKind:
    if slug not in KINDS:
        raise Http404
    return KINDS[slug]


def writers_class(request: HttpRequest, pk: int, kind: PaperKind | None = None) -> TrainingClass:
    """The class, for somebody who may write its papers, and this one; for others the page is not there."""
    training_class = class_of(request, pk)
    if not may(request.user, "papers.write_paper", training_class):
        raise Http404
    if kind is not None and not may_write(request.user, training_class, kind):
        raise Http404
    return training_class


def writers_kind(request: HttpRequest, pk: int, slug: str) -> tuple[TrainingClass, PaperKind]:
    kind = kind_of(slug)
    return writers_class(request, pk, kind), kind


def made_of(request: HttpRequest, training_class: TrainingClass, made: int) -> MadePaper:
    rows = MadePaper.objects.visible_to(request.user).filter(training_class=training_class)
    found: MadePaper = get_object_or_404(rows.select_related("record", "made_by"), pk=made)
    found.training_class = training_class
    return found


def paper_address(training_class: TrainingClass, kind: PaperKind | str, target: str = "") -> str:
    address = reverse("console:class_paper_page", args=(training_class.pk, WRITERS[PaperKind(kind)].slug))
    return f"{address}?gui={target}" if target else address


def back_of(request: HttpRequest, training_class: TrainingClass) -> str:
    """The page whose button was pressed: that of one paper, as ``ve`` says, else the tab."""
    slug = request.POST.get("ve", "")
    if slug in KINDS:
        return paper_address(training_class, KINDS[slug], request.POST.get("gui", ""))
    return tab_address(training_class, "records")


@staff_page
@require_POST
def make_many(request: HttpRequest, pk: int) -> HttpResponse:
    """``nhom`` makes what a group lacks, ``loai`` what a kind lacks, ``khac`` all that differ anew."""
    training_class = writers_class(request, pk)

    def work() -> None:
        made = _made_now(request, training_class)
        if not made:
            notice(request, _("Every paper says already what the class says, so none was made."))
            return
        words = ngettext("%(count)s paper was made.", "%(count)s papers were made.", len(made))
        notice(request, words % {"count": len(made)})

    return act(request, work, back_of(request, training_class))


def _made_now(request: HttpRequest, training_class: TrainingClass) -> list[MadePaper]:
    kind = KINDS.get(request.POST.get("loai", ""))
    if kind is not None:
        return make_papers(request.user, training_class, [kind])
    shown = board(request.user, training_class)
    group = GROUPS.get(request.POST.get("nhom", ""))
    if group is not None:
        return make_papers(request.user, training_class, _ready(shown, group))
    if request.POST.get("khac"):
        differing = {row.kind for row, _one in shown.differing}
        return make_papers(request.user, training_class, differing, only_differing=True)
    return []


def _ready(shown: Board, group: PaperGroup) -> list[PaperKind]:
    """Kinds of a group for which nothing is missing."""
    return [row.kind for part in shown.groups if part.group == group for row in part.ready]


@staff_page
@require_POST
def make_one(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """One paper, to the addressee that ``gui`` names; ``ben-canh`` makes a version beside a signed one."""
    training_class, kind = writers_kind(request, pk, slug)
    asked = request.POST.get("gui", "")
    standings = row_of(request.user, training_class, kind).standings
    one = next((one for one in standings if (one.target.key if one.target else "") == asked), None)
    if one is None:
        raise Http404
    before = one.newest

    def work() -> None:
        made = make_paper(
            request.user,
            training_class,
            kind,
            target=one.target,
            seen=request.POST.get("seen", ""),
            beside_signed=bool(request.POST.get("ben-canh")),
        )
        if before is not None and made.pk == before.pk:
            notice(request, _("The paper says already what the class says; no new version was needed."))
        else:
            notice(request, _("Version %(number)s was made: %(what)s.") % _named(made))

    return act(request, work, back_of(request, training_class))


def _named(made: MadePaper) -> dict[str, Any]:
    whom = f" ({made.target_name})" if made.target_name else ""
    return {"number": made.version, "what": f"{made.get_kind_display()}{whom}"}


@staff_page
@require_safe
def made_file(request: HttpRequest, pk: int, made: int) -> HttpResponseBase:
    """One version, as it was made."""
    found = made_of(request, class_of(request, pk), made)
    try:
        return attached(found.file.open("rb"), found.file_name, DOCX)
    except FileNotFoundError as error:
        raise Http404 from error


@staff_page
@require_safe
def zipped_kind(request: HttpRequest, pk: int, slug: str) -> HttpResponseBase:
    """The newest version to every addressee."""
    training_class, kind = writers_kind(request, pk, slug)
    return _zipped(
        request, training_class, [kind], f"{slug}-{training_class.slug}.zip", paper_address(training_class, kind)
    )


@staff_page
@require_safe
def zipped_group(request: HttpRequest, pk: int, part: str) -> HttpResponseBase:
    """The newest versions of all papers of a group, numbered in the order in which a class needs them."""
    training_class = writers_class(request, pk)
    if part not in GROUPS:
        raise Http404
    kinds = [kind for kind, writer in WRITERS.items() if writer.group == GROUPS[part]]
    name = f"van-ban-{part}-{training_class.slug}.zip"
    return _zipped(request, training_class, kinds, name, tab_address(training_class, "records"))


def _zipped(
    request: HttpRequest, training_class: TrainingClass, kinds: Sequence[PaperKind], name: str, back: str
) -> HttpResponseBase:
    found = _newest(request, training_class, kinds)
    if not found:
        messages.error(request, _("None of these papers is made yet, so there is nothing to pack."))
        return HttpResponseRedirect(back)
    file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the answer closes it
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as packed:  # Word files are packed already
        for number, one in enumerate(found, start=1):
            try:
                with one.file.open("rb") as content:
                    packed.writestr(f"{number:03d}-{one.file_name}", content.read())
            except FileNotFoundError as error:
                raise Http404 from error
    file.seek(0)
    return attached(file, name, "application/zip")


def _newest(request: HttpRequest, training_class: TrainingClass, kinds: Sequence[PaperKind]) -> list[MadePaper]:
    rows = MadePaper.objects.visible_to(request.user).filter(training_class=training_class, kind__in=kinds)
    newest: dict[tuple[str, str], MadePaper] = {}
    for one in rows.defer("words").order_by("pk"):
        newest[one.kind, one.target] = one
    places = list(WRITERS)
    return sorted(newest.values(), key=lambda one: (places.index(PaperKind(one.kind)), one.pk))


urlpatterns = [
    path("soan/", make_many, name="class_papers_make"),
    path("soan/<slug:slug>/soan/", make_one, name="class_paper_make"),
    path("soan/<slug:slug>.zip", zipped_kind, name="class_paper_zip"),
    path("goi/<slug:part>.zip", zipped_group, name="class_papers_zip"),
    path("ban/<int:made>.docx", made_file, name="class_made_paper"),
]
