"""Choosing somebody, or a body, by typing a name: found in the directory, or new when the officer says so.

    class LecturerForm(ChoosingForm):
        person = PersonField(label=_("Who"), required=False)
        organization = OrganizationField(label=_("From"), required=False)

        def perform(self) -> Lecturer:
            person = person_of(self.actor, self.cleaned_data["person"], office)

``cleaned_data`` holds the row itself, a ``NewName``, or None.  The browser asks for matches while a name is typed
(``khuevan/choose.html``, htmx); without JavaScript the form comes back with the same matches to choose from.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, QuerySet, Value, When
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import SYSTEM, Actor
from khuevan.core.forms import VerbForm
from khuevan.core.search import starts_words
from khuevan.people.domain.organizations import add_organization
from khuevan.people.domain.persons import add_person
from khuevan.people.domain.succession import heirs_of
from khuevan.people.enums import Gender
from khuevan.people.models import Office, Organization, Person
from khuevan.people.search import PEOPLE as INDEX
from khuevan.vietnamese.folding import fold, spelling_key

MOST_MATCHES = 8
MOST_COUNTED = 100
LONGEST_TEXT = 250

type Posts = Mapping[int, tuple[date, str]]

_posts: list[Callable[[Actor, Sequence[int]], Posts]] = []


@dataclass(frozen=True)
class Match:
    """One row as it is offered: its key, its name, and what tells it from others of that name."""

    key: str
    name: str
    about: str


@dataclass(frozen=True)
class Matches:
    """What is offered for a typed name; ``more`` counts those beyond the first few, ``at_least`` not all of them."""

    rows: list[Match]
    more: int
    new: list[tuple[str, str]]
    """Value and words of the choices that enter somebody new."""
    at_least: bool = False


@dataclass(frozen=True)
class Typed:
    """What a browser sent: the name, and which match was picked."""

    text: str
    pick: str


@dataclass(frozen=True)
class NewName:
    """A name that the officer said is not in the directory yet."""

    name: str
    honorific: str = ""
    gender: str = ""

    def __str__(self) -> str:
        return self.name


def posts_from(function: Callable[[Actor, Sequence[int]], Posts]) -> None:
    """Lets an app above say what people last were: by key of the person, the day and the words."""
    _posts.append(function)


class Catalogue[M: models.Model](ABC):
    """Where rows of one kind are looked for."""

    model: ClassVar[type[models.Model]]
    order: ClassVar[tuple[str, ...]]
    new_words: ClassVar[Mapping[str, str | Promise]]
    new_values: ClassVar[Mapping[str, Mapping[str, str]]] = {}
    unclear: ClassVar[str | Promise]
    unknown: ClassVar[str | Promise]
    exact_is_enough: ClassVar[bool]

    def visible(self, actor: Actor) -> QuerySet[M]:
        return self.model._default_manager.visible_to(actor)  # type: ignore[attr-defined, no-any-return]

    @abstractmethod
    def name(self, row: M) -> str:
        """The whole name, as it is written."""

    @abstractmethod
    def about(self, actor: Actor, rows: Sequence[M]) -> dict[Any, str]:
        """By key of the row: what tells it from others of the same name."""

    def matches(self, actor: Actor, text: str, *, pick: str = "", may_be_new: bool = True) -> Matches:
        """Rows whose name holds all typed words, those beginning with them first; the picked one is among them."""
        text = " ".join(text.split())[:LONGEST_TEXT]
        if not text:
            return Matches([], 0, [])
        rows, count = self.first(actor, text)
        more, at_least = min(count, MOST_COUNTED) - len(rows), count > MOST_COUNTED
        picked = self.picked(actor, text, pick)
        if picked is not None and picked not in rows:
            rows = [picked, *rows]
        new = [(value, str(words) % {"name": text}) for value, words in self.new_words.items()] if may_be_new else []
        return Matches(self.described(actor, rows), more, new, at_least)

    def first(self, actor: Actor, text: str) -> tuple[list[M], int]:
        """The first few matches and how many there are; some more than are counted stand for many."""
        found = self.visible(actor).filter(starts_words(("search_key",), text))
        begins = Case(When(search_key__startswith=fold(text), then=Value(0)), default=Value(1))
        rows = list(found.order_by(begins, *self.order)[:MOST_MATCHES])
        return rows, found.count() if len(rows) == MOST_MATCHES else len(rows)

    def holds(self, actor: Actor, row: M, text: str) -> bool:
        """Whether what was typed still finds the row."""
        return self.visible(actor).filter(starts_words(("search_key",), text), pk=row.pk).exists()

    def described(self, actor: Actor, rows: Sequence[M]) -> list[Match]:
        about = self.about(actor, rows)
        return [Match(str(row.pk), self.name(row), about.get(row.pk, "")) for row in rows]

    def picked(self, actor: Actor, text: str, pick: str) -> M | None:
        """The row behind a pick, unless the text was changed to another name since."""
        if not (pick.isdecimal() and len(pick) < 19):
            return None
        row = self.visible(actor).filter(pk=pick).first()
        return row if row is not None and self.holds(actor, row, text) else None

    def named(self, actor: Actor, text: str) -> M | None:
        """The only row of exactly that name."""
        rows = self.visible(actor).filter(search_key__startswith=fold(text))[:50]
        same = [row for row in rows if spelling_key(self.name(row)) == spelling_key(text)]
        return same[0] if len(same) == 1 else None


class People(Catalogue[Person]):
    """The directories of the actor's offices.  One of the same name is never taken for granted."""

    model = Person
    order = ("name_key", "pk")
    new_words = {
        "moi-ong": _("somebody new: Mr %(name)s"),
        "moi-ba": _("somebody new: Ms %(name)s"),
        "moi": _("somebody new: %(name)s, without a form of address"),
    }
    new_values = {
        "moi-ong": {"honorific": "Ông", "gender": Gender.MALE},
        "moi-ba": {"honorific": "Bà", "gender": Gender.FEMALE},
    }
    unclear = _("Choose who is meant, or that it is somebody new.")
    unknown = _("Nobody of this name is in the directory. Choose that it is somebody new, or correct the name.")
    exact_is_enough = False

    def first(self, actor: Actor, text: str) -> tuple[list[Person], int]:
        offices = self._offices(actor)
        begin = INDEX.find(offices, text, MOST_MATCHES, begins=True)
        found = INDEX.find(offices, text, MOST_COUNTED + 1)
        also = INDEX.also(text)
        by_number = list(self.visible(actor).filter(also)[:MOST_MATCHES]) if also is not None else []
        keys = list(dict.fromkeys(record for _key, record in [*begin, *found]))
        rows = self.visible(actor).in_bulk(keys[:MOST_MATCHES])
        named = [rows[key] for key in keys[:MOST_MATCHES] if key in rows]
        return list(dict.fromkeys([*by_number, *named]))[:MOST_MATCHES], len(keys) + len(by_number)

    def holds(self, actor: Actor, row: Person, text: str) -> bool:
        also = INDEX.also(text)
        if also is not None and self.visible(actor).filter(also, pk=row.pk).exists():
            return True
        return INDEX.holds(self._offices(actor), text, (row.name_key, row.pk))

    def _offices(self, actor: Actor) -> list[int]:
        return list(Office.objects.of_staff(actor).order_by().values_list("pk", flat=True))

    def name(self, row: Person) -> str:
        return row.full_name

    def about(self, actor: Actor, rows: Sequence[Person]) -> dict[Any, str]:
        posts: dict[int, tuple[date, str]] = {}
        for known in (ask(actor, [row.pk for row in rows]) for ask in _posts):
            for key, post in known.items():
                posts[key] = max(posts.get(key, post), post)
        return {
            row.pk: ", ".join(
                part
                for part in (
                    row.honorific.lower(),
                    row.rank,
                    _now("born %(birth)s") % {"birth": row.birth_text} if row.birth_text else "",
                    posts[row.pk][1] if row.pk in posts else row.phone,
                )
                if part
            )
            for row in rows
        }


