"""What was just removed from the settings of papers, kept in the session of who removed it, for its undo."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest


def remember(request: HttpRequest, what: str, key: int, values: dict[str, Any]) -> None:
    """Keeps ``values`` (texts, numbers, lists, days) until ``bring_back`` asks for them."""
    request.session[f"removed.{what}.{key}"] = _plain(values)


def bring_back(request: HttpRequest, what: str, key: int) -> dict[str, Any]:
    """What ``remember`` kept.  Raises Http404 where nothing is kept, as for a second undo."""
    found = request.session.pop(f"removed.{what}.{key}", None)
    if found is None:
        raise Http404
    values: dict[str, Any] = _rich(found)
    return values


def _plain(value: Any) -> Any:  # noqa: ANN401 - what JSON has, and days
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return value


def _rich(value: Any) -> Any:  # noqa: ANN401 - as above
    if not isinstance(value, dict):
        return value
    if set(value) == {"day"}:
        return date.fromisoformat(value["day"])
    return {name: _rich(one) for name, one in value.items()}
