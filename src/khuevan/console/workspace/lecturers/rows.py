"""One lecturer as the board shows it: state, lines, clashes, what comes next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.console.workspace.lecturers.shell import lecturer_address
from khuevan.core.rows import stamp
from khuevan.papers.domain.building import WRITERS
from khuevan.papers.enums import PaperKind
from khuevan.training.domain.lecturers.history import lines_of_many
from khuevan.training.domain.lecturers.states import UNSURE
from khuevan.training.domain.timetable.clash_kinds import Clash, ClashKind
from khuevan.training.domain.timetable.clashes import clashes_of
from khuevan.training.enums import LecturerState
from khuevan.training.models import Lecturer, LecturerCare, ProgrammeItem, TrainingClass

LOOKS: Final[dict[str, tuple[str, str]]] = {
    LecturerState.PLANNED: ("circle-dashed", ""),
    LecturerState.ASKED: ("send", "state-wait"),
    LecturerState.NAMED: ("user-check", "state-wait"),
    LecturerState.CONFIRMED: ("check", "state-done"),
    LecturerState.DECLINED: ("user-x", "state-now"),
}
"""Icon and colour of a state."""
ORDER: Final = (
    LecturerState.DECLINED,
    LecturerState.PLANNED,
    LecturerState.ASKED,
    LecturerState.NAMED,
    LecturerState.CONFIRMED,
)
"""What needs somebody's hand comes first."""
EXPLAINED: Final[dict[str, str | Promise]] = {
    LecturerState.DECLINED: gettext_lazy("Their lines stay until somebody comes instead."),
    LecturerState.PLANNED: gettext_lazy("Nobody has asked them yet."),
    LecturerState.ASKED: gettext_lazy("Waiting for the answer."),
    LecturerState.NAMED: gettext_lazy("Named by the unit; the person has not answered yet."),
    LecturerState.CONFIRMED: gettext_lazy("They come."),
}


@dataclass(frozen=True)
class Step:
    """What can be done; ``posts`` where it is a button and no page."""

    label: str
    icon: str
    address: str
    posts: bool = False


@dataclass(frozen=True)
class LecturerRow:
    lecturer: Lecturer
    lines: list[ProgrammeItem]
    clashes: list[str]
    care: LecturerCare | None
    is_over: bool
    step: Step | None
    more: list[Step] = field(default_factory=list)

    @property
    def seen(self) -> str:
        return stamp(self.lecturer)

    @property
    def name(self) -> str:
        one = self.lecturer
        return capfirst(one.person.addressed) if one.person else one.organization_name

    @property
    def post(self) -> str:
        return self.lecturer.post if self.lecturer.person else _("The person is not named yet")

    @property
    def icon(self) -> str:
        return LOOKS[self.lecturer.state][0]

    @property
    def css(self) -> str:
        return LOOKS[self.lecturer.state][1]

    @property
    def materials_are_late(self) -> bool:
        due = self.care.materials_by if self.care else None
        return bool(due and due < timezone.localdate() and not self.is_over and not self.lecturer.sent)  # type: ignore[attr-defined]


@dataclass(frozen=True)
class StateGroup:
    state: str
    label: str
    explains: str | Promise
    rows: list[LecturerRow]


def rows_of(training_class: TrainingClass, *, may_change: bool) -> list[LecturerRow]:
    """In the order of the class; a fixed number of queries."""
    lecturers = list(
        training_class.lecturers.select_related("person", "organization", "asked_by", "care", "replaces__person")
        .prefetch_related("materials")
        .order_by("order", "pk")
    )
    lines = lines_of_many(lecturers)
    clashes = [one for one in clashes_of(training_class) if one.kind == ClashKind.LECTURER] if lecturers else []
    return [row_of(training_class, one, lines.get(one.pk, []), clashes, may_change=may_change) for one in lecturers]


def row_of(
    training_class: TrainingClass,
    lecturer: Lecturer,
    lines: list[ProgrammeItem],
    clashes: Sequence[Clash],
    *,
    may_change: bool,
) -> LecturerRow:
    lecturer.training_class = training_class
    lecturer.sent = list(lecturer.materials.all())  # type: ignore[attr-defined]
    is_over = training_class.end_date < timezone.localdate()
    steps = _steps(training_class, lecturer, is_over=is_over) if may_change else []
    return LecturerRow(
        lecturer=lecturer,
        lines=lines,
        clashes=_own(lecturer, lines, clashes),
        care=getattr(lecturer, "care", None),
        is_over=is_over,
        step=steps[0] if steps else None,
        more=steps[1:],
    )


