"""What agencies need: the call of a year, who answered, an answer written down, all of it by topic."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.http import require_POST, require_safe

from khuevan.console.plans.shell import making_offices, plan_context
from khuevan.console.workspace.invitations.catalogue import SOURCES, AgencyChoice
from khuevan.console.workspace.invitations.shell import keys_of, keys_text
from khuevan.core.actors import Actor
from khuevan.core.history import history_of
from khuevan.core.lists import BulkAction
from khuevan.core.permissions import may
from khuevan.core.screens import act, answer_form, file_response, form_page, notice, staff_page
from khuevan.core.templatetags.khuevan import thousands, vn_date
from khuevan.core.workbooks import Sheet, workbook
from khuevan.nominations.domain.need_notices import to_tell
from khuevan.people.models import Organization
from khuevan.training.domain.need_calls import ask_agencies, close_call, is_open, reopen_call, unask_agencies
from khuevan.training.domain.need_summary import groups_of, standing
from khuevan.training.interfaces.forms.needs import TITLES, NeedAnswerForm, NeedCallForm, ReopenCallForm
from khuevan.training.interfaces.need_tables import NeedBoardList, with_sums
from khuevan.training.models import NeedAnswer, NeedCall, TrainingPlan

CHANGE = "training.change_need_call"


def call_of(request: HttpRequest, pk: int, permission: str = "") -> NeedCall:
    """The call of that address; 404 as for one that does not exist, also for whoever lacks ``permission``."""
    rows = NeedCall.objects.visible_to(request.user).select_related("office__organization", "record")
    found: NeedCall = get_object_or_404(rows, pk=pk)
    if permission and not may(request.user, permission, found):
        raise Http404
    return found


def call_address(call: NeedCall, name: str = "need_call", *args: object) -> str:
    return reverse(f"console:{name}", args=(call.pk, *args))


def _answer_of(request: HttpRequest, call: NeedCall, pk: int) -> NeedAnswer:
    rows = NeedAnswer.objects.visible_to(request.user).filter(call=call).select_related("organization")
    found: NeedAnswer = get_object_or_404(rows, pk=pk)
    found.call = call
    return found


def _plan_of(actor: Actor, call: NeedCall) -> TrainingPlan | None:
    plans = TrainingPlan.objects.visible_to(actor).filter(office=call.office_id, year=call.year)
    found: TrainingPlan | None = plans.select_related("office__organization").first()
    return found


def call_context(actor: Actor, call: NeedCall, page: str) -> dict[str, Any]:
    """What ``console/plans/need_base.html`` needs; with a plan of that year, its row of pages, too."""
    plan = _plan_of(actor, call)
    return {
        **(plan_context(actor, plan, "needs") if plan else {}),
        "call": call,
        "page": page,
        "answers_are_open": is_open(call),
        "may_change_call": may(actor, CHANGE, call),
    }


def call_page(
    request: HttpRequest, call: NeedCall, page: str, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    return render(request, template, {**call_context(request.user, call, page), **context}, status=status)


class NeedBoard(NeedBoardList):
    """The board inside the console, with what an officer may do to chosen agencies."""

    bulk = (
        BulkAction(
            "thoi-hoi",
            gettext_lazy("Do not ask"),
            "user-x",
            permission=CHANGE,
            question=gettext_lazy("Only agencies that have not answered are taken out."),
        ),
    )

    def __init__(self, request: HttpRequest, call: NeedCall) -> None:
        seen = NeedAnswer.objects.visible_to(request.user).filter(call=call)
        rows = seen.select_related("organization", "call__office__organization")
        super().__init__(request, with_sums(rows), subtitle=_("For the year %(year)d") % {"year": call.year})
        self.call = call
        self.subject = call

    @cached_property
    def actions(self) -> list[BulkAction]:
        return super().actions if self.call.closed_at is None else []


@staff_page
def add(request: HttpRequest) -> HttpResponse:
    """Begins the call of a year; choosing whom to ask comes next."""
    offices = making_offices(request.user)
    if not offices:
        raise Http404
    asked, today = request.GET.get("nam", ""), timezone.localdate()
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else today.year + 1
    office = request.GET.get("don-vi", "")
    initial = {"year": year, "reply_by": _usual_day(today), "office": office if office.isdecimal() else None}
    form = NeedCallForm(request.user, request.POST or None, offices=offices, initial=initial)

    def done(call: NeedCall) -> str:
        notice(request, _("The agencies can be asked now. Choose which ones."))
        return call_address(call, "need_ask")

    context = {
        "heading": _("Ask agencies what they need"),
        "explains": _(
            "Each agency fills in a short form on its own page; you see who answered and sum it up by topic."
        ),
        "submit": _("Save and choose agencies"),
        "cancel": reverse("console:plans"),
    }
    return answer_form(request, form, "console/plans/new.html", context, done)


def _usual_day(today: date) -> date:
    """The last day of October while it is to come, else three weeks from now."""
    autumn = date(today.year, 10, 31)
    return autumn if (autumn - today).days >= 14 else date.fromordinal(today.toordinal() + 21)


@staff_page
def board(request: HttpRequest, call: int) -> HttpResponse:
    found = call_of(request, call)
    shown = NeedBoard(request, found)
    if request.method == "POST":
        return _bulk(request, shown, found)
    if shown.wants_workbook:
        return shown.workbook_response(f"nhu-cau-{found.year}")
    about = standing(found)
    writes = may(request.user, CHANGE, found) and is_open(found) and about.silent > 0
    context = {
        "list": shown,
        "standing": about,
        "may_write_to": writes,
        "untold": len(to_tell(found).reached) if writes else 0,
        "people": sum(group.people for group in groups_of(found)),
        "reopen": ReopenCallForm(request.user, call=found, initial={"reply_by": _usual_day(timezone.localdate())}),
    }
    return call_page(request, found, "board", "console/plans/needs.html", context)


def _bulk(request: HttpRequest, shown: NeedBoard, call: NeedCall) -> HttpResponse:
    if request.POST.get("viec") not in {one.name for one in shown.actions}:
        raise Http404

    def work() -> None:
        rows = list(NeedAnswer.objects.filter(call=call, pk__in=[one.pk for one in shown.chosen()]))
        if not rows:
            notice(request, _("No row is ticked, so nothing was done."))
            return
        bodies = keys_text(one.organization_id for one in rows)
        gone = unask_agencies(request.user, rows)
        words = ngettext("%(count)s agency is no longer asked.", "%(count)s agencies are no longer asked.", gone)
        undo = f"{call_address(call, 'need_ask_again')}?dv={bodies}"
        notice(request, words % {"count": thousands(gone)}, undo=undo)

    return act(request, work, request.get_full_path())


@staff_page
def change(request: HttpRequest, call: int) -> HttpResponse:
    found = call_of(request, call, CHANGE)
    form = NeedCallForm(request.user, request.POST or None, instance=call_of(request, call))

    def done(row: NeedCall) -> str:
        notice(request, _("Answers are awaited until %(day)s.") % {"day": vn_date(row.reply_by)})
        return call_address(found)

    context = {**call_context(request.user, found, "board"), "heading": _("Deadline and word to the agencies")}
    return answer_form(request, form, "console/plans/need_form.html", {**context, "cancel": call_address(found)}, done)


@staff_page
@require_POST
def close(request: HttpRequest, call: int) -> HttpResponse:
    found = call_of(request, call)

    def work() -> None:
        close_call(request.user, found)
        undo = call_address(found, "need_reopen")
        notice(request, _("Closed: agencies see what they sent and change it no more."), undo=undo)

    return act(request, work, call_address(found))


@staff_page
@require_POST
def reopen(request: HttpRequest, call: int) -> HttpResponse:
    """With a new day where one is sent, else as the undo of closing."""
    found = call_of(request, call)

    def work() -> None:
        form = ReopenCallForm(request.user, request.POST, call=found)
        day = form.cleaned_data["reply_by"] if form.is_valid() else None
        reopen_call(request.user, found, reply_by=day)
        notice(request, _("Open again: agencies may answer until %(day)s.") % {"day": vn_date(found.reply_by)})

    return act(request, work, call_address(found))


@staff_page
def ask(request: HttpRequest, call: int) -> HttpResponse:
    """Whom to ask: ticked in the tree, in groups, among those of an earlier class."""
    found = call_of(request, call, CHANGE)
    asked = set(found.answers.values_list("organization", flat=True))
    shown = AgencyChoice(request, found.office, asked_already=asked)
    if request.method == "POST":

        def work() -> None:
            made = ask_agencies(request.user, found, [one.organization for one in shown.ticked(request)])
            if not made:
                notice(request, _("No agency is ticked, so nothing was done."))
                return
            words = ngettext("%(count)s agency is asked now.", "%(count)s agencies are asked now.", len(made))
            undo = f"{call_address(found, 'need_unask')}?dv={keys_text(one.organization_id for one in made)}"
            notice(request, words % {"count": thousands(len(made))}, undo=undo)

        return act(request, work, request.get_full_path())
    context = {"catalogue": shown, "sources": SOURCES.items(), "asked": len(asked), "done_word": _("asked")}
    return form_page(call_page(request, found, "board", "console/plans/need_choose.html", context))


@staff_page
@require_POST
def unask(request: HttpRequest, call: int) -> HttpResponse:
    """The undo of asking; whoever answered meanwhile stays (the verb says so)."""
    found = call_of(request, call, CHANGE)
    bodies = keys_of(request.GET.get("dv", ""))

    def work() -> None:
        rows = list(NeedAnswer.objects.filter(call=found, organization__in=bodies))
        gone = unask_agencies(request.user, rows)
        words = ngettext("%(count)s agency is no longer asked.", "%(count)s agencies are no longer asked.", gone)
        notice(request, words % {"count": thousands(gone)})

    return act(request, work, call_address(found, "need_ask"))


@staff_page
@require_POST
def ask_again(request: HttpRequest, call: int) -> HttpResponse:
    """The undo of no longer asking."""
    found = call_of(request, call, CHANGE)
    bodies = list(Organization.objects.visible_to(request.user).filter(pk__in=keys_of(request.GET.get("dv", ""))))

    def work() -> None:
        made = ask_agencies(request.user, found, bodies)
        words = ngettext("%(count)s agency is asked now.", "%(count)s agencies are asked now.", len(made))
        notice(request, words % {"count": thousands(len(made))})

    return act(request, work, call_address(found))


@staff_page
def answer(request: HttpRequest, call: int, need_answer: int) -> HttpResponse:
    """What one agency needs, written down by an officer who has its letter."""
    found = call_of(request, call)
    row = _answer_of(request, found, need_answer)
    may_write = may(request.user, "training.answer_need", row) and found.closed_at is None
    if request.method == "POST" and not may_write:
        raise Http404
    more = request.POST.get("viec") == "them-dong"
    form = NeedAnswerForm(request.user, request.POST or None, answer=row, more=more)
    context: dict[str, Any] = {
        **call_context(request.user, found, "board"),
        "answer": row,
        "needs": row.needs.select_related("planned_class__plan"),
        "may_write": may_write,
        "titles_id": TITLES,
        "history": history_of(row),
    }
    if more:
        return form_page(render(request, "console/plans/need_answer.html", {**context, "form": form, "keep": True}))

    def done(saved: NeedAnswer) -> str:
        notice(request, _("Written down: what %(name)s needs.") % {"name": saved.name})
        return call_address(found)

    return answer_form(request, form, "console/plans/need_answer.html", context, done)


@staff_page
@require_safe
def summary(request: HttpRequest, call: int) -> HttpResponse:
    """All needs by topic, the most people first."""
    found = call_of(request, call)
    groups = groups_of(found)
    if request.GET.get("xuat") == "xlsx":
        headings = [
            _("No."), _("What should be learnt"), pgettext("of knowledge", "Field"), _("Audience"),
            pgettext("number", "People"), _("Agencies"), _("Wished time"), pgettext("needs", "From"), _("In the plan"),
        ]  # fmt: skip
        rows = [
            [
                number,
                group.title,
                group.field_name,
                group.audience,
                group.people,
                group.agencies,
                ", ".join(group.months),
                "; ".join(f"{one.answer.name}: {one.people}" for one in group.needs),
                str(group.planned_class or ""),
            ]
            for number, group in enumerate(groups, start=1)
        ]
        title = _("Training needs for %(year)d") % {"year": found.year}
        return file_response(workbook(Sheet(title, str(found.office), headings, rows)), f"nhu-cau-{found.year}.xlsx")
    context = {
        "groups": groups,
        "people": sum(group.people for group in groups),
        "waiting": sum(group.is_waiting for group in groups),
        "standing": standing(found),
    }
    return call_page(request, found, "summary", "console/plans/need_summary.html", context)


_CALL = "nhu-cau/<int:call>/"
urlpatterns = [
    path("nhu-cau/hoi/", add, name="need_call_add"),
    path(_CALL, board, name="need_call"),
    path(f"{_CALL}sua/", change, name="need_call_change"),
    path(f"{_CALL}dong/", close, name="need_close"),
    path(f"{_CALL}mo-lai/", reopen, name="need_reopen"),
    path(f"{_CALL}chon/", ask, name="need_ask"),
    path(f"{_CALL}chon/thoi/", unask, name="need_unask"),
    path(f"{_CALL}chon/lai/", ask_again, name="need_ask_again"),
    path(f"{_CALL}don-vi/<int:need_answer>/", answer, name="need_answer"),
    path(f"{_CALL}tong-hop/", summary, name="need_summary"),
]
