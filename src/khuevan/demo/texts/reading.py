"""Reads the JSON files beside it into typed texts; a wrong word in a file is an error at once, not on a page."""

import json
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime, time
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

from khuevan.demo.texts.model import ArticleText, ClassFacts, ComingClass, InvitationText

FOLDER = Path(__file__).parent
SEEDS = ("binh-phuoc-2014", "khanh-hoa-2019")


def seed_class(lists: str) -> ClassFacts:
    """The facts of one seed class by the name of its lists folder ("khanh-hoa-2019")."""
    facts: ClassFacts = typed(ClassFacts, {**_file(lists)["class"], "lists": lists})
    return facts


def seed_classes() -> tuple[ClassFacts, ...]:
    return tuple(seed_class(lists) for lists in SEEDS)


def coming_classes() -> tuple[ComingClass, ...]:
    return tuple(typed(ComingClass, entry) for entry in _file("coming")["classes"])


@cache
def invitation_text() -> InvitationText:
    """The letter that invites agencies to one of the classes to come, and what they answer."""
    text: InvitationText = typed(InvitationText, _file("invited"))
    return text


def articles(today: date) -> tuple[ArticleText, ...]:
    """All articles, oldest file first; dates of classes to come are filled in as of ``today``."""
    found: list[ArticleText] = []
    for lists in SEEDS:
        found += [typed(ArticleText, entry) for entry in _file(lists)["articles"]]
    coming = {course.slug: course for course in coming_classes()}
    for entry in _file("coming")["articles"]:
        article: ArticleText = typed(ArticleText, entry)
        found.append(_dated(article, coming[article.class_slug], today))
    return tuple(found)


def _dated(article: ArticleText, course: ComingClass, today: date) -> ArticleText:
    days = {
        "first_day": f"{course.first_day(today):%d/%m/%Y}",
        "last_day": f"{course.last_day(today):%d/%m/%Y}",
        "reply_by": f"{course.reply_by(today):%d/%m/%Y}",
    }
    return replace(article, lead=article.lead.format(**days), body=article.body.format(**days))


@cache
def _file(name: str) -> Mapping[str, Any]:
    content: Mapping[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return content


def typed(kind: Any, value: Any) -> Any:  # noqa: ANN401 - the kind decides
    """``value``, as JSON has it, as ``kind``: a dataclass, an enum, a date, a tuple or a plain value."""
    if is_dataclass(kind):
        return _dataclass(kind, value)
    origin = get_origin(kind)
    if origin in {Union, types.UnionType}:
        if value is None:
            return None
        return typed(next(option for option in get_args(kind) if option is not types.NoneType), value)
    if origin is tuple:
        return tuple(typed(get_args(kind)[0], entry) for entry in value)
    return _plain(kind, value)


def _dataclass(kind: Any, value: Mapping[str, Any]) -> Any:  # noqa: ANN401 - the kind decides
    hints = get_type_hints(kind)
    unknown = value.keys() - {field.name for field in fields(kind)}
    if unknown:
        raise ValueError(f"{kind.__name__} has no {', '.join(sorted(unknown))}")
    return kind(**{name: typed(hints[name], part) for name, part in value.items()})


def _plain(kind: Any, value: Any) -> Any:  # noqa: ANN401 - the kind decides
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    if kind in {date, datetime, time}:
        return kind.fromisoformat(value)
    if type(value) is not kind:
        raise ValueError(f"{value!r} is not {kind.__name__}")
    return value
