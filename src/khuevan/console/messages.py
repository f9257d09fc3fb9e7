"""Messages on their way out: the list, one message as it goes out, and what an officer does with it."""

import re
from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from khuevan.console import message_templates
from khuevan.console.message_parts import parts_for
from khuevan.core.actors import Actor
from khuevan.core.crud import bulk
from khuevan.core.history import history_of
from khuevan.core.lists import BulkAction
from khuevan.core.permissions import may
from khuevan.core.qr import qr_image, qr_png
from khuevan.core.screens import act, file_response, notice, staff_page
from khuevan.core.templatetags.khuevan import thousands, vn_date, vn_time
from khuevan.nominations.models import Quota
from khuevan.notifications.domain.kinds import title_of
from khuevan.notifications.domain.senders import sender_of
from khuevan.notifications.domain.sending import cancel, earliest_retry, mark_sent, only_one, retry, unmark_sent
from khuevan.notifications.enums import Channel, MessageState
from khuevan.notifications.interfaces.tables import MessageList, MessageTable, attempts_words, state_mark
from khuevan.notifications.models import MailPause, Message
from khuevan.people.models import Office
from khuevan.training.models import TrainingClass

SEND = "notifications.send_message"


class _Table(MessageTable):
    def render_to_name(self, record: Message) -> str:
        return format_html(
            '<a href="{}">{}</a><div class="sub">{}</div>',
            reverse("console:message", args=(record.pk,)),
            record.to_name or record.to_email,
            record.to_email or record.to_phone,
        )


def _ticked(actor: Actor, rows: list[Message], _reason: str) -> str:
    count = len(mark_sent(actor, rows))
    words = ngettext("%(count)s message is ticked as sent.", "%(count)s messages are ticked as sent.", count)
    return words % {"count": thousands(count)} + _passed_over(len(rows) - count)


def _again(actor: Actor, rows: list[Message], _reason: str) -> str:
    count = len(retry(actor, rows))
    words = ngettext("%(count)s message is sent again.", "%(count)s messages are sent again.", count)
    return words % {"count": thousands(count)} + _passed_over(len(rows) - count)


def _stopped(actor: Actor, rows: list[Message], _reason: str) -> str:
    count = len(cancel(actor, rows))
    words = ngettext(
        "%(count)s message is not going to be sent.", "%(count)s messages are not going to be sent.", count
    )
    return words % {"count": thousands(count)} + _passed_over(len(rows) - count)


def _passed_over(count: int) -> str:
    if not count:
        return ""
    words = ngettext(
        "%(count)s was passed over, because it is out or under way.",
        "%(count)s were passed over, because they are out or under way.",
        count,
    )
    return " " + words % {"count": thousands(count)}


class _List(MessageList):
    table_class = _Table
    bulk = (
        BulkAction("da-gui", _("Sent by hand"), "check", _ticked, permission=SEND),
        BulkAction("gui-lai", _("Send again"), "send", _again, permission=SEND),
        BulkAction("khong-gui", _("Do not send"), "ban", _stopped, permission=SEND),
    )

    def _may(self, user: Any, permission: str) -> bool:  # noqa: ANN401 - the user model lies above
        """In any office of the reader; the verb asks for each message."""
        offices = Office.objects.of_staff(user).values_list("pk", flat=True)
        return any(may(user, permission, Message(office_id=office)) for office in offices)


@staff_page
def messages(request: HttpRequest) -> HttpResponse:
    """Of all offices of the reader, or of one class (``lop``)."""
    training_class = _class_asked(request)
    rows = Message.objects.visible_to(request.user)
    if training_class:
        rows = rows.filter(_about(training_class))
    shown = _List(request, rows.defer("body", "attachments"), subtitle=str(training_class or ""), keep=("lop",))
    if request.method == "POST":
        return bulk(request, shown, request.get_full_path())
    if shown.wants_workbook:
        return shown.workbook_response("thu-tin")
    context = {
        "list": shown,
        "title": MessageList.title,
        "parts": parts_for(request.user),
        "class": training_class,
        "pause": _pause(rows),
        "writes_files": settings.KHUEVAN_MAIL_SERVER is None,
    }
    return render(request, "console/messages/list.html", context)


def _class_asked(request: HttpRequest) -> TrainingClass | None:
    key = request.GET.get("lop", "")
    if not key:
        return None
    if not (key.isascii() and key.isdecimal() and len(key) < 19):
        raise Http404
    return get_object_or_404(TrainingClass.objects.of_staff(request.user), pk=key)


def _about(training_class: TrainingClass) -> Q:
    """Messages about the class and about the agencies invited to it."""
    quotas = Quota.objects.filter(invitation__training_class=training_class).values_list("pk", flat=True)
    of_quotas = Q(about_type=Quota._meta.label_lower, about_id__in=[str(key) for key in quotas])
    return Q(about_type=TrainingClass._meta.label_lower, about_id=str(training_class.pk)) | of_quotas


def _pause(rows: QuerySet[Message]) -> MailPause | None:
    """Said only to those whose messages wait for it."""
    found = MailPause.objects.first()
    waits = found and rows.filter(channel=Channel.EMAIL, state=MessageState.WAITING).exists()
    return found if waits else None


def _message(request: HttpRequest, pk: int) -> Message:
    found: Message = get_object_or_404(
        Message.objects.visible_to(request.user).select_related("folded_into", "sent_by"), pk=pk
    )
    return found


