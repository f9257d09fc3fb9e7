"""The papers of a class at a glance: by group and kind, how each stands and what differs from the class as it is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from khuevan.core.actors import Actor
from khuevan.core.permissions import may
from khuevan.core.templatetags.khuevan import thousands
from khuevan.papers.domain.building import WRITERS
from khuevan.papers.domain.differing import PaperStanding, standing
from khuevan.papers.domain.words import CELLS
from khuevan.papers.domain.writers import Writer, may_write
from khuevan.papers.enums import PaperGroup, PaperKind
from khuevan.papers.interfaces.holes import holes, of_office_words
from khuevan.papers.interfaces.money_holes import lacks
from khuevan.papers.models import MadePaper
from khuevan.training.models import TrainingClass

type Change = tuple[str, str]
"""Sign and words: "-" is said by the paper, "+" by the class as it is now."""

SHOWN_CHANGES = 2

GROUPS = {
    "truoc-lop": PaperGroup.PREPARING,
    "khai-be-giang": PaperGroup.CEREMONY,
    "ket-qua": PaperGroup.RESULTS,
    "kinh-phi": PaperGroup.MONEY,
}
"""By the word in the address."""


def readable(changes: Sequence[Change]) -> list[Change]:
    """Rows of tables as a sentence reads, without cells that are empty."""
    return [
        (sign, ", ".join(cell.strip() for cell in line.split(CELLS.strip()) if cell.strip())) for sign, line in changes
    ]


@dataclass(frozen=True)
class PaperRow:
    """One kind of paper; ``standings`` is one, or one for each addressee."""

    kind: PaperKind
    writer: Writer
    standings: Sequence[PaperStanding]
    holes: list[str] = field(default_factory=list)
    mended_at: Mapping[str, str] = field(default_factory=dict)

    @property
    def lacks(self) -> list[tuple[str, str]]:
        """What is missing, each with the page on which an officer adds it, if it is a page outside the class."""
        return [
            (capfirst(hole) if place == 0 else hole, self.mended_at.get(hole, ""))
            for place, hole in enumerate(self.holes)
        ]

    @property
    def slug(self) -> str:
        return self.writer.slug

    @property
    def label(self) -> str:
        return str(self.kind.label)

    @property
    def has_targets(self) -> bool:
        return self.writer.targets is not None

    @property
    def has_addressees(self) -> bool:
        """Whether each goes to somebody, rather than being one list or form of several."""
        return self.has_targets and self.writer.group != PaperGroup.MONEY

    @property
    def is_signed_paper(self) -> bool:
        """Whether it gets a number and a signature of its own."""
        return self.writer.symbol is not None

    @property
    def one(self) -> PaperStanding | None:
        """The only one, where there is one for the whole class."""
        return None if self.has_targets or not self.standings else self.standings[0]

    @property
    def made(self) -> list[MadePaper]:
        """The newest version of each."""
        return [one.newest for one in self.standings if one.newest]

    @property
    def troubles(self) -> list[str]:
        """Why some cannot be written now, each reason once."""
        return list(dict.fromkeys(one.trouble for one in self.standings if one.trouble))

    @property
    def gone(self) -> list[PaperStanding]:
        """Made for somebody to whom it would not be written now."""
        return [one for one in self.standings if one.is_gone]

    @property
    def unmade(self) -> int:
        return sum(1 for one in self.standings if one.newest is None and one.paper is not None)

    @property
    def unsigned(self) -> list[MadePaper]:
        """What can get a number now."""
        return [one.newest for one in self.standings if one.newest and not one.is_signed and not one.is_gone]

    @property
    def signed(self) -> list[PaperStanding]:
        return [one for one in self.standings if one.is_signed]

    @property
    def differing(self) -> list[PaperStanding]:
        """Made, not signed, and no longer what the class says: made anew on one click."""
        return [one for one in self.standings if one.differs and not one.is_signed]

    @property
    def wanting(self) -> list[PaperStanding]:
        """Not made yet, for somebody who comes instead of one to whom it was."""
        return [one for one in self.standings if one.is_wanting]

    @property
    def signed_differing(self) -> list[PaperStanding]:
        return [one for one in self.standings if one.differs and one.is_signed]

    @property
    def to_make(self) -> int:
        """How many one click makes."""
        return sum(1 for one in self.standings if one.can_be_made_anew)

    @property
    def changes(self) -> list[Change]:
        """The first few lines that differ, of a kind that has one paper."""
        return readable(self.one.changes[:SHOWN_CHANGES]) if self.one and self.one.differs else []

    @property
    def more_changes(self) -> int:
        return max(len(self.one.changes) - SHOWN_CHANGES, 0) if self.one and self.one.differs else 0

    @property
    def counts(self) -> str:
        return count_words(self)

    @property
    def state(self) -> "Look":
        return look_of_many(self) if self.has_targets else look_of(self.one, signs=self.is_signed_paper)


@dataclass(frozen=True)
class Look:
    """A state as it is shown: class, icon, word."""

    css: str
    icon: str
    word: str


LOOKS: dict[str, tuple[str, str, str | Promise]] = {
    "none": ("", "circle-dashed", pgettext_lazy("paper", "not made yet")),
    "some": ("state-warn", "circle-half-2", pgettext_lazy("paper", "some not made yet")),
    "gone": ("state-warn", "user-off", pgettext_lazy("paper", "no addressee any more")),
    "exchanged": ("", "users", pgettext_lazy("paper", "somebody else comes instead")),
    "differs": ("state-warn", "alert-triangle", pgettext_lazy("paper", "differs from the class")),
    "signed-differs": ("state-warn", "alert-triangle", pgettext_lazy("paper", "signed, differs now")),
    "signed": ("state-done", "check", pgettext_lazy("paper", "signed")),
    "unsigned": ("state-wait", "hourglass", pgettext_lazy("paper", "to be signed")),
    "made": ("state-done", "check", pgettext_lazy("paper", "made")),
}


def _look(name: str) -> Look:
    css, icon, word = LOOKS[name]
    return Look(css, icon, str(word))


def look_of(one: PaperStanding | None, *, signs: bool) -> Look:
    """``signs``: it gets a number and a signature of its own."""
    if one is None or one.newest is None:
        name = "none"
    elif one.is_gone:
        name = "exchanged" if one.comes else "gone"
    elif one.is_signed:
        name = "signed-differs" if one.differs else "signed"
    elif one.differs:
        name = "differs"
    else:
        name = "unsigned" if signs else "made"
    return _look(name)


def look_of_many(row: PaperRow) -> Look:
    """Of a kind with a paper for each addressee: the worst of them; the numbers stand beside it."""
    alive = [one for one in row.standings if not one.is_gone]
    if not row.made:
        name = "none"
    elif row.differing or row.signed_differing or any(one.comes is None for one in row.gone):
        name = "differs"
    elif row.unmade:
        name = "some"
    elif alive and all(one.is_signed for one in alive):
        name = "signed"
    else:
        name = "unsigned" if row.is_signed_paper else "made"
    return _look(name)


@dataclass(frozen=True)
class GroupRows:
    """The papers of one part of the life of a class."""

    group: PaperGroup
    rows: list[PaperRow]

    @property
    def label(self) -> str:
        return str(self.group.label)

    @property
    def word(self) -> str:
        """In addresses and forms."""
        return next(word for word, group in GROUPS.items() if group == self.group)

    @property
    def to_make(self) -> int:
        """Papers that one click makes: nothing is missing for them, and they are not there or no longer right."""
        return sum(row.to_make for row in self.ready)

    @property
    def ready(self) -> list[PaperRow]:
        """Rows without a hole; a paper with one is made by its own button."""
        return [row for row in self.rows if not row.holes]

    @property
    def unmade_rows(self) -> int:
        return sum(not row.made for row in self.rows)

    @property
    def needs(self) -> bool:
        """Something in it no longer says what the class says."""
        return any(row.differing or row.wanting or row.signed_differing for row in self.rows)

    @property
    def made(self) -> int:
        return sum(len(row.made) for row in self.rows)


@dataclass(frozen=True)
class Board:
    """``differing`` are made anew on one click; ``signed_differing`` stay as they were signed."""

    groups: list[GroupRows]

    @property
    def rows(self) -> list[PaperRow]:
        return [row for group in self.groups for row in group.rows]

    @property
    def differing(self) -> list[tuple[PaperRow, PaperStanding]]:
        return [(row, one) for row in self.rows for one in (*row.differing, *row.wanting)]

    @property
    def signed_differing(self) -> list[tuple[PaperRow, PaperStanding]]:
        return [(row, one) for row in self.rows for one in row.signed_differing]

    @property
    def to_look_at(self) -> int:
        return len(self.differing) + len(self.signed_differing)


def board(actor: Actor, training_class: TrainingClass) -> Board:
    """Every paper of the class that the actor may have made, in the order in which it needs them."""
    lacking, mended_at = _lacking(training_class), _mended_at(actor, training_class)
    kinds = [kind for kind in WRITERS if may_write(actor, training_class, kind)]
    found = _by_kind(standing(actor, training_class, kinds))
    rows = [PaperRow(kind, WRITERS[kind], found.get(kind, []), lacking.get(kind, []), mended_at) for kind in kinds]
    places = list(PaperGroup)
    rows.sort(key=lambda row: places.index(row.writer.group))
    grouped = groupby(rows, key=lambda row: row.writer.group)
    return Board([GroupRows(group, list(some)) for group, some in grouped])


def row_of(actor: Actor, training_class: TrainingClass, kind: PaperKind) -> PaperRow:
    """One kind alone."""
    found = standing(actor, training_class, [kind])
    return PaperRow(kind, WRITERS[kind], found, _lacking(training_class).get(kind, []))


def _lacking(training_class: TrainingClass) -> dict[PaperKind, list[str]]:
    return {**holes(training_class), **lacks(training_class)}


def _mended_at(actor: Actor, training_class: TrainingClass) -> dict[str, str]:
    """The page of what an office enters once for all its papers, for who may."""
    if not may(actor, "papers.arrange", training_class.office):
        return {}
    address = f"{reverse('console:signers')}?don-vi={training_class.office_id}"
    return dict.fromkeys(of_office_words(), address)


def _by_kind(found: Iterable[PaperStanding]) -> dict[PaperKind, list[PaperStanding]]:
    by_kind: dict[PaperKind, list[PaperStanding]] = {}
    for one in found:
        by_kind.setdefault(one.kind, []).append(one)
    return by_kind


def count_words(row: PaperRow) -> str:
    """How many there are of a kind of which there are several: "5 addressees, 3 made, 2 signed"."""
    count = len(row.standings) - len(row.gone)
    if not count and not row.gone:
        return _("nobody to write to yet") if row.has_addressees else ""
    if row.has_addressees:
        words = ngettext("%(count)s addressee", "%(count)s addressees", count)
    else:
        words = ngettext("%(count)s sheet", "%(count)s sheets", count)
    parts = [words % {"count": thousands(count)}]
    made, signed, differing = len(row.made), len(row.signed), len(row.differing) + len(row.signed_differing)
    if made:
        parts.append(_("%(count)s made") % {"count": thousands(made)})
    if signed:
        parts.append(_("%(count)s signed") % {"count": thousands(signed)})
    if differing:
        parts.append(_("%(count)s differ") % {"count": thousands(differing)})
    return capfirst(", ".join(parts))
