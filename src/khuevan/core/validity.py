"""A quick look at the values of a row before Django's thorough one.

``Model.clean_fields`` asks every field of every row what kind of field it is.  Here that is asked once for a model, and
what remains is a test for each column.  A test says yes only where ``clean_fields`` would find nothing wrong and leave
the value as it is; anything else, a value of an unexpected type too, is for ``clean_fields`` to judge.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from math import inf
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator, validate_email
from django.db import models
from django.utils.choices import CallableChoiceIterator

type Field = models.Field[Any, Any]
type Validator = Callable[[Any], None]

_TEXTS = (models.CharField, models.EmailField, models.SlugField, models.TextField)
_NUMBERS = (
    models.AutoField,
    models.BigAutoField,
    models.IntegerField,
    models.BigIntegerField,
    models.PositiveIntegerField,
    models.PositiveBigIntegerField,
    models.PositiveSmallIntegerField,
    models.SmallIntegerField,
)
_EXACT: dict[type[Field], type] = {
    **dict.fromkeys(_TEXTS, str),
    **dict.fromkeys(_NUMBERS, int),
    models.BooleanField: bool,
    models.DateField: date,
    models.DateTimeField: datetime,
}
_MISSING = object()


class _Test(NamedTuple):
    """What one column may hold: values of one type, nothing where ``blank``, within what its validators say."""

    name: str
    attname: str
    kind: type | None
    blank: bool
    known: frozenset[object] | None
    longest: float
    least: float
    most: float
    more: Callable[[Any], bool] | None


def is_surely_valid(obj: models.Model, *, without: Collection[str] = ()) -> bool:
    """Whether all values but those of ``without`` and of relations are what ``clean_fields`` wants; no is a maybe."""
    values = vars(obj)
    texts, others = _tests(type(obj))
    for name, attname, shortest, longest in texts:
        value: Any = values.get(attname, _MISSING)
        good = isinstance(value, str) and shortest <= len(value) <= longest
        if not good and not (value is None and shortest == 0) and name not in without:
            return False
    for name, attname, kind, blank, known, longest, least, most, more in others:
        value = values.get(attname, _MISSING)
        if value is None or value == "":
            good = blank
        elif kind is str:
            good = isinstance(value, str) and len(value) <= longest
            good = good and (known is None or value in known) and (more is None or more(value))
        else:
            good = type(value) is kind
            good = good and (kind is not int or least <= value <= most)
            good = good and (known is None or value in known) and (more is None or more(value))
        if not good and name not in without:
            return False
    return True


@cache
def _tests(model: type[models.Model]) -> tuple[tuple[tuple[str, str, int, float], ...], tuple[_Test, ...]]:
    """Columns of which only the length is asked (most are), each with the least and the most letters; the others."""
    tests = [_test(field) for field in model._meta.fields if not field.is_relation and not field.generated]
    plain = [test for test in tests if test.kind is str and test.known is None and test.more is None]
    texts = tuple((test.name, test.attname, 0 if test.blank else 1, test.longest) for test in plain)
    return texts, tuple(test for test in tests if test not in plain)


def _test(field: Field) -> _Test:
    numbers: dict[type, list[int]] = {MaxLengthValidator: [], MinValueValidator: [], MaxValueValidator: []}
    others = []
    for validator in field.validators:
        limit = getattr(validator, "limit_value", None)
        if type(validator) in numbers and type(limit) is int:
            numbers[type(validator)].append(limit)
        else:
            others.append(validator)
    is_fixed = not isinstance(field.choices, CallableChoiceIterator)
    chosen = field.choices is not None and field.editable and is_fixed
    return _Test(
        name=field.name,
        attname=field.attname,
        kind=_EXACT.get(type(field)) if is_fixed else None,
        blank=field.blank,
        known=frozenset(key for key, _label in field.flatchoices) if chosen else None,
        longest=min(numbers[MaxLengthValidator], default=inf),
        least=max(numbers[MinValueValidator], default=-inf),
        most=min(numbers[MaxValueValidator], default=inf),
        more=_passing(others),
    )


def _passing(validators: Sequence[Validator]) -> Callable[[Any], bool] | None:
    if not validators:
        return None
    if list(validators) == [validate_email]:
        return _is_email

    def passes(value: object) -> bool:
        return _pass(validators, value)

    return passes


def _is_email(value: str) -> bool:
    """What ``validate_email`` finds nothing wrong with; addresses of a list share few domains."""
    user, _at, domain = value.rpartition("@")
    return len(value) <= _LONGEST_EMAIL and bool(_is_user(user)) and _is_domain(domain)


_is_user = validate_email.user_regex.match
_LONGEST_EMAIL = 320


@lru_cache(maxsize=1_024)
def _is_domain(domain: str) -> bool:
    return _pass([validate_email], f"a@{domain}")


def _pass(validators: Iterable[Validator], value: object) -> bool:
    try:
        for validator in validators:
            validator(value)
    except ValidationError:
        return False
    return True
