"""Somebody the agency sent is withdrawn, or somebody else comes instead; once the list is closed with a reason."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.core.forms import VerbForm
from khuevan.desk.agencies.answering import Answering, post_only
from khuevan.desk.agencies.known import CHOSEN, Known
from khuevan.desk.agencies.rows import RowForm, asked_of, shown_nominee
from khuevan.desk.agencies.writing import begin
from khuevan.desk.answers import desk_act, desk_answer
from khuevan.nominations.domain.nominees import nominee_of
from khuevan.nominations.domain.submitting import add_rows
from khuevan.nominations.domain.withdrawing import (
    LIVE,
    replace_nomination,
    take_back_decline,
    withdraw_nomination,
)
from khuevan.nominations.enums import EnrollmentState, NominationState
from khuevan.nominations.models import Nomination


class WithdrawForm(VerbForm):
    """Why somebody does not come; needed once the list is closed."""

    error_fields = {"reason_missing": "reason", "reason_too_long": "reason"}
    reason = forms.CharField(
        label=gettext_lazy("reason"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, answering: Answering, nomination: Nomination, data: Any = None) -> None:  # noqa: ANN401
        self.nomination = nomination
        super().__init__(answering.actor, data)
        self.fields["reason"].required = not answering.is_open

    def perform(self) -> Nomination:
        return withdraw_nomination(self.actor, self.nomination, reason=self.cleaned_data["reason"])


class ReplaceForm(WithdrawForm):
    """Who comes instead, beside the reason."""

    def __init__(self, answering: Answering, nomination: Nomination, data: Any = None) -> None:  # noqa: ANN401
        super().__init__(answering, nomination, data)
        self.known = [one for one in Known(answering).people if one.person.pk != nomination.person_id]
        chosen = next((one for one in self.known if str(one.person.pk) == answering.request.GET.get(CHOSEN)), None)
        told = shown_nominee(chosen.nominee) if chosen else {"organization": nomination.organization_name}
        initial = told if data is None else None
        self.row = RowForm(data, prefix="moi0", asked=asked_of(answering.invitation), number=1, initial=initial)

    def is_valid(self) -> bool:
        row_is_right = self.row.is_valid() and not self.row.is_blank
        if self.row.is_blank:
            self.row.add_error("full_name", _("Type who comes instead."))
        is_right = super().is_valid()
        if not row_is_right:
            self.add_error(None, _("Nothing was changed yet. Look at the fields marked below."))
        return is_right and row_is_right

    def perform(self) -> Nomination:
        reason = self.cleaned_data["reason"]
        return replace_nomination(self.actor, self.nomination, self.row.nominee(), reason=reason)


def may_change(nomination: Nomination) -> bool:
    """Whether the agency may still withdraw or replace this person, results apart."""
    if nomination.state == NominationState.ACCEPTED:
        return nomination.enrollment is not None and nomination.enrollment.state == EnrollmentState.ENROLLED
    return nomination.state in LIVE


def named(answering: Answering, pk: int) -> Nomination:
    """Somebody this agency named for this class; anybody else does not exist."""
    found: Nomination = get_object_or_404(
        answering.quota.nominations.counted().select_related("enrollment", "submission", "person"), pk=pk
    )
    found.quota = answering.quota
    return found


def withdraw(answering: Answering, nomination: int) -> HttpResponse:
    return _change(answering, nomination, WithdrawForm, "desk/agency/withdraw.html")


def replace(answering: Answering, nomination: int) -> HttpResponse:
    return _change(answering, nomination, ReplaceForm, "desk/agency/replace.html")


def _change(answering: Answering, pk: int, kind: type[WithdrawForm], template: str) -> HttpResponse:
    request = answering.request
    found = named(answering, pk)
    if not (answering.may_send and may_change(found)) and request.method != "POST":
        raise Http404
    form = kind(answering, found, request.POST if request.method == "POST" else None)
    back = answering.address("class")

    def done(result: Nomination) -> str:
        if isinstance(form, ReplaceForm):
            words = _("%(new)s comes instead of %(old)s.") % {"new": result.full_name, "old": found.full_name}
        else:
            words = _("%(name)s is withdrawn. Send the name again if that was a mistake.") % {"name": found.full_name}
        messages.success(request, words)
        return back

    return desk_answer(request, form, template, answering.context(one=found, back=back), done)


def name_again(answering: Answering, nomination: int) -> HttpResponse:
    """Puts somebody who was withdrawn on a new list, to be checked and sent."""
    if answering.request.method != "POST":
        raise Http404
    found = named(answering, nomination)
    back = answering.address("class")
    if found.state != NominationState.WITHDRAWN:
        raise Http404

    def work() -> str:
        nominee = nominee_of(found)
        if answering.writing is not None:
            add_rows(answering.actor, answering.writing, [nominee])
        else:
            begin(answering, [nominee])
        return answering.address("write")

    return answering.keep(desk_act(answering.request, work, back))


@post_only
def send_after_all(answering: Answering) -> HttpResponse:
    """Takes back the answer that nobody is sent."""

    def work() -> None:
        take_back_decline(answering.actor, answering.quota)
        messages.success(answering.request, _("The answer that nobody is sent was taken back."))

    return desk_act(answering.request, work, answering.address("class"))
