"""Uses that the law leaves to the person: a yes for each, never asked for beforehand, taken back at any time.

(Luật 91/2025/QH15: voluntary, specific, in a form that can be verified, nothing ticked beforehand.)
"""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, account_of
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import words
from khuevan.core.permissions import require
from khuevan.core.rows import create, locked
from khuevan.people.domain.merging import absorbed_by
from khuevan.people.enums import ConsentPurpose
from khuevan.people.models import Consent, Office, Person

WORDINGS: dict[ConsentPurpose, "str | Promise"] = {
    ConsentPurpose.PHOTOS: _(
        "%(office)s may publish photos of its classes in which I can be recognised, in articles on its portal."
    ),
    ConsentPurpose.NEWS: _("%(office)s may write to my e-mail address about later classes."),
}


@dataclass(frozen=True)
class Choice:
    """One optional use as it is asked about; ``given`` is the yes in force, if any."""

    purpose: ConsentPurpose
    wording: str
    given: Consent | None


def wording_of(purpose: ConsentPurpose, office: Office) -> str:
    """What is asked, in the language of the page; kept word for word with the yes."""
    return str(WORDINGS[purpose]) % {"office": office}


def choices_of(person: Person, office: Office) -> list[Choice]:
    """Every optional use with what the person said to it in this office."""
    given = {one.purpose: one for one in Consent.objects.filter(person=person, office=office, withdrawn_at=None)}
    return [Choice(purpose, wording_of(purpose, office), given.get(purpose)) for purpose in ConsentPurpose]


@verb("people.give_consent")
def give_consent(actor: Actor, person: Person, *, office: Office, purpose: ConsentPurpose) -> Consent:
    """A yes, by the person, or entered for them by staff who hold it on paper; a second one changes nothing."""
    asked = {"office": office, "person": person, "purpose": purpose}
    require(actor, "people.change_consent", Consent(**asked))
    locked(person)
    given = Consent.objects.filter(**asked, withdrawn_at=None).first()
    if given is not None:
        record(actor, "people.give_consent", [])
        return given
    consent = create(Consent, **asked, wording=wording_of(purpose, office), entered_by=account_of(actor))
    record(actor, "people.give_consent", consent)
    return consent


@verb("people.withdraw_consent")
def withdraw_consent(actor: Actor, consent: Consent) -> None:
    """Takes a yes back, and what entries merged into this one had said of the same use; a second time changes nothing.

    What was done before stays lawful.
    """
    require(actor, "people.change_consent", consent)
    locked(consent)
    people = [consent.person, *absorbed_by(consent.person)]
    same = Consent.objects.select_for_update().filter(
        office=consent.office, person__in=people, purpose=consent.purpose, withdrawn_at=None
    )
    ended = list(same.order_by("pk"))
    before = {one.pk: snapshot(one) for one in ended}
    now = timezone.now()
    for one in ended:
        one.withdrawn_at = now
        one.save(update_fields=["withdrawn_at"])
    record(actor, "people.withdraw_consent", ended, before)
    consent.refresh_from_db()


words(
    verbs={
        "people.give_consent": _("gave a consent"),
        "people.withdraw_consent": _("took a consent back"),
    },
    kinds={"people.consent": _("consent")},
)
