"""The list an agency is about to send: typed, read from a file, or chosen; every row can be mended before it goes."""

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from khuevan.core.errors import DomainError
from khuevan.core.forms import VerbForm
from khuevan.desk.agencies.answering import Answering, post_only
from khuevan.desk.agencies.rows import RowForm, asked_of
from khuevan.desk.answers import desk_answer
from khuevan.nominations.domain.nominees import Nominee
from khuevan.nominations.domain.seats import seats_of
from khuevan.nominations.domain.submitting import (
    add_rows,
    begin_submission,
    remove_row,
    rewrite_row,
    send_submission,
)
from khuevan.nominations.models import Nomination, Submission
from khuevan.readers.roster import Level

SEND, ADD, SAVE = "gui", "them", "luu"
NEW = "moi"
MOST_NEW = 300
"""Cards for somebody new that one form may bring."""
FIRST_CARDS = 2


class SenderForm(VerbForm):
    """Who sends an answer; known already where a link was opened."""

    sender_name = forms.CharField(label=_("your name"), max_length=150, required=False)
    sender_phone = forms.CharField(
        label=_("your telephone"), max_length=40, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )

    def __init__(self, answering: Answering, data: Any = None, *, is_sending: bool) -> None:  # noqa: ANN401 - a QueryDict
        self.answering = answering
        super().__init__(answering.actor, data, initial=_sender_of(answering))
        for name, known in (("sender_name", "name"), ("sender_phone", "tel")):
            self.fields[name].required = is_sending and not answering.is_proved
            self.fields[name].widget.attrs["autocomplete"] = known


