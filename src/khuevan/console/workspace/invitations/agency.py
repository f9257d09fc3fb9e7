"""One invited agency: what it answered, whom it named, what the officer does about it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from khuevan.console.workspace.downloads import attached
from khuevan.console.workspace.invitations.people import place_of
from khuevan.console.workspace.invitations.shell import DECIDE, INVITE, TAB, invited_class, quota_address, quota_of
from khuevan.console.workspace.shell import workspace, workspace_context
from khuevan.core.forms import VerbForm
from khuevan.core.history import history_of
from khuevan.core.permissions import may
from khuevan.core.screens import act, answer_form, form_page, notice, staff_page
from khuevan.nominations.domain.answers import contacts_of
from khuevan.nominations.domain.conditions import Notice, notices_for
from khuevan.nominations.domain.confirming import confirm_submission, reject_submission
from khuevan.nominations.domain.reminding import note_call
from khuevan.nominations.domain.seats import seats_of
from khuevan.nominations.domain.withdrawing import take_back_decline
from khuevan.nominations.enums import ConfirmedBy, NominationState, SubmissionState
from khuevan.nominations.interfaces.board_tables import nominee_badge, standing_badge, standing_of
from khuevan.nominations.interfaces.invitation_forms import AnswerLetterForm, DeclineForm, NomineeForm, QuotaForm
from khuevan.nominations.models import Nomination, Quota, Submission
from khuevan.records.interfaces.forms import SIGNERS, SYMBOLS
from khuevan.records.interfaces.known import known
from khuevan.records.models import Record
from khuevan.training.models import TrainingClass

HOW = frozenset({ConfirmedBy.LETTER, ConfirmedBy.OFFICER})
"""How an officer may say that an answer is the agency's own."""


@dataclass(frozen=True)
class Answered:
    """One answer with the people it names."""

    submission: Submission
    people: list[Nomination]

    @property
    def waits(self) -> bool:
        return self.submission.state == SubmissionState.UNCONFIRMED


@dataclass(frozen=True)
class Named:
    """One person with what there is to know before a decision."""

    nomination: Nomination
    notices: list[Notice]
    badge: SafeString


@staff_page
@require_safe
def page(request: HttpRequest, pk: int, quota: int) -> HttpResponse:
    training_class, invitation = invited_class(request, pk)
    found = quota_of(request, invitation, quota)
    seats = seats_of(invitation)
    context: dict[str, Any] = {
        "invitation": invitation,
        "quota": found,
        "standing": standing_badge(standing_of(found)),
        "contact": contacts_of([found.organization_id]).get(found.organization_id),
        "held": seats.held(found),
        "free": seats.free(found),
        "answers": _answers(request, found),
        "people": _people(request, training_class, found),
        "history": history_of(found),
        **place_of(request.user, training_class),
    }
    return form_page(workspace(request, training_class, TAB, context, template="console/invitations/agency.html"))


def _answers(request: HttpRequest, quota: Quota) -> list[Answered]:
    """What was sent, the latest first; what waits for confirmation with its people, which count nowhere yet."""
    rows = Submission.objects.visible_to(request.user).filter(quota=quota).sent()
    answers = list(rows.select_related("confirmed_by", "contact", "draft"))
    people: dict[int, list[Nomination]] = {}
    for one in Nomination.objects.filter(submission__in=answers).order_by("index", "pk"):
        people.setdefault(int(one.submission_id or 0), []).append(one)
    return [Answered(one, people.get(one.pk, [])) for one in answers]


def _people(request: HttpRequest, training_class: TrainingClass, quota: Quota) -> list[Named]:
    seen = Nomination.objects.visible_to(request.user).filter(quota=quota).counted()
    rows = list(
        seen.select_related("quota__organization", "person", "enrollment", "replaces").order_by("placed_at", "pk")
    )
    found = notices_for(training_class, rows) if rows else {}
    return [Named(row, list(found.get(row.pk, ())), nominee_badge(row)) for row in rows]


@dataclass(frozen=True)
class Asked:
    """A form about one agency: ``make(actor, data, quota)`` gives it; heading and sentence name the agency."""

    make: Callable[[Any, Any, Quota], VerbForm]
    heading: str | Promise
    said: str | Promise
    submit: str | Promise


FORMS = {
    "change": Asked(
        lambda actor, data, row: QuotaForm(actor, data, instance=row),
        gettext_lazy("Places of %(name)s"),
        gettext_lazy("The places of %(name)s are saved."),
        gettext_lazy("Save"),
    ),
    "decline": Asked(
        lambda actor, data, row: DeclineForm(actor, data, quota=row),
        gettext_lazy("%(name)s sends nobody"),
        gettext_lazy("It is noted that %(name)s sends nobody."),
        gettext_lazy("Note it"),
    ),
    "add": Asked(
        lambda actor, data, row: NomineeForm(actor, data, quota=row),
        gettext_lazy("Enter a person named by %(name)s"),
        gettext_lazy("The person named by %(name)s is entered."),
        gettext_lazy("Enter the person"),
    ),
}


@staff_page
def ask(request: HttpRequest, pk: int, quota: int, form: str) -> HttpResponse:
    training_class, invitation = invited_class(request, pk, INVITE)
    found = quota_of(request, invitation, quota)
    asked = FORMS[form]
    back, name = quota_address(found, training_class), {"name": found.name}

    def done(_result: object) -> str:
        notice(request, str(asked.said) % name)
        return back

    context = {
        **workspace_context(training_class, TAB),
        "heading": str(asked.heading) % name,
        "submit": asked.submit,
        "cancel": back,
    }
    shown = asked.make(request.user, request.POST or None, found)
    return answer_form(request, shown, "console/classes/form.html", context, done)


