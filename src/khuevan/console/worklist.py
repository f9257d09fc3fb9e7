"""Việc cần làm: where the day begins.  What waits for whom, by due date, across the classes of an office."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from khuevan.console.classes.listing import opening_offices
from khuevan.console.jobs import ShownJob, shown
from khuevan.console.workspace.shell import tab_address
from khuevan.core.actors import Actor
from khuevan.core.jobs.states import UNFINISHED, JobState
from khuevan.core.models import Job
from khuevan.core.screens import staff_page
from khuevan.core.templatetags.khuevan import thousands, vn_date, vn_weekday
from khuevan.people.enums import RoleKind
from khuevan.people.rules import roles_in
from khuevan.training.domain.months import MonthClass, calendar_of
from khuevan.training.domain.worklist import Task, waits_for, work_list

MINE, LEADER, EDITOR, ALL = "cua-toi", "lanh-dao", "bien-tap", "tat-ca"
SHOWN_IN_GROUP = 10
ROWS = 50
MOST_JOBS = 3
MOST_CLASSES = 8
STOPPED_FOR = timedelta(days=7)
"""How long work that stopped with a trouble is still shown here."""

WAITS: dict[str, str | Promise] = {
    RoleKind.OFFICER: _("waits for an officer"),
    RoleKind.LEADER: _("waits for a leader"),
    RoleKind.EDITOR: _("waits for an editor"),
    RoleKind.CLERK: _("waits for the records clerk"),
    RoleKind.ADMINISTRATOR: _("waits for an administrator"),
}


@dataclass(frozen=True)
class Row:
    """One task as it is shown: ``day`` and ``when`` it is due, whom it ``waits`` for where that is somebody else."""

    task: Task
    day: str
    when: str
    address: str
    waits: str


@dataclass(frozen=True)
class Group:
    """Tasks under one heading; ``rest``: how many of them are on the page of this group only."""

    key: str
    label: str | Promise
    rows: list[Row]
    total: int
    is_late: bool = False

    @property
    def rest(self) -> int:
        return self.total - len(self.rows)


@dataclass(frozen=True)
class Pill:
    value: str
    label: str | Promise
    count: int
    is_on: bool


@dataclass(frozen=True)
class WorkList:
    pills: list[Pill]
    groups: list[Group]
    page: "Page[Task] | None"
    """Only where one group is looked at alone."""
    mine: int
    late: int
    classes: int
    """In how many classes something waits for the actor."""

    @property
    def summary(self) -> str:
        if not self.mine:
            return _now("Nothing waits for you.")
        if self.classes:
            said = ngettext(
                "%(count)s task waits for you in %(classes)s.",
                "%(count)s tasks wait for you in %(classes)s.",
                self.mine,
            ) % {"count": self.mine, "classes": _in_classes(self.classes)}
        else:
            said = ngettext("%(count)s task waits for you.", "%(count)s tasks wait for you.", self.mine) % {
                "count": self.mine
            }
        if self.late:
            said += " " + ngettext("%(count)s is overdue.", "%(count)s are overdue.", self.late) % {"count": self.late}
        return said


def _in_classes(count: int) -> str:
    return ngettext("%(count)s class", "%(count)s classes", count) % {"count": count}


def work_list_of(actor: Actor, asked: str, group: str, page: str) -> WorkList:
    """What the address asks for; words it does not know count as not asked."""
    tasks = work_list(actor, everyone=True)
    mine = [task for task in tasks if waits_for(task, actor)]
    kinds: dict[str, tuple[str | Promise, list[Task]]] = {
        MINE: (_("Mine"), mine),
        LEADER: (_("Waiting for a leader"), [task for task in tasks if task.waits_for == RoleKind.LEADER]),
        EDITOR: (_("Waiting for an editor"), [task for task in tasks if task.waits_for == RoleKind.EDITOR]),
        ALL: (_("Everything"), tasks),
    }
    chosen = asked if asked in kinds else MINE
    pills = [Pill(key, label, len(found), key == chosen) for key, (label, found) in kinds.items()]
    groups, shown_page = _groups(kinds[chosen][1], actor, group, page)
    late = sum(task.is_overdue for task in mine)
    return WorkList(
        pills, groups, shown_page, len(mine), late, len({task.training_class for task in mine if task.training_class})
    )


def _groups(tasks: list[Task], actor: Actor, alone: str, page: str) -> tuple[list[Group], "Page[Task] | None"]:
    """By due date; to a leader, what waits for approval stands before everything else."""
    today = timezone.localdate()
    first = [task for task in tasks if _is_leader_of(actor, task)]
    dated = [task for task in tasks if not _is_leader_of(actor, task)]
    if not dated:
        first, dated = [], tasks
    week = today + timedelta(days=13 - today.weekday())
    parts: list[tuple[str, str | Promise, list[Task]]] = [
        ("duyet", _("Waiting for your decision"), first),
        ("qua-han", _("Overdue"), _due(dated, lambda due: due < today)),
        ("hom-nay", _("Today"), _due(dated, lambda due: due == today)),
        ("tuan-sau", _("Until the end of next week"), _due(dated, lambda due: today < due <= week)),
        ("sau-do", _("Later"), _due(dated, lambda due: due > week)),
        ("khong-han", _("Without a date"), [task for task in dated if task.due is None]),
    ]
    for key, label, found in parts:
        if key == alone and found:
            shown_page = Paginator(found, ROWS).get_page(page)
            rows = [_row(task, actor, today) for task in shown_page]
            return [Group(key, label, rows, len(found), key == "qua-han")], shown_page
    groups = [
        Group(key, label, [_row(task, actor, today) for task in found[:SHOWN_IN_GROUP]], len(found), key == "qua-han")
        for key, label, found in parts
        if found
    ]
    return groups, None


def _due(tasks: Iterable[Task], judge: Callable[[date], bool]) -> list[Task]:
    return [task for task in tasks if task.due is not None and judge(task.due)]


def _is_leader_of(actor: Actor, task: Task) -> bool:
    return task.waits_for == RoleKind.LEADER and RoleKind.LEADER in roles_in(actor, task.office_id)


def _row(task: Task, actor: Actor, today: date) -> Row:
    waits = "" if waits_for(task, actor) else str(WAITS[RoleKind(task.waits_for)])
    address = tab_address(task.training_class, task.tab) if task.training_class else reverse(task.address_name)
    if task.due is None:
        return Row(task, "", "", address, waits)
    days = (today - task.due).days
    if days > 0:
        when = ngettext("%(count)s day late", "%(count)s days late", days) % {"count": thousands(days)}
    else:
        when = _now("today") if days == 0 else vn_weekday(task.due)
    return Row(task, vn_date(task.due), when, address, waits)


def _jobs(actor: Actor) -> list[ShownJob]:
    """Work in the background that goes on, rests, or has lately stopped with a trouble."""
    lately = timezone.now() - STOPPED_FOR
    open_jobs = Q(state__in=UNFINISHED) | Q(state=JobState.FAILED, asked_at__gt=lately)
    return [shown(actor, job) for job in Job.objects.visible_to(actor).filter(open_jobs)[:MOST_JOBS]]


def _classes(actor: Actor, today: date) -> list[MonthClass]:
    """Classes of this month, those that are over last."""
    found = calendar_of(actor, today.year, today.month)
    return sorted(found, key=lambda one: one.training_class.end_date < today)


@staff_page
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    asked = request.GET
    today = timezone.localdate()
    classes = _classes(request.user, today)
    context: dict[str, Any] = {
        "work": work_list_of(request.user, asked.get("xem", ""), asked.get("nhom", ""), asked.get("trang", "")),
        "today": capfirst(f"{vn_weekday(today)}, {vn_date(today)}"),
        "month": today,
        "jobs": _jobs(request.user),
        "classes": classes[:MOST_CLASSES],
        "more_classes": max(0, len(classes) - MOST_CLASSES),
        "may_open": bool(opening_offices(request.user)),
    }
    return render(request, "console/worklist.html", context)


urlpatterns = [path("", page, name="start")]
