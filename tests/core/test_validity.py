"""The quick look says yes only where ``clean_fields`` finds nothing wrong and changes nothing."""

import random
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from hypothesis import given, settings
from hypothesis import strategies as st

from khuevan.core.errors import DomainError
from khuevan.core.rows import checked
from khuevan.core.validity import is_surely_valid
from khuevan.nominations.models import Enrollment
from khuevan.people.models import Organization, Person, User
from khuevan.training.models import Session, TrainingClass

OURS = [model for model in apps.get_models() if model.__module__.startswith("khuevan.")]
WORDS = ("", "Nguyễn Văn An", "male", "a@b.vn", "@", "a@", "a@b c.vn", "x" * 31, "Đ" * 151, "y" * 700, "1", "h-h")
OTHERS = (
    *(None, None, True, False, 0, 1, -1, 1980, 40_000, 2**31, -(2**70), 1.5, [], {}, b"x", "1980-01-02", "true"),
    *(date(1980, 1, 2), datetime(1980, 1, 2, tzinfo=UTC)),
)
MANY = 100


def _values(model: type[models.Model], rng: random.Random) -> dict[str, Any]:
    """Something for each column: mostly of its kind, at times of another."""
    return {field.attname: rng.choice(rng.choice((WORDS, OTHERS))) for field in _own_fields(model)}


def _own_fields(model: type[models.Model]) -> list[models.Field]:
    return [field for field in model._meta.fields if not field.is_relation and not field.generated]


def _judged(obj: models.Model) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """What ``clean_fields`` leaves in the columns, and what it says."""
    relations = {field.name for field in obj._meta.fields if field.is_relation}
    said: dict[str, list[str]] = {}
    try:
        obj.clean_fields(exclude=relations)
    except ValidationError as error:
        said = error.message_dict
    return {field.attname: vars(obj).get(field.attname) for field in _own_fields(type(obj))}, said


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_whatever_passes_the_quick_look_passes_the_thorough_one_unchanged(model: type[models.Model]) -> None:
    rng = random.Random(model._meta.label)
    for _turn in range(MANY):
        obj, kept = model(), rng.random()
        before = {**{one.attname: vars(obj).get(one.attname) for one in _own_fields(model)}}
        before |= {name: value for name, value in _values(model, rng).items() if rng.random() > kept}
        vars(obj).update(before)
        if is_surely_valid(obj):
            after, said = _judged(obj)
            assert said == {}
            files = {
                one.attname for one in _own_fields(model) if isinstance(one, models.FileField)
            }  # wrapped when read
            for name in before.keys() - files:
                assert (after[name], type(after[name])) == (before[name], type(before[name]))


@pytest.mark.filterwarnings("ignore:DateTimeField")
@pytest.mark.parametrize("model", (Person, Enrollment, Organization, User, Session, TrainingClass))
def test_what_is_refused_is_refused_with_the_sentence_of_the_thorough_look(model: type[models.Model]) -> None:
    rng = random.Random(model._meta.label)
    for _turn in range(MANY):
        _compare(model, _values(model, rng))


texts = st.one_of(st.text(max_size=200), st.emails(), st.sampled_from(WORDS))


@given(st.fixed_dictionaries(dict.fromkeys(("full_name", "honorific", "gender", "phone", "email", "note"), texts)))
@settings(max_examples=60)
def test_texts_of_lists_are_judged_as_before(values: dict[str, str]) -> None:
    _compare(Enrollment, {**values, "order": 1, "card_code": "ABCDEFGHJKLM"})


def _compare(model: type[models.Model], values: dict[str, Any]) -> None:
    first, second = model(), model()
    vars(first).update(values)
    vars(second).update(values)
    try:
        after, said = _judged(first)
    except TypeError:  # of a date: clean_fields has no sentence for a number
        with pytest.raises(TypeError):
            checked(second)
        return
    try:
        checked(second)
    except DomainError as error:
        assert error.code == "invalid_value"
        name, problems = next(iter(said.items()))
        label = str(model._meta.get_field(name).verbose_name).capitalize()  # type: ignore[union-attr]
        assert error.params == {"field": label, "problem": problems[0]}
    else:
        assert said == {}
        assert after == {field.attname: vars(second).get(field.attname) for field in _own_fields(model)}


def test_what_lists_bring_passes_the_quick_look() -> None:
    values = {"full_name": "H'Hen Niê", "gender": "female", "phone": "0912345678", "email": "canbo@so.tinh.gov.vn"}
    assert is_surely_valid(Person(**values, birth_date=date(1980, 1, 2), birth_year=1980, name_key="a", search_key="a"))
    assert not is_surely_valid(Person(**{**values, "email": "canbo@"}, name_key="a", search_key="a"))
    assert not is_surely_valid(Person(**{**values, "gender": "Nam"}, name_key="a", search_key="a"))
    assert is_surely_valid(
        Person(**{**values, "full_name": "Đ" * 151}, name_key="a", search_key="a"), without=["full_name"]
    )