class WritingForm(SenderForm):
    """The rows of one answer, and who sends it."""

    error_fields = {"reason_missing": "late_reason", "reason_too_long": "late_reason"}
    late_reason = forms.CharField(
        label=_("why this comes after the list was closed"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, answering: Answering, data: Any = None) -> None:  # noqa: ANN401 - a QueryDict
        self.submission = answering.writing
        self.deed = str(data.get("viec", SEND)) if data is not None else SEND
        super().__init__(answering, data, is_sending=self.deed == SEND)
        if answering.is_open:
            del self.fields["late_reason"]
        self.room = room_of(answering)
        self.rows = self._rows()

    def _rows(self) -> list[RowForm]:
        asked, data = asked_of(self.answering.invitation), self.data if self.is_bound else None
        stored = list(self.submission.nominations.select_related("person")) if self.submission else []
        stored.sort(key=lambda row: (row.index, row.pk))
        made = [
            RowForm(
                data, prefix=f"n{row.pk}", asked=asked, nomination=row, number=number, is_over=self._is_over(number)
            )
            for number, row in enumerate(stored, start=1)
        ]
        for place in self._new_places(bool(stored)):
            number = len(made) + 1
            prefix = f"{NEW}{place}"
            initial = {"organization": self.answering.quota.name} if data is None else None
            made.append(
                RowForm(data, prefix=prefix, asked=asked, number=number, is_over=self._is_over(number), initial=initial)
            )
        return made

    def _new_places(self, has_rows: bool) -> list[int]:
        """Numbers of the cards for somebody new: those that were sent, or as many as one begins with."""
        if self.is_bound:
            return [place for place in range(MOST_NEW) if f"{NEW}{place}-full_name" in self.data]
        if has_rows:
            return [0] if "them" in self.answering.request.GET else []
        return list(range(max(1, min(FIRST_CARDS, self.answering.quota.places or 1))))

    def _is_over(self, number: int) -> bool:
        return self.room is not None and number > self.room

    @property
    def blank(self) -> RowForm:
        """An empty card, for the script that adds one."""
        initial = {"organization": self.answering.quota.name}
        return RowForm(prefix="moi__", asked=asked_of(self.answering.invitation), initial=initial)

    @property
    def written(self) -> int:
        """Rows that stand already."""
        return sum(1 for row in self.rows if row.nomination is not None)

    @property
    def over(self) -> int:
        return sum(1 for row in self.rows if row.is_over and row.nomination is not None)

    def is_valid(self) -> bool:
        wrong = sum(1 for row in self.rows if not row.is_blank and not row.is_valid())
        is_right = super().is_valid()
        if wrong:
            words = ngettext(
                "Nothing was sent yet. %(count)s person has something to mend; what you typed is still there.",
                "Nothing was sent yet. %(count)s people have something to mend; what you typed is still there.",
                wrong,
            )
            self.add_error(None, words % {"count": wrong})
        return is_right and not wrong

    def perform(self) -> Submission | None:
        submission = self._store()
        if self.deed != SEND:
            return submission
        if submission is None or not submission.nominations.exists():
            raise DomainError("nobody_named", _("Nobody is on the list yet. Type at least one name."))
        return send_submission(
            self.actor,
            submission,
            sender_name=self.cleaned_data["sender_name"],
            sender_phone=self.cleaned_data["sender_phone"],
            late_reason=self.cleaned_data.get("late_reason", ""),
        )

    def _store(self) -> Submission | None:
        """Writes what differs from what stands."""
        new = [self._nominee(row) for row in self.rows if row.nomination is None and not row.is_blank]
        if self.submission is None:
            return begin(self.answering, new) if new else None
        for row in self.rows:
            if row.nomination is None:
                continue
            if row.is_left_out:
                remove_row(self.actor, row.nomination)
            elif row.has_changed() or (self.deed == SEND and _is_refused(row.nomination)):
                rewrite_row(self.actor, self.submission, row.nomination, self._nominee(row))
        if new:
            add_rows(self.actor, self.submission, new)
        return self.submission

    def _nominee(self, row: RowForm) -> Nominee:
        """As typed; what a reader could not read and the agency left empty is then only a remark to the officer."""
        said = row.nominee()
        if self.deed != SEND:
            return said
        return replace(said, problems=[_as_notice(one) for one in said.problems])


def begin(answering: Answering, nominees: list[Nominee], **more: Any) -> Submission:  # noqa: ANN401 - file and notes
    """The answer this browser writes from now on."""
    submission, _token = begin_submission(
        answering.actor,
        answering.quota,
        way=answering.way,
        nominees=nominees,
        link=answering.link,
        token=answering.token,
        **more,
    )
    return submission


def write(answering: Answering) -> HttpResponse:
    """Shows the rows to type and check; stores them, or sends them."""
    if not answering.may_send and answering.request.method != "POST":
        return HttpResponseRedirect(answering.address("class"))
    form = WritingForm(answering, answering.request.POST if answering.request.method == "POST" else None)
    context = answering.context(
        submission=form.submission,
        back=answering.address("class"),
        over_address=answering.address("over"),
        file_address=answering.address("file"),
        reason=answering.invitation.field_reason,
    )

    def done(submission: Submission | None) -> str:
        if form.deed == SEND:
            return answering.address("done")
        return f"{answering.address('write')}{'?them=1#moi' if form.deed == ADD else ''}"

    response = desk_answer(answering.request, form, "desk/agency/write.html", context, done)
    return answering.keep(response)


@post_only
def start_over(answering: Answering) -> HttpResponse:
    """Lets go of what was written here and not sent; an answer that was sent stays."""
    messages.success(answering.request, _("The list begins anew."))
    return answering.forget(HttpResponseRedirect(answering.address("write")))


def _sender_of(answering: Answering) -> dict[str, str]:
    """Whoever has a link is known already."""
    contact = answering.link.contact if answering.link else None
    return {"sender_name": contact.name, "sender_phone": contact.phone} if contact else {}


def room_of(answering: Answering) -> int | None:
    """How many more may take a place.  Without proof only what the letter says: what is taken is nobody's business."""
    if not answering.is_proved:
        return answering.quota.places
    return seats_of(answering.invitation).free_for_new(answering.quota)


def _is_refused(nomination: Nomination) -> bool:
    return any(level == Level.ERROR.value for _field, _sentence, level in nomination.problems)


def _as_notice(problem: tuple[str, str, str]) -> tuple[str, str, str]:
    field, sentence, level = problem
    return field, sentence, level if field == "full_name" else Level.NOTICE.value