@staff_page
@require_safe
def message_page(request: HttpRequest, pk: int) -> HttpResponse:
    found = _message(request, pk)
    shown = ShownMessage(found, may_send=may(request.user, SEND, found))
    context = {
        "message": found,
        "shown": shown,
        "parts": parts_for(request.user),
        "folded": list(found.folded.order_by("pk")[:200]),
        "history": history_of(found),
    }
    return render(request, "console/messages/message.html", context)


class ShownMessage:
    """A message for one reader."""

    def __init__(self, message: Message, *, may_send: bool) -> None:
        self.message, self.may_send = message, may_send

    @property
    def title(self) -> str:
        return str(title_of(self.message.kind))

    @property
    def state(self) -> str:
        return state_mark(self.message)

    @property
    def attempts(self) -> str:
        return attempts_words(self.message)

    @property
    def by_hand(self) -> bool:
        return self.message.channel == Channel.HAND

    @property
    def waits_for_hand(self) -> bool:
        return self.by_hand and self.message.state == MessageState.WAITING

    @property
    def shows_text(self) -> bool:
        """Secret words only to whoever is to copy them, and not any more once they are out."""
        return not self.message.is_secret or (self.waits_for_hand and self.may_send)

    @property
    def may_tick(self) -> bool:
        return self.may_send and self.waits_for_hand

    @property
    def may_untick(self) -> bool:
        is_ticked = self.by_hand and self.message.state == MessageState.SENT
        return self.may_send and is_ticked and not self.message.is_wiped

    @property
    def may_retry(self) -> bool:
        stuck = self.message.state in {MessageState.FAILED, MessageState.UNCLEAR, MessageState.CANCELLED}
        waits = self.message.state == MessageState.WAITING and self.message.attempts > 0
        return self.may_send and (stuck or waits) and not self.message.is_wiped

    @property
    def may_cancel(self) -> bool:
        return self.may_send and self.message.state in {
            MessageState.WAITING, MessageState.UNCLEAR, MessageState.FAILED,
        }  # fmt: skip

    @property
    def goes_on(self) -> bool:
        """It is tried again by itself."""
        return not self.by_hand and self.message.state in {MessageState.WAITING, MessageState.UNCLEAR}

    @cached_property
    def sender(self) -> str:
        own = settings.KHUEVAN_MAIL_FROM
        return f"{sender_of(self.message.office_id).name or own.display_name} <{own.addr_spec}>"

    @property
    def qr(self) -> str:
        return qr_image(self.address) if self.address else ""

    @cached_property
    def address(self) -> str:
        """The address of ours that the text gives, for a picture; empty where it gives none or may not be seen."""
        found = re.search(re.escape(settings.KHUEVAN_BASE_URL) + r"/\S+", self.message.body)
        return found[0].rstrip(".,;)") if found and self.shows_text else ""


@staff_page
@require_safe
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """The QR code of the address in a message, to be sent along by hand."""
    found = _message(request, pk)
    address = ShownMessage(found, may_send=may(request.user, SEND, found)).address
    if not address:
        raise Http404
    return file_response(qr_png(address), f"ma-qr-{found.pk}.png")


@staff_page
@require_POST
def deed(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    found = _message(request, pk)
    back = reverse("console:message", args=(pk,))
    return act(request, lambda: DEEDS[what](request, found), back)


def _tick(request: HttpRequest, message: Message) -> None:
    only_one(mark_sent(request.user, [message]))
    said = _now("The message to %(name)s is ticked as sent.") % {"name": message.to_name}
    notice(request, said, undo=reverse("console:message_unsent", args=(message.pk,)))


def _untick(request: HttpRequest, message: Message) -> None:
    only_one(unmark_sent(request.user, [message]))
    notice(request, _now("The message to %(name)s is to be copied again.") % {"name": message.to_name})


def _retry(request: HttpRequest, message: Message) -> None:
    changed = only_one(retry(request.user, [message]))
    at = earliest_retry(changed)
    if at and changed.due_at >= at:
        said = _now("It is sent again at %(time)s on %(day)s: between two attempts lie at least ten minutes.")
        notice(request, said % {"time": vn_time(at), "day": vn_date(at)})
    else:
        notice(request, _now("The message goes out now."))


def _cancel(request: HttpRequest, message: Message) -> None:
    only_one(cancel(request.user, [message]))
    said = _now("The message to %(name)s is not going to be sent.") % {"name": message.to_name}
    notice(request, said, undo=reverse("console:message_retry", args=(message.pk,)))


DEEDS: dict[str, Callable[[HttpRequest, Message], None]] = {
    "da-gui": _tick,
    "chua-gui": _untick,
    "gui-lai": _retry,
    "khong-gui": _cancel,
}

urlpatterns = [
    path("thu-tin/", messages, name="messages"),
    *message_templates.urlpatterns,
    path("thu-tin/<int:pk>/", message_page, name="message"),
    path("thu-tin/<int:pk>/ma-qr.png", picture, name="message_qr"),
    path("thu-tin/<int:pk>/da-gui/", deed, {"what": "da-gui"}, name="message_sent"),
    path("thu-tin/<int:pk>/chua-gui/", deed, {"what": "chua-gui"}, name="message_unsent"),
    path("thu-tin/<int:pk>/gui-lai/", deed, {"what": "gui-lai"}, name="message_retry"),
    path("thu-tin/<int:pk>/khong-gui/", deed, {"what": "khong-gui"}, name="message_cancel"),
]
