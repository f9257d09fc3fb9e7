"""Work in the background as its people see it: how far it is, and the buttons that pause, go on and cancel."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from khuevan.core.actors import Actor
from khuevan.core.jobs import starting
from khuevan.core.jobs.handlers import handler_of
from khuevan.core.jobs.states import JobState
from khuevan.core.lists import Column, Listing, ListTable
from khuevan.core.models import Job
from khuevan.core.permissions import may
from khuevan.core.screens import act, staff_page
from khuevan.core.templatetags.khuevan import vn_date

PAGES: dict[str, str] = {
    "certificates.issue": "console:class_certificates",
    "nominations.replybatch": "console:reply_batch",
    "papers.dossier": "console:class_dossier",
    "papers.preview": "console:class_records",
    "nominations.rosterdraft": "console:roster_draft",
    "training.trainingclass": "console:class_overview",
}
"""Where the subject of a job is looked at: name of the address by kind of job, else by kind of subject."""

LISTS: dict[str, str] = {"people.find_duplicates": "console:duplicates"}
"""Where the outcome of a job is looked at that is no page of its subject."""

STEERING: dict[str, Callable[[Actor, Job], None]] = {
    "tam-dung": starting.pause,
    "chay-tiep": starting.resume,
    "huy": starting.cancel,
}

ACTIVE = (JobState.WAITING, JobState.RUNNING)

LOOKS: dict[str, tuple[str, str, str | Promise]] = {
    JobState.WAITING: ("state-wait", "hourglass", pgettext_lazy("job", "Waiting for its turn")),
    JobState.RUNNING: ("state-wait", "progress", pgettext_lazy("job", "Running")),
    JobState.PAUSED: ("state-warn", "clock-pause", pgettext_lazy("job", "Paused")),
    JobState.CANCELLED: ("state-warn", "ban", pgettext_lazy("job", "Cancelled")),
    JobState.DONE: ("state-done", "check", pgettext_lazy("job", "Done")),
    JobState.FAILED: ("state-warn", "alert-triangle", pgettext_lazy("job", "Stopped")),
}
"""Class, icon and word of a state."""


@dataclass(frozen=True)
class ShownJob:
    """A job in words, for one reader."""

    job: Job
    may_steer: bool

    @property
    def title(self) -> str:
        try:
            return str(handler_of(self.job.kind).label)
        except KeyError:  # of a version of the program that knew more
            return self.job.kind

    @property
    def progress(self) -> str:
        """What is done, in numbers."""
        if not self.job.total:
            return "" if self.job.is_finished else _now("Counting what there is to do")
        try:
            own = handler_of(self.job.kind).progress(self.job)
        except KeyError:
            own = ""
        done, total = (number_format(number, force_grouping=True) for number in (self.job.done, self.job.total))
        return own or _now("%(done)s of %(total)s done") % {"done": done, "total": total}

    @property
    def state_class(self) -> str:
        return LOOKS[self.job.state][0]

    @property
    def state_icon(self) -> str:
        return LOOKS[self.job.state][1]

    @property
    def state_word(self) -> str:
        return str(LOOKS[self.job.state][2])

    @property
    def is_active(self) -> bool:
        """It goes on by itself."""
        return self.job.state in ACTIVE

    @property
    def is_done(self) -> bool:
        return self.job.state == JobState.DONE

    @property
    def may_go_on(self) -> bool:
        return self.may_steer and self.job.state in {JobState.PAUSED, JobState.FAILED}

    @property
    def has_buttons(self) -> bool:
        return self.may_go_on or (self.may_steer and not self.job.is_finished)

    @property
    def next_number(self) -> int:
        return self.job.done + 1

    @property
    def rest(self) -> str:
        """How it stands with what is not done, in one sentence; empty when all is."""
        words = {
            JobState.PAUSED: _now("What is done is kept. Nothing more happens until somebody goes on."),
            JobState.CANCELLED: _now("What is done is kept; the rest was not done."),
        }
        if self.is_active:
            return _now("You may leave this page, the work goes on.")
        return words.get(JobState(self.job.state), "")

    @property
    def back(self) -> str:
        """Address of what the job is about; empty where no page shows it."""
        if self.job.kind in LISTS:
            return reverse(LISTS[self.job.kind])
        name = PAGES.get(self.job.kind) or PAGES.get(self.job.subject_type)
        return reverse(name, args=(self.job.subject_id,)) if name else ""


def shown(actor: Actor, job: Job) -> ShownJob:
    return ShownJob(job, may_steer=may(actor, "core.steer_job", job))


class JobTable(ListTable):
    row_header = "kind"
    kind = Column(verbose_name=pgettext_lazy("job", "work"), orderable=False, width="w-name")
    state = Column(verbose_name=pgettext_lazy("job", "state"), orderable=False)
    progress = Column(accessor="done", verbose_name=pgettext_lazy("job", "progress"), orderable=False, css="wide-only")
    actor_label = Column(verbose_name=_("who"), orderable=False, css="wide-only")
    asked_at = Column(verbose_name=pgettext_lazy("job", "asked on"), order_by=("asked_at",), css="n wide-only")

    def render_kind(self, record: Job) -> str:
        return format_html(
            '<a href="{}">{}</a><div class="sub">{}</div>',
            reverse("console:job", args=(record.pk,)),
            ShownJob(record, may_steer=False).title,
            record.subject_label,
        )

    def value_kind(self, record: Job) -> str:
        return f"{ShownJob(record, may_steer=False).title}: {record.subject_label}"

    def render_state(self, record: Job) -> str:
        return ShownJob(record, may_steer=False).state_word

    value_state = render_state

    def render_progress(self, record: Job) -> str:
        return ShownJob(record, may_steer=False).progress

    value_progress = render_progress

    def render_asked_at(self, record: Job) -> str:
        return vn_date(record.asked_at)

    def below(self, record: Job) -> str:
        return ShownJob(record, may_steer=False).progress

    def attention(self, record: Job) -> bool:
        return record.state == JobState.FAILED


class JobList(Listing):
    """Work of the reader's offices, latest first."""

    table_class = JobTable
    title = _("Work in the background")
    empty_icon = "progress"
    empty_title = _("No work in the background yet")
    empty_text = _("Long work, such as issuing certificates, is shown here while it runs and afterwards.")


