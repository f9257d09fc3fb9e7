"""Making papers: every version is kept with its words and its file; what was signed stays as it is."""

import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypedDict, Unpack

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, account_of
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import words
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import checked, locked, unchanged
from khuevan.papers.blocks import Paper
from khuevan.papers.domain import templating
from khuevan.papers.domain.building import WRITERS, file_name, written
from khuevan.papers.domain.citing import cited
from khuevan.papers.domain.differing import standing
from khuevan.papers.domain.facts import Facts, Target
from khuevan.papers.domain.wording import class_name
from khuevan.papers.domain.words import told
from khuevan.papers.enums import PaperKind, Urgency
from khuevan.papers.layout import drawn
from khuevan.papers.models import MadePaper, PaperDetails, PaperTemplate, Signer
from khuevan.training.models import TrainingClass

LONGEST_LINE: Final = 500
MOST_LINES: Final = 60
LONGEST_WORDS: Final = 5_000
MOST_COPIES: Final = 10_000
_CHANGING_PARTS: Final = frozenset({"docProps/core.xml", "docProps/app.xml"})
"""Of a Word file: they say when it was written."""


class DetailFields(TypedDict, total=False):
    """What an officer says of one paper; what is left out stays.  ``values`` are words for named places."""

    signer: Signer | None
    bases: Sequence[str]
    recipients: Sequence[str]
    urgency: Urgency | str
    drafter: str
    copies: int | None
    values: Mapping[str, str]


@verb("papers.make_paper")
def make_paper(
    actor: Actor,
    training_class: TrainingClass,
    kind: PaperKind,
    *,
    target: Target | None = None,
    seen: str = "",
    beside_signed: bool = False,
    paper: Paper | None = None,
) -> MadePaper:
    """The paper as the class is now, as a new version; a file that would be equal to the last one makes none.

    ``seen`` is the stamp of the newest version, as a form carries it.  ``beside_signed`` makes a version after one
    that was signed, which stays.  ``paper`` is what ``standing`` has just written.  Raises ``paper_is_signed``,
    ``changed_meanwhile``, what a template refuses (``template_failed``) and what the content refuses.
    """
    require(actor, "papers.write_paper", training_class)
    locked(training_class)
    newest = _newest(training_class, kind, target)
    if newest is not None:
        unchanged(newest, seen)
    if newest is not None and newest.record_id and not beside_signed:
        raise DomainError("paper_is_signed", _("This paper is signed and stays. Make a new version beside it."))
    if paper is None:
        paper = written(actor, training_class, kind, cited=cited(actor, training_class, kind), target=target)
    made = _kept(actor, training_class, kind, target, paper=paper, newest=newest)
    record(actor, "papers.make_paper", made if made is not newest else [])
    return made


def make_papers(actor: Actor, training_class: TrainingClass, kinds: Iterable[PaperKind]) -> list[MadePaper]:
    """One click: makes those of these kinds that do not exist or differ, to every addressee; never what is signed.

    All of them or none.  Returns what is new.  Raises what ``make_paper`` raises, with the name of the paper before it.
    """
    made = []
    with transaction.atomic():
        for one in standing(actor, training_class, list(kinds)):
            if not one.can_be_made_anew:
                continue
            try:
                made.append(make_paper(actor, training_class, one.kind, target=one.target, paper=one.paper))
            except DomainError as error:
                sentence = _("%(paper)s: %(reason)s")
                raise DomainError(error.code, sentence, paper=one.writer.title, reason=error.message) from error
    return made


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


def _kept(
    actor: Actor,
    training_class: TrainingClass,
    kind: PaperKind,
    target: Target | None,
    *,
    paper: Paper,
    newest: MadePaper | None,
) -> MadePaper:
    """The new version, or the newest one when its file says the same in the same looks."""
    template = templating.active_template(training_class.office, kind)
    content = _content(actor, training_class, kind, target, paper=paper, template=template)
    if newest is not None and not newest.record_id and _is_same(newest, content):
        _looked_at(newest)
        return newest
    made = MadePaper(
        training_class=training_class,
        kind=kind,
        target=target.key if target else "",
        target_name=target.name[:250] if target else "",
        version=newest.version + 1 if newest else 1,
        words=told(paper),
        file_name=file_name(training_class, kind, target),
        file_sha256=hashlib.sha256(content).hexdigest(),
        template=template,
        made_at=timezone.now(),
        looked_at=timezone.now(),
        made_by=account_of(actor),
    )
    checked(made, without=("file",))
    made.file.save(made.file_name, ContentFile(content), save=False)
    made.save(force_insert=True)
    return made


def _content(
    actor: Actor,
    training_class: TrainingClass,
    kind: PaperKind,
    target: Target | None,
    *,
    paper: Paper,
    template: PaperTemplate | None,
) -> bytes:
    if template is None:
        return drawn(paper, title=f"{WRITERS[kind].title}: {class_name(training_class)}")
    named = cited(actor, training_class, kind)
    with translation.override("vi"):
        return templating.filled(template, Facts(actor, training_class, named, kind=kind, target=target), paper)


def _looked_at(made: MadePaper) -> None:
    """The newest version says what the class says: whoever waits for the worker need not."""
    MadePaper.objects.filter(pk=made.pk).update(differs=False, looked_at=timezone.now())
    made.refresh_from_db(fields=["differs", "looked_at"])


def _is_same(made: MadePaper, content: bytes) -> bool:
    if made.file_sha256 == hashlib.sha256(content).hexdigest():
        return True
    try:
        with made.file.open("rb") as stored:
            return _parts(stored.read()) == _parts(content)
    except (OSError, zipfile.BadZipFile):
        return False


def _parts(content: bytes) -> dict[str, str]:
    """Each part of a Word file by its hash, without those that say when it was written."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        names = [name for name in file.namelist() if name not in _CHANGING_PARTS]
        return {name: hashlib.sha256(file.read(name)).hexdigest() for name in names}


words(
    verbs={
        "papers.make_paper": _("made a paper"),
        "papers.set_details": _("said who signs a paper, on which grounds and to whom it goes"),
    }
)
