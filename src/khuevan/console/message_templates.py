"""The words of messages, by office: the usual ones, an office's own, and how they read."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from khuevan.console.message_parts import parts_for
from khuevan.core.actors import Actor
from khuevan.core.history import history_of
from khuevan.core.permissions import may
from khuevan.core.screens import act, answer_form, form_page, notice, staff_page
from khuevan.notifications.domain.kinds import MessageKind, all_kinds, kind_of
from khuevan.notifications.domain.templates import Wording, reset_template, wording
from khuevan.notifications.interfaces.forms import TemplateForm
from khuevan.notifications.models import MessageTemplate
from khuevan.people.models import Office

CHANGE = "notifications.change_template"


@staff_page
@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    offices = Office.objects.of_staff(request.user).select_related("organization").order_by("pk")
    own = {
        (template.office_id, template.kind): template
        for template in MessageTemplate.objects.visible_to(request.user).select_related("changed_by")
    }
    kinds = all_kinds()
    shown = [(office, [(kind, own.get((office.pk, kind.code))) for kind in kinds]) for office in offices]
    context = {"offices": shown, "parts": parts_for(request.user)}
    return render(request, "console/messages/templates.html", context)


@staff_page
def template(request: HttpRequest, office_pk: int, message_kind: str) -> HttpResponse:
    office, words = _words(request.user, office_pk, message_kind)
    may_change = may(request.user, CHANGE, MessageTemplate(office_id=office.pk))
    if request.method == "POST" and not may_change:
        raise Http404
    form = TemplateForm(request.user, request.POST or None, words, office.pk)
    context: dict[str, Any] = {
        "office": office,
        "words": words,
        "places": _places(words.kind),
        "parts": parts_for(request.user),
        "may_change": may_change,
        "history": history_of(words.template) if words.template else [],
    }
    here = reverse("console:message_template", args=(office.pk, words.kind.code))
    if request.method == "POST" and "xem" in request.POST:
        typed = Wording(words.kind, request.POST.get("subject", ""), request.POST.get("body", ""), words.template)
        shown = {**context, "form": form, "words": typed, "is_try": True}
        return form_page(render(request, "console/messages/template.html", shown))

    def done(_template: MessageTemplate) -> str:
        notice(request, _("New messages of this kind have these words. Those written before keep theirs."))
        return here

    return answer_form(request, form, "console/messages/template.html", context, done)


@staff_page
@require_POST
def reset(request: HttpRequest, office_pk: int, message_kind: str) -> HttpResponse:
    office, words = _words(request.user, office_pk, message_kind)
    here = reverse("console:message_template", args=(office.pk, words.kind.code))

    def work() -> None:
        if words.template:
            reset_template(request.user, words.template)
        notice(request, _("%(kind)s has the usual words again.") % {"kind": capfirst(str(words.kind.title))})

    return act(request, work, here)


def _words(actor: Actor, office_pk: int, code: str) -> tuple[Office, Wording]:
    office = get_object_or_404(Office.objects.of_staff(actor).select_related("organization"), pk=office_pk)
    try:
        kind = kind_of(code)
    except KeyError as error:
        raise Http404 from error
    return office, wording(office.pk, kind)


def _places(kind: MessageKind) -> list[tuple[str, object, str, bool]]:
    """Name, what it holds, an example, and whether the text must have it."""
    return [
        (f"{{{name}}}", words, kind.sample[name], name in kind.required) for name, words in kind.placeholders.items()
    ]


urlpatterns = [
    path("thu-tin/mau/", templates, name="message_templates"),
    path("thu-tin/mau/<int:office_pk>/<str:message_kind>/", template, name="message_template"),
    path("thu-tin/mau/<int:office_pk>/<str:message_kind>/mac-dinh/", reset, name="message_template_reset"),
]
