"""Whom a version concerns, as rows with a tick and the message each would read."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from khuevan.core.templatetags.khuevan import thousands
from khuevan.nominations.domain.previews import Preview
from khuevan.nominations.domain.programme_notices import Telling, once_key
from khuevan.nominations.domain.programme_people import LEARNERS, Addressee
from khuevan.training.models import ProgrammeVersion


@dataclass(frozen=True)
class Row:
    """One tick: a person, or all learners together.  ``is_told``: everybody of it was told of this version."""

    code: str
    name: str
    way: str
    preview: Preview
    is_ticked: bool
    is_told: bool
    count: int = 1


@dataclass(frozen=True)
class Block:
    heading: str
    rows: list[Row]


def blocks_of(
    telling: Telling,
    ticked: Collection[str] | None,
    version: ProgrammeVersion | None = None,
    told: Collection[str] = (),
) -> list[Block]:
    """``ticked`` None ticks everybody who was not told; ``told`` are keys of messages about ``version``.

    Learners whom no message reaches count among those concerned, and are nobody left to be told afterwards.
    """

    def is_told(one: Addressee) -> bool:
        return version is not None and once_key(version, one) in told

    def row(one: Addressee) -> Row:
        known = is_told(one)
        chosen = not known and (ticked is None or one.code in ticked)
        return Row(one.code, one.name, way_words(one), telling.preview(one), chosen, known)

    people = telling.people
    left = [one for one in people.learners if not is_told(one) and (version is None or one.is_reachable)]
    blocks = [
        Block(_("Lecturers whose part changed"), [row(one) for one in people.lecturers]),
        Block(_("Learners"), _learners(telling, ticked, left)),
        Block(_("Contacts of venues"), [row(one) for one in people.contacts]),
    ]
    return [block for block in blocks if block.rows]


def way_words(one: Addressee) -> str:
    """How one person hears of it."""
    if one.has_address:
        return one.email
    if one.phone:
        return _("no e-mail: to be copied into Zalo, %(phone)s") % {"phone": one.phone}
    return _("no e-mail: to be told in person")


def _learners(telling: Telling, ticked: Collection[str] | None, left: list[Addressee]) -> list[Row]:
    """One row for all who were not told yet; the message is that of the first."""
    everyone = telling.people.learners
    if not everyone:
        return []
    shown = left or everyone
    name = ngettext("%(count)s learner", "%(count)s learners", len(shown)) % {"count": thousands(len(shown))}
    preview = telling.preview(shown[0])
    is_ticked = bool(left) and (ticked is None or LEARNERS in ticked)
    return [Row(LEARNERS, name, _ways(shown), preview, is_ticked, not left, len(shown))]


def _ways(people: list[Addressee]) -> str:
    mailed = sum(one.has_address for one in people)
    by_hand = sum(one.is_reachable and not one.has_address for one in people)
    unknown = len(people) - mailed - by_hand
    parts = [
        _("%(count)s by e-mail") % {"count": thousands(mailed)} if mailed else "",
        _("%(count)s by Zalo or telephone") % {"count": thousands(by_hand)} if by_hand else "",
        _("%(count)s without either, to be told by their agency") % {"count": thousands(unknown)} if unknown else "",
    ]
    return ", ".join(filter(None, parts))