class Organizations(Catalogue[Organization]):
    """All bodies known to the installation; the only one of exactly that name is the one meant."""

    model = Organization
    order = ("protocol_order", "search_key", "pk")
    new_words = {"moi": _("an organization not in the list yet: %(name)s")}
    unclear = _("Choose which organization is meant, or that it is a new one.")
    unknown = _("No organization has this name. Choose that it is a new one, or correct the name.")
    exact_is_enough = True

    def first(self, actor: Actor, text: str) -> tuple[list[Organization], int]:
        """Bodies of today first; behind each one that ended, those who do its work today."""
        found = self.visible(actor).filter(starts_words(("search_key",), text))
        ended = Case(When(valid_to__lt=localdate(), then=Value(1)), default=Value(0))
        begins = Case(When(search_key__startswith=fold(text), then=Value(0)), default=Value(1))
        rows = list(found.order_by(ended, begins, *self.order)[:MOST_MATCHES])
        took_over = heirs_of([row for row in rows if not row.exists(localdate())])
        line = [one for row in rows for one in (row, *took_over.get(row.pk, ()))]
        return list(dict.fromkeys(line)), found.count() if len(rows) == MOST_MATCHES else len(rows)

    def holds(self, actor: Actor, row: Organization, text: str) -> bool:
        return super().holds(actor, row, text) or row in self.first(actor, text)[0]

    def named(self, actor: Actor, text: str) -> Organization | None:
        """The only one of exactly that name, among those of today when several had it one after another."""
        rows = self.visible(actor).filter(search_key__startswith=fold(text))[:50]
        same = [row for row in rows if spelling_key(row.name) == spelling_key(text)]
        today = [row for row in same if row.exists(localdate())]
        return same[0] if len(same) == 1 else today[0] if len(today) == 1 else None

    def name(self, row: Organization) -> str:
        return row.name

    def about(self, actor: Actor, rows: Sequence[Organization]) -> dict[Any, str]:
        took_over = heirs_of([row for row in rows if not row.exists(localdate())])
        return {row.pk: ", ".join(self._parts(row, took_over.get(row.pk, []))) for row in rows}

    def _parts(self, row: Organization, took_over: Sequence[Organization]) -> list[str]:
        """What its name does not say already."""
        more = [part for part in (row.short_name, row.place_name) if part and part not in row.name]
        if row.valid_to:
            more.append(_now("until %(year)d") % {"year": row.valid_to.year})
        if took_over:
            more.append(_now("now: %(names)s") % {"names": "; ".join(one.short for one in took_over[:2])})
        return more


