"""Files dropped or chosen, and text pasted from Zalo or e-mail: read, kept, and led to their review."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from khuevan.console.workspace.lists.shell import draft_address
from khuevan.console.workspace.shell import class_of, tab_address, workspace
from khuevan.core.errors import DomainError
from khuevan.core.once import once
from khuevan.core.permissions import may
from khuevan.core.screens import form_page, notice, staff_page
from khuevan.nominations.domain.enrolling import OPEN
from khuevan.nominations.interfaces.list_forms import PasteForm, UploadForm
from khuevan.nominations.models import RosterDraft
from khuevan.training.models import TrainingClass


@staff_page
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes files and reads each of them into a draft; a file that cannot be read is named with its sentence."""
    training_class = _class_to_fill(request, pk)
    form = UploadForm(request.user, request.POST or None, request.FILES or None, training_class=training_class)
    return _answer(request, training_class, form, PasteForm(request.user, training_class=training_class))


@staff_page
def paste(request: HttpRequest, pk: int) -> HttpResponse:
    """Reads text as it was copied out of Zalo, an e-mail or a document."""
    training_class = _class_to_fill(request, pk)
    if request.method != "POST":
        return HttpResponseRedirect(reverse("console:class_upload", args=(pk,)))
    form = PasteForm(request.user, request.POST, training_class=training_class)
    return _answer(request, training_class, UploadForm(request.user, training_class=training_class), form)


def _class_to_fill(request: HttpRequest, pk: int) -> TrainingClass:
    training_class = class_of(request, pk)
    if not may(request.user, "nominations.enroll", training_class):
        raise Http404
    return training_class


def _answer(request: HttpRequest, training_class: TrainingClass, form: UploadForm, pasting: PasteForm) -> HttpResponse:
    """Does the work of the form that was sent, once, or shows both."""
    if training_class.state not in OPEN:
        messages.error(request, _("The list of this class is closed."))
        return HttpResponseRedirect(tab_address(training_class, "learners"))
    sent = pasting if pasting.is_bound else form
    if request.method == "POST" and sent.is_valid():
        try:
            address, _new = once(request, lambda: _done(request, training_class, sent.perform()))
            for sentence in form.refused:
                messages.error(request, sentence)
            return HttpResponseRedirect(address)
        except DomainError as error:
            sent.refuse(error)
    context = {"form": form, "pasting": pasting, "cancel": tab_address(training_class, "learners")}
    status = 422 if sent.is_bound and sent.errors else 200
    return form_page(
        workspace(request, training_class, "learners", context, template="console/lists/upload.html", status=status)
    )


def _done(request: HttpRequest, training_class: TrainingClass, drafts: list[RosterDraft]) -> str:
    if len(drafts) > 1:
        notice(request, _("%(count)s lists were read; look at each of them.") % {"count": len(drafts)})
        return tab_address(training_class, "learners")
    return draft_address(drafts[0])


urlpatterns = [
    path("", upload, name="class_upload"),
    path("dan/", paste, name="class_paste"),
]
