"""The directory as a table: people."""

from collections.abc import Sequence
from html import escape

import django_filters
from django.db.models import QuerySet
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from khuevan.core.lists import BigListing, BulkAction, Column, ListFilters, ListTable, Order
from khuevan.people.enums import Gender
from khuevan.people.models import Office, Person
from khuevan.people.search import PEOPLE


class PeopleTable(ListTable):
    row_header = "full_name"
    numbered = True
    full_name = Column(verbose_name=_("full name"), order_by=("name_key",), width="w-name")
    birth = Column(
        accessor="birth_text", verbose_name=_("Born"), order_by=("birth_year", "birth_date"), css="n wide-only"
    )
    gender = Column(verbose_name=_("gender"), orderable=False, css="wide-only")
    phone = Column(verbose_name=_("telephone"), orderable=False, css="n wide-only")
    email = Column(verbose_name=_("e-mail"), orderable=False, css="wide-only")

    def render_full_name(self, record: Person) -> str:
        called, name = escape(record.honorific.capitalize()), escape(record.full_name)
        return mark_safe(f'<span class="hon">{called}</span> <a href="{record.pk}/">{name}</a>')  # noqa: S308 - escaped

    def value_full_name(self, record: Person) -> str:
        return record.full_name

    def render_gender(self, record: Person) -> str:
        return str(Gender(record.gender).label) if record.gender else ""

    value_gender = render_gender

    def below(self, record: Person) -> str:
        return ", ".join(part for part in (record.birth_text, record.phone) if part)


class PeopleFilters(ListFilters):
    gender = django_filters.ChoiceFilter(label=_("gender"), choices=Gender.choices)


class PeopleList(BigListing):
    """Everybody an office knows."""

    index = PEOPLE
    live = True
    table_class = PeopleTable
    filters_class = PeopleFilters
    title = _("People")
    search = ("search_key",)
    search_label = _("Name, telephone or citizen ID (tone marks not needed)")
    bulk = (BulkAction("gop", _("Compare two entries"), "users", permission="people.change_directory"),)
    orders = (Order("ten", _("By name"), ("name_key",), _("By name, as Vietnamese lists are ordered.")),)
    empty_icon = "users"
    empty_title = _("The directory has nobody yet")
    empty_text = _("People come here with the lists of your classes; you may also enter somebody yourself.")

    def scopes(self) -> list[int]:
        return list(Office.objects.of_staff(self.request.user).order_by().values_list("pk", flat=True))

    def visible_at(self, keys: Sequence[int]) -> QuerySet[Person]:
        """Same rule as ``visible_to``; the offices are known already."""
        return Person.objects.filter(pk__in=keys, known_to__office__in=self._scopes)
