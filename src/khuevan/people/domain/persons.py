"""People: entered once, found again."""

from collections.abc import Iterable, Mapping
from typing import Any, TypedDict, Unpack

from django.db import DEFAULT_DB_ALIAS
from django.db.models import ProtectedError, Q
from django.db.models.deletion import Collector
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, SystemActor, account_of
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import words
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import checked, locked, unchanged
from khuevan.people.enums import Gender
from khuevan.people.identity import seal_citizen_id, unseal_citizen_id
from khuevan.people.models import DirectoryEntry, Office, Person, PersonMerge, birth_fields
from khuevan.people.sealing import UnreadableSecretError
from khuevan.vietnamese.folding import fold
from khuevan.vietnamese.names import name_sort_key


class PersonFields(TypedDict, total=False):
    """What may be said of somebody.

    ``birth`` is ``1982-06-02`` or ``1982``, None when unknown; ``citizen_id`` a whole number, empty to forget it.
    """

    full_name: str
    honorific: str
    rank: str
    birth: str | None
    gender: Gender | str
    phone: str
    email: str
    citizen_id: str


def know(office: Office | int, people: Iterable[Person | int | None]) -> None:
    """Enters people in the directory of an office, in one query; whom it knows already, and None, is passed over.

    For verbs, which call it wherever they bring somebody to an office and record the change themselves.
    """
    office_id = office if isinstance(office, int) else office.pk
    keys = dict.fromkeys(one if isinstance(one, int) else one.pk for one in people if one is not None)
    if keys:
        entries = [DirectoryEntry(office_id=office_id, person_id=key) for key in keys]
        DirectoryEntry.objects.bulk_create(entries, ignore_conflicts=True)


@verb("people.add_person")
def add_person(
    actor: Actor,
    *,
    full_name: str,
    honorific: str = "",
    rank: str = "",
    birth: str | None = None,
    gender: Gender | str = "",
    phone: str = "",
    email: str = "",
    citizen_id: str = "",
    office: Office | None = None,
) -> Person:
    """Adds someone, to the directory of ``office``; without an office, a class that names them brings them there.

    ``birth`` is ``1982-06-02`` or ``1982``.  Raises ``person_without_name``, ``birth_unreadable``,
    ``citizen_id_unreadable``, ``citizen_id_known``.
    """
    require(actor, "people.keep_directory" if office else "people.change_directory", office)
    person = new_person(
        {
            "full_name": full_name,
            "honorific": honorific,
            "rank": rank,
            "gender": gender,
            "phone": phone,
            "email": email,
            "citizen_id": citizen_id,
        },
        birth,
    )
    _refuse_known_citizen_id(actor, person)
    checked(person).save(force_insert=True)
    if office:
        know(office, [person])
    record(actor, "people.add_person", person, office_key=office.pk if office else None)
    return person


@verb("people.change_person")
def change_person(actor: Actor, person: Person, *, seen: str = "", **fields: Unpack[PersonFields]) -> None:
    """Changes what is said of somebody; lists and certificates of classes keep what they froze.

    Raises ``person_without_name``, ``birth_unreadable``, ``citizen_id_unreadable``, ``citizen_id_known``,
    ``changed_meanwhile``.
    """
    require(actor, "people.change_person", person)
    unchanged(locked(person), seen)
    before, known = snapshot(person), person.citizen_id_hash
    rewrite_person(person, fields)
    if person.citizen_id_hash != known:
        _refuse_known_citizen_id(actor, person)
    checked(person).save()
    record(actor, "people.change_person", person, before)


