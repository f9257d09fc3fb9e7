"""Pages of the handbook: read, written, printed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khuevan.console.topics.shell import handbook_address, page_of, topic_address, topic_context, topic_of
from khuevan.core.history import history_of
from khuevan.core.rows import stamp
from khuevan.core.screens import answer_form, file_response, notice, staff_page
from khuevan.core.workbooks import Sheet, workbook
from khuevan.training.enums import HandbookKind, Shared
from khuevan.training.interfaces.forms.topics import HandbookForm
from khuevan.training.interfaces.reading import ReadPage, read
from khuevan.training.models import HandbookPage, TrainingClass
from khuevan.vietnamese.folding import fold


@staff_page
@require_safe
def page(request: HttpRequest, handbook: int) -> HttpResponse:
    """As its readers see it, with what may be done beside it."""
    found = page_of(request, handbook)
    shown = read(found)
    if request.GET.get("xuat") == "xlsx":
        return file_response(_sheet(shown), f"{slugify(fold(found.title))[:80] or 'so-tay'}.xlsx")
    context = topic_context(
        request.user,
        found.topic,
        read=shown,
        page=found,
        seen=stamp(found),
        levels=Shared.choices,
        history=history_of(found),
    )
    return render(request, "console/topics/handbook.html", context)


@staff_page
@require_safe
def paper(request: HttpRequest, handbook: int) -> HttpResponse:
    """The page alone on white, with boxes to tick."""
    found = page_of(request, handbook)
    context = {"read": read(found), "page": found, "topic": found.topic, "back": handbook_address(found)}
    return render(request, "khuevan/handbook_print.html", context)


@staff_page
def add(request: HttpRequest, subject: int) -> HttpResponse:
    """A note, or a check list (``loai=checklist``); ``lop`` is the class it was learnt in."""
    topic = topic_of(request, subject, to_keep=True)
    asked = request.GET.get("loai", "")
    kind = HandbookKind(asked) if asked in HandbookKind.values else HandbookKind.NOTE
    learnt = _class_asked_for(request)
    form = HandbookForm(request.user, request.POST or None, topic=topic, kind=kind, initial={"training_class": learnt})
    heading = _("Write a check list") if kind == HandbookKind.CHECKLIST else _("Write a note")
    context = topic_context(
        request.user, topic, heading=heading, cancel=topic_address(topic), kinds=_kinds(request, kind)
    )
    return answer_form(request, form, "console/topics/form.html", context, lambda made: _saved(request, made))


@staff_page
def change(request: HttpRequest, handbook: int) -> HttpResponse:
    found = page_of(request, handbook, to_keep=True)
    form = HandbookForm(
        request.user, request.POST or None, topic=found.topic, kind=HandbookKind(found.kind), instance=found
    )
    context = topic_context(request.user, found.topic, heading=str(found), cancel=handbook_address(found))
    return answer_form(request, form, "console/topics/form.html", context, lambda made: _saved(request, made))


def _saved(request: HttpRequest, made: HandbookPage) -> str:
    notice(request, _("Saved: %(what)s.") % {"what": made})
    return handbook_address(made)


def _class_asked_for(request: HttpRequest) -> TrainingClass | None:
    asked = request.GET.get("lop", "")
    if not (asked.isdecimal() and len(asked) < 19):
        return None
    return get_object_or_404(TrainingClass.objects.of_staff(request.user), pk=asked)


def _kinds(request: HttpRequest, kind: HandbookKind) -> list[tuple[str, str, bool]]:
    """The other kinds of page, by address: words, whether it is this one."""
    found = []
    for one in HandbookKind:
        query = request.GET.copy()
        query["loai"] = one.value
        found.append((f"?{query.urlencode()}", str(one.label), one == kind))
    return found


def _sheet(shown: ReadPage) -> bytes:
    headings = [_("No."), _("Stage"), _("What is done"), _("Who does it"), _("Until when"), _("Done")]
    rows = [
        [first + place, stage.name, step.text, step.who, step.when, ""]
        for first, stage in shown.numbered
        for place, step in enumerate(stage.steps)
    ]
    return workbook(Sheet(shown.page.title, shown.page.topic.title, headings, rows))


urlpatterns = [
    path("<int:subject>/so-tay/them/", add, name="handbook_add"),
    path("so-tay/<int:handbook>/", page, name="handbook_page"),
    path("so-tay/<int:handbook>/sua/", change, name="handbook_change"),
    path("so-tay/<int:handbook>/in/", paper, name="handbook_print"),
]
