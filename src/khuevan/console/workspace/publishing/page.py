"""Making the programme known: what changed, whom it concerns, the versions there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from khuevan.console.workspace import life
from khuevan.console.workspace.downloads import download
from khuevan.console.workspace.programme_parts import programme_parts
from khuevan.console.workspace.publishing.shown import blocks_of
from khuevan.console.workspace.shell import class_of, workspace, workspace_context
from khuevan.core.history import history_of
from khuevan.core.permissions import may
from khuevan.core.screens import answer_form, notice, staff_page
from khuevan.core.templatetags.khuevan import thousands
from khuevan.nominations.domain.programme_notices import Telling, Told, Unreached, told_of
from khuevan.nominations.interfaces.programme_forms import PublishForm, TellForm
from khuevan.papers.domain.building import WRITERS
from khuevan.papers.domain.programme_sheet import programme_sheet
from khuevan.papers.enums import PaperKind
from khuevan.training.domain.lecturers.declined import StillNamed, names_of, still_named
from khuevan.training.domain.timetable.changes import Change, differences
from khuevan.training.domain.timetable.versions import changes_of, latest, rows_now, rows_stamp
from khuevan.training.models import Lecturer, ProgrammeVersion, TrainingClass

TEMPLATE = "console/publishing/page.html"


@dataclass(frozen=True)
class Standing:
    """How the programme stands to what was made known; ``changes`` of a first version are all its half days."""

    version: ProgrammeVersion | None
    telling: Telling
    changes: list[Change]
    declined: StillNamed

    @property
    def declined_words(self) -> str:
        """Who said no and is still read of, else whom the next version would name."""
        if known := self.declined.known:
            return _names_words(_("%(who)s cannot come; the programme made known still names them."), known)
        return _names_words(_("%(who)s cannot come, and the programme names them."), self.declined.now)

    @property
    def may_be_published(self) -> bool:
        return bool(self.telling.rows) if self.version is None else bool(self.changes)


def _standing(training_class: TrainingClass) -> Standing:
    last, rows = latest(training_class), rows_now(training_class)
    before = last.rows if last else None
    declined = still_named(training_class.lecturers.select_related("person"), before or [], rows)
    return Standing(last, Telling(training_class, rows, before), differences(before or [], rows), declined)


def _names_words(words: str, lecturers: Sequence[Lecturer]) -> str:
    return capfirst(words % {"who": names_of(lecturers)}) if lecturers else ""


def _address(training_class: TrainingClass) -> str:
    return reverse("console:class_publishing", args=(training_class.pk,))


@staff_page
def page(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = class_of(request, pk)
    standing = _standing(training_class)
    closed = life.closed_words(training_class)
    may_change = may(request.user, "training.change_class", training_class) and not closed
    context: dict[str, Any] = {
        **workspace_context(training_class, "programme"),
        "programme_parts": programme_parts(training_class, "class_publishing"),
        "standing": standing,
        "closed": closed,
        "may_change": may_change,
        "may_keep": may(request.user, "people.keep_directory", training_class.office),
        "may_write": may(request.user, "papers.write_paper", training_class),
        "versions": training_class.programme_versions.select_related("published_by"),
        "paper": WRITERS[PaperKind.PROGRAMME].slug,
    }
    if request.method == "POST" and not may_change:
        raise Http404
    if may_change and standing.version is not None and not standing.may_be_published:
        return _tell(request, standing.version, context)
    return _publish(request, training_class, standing, context)


def _publish(
    request: HttpRequest, training_class: TrainingClass, standing: Standing, context: dict[str, Any]
) -> HttpResponse:
    telling = standing.telling
    stamp = rows_stamp(telling.rows)
    form = PublishForm(
        request.user,
        request.POST or None,
        training_class=training_class,
        codes=telling.people.codes | set(request.POST.getlist("whom")),
        initial={"rows_seen": stamp},
    )
    ticked = request.POST.getlist("whom") if request.method == "POST" else None
    context |= {"blocks": blocks_of(telling, ticked), "rows_stamp": stamp}

    def done(told: Told) -> str:
        notice(request, " ".join((_("The programme is made known."), told_words(told))))
        return _address(training_class)

    return answer_form(request, form, TEMPLATE, context, done)


def _tell(request: HttpRequest, version: ProgrammeVersion, context: dict[str, Any]) -> HttpResponse:
    """Nothing waits to be made known; who was left out of the last version may still be told."""
    telling = Telling.of(version)
    form = TellForm(request.user, request.POST or None, version=version, codes=telling.people.codes)
    ticked = request.POST.getlist("whom") if request.method == "POST" else ()
    blocks = blocks_of(telling, ticked, version, told_of(version))
    context |= {"blocks": blocks, "is_telling": True, "untold": any(not row.is_told for b in blocks for row in b.rows)}
    context["unreached"] = len(telling.people.unreached)

    def done(told: Told) -> str:
        notice(request, told_words(told))
        return _address(version.training_class)

    return answer_form(request, form, TEMPLATE, context, done)


def told_words(told: Told) -> str:
    """What became of the messages, in a sentence or more."""
    parts = [
        (
            told.mailed,
            ngettext("%(count)s e-mail goes out.", "%(count)s e-mails go out.", told.mailed),
        ),
        (
            told.by_hand,
            ngettext(
                "%(count)s text waits under Messages to be copied.",
                "%(count)s texts wait under Messages to be copied.",
                told.by_hand,
            ),
        ),
        (
            told.unreached,
            ngettext(
                "%(count)s learner has neither e-mail nor telephone: who it is stands with the version.",
                "%(count)s learners have neither e-mail nor telephone: who they are stands with the version.",
                told.unreached,
            ),
        ),
    ]
    said = [words % {"count": thousands(count)} for count, words in parts if count]
    return " ".join(said if told.mailed or told.by_hand else [_("Nobody was told."), *said])


@staff_page
@require_safe
def one_version(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """What one version brought, who was told, what was done with it."""
    training_class = class_of(request, pk)
    rows = training_class.programme_versions.select_related("published_by")
    found: ProgrammeVersion = get_object_or_404(rows, number=version)
    found.training_class = training_class
    context = {
        "programme_parts": programme_parts(training_class, "class_publishing"),
        "version": found,
        "changes": changes_of(found),
        "told": len(told_of(found)),
        "unreached": _unreached(request, found),
        "history": history_of(found),
    }
    return workspace(request, training_class, "programme", context, template="console/publishing/version.html")


def _unreached(request: HttpRequest, version: ProgrammeVersion) -> list[Unreached]:
    """Of the last version, for who may tell of it."""
    newest = latest(version.training_class)
    is_last = newest is not None and newest.pk == version.pk
    may_tell = is_last and may(request.user, "training.change_class", version.training_class)
    return Telling.of(version).unreached if may_tell else []


@staff_page
@require_safe
def wall_print(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = class_of(request, pk)
    if not may(request.user, "papers.write_paper", training_class):
        raise Http404
    return download(request, lambda: programme_sheet(request.user, training_class), _address(training_class))
