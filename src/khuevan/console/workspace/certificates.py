"""Certificates of the class: before they are issued, while they are, and the list of them with their states."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khuevan.certificates.domain.queries import counts_by_state, frozen_differences
from khuevan.certificates.enums import CertificateState
from khuevan.certificates.interfaces.outlook import outlook
from khuevan.certificates.interfaces.tables import CertificateTable, ClassCertificateList
from khuevan.certificates.interfaces.words import said
from khuevan.certificates.jobs import ISSUE
from khuevan.certificates.models import Certificate
from khuevan.console.workspace import certificate_files, certificate_issue, certificate_page, certificate_states
from khuevan.console.workspace.shell import class_of, workspace
from khuevan.core.actors import Actor
from khuevan.core.codes import grouped
from khuevan.core.jobs.states import UNFINISHED, JobState
from khuevan.core.lists import BulkAction
from khuevan.core.models import Job
from khuevan.core.permissions import may
from khuevan.core.screens import act, notice, staff_page
from khuevan.training.models import TrainingClass

COMPARED_AT_ONCE = 200
"""Certificates that the tab compares with the list of the class each time it is shown (0.1 ms each)."""


class AddressedTable(CertificateTable):
    def page_address(self, record: Certificate) -> str:
        return reverse("console:class_certificate", args=(record.enrollment.training_class_id, record.pk))

    def file_address(self, record: Certificate) -> str:
        return reverse("console:certificate_file", args=(record.pk,))

    def public_address(self, record: Certificate) -> str:
        return reverse("portal:certificate", args=(grouped(record.code),))


class ClassCertificates(ClassCertificateList):
    """The list inside the workspace, with what an officer may do to chosen rows."""

    table_class = AddressedTable
    tools = ("console/certificates/tools.html",)

    @cached_property
    def states(self) -> dict[CertificateState, int]:
        return counts_by_state(self.training_class)

    @cached_property
    def actions(self) -> list[BulkAction]:
        """Only what some certificate of the class is in the state for."""
        bars = [bar for wanted, bar in certificate_states.BARS if any(self.states[state] for state in wanted)]
        return [bar for bar in bars if not bar.permission or self._may(self.request.user, bar.permission)]


@staff_page
def page(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = class_of(request, pk)
    rows = certificate_states.certificates_of(request.user, training_class)
    shown = ClassCertificates(request, rows, training_class)
    if request.method == "POST":
        return _bulk(request, shown)
    if shown.wants_workbook:
        return shown.workbook_response(f"giay-chung-nhan-{training_class.slug}")
    total = sum(shown.states.values())
    context = {
        "list": shown,
        "has_certificates": bool(total),
        "differing": len(frozen_differences(training_class)) if 0 < total <= COMPARED_AT_ONCE else None,
        "compares_apart": total > COMPARED_AT_ONCE,
        "today": timezone.localdate(),
        "job": _job(request.user, training_class),
        "may_list": may(request.user, "papers.write_paper", training_class),
        **_issuing(request.user, training_class),
    }
    return workspace(request, training_class, "certificates", context)


def _issuing(actor: Actor, training_class: TrainingClass) -> dict[str, Any]:
    if not training_class.awards_certificates:
        return {}
    found = outlook(training_class)
    return {
        "outlook": found,
        "issue_words": certificate_issue.issue_words(found) if found.is_anything_to_do else "",
        "may_issue": may(actor, "certificates.issue", training_class),
    }


def _job(actor: Actor, training_class: TrainingClass) -> Job | None:
    """The latest issuing, while it goes on or waits for somebody."""
    job = Job.objects.visible_to(actor).about(training_class).filter(kind=ISSUE).first()
    return job if job and job.state in {*UNFINISHED, JobState.FAILED} else None


def _bulk(request: HttpRequest, shown: ClassCertificates) -> HttpResponse:
    name = request.POST.get("viec")
    if name not in {action.name for action in shown.actions}:
        raise Http404

    def work() -> str | None:
        rows = list(shown.chosen())
        if not rows:
            notice(request, _("No row is ticked, so nothing was done."))
            return None
        return certificate_states.DEEDS[name](request, shown.training_class, rows)

    return act(request, work, request.get_full_path())


@staff_page
@require_safe
def differing(request: HttpRequest, pk: int) -> HttpResponse:
    """Certificates that stand and no longer say what the class says; what was issued stays as it is."""
    training_class = class_of(request, pk)
    context = {"rows": [(one.certificate, said(one.changes)) for one in frozen_differences(training_class)]}
    return workspace(request, training_class, "certificates", context, template="console/certificates/differing.html")


urlpatterns = [
    path("", page, name="class_certificates"),
    path("khac/", differing, name="class_certificates_differing"),
    *certificate_issue.urlpatterns,
    *certificate_files.urlpatterns,
    *certificate_states.urlpatterns,
    *certificate_page.urlpatterns,
]
