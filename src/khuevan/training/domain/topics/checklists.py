"""Steps of a check list as somebody types them: one a line, under heads of stages.

    Giai đoạn: Trước khi đoàn đến
    Xin chủ trương tiếp đoàn | Phòng Lễ tân | 15 ngày trước

What stands after the first ``|`` is who does it, after the second until when.  ``steps_text`` and ``read_steps`` undo
each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext_lazy as _

from khuevan.core.errors import DomainError
from khuevan.training.models import ChecklistStep, HandbookPage
from khuevan.vietnamese.folding import fold

STAGE = "Giai đoạn:"
_HEAD = fold(STAGE)
_PARTS = (("text", _("what is done")), ("who", _("who does it")), ("when", _("until when")))
MOST_STEPS = 300


@dataclass(frozen=True)
class StepRow:
    """One step; ``stage`` is filled only where a new stage begins."""

    text: str
    who: str = ""
    when: str = ""
    stage: str = ""


@dataclass(frozen=True)
class Stage:
    """The steps under one head, which is empty before the first one."""

    name: str
    steps: list[ChecklistStep]


def read_steps(text: str) -> list[StepRow]:
    """The steps somebody typed; lines without words are passed over.

    Raises ``step_too_long``, ``step_without_words``, ``stage_without_steps``, ``too_many_parts``, ``too_many_steps``,
    each naming the line.
    """
    rows: list[StepRow] = []
    stage = ""
    for number, line in enumerate(text.splitlines(), start=1):
        typed = " ".join(line.split())
        if not typed:
            continue
        if fold(typed).startswith(_HEAD):
            _refuse_bare(stage, number)
            stage = _fitting("stage", typed.partition(":")[2].strip(), number, _("stage"))
            continue
        rows.append(_step(typed, number, stage))
        stage = ""
    _refuse_bare(stage, len(text.splitlines()))
    if len(rows) > MOST_STEPS:
        raise DomainError(
            "too_many_steps", _("%(count)s steps are too many for one check list; %(most)s at most."),
            count=len(rows), most=MOST_STEPS,
        )  # fmt: skip
    return rows


def steps_text(steps: Sequence[StepRow | ChecklistStep]) -> str:
    """The same as text to be typed on."""
    lines: list[str] = []
    for step in steps:
        if step.stage:
            lines += ["", f"{STAGE} {step.stage}"] if lines else [f"{STAGE} {step.stage}"]
        parts = [step.text, step.who, step.when]
        while not parts[-1]:
            parts.pop()
        lines.append(" | ".join(parts))
    return "\n".join(lines)


def rows_of(page: HandbookPage) -> list[StepRow]:
    """The stored steps of a page."""
    return [StepRow(one.text, one.who, one.when, one.stage) for one in page.steps.all()]


def stages_of(page: HandbookPage) -> list[Stage]:
    """The steps as they are read: under the heads of their stages."""
    named: list[tuple[int, str, ChecklistStep]] = []
    place, name = 0, ""
    for step in page.steps.all():
        if step.stage:
            place, name = place + 1, step.stage
        named.append((place, name, step))
    blocks = groupby(named, key=lambda one: one[:2])
    return [Stage(name, [step for _place, _name, step in block]) for (_key, name), block in blocks]


def _step(typed: str, number: int, stage: str) -> StepRow:
    parts = [part.strip() for part in typed.split("|")]
    if len(parts) > len(_PARTS):
        raise DomainError(
            "too_many_parts", _("Line %(line)s has more than what, who and until when. Take a | out."), line=number
        )
    if not parts[0]:
        raise DomainError("step_without_words", _("Line %(line)s does not say what is done."), line=number)
    values = {name: _fitting(name, part, number, label) for (name, label), part in zip(_PARTS, parts, strict=False)}
    return StepRow(stage=stage, **values)


def _fitting(name: str, value: str, number: int, label: object) -> str:
    longest = ChecklistStep._meta.get_field(name).max_length or 0  # type: ignore[union-attr]  # own columns
    if len(value) > longest:
        raise DomainError(
            "step_too_long", _("Line %(line)s, %(part)s: %(longest)s letters at most."),
            line=number, part=str(label), longest=longest,
        )  # fmt: skip
    return value


def _refuse_bare(stage: str, number: int) -> None:
    if stage:
        raise DomainError(
            "stage_without_steps", _("The stage “%(stage)s” above line %(line)s has no step."), stage=stage, line=number
        )
