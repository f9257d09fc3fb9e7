"""The list of bodies, and the page of one."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from khuevan.console.linking import links_of
from khuevan.console.resources import ConsoleResource
from khuevan.core.actors import Actor
from khuevan.core.lists import Listing
from khuevan.core.permissions import may
from khuevan.core.screens import act, notice
from khuevan.core.templatetags.khuevan import vn_date
from khuevan.people.domain.groups import join_group
from khuevan.people.domain.letterheads import letterhead_of
from khuevan.people.domain.naming import home_place
from khuevan.people.domain.organizations import used
from khuevan.people.domain.succession import heirs, line_after, line_before
from khuevan.people.interfaces.organization_forms import OrganizationForm
from khuevan.people.interfaces.organization_tables import OrganizationList
from khuevan.people.models import Office, Organization, OrganizationGroup
from khuevan.people.models.organizations import OrganizationQuerySet
from khuevan.training.models import TrainingClass

ENDED, BELOW = "da-ket-thuc", "thuoc"
"""In the address: asks for bodies that ended, or for those below one."""
SHOWN_UNITS, SHOWN_CLASSES, SHOWN_BRANCHES = 30, 10, 12


class Organizations(ConsoleResource[Organization]):
    name = "organizations"
    path = "danh-ba/co-quan"
    model = Organization
    title = _("Organizations")
    new_title = _("Add an organization")
    listing = OrganizationList
    form = OrganizationForm
    add_permission = "people.change_directory"
    change_permission = "people.change_organization"
    list_template = "console/organizations/list.html"
    detail_template = "console/organizations/one.html"
    form_template = "console/organizations/entry.html"

    def visible(self) -> OrganizationQuerySet:
        return Organization.objects.visible_to(self.actor)

    # -- the list

    def make_list(self) -> Listing:
        rows = self.visible().select_related("parent")
        today = timezone.localdate()
        rows = rows.ended(today) if self.request.GET.get(ENDED) else rows.existing(today)
        above = self._above()
        if above is not None:
            rows = rows.filter(pk__in=below(above))
        return self.listing(self.request, rows, keep=(ENDED, BELOW))

    def list_view(self) -> HttpResponse:
        if self.request.method == "POST":
            return self._into_group()
        shown = self.make_list()
        if shown.wants_workbook:
            return shown.workbook_response("co-quan")
        add = self.address("_add") if self.may_add() else ""
        above = self._above()
        context = self._context(
            list=shown,
            add_address=add,
            ended=bool(self.request.GET.get(ENDED)),
            ended_count=self.visible().ended(timezone.localdate()).count(),
            above=above,
            branches=self._branches(above),
            groups=OrganizationGroup.objects.visible_to(self.actor),
            may_keep=may(self.actor, "people.change_directory"),
        )
        return render(self.request, self.list_template, context)

    def _above(self) -> Organization | None:
        asked = self.request.GET.get(BELOW, "")
        if not (asked.isdecimal() and len(asked) < 19):
            return None
        return self.visible().select_related("parent").filter(pk=asked).first()

    def _branches(self, above: Organization | None) -> QuerySet[Organization]:
        """Bodies one step further down that have units themselves, the largest first."""
        rows = self.visible().existing(timezone.localdate()).filter(parent=above)
        return rows.annotate(size=Count("units")).filter(size__gt=0).order_by("-size", "search_key")[:SHOWN_BRANCHES]

    def _into_group(self) -> HttpResponse:
        """The ticked rows into a group."""
        if self.request.POST.get("viec") != "vao-nhom":
            raise Http404
        groups = OrganizationGroup.objects.visible_to(self.actor).select_related("office")
        asked = self.request.POST.get("nhom", "")
        group = groups.filter(pk=asked).first() if asked.isdecimal() and len(asked) < 19 else None
        back = self.request.get_full_path()
        if group is None:
            return HttpResponseRedirect(self.address("").replace("co-quan/", "co-quan/nhom/"))

        def work() -> str:
            rows = list(self.make_list().chosen())
            fresh = join_group(self.actor, group, rows)
            words = ngettext(
                "%(count)s organization is now in the group “%(group)s”.",
                "%(count)s organizations are now in the group “%(group)s”.",
                fresh,
            )
            notice(self.request, words % {"count": fresh, "group": group})
            return back

        return act(self.request, work, back)

    # -- the page

    def facts(self, row: Organization) -> Sequence[tuple[str, object]]:
        paper = letterhead_of(row)
        written = " / ".join(part for part in (paper.parent, paper.own) if part)
        return [
            (_now("Short name"), row.short_name),
            (_now("Symbol"), row.symbol),
            (_now("Kind"), row.get_kind_display()),
            (_now("Place"), row.place_name),
            (_now("Code of the place"), row.area_code),
            (_now("Exists since"), vn_date(row.valid_from)),
            (_now("Existed until"), vn_date(row.valid_to)),
            (_now("Letterhead"), written),
            (_now("Deputy signs"), _deputy(row)),
        ]

    def detail(self, row: Organization) -> dict[str, Any]:
        today = timezone.localdate()
        units = row.units.existing(today)
        mine = TrainingClass.objects.visible_to(self.actor)
        sent = mine.filter(enrollments__organization=row).annotate(learners=Count("enrollments"))
        before, after = line_before(row), line_after(row)
        return {
            "ended": not row.exists(today) and row.valid_to is not None,
            "heirs": heirs(row, today) if after else [],
            "before": before,
            "after": after,
            "units": units[:SHOWN_UNITS],
            "unit_count": units.count(),
            "contacts": row.contacts.select_related("confirmed_by"),
            "groups": row.groups.filter(office__in=Office.objects.of_staff(self.actor)),
            "classes": sent.order_by("-start_date", "-pk")[:SHOWN_CLASSES],
            "may_keep": may(self.actor, "people.change_directory"),
            "may_remove": self.may_change(row) and not used([row.pk]),
            "make_address": reverse("console:organization_link_make", args=(row.pk,)),
            "access_links": links_of(self.actor, organization=row),
        }


def below(above: Organization) -> QuerySet[Organization, Any]:
    """A body's units and theirs, two steps down: a province, its communes, their divisions."""
    first = Organization.objects.filter(parent=above)
    return (first | Organization.objects.filter(parent__parent=above)).values("pk")


def body_of(request: HttpRequest, pk: int) -> Organization:
    """The body the actor may see, or 404."""
    return get_object_or_404(Organization.objects.visible_to(request.user), pk=pk)


def _deputy(row: Organization) -> str:
    signing = letterhead_of(row).signing
    title = signing.unit_head or signing.head
    return ", ".join(signing.lines(f"Phó {title}")) if title else ""


def home_place_of(actor: Actor) -> str:
    """The province of the office the actor works for."""
    office = Office.objects.of_staff(actor).select_related("organization").first()
    return home_place(office.organization) if office else ""
