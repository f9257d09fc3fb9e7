"""Letters to lecturers of whom somebody else came instead: which letter follows which."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from khuevan.papers.domain.contents.lecturer_request import target_of
from khuevan.papers.domain.facts import Target
from khuevan.papers.domain.lecturer_letters import LETTERS
from khuevan.papers.enums import PaperKind
from khuevan.papers.models import MadePaper
from khuevan.training.models import Lecturer, TrainingClass


class Letter(Protocol):
    """One paper to one addressee; ``newest`` None where it was not made yet."""

    @property
    def kind(self) -> PaperKind: ...
    @property
    def target(self) -> Target | None: ...
    @property
    def newest(self) -> MadePaper | None: ...


def exchanged[L: Letter](training_class: TrainingClass, letters: Sequence[L]) -> Iterator[tuple[L, L]]:
    """Each letter that was made to somebody replaced, with the letter to who teaches instead now."""
    of_lecturers = {(one.kind, one.target.key): one for one in letters if one.kind in LETTERS and one.target}
    if not any(one.newest for one in of_lecturers.values()):
        return
    for before, after in _followed(training_class):
        for kind in LETTERS:
            old, new = of_lecturers.get((kind, before)), of_lecturers.get((kind, after))
            if old is not None and new is not None and old.newest is not None:
                yield old, new


def _followed(training_class: TrainingClass) -> Iterator[tuple[str, str]]:
    """Keys of addressees: of everybody who was replaced, the nearest first, and of who teaches instead now."""
    rows = {one.pk: one for one in Lecturer.ever.filter(training_class=training_class).select_related("person")}
    for one in rows.values():
        known, before = {one.pk}, rows.get(one.replaces_id or 0)
        while one.replaced_at is None and before is not None and before.pk not in known:
            if target_of(before).key != target_of(one).key:
                yield target_of(before).key, target_of(one).key
            known.add(before.pk)
            before = rows.get(before.replaces_id or 0)
