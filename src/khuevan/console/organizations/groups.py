"""Groups of bodies: xã biên giới and the like."""

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from khuevan.core.permissions import may
from khuevan.core.screens import act, answer_form, form_page, notice, staff_page
from khuevan.people.domain.groups import leave_group, remove_group, renew_group
from khuevan.people.interfaces.organization_forms import GroupForm, JoinForm
from khuevan.people.interfaces.organization_tables import GroupList, MemberList
from khuevan.people.models import Organization, OrganizationGroup

_LIST = "console:organization_groups"


@staff_page
def listing(request: HttpRequest) -> HttpResponse:
    rows = OrganizationGroup.objects.visible_to(request.user).annotate(size=Count("memberships"))
    shown = GroupList(request, rows)
    if shown.wants_workbook:
        return shown.workbook_response("nhom")
    may_keep = may(request.user, "people.change_directory")
    context = {
        "part": "groups",
        "list": shown,
        "title": GroupList.title,
        "add_address": reverse("console:organization_group_add") if may_keep else "",
        "add_label": _("New group"),
    }
    return render(request, "console/organizations/part_list.html", context)


@staff_page
def add(request: HttpRequest) -> HttpResponse:
    if not may(request.user, "people.change_directory"):
        raise Http404
    form = GroupForm(request.user, request.POST or None)
    context = {"heading": _("New group"), "cancel": reverse(_LIST)}
    return answer_form(request, form, "console/organizations/form.html", context, lambda row: _place(request, row))


@staff_page
def page(request: HttpRequest, group: int) -> HttpResponse:
    """The members; ticked ones can be taken out."""
    row = _group(request, group)
    members = row.members.select_related("parent")
    shown = MemberList(request, members)
    shown.subject = None
    if request.method == "POST":
        return _leave(request, row, shown)
    if shown.wants_workbook:
        return shown.workbook_response("nhom")
    keeps = may(request.user, "people.keep_directory", row.office)
    context = {
        "group": row,
        "list": shown,
        "title": row.name,
        "may_keep": keeps,
        "form": JoinForm(request.user, group=row) if keeps else None,
        "ended": members.filter(valid_to__lt=timezone.localdate()).count(),
    }
    return form_page(render(request, "console/organizations/group.html", context))


@staff_page
def change(request: HttpRequest, group: int) -> HttpResponse:
    row = _kept(request, group)
    form = GroupForm(request.user, request.POST or None, instance=row)
    context = {"heading": _("Change the group"), "cancel": reverse("console:organization_group", args=[group])}
    return answer_form(request, form, "console/organizations/form.html", context, lambda one: _place(request, one))


@staff_page
def join(request: HttpRequest, group: int) -> HttpResponse:
    """One more member, by typing its name."""
    row = _kept(request, group)
    here = reverse("console:organization_group", args=[group])
    form = JoinForm(request.user, request.POST or None, group=row)

    def done(body: Organization) -> str:
        notice(request, _("%(name)s is now in the group.") % {"name": body})
        return here

    context = {"heading": _("Add a member"), "cancel": here}
    return answer_form(request, form, "console/organizations/form.html", context, done)


@staff_page
@require_POST
def renew(request: HttpRequest, group: int) -> HttpResponse:
    row = _kept(request, group)

    def work() -> None:
        left, came = renew_group(request.user, row)
        words = _("%(left)s ended members gave way to %(came)s successors.")
        notice(request, words % {"left": left, "came": came})

    return act(request, work, reverse("console:organization_group", args=[group]))


@staff_page
@require_POST
def remove(request: HttpRequest, group: int) -> HttpResponse:
    row = _kept(request, group)

    def work() -> str:
        name = row.name
        remove_group(request.user, row)
        notice(request, _("The group “%(name)s” is gone; its members stay in the list.") % {"name": name})
        return reverse(_LIST)

    return act(request, work, reverse("console:organization_group", args=[group]))


def _leave(request: HttpRequest, row: OrganizationGroup, shown: MemberList) -> HttpResponse:
    here = reverse("console:organization_group", args=[row.pk])
    if request.POST.get("viec") != "ra-khoi-nhom":
        raise Http404

    def work() -> None:
        gone = leave_group(request.user, row, list(shown.chosen()))
        words = ngettext("%(count)s member taken out.", "%(count)s members taken out.", gone)
        notice(request, words % {"count": gone})

    return act(request, work, here)


def _group(request: HttpRequest, group: int) -> OrganizationGroup:
    return get_object_or_404(OrganizationGroup.objects.visible_to(request.user).select_related("office"), pk=group)


def _kept(request: HttpRequest, group: int) -> OrganizationGroup:
    row = _group(request, group)
    if not may(request.user, "people.keep_directory", row.office):
        raise Http404
    return row


def _place(request: HttpRequest, row: OrganizationGroup) -> str:
    notice(request, _("Saved: %(what)s.") % {"what": row})
    return reverse("console:organization_group", args=[row.pk])
