"""Official documents of an office as a table."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from khuevan.core.lists import Column, Listing, ListTable, Order
from khuevan.core.search import words_of
from khuevan.core.templatetags.khuevan import file_size, vn_date
from khuevan.records.models import Record


class RecordTable(ListTable):
    """Rows come with ``select_related("issuer")``."""

    row_header = "code"

    code = Column(verbose_name=_("Number, symbol"), orderable=False)
    date = Column(verbose_name=_("Date"), orderable=False, css="n")
    subject = Column(verbose_name=_("About"), orderable=False, css="wide-only", width="w-pos")
    issuer = Column(
        accessor="issuer__name", verbose_name=pgettext_lazy("record", "Issued by"), orderable=False, css="wide-only"
    )
    signer = Column(verbose_name=_("signer"), orderable=False, css="wide-only")
    file = Column(accessor="file_name", verbose_name=_("File"), orderable=False, css="wide-only")

    def render_code(self, record: Record) -> str:
        return record.code or record.subject

    def render_date(self, record: Record) -> str:
        return vn_date(record.date)

    def render_file(self, record: Record) -> str:
        return file_words(record)

    def below(self, record: Record) -> str:
        return ", ".join(part for part in (record.subject, record.issuer.name) if part)


def file_words(record: Record) -> str:
    """PDF, 120 KB; empty without a file."""
    if not record.file:
        return ""
    kind = record.file_kind.upper()
    return format_html("{}, {}", kind, file_size(record.file_size)) if record.file_size else kind


class RecordList(Listing):
    """Documents an office keeps, the latest first."""

    table_class = RecordTable
    title = _("Documents")
    search = ("issuer__search_key",)
    search_label = _("Number, symbol, words or signer (tone marks not needed)")
    orders: ClassVar[Sequence[Order]] = (Order("moi", _("Latest first"), ("-date", "-pk"), _("The newest first.")),)
    empty_icon = "file-text"
    empty_title = _("No documents yet")

    @cached_property
    def found(self) -> QuerySet[Any]:
        """Every typed word somewhere in number and symbol, subject, signer or issuer."""
        rows = self.rows
        for word in words_of(self.query):
            rows = rows.filter(Q(search_key__contains=word) | Q(issuer__search_key__contains=word))
        return rows
