"""Rows as verbs handle them: locked before they are judged, checked before they are written."""

import hashlib
import json
from collections.abc import Collection
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from khuevan.core.errors import DomainError
from khuevan.core.validity import is_surely_valid

LONGEST_REASON = 300


def locked[M: models.Model](obj: M) -> M:
    """Locks the row of ``obj`` until the transaction ends and brings ``obj`` up to date with it.

    A verb calls this before it judges a state: what the caller loaded may be minutes old.  Raises ``gone_meanwhile``.
    """
    try:
        obj.refresh_from_db(from_queryset=type(obj)._base_manager.select_for_update())
    except ObjectDoesNotExist as error:
        raise DomainError(
            "gone_meanwhile", _("Somebody has removed this meanwhile. Load the page again; nothing was changed.")
        ) from error
    return obj


def still_there[M: models.Model](obj: M | None) -> M:
    """The row a removal was asked for; raises ``gone_meanwhile`` where an earlier click or somebody else removed it."""
    if obj is None:
        raise DomainError("gone_meanwhile", _("This was removed before; nothing else was changed."))
    return obj


def alone(work: str) -> None:
    """Waits until nobody else does this work, and keeps others from it until the transaction ends.

    For what would be entered twice by two who look first and write then.  SQLite has one writer at a time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"khuevan.{work}"])


def stamp(obj: models.Model) -> str:
    """What an object is right now, in twenty letters: a form carries it, so that its sender can be told of changes."""
    values = {field.attname: str(field.value_from_object(obj)) for field in obj._meta.concrete_fields}
    text = json.dumps([obj._meta.label_lower, obj.pk, values], cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def unchanged(obj: models.Model, seen: str) -> None:
    """Raises ``changed_meanwhile`` when ``obj``, just locked, is no longer what the form showed (``stamp``).

    An empty ``seen`` asks for no comparison: the command line and the demo show nobody anything.
    """
    if seen and seen != stamp(obj):
        raise DomainError(
            "changed_meanwhile",
            _("Somebody changed this while you were writing. Compare with what is stored now, then save again."),
        )


def checked[M: models.Model](obj: M, *, without: Collection[str] = ()) -> M:
    """``obj``, when its own values are valid; raises ``invalid_value`` naming the field otherwise.

    Databases differ in what they let through (SQLite takes any length); this is the same everywhere.
    """
    if is_surely_valid(obj, without=without):
        return obj
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