@staff_page
@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    listing = JobList(request, Job.objects.visible_to(request.user).order_by("-pk"))
    if listing.wants_workbook:
        return listing.workbook_response("viec")
    return render(request, "console/jobs/list.html", {"list": listing, "title": JobList.title})


def _job(request: HttpRequest, pk: int) -> Job:
    found: Job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    return found


@staff_page
@require_safe
def job_page(request: HttpRequest, pk: int) -> HttpResponse:
    job = _job(request, pk)
    return render(request, "console/jobs/job.html", {"job": job, "shown": shown(request.user, job)})


@staff_page
@require_safe
def figures(request: HttpRequest, pk: int) -> HttpResponse:
    """The moving part of the panel, asked for every two seconds; the whole page anew once there is more to say."""
    job = _job(request, pk)
    if not request.headers.get("HX-Request"):
        return HttpResponseRedirect(reverse("console:job", args=(pk,)))
    if job.state not in ACTIVE:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "console/jobs/figures.html", {"shown": shown(request.user, job)})


@staff_page
@require_POST
def steer(request: HttpRequest, pk: int, how: str) -> HttpResponse:
    job = _job(request, pk)
    return act(request, lambda: STEERING[how](request.user, job), reverse("console:job", args=(pk,)))


urlpatterns = [
    path("viec/", jobs, name="jobs"),
    path("viec/<int:pk>/", job_page, name="job"),
    path("viec/<int:pk>/so-lieu/", figures, name="job_figures"),
    path("viec/<int:pk>/tam-dung/", steer, {"how": "tam-dung"}, name="job_pause"),
    path("viec/<int:pk>/chay-tiep/", steer, {"how": "chay-tiep"}, name="job_resume"),
    path("viec/<int:pk>/huy/", steer, {"how": "huy"}, name="job_cancel"),
]
