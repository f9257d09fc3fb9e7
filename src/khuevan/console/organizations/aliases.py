"""Names under which lists mean a body: what was learned, and forgetting it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from khuevan.core.permissions import may
from khuevan.core.screens import act, answer_form, notice, staff_page
from khuevan.people.domain.naming import forget_alias
from khuevan.people.interfaces.organization_forms import AliasForm
from khuevan.people.interfaces.organization_tables import AliasList
from khuevan.people.models import OrganizationAlias


@staff_page
def listing(request: HttpRequest) -> HttpResponse:
    rows = OrganizationAlias.objects.visible_to(request.user).select_related("organization", "learned_by", "office")
    shown = AliasList(request, rows)
    if request.method == "POST":
        return _forget(request, shown)
    if shown.wants_workbook:
        return shown.workbook_response("ten-goi")
    may_keep = may(request.user, "people.change_directory")
    context = {
        "part": "aliases",
        "list": shown,
        "title": AliasList.title,
        "add_address": reverse("console:organization_alias_add") if may_keep else "",
        "add_label": _("Add a name"),
    }
    return render(request, "console/organizations/part_list.html", context)


@staff_page
def add(request: HttpRequest) -> HttpResponse:
    if not may(request.user, "people.change_directory"):
        raise Http404
    back = reverse("console:organization_aliases")
    form = AliasForm(request.user, request.POST or None)

    def done(row: OrganizationAlias) -> str:
        notice(request, _("“%(written)s” now means %(name)s.") % {"written": row.written, "name": row.organization})
        return back

    context = {"heading": _("Add a name"), "cancel": back}
    return answer_form(request, form, "console/organizations/form.html", context, done)


def _forget(request: HttpRequest, shown: AliasList) -> HttpResponse:
    if request.POST.get("viec") != "quen":
        raise Http404

    def work() -> None:
        rows = list(shown.chosen())
        for row in rows:
            forget_alias(request.user, row)
        words = ngettext("%(count)s name forgotten.", "%(count)s names forgotten.", len(rows))
        notice(request, words % {"count": len(rows)})

    return act(request, work, reverse("console:organization_aliases"))
