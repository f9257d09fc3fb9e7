"""What papers know of the file of a class: documents, replies of agencies, papers that are not signed."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from khuevan.core.actors import Actor
from khuevan.core.templatetags.khuevan import thousands
from khuevan.nominations.enums import ReplyState, SubmissionState
from khuevan.nominations.models import ReplyFile, Submission
from khuevan.papers.domain.building import WRITERS
from khuevan.papers.domain.differing import newest_papers
from khuevan.papers.domain.wording import class_name, sentence_case
from khuevan.papers.enums import WITH_ACCOUNTS, PaperKind
from khuevan.papers.models import MadePaper
from khuevan.records.enums import DOCUMENT_KINDS
from khuevan.records.models import Record
from khuevan.training.domain.dossier import Entry, Part, Section, dossier_part
from khuevan.training.enums import RecordPurpose
from khuevan.training.models import ClassRecord, TrainingClass

_SECTIONS: Final = {
    RecordPurpose.NOMINATION: Section.REPLIES,
    RecordPurpose.MATERIAL: Section.MATERIALS,
    RecordPurpose.LIST: Section.LISTS,
    RecordPurpose.SIGN_SHEET: Section.LISTS,
    RecordPurpose.MONEY: Section.MONEY,
}
"""Where a document lies by what it is there for; all others are the file itself."""


@dossier_part
def documents(actor: Actor, training_class: TrainingClass) -> Part:
    """In five queries."""
    attached = ClassRecord.objects.visible_to(actor).filter(training_class=training_class).with_documents()
    rows = {one.record_id: (one.record, RecordPurpose(one.purpose)) for one in attached}
    plan = training_class.plan
    if plan is not None and plan.pk not in rows:
        rows[plan.pk] = (plan, RecordPurpose.PLAN)
    kept = [_document(record, purpose) for record, purpose in rows.values()]
    missing = _without_file([record for record, _purpose in rows.values() if not record.file])
    missing += _purposes({purpose for _record, purpose in rows.values()})
    return Part((*kept, *_replies(actor, training_class, set(rows))), tuple(missing))


@dossier_part
def unsigned(_actor: Actor, training_class: TrainingClass) -> Part:
    """The newest version of every paper that is not signed, and drafts of signed ones whose file is not there."""
    entries: list[Entry] = []
    numberless: dict[PaperKind, list[str]] = {}
    for made in newest_papers(training_class):
        kind = PaperKind(made.kind)
        writer = WRITERS[kind]
        if made.record is not None and made.record.file:
            continue
        title = f"{writer.title} ({made.target_name})" if made.target_name else writer.title
        if made.record is None and writer.symbol is not None:
            numberless.setdefault(kind, []).append(title)
        entries.append(_draft(made, title))
    return Part(tuple(entries), tuple(_without_number(kind, titles) for kind, titles in numberless.items()))


def _without_number(kind: PaperKind, titles: Sequence[str]) -> str:
    """One sentence for each kind, however many addressees its papers have."""
    if len(titles) == 1:
        return _("%(paper)s has no number yet.") % {"paper": titles[0]}
    named = {"count": thousands(len(titles)), "paper": _lower(WRITERS[kind].title)}
    return _("%(count)s papers have no number yet: %(paper)s.") % named


def _without_file(records: Iterable[Record]) -> list[str]:
    """One sentence for documents of the same title (twelve giấy mời), in the order in which they were recorded."""
    same: dict[str, list[Record]] = {}
    for record in sorted(records, key=lambda one: one.pk):
        same.setdefault(_title(record), []).append(record)
    found = []
    for title, rows in same.items():
        if len(rows) == 1:
            found.append(_("%(record)s has no signed file.") % {"record": _called(rows[0])})
        else:
            named = {"count": thousands(len(rows)), "title": _lower(title)}
            found.append(_("%(count)s documents have no signed file: %(title)s.") % named)
    return found


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _document(record: Record, purpose: RecordPurpose) -> Entry:
    title = _title(record)
    return Entry(
        section=_SECTIONS.get(purpose, Section.DOCUMENTS),
        title=title,
        name=title,
        ending=record.file_kind or PurePath(record.file_name).suffix.lstrip("."),
        day=record.date,
        code=record.code,
        author=record.issuer.name,
        note="" if record.file else "Chưa có tệp văn bản ký",
        stored=str(record.file or ""),
    )


def _title(record: Record) -> str:
    """Tên loại và trích yếu: Quyết định về việc mở lớp ..."""
    kind = DOCUMENT_KINDS.get(record.kind, record.kind)
    subject = record.subject.strip()
    if not subject or subject.casefold().startswith(kind.casefold()):
        return sentence_case(subject) or kind
    return f"{kind} {subject}"


def _called(record: Record) -> str:
    return f"{_title(record)} ({record})" if record.code else _title(record)


def _purposes(found: set[RecordPurpose]) -> Iterator[str]:
    """What the file of every class should hold."""
    needed = {
        RecordPurpose.PLAN: _("There is no plan in the file of the class."),
        RecordPurpose.DECISION: _("There is no decision in the file of the class."),
        RecordPurpose.SIGN_SHEET: _("There is no signed attendance sheet in the file of the class."),
        RecordPurpose.REPORT: _("There is no report in the file of the class."),
    }
    yield from (sentence for purpose, sentence in needed.items() if purpose not in found)


def _replies(actor: Actor, training_class: TrainingClass, known: set[int]) -> Iterator[Entry]:
    """Files that agencies sent; a letter that is a document of the class stands there already."""
    files = ReplyFile.objects.visible_to(actor).filter(batch__training_class=training_class, quota__isnull=False)
    left_out = (ReplyState.DOUBLE, ReplyState.SET_ASIDE)
    for one in files.exclude(state__in=left_out).exclude(file="").select_related("quota", "record"):
        if one.quota is None or (one.record is not None and one.record_id in known and one.record.file):
            continue
        code = f"{one.number}/{one.symbol}" if one.symbol else one.number
        yield _reply(one.quota.name, str(one.file), one.name, day=one.date, code=code)
    sent = Submission.objects.visible_to(actor).filter(quota__invitation__training_class=training_class)
    states = (SubmissionState.WRITING,)
    for answer in sent.exclude(state__in=states).exclude(file="").select_related("quota").order_by("pk"):
        day = timezone.localtime(answer.sent_at).date() if answer.sent_at else None
        yield _reply(answer.quota.name, str(answer.file), answer.file_name, day=day)


def _reply(agency: str, stored: str, name: str, *, day: object = None, code: str = "") -> Entry:
    return Entry(
        section=Section.REPLIES,
        title=f"Trả lời của {agency}",
        name=f"Tra loi {agency}",
        ending=PurePath(name or stored).suffix.lstrip(".") or "bin",
        day=day,  # type: ignore[arg-type]  # a date or None
        code=code,
        author=agency,
        stored=stored,
    )


def _draft(made: MadePaper, title: str) -> Entry:
    """The ZIP is for all staff of the office, so a paper with account numbers only has its line in the index."""
    has_accounts = made.kind in WITH_ACCOUNTS
    of = f" của văn bản {made.record.code}" if made.record is not None and made.record.code else ""
    return Entry(
        section=Section.UNSIGNED,
        title=f"{title}: {class_name(made.training_class)}",
        name=f"{title} ban {made.version}",
        ending="docx",
        day=timezone.localtime(made.made_at).date(),
        author=made.training_class.office.organization.name,
        note="Có số tài khoản: lưu bản đã ký" if has_accounts else f"Bản soạn thảo{of}, chưa ký",
        stored="" if has_accounts else str(made.file),
    )
