"""Making papers: every version is kept with its words and its file; what was signed stays as it is."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypedDict, Unpack

from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import words
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import checked, locked, stamp, unchanged
from khuevan.papers.domain.differing import newest_papers, standing
from khuevan.papers.domain.drafting import Draft, Drawing, thrown_away
from khuevan.papers.domain.facts import Target
from khuevan.papers.enums import PaperKind, Urgency
from khuevan.papers.models import MadePaper, PaperDetails, Signer
from khuevan.training.models import TrainingClass

LONGEST_LINE: Final = 500
MOST_LINES: Final = 60
LONGEST_WORDS: Final = 5_000
MOST_COPIES: Final = 10_000


class DetailFields(TypedDict, total=False):
    """What an officer says of one paper; what is left out stays.  ``values`` are words for named places."""

    signer: Signer | None
    bases: Sequence[str]
    recipients: Sequence[str]
    urgency: Urgency | str
    drafter: str
    copies: int | None
    values: Mapping[str, str]


def make_paper(
    actor: Actor,
    training_class: TrainingClass,
    kind: PaperKind,
    *,
    target: Target | None = None,
    seen: str = "",
    beside_signed: bool = False,
) -> MadePaper:
    """The paper as the class is now, as a new version; a file that would be equal to the last one makes none.

    ``seen`` is the stamp of the newest version, as a form carries it.  ``beside_signed`` makes a version after one
    that was signed, which stays.  Raises ``paper_is_signed``, ``changed_meanwhile``, what a template refuses
    (``template_failed``) and what the content refuses.
    """
    current = _current(training_class)
    require(actor, "papers.write_paper", current)
    newest = _newest(current, kind, target)
    if newest is not None:
        unchanged(newest, seen)
    if newest is not None and newest.record_id and not beside_signed:
        raise DomainError("paper_is_signed", _("This paper is signed and stays. Make a new version beside it."))
    drawing = Drawing(actor, current)
    (made,) = _kept(actor, current, [drawing.draft(kind, target, drawing.written(kind, target), newest)])
    return made


def make_papers(
    actor: Actor, training_class: TrainingClass, kinds: Iterable[PaperKind], *, only_differing: bool = False
) -> list[MadePaper]:
    """One click: makes those of these kinds that do not exist or differ, to every addressee; never what is signed.

    All of them or none.  ``only_differing`` leaves out what does not exist yet, unless it is for
    somebody who comes instead of an addressee that has one.  Returns what is new.  Raises what
    ``make_paper`` raises, with the name of the paper before it.
    """
    current = _current(training_class)
    drawing = Drawing(actor, current)
    drafts: list[Draft] = []
    for one in standing(actor, current, list(kinds)):
        if one.paper is None or not one.can_be_made_anew or (only_differing and not (one.is_made or one.is_wanting)):
            continue
        try:
            drafts.append(drawing.draft(one.kind, one.target, one.paper, one.newest))
        except DomainError as error:
            thrown_away(drafts)
            sentence = _("%(paper)s: %(reason)s")
            raise DomainError(error.code, sentence, paper=one.writer.title, reason=error.message) from error
    if not drafts:
        return []
    made = _kept(actor, current, drafts)
    return [new for new, draft in zip(made, drafts, strict=True) if new is draft.row]


def _current(training_class: TrainingClass) -> TrainingClass:
    """The class as it is stored now; what the caller loaded may be older."""
    found = TrainingClass.objects.select_related("office__organization", "plan").filter(pk=training_class.pk)
    return found.first() or training_class


def _kept(actor: Actor, training_class: TrainingClass, drafts: Sequence[Draft]) -> list[MadePaper]:
    try:
        made = keep_drafts(actor, training_class, drafts, seen=stamp(training_class))
    except BaseException:
        thrown_away(drafts)
        raise
    thrown_away(draft for new, draft in zip(made, drafts, strict=True) if new is not draft.row)
    return made


@verb("papers.make_paper")
def keep_drafts(
    actor: Actor, training_class: TrainingClass, drafts: Sequence[Draft], *, seen: str = ""
) -> list[MadePaper]:
    """What was drawn becomes versions; for each the new one, or the newest where that says the same.

    Raises ``changed_meanwhile`` when the class (``seen``) or a newest version is no longer what it was drawn after.
    """
    require(actor, "papers.write_paper", training_class)
    locked(training_class)
    unchanged(training_class, seen)
    newest = {(one.kind, one.target): one for one in newest_papers(training_class)}
    made = [_version(draft, newest.get(draft.key)) for draft in drafts]
    new = [one for one in made if one.pk is None]
    MadePaper.objects.bulk_create(new)
    record(actor, "papers.make_paper", new)
    return made


def _version(draft: Draft, newest: MadePaper | None) -> MadePaper:
    before = draft.before
    if _is_as_before(newest, before):
        if newest is None or not draft.is_same:
            return draft.row
        said = MadePaper.objects.filter(pk=newest.pk)
        said.update(words=draft.row.words, differs=False, looked_at=draft.row.looked_at)
        newest.refresh_from_db(fields=["words", "differs", "looked_at"])
        return newest
    if newest is not None and not newest.record_id and newest.words == draft.row.words:
        return newest  # a second click made it meanwhile
    raise DomainError("changed_meanwhile", _("Somebody made this paper anew meanwhile. Load the page again."))


def _is_as_before(newest: MadePaper | None, before: MadePaper | None) -> bool:
    if newest is None or before is None:
        return newest is before
    return (newest.pk, newest.record_id) == (before.pk, before.record_id)


@verb("papers.set_details")
def set_details(
    actor: Actor, training_class: TrainingClass, kind: PaperKind, *, seen: str = "", **fields: Unpack[DetailFields]
) -> PaperDetails:
    """Signer, grounds, recipients and words for places of one kind of paper; they count for all its versions to come.

    Raises ``signer_of_another_office``, ``too_many_lines``, ``invalid_value``, ``changed_meanwhile``.
    """
    require(actor, "papers.write_paper", training_class)
    locked(training_class)
    found = PaperDetails.objects.filter(training_class=training_class, kind=kind).first()
    details = locked(found) if found else PaperDetails(training_class=training_class, kind=kind)
    if found:
        unchanged(found, seen)
    before = snapshot(details) if found else None
    for name, value in _judged(training_class, fields).items():
        setattr(details, name, value)
    checked(details).save()
    is_new = before != snapshot(details)
    record(actor, "papers.set_details", details if is_new else [], before if is_new else None)
    return details


def _judged(training_class: TrainingClass, fields: DetailFields) -> dict[str, Any]:
    values: dict[str, Any] = dict(fields)
    unknown = set(values) - set(DetailFields.__annotations__)
    if unknown:
        raise TypeError(f"set_details: {unknown}")
    signer = values.get("signer")
    if signer is not None and signer.office_id != training_class.office_id:
        raise DomainError("signer_of_another_office", _("This signer is of another office."))
    for name in {"bases", "recipients"} & set(values):
        values[name] = _lines(values[name])
    if "values" in values:
        values["values"] = _words(values["values"])
    if (values.get("copies") or 0) > MOST_COPIES:
        raise DomainError("number_too_large", _("A number here is larger than can be meant."))
    return values


def _lines(given: Iterable[str]) -> list[str]:
    lines = [" ".join(line.split()) for line in given]
    kept = [line for line in lines if line]
    if len(kept) > MOST_LINES or any(len(line) > LONGEST_LINE for line in kept):
        raise DomainError(
            "too_many_lines",
            _("At most %(lines)s lines of %(letters)s letters are possible here."),
            lines=MOST_LINES,
            letters=LONGEST_LINE,
        )
    return kept


def _words(given: Mapping[str, str]) -> dict[str, str]:
    kept = {name: text.strip() for name, text in given.items() if text.strip()}
    if any(len(text) > LONGEST_WORDS for text in kept.values()):
        raise DomainError("words_too_long", _("Say it in at most %(limit)s letters."), limit=LONGEST_WORDS)
    return kept


def _newest(training_class: TrainingClass, kind: PaperKind, target: Target | None) -> MadePaper | None:
    rows = MadePaper.objects.filter(training_class=training_class, kind=kind, target=target.key if target else "")
    return rows.order_by("-version").first()


words(
    verbs={
        "papers.make_paper": _("made a paper"),
        "papers.set_details": _("said who signs a paper, on which grounds and to whom it goes"),
    }
)
