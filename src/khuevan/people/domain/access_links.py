"""Personal links: the way in for an agency's contact, or for a person, without an account.

The link is the only copy of its secret; what is stored is a hash, so that nobody who reads the database can use it.
A link works again and again until it ends or is taken back: whoever was given it opens it from the same message.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, Bearer, account_of
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import words
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import LONGEST_REASON, checked, locked
from khuevan.core.tokens import new_token, token_hash
from khuevan.people.models import AccessCode, AccessLink, Contact, DirectoryEntry, Office, Organization, Person

if TYPE_CHECKING:
    from khuevan.people.models.groups import OfOfficeQuerySet

VALID: Final = timedelta(days=60)
LONGEST: Final = timedelta(days=400)
"""A little over a year: a card with a personal link may serve for all classes of one."""
BY_CODE: Final = timedelta(days=1)

words(
    verbs={
        "people.make_link": _("made a personal link"),
        "people.make_links": _("made personal links"),
        "people.extend_link": _("made a personal link valid longer"),
        "people.revoke_link": _("took a personal link back"),
        "people.revoke_links": _("took personal links back"),
        "people.link_by_code": _("came in by a code"),
    },
    kinds={"people.accesslink": _("personal link")},
)


@verb("people.make_link")
def make_link(
    actor: Actor,
    *,
    office: Office,
    organization: Organization | None = None,
    person: Person | None = None,
    contact: Contact | None = None,
    valid: timedelta = VALID,
) -> tuple[AccessLink, str]:
    """A link for one agency or one person; its secret is told only now.

    Raises ``link_too_long``, ``contact_elsewhere`` and ``person_not_known``.
    """
    require(actor, "people.keep_directory", office)
    if contact is not None and contact.organization_id != (organization.pk if organization else None):
        raise DomainError("contact_elsewhere", _("%(contact)s is a contact of another body."), contact=contact)
    if person is not None:
        _refuse_strangers(office, [person])
    token = new_token()
    link = checked(
        AccessLink(
            office=office,
            organization=organization,
            person=person,
            contact=contact,
            token_hash=token_hash(token),
            made_by=account_of(actor),
            expires_at=_last_moment(valid),
        )
    )
    link.save(force_insert=True)
    record(actor, "people.make_link", link)
    return link, token


@verb("people.make_links")
def make_links(
    actor: Actor, *, office: Office, people: Sequence[Person], valid: timedelta = VALID
) -> list[tuple[AccessLink, str]]:
    """One link for each of these people, in their order.  Raises ``link_too_long`` and ``person_not_known``."""
    require(actor, "people.keep_directory", office)
    _refuse_strangers(office, people)
    end, maker = _last_moment(valid), account_of(actor)
    made = [(person, new_token()) for person in people]
    links = [
        AccessLink(office=office, person=person, token_hash=token_hash(token), made_by=maker, expires_at=end)
        for person, token in made
    ]
    AccessLink.objects.bulk_create(links, batch_size=200)
    record(actor, "people.make_links", links)
    return [(link, token) for link, (_person, token) in zip(links, made, strict=True)]


@verb("people.extend_link")
def extend_link(actor: Actor, link: AccessLink, *, valid: timedelta = VALID) -> None:
    """The same link works until ``valid`` from today, also one that has ended.  Raises ``link_revoked``."""
    _open_to_change(actor, link)
    before = snapshot(link)
    link.expires_at = max(link.expires_at, _last_moment(valid))
    link.save(update_fields=["expires_at"])
    record(actor, "people.extend_link", link, before)


@verb("people.revoke_link")
def revoke_link(actor: Actor, link: AccessLink, *, reason: str = "") -> None:
    """The link is worth nothing any more, and whoever came in with it is out.  Raises ``link_revoked``."""
    _open_to_change(actor, link)
    before = snapshot(link)
    link.revoked_at = timezone.now()
    link.save(update_fields=["revoked_at"])
    record(actor, "people.revoke_link", link, before, reason=reason.strip()[:LONGEST_REASON])


@verb("people.revoke_links")
def revoke_links(actor: Actor, links: Sequence[AccessLink], *, reason: str = "") -> int:
    """The same for many; answers with how many were not taken back before."""
    for office in {link.office_id: link.office for link in links}.values():
        require(actor, "people.keep_directory", office)
    keys = [link.pk for link in links]
    good = list(AccessLink.objects.select_for_update().filter(pk__in=keys, revoked_at=None).order_by("pk"))
    before = {link.pk: snapshot(link) for link in good}
    now = timezone.now()
    for link in good:
        link.revoked_at = now
    AccessLink.objects.bulk_update(good, ["revoked_at"], batch_size=200)
    record(actor, "people.revoke_links", good, before, reason=reason.strip()[:LONGEST_REASON])
    return len(good)


@verb("people.link_by_code")
def link_by_code(
    code: AccessCode, *, office: Office, organization: Organization | None = None, person: Person | None = None
) -> AccessLink:
    """What a browser holds after the right code was typed in it: a link for one day, whose secret nobody ever knows."""
    link = AccessLink(
        office=office,
        organization=organization,
        person=person,
        contact=code.contact if organization and code.contact and code.contact.organization == organization else None,
        token_hash=token_hash(new_token()),
        expires_at=timezone.now() + BY_CODE,
        first_used_at=timezone.now(),
    )
    checked(link).save(force_insert=True)
    record(bearer_of(link), "people.link_by_code", link)
    return link


def link_of(token: str) -> AccessLink | None:
    """The link with this secret, while it is good; the same one question whatever became of it."""
    return _good().filter(token_hash=token_hash(token)).first()


def link_in_force(key: int) -> AccessLink | None:
    """The link with this key, while it is good."""
    return _good().filter(pk=key).first()


def note_use(link: AccessLink) -> None:
    """The first time somebody comes in; later times write nothing."""
    if link.first_used_at is None:
        AccessLink.objects.filter(pk=link.pk, first_used_at=None).update(first_used_at=timezone.now())


def bearer_of(link: AccessLink) -> Bearer:
    """Whoever holds the link, as an actor; the audit names the agency with its contact, or the person."""
    label = f"{link.contact.name}, {link.organization}" if link.contact and link.contact.name else str(link)
    return Bearer(
        label=label,
        office_id=link.office_id,
        organization_id=link.organization_id,
        person_id=link.person_id,
        link_id=link.pk,
    )


def link_path(token: str) -> str:
    return f"/vao/{token}/"


def link_address(token: str) -> str:
    """The whole address, for a message or a QR code."""
    return f"{settings.KHUEVAN_BASE_URL}{link_path(token)}"


def _good() -> "OfOfficeQuerySet[AccessLink]":
    found = AccessLink.objects.filter(revoked_at=None, expires_at__gt=timezone.now())
    return found.select_related("office__organization", "organization", "person", "contact")


def _last_moment(valid: timedelta) -> datetime:
    """The end of the last day, because a day is what the message with the link can say."""
    if not timedelta() < valid <= LONGEST:
        raise DomainError("link_too_long", _("A link is valid for 1 to %(days)s days."), days=LONGEST.days)
    last = timezone.localtime(timezone.now() + valid)
    return last.replace(hour=23, minute=59, second=59, microsecond=0)


def _refuse_strangers(office: Office, people: Sequence[Person]) -> None:
    """A link lets somebody see what is known of a person: only people of this office's own directory get one."""
    known = set(DirectoryEntry.objects.filter(office=office, person__in=people).values_list("person_id", flat=True))
    stranger = next((person for person in people if person.pk not in known), None)
    if stranger is not None:
        raise DomainError("person_not_known", _("%(name)s is not in the directory of this office."), name=stranger)


def _open_to_change(actor: Actor, link: AccessLink) -> None:
    require(actor, "people.keep_directory", link.office)
    if locked(link).revoked_at:
        raise DomainError("link_revoked", _("This link was taken back. Make a new one."))
