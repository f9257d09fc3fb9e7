"""The file of a class: a document written down, taken from those the office keeps, corrected, taken out."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from khuevan.console.workspace.downloads import attached
from khuevan.console.workspace.shell import class_of, tab_address, workspace, workspace_context
from khuevan.core.history import history_of
from khuevan.core.lists import BulkAction
from khuevan.core.permissions import may
from khuevan.core.screens import act, answer_form, notice, staff_page
from khuevan.records.interfaces.forms import SIGNERS, SYMBOLS, RecordForm
from khuevan.records.interfaces.known import known
from khuevan.records.interfaces.tables import RecordList
from khuevan.records.models import Record
from khuevan.training.domain.documents import attach_record, detach_record
from khuevan.training.enums import RecordPurpose
from khuevan.training.interfaces.forms.documents import ClassRecordForm, purposes
from khuevan.training.models import ClassRecord, TrainingClass

KEEPERS = "training.attach_record"


def _keepers_class(request: HttpRequest, pk: int) -> TrainingClass:
    """The class, for somebody who may keep its file; for others the page is not there."""
    training_class = class_of(request, pk)
    if not may(request.user, KEEPERS, training_class):
        raise Http404
    return training_class


def _attached(request: HttpRequest, training_class: TrainingClass, pk: int) -> ClassRecord:
    rows = ClassRecord.objects.visible_to(request.user).filter(training_class=training_class)
    found: ClassRecord = get_object_or_404(rows.select_related("record__office", "record__issuer"), pk=pk)
    found.training_class = training_class
    return found


def _form(
    request: HttpRequest, training_class: TrainingClass, form: RecordForm, document: Record | None
) -> HttpResponse:
    """Writes a document down, or changes ``document``."""
    back = tab_address(training_class, "records")

    def done(result: ClassRecord | Record) -> str:
        _say(request, training_class, form, result)
        return back

    context = {
        **workspace_context(training_class, "records"),
        "heading": str(document) if document else _now("Write a document down"),
        "submit": _now("Save") if document else _now("Put into the file"),
        "cancel": back,
        "known": known(request.user, training_class.office),
        "symbols_id": SYMBOLS,
        "signers_id": SIGNERS,
        "history": history_of(document) if document else None,
    }
    return answer_form(request, form, "console/records/form.html", context, done)


def _say(request: HttpRequest, training_class: TrainingClass, form: RecordForm, result: ClassRecord | Record) -> None:
    if isinstance(result, Record) or form.instance is not None:
        notice(request, _now("Saved: %(what)s.") % {"what": result})
        return
    undo = reverse("console:class_record_detach", args=(training_class.pk, result.pk))
    if form.was_kept:
        text = _now("%(what)s was kept by the office already, so it was put into the file of the class as it stands.")
    else:
        text = _now("%(what)s is in the file of the class.")
    notice(request, text % {"what": result.record}, undo=undo)
    if form.file_left:
        messages.error(
            request,
            _now(
                "That document has a file already, so the one you sent was not taken. To replace it, edit the document."
            ),
        )


@staff_page
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """A document that is not kept yet; ``muc`` in the address says what it is there for."""
    training_class = _keepers_class(request, pk)
    purpose = request.GET.get("muc", "")
    form = ClassRecordForm(
        request.user,
        request.POST or None,
        request.FILES or None,
        training_class=training_class,
        initial={"purpose": purpose if purpose in RecordPurpose.values else RecordPurpose.OTHER},
    )
    return _form(request, training_class, form, None)


@staff_page
def change(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    training_class = _keepers_class(request, pk)
    found = _attached(request, training_class, row)
    form = ClassRecordForm(
        request.user, request.POST or None, request.FILES or None, training_class=training_class, attached=found
    )
    return _form(request, training_class, form, found.record)


@staff_page
def change_linked(request: HttpRequest, pk: int, document: int) -> HttpResponse:
    """The plan or the decision of the class, which other tabs put here."""
    training_class = _keepers_class(request, pk)
    linked = (
        Record.objects.visible_to(request.user)
        .filter(office=training_class.office_id)
        .select_related("office", "issuer")
    )
    found = get_object_or_404(linked, pk=document)
    form = RecordForm(
        request.user, request.POST or None, request.FILES or None, office=training_class.office, instance=found
    )
    return _form(request, training_class, form, found)


@staff_page
@require_POST
def detach(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    training_class = class_of(request, pk)
    found = _attached(request, training_class, row)

    def work() -> None:
        document, purpose = found.record, found.purpose
        detach_record(request.user, found, seen=request.POST.get("seen", ""))
        undo = reverse("console:class_record_attach", args=(pk, document.pk, purpose))
        text = _now("%(what)s is no longer in the file of the class; the office keeps it.")
        notice(request, text % {"what": document}, undo=undo)

    return act(request, work, tab_address(training_class, "records"))


@staff_page
@require_POST
def attach(request: HttpRequest, pk: int, document: int, purpose: str) -> HttpResponse:
    """Puts a document of the office into the file: the undo of taking it out."""
    training_class = class_of(request, pk)
    found = get_object_or_404(Record.objects.visible_to(request.user), pk=document)
    if purpose not in RecordPurpose.values:
        raise Http404

    def work() -> None:
        attach_record(request.user, training_class, found, purpose=RecordPurpose(purpose))
        notice(request, _now("%(what)s is in the file of the class again.") % {"what": found})

    return act(request, work, tab_address(training_class, "records"))


class KeptRecords(RecordList):
    """Documents of the office that are not in the file of this class."""

    bulk = (
        BulkAction(
            "dua-vao",
            _("Put into the file of the class"),
            "paperclip",
            permission=KEEPERS,
            fields_template="console/records/purpose.html",
        ),
    )

    def __init__(self, request: HttpRequest, training_class: TrainingClass) -> None:
        kept = Record.objects.visible_to(request.user).filter(office=training_class.office_id)
        rows = kept.exclude(class_records__training_class=training_class).select_related("issuer")
        super().__init__(request, rows, subtitle=training_class.office.organization.name)
        self.training_class = training_class
        self.subject = training_class

    @cached_property
    def purpose(self) -> RecordPurpose:
        """What the chosen documents are there for, as sent."""
        sent = self.request.POST.get("muc", "")
        return RecordPurpose(sent) if sent in RecordPurpose.values else RecordPurpose.OTHER


@staff_page
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """One or more of the documents the office keeps."""
    training_class = _keepers_class(request, pk)
    shown = KeptRecords(request, training_class)
    if request.method == "POST":
        return act(request, lambda: _attach_chosen(request, shown), request.get_full_path())
    if shown.wants_workbook:
        return shown.workbook_response("van-ban")
    context = {"list": shown, "purposes": purposes(), "asked": request.GET.get("muc", "")}
    return workspace(request, training_class, "records", context, template="console/records/choose.html")


def _attach_chosen(request: HttpRequest, shown: KeptRecords) -> str | None:
    rows = list(shown.chosen())
    if not rows:
        notice(request, _now("No row is ticked, so nothing was done."))
        return None
    for document in rows:
        attach_record(request.user, shown.training_class, document, purpose=shown.purpose)
    words = ngettext(
        "%(count)s document is in the file of the class as “%(purpose)s”.",
        "%(count)s documents are in the file of the class as “%(purpose)s”.",
        len(rows),
    )
    notice(request, words % {"count": len(rows), "purpose": capfirst(str(shown.purpose.label))})
    return tab_address(shown.training_class, "records")


@staff_page
@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file of a document, for staff of the office that keeps it; always saved, never opened by the browser."""
    found = get_object_or_404(Record.objects.visible_to(request.user), pk=pk)
    if not found.file:
        raise Http404
    try:
        content = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return attached(content, found.file_name or f"van-ban-{pk}", found.content_type)


urlpatterns = [
    path("them/", add, name="class_record_add"),
    path("chon/", choose, name="class_record_choose"),
    path("<int:row>/sua/", change, name="class_record_change"),
    path("<int:row>/go/", detach, name="class_record_detach"),
    path("lien-quan/<int:document>/sua/", change_linked, name="class_record_linked"),
    path("dua-vao/<int:document>/<slug:purpose>/", attach, name="class_record_attach"),
]

file_urlpatterns = [path("van-ban/<int:pk>/tep/", file, name="record_file")]
