"""The list of messages, without addresses."""

from typing import ClassVar, Final

import django_filters
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from khuevan.core.lists import Column, ListFilters, Listing, ListTable, Order
from khuevan.core.templatetags.khuevan import icon, vn_date, vn_time
from khuevan.notifications.domain.kinds import title_of
from khuevan.notifications.enums import Channel, MessageState
from khuevan.notifications.models import Message

LOOKS: Final[dict[str, tuple[str, str]]] = {
    MessageState.WAITING: ("state-wait", "hourglass"),
    MessageState.SENDING: ("state-wait", "progress"),
    MessageState.SENT: ("state-done", "check"),
    MessageState.UNCLEAR: ("state-warn", "alert-triangle"),
    MessageState.FAILED: ("state-warn", "alert-triangle"),
    MessageState.FOLDED: ("", "folders"),
    MessageState.CANCELLED: ("", "ban"),
}
"""Class and icon of a state."""


def state_words(message: Message) -> str:
    """How a message stands; one to be copied by hand waits for a person and not for a server."""
    if message.state == MessageState.WAITING and message.channel == Channel.HAND:
        return _now("to be copied")
    return str(message.get_state_display())


def state_mark(message: Message) -> SafeString:
    css, picture = LOOKS[message.state]
    return format_html('<span class="state {}">{}{}</span>', css, icon(picture), capfirst(state_words(message)))


def attempts_words(message: Message) -> str:
    """Empty where the first attempt was the only one."""
    if message.attempts < 2:
        return ""
    return _now("tried %(count)s times") % {"count": number_format(message.attempts)}


class MessageTable(ListTable):
    row_header = "to_name"
    to_name = Column(verbose_name=pgettext_lazy("e-mail", "To"), order_by=("search_key",), width="w-name")
    subject = Column(verbose_name=pgettext_lazy("e-mail", "Subject"), orderable=False, css="wide-only")
    state = Column(verbose_name=pgettext_lazy("message", "State"), orderable=False)
    channel = Column(verbose_name=pgettext_lazy("message", "Way"), orderable=False, css="wide-only")
    made_at = Column(verbose_name=_("written on"), order_by=("made_at",), css="n wide-only")
    reached = Column(accessor="to_email", verbose_name=_("address"), orderable=False)
    only_in_excel = frozenset({"reached"})

    def render_to_name(self, record: Message) -> str:
        return format_html(
            '{}<div class="sub">{}</div>', record.to_name or record.to_email, record.to_email or record.to_phone
        )

    def value_to_name(self, record: Message) -> str:
        return record.to_name

    def render_subject(self, record: Message) -> str:
        return format_html('{}<div class="sub">{}</div>', record.subject, capfirst(str(title_of(record.kind))))

    def value_subject(self, record: Message) -> str:
        return record.subject

    def render_state(self, record: Message) -> str:
        tried = attempts_words(record)
        return format_html('{}<div class="sub">{}</div>', state_mark(record), tried) if tried else state_mark(record)

    def value_state(self, record: Message) -> str:
        return state_words(record)

    def render_channel(self, record: Message) -> str:
        return capfirst(str(record.get_channel_display()))

    value_channel = render_channel

    def render_made_at(self, record: Message) -> str:
        return f"{vn_date(record.made_at)} {vn_time(record.made_at)}"

    def value_reached(self, record: Message) -> str:
        return record.to_email or record.to_phone

    def below(self, record: Message) -> str:
        return record.subject

    def attention(self, record: Message) -> bool:
        return record.state in {MessageState.FAILED, MessageState.UNCLEAR}


class MessageFilters(ListFilters):
    trang_thai = django_filters.ChoiceFilter(
        field_name="state", label=pgettext_lazy("message", "State"), choices=MessageState.choices
    )
    cach = django_filters.ChoiceFilter(
        field_name="channel", label=pgettext_lazy("message", "Way"), choices=Channel.choices
    )
    loai = django_filters.CharFilter(field_name="kind", label=pgettext_lazy("message", "Kind"))

    def labels_loai(self, codes: list[str]) -> dict[str, str]:
        return {code: capfirst(str(title_of(code))) for code in codes}


class MessageList(Listing):
    """Messages of the reader's offices, the latest first."""

    table_class = MessageTable
    filters_class: ClassVar[type[ListFilters] | None] = MessageFilters
    title = _("Messages")
    search = ("search_key",)
    search_label = _("To whom, about what (tone marks not needed)")
    orders = (
        Order("moi", _("Latest first"), ("-pk",), _("The latest message first.")),
        Order("cu", _("Oldest first"), ("pk",), _("The oldest message first.")),
    )
    empty_icon = "mail"
    empty_title = _("No messages yet")
    empty_text = _(
        "What agencies, participants and officers are told is listed here: invitations, reminders, receipts, codes."
    )
