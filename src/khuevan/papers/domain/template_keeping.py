"""Versions of an office's Word templates: sent, taken into use, taken out of use."""

from dataclasses import dataclass

from django.core.files.base import ContentFile, File
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import words
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import checked, locked, unchanged
from khuevan.papers.domain.templating import CheckedTemplate, check
from khuevan.papers.enums import PaperKind, TemplateState
from khuevan.papers.models import PaperTemplate
from khuevan.people.models import Office, User
from khuevan.records.enums import FileKind
from khuevan.records.validators import CheckedFile, checked_file

words(
    verbs={
        "papers.upload_template": _("sent a Word template"),
        "papers.activate_template": _("took a Word template into use"),
        "papers.retire_template": _("took a Word template out of use"),
        "papers.note_template": _("changed the note of a Word template"),
    }
)


@dataclass(frozen=True)
class LookedThrough:
    """A Word file that may be kept as a template of ``kind``, with what the check found in it."""

    kind: PaperKind
    file: CheckedFile
    found: CheckedTemplate


def look_through(
    file: File,  # type: ignore[type-arg]  # bytes, as uploads are
    kind: PaperKind,
    *,
    office: Office,
) -> LookedThrough:
    """Checks a file that somebody sent.  It may take seconds, so it is done before the verb begins its transaction.

    Raises what ``checked_file`` and ``templating.check`` raise, and ``template_kind`` for what is no .docx.
    """
    admitted = checked_file(file)
    if admitted.kind != FileKind.DOCX:
        raise DomainError("template_kind", _("A template is a Word file (.docx)."))
    return LookedThrough(kind, admitted, check(admitted.content, kind, office_id=office.pk))


@verb("papers.upload_template")
def upload_template(actor: Actor, *, office: Office, looked: LookedThrough, note: str = "") -> PaperTemplate:
    """Keeps a Word file as the next version for its kind of paper; the same file as the newest changes nothing."""
    require(actor, "papers.keep_templates", office)
    kind, admitted, found = looked.kind, looked.file, looked.found
    locked(office)
    newest = PaperTemplate.objects.filter(office=office, kind=kind).order_by("-version").first()
    if newest is not None and newest.file_sha256 == admitted.sha256:
        record(actor, "papers.upload_template", [])
        return newest
    sent = PaperTemplate(
        office=office,
        kind=kind,
        version=newest.version + 1 if newest else 1,
        file_name=admitted.name,
        file_sha256=admitted.sha256,
        state=TemplateState.READY if found.is_ready else TemplateState.FAULTY,
        problems=found.problems,
        fields=found.fields,
        note=note.strip(),
        uploaded_at=timezone.now(),
        uploaded_by=actor if isinstance(actor, User) else None,
    )
    checked(sent, without=("file",))
    sent.file.save(admitted.name, ContentFile(admitted.content), save=False)
    sent.save(force_insert=True)
    record(actor, "papers.upload_template", sent)
    return sent


@verb("papers.activate_template")
def activate_template(actor: Actor, template: PaperTemplate, *, seen: str = "") -> PaperTemplate | None:
    """Papers of this kind are made from it from now on; the version in use before is retired and answered.

    Raises ``template_faulty``, ``changed_meanwhile``.
    """
    require(actor, "papers.keep_templates", template.office)
    locked(template.office)
    unchanged(locked(template), seen)
    if template.state == TemplateState.FAULTY:
        raise DomainError("template_faulty", _("This version has faults. Mend the file and send it again."))
    before = PaperTemplate.objects.filter(office=template.office, kind=template.kind, state=TemplateState.ACTIVE)
    other = before.exclude(pk=template.pk).first()
    if other is not None:
        _put(actor, "papers.activate_template", other, TemplateState.RETIRED)
    if template.state != TemplateState.ACTIVE:
        _put(actor, "papers.activate_template", template, TemplateState.ACTIVE)
    else:
        record(actor, "papers.activate_template", [])
    return other


@verb("papers.retire_template")
def retire_template(actor: Actor, template: PaperTemplate, *, seen: str = "") -> None:
    """Papers of this kind have the usual layout again, if it was the version in use.  Raises ``changed_meanwhile``."""
    require(actor, "papers.keep_templates", template.office)
    locked(template.office)
    unchanged(locked(template), seen)
    if template.state != TemplateState.ACTIVE:
        record(actor, "papers.retire_template", [])
        return
    _put(actor, "papers.retire_template", template, TemplateState.RETIRED)


@verb("papers.note_template")
def note_template(actor: Actor, template: PaperTemplate, note: str, *, seen: str = "") -> None:
    """Says what a version is good for.  Raises ``changed_meanwhile``, ``invalid_value``."""
    require(actor, "papers.keep_templates", template.office)
    unchanged(locked(template), seen)
    before = snapshot(template)
    template.note = note.strip()
    checked(template, without=("file",)).save(update_fields=["note"])
    record(actor, "papers.note_template", template, before)


def _put(actor: Actor, verb_name: str, template: PaperTemplate, state: TemplateState) -> None:
    before = snapshot(template)
    template.state = state
    template.save(update_fields=["state"])
    record(actor, verb_name, template, before)
