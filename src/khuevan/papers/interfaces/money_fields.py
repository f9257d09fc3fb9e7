"""Money and quantities as people type them: 2.000.000, 2,5."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from khuevan.vietnamese.numbers import format_decimal, group_thousands, parse_number

MOST = 999_999_999_999
"""No class costs more; a figure above was typed wrongly."""


class MoneyField(forms.CharField):
    """Whole đồng, with or without dots between thousands; an ``int``, or None where it may stay open."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric"}))
        super().__init__(max_length=30, empty_value="", **kwargs)

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 - what was typed, or an int
        return group_thousands(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:  # noqa: ANN401 - what was typed
        text = super().clean(value)
        if not text:
            return None
        number = parse_number(text)
        if number is None or number != int(number) or number < 0:
            raise ValidationError(_("Write whole đồng, such as 2.000.000."))
        if number > MOST:
            raise ValidationError(_("This is more than any class costs."))
        return int(number)


class QuantityField(forms.CharField):
    """A number with at most two decimals, behind a comma or a dot."""

    def __init__(self, *, most: int = 1_000_000, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        self.most = most
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        super().__init__(max_length=20, **kwargs)

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 - what was typed, or a Decimal
        if not isinstance(value, Decimal):
            return value
        text = format_decimal(value)
        return text.rstrip("0").rstrip(",") if "," in text else text

    def clean(self, value: Any) -> Decimal | None:  # noqa: ANN401 - what was typed
        text = super().clean(value)
        if not text:
            return None
        number = parse_number(text)
        if number is None or number < 0 or number != number.quantize(Decimal("0.01")):
            raise ValidationError(_("Write a number with at most two decimals, such as 2,5."))
        if number > self.most:
            raise ValidationError(_("This is more than can be."))
        return number
