"""Recording that a paper was signed, once: number, day, signer, file; and the PDF to look at before that."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import FileResponse, HttpResponseBase
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from khuevan.console.workspace.papers.deeds import back_of, made_of, paper_address, writers_class
from khuevan.console.workspace.shell import class_of, workspace_context
from khuevan.core.forms import VerbForm
from khuevan.core.permissions import may
from khuevan.core.screens import act, answer_form, notice, staff_page
from khuevan.papers.domain.building import WRITERS
from khuevan.papers.domain.previews import begin_preview
from khuevan.papers.domain.signing import has_number
from khuevan.papers.enums import PaperKind, PreviewState
from khuevan.papers.interfaces.paper_forms import SIGNERS, ForgetSignedForm, OwnNumberForm, SignedForm
from khuevan.papers.models import MadePaper
from khuevan.records.domain.numbers import series_for
from khuevan.records.interfaces.known import known
from khuevan.records.models import Record


def _signers_paper(request: HttpRequest, pk: int, made: int) -> MadePaper:
    """One version, for who may record that it was signed; for others the page is not there."""
    training_class = class_of(request, pk)
    found = made_of(request, training_class, made)
    if not may(request.user, "papers.record_signed", training_class):
        raise Http404
    return found


def _others(made: MadePaper) -> list[MadePaper]:
    """The newest versions to further addressees of the same paper, as far as they are unsigned."""
    if WRITERS[PaperKind(made.kind)].targets is None:
        return []
    rows = MadePaper.objects.filter(training_class=made.training_class, kind=made.kind).exclude(target=made.target)
    newest: dict[str, MadePaper] = {}
    for one in rows.defer("words").order_by("version"):
        newest[one.target] = one
    return [one for one in newest.values() if one.record_id is None]


def _form(request: HttpRequest, made: MadePaper, form: VerbForm, context: dict[str, Any]) -> HttpResponse:
    training_class = made.training_class
    back = paper_address(training_class, made.kind, made.target)

    def done(document: Record) -> str:
        text = _("%(what)s is recorded. Papers made from now on name it by its number.")
        notice(request, text % {"what": document})
        return back

    full = {
        **workspace_context(training_class, "records"),
        "made": made,
        "cancel": back,
        "signers_id": SIGNERS,
        "known": known(request.user, training_class.office),
        **context,
    }
    return answer_form(request, form, "console/papers/signed.html", full, done)


@staff_page
def record(request: HttpRequest, pk: int, made: int) -> HttpResponse:
    """The number that văn thư took in e-office, or the next one of the office's own series."""
    found = _signers_paper(request, pk, made)
    if found.record_id is not None:
        raise Http404
    others = _others(found)
    series = _series(found)
    takes_own = series is not None and "so" in request.GET
    typed = SignedForm(
        request.user,
        None if takes_own else request.POST or None,
        None if takes_own else request.FILES or None,
        made=found,
        others=others,
        for_all="chung" in request.GET,
    )
    if series is None:
        return _form(request, found, typed, {"others": len(others)})
    own = OwnNumberForm(
        request.user,
        request.POST or None if takes_own else None,
        made=found,
        others=others,
        series=series,
        for_all="chung" in request.GET,
    )
    context = {"own": own, "series": series, "typed": typed, "others": len(others), "takes_own": takes_own}
    return _form(request, found, own if takes_own else typed, context)


def _series(made: MadePaper) -> Any:  # noqa: ANN401 - a NumberSeries or None
    kind = PaperKind(made.kind)
    if not has_number(kind):
        return None
    return series_for(made.training_class.office, WRITERS[kind].symbol or "")


@staff_page
def forget(request: HttpRequest, pk: int, made: int) -> HttpResponse:
    """It was no such document after all."""
    found = _signers_paper(request, pk, made)
    if found.record is None:
        raise Http404
    training_class, document = found.training_class, found.record
    form = ForgetSignedForm(request.user, request.POST or None, instance=found)
    back = paper_address(training_class, found.kind, found.target)

    def done(_made: MadePaper) -> str:
        text = _("The paper counts as unsigned again. The office keeps %(what)s.")
        notice(request, text % {"what": document})
        return back

    context = {
        **workspace_context(training_class, "records"),
        "heading": _("Take back: signed as %(what)s") % {"what": document},
        "explains": _("Papers that name this number are listed as differing afterwards. The document itself stays."),
        "submit": _("Take back"),
        "cancel": back,
    }
    return answer_form(request, form, "console/classes/form.html", context, done)


@staff_page
@require_POST
def ask_preview(request: HttpRequest, pk: int, made: int) -> HttpResponse:
    training_class = writers_class(request, pk)
    found = made_of(request, training_class, made)

    def work() -> None:
        begin_preview(request.user, found)

    return act(request, work, back_of(request, training_class))


@staff_page
@require_safe
def preview_state(request: HttpRequest, pk: int, made: int) -> HttpResponse:
    """Asked for every two seconds while a preview is drawn; the whole page anew once there is more to say."""
    found = made_of(request, class_of(request, pk), made)
    if found.preview_state == PreviewState.WAITING:
        return HttpResponse(status=204)
    return HttpResponse(headers={"HX-Refresh": "true"})


@staff_page
@require_safe
def preview(request: HttpRequest, pk: int, made: int) -> HttpResponseBase:
    """The PDF, shown by the browser in a page of its own."""
    found = made_of(request, class_of(request, pk), made)
    if not found.preview:
        raise Http404
    try:
        content = found.preview.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    name = f"{found.file_name.removesuffix('.docx')}.pdf"
    headers = {"X-Content-Type-Options": "nosniff"}
    return FileResponse(content, filename=name, content_type="application/pdf", headers=headers)


urlpatterns = [
    path("ban/<int:made>/ky/", record, name="class_made_sign"),
    path("ban/<int:made>/bo-ky/", forget, name="class_made_forget"),
    path("ban/<int:made>/xem/", ask_preview, name="class_made_preview_ask"),
    path("ban/<int:made>/trang-thai/", preview_state, name="class_made_preview_state"),
    path("ban/<int:made>.pdf", preview, name="class_made_preview"),
]
