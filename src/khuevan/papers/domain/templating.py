"""Word templates of an office, looked through and filled in a child of the sandbox."""

import base64
import json
from dataclasses import dataclass, field
from typing import Any, Final

from khuevan.core.actors import Actor
from khuevan.core.sandbox import workers
from khuevan.core.sandbox.children import Limits, Program, SandboxError
from khuevan.papers.blocks import Paper
from khuevan.papers.domain.building import WRITERS, targets, written
from khuevan.papers.domain.citing import cited
from khuevan.papers.domain.facts import Facts
from khuevan.papers.domain.fields import context_of, example_context, needed_on, schema_of
from khuevan.papers.domain.template_problems import refusal
from khuevan.papers.enums import PaperKind, TemplateState
from khuevan.papers.models import PaperTemplate
from khuevan.people.models import Office
from khuevan.training.models import TrainingClass

_PROGRAM = Program(
    "khuevan.papers.filling.program",
    packages=("docxtpl", "docx", "lxml", "jinja2", "markupsafe", "typing_extensions"),
    limits=Limits(memory=1024**3, cpu_seconds=0),
)
_SECONDS: Final = 20.0
_IDLE_SECONDS: Final = 120
_BUSY_SECONDS: Final = 40


@dataclass(frozen=True)
class CheckedTemplate:
    """``problems`` as the model keeps them; ``fields`` are the names used."""

    problems: list[dict[str, Any]] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)

    @property
    def is_ready(self) -> bool:
        return all(problem["is_warning"] for problem in self.problems)


def check(content: bytes, kind: PaperKind, *, office_id: int) -> CheckedTemplate:
    """Looks a Word file through that somebody of an office sent.

    Raises ``template_…`` for what is no template at all: macros, objects, pictures too large, code instead of fields.
    """
    request = {
        "file": base64.b64encode(content).decode(),
        "fields": schema_of(kind),
        "needed": needed_on(kind, is_numbered=is_numbered(kind)),
        "context": example_context(kind),
    }
    told = json.loads(_asked(request, office_id))
    return CheckedTemplate(told["problems"], told["fields"])


def is_numbered(kind: PaperKind) -> bool:
    return kind in WRITERS and WRITERS[kind].symbol is not None


def active_template(office: Office, kind: PaperKind) -> PaperTemplate | None:
    """The office's own Word file for this kind of paper, where it has one in use."""
    return PaperTemplate.objects.filter(office=office, kind=kind, state=TemplateState.ACTIVE).first()


def filled(template: PaperTemplate, facts: Facts, paper: Paper) -> bytes:
    """The .docx; ``paper`` is what the program itself writes.  Raises ``template_failed``, ``template_too_much``."""
    return _filled(template, context_of(facts, paper, template.fields))


def tried(template: PaperTemplate) -> bytes:
    """The .docx with invented words.  Raises as ``filled``."""
    return _filled(template, example_context(PaperKind(template.kind)))


def tried_with(actor: Actor, template: PaperTemplate, training_class: TrainingClass) -> bytes:
    """The .docx with the words of a class, to the first addressee where there are several; nothing is kept.

    Raises NotAllowedError without ``papers.write_paper``, and as ``filled``.
    """
    kind = PaperKind(template.kind)
    named = cited(actor, training_class, kind)
    target = next(iter(targets(actor, training_class, kind, cited=named)), None)
    paper = written(actor, training_class, kind, cited=named, target=target)
    return filled(template, Facts(actor, training_class, named, kind=kind, target=target), paper)


def _filled(template: PaperTemplate, context: dict[str, Any]) -> bytes:
    with template.file.open("rb") as file:
        content = file.read()
    return _asked({"file": base64.b64encode(content).decode(), "context": context}, template.office_id)


def _asked(request: dict[str, Any], office_id: int) -> bytes:
    """Each office has a worker of its own: what one template does stays away from the words of others."""
    try:
        return workers.ask(
            _PROGRAM,
            request,
            seconds=_SECONDS,
            office=office_id,
            idle_seconds=_IDLE_SECONDS,
            busy_seconds=_BUSY_SECONDS,
        )
    except workers.Refused as refused:
        told = json.loads(str(refused))
        raise refusal(told["code"], told["words"]) from refused
    except SandboxError as error:
        raise refusal("too_much", {}) from error
