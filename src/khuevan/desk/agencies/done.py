"""What was sent by the short address: what it says, the code that confirms it, the agency's own letter."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy

from khuevan.core.actors import Bearer
from khuevan.core.forms import VerbForm
from khuevan.desk.agencies.answering import Answering, post_only
from khuevan.desk.agencies.writing import room_of
from khuevan.desk.answers import desk_act, desk_answer
from khuevan.desk.passes import let_in
from khuevan.nominations.domain.confirming import confirm_submission
from khuevan.nominations.enums import ConfirmedBy, SubmissionKind
from khuevan.nominations.models import Nomination, Submission
from khuevan.people.domain.access_codes import EMAIL, masked_contact, redeem_code, send_code
from khuevan.people.domain.access_links import bearer_of, link_by_code
from khuevan.people.models import AccessLink, Contact, Organization

PURPOSE = "nominations.confirm"
SENT_TO = "toi"
"""In the address of the page: the contact a code was sent to just now."""


@dataclass(frozen=True)
class Reachable:
    """A contact of the agency as far as a stranger may see it: ``0258 *** 412``."""

    contact: Contact
    shown: str
    is_by_hand: bool
    """Whether somebody of the office passes the code on: no e-mail address is known."""


def reachable(organization: Organization) -> list[Reachable]:
    """Contacts a code can go to; names are not told, for whoever reads this has proved nothing."""
    found = ((one, masked_contact(one)) for one in organization.contacts.all())
    return [Reachable(one, ways[0][1], is_by_hand=ways[0][0] != EMAIL) for one, ways in found if ways]


class CodeForm(VerbForm):
    """The six figures that were sent; typed rightly they confirm the answer and let the browser in."""

    error_fields = {"code_wrong": "code", "code_over": "code"}
    code = forms.CharField(
        label=gettext_lazy("code of six figures"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "code"}),
    )

    def __init__(self, answering: Answering, submission: Submission, data: Any = None) -> None:  # noqa: ANN401
        self.answering = answering
        self.submission = submission
        self.link: AccessLink | None = None
        super().__init__(answering.actor, data)
        self.fields["code"].widget.attrs["autocomplete"] = "one-time-code"

    def perform(self) -> Submission:
        """The link first: what confirms is the agency, no longer a stranger."""
        quota = self.answering.quota
        code = redeem_code(purpose=PURPOSE, subject=_subject(self.submission), typed=self.cleaned_data["code"])
        self.link = link_by_code(code, office=self.answering.office, organization=quota.organization)
        actor: Bearer = bearer_of(self.link)
        return confirm_submission(actor, self.submission, how=ConfirmedBy.CODE, contact=code.contact)


def done(answering: Answering) -> HttpResponse:
    """Shows what this browser sent; a POST is the code."""
    request = answering.request
    submission = answering.sent
    if submission is None:
        return render(request, "desk/agency/settled.html", answering.context(), status=404)
    form = CodeForm(answering, submission, request.POST if request.method == "POST" else None)
    people = list(submission.nominations.order_by("index", "pk"))
    contacts = reachable(answering.quota.organization)
    asked = request.GET.get(SENT_TO, "")
    context = answering.context(
        submission=submission,
        is_decline=submission.kind == SubmissionKind.DECLINE,
        people=people,
        over=_beyond(answering, people),
        contacts=contacts,
        sent_to=next((one for one in contacts if str(one.contact.pk) == asked), None),
        code_address=answering.address("code"),
        letter_address=answering.address("letter"),
        list_address=answering.address("list"),
        back=answering.address("class"),
    )
    response = desk_answer(
        request,
        form,
        "desk/agency/done.html",
        context,
        lambda _sent: answering.address("done"),
        guesses=PURPOSE,
    )
    if form.link is not None and response.status_code == 302:
        return _let_in(answering, form.link)
    return response


def _beyond(answering: Answering, people: list[Nomination]) -> int:
    """How many of an unconfirmed list find no place now; nothing is said of it without a number of places."""
    room = room_of(answering)
    return max(len(people) - room, 0) if room is not None else 0


def _let_in(answering: Answering, link: AccessLink) -> HttpResponse:
    """On to the agency's own page, with a pass for one day; the browser's token has done its work."""
    response = answering.forget(HttpResponseRedirect(reverse("desk:agency_class", args=(answering.quota.pk,))))
    let_in(response, link)
    return response


@post_only
def ask_code(answering: Answering) -> HttpResponse:
    """Sends a code to the contact that was chosen."""
    submission = answering.sent
    if submission is None:
        return render(answering.request, "desk/agency/settled.html", answering.context(), status=404)
    chosen = answering.request.POST.get("lien-he", "")
    contacts = [one.contact for one in reachable(answering.quota.organization)]
    contact = next((one for one in contacts if str(one.pk) == chosen), None) or next(iter(contacts), None)

    def work() -> str | None:
        if contact is None:
            return None
        send_code(
            purpose=PURPOSE,
            subject=_subject(submission),
            office_id=answering.office.pk,
            contact=contact,
            name=answering.quota.name,
            about=_about(submission),
        )
        return f"{answering.address('done')}?{SENT_TO}={contact.pk}#ma"

    back = answering.address("done")
    return desk_act(answering.request, work, f"{back}?{SENT_TO}={contact.pk}#ma" if contact else back)


def _subject(submission: Submission) -> str:
    return f"submission:{submission.pk}"


def _about(submission: Submission) -> str:
    """What is confirmed, in the language of the message, which is always Vietnamese."""
    title = submission.quota.invitation.training_class.title
    if submission.kind == SubmissionKind.DECLINE:
        return f"câu trả lời không cử người dự lớp {title}"
    return f"danh sách {submission.nominations.count()} người được cử dự lớp {title}"
