"""Issuing: who would receive a certificate and why the others not, register, day and signature; then the job."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from khuevan.certificates.domain.wording import Signature
from khuevan.certificates.interfaces.forms import IssueForm
from khuevan.certificates.interfaces.outlook import Outlook, not_recognised, outlook
from khuevan.certificates.jobs import start_issuing
from khuevan.certificates.models import Certificate
from khuevan.console.workspace.shell import class_of, tab_address, workspace_context
from khuevan.core.errors import DomainError
from khuevan.core.models import Job
from khuevan.core.permissions import may
from khuevan.core.screens import act, answer_form, staff_page
from khuevan.training.models import TrainingClass

MOST_NAMES = 100
_SIGNATURE = ("authority", "title", "signer", "signer_post")


class _Issue(IssueForm):
    def perform(self) -> Job:
        with transaction.atomic():  # a register is not opened for nothing
            return start_issuing(
                self.actor,
                self.training_class,
                self.chosen_register(),
                issued_on=self.cleaned_data["issued_on"],
                signature=self.chosen_signature(),
            )


def issue_words(found: Outlook) -> str:
    """The words of the button: Cấp 54 giấy chứng nhận."""
    if found.waiting:
        words = ngettext("Issue %(count)s certificate", "Issue %(count)s certificates", found.waiting)
        return words % {"count": found.waiting}
    words = ngettext(
        "Make the file of %(count)s certificate", "Make the files of %(count)s certificates", found.undrawn
    )
    return words % {"count": found.undrawn}


def _officers_class(request: HttpRequest, pk: int) -> TrainingClass:
    training_class = class_of(request, pk)
    if not may(request.user, "certificates.issue", training_class):
        raise Http404
    return training_class


@staff_page
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = _officers_class(request, pk)
    back = tab_address(training_class, "certificates")
    found = outlook(training_class)
    if not found.waiting and request.method != "POST":
        messages.error(request, found.trouble or _("Everybody who completed this class has a certificate."))
        return HttpResponseRedirect(back)
    form = _Issue(request.user, request.POST or None, training_class=training_class)
    failed = not_recognised(training_class)
    context = {
        **workspace_context(training_class, "certificates"),
        "outlook": found,
        "failed": failed[:MOST_NAMES],
        "more_failed": max(0, found.failed - MOST_NAMES),
        "submit": issue_words(found),
        "cancel": back,
    }
    return answer_form(request, form, "console/certificates/issue.html", context, _job_address)


def _job_address(job: Job) -> str:
    return reverse("console:job", args=(job.pk,))


@staff_page
@require_POST
def draw(request: HttpRequest, pk: int) -> HttpResponse:
    """Makes files that are missing although nobody waits for a certificate; the words are those already frozen."""
    training_class = class_of(request, pk)
    back = tab_address(training_class, "certificates")

    def work() -> str:
        last = Certificate.objects.filter(enrollment__training_class=training_class).select_related("register").last()
        if last is None or outlook(training_class).waiting:
            raise DomainError("issue_first", _("Issue the certificates first; their files are made with them."))
        signature = Signature(**{name: str(last.frozen.get(name) or "") for name in _SIGNATURE})
        job = start_issuing(request.user, training_class, last.register, issued_on=last.issued_on, signature=signature)
        return _job_address(job)

    return act(request, work, back)


urlpatterns = [
    path("cap/", issue, name="class_certificates_issue"),
    path("tao-tep/", draw, name="class_certificates_draw"),
]
