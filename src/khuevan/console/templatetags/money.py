"""Quantities as Vietnamese papers write them."""

from decimal import Decimal

from django import template

from khuevan.papers.domain.contents.money_parts import number

register = template.Library()


@register.filter
def quantity(value: Decimal | None) -> str:
    """56, 2,5; empty for None."""
    return "" if value is None else number(value)
