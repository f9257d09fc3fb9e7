"""Word files of an office with named fields: which is in use, sending one, trying it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from khuevan.console.office_papers.shell import office_context, office_of, office_page
from khuevan.console.office_papers.template_fields import fields_page
from khuevan.core.errors import DomainError
from khuevan.core.permissions import may
from khuevan.core.rows import stamp
from khuevan.core.screens import act, answer_form, file_response, notice, staff_page
from khuevan.papers.domain.building import WRITERS
from khuevan.papers.domain.template_keeping import activate_template, retire_template
from khuevan.papers.domain.template_problems import told
from khuevan.papers.domain.template_starting import starting_template
from khuevan.papers.domain.templating import tried, tried_with
from khuevan.papers.domain.writers import Writer
from khuevan.papers.enums import PaperGroup, PaperKind, TemplateState
from khuevan.papers.interfaces.template_forms import NoteForm, TemplateForm
from khuevan.papers.models import PaperTemplate
from khuevan.people.models import Office
from khuevan.training.models import TrainingClass

KEEP = "papers.keep_templates"
_CLASSES_OFFERED = 30


@dataclass(frozen=True)
class KindRow:
    """One kind of paper: the version in use, if any, and the newest where that is another one."""

    kind: PaperKind
    writer: Writer
    active: PaperTemplate | None
    newest: PaperTemplate | None
    versions: int


@dataclass(frozen=True)
class GroupRows:
    label: str
    rows: Sequence[KindRow]


@staff_page
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    office = office_of(request)
    own: dict[str, list[PaperTemplate]] = {}
    for template in _templates(request, office):
        own.setdefault(template.kind, []).append(template)
    rows = [_kind_row(kind, writer, own.get(kind, [])) for kind, writer in WRITERS.items()]
    rows.sort(key=lambda row: list(PaperGroup).index(row.writer.group))
    groups = [GroupRows(str(group.label), list(some)) for group, some in groupby(rows, lambda row: row.writer.group)]
    in_use = sum(row.active is not None for row in rows)
    context = {"groups": groups, "in_use": in_use, "may_keep": may(request.user, KEEP, office)}
    return office_page(request, office, "console/office_papers/templates.html", context)


def _kind_row(kind: PaperKind, writer: Writer, versions: Sequence[PaperTemplate]) -> KindRow:
    active = next((one for one in versions if one.state == TemplateState.ACTIVE), None)
    newest = versions[0] if versions and versions[0] is not active else None
    return KindRow(kind, writer, active, newest, len(versions))


def _templates(request: HttpRequest, office: Office) -> Sequence[PaperTemplate]:
    seen = PaperTemplate.objects.visible_to(request.user).filter(office=office)
    return list(seen.select_related("uploaded_by").order_by("kind", "-version"))


def _kind(slug: str) -> PaperKind:
    """Raises Http404."""
    found = next((kind for kind, writer in WRITERS.items() if writer.slug == slug), None)
    if found is None:
        raise Http404
    return found


@staff_page
def of_kind(request: HttpRequest, slug: str) -> HttpResponse:
    """The versions for one kind of paper, and the form that sends the next."""
    office, kind = office_of(request), _kind(slug)
    may_keep = may(request.user, KEEP, office)
    if request.method == "POST" and not may_keep:
        raise Http404
    form = TemplateForm(request.user, request.POST or None, request.FILES or None, office=office, kind=kind)
    context = {
        "writer": WRITERS[kind],
        "kind": kind,
        "versions": [one for one in _templates(request, office) if one.kind == kind],
        "may_keep": may_keep,
        "submit": _("Send and check"),
    }

    def done(result: tuple[PaperTemplate, PaperTemplate | None]) -> str:
        sent, before = result
        _say_sent(request, sent, before)
        return reverse("console:paper_template", args=(sent.pk,))

    full = office_context(request, office, context)
    return answer_form(request, form, "console/office_papers/template_kind.html", full, done)


def _say_sent(request: HttpRequest, sent: PaperTemplate, before: PaperTemplate | None) -> None:
    if sent.state == TemplateState.ACTIVE:
        _say_in_use(request, sent, before)
    elif sent.state == TemplateState.FAULTY:
        messages.warning(request, _("Version %(version)s is kept, but it has faults and cannot be used.") % _of(sent))
    else:
        notice(request, _("Version %(version)s is kept and can be used.") % _of(sent))


def _say_in_use(request: HttpRequest, template: PaperTemplate, before: PaperTemplate | None) -> None:
    undo = ("activate", before.pk) if before else ("retire", template.pk)
    text = _("New papers of this kind are made from version %(version)s.") % _of(template)
    notice(request, text, undo=reverse(f"console:paper_template_{undo[0]}", args=(undo[1],)))


def _of(template: PaperTemplate) -> dict[str, int]:
    return {"version": template.version}


def _seen(request: HttpRequest, pk: int, *, to_change: bool = False) -> PaperTemplate:
    """The version; where it is to be changed, for somebody who may.  Raises Http404."""
    rows = PaperTemplate.objects.visible_to(request.user).select_related("office__organization", "uploaded_by")
    found: PaperTemplate = get_object_or_404(rows, pk=pk)
    if found.kind not in WRITERS or (to_change and not may(request.user, KEEP, found.office)):
        raise Http404
    return found


@staff_page
def one(request: HttpRequest, template: int) -> HttpResponse:
    """One version: what the check found, the fields it uses, trying it."""
    found = _seen(request, template)
    may_keep = may(request.user, KEEP, found.office)
    if request.method == "POST" and not may_keep:
        raise Http404
    form = NoteForm(request.user, request.POST or None, instance=found)
    problems = [told(problem) for problem in found.problems]

    def done(_result: PaperTemplate) -> str:
        notice(request, _("The note is saved."))
        return reverse("console:paper_template", args=(found.pk,))

    context: dict[str, Any] = {
        "template": found,
        "writer": WRITERS[PaperKind(found.kind)],
        "faults": [problem for problem in problems if not problem.is_warning],
        "warnings": [problem for problem in problems if problem.is_warning],
        "may_keep": may_keep,
        "stamp": stamp(found),
        "classes": _classes(request, found.office),
        "submit": _("Save the note"),
    }
    full = office_context(request, found.office, context)
    return answer_form(request, form, "console/office_papers/template.html", full, done)


def _classes(request: HttpRequest, office: Office) -> list[TrainingClass]:
    seen = TrainingClass.objects.visible_to(request.user).filter(office=office).order_by("-start_date", "-pk")
    return list(seen[:_CLASSES_OFFERED])


@staff_page
@require_safe
def file(request: HttpRequest, template: int) -> HttpResponse:
    """The Word file as it was sent."""
    found = _seen(request, template)
    with found.file.open("rb") as opened:
        return file_response(opened.read(), _name(found, f"mau-{found.version}"))


@staff_page
@require_safe
def attempt(request: HttpRequest, template: int) -> HttpResponse:
    """The paper that the version makes of invented words, or of the class ``lop``; nothing is kept."""
    found = _seen(request, template)
    chosen = request.GET.get("lop", "")
    if not chosen:
        return _answered(request, found, tried, "thu")
    classes = TrainingClass.objects.visible_to(request.user).filter(office=found.office)
    if not chosen.isdecimal() or len(chosen) > 15:
        raise Http404
    of_class = get_object_or_404(classes, pk=int(chosen))
    if not may(request.user, "papers.write_paper", of_class):
        raise Http404
    return _answered(request, found, lambda version: tried_with(request.user, version, of_class), of_class.slug)


def _answered(request: HttpRequest, template: PaperTemplate, work: Any, name: str) -> HttpResponse:  # noqa: ANN401
    """The file, or the page of the version with the reason why there is none."""
    if template.state == TemplateState.FAULTY:
        raise Http404
    try:
        return file_response(work(template), _name(template, name))
    except DomainError as error:
        message = error.message

    def refuse() -> None:
        raise DomainError("template_failed", message)

    return act(request, refuse, reverse("console:paper_template", args=(template.pk,)))


def _name(template: PaperTemplate, what: str) -> str:
    return f"{WRITERS[PaperKind(template.kind)].slug}-{what}.docx"


@staff_page
@require_safe
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Our own layout with the fields in place."""
    office_of(request)
    return file_response(starting_template(_kind(slug)), f"mau-{slug}.docx")