def groups_of(rows: Sequence[LecturerRow]) -> list[StateGroup]:
    by_state: Mapping[str, list[LecturerRow]] = {
        state: [row for row in rows if row.lecturer.state == state] for state in ORDER
    }
    return [
        StateGroup(state, capfirst(str(state.label)), EXPLAINED[state], by_state[state])
        for state in ORDER
        if by_state[state]
    ]


def paper_address(training_class: TrainingClass, kind: PaperKind, lecturer: Lecturer | None = None) -> str:
    address = reverse("console:class_paper_page", args=(training_class.pk, WRITERS[kind].slug))
    if lecturer is None:
        return address
    is_unit = lecturer.person_id is None and lecturer.organization_id is not None
    return f"{address}?gui={'unit' if is_unit else 'lecturer'}:{lecturer.organization_id if is_unit else lecturer.pk}"


def _own(lecturer: Lecturer, lines: Sequence[ProgrammeItem], clashes: Sequence[Clash]) -> list[str]:
    """Of the clashes of the class those of this person."""
    if lecturer.person is None:
        return []
    sessions = {item.session_id for item in lines}
    name = lecturer.person.full_name
    return [one.words for one in clashes if sessions & one.sessions and name in one.words]


def _steps(training_class: TrainingClass, one: Lecturer, *, is_over: bool) -> list[Step]:
    """The natural one first."""
    if is_over:
        return _afterwards(training_class, one)
    all_of: dict[str, Step] = {
        "letter": Step(
            _("Write the letter"), "file-text", paper_address(training_class, PaperKind.LECTURER_REQUEST, one)
        ),
        "asked": _step(_("A letter was sent"), "send", one, "class_lecturer_asked", posts=True),
        "name": _step(_("Enter whom the unit sends"), "user-plus", one, "class_lecturer_name"),
        "confirm": _step(_("Note that they come"), "check", one, "class_lecturer_confirm"),
        "link": _step(_("Personal link, QR, text for Zalo"), "link", one, "class_lecturer_link", posts=True),
        "mail": _step(_("Write to them now"), "mail", one, "class_lecturer_send", posts=True),
        "care": _step(_("Card of reception"), "checklist", one, "class_lecturer_care"),
        "replace": _step(_("Let somebody else teach"), "users", one, "class_lecturer_replace"),
        "decline": _step(_("Note that they cannot come"), "user-x", one, "class_lecturer_decline"),
        "again": _step(_("Take the answer back"), "arrow-back-up", one, "class_lecturer_again"),
        "change": _step(_("Correct title or body"), "pencil", one, "class_lecturer_change"),
    }
    return [all_of[name] for name in _fitting(one)]


def _fitting(one: Lecturer) -> list[str]:
    """Names of the steps that fit the state, the natural one first."""
    is_unit, state = one.person_id is None, one.state
    if state == LecturerState.DECLINED:
        return ["replace", "again", "change"]
    if state == LecturerState.CONFIRMED:
        return ["care", "link", "mail", "replace", "again", "decline", "change"]
    if is_unit:
        first = ["letter", "asked"] if state == LecturerState.PLANNED else []
        return [*first, "name", "link", "mail", "replace", "decline", "change"]
    first = ["letter", "asked"] if state == LecturerState.PLANNED else []
    return [*first, "confirm", "mail", "link", "care", "replace", "decline", "change"]


def _afterwards(training_class: TrainingClass, one: Lecturer) -> list[Step]:
    thanks = Step(
        _("Write the letter of thanks"), "file-text", paper_address(training_class, PaperKind.THANKS_LETTER, one)
    )
    reception = _step(_("How it was received"), "message", one, "class_lecturer_reception")
    is_own = one.organization_id == training_class.office.organization_id
    wants_thanks = one.person_id is not None and one.thanked_on is None and not is_own
    steps = [reception] if one.state in UNSURE or not wants_thanks else [thanks, reception]
    if one.reception and wants_thanks and thanks not in steps:
        steps = [thanks, *steps]
    return [*steps, _step(_("Correct title or body"), "pencil", one, "class_lecturer_change")]


def _step(label: str, icon: str, one: Lecturer, name: str, **more: Any) -> Step:  # noqa: ANN401 - of a Step
    return Step(label, icon, lecturer_address(one, name), **more)
