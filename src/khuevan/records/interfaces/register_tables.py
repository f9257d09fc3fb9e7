"""The register of documents sent out, and the numbers of our own series, as tables."""

import datetime as dt
from typing import Any, ClassVar

import django_filters
from django.db.models import Case, CharField, F, QuerySet, Value, When
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from khuevan.core.actors import Actor
from khuevan.core.lists import Column, ListFilters, Listing, ListTable, Order
from khuevan.core.templatetags.khuevan import icon, thousands, vn_date
from khuevan.people.models import Office
from khuevan.records.domain.numbers import own_bodies, written
from khuevan.records.domain.register import titled
from khuevan.records.enums import DOCUMENT_KINDS, NumberState
from khuevan.records.interfaces.tables import RecordList
from khuevan.records.models import DocumentNumber, Record

LETTER = "CV"
"""A công văn in the address, where its kind, which has no abbreviation, would say nothing."""

_LOOKS = {
    NumberState.RESERVED: ("state-wait", "hourglass"),
    NumberState.USED: ("state-done", "check"),
    NumberState.RELEASED: ("", "arrow-back-up"),
    NumberState.VOID: ("", "ban"),
}


def sent_out(actor: Actor, office: Office, year: int) -> QuerySet[Record, Any]:
    """Documents the office itself issued in a year."""
    seen = Record.objects.visible_to(actor).filter(office=office, issuer__in=own_bodies(office), date__year=year)
    rows = Record.objects.filter(pk__in=seen.order_by().values("pk"))  # pills count rows, not the roles of the actor
    letter = Case(When(kind="", then=Value(LETTER)), default=F("kind"), output_field=CharField())
    return rows.select_related("issuer", "office").exclude(number="").annotate(kind_key=letter)


class RegisterTable(ListTable):
    """The ten columns of Nghị định 30/2020/NĐ-CP; the ninth, for signatures, is on paper only."""

    row_header = "code"
    only_in_excel = frozenset({"signed"})

    code = Column(verbose_name=_("Number, symbol"), orderable=False)
    date = Column(verbose_name=_("Date"), order_by=("date",), css="n wide-only")
    subject = Column(verbose_name=_("Kind and subject"), orderable=False, width="w-pos")
    signer = Column(verbose_name=_("signer"), orderable=False, css="wide-only")
    recipients = Column(verbose_name=pgettext_lazy("register", "Sent to"), orderable=False, css="wide-only")
    kept_by_unit = Column(verbose_name=_("Archived copy with"), orderable=False, css="wide-only")
    copies = Column(verbose_name=_("Copies"), orderable=False, css="r wide-only")
    sent_on = Column(verbose_name=pgettext_lazy("register", "Sent on"), orderable=False, css="n wide-only")
    signed = Column(accessor="pk", verbose_name=_("Signature of receipt"), orderable=False)
    note = Column(verbose_name=_("Note"), orderable=False, css="wide-only")

    def render_code(self, record: Record) -> SafeString:
        return format_html('<a href="{}/">{}</a>', record.pk, record.code)

    def value_code(self, record: Record) -> str:
        return record.code

    def render_date(self, record: Record) -> str:
        return vn_date(record.date)

    def value_date(self, record: Record) -> dt.date | None:
        return record.date

    def render_subject(self, record: Record) -> str:
        return titled(record)

    def render_recipients(self, record: Record) -> str:
        return Truncator("; ".join(filter(None, map(str.strip, record.recipients.splitlines())))).chars(120)

    def value_recipients(self, record: Record) -> str:
        return record.recipients

    def render_copies(self, record: Record) -> str:
        return thousands(record.copies)

    def value_copies(self, record: Record) -> int | None:
        return record.copies

    def render_sent_on(self, record: Record) -> str:
        return vn_date(record.sent_on)

    def value_sent_on(self, record: Record) -> dt.date | None:
        return record.sent_on

    def value_signed(self, record: Record) -> str:
        return ""

    def below(self, record: Record) -> str:
        return vn_date(record.date)


class RegisterFilters(ListFilters):
    loai = django_filters.CharFilter(field_name="kind_key", label=pgettext_lazy("document", "Kind"))

    def labels_loai(self, values: list[str]) -> dict[str, str]:
        return {value: DOCUMENT_KINDS.get("" if value == LETTER else value, value) for value in values}


class RegisterList(RecordList):
    """Documents of one year that an office sent out."""

    table_class = RegisterTable
    filters_class: ClassVar[type[ListFilters] | None] = RegisterFilters
    title = _("Register of documents sent out")
    orders = (
        Order("moi", _("Latest first"), ("-date", "-pk"), _("The newest first.")),
        Order("so", _("As in the book"), ("date", "pk"), _("In the order of days.")),
    )
    empty_icon = "book"
    empty_title = _("Nothing was sent out in this year yet")
    empty_text = _("A document stands here as soon as its number is recorded: with a class, a plan or a letter.")


class NumberTable(ListTable):
    """Numbers of our own series with their state."""

    row_header = "number"

    number = Column(verbose_name=_("number"), order_by=("number",), css="n")
    series = Column(accessor="series__name", verbose_name=_("series"), orderable=False, css="wide-only")
    day = Column(verbose_name=_("Date"), orderable=False, css="n wide-only")
    state = Column(verbose_name=_("state"), orderable=False)
    what = Column(accessor="reason", verbose_name=_("What for"), orderable=False, width="w-pos")
    taken_by = Column(verbose_name=_("taken by"), orderable=False, css="wide-only")

    def render_number(self, record: DocumentNumber) -> SafeString:
        return format_html('<a href="{}/">{}</a>', record.pk, written(record.number))

    def value_number(self, record: DocumentNumber) -> str:
        return written(record.number)

    def render_day(self, record: DocumentNumber) -> str:
        return vn_date(record.day)

    def value_day(self, record: DocumentNumber) -> dt.date:
        return record.day

    def render_state(self, record: DocumentNumber) -> SafeString:
        return number_badge(record)

    def value_state(self, record: DocumentNumber) -> str:
        return capfirst(str(record.get_state_display()))

    def render_what(self, record: DocumentNumber) -> str:
        return f"{record.record}, {record.record.subject}" if record.record else record.reason

    def render_taken_by(self, record: DocumentNumber) -> str:
        return str(record.taken_by or "")

    def value_taken_by(self, record: DocumentNumber) -> str:
        return str(record.taken_by or "")

    def below(self, record: DocumentNumber) -> str:
        return ", ".join((vn_date(record.day), record.series.name))


def number_badge(record: DocumentNumber) -> SafeString:
    css, image = _LOOKS[NumberState(record.state)]
    return format_html(
        '<span class="state {}">{}{}</span>', css, icon(image), capfirst(str(record.get_state_display()))
    )


class NumberFilters(ListFilters):
    day_so = django_filters.CharFilter(field_name="series__name", label=_("series"))
    trang_thai = django_filters.ChoiceFilter(field_name="state", label=_("state"), choices=NumberState.choices)


class NumberList(Listing):
    """Numbers of one year; rows come with series, document and whoever took them."""

    table_class = NumberTable
    filters_class: ClassVar[type[ListFilters] | None] = NumberFilters
    title = _("Numbers of our own series")
    search = ("record__search_key",)
    search_label = _("Number, words of the document (tone marks not needed)")
    orders = (
        Order("moi", _("Latest first"), ("-number", "-pk"), _("The highest number first.")),
        Order("so", _("From the first"), ("number", "pk"), _("From the first number on.")),
    )
    empty_icon = "list-numbers"
    empty_title = _("No number was taken in this year yet")
