"""An office's own words for its messages."""

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from khuevan.core.actors import Actor, account_of
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import checked, locked, unchanged
from khuevan.notifications.domain.composing import one_line, words_of
from khuevan.notifications.domain.kinds import MessageKind, filled, place_name, places_in
from khuevan.notifications.models import MessageTemplate

LONGEST_BODY = 10_000


@dataclass(frozen=True)
class Wording:
    """How one kind of message reads in one office; ``template`` is None where the usual words count."""

    kind: MessageKind
    subject: str
    body: str
    template: MessageTemplate | None

    @property
    def sample_subject(self) -> str:
        return one_line(filled(self.subject, self.kind.sample))

    @property
    def sample_body(self) -> str:
        return filled(self.body, self.kind.sample)


def wording(office_id: int, kind: MessageKind) -> Wording:
    template = MessageTemplate.objects.filter(office_id=office_id, kind=kind.code).first()
    return Wording(kind, *words_of(kind, template), template)


@verb("notifications.change_template")
def change_template(
    actor: Actor, *, office_id: int, kind: MessageKind, subject: str, body: str, seen: str = ""
) -> MessageTemplate:
    """Gives a kind of message the office's own words.

    Raises ``template_empty``, ``template_too_long``, ``place_unknown``, ``place_not_in_subject``, ``place_missing``,
    ``changed_meanwhile``.
    """
    template = MessageTemplate.objects.select_for_update().filter(office_id=office_id, kind=kind.code).first()
    before = snapshot(template) if template else None
    if template:
        unchanged(template, seen)
    found = template or MessageTemplate(office_id=office_id, kind=kind.code)
    require(actor, "notifications.change_template", found)
    found.subject, found.body = one_line(subject), body.replace("\r\n", "\n").strip()
    found.changed_by = account_of(actor)
    _check(kind, found)
    checked(found).save()
    record(actor, "notifications.change_template", found, before)
    return found


@verb("notifications.reset_template")
def reset_template(actor: Actor, template: MessageTemplate) -> None:
    """The usual words count again."""
    require(actor, "notifications.change_template", template)
    locked(template)
    record(actor, "notifications.reset_template", template, snapshot(template))
    template.delete()


def _check(kind: MessageKind, template: MessageTemplate) -> None:
    if not template.subject or not template.body:
        raise DomainError("template_empty", _("A message needs a subject and a text."))
    if len(template.body) > LONGEST_BODY:
        raise DomainError("template_too_long", _("The text is too long: at most %(most)s letters."), most=LONGEST_BODY)
    used = places_in(template.subject) | places_in(template.body)
    known = {place_name(name) for name in kind.placeholders}
    if exposed := sorted(places_in(template.subject) & kind.required):
        raise DomainError(
            "place_not_in_subject",
            _("%(places)s belongs into the text: a subject stands on locked screens and in the list of messages."),
            places=", ".join(f"{{{name}}}" for name in exposed),
        )
    if unknown := sorted(used - known):
        raise DomainError(
            "place_unknown",
            _("There is nothing to put into %(places)s. Choose from the places listed beside the text."),
            places=", ".join(f"{{{name}}}" for name in unknown),
        )
    if missing := sorted(kind.required - places_in(template.body)):
        raise DomainError(
            "place_missing",
            _("%(title)s is of no use without %(places)s. Put it into the text."),
            title=capfirst(str(kind.title)),
            places=", ".join(f"{{{name}}}" for name in missing),
        )
