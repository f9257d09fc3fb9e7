"""Who signs for an office and on which grounds it writes: entered once, proposed on every paper."""

from collections.abc import Sequence
from datetime import date
from typing import TypedDict, Unpack

from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import words
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import checked, locked, unchanged
from khuevan.papers.enums import PaperKind, SigningForm
from khuevan.papers.models import Signer, StandingBasis
from khuevan.people.models import Office
from khuevan.training.domain.editing import remove
from khuevan.training.domain.ordering import next_place, put_further

type _OfOffice = Signer | StandingBasis

_STAYS = _("Something refers to this entry, so it stays; give it an end date instead.")


class SignerFields(TypedDict, total=False):
    """``title`` as it stands under the capacity; ``basis`` is the document that authorises (TUQ.)."""

    name: str
    title: str
    form: SigningForm | str
    basis: str
    valid_from: date | None
    valid_to: date | None


class BasisFields(TypedDict, total=False):
    """``text`` are the words after "Căn cứ"; without ``kinds`` it stands on every decision."""

    text: str
    kinds: Sequence[PaperKind | str]
    valid_from: date | None
    valid_to: date | None


@verb("papers.add_signer")
def add_signer(actor: Actor, *, office: Office, **fields: Unpack[SignerFields]) -> Signer:
    """Comes last in the order.  Raises ``authority_missing``, ``ends_before_begin``, ``invalid_value``."""
    require(actor, "papers.arrange", office)
    signer = Signer(office=locked(office), order=next_place(office.signers.all()))
    _set_signer(signer, fields)
    signer.save(force_insert=True)
    record(actor, "papers.add_signer", signer)
    return signer


@verb("papers.change_signer")
def change_signer(actor: Actor, signer: Signer, *, seen: str = "", **fields: Unpack[SignerFields]) -> Signer:
    """Papers made before keep their words.  Raises what ``add_signer`` raises, and ``changed_meanwhile``."""
    require(actor, "papers.arrange", signer.office)
    unchanged(locked(signer), seen)
    before = snapshot(signer)
    _set_signer(signer, fields)
    signer.save()
    record(actor, "papers.change_signer", signer, before)
    return signer


@verb("papers.remove_signer")
def remove_signer(actor: Actor, signer: Signer, *, seen: str = "") -> None:
    """Papers that named the signer propose the usual one again; what was made or signed stays as it is."""
    require(actor, "papers.arrange", signer.office)
    unchanged(locked(signer), seen)
    remove(actor, "papers.remove_signer", signer, _STAYS)


@verb("papers.move_signer")
def move_signer(actor: Actor, signer: Signer, *, up: bool) -> None:
    """One place up or down; the first one who may sign on the day is proposed.  At the end nothing changes.

    Raises ``gone_meanwhile``.
    """
    require(actor, "papers.arrange", signer.office)
    locked(signer.office)
    locked(signer)
    put_further(actor, "papers.move_signer", signer.office.signers.all(), signer, -1 if up else 1)


@verb("papers.add_basis")
def add_basis(actor: Actor, *, office: Office, **fields: Unpack[BasisFields]) -> StandingBasis:
    """Comes last in the order.  Raises ``basis_missing``, ``ends_before_begin``, ``invalid_value``."""
    require(actor, "papers.arrange", office)
    basis = StandingBasis(office=locked(office), order=next_place(office.standing_bases.all()))
    _set_basis(basis, fields)
    basis.save(force_insert=True)
    record(actor, "papers.add_basis", basis)
    return basis


@verb("papers.change_basis")
def change_basis(actor: Actor, basis: StandingBasis, *, seen: str = "", **fields: Unpack[BasisFields]) -> StandingBasis:
    """Raises what ``add_basis`` raises, and ``changed_meanwhile``."""
    require(actor, "papers.arrange", basis.office)
    unchanged(locked(basis), seen)
    before = snapshot(basis)
    _set_basis(basis, fields)
    basis.save()
    record(actor, "papers.change_basis", basis, before)
    return basis


@verb("papers.remove_basis")
def remove_basis(actor: Actor, basis: StandingBasis, *, seen: str = "") -> None:
    """Papers written from now on do without it."""
    require(actor, "papers.arrange", basis.office)
    unchanged(locked(basis), seen)
    remove(actor, "papers.remove_basis", basis, _STAYS)


@verb("papers.move_basis")
def move_basis(actor: Actor, basis: StandingBasis, *, up: bool) -> None:
    """One place up or down: grounds stand on papers in this order."""
    require(actor, "papers.arrange", basis.office)
    locked(basis.office)
    locked(basis)
    put_further(actor, "papers.move_basis", basis.office.standing_bases.all(), basis, -1 if up else 1)


def _set_signer(signer: Signer, fields: SignerFields) -> None:
    for name, value in fields.items():
        setattr(signer, name, " ".join(value.split()) if type(value) is str else value)
    if signer.form == SigningForm.AUTHORISED and not signer.basis:
        raise DomainError("authority_missing", _("Say which document authorises to sign (TUQ.)."))
    _judge_days(signer)
    checked(signer)


def _set_basis(basis: StandingBasis, fields: BasisFields) -> None:
    for name, value in fields.items():
        setattr(basis, name, value)
    text = " ".join(basis.text.split()).rstrip(";.")
    basis.text = text[len("căn cứ ") :] if text.lower().startswith("căn cứ ") else text
    if not basis.text:
        raise DomainError("basis_missing", _("Write the ground as it follows the word “Căn cứ”."))
    basis.kinds = [PaperKind(kind).value for kind in dict.fromkeys(basis.kinds)]
    _judge_days(basis)
    checked(basis)


def _judge_days(one: _OfOffice) -> None:
    if one.valid_from and one.valid_to and one.valid_to < one.valid_from:
        raise DomainError("ends_before_begin", _("The last day lies before the first."))


words(
    verbs={
        "papers.add_signer": _("added a signer"),
        "papers.change_signer": _("changed a signer"),
        "papers.remove_signer": _("removed a signer"),
        "papers.move_signer": _("put the signers in another order"),
        "papers.add_basis": _("added a ground of papers"),
        "papers.change_basis": _("changed a ground of papers"),
        "papers.remove_basis": _("removed a ground of papers"),
        "papers.move_basis": _("put the grounds of papers in another order"),
    }
)
