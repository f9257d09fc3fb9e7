"""Certificates as tables: those of a class, those of an office, the register book."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, ClassVar

import django_filters
from django.core.paginator import Page
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from khuevan.certificates.domain.queries import differences
from khuevan.certificates.enums import CertificateState
from khuevan.certificates.interfaces.words import birth_of, frozen_day
from khuevan.certificates.models import FALLEN, Certificate, Register
from khuevan.core.codes import ALPHABET, grouped
from khuevan.core.lists import Column, ListFilters, Listing, ListTable, Order, PillGroup
from khuevan.core.search import starts_words
from khuevan.core.templatetags.khuevan import icon, vn_date, vn_range
from khuevan.training.domain.queries import periods_of
from khuevan.training.models import TrainingClass

_LOOKS = {
    CertificateState.PENDING: ("state-wait", "hourglass"),
    CertificateState.HANDED_OVER: ("state-done", "check"),
    CertificateState.WITHHELD: ("state-wait", "hand-stop"),
    CertificateState.VOID: ("state-warn", "ban"),
    CertificateState.REVOKED: ("state-warn", "ban"),
}
_SHORTEST_CODE = 4
MOST = 5
"""Classes that are offered as pills; where there are more, the search by title finds them."""


def state_badge(state: str) -> SafeString:
    """What a certificate is now: a word with its shape and colour."""
    css, image = _LOOKS[CertificateState(state)]
    label = capfirst(str(CertificateState(state).label))
    return format_html('<span class="state {}">{}{}</span>', css, icon(image), label)


class CertificateTable(ListTable):
    """Rows come with ``select_related("register", "enrollment")``; a screen says where their pages are."""

    row_header = "name"
    only_in_excel = frozenset(
        {"birth", "position", "organization", "course", "days", "signer", "handed_over_on", "state_reason"}
    )
    not_in_excel = frozenset({"file"})

    number = Column(
        accessor="number_text", verbose_name=_("Number"), order_by=("register", "number"), css="n wide-only"
    )
    name = Column(
        accessor="frozen__name", verbose_name=_("full name"), order_by=("enrollment__name_key",), css="w-name"
    )
    birth = Column(accessor="frozen", verbose_name=_("Born"), orderable=False)
    position = Column(accessor="frozen__position", verbose_name=_("position"), orderable=False)
    organization = Column(accessor="frozen__organization", verbose_name=_("agency"), orderable=False)
    course = Column(accessor="frozen__course", verbose_name=pgettext_lazy("column", "Class"), orderable=False)
    days = Column(accessor="frozen", verbose_name=_("Dates"), orderable=False)
    issued_on = Column(verbose_name=_("Issued on"), orderable=False, css="n wide-only")
    signer = Column(accessor="frozen__signer", verbose_name=_("signer"), orderable=False)
    state = Column(verbose_name=_("state"), orderable=False)
    handed_over_on = Column(verbose_name=_("handed over on"), orderable=False)
    state_reason = Column(verbose_name=_("reason"), orderable=False)
    code = Column(verbose_name=_("verification code"), orderable=False, css="n wide-only quiet")
    file = Column(verbose_name=_("File"), orderable=False, css="wide-only")

    def page_address(self, record: Certificate) -> str:
        """Where one certificate is shown; empty for nowhere."""
        return ""

    def file_address(self, record: Certificate) -> str:
        return ""

    def public_address(self, record: Certificate) -> str:
        """Where anybody sees whether it is real."""
        return ""

    def differs(self, record: Certificate) -> bool:
        """Whether the list of the class says something else by now, as far as the screen has compared."""
        return bool(getattr(record, "differs", False))

    def render_name(self, record: Certificate) -> str:
        words = record.frozen
        name = _linked(words["name"], self.page_address(record))
        shown = format_html('{}<div class="sub">{}</div>', name, words.get("organization") or "")
        if not self.differs(record):
            return shown
        sentence = _now("The list of the class says something else now.")
        return format_html('{}<p class="problem">{}<span>{}</span></p>', shown, icon("alert-triangle"), sentence)

    def value_name(self, record: Certificate) -> str:
        return str(record.frozen["name"])

    def value_birth(self, record: Certificate) -> str:
        return birth_of(record)

    def value_days(self, record: Certificate) -> str:
        return vn_range(frozen_day(record, "start_date"), frozen_day(record, "end_date"))

    def render_issued_on(self, record: Certificate) -> str:
        return vn_date(record.issued_on)

    def render_state(self, record: Certificate) -> str:
        about = record.state_reason or vn_date(record.handed_over_on)
        below = format_html('<div class="sub">{}</div>', about) if about else ""
        return format_html("{}{}", state_badge(record.state), below)

    def value_state(self, record: Certificate) -> str:
        return capfirst(str(record.get_state_display()))

    def render_code(self, record: Certificate) -> str:
        return _linked(grouped(record.code), self.public_address(record))

    def value_code(self, record: Certificate) -> str:
        return grouped(record.code)

    def render_file(self, record: Certificate) -> str:
        if not record.file:
            return format_html('<span class="sub">{}</span>', _now("no file yet"))
        address = self.file_address(record)
        hidden = format_html('<span class="vh"> {}</span>', record.number_text)
        return format_html('<a class="btn" href="{}">PDF{}</a>', address, hidden) if address else ""

    def below(self, record: Certificate) -> str:
        return f"{record.number_text}, {vn_date(record.issued_on)}"

    def attention(self, record: Certificate) -> bool:
        return not record.file or self.differs(record)


def _linked(text: str, address: str) -> str:
    return format_html('<a href="{}">{}</a>', address, text) if address else format_html("{}", text)


class CertificateFilters(ListFilters):
    trang_thai = django_filters.ChoiceFilter(field_name="state", label=_("state"), choices=CertificateState.choices)


class CertificateList(Listing):
    """Certificates of one class, in the order of the register."""

    table_class = CertificateTable
    filters_class = CertificateFilters
    title = _("Certificates")
    search: ClassVar[Sequence[str]] = ("enrollment__search_key",)
    search_label = _("Name, number or code (tone marks not needed)")
    orders = (
        Order("so", _("By number"), ("register", "number"), _("By number in the register.")),
        Order("ten", _("By name"), ("enrollment__name_key",), _("By name.")),
        Order(
            "co-quan",
            _("By agency"),
            ("enrollment__organization_name", "enrollment__name_key"),
            _("By agency, then by name."),
        ),
    )
    empty_icon = "certificate"
    empty_title = _("No certificates yet")

    @cached_property
    def found(self) -> QuerySet[Certificate]:
        """Words of the name, the number as printed or as counted, or a verification code from its beginning."""
        if not self.query:
            return self.rows
        return self.rows.filter(starts_words(self.search, self.query) | _numbered(self.query))


def _numbered(query: str) -> Q:
    found = Q(number_text__istartswith=query)
    if query.isdecimal() and len(query) < 10:
        found |= Q(number=int(query))
    code = "".join(letter for letter in query.upper() if letter not in " -–.")
    if len(code) >= _SHORTEST_CODE and set(code) <= set(ALPHABET):
        found |= Q(code__startswith=code)
    return found


class ClassCertificateList(CertificateList):
    """The certificates of one class; those shown say whether its list says something else by now."""

    def __init__(self, request: HttpRequest, rows: QuerySet[Certificate], training_class: TrainingClass) -> None:
        super().__init__(request, rows, subtitle=str(training_class))
        self.training_class = training_class
        self.subject = training_class

    @cached_property
    def page(self) -> "Page[Any]":
        found = super().page
        periods = periods_of(self.training_class)
        for one in found.object_list:
            stands = one.state not in FALLEN
            one.differs = stands and bool(differences(one, one.enrollment, self.training_class, periods))
        return found


class OfficeTable(CertificateTable):
    """The same with the class of each; in Excel it is the register book."""

    only_in_excel = CertificateTable.only_in_excel - {"course"}

    course = Column(
        accessor="frozen__course",
        verbose_name=pgettext_lazy("column", "Class"),
        order_by=("enrollment__training_class__search_key", "register", "number"),
        css="wide-only quiet",
    )

    def class_address(self, record: Certificate) -> str:
        return ""

    def render_course(self, record: Certificate) -> str:
        return _linked(record.frozen["course"], self.class_address(record))

    def value_course(self, record: Certificate) -> str:
        return str(record.frozen["course"])


class OfficeFilters(CertificateFilters):
    nam = django_filters.NumberFilter(field_name="register__year", label=_("Year"))
    so = django_filters.NumberFilter(field_name="register", label=_("Register"))
    lop = django_filters.NumberFilter(field_name="enrollment__training_class", label=pgettext_lazy("column", "Class"))

    def labels_so(self, keys: list[str]) -> dict[str, str]:
        return {str(one.pk): str(one) for one in Register.objects.filter(pk__in=keys)}

    def labels_lop(self, keys: list[str]) -> dict[str, str]:
        titles = TrainingClass.objects.filter(pk__in=keys).values_list("pk", "title")
        return {str(pk): title for pk, title in titles}

    def groups(self, rows: QuerySet[Any]) -> list[PillGroup]:
        """Classes only while they are few; years not where every year has one register, which says it, too."""
        found = {group.name: group for group in super().groups(rows)}
        classes, years, registers = (found.get(name) for name in ("lop", "nam", "so"))
        if classes and len(classes.pills) > MOST:
            found["lop"] = replace(classes, pills=[pill for pill in classes.pills if pill.is_on])
            if not classes.is_on:
                del found["lop"]
        if years and registers and not years.is_on and len(years.pills) == len(registers.pills):
            del found["nam"]
        return list(found.values())


class OfficeCertificateList(CertificateList):
    """All certificates of the actor's offices, those of the latest day first."""

    table_class = OfficeTable
    filters_class = OfficeFilters
    search = ("enrollment__search_key", "enrollment__training_class__search_key")
    search_label = _("Name, number, code or class (tone marks not needed)")
    orders = (
        Order("moi", _("Latest first"), ("-issued_on", "register", "number"), _("The latest day of issue first.")),
        Order("so", _("By number"), ("register", "number"), _("By register and number.")),
        Order("ten", _("By name"), ("enrollment__name_key",), _("By name.")),
    )
    empty_text = _("They appear here once the certificates of a class are issued.")
