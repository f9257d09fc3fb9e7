"""What every template needs: icons, dates and numbers as Vietnamese offices write them, the reader's preferences."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.http import QueryDict
from django.utils.dateformat import format as format_date
from django.utils.formats import number_format
from django.utils.html import avoid_wrapping, format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import is_aware, localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from khuevan.core import preferences

register = template.Library()

ICONS = Path(__file__).resolve().parent.parent / "icons"
_INSIDE = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
_UNITS = ("KB", "MB", "GB", "TB")
_EMPTY_PATH = re.compile(r'<path[^>]*stroke="none"[^>]*/>')

# as written inside a sentence: thứ Hai, Chủ nhật
WEEKDAYS = (
    pgettext_lazy("in a sentence", "Monday"),
    pgettext_lazy("in a sentence", "Tuesday"),
    pgettext_lazy("in a sentence", "Wednesday"),
    pgettext_lazy("in a sentence", "Thursday"),
    pgettext_lazy("in a sentence", "Friday"),
    pgettext_lazy("in a sentence", "Saturday"),
    pgettext_lazy("in a sentence", "Sunday"),
)


@cache
def _icon(name: str) -> SafeString:
    text = (ICONS / f"{name}.svg").read_text("utf-8")
    found = _INSIDE.search(text)
    if found is None:
        raise ValueError(name)
    inside = " ".join(_EMPTY_PATH.sub("", found.group(1)).split())
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" '
        'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">{}</svg>',
        mark_safe(inside),  # noqa: S308 - a file of the package, named by a template
    )


@register.simple_tag
def icon(name: str) -> SafeString:
    """The vendored icon ``name`` as inline SVG; a name that was not vendored raises FileNotFoundError."""
    return _icon(name)


@register.filter
def vn_date(value: date | None) -> str:
    """05/02/2026, in every language; empty for None."""
    return format_date(_local(value), "d/m/Y") if value else ""


@register.filter
def vn_weekday(value: date | None) -> str:
    """thứ Hai, as in the middle of a sentence; Monday in English."""
    return str(WEEKDAYS[_local(value).weekday()]) if value else ""


@register.simple_tag
def today() -> date:
    """The day on the clock of the installation."""
    return localdate()


@register.filter
def vn_time(value: time | datetime | None) -> str:
    """8 giờ 00 (8:00 in English)."""
    if value is None:
        return ""
    clock = localtime(value) if isinstance(value, datetime) and is_aware(value) else value
    return _("%(hour)d:%(minute)02d") % {"hour": clock.hour, "minute": clock.minute}


@register.filter
def vn_range(start: date | None, end: date | None) -> str:
    """02/06/2014 đến 06/06/2014; one day is written once."""
    if start is None:
        return vn_date(end)
    if end is None or end == start:
        return vn_date(start)
    return _("%(start)s to %(end)s") % {"start": vn_date(start), "end": vn_date(end)}


@register.filter
def thousands(value: int | None) -> str:
    """577.821; empty for None."""
    return "" if value is None else f"{value:,}".replace(",", ".")


@register.filter
def file_size(value: int | None) -> str:
    """36 KB; with one decimal below ten of a unit, where it says something: 1,5 MB, but 2 MB.  Empty for None."""
    if value is None:
        return ""
    if value < 1024:
        return avoid_wrapping(ngettext("%(count)s byte", "%(count)s bytes", value) % {"count": value})
    size, unit = value / 1024, 0
    while round(size) >= 1024 and unit < len(_UNITS) - 1:
        size, unit = size / 1024, unit + 1
    places = 1 if size < 9.95 and round(size, 1) % 1 else 0
    return avoid_wrapping(f"{number_format(round(size, places), places)} {_UNITS[unit]}")


@register.filter
def paragraphs(value: str) -> list[str]:
    """Plain text cut at its line breaks, empty lines left out."""
    return [line.strip() for line in value.splitlines() if line.strip()]


@register.filter
def initials(name: str) -> str:
    """Two letters for a round badge: of the middle or family name, and of the given name."""
    words = name.split()
    return "".join(word[0].upper() for word in words[-2:])


@register.simple_tag(takes_context=True)
def preference(context: template.Context, name: str) -> str:
    """``theme`` (light, dark or empty) or ``text`` (large or empty) as the reader chose."""
    return str(getattr(preferences.of_request(context.get("request")), name))


@register.simple_tag(takes_context=True)
def here(context: template.Context) -> str:
    """The address of this page, for a form that comes back to it; the home page when it came by POST."""
    request = context.get("request")
    return request.get_full_path() if request is not None and request.method in {"GET", "HEAD"} else "/"


@register.simple_tag(takes_context=True)
def address_with(context: template.Context, **changes: Any) -> str:  # noqa: ANN401 - whatever a template gives
    """The query of this page with some values changed; an empty value leaves the name out."""
    return changed_query(context["request"].GET, changes)


def changed_query(asked: QueryDict, changes: Mapping[str, object]) -> str:
    """Without a copy of the QueryDict, which copies deeply: a list asks this for every heading and every filter."""
    left = [(name, value) for name, values in asked.lists() if name not in changes for value in values]
    return f"?{urlencode([*left, *((name, str(value)) for name, value in changes.items() if value not in (None, ''))])}"


@register.simple_tag
def sample_data() -> bool:
    """Whether this installation shows the demo's invented people."""
    return bool(settings.KHUEVAN_DEMO)


def _local(value: date) -> date:
    """A moment on the clock of the installation; a plain day as it is."""
    return localtime(value) if isinstance(value, datetime) and is_aware(value) else value
