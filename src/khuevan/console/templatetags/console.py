"""What stands around every page of the console."""

from dataclasses import dataclass

from django import template
from django.urls import reverse
from django.utils.translation import ngettext

from khuevan.console.menu import BELONGS, MENU
from khuevan.core.codes import grouped
from khuevan.core.templatetags.khuevan import thousands
from khuevan.people.enums import RoleKind
from khuevan.people.models import Role
from khuevan.training.domain.queries import half_day_count
from khuevan.training.enums import LearnerWord
from khuevan.training.models import TrainingClass

register = template.Library()

register.filter("half_days", half_day_count)


@dataclass(frozen=True)
class Staff:
    """The signed-in account as the shell shows it."""

    name: str
    office: str
    roles: str
    is_administrator: bool


@register.simple_tag(takes_context=True)
def staff(context: template.Context) -> Staff:
    """Name, office (the first of several) and roles there, in one query."""
    user = context["request"].user
    roles = list(Role.objects.filter(user=user).select_related("office__organization").order_by("office_id", "kind"))
    office = roles[0].office if roles else None
    kinds = ", ".join(str(role.get_kind_display()) for role in roles if role.office_id == roles[0].office_id)
    is_administrator = any(role.kind == RoleKind.ADMINISTRATOR for role in roles)
    return Staff(str(user), office.organization.short if office else "", kinds, is_administrator)


@dataclass(frozen=True)
class MenuEntry:
    """One entry of the left menu; ``current`` is the value of ``aria-current``."""

    label: str
    icon: str
    address: str
    current: str


@register.simple_tag(takes_context=True)
def menu(context: template.Context) -> list[MenuEntry]:
    """The entries of the left menu; the one this page lies below, or belongs to, is marked."""
    here, start = context["request"].path, reverse("console:start")
    found = []
    for label, icon, name in MENU:
        address = reverse(name)
        parts = (address, *(reverse(part) for part in BELONGS.get(name, ())))
        below = any(here.startswith(part) for part in parts) and address != start  # everything lies below the start
        current = "page" if here == address else "true" if below else ""
        found.append(MenuEntry(str(label), icon, address, current))
    return found


@register.simple_tag
def head_count(training_class: TrainingClass, people: int, agencies: int | None = None) -> str:
    """``70 đại biểu của 66 cơ quan``: those on the list by the word the class has for them."""
    if training_class.learner_word == LearnerWord.DELEGATE:
        counted = ngettext("%(shown)s delegate", "%(shown)s delegates", people) % {"shown": thousands(people)}
    else:
        counted = ngettext("%(shown)s learner", "%(shown)s learners", people) % {"shown": thousands(people)}
    if agencies is None:
        return counted
    of = ngettext("%(people)s of %(count)s agency", "%(people)s of %(count)s agencies", agencies)
    return of % {"people": counted, "count": thousands(agencies)}


@register.filter
def grouped_code(code: str) -> str:
    """A verification code as printed: ABCD-EFGH-JKLM."""
    return grouped(code)
