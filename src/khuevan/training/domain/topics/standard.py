"""Topics, check lists and notes that a new office may begin with (``training/standard/*.json``).

Each source says how far it was read: its contents, its name only, or nothing of it.  None of it replaces a look into
the law of the day, and every basis says so.
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, account_of
from khuevan.core.audit import record, verb
from khuevan.core.audit_words import words
from khuevan.core.permissions import require
from khuevan.core.rows import checked, create, locked
from khuevan.people.models import Office
from khuevan.training.domain.ordering import next_place
from khuevan.training.domain.topics.catalogue import catalogue_topic
from khuevan.training.domain.topics.checklists import read_steps
from khuevan.training.domain.topics.versions import COLUMNS
from khuevan.training.enums import HandbookKind
from khuevan.training.models import ChecklistStep, HandbookPage, Topic, TopicVersion
from khuevan.vietnamese.folding import fold

FOLDER = Path(__file__).parents[2] / "standard"
CATALOGUES = ("doi_ngoai.json", "thong_tin_doi_ngoai.json")
CHECK_FIRST = "Cần đối chiếu hiệu lực trước khi dùng."
_SEEN = {"content": "đã đọc nội dung", "title": "mới thấy tên văn bản", "unverified": "chưa kiểm chứng"}

type Given = dict[str, Any]


@verb("training.load_standard_topics")
def load_standard_topics(actor: Actor, office: Office) -> int:
    """Adds what the office lacks of the standard topics; the number of topics that gained something.

    Topics are told by their title without regard to diacritics and case.  What an office wrote itself stays: contents
    come only where there are none, pages only under titles that the topic does not have.  Done again, it adds nothing.
    """
    require(actor, "training.keep_topics", office)
    locked(office)
    there = {fold(one.title): one for one in Topic.objects.filter(office=office)}
    new: list[models.Model] = []
    gained = 0
    for given in standard_topics():
        before = len(new)
        topic = there.get(fold(given["title"]))
        if topic is None:
            topic, _is_new = catalogue_topic(office, given["title"], given["field"])
            new.append(topic)
        new += _contents(actor, topic, given)
        new += _pages(topic, given)
        gained += len(new) > before
    record(actor, "training.load_standard_topics", new, office_key=office.pk)
    return gained


def lacks_standard(office: Office) -> bool:
    """Whether the catalogue lacks a standard topic altogether."""
    there = {fold(title) for title in Topic.objects.filter(office=office).values_list("title", flat=True)}
    return any(fold(given["title"]) not in there for given in standard_topics())


@cache
def standard_topics() -> tuple[Given, ...]:
    """All topics as they are added: texts joined, sources written out."""
    sources: dict[str, Given] = _read("sources.json")
    return tuple(_given(one, field, sources) for field, rows in _catalogues() for one in rows)


def _catalogues() -> Iterator[tuple[str, list[Given]]]:
    for name in CATALOGUES:
        read = _read(name)
        yield read["field"], read["topics"]


def _read(name: str) -> Given:
    read: Given = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return read


def _given(one: Given, field: str, sources: dict[str, Given]) -> Given:
    pages = [
        {
            **page,
            "body": "\n\n".join(page["body"]),
            "basis": _basis(page["sources"], sources),
            "steps": read_steps("\n".join(page.get("steps", ()))),
        }
        for page in one.get("pages", ())
    ]
    basis = _basis(one["sources"], sources)
    return {**one, "field": field, "outline": "\n".join(one["outline"]), "basis": basis, "pages": pages}


def _basis(keys: list[str], sources: dict[str, Given]) -> str:
    lines = [CHECK_FIRST]
    for key in keys:
        source = sources[key]
        state = "; ".join(filter(None, (_SEEN[source["seen"]], source.get("open"))))
        lines.append(f"- {source['name']}: {source['says']} ({state}).")
    return "\n".join(lines)


def _contents(actor: Actor, topic: Topic, given: Given) -> list[models.Model]:
    if topic.versions.exists():
        return []
    values = {name: given[name] for name in COLUMNS}
    return [create(TopicVersion, topic=topic, number=1, made_by=account_of(actor), **values)]


def _pages(topic: Topic, given: Given) -> list[models.Model]:
    there = {fold(title) for title in topic.handbook.values_list("title", flat=True)}
    place = next_place(topic.handbook.all())
    made: list[models.Model] = []
    for page in given["pages"]:
        if fold(page["title"]) in there:
            continue
        values = {name: page[name] for name in ("title", "body", "basis")}
        kept = create(HandbookPage, topic=topic, order=place, kind=HandbookKind(page["kind"]), **values)
        steps = [
            checked(ChecklistStep(page=kept, order=number, text=one.text, who=one.who, when=one.when, stage=one.stage))
            for number, one in enumerate(page["steps"], start=1)
        ]
        ChecklistStep.objects.bulk_create(steps)
        made.append(kept)
        place += 1
    return made


words(verbs={"training.load_standard_topics": _("took over standard topics")})