@staff_page
@require_POST
def activate(request: HttpRequest, template: int) -> HttpResponse:
    found = _seen(request, template, to_change=True)

    def work() -> None:
        _say_in_use(request, found, activate_template(request.user, found, seen=request.POST.get("seen", "")))

    return act(request, work, reverse("console:paper_template", args=(found.pk,)))


@staff_page
@require_POST
def retire(request: HttpRequest, template: int) -> HttpResponse:
    found = _seen(request, template, to_change=True)

    def work() -> None:
        retire_template(request.user, found, seen=request.POST.get("seen", ""))
        undo = reverse("console:paper_template_activate", args=(found.pk,))
        notice(request, _("New papers of this kind have the usual layout again."), undo=undo)

    return act(request, work, reverse("console:paper_template", args=(found.pk,)))


urlpatterns = [
    path("", page, name="paper_templates"),
    path("truong/", fields_page, name="paper_template_fields"),
    path("phien-ban/<int:template>/", one, name="paper_template"),
    path("phien-ban/<int:template>/tep/", file, name="paper_template_file"),
    path("phien-ban/<int:template>/thu/", attempt, name="paper_template_try"),
    path("phien-ban/<int:template>/dung/", activate, name="paper_template_activate"),
    path("phien-ban/<int:template>/thoi-dung/", retire, name="paper_template_retire"),
    path("<slug:slug>/", of_kind, name="paper_template_kind"),
    path("<slug:slug>/bat-dau/", start, name="paper_template_start"),
]
