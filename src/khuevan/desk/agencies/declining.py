"""An agency answers that it sends nobody, with its reason."""

from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from khuevan.desk.agencies.answering import Answering
from khuevan.desk.agencies.writing import SenderForm
from khuevan.desk.answers import desk_answer
from khuevan.nominations.domain.submitting import decline
from khuevan.nominations.models import Submission


class DeclineForm(SenderForm):
    """Why nobody is sent, and who says so."""

    error_fields = {"reason_missing": "reason", "reason_too_long": "reason"}
    reason = forms.CharField(
        label=_("why nobody is sent"), max_length=300, widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"})
    )

    def perform(self) -> Submission:
        answering = self.answering
        return decline(
            self.actor,
            answering.quota,
            reason=self.cleaned_data["reason"],
            way=answering.way,
            link=answering.link,
            sender_name=self.cleaned_data["sender_name"],
            sender_phone=self.cleaned_data["sender_phone"],
            token=answering.token,
        )


def send_nobody(answering: Answering) -> HttpResponse:
    request = answering.request
    if not answering.may_send and request.method != "POST":
        return HttpResponseRedirect(answering.address("class"))
    data: Any = request.POST if request.method == "POST" else None
    form = DeclineForm(answering, data, is_sending=True)
    named = answering.quota.nominations
    held = named.holding().count() + named.reserve().count() if answering.is_proved else 0
    context = answering.context(back=answering.address("class"), holding=held)
    response = desk_answer(request, form, "desk/agency/decline.html", context, lambda _sent: answering.address("done"))
    return answering.keep(response)