PEOPLE, ORGANIZATIONS = People(), Organizations()
CATALOGUES: dict[str, Catalogue[Any]] = {"ca-nhan": PEOPLE, "co-quan": ORGANIZATIONS}
"""By their name in addresses."""


class ChooseInput(forms.TextInput):
    """The typed name, and below it the matches to pick from."""

    template_name = "khuevan/choose.html"

    def __init__(self, kind: str, *, may_be_new: bool) -> None:
        super().__init__({"maxlength": LONGEST_TEXT})
        self.kind = kind
        self.may_be_new = may_be_new
        self.actor: Actor | None = None

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> Typed:
        return Typed(str(data.get(name) or ""), str(data.get(f"{name}-pick") or ""))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Mapping[str, Any], name: str) -> bool:
        return name not in data

    def format_value(self, value: Any) -> Any:  # noqa: ANN401 - a row, what was typed, or nothing
        return value

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:  # noqa: ANN401
        context = super().get_context(name, None, attrs)
        context["widget"].update(kind=self.kind, may_be_new=self.may_be_new, **self._shown(value))
        return context

    def _shown(self, value: Any) -> dict[str, Any]:  # noqa: ANN401 - a row, what was typed, or nothing
        catalogue = CATALOGUES[self.kind]
        if isinstance(value, catalogue.model):
            found = Matches(catalogue.described(self._asking, [value]), 0, [])
            return {"text": catalogue.name(value), "pick": str(value.pk), "matches": found}
        typed = value if isinstance(value, Typed) else Typed(str(value or ""), "")
        matches = catalogue.matches(self._asking, typed.text, pick=typed.pick, may_be_new=self.may_be_new)
        return {"text": typed.text, "pick": typed.pick, "matches": matches}

    @property
    def _asking(self) -> Actor:
        if self.actor is None:
            raise TypeError("put this field into a ChoosingForm")
        return self.actor


class ChooseField(forms.Field):
    """Use a subclass.  ``may_be_new``: whether a name not found may be entered."""

    kind: ClassVar[str]
    widget: ChooseInput

    def __init__(self, *, may_be_new: bool = True, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(widget=ChooseInput(self.kind, may_be_new=may_be_new), **kwargs)
        self.may_be_new = may_be_new
        self.actor: Actor | None = None

    def ask_as(self, actor: Actor) -> None:
        self.actor = self.widget.actor = actor

    def clean(self, value: Typed) -> Any:  # noqa: ANN401 - a row, a NewName, or None
        text = " ".join(value.text.split())
        if not text:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        catalogue = CATALOGUES[self.kind]
        actor = self.actor or SYSTEM
        row = catalogue.picked(actor, text, value.pick)
        if row is None and catalogue.exact_is_enough:
            row = catalogue.named(actor, text)
        if row is not None:
            return row
        if self.may_be_new and value.pick in catalogue.new_words:
            return NewName(text, **catalogue.new_values.get(value.pick, {}))
        known = catalogue.matches(actor, text).rows
        raise ValidationError(str(catalogue.unclear if known else catalogue.unknown), code="choose")


class PersonField(ChooseField):
    kind = "ca-nhan"


class OrganizationField(ChooseField):
    kind = "co-quan"


class ChoosingForm(VerbForm):
    """A VerbForm whose PersonField and OrganizationField look in what its actor may see."""

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(actor, *args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, ChooseField):
                field.ask_as(actor)


def person_of(actor: Actor, chosen: Person | NewName | None, office: Office) -> Person | None:
    """The person chosen; a new one is entered in the directory of ``office`` first."""
    if not isinstance(chosen, NewName):
        return chosen
    return add_person(actor, full_name=chosen.name, honorific=chosen.honorific, gender=chosen.gender, office=office)


def organization_of(actor: Actor, chosen: Organization | NewName | None) -> Organization | None:
    """The body chosen; a new one is entered first."""
    return add_organization(actor, name=chosen.name) if isinstance(chosen, NewName) else chosen
