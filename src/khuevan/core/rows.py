"""Rows as verbs handle them: locked before they are judged, checked before they are written."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from khuevan.core.errors import DomainError

LONGEST_REASON = 300


def locked[M: models.Model](obj: M) -> M:
    """Locks the row of ``obj`` until the transaction ends and brings ``obj`` up to date with it.

    A verb calls this before it judges a state: what the caller loaded may be minutes old.
    """
    obj.refresh_from_db(from_queryset=type(obj)._base_manager.select_for_update())
    return obj


def checked[M: models.Model](obj: M, *, without: Collection[str] = ()) -> M:
    """``obj``, when its own values are valid; raises ``invalid_value`` naming the field otherwise.

    Databases differ in what they let through (SQLite takes any length); this is the same everywhere.
    """
    relations = {field.name for field in obj._meta.fields if field.is_relation}
    try:
        obj.clean_fields(exclude={*relations, *without})
    except ValidationError as error:
        name, problems = next(iter(error.message_dict.items()))
        label = obj._meta.get_field(name).verbose_name  # type: ignore[union-attr]  # only own fields are checked
        raise DomainError(
            "invalid_value", _("%(field)s: %(problem)s"), field=str(label).capitalize(), problem=problems[0]
        ) from error
    return obj


def create[M: models.Model](model: type[M], **values: Any) -> M:  # noqa: ANN401 - the fields of any model
    """A new checked row."""
    obj = checked(model(**values))
    obj.save(force_insert=True)
    return obj


def reasoned(reason: str) -> str:
    """The reason somebody gave, or ``reason_missing``; ``reason_too_long`` beyond 300 letters."""
    text = reason.strip()
    if not text:
        raise DomainError("reason_missing", _("Say why."))
    if len(text) > LONGEST_REASON:
        raise DomainError("reason_too_long", _("Say it in at most %(limit)s letters."), limit=LONGEST_REASON)
    return text
