"""The log of changes, for administrators: filtered by person, deed and day, searched by object."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from khuevan.console.settings.shell import PARTS, administrators_only
from khuevan.core.actors import Actor
from khuevan.core.audit import subject_key
from khuevan.core.audit_words import AREAS, VERB_LABELS
from khuevan.core.history import Entry, readable
from khuevan.people.interfaces.audit import entries_for
from khuevan.people.models import User

ROWS = 50


@dataclass(frozen=True)
class Asked:
    """What the address asks for; what it says wrongly counts as not asked."""

    person: int | None
    verb: str
    day: date | None
    query: str
    before: int | None

    @property
    def is_narrow(self) -> bool:
        return bool(self.person or self.verb or self.day or self.query)


@dataclass(frozen=True)
class Log:
    """One page, the newest first; ``older`` is the key to ask on from, None at the end."""

    entries: list[Entry]
    older: int | None


@administrators_only
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    asked = asked_of(request.GET)
    context = {
        "parts": PARTS,
        "asked": asked,
        "log": log(request.user, asked),
        "people": User.objects.administered_by(request.user).order_by("full_name"),
        "areas": _areas(),
    }
    return render(request, "console/settings/audit.html", context)


def asked_of(query: QueryDict) -> Asked:
    try:
        day = parse_date(query.get("ngay", ""))
    except ValueError:
        day = None
    verb = query.get("viec", "")
    return Asked(
        person=_number(query.get("nguoi", "")),
        verb=verb if verb in VERB_LABELS else "",
        day=day,
        query=query.get("q", "").strip()[:100],
        before=_number(query.get("truoc", "")),
    )


def log(actor: Actor, asked: Asked) -> Log:
    """By key, not by counting rows: the log of years stays as quick as that of a day."""
    found = entries_for(actor)
    if asked.person:
        found = found.filter(actor=asked.person)
    if asked.verb:
        found = found.filter(verb=asked.verb)
    if asked.day:
        start = timezone.make_aware(datetime.combine(asked.day, time.min))
        found = found.filter(at__gte=start, at__lt=start + timedelta(days=1))
    for word in subject_key(asked.query).split():
        found = found.filter(subject_key__contains=f" {word}")
    if asked.before:
        found = found.filter(pk__lt=asked.before)
    rows = list(found.order_by("-pk")[: ROWS + 1])
    shown = rows[:ROWS]
    return Log(readable(shown), shown[-1].pk if len(rows) > ROWS else None)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None


def _areas() -> list[tuple[str | Promise, list[tuple[str, str]]]]:
    """Deeds under the part of the work they belong to."""
    verbs = sorted((capfirst(str(label)), name) for name, label in VERB_LABELS.items())
    grouped = [
        (words, [(name, label) for label, name in verbs if name.partition(".")[0] == area])
        for area, words in AREAS.items()
    ]
    return [(words, some) for words, some in grouped if some]