@staff_page
@require_POST
def accept_again(request: HttpRequest, pk: int, quota: int) -> HttpResponse:
    """The agency does send people after all."""
    training_class, invitation = invited_class(request, pk)
    found = quota_of(request, invitation, quota)

    def work() -> None:
        take_back_decline(request.user, found)
        notice(request, _("%(name)s may name people again.") % {"name": found.name})

    return act(request, work, quota_address(found, training_class))


@staff_page
@require_POST
def confirm(request: HttpRequest, pk: int, quota: int, submission: int) -> HttpResponse:
    """The answer is the agency's own: its letter came, or an officer asked."""
    training_class, found, answer = _submission(request, pk, quota, submission)
    how = request.POST.get("cach", ConfirmedBy.OFFICER)
    if how not in HOW:
        raise Http404

    def work() -> None:
        confirm_submission(request.user, answer, how=ConfirmedBy(how))
        people = answer.nominations.filter(state=NominationState.RESERVE).count()
        if people:
            notice(
                request,
                _("The answer of %(name)s counts now. Beyond its places: %(count)s on the reserve list.")
                % {"name": found.name, "count": people},
            )
        else:
            notice(request, _("The answer of %(name)s counts now.") % {"name": found.name})

    return act(request, work, quota_address(found, training_class))


@staff_page
def confirm_by_letter(request: HttpRequest, pk: int, quota: int, submission: int) -> HttpResponse:
    """The agency's letter is recorded with its number and date, and what was sent counts."""
    training_class, found, answer = _submission(request, pk, quota, submission)
    keeps = may(request.user, "training.attach_record", training_class) and may(request.user, DECIDE, training_class)
    if not keeps or answer.state != SubmissionState.UNCONFIRMED:
        raise Http404
    form = AnswerLetterForm(request.user, request.POST or None, request.FILES or None, submission=answer)

    def done(_document: Record) -> str:
        notice(request, _("The answer of %(name)s counts now.") % {"name": found.name})
        return quota_address(found, training_class)

    context = {
        **workspace_context(training_class, TAB),
        "heading": _("Letter of %(name)s") % {"name": found.name},
        "submit": _("Record the letter and confirm"),
        "cancel": quota_address(found, training_class),
        "known": known(request.user, training_class.office),
        "symbols_id": SYMBOLS,
        "signers_id": SIGNERS,
    }
    return answer_form(request, form, "console/records/form.html", context, done)


@staff_page
@require_POST
def reject(request: HttpRequest, pk: int, quota: int, submission: int) -> HttpResponse:
    training_class, found, answer = _submission(request, pk, quota, submission)

    def work() -> None:
        reject_submission(request.user, answer, reason=request.POST.get("reason", ""))
        undo = reverse("console:class_submission_confirm", args=(pk, found.pk, answer.pk))
        notice(
            request, _("The answer does not count; it is kept as not from %(name)s.") % {"name": found.name}, undo=undo
        )

    return act(request, work, quota_address(found, training_class))


def _submission(request: HttpRequest, pk: int, quota: int, submission: int) -> tuple[TrainingClass, Quota, Submission]:
    training_class, invitation = invited_class(request, pk)
    found = quota_of(request, invitation, quota)
    rows = Submission.objects.visible_to(request.user).filter(quota=found).sent()
    answer: Submission = get_object_or_404(rows, pk=submission)
    answer.quota = found
    return training_class, found, answer


@staff_page
@require_safe
def file(request: HttpRequest, pk: int, quota: int, submission: int) -> HttpResponseBase:
    """The file an agency sent, saved and never opened by the browser."""
    _training_class, _quota, answer = _submission(request, pk, quota, submission)
    if not answer.file:
        raise Http404
    try:
        content = answer.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return attached(content, answer.file_name or f"tra-loi-{submission}", "application/octet-stream")


@staff_page
@require_POST
def called(request: HttpRequest, pk: int, quota: int) -> HttpResponse:
    """Somebody called, or wrote on Zalo; the tick can be taken back."""
    training_class, invitation = invited_class(request, pk)
    found = quota_of(request, invitation, quota)
    from_calls = request.POST.get("ve") == "goi"
    back = reverse("console:class_calls", args=(pk,)) if from_calls else quota_address(found, training_class)

    def work() -> None:
        note_call(request.user, found, note=request.POST.get("note"))
        undo = reverse("console:class_quota_uncalled", args=(pk, quota))
        notice(request, _("%(name)s: the call is noted.") % {"name": found.name}, undo=undo)

    return act(request, work, back)


urlpatterns = [
    path("don-vi/<int:quota>/", page, name="class_quota"),
    path("don-vi/<int:quota>/sua/", ask, {"form": "change"}, name="class_quota_change"),
    path("don-vi/<int:quota>/khong-cu/", ask, {"form": "decline"}, name="class_quota_decline"),
    path("don-vi/<int:quota>/cu-lai/", accept_again, name="class_quota_accept_again"),
    path("don-vi/<int:quota>/them/", ask, {"form": "add"}, name="class_quota_add"),
    path("don-vi/<int:quota>/da-goi/", called, name="class_quota_called"),
    path("don-vi/<int:quota>/tra-loi/<int:submission>/xac-nhan/", confirm, name="class_submission_confirm"),
    path("don-vi/<int:quota>/tra-loi/<int:submission>/cong-van/", confirm_by_letter, name="class_submission_letter"),
    path("don-vi/<int:quota>/tra-loi/<int:submission>/khong-phai/", reject, name="class_submission_reject"),
    path("don-vi/<int:quota>/tra-loi/<int:submission>/tep/", file, name="class_submission_file"),
]
