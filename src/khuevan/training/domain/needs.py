"""What one agency answers: its rows, replaced as a whole, or that its people need nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, Bearer, account_of
from khuevan.core.audit import record, verb
from khuevan.core.audit_words import fact, words
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import checked, locked
from khuevan.training.domain.editing import fresh
from khuevan.training.domain.need_calls import is_open, refuse_closed
from khuevan.training.enums import NeedWay
from khuevan.training.models import NeedAnswer, Topic, TrainingNeed
from khuevan.vietnamese.folding import fold

MOST_ROWS = 60
"""Rows of one agency; nobody means more."""
MOST_PEOPLE = 100_000
MOST_OFFERED = 12
"""Topics of the office that an agency is offered when it never said anything."""


@dataclass(frozen=True)
class NeedRow:
    """One thing that people of an agency should learn; with ``people`` None it is only offered, not said."""

    title: str
    people: int | None = None
    topic: Topic | None = None
    field: str = ""
    audience: str = ""
    months: str = ""
    note: str = ""


@verb("training.answer_needs")
def answer_needs(
    actor: Actor,
    answer: NeedAnswer,
    rows: Sequence[NeedRow],
    *,
    name: str = "",
    note: str = "",
    way: NeedWay | None = None,
    seen: str = "",
) -> NeedAnswer:
    """Writes what an agency needs, in the place of all it said before; ``name`` is who answers for it.

    Agencies may until the call's day is over, officers until it is closed.  Raises ``call_is_over``,
    ``call_is_closed``, ``needs_missing``, ``too_many_rows``, ``need_without_title``, ``people_missing``,
    ``need_twice``, ``topic_of_another_office``, ``invalid_value``, ``changed_meanwhile``.
    """
    before = _opened(actor, answer, seen)
    if not rows:
        raise DomainError("needs_missing", _("Write at least one row, or say that there is no need."))
    if len(rows) > MOST_ROWS:
        raise DomainError("too_many_rows", _("At most %(limit)s rows fit into one answer."), limit=MOST_ROWS)
    needs = [_need(actor, answer, place, row) for place, row in enumerate(rows, start=1)]
    _refuse_doubles(needs)
    stored = list(answer.needs.select_related("topic"))
    _keep_plans(stored, needs)
    before["needs"] = [_told(one) for one in stored]
    answer.needs.all().delete()
    TrainingNeed.objects.bulk_create(needs)
    _answered(actor, answer, name=name, note=note, way=way, has_none=False)
    record(actor, "training.answer_needs", answer, before, {"needs": [_told(one) for one in needs]})
    return answer


@verb("training.declare_no_needs")
def declare_none(
    actor: Actor, answer: NeedAnswer, *, name: str = "", note: str = "", way: NeedWay | None = None, seen: str = ""
) -> NeedAnswer:
    """An agency says that its people need nothing; what it said before goes.  Raises what ``answer_needs`` raises."""
    before = _opened(actor, answer, seen)
    before["needs"] = [_told(one) for one in answer.needs.all()]
    answer.needs.all().delete()
    _answered(actor, answer, name=name, note=note, way=way, has_none=True)
    record(actor, "training.declare_no_needs", answer, before, {"needs": []} if before["needs"] else None)
    return answer


def note_opened(answer: NeedAnswer) -> None:
    """Somebody of the agency has looked at the page; only the first time is written down.

    ``answer`` knows it afterwards, so that a form made from it carries the stamp of what is stored.
    """
    if answer.opened_at is None:
        NeedAnswer.objects.filter(pk=answer.pk, opened_at=None).update(opened_at=timezone.now())
        answer.refresh_from_db(fields=["opened_at"])


def rows_of(answer: NeedAnswer) -> list[NeedRow]:
    """What an agency said."""
    return [_as_row(one) for one in answer.needs.select_related("topic")]


def prefilled(answer: NeedAnswer) -> list[NeedRow]:
    """What a form begins with: what was said, else what the agency said a year before, else topics of the office."""
    said = rows_of(answer)
    if said or answer.answered_at is not None:
        return said
    earlier = NeedAnswer.objects.filter(
        call__office=answer.call.office_id,
        organization=answer.organization_id,
        call__year__lt=answer.call.year,
        needs__isnull=False,
    )
    last = earlier.order_by("-call__year").first()
    if last is not None:
        return rows_of(last)
    topics = Topic.objects.filter(office=answer.call.office_id, uses__isnull=False).distinct()
    newest = topics.order_by("-pk")[:MOST_OFFERED]
    return [NeedRow(topic.title, topic=topic, field=topic.field) for topic in newest]


def _opened(actor: Actor, answer: NeedAnswer, seen: str) -> dict[str, object]:
    """The answer, locked after its call, and what it was."""
    require(actor, "training.answer_need", answer)
    call = locked(answer.call)
    before = fresh(answer, seen)
    answer.call = call
    if isinstance(actor, Bearer) and not is_open(call):
        raise DomainError(
            "call_is_over", _("The time to answer is over. Call the office, which can still write down what you need.")
        )
    refuse_closed(call)
    return before


def _need(actor: Actor, answer: NeedAnswer, place: int, row: NeedRow) -> TrainingNeed:
    title = " ".join(row.title.split()) or (row.topic.title if row.topic else "")
    if not title:
        raise DomainError("need_without_title", _("Row %(row)s: say what should be learnt."), row=place)
    if not row.people or row.people < 0:
        raise DomainError("people_missing", _("Row %(row)s: say how many people."), row=place)
    if row.people > MOST_PEOPLE:
        raise DomainError("number_unlikely", _("Row %(row)s: this number of people cannot be meant."), row=place)
    if row.topic is not None and row.topic.office_id != answer.call.office_id:
        raise DomainError("topic_of_another_office", _("This topic is of another office."))
    topic = row.topic if row.topic and fold(row.topic.title) == fold(title) else None
    topic = topic or Topic.objects.filter(office=answer.call.office_id, title=title).first()
    need = TrainingNeed(answer=answer, order=place, topic=topic, title=title, people=row.people)
    need.field = row.field.strip() or (topic.field if topic else "")
    need.audience, need.months, need.note = row.audience.strip(), row.months.strip(), row.note.strip()
    need.entered_by = account_of(actor)
    return checked(need)


def _refuse_doubles(needs: Iterable[TrainingNeed]) -> None:
    known: dict[tuple[str, str], int] = {}
    for need in needs:
        first = known.setdefault((fold(need.title), fold(need.audience)), need.order)
        if first != need.order:
            raise DomainError(
                "need_twice",
                _("Rows %(first)s and %(row)s say the same; put them together."),
                first=first,
                row=need.order,
            )


def _keep_plans(stored: Iterable[TrainingNeed], needs: Iterable[TrainingNeed]) -> None:
    """A need that is said again stays with the class that was planned for it."""
    planned = {fold(one.title): one.planned_class_id for one in stored if one.planned_class_id}
    for need in needs:
        need.planned_class_id = planned.get(fold(need.title))


def _answered(actor: Actor, answer: NeedAnswer, *, name: str, note: str, way: NeedWay | None, has_none: bool) -> None:
    answer.answered_at = timezone.now()
    answer.answered_by = name.strip() or answer.answered_by
    answer.way = way or (NeedWay.LINK if isinstance(actor, Bearer) else NeedWay.OFFICER)
    answer.has_none, answer.note = has_none, note.strip()
    checked(answer).save()


def _as_row(need: TrainingNeed) -> NeedRow:
    return NeedRow(need.title, need.people, need.topic, need.field, need.audience, need.months, need.note)


def _told(need: TrainingNeed) -> str:
    return f"{need.title}: {need.people}"


fact("needs", _("training needs"))
words(
    verbs={
        "training.answer_needs": _("wrote down training needs"),
        "training.declare_no_needs": _("said that there is no need for training"),
    }
)
