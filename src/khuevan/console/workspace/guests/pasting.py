"""Several guests at once: pasted lines, looked at before they are entered."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from khuevan.console.workspace.guests.shell import address, around, changed_by
from khuevan.core.screens import answer_form, form_page, notice, staff_page
from khuevan.training.interfaces.forms.guests import PasteGuestsForm
from khuevan.training.models import Guest

TEMPLATE = "console/guests/paste.html"
SAVE = "luu"


@staff_page
def paste(request: HttpRequest, pk: int) -> HttpResponse:
    """``viec`` says what the button wants: to have the lines read, or what is shown entered."""
    training_class = changed_by(request, pk)
    form = PasteGuestsForm(request.user, request.POST or None, training_class=training_class)
    context = {
        **around(training_class),
        "heading": _("Enter several guests"),
        "cancel": address(training_class, "khach-moi"),
    }
    is_read = form.is_bound and form.is_valid()
    if not is_read or not form.ready or request.POST.get("viec") != SAVE:
        status = 422 if form.is_bound and not is_read else 200
        return form_page(render(request, TEMPLATE, {**context, "form": form}, status=status))

    def done(made: list[Guest]) -> str:
        words = ngettext("%(count)s guest was entered.", "%(count)s guests were entered.", len(made))
        said = words % {"count": len(made)}
        if form.unread:
            said += " " + _("Not understood, so not entered: %(lines)s") % {"lines": "; ".join(form.unread)}
        notice(request, said)
        return address(training_class, "khach-moi")

    return answer_form(request, form, TEMPLATE, context, done)


urlpatterns = [path("dan/", paste, name="guests_paste")]