@verb("people.remove_person")
def remove_person(actor: Actor, person: Person) -> None:
    """Takes somebody out of the directories of the actor's offices; whom no office knows any more is deleted.

    Raises ``person_in_use`` while a class, as learner or otherwise, names them, and ``person_stands_for_others`` while
    entries are merged into theirs.
    """
    require(actor, "people.change_person", person)
    locked(person)
    if person.absorbed.exists():
        raise DomainError(
            "person_stands_for_others",
            _("Another entry was merged into %(name)s. Take the merge back first."),
            name=person.full_name,
        )
    PersonMerge.objects.filter(Q(kept=person) | Q(merged=person), undone_at__isnull=False).delete()
    entries = person.known_to.all()
    if not isinstance(actor, SystemActor):
        entries = entries.filter(office__in=Office.objects.of_staff(account_of(actor)))
    _refuse_if_used(person)
    before = {name: value for name, value in snapshot(person).items() if name not in Person.audit_masked}
    record(actor, "people.remove_person", person, before, dict.fromkeys(name for name in before if before[name]))
    entries.delete()
    if not person.known_to.exists():
        person.delete()


@verb("people.reveal_citizen_id")
def reveal_citizen_id(actor: Actor, person: Person) -> str:
    """The whole number, for somebody who may change the person; who looked at it is written down.

    Raises ``citizen_id_missing``, and ``citizen_id_sealed`` when the key of the installation was replaced.
    """
    require(actor, "people.change_person", person)
    if not person.citizen_id_sealed:
        raise DomainError("citizen_id_missing", _("No citizen ID of %(name)s is known."), name=person.full_name)
    try:
        number = unseal_citizen_id(person.citizen_id_sealed)
    except UnreadableSecretError as error:
        raise DomainError(
            "citizen_id_sealed",
            _("This number was sealed with another key. Put the keys folder back as it was, or enter the number anew."),
        ) from error
    record(actor, "people.reveal_citizen_id", person, snapshot(person))
    return number


def new_person(values: Mapping[str, str], birth: str | None) -> Person:
    """An unsaved Person with its keys; for verbs that add many at once and record them themselves."""
    person = Person()
    rewrite_person(person, {**values, "birth": birth})
    return person


def rewrite_person(person: Person, fields: Mapping[str, Any]) -> None:
    """Sets fields of an unsaved or locked person and what follows from them, the keys of the name."""
    values = dict(fields)
    if "birth" in values:
        values.update(birth_fields(values.pop("birth")))
    if "citizen_id" in values:
        _rewrite_citizen_id(person, values.pop("citizen_id"))
    for name, value in tidied(values).items():
        setattr(person, name, value)
    if not person.full_name:
        raise DomainError("person_without_name", _("A person needs a name."))
    person.name_key = name_sort_key(person.full_name)[:600]
    person.search_key = fold(person.full_name)[:400]


def _rewrite_citizen_id(person: Person, number: str) -> None:
    """The same number again leaves the row as it is: sealing gives another text each time."""
    sealed = seal_citizen_id(number)
    if sealed.hash != person.citizen_id_hash:
        person.citizen_id_sealed, person.citizen_id_hash = sealed


def _refuse_known_citizen_id(actor: Actor, person: Person) -> None:
    """One number, one person; whom the actor may not see is not named."""
    if not person.citizen_id_hash:
        return
    known = Person.objects.with_citizen_id(person.citizen_id_hash).exclude(pk=person.pk)
    seen = known.visible_to(actor).first()
    if seen:
        raise DomainError(
            "citizen_id_known",
            _("%(name)s has this citizen ID. If both are one person, compare the two entries and merge them."),
            name=seen.full_name,
        )
    if known.exists():
        raise DomainError("citizen_id_known", _("Somebody with this citizen ID is already in the system."))


def tidied(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in fields.items()}


def _refuse_if_used(person: Person) -> None:
    """Whatever names a person protects them, in whichever app it lies."""
    try:
        Collector(using=DEFAULT_DB_ALIAS, origin=person).collect([person])
    except ProtectedError as error:
        raise DomainError(
            "person_in_use",
            _("%(name)s is named in a class and stays in the directory; correct the entry instead."),
            name=person.full_name,
        ) from error


words(verbs={"people.reveal_citizen_id": _("looked at a citizen ID")})
