"""The classes of an office as a table."""

import django_filters
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from khuevan.core.lists import Column, ListFilters, Listing, ListTable, Order
from khuevan.core.templatetags.khuevan import icon, thousands, vn_range
from khuevan.training.enums import ClassState
from khuevan.training.models import TrainingClass

_LOOKS = {
    ClassState.CANCELLED: ("state-warn", "ban"),
    ClassState.REPORTED: ("state-done", "check"),
    ClassState.AWARDED: ("state-done", "check"),
    ClassState.PLANNED: ("", "circle-dashed"),
}


def state_badge(state: str) -> SafeString:
    """Where a class stands: a word with its shape and colour."""
    css, image = _LOOKS.get(ClassState(state), ("state-now", "circle-half-2"))
    return format_html('<span class="state {}">{}{}</span>', css, icon(image), capfirst(str(ClassState(state).label)))


class ClassTable(ListTable):
    """Rows carry ``learners``, the number of people on the list, which is counted above this app."""

    row_header = "title"
    only_in_excel = frozenset({"first_day", "last_day", "office"})
    not_in_excel = frozenset({"dates"})
    title = Column(verbose_name=pgettext_lazy("column", "Class"), order_by=("search_key",), width="w-pos")
    dates = Column(accessor="start_date", verbose_name=_("Dates"), order_by=("start_date",), css="n wide-only")
    first_day = Column(accessor="start_date", verbose_name=_("First day"))
    last_day = Column(accessor="end_date", verbose_name=_("Last day"))
    learners = Column(verbose_name=_("Learners"), order_by=("learners", "start_date"), css="r wide-only")
    office = Column(accessor="office__organization__name", verbose_name=_("Organizer"))
    state = Column(verbose_name=_("State"), orderable=False)

    def render_title(self, record: TrainingClass) -> str:
        return format_html(
            '<a href="{}/">{}</a><div class="sub wide-only">{}</div>',
            record.pk,
            record.title,
            record.office.organization.short,
        )

    def value_title(self, record: TrainingClass) -> str:
        return record.title

    def render_dates(self, record: TrainingClass) -> str:
        return vn_range(record.start_date, record.end_date)

    def render_learners(self, value: int) -> str:
        return thousands(value)

    def value_learners(self, value: int) -> int:
        return value

    def render_state(self, record: TrainingClass) -> str:
        return state_badge(record.state)

    def value_state(self, record: TrainingClass) -> str:
        return capfirst(record.get_state_display())

    def below(self, record: TrainingClass) -> str:
        days = vn_range(record.start_date, record.end_date)
        people = getattr(record, "learners", 0)
        return f"{days}, {thousands(people)} {record.get_learner_word_display()}" if people else days


class ClassFilters(ListFilters):
    trang_thai = django_filters.ChoiceFilter(field_name="state", label=_("State"), choices=ClassState.choices)
    nam = django_filters.NumberFilter(field_name="year", label=_("Year"))


class ClassList(Listing):
    """Classes of the actor's offices, the latest first."""

    table_class = ClassTable
    filters_class = ClassFilters
    title = _("Classes")
    search = ("search_key",)
    search_label = _("Title (tone marks not needed)")
    orders = (
        Order("moi", _("Latest first"), ("-start_date", "-pk"), _("Classes of your office, the latest first.")),
        Order("ten", _("By title"), ("search_key",), _("Classes of your office by title, from A to Z.")),
        Order(
            "nguoi",
            _("Most learners first"),
            ("-learners", "-start_date", "-pk"),
            _("Classes of your office, those with most learners first."),
        ),
    )
    empty_icon = "school"
    empty_title = _("Your office has no class yet")
    empty_text = _(
        "Classes of your office appear here. "
        "If you expected some, ask an administrator of your office for a role in it."
    )


class OpenableClassList(ClassList):
    """The same, for those who may open a class themselves."""

    empty_text = _("Open the first one with its title and days; everything else can be added later.")
