"""What stands around every page of the console."""

from dataclasses import dataclass

from django import template

from khuevan.certificates.domain.codes import grouped
from khuevan.people.models import Role

register = template.Library()


@dataclass(frozen=True)
class Staff:
    """The signed-in account as the shell shows it."""

    name: str
    office: str
    roles: str


@register.simple_tag(takes_context=True)
def staff(context: template.Context) -> Staff:
    """Name, office (the first of several) and roles there, in one query."""
    user = context["request"].user
    roles = list(Role.objects.filter(user=user).select_related("office__organization").order_by("office_id", "kind"))
    office = roles[0].office if roles else None
    kinds = ", ".join(str(role.get_kind_display()) for role in roles if role.office_id == roles[0].office_id)
    return Staff(str(user), office.organization.short if office else "", kinds)


@register.filter
def grouped_code(code: str) -> str:
    """A verification code as printed: ABCD-EFGH-JKLM."""
    return grouped(code)
