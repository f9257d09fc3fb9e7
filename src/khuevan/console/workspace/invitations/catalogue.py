"""Whom an office may invite: bodies by the tree, by its groups, by an earlier class, in blocks that are ticked."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from khuevan.core.search import starts_words
from khuevan.nominations.models import Enrollment, Quota
from khuevan.people.domain.naming import bodies_of, home_place
from khuevan.people.domain.succession import heirs_of
from khuevan.people.models import Contact, Office, Organization, OrganizationGroup
from khuevan.people.models.groups import GroupMember
from khuevan.people.models.organizations import OrganizationQuerySet
from khuevan.training.models import TrainingClass
from khuevan.vietnamese.folding import fold

TREE, GROUPS, CLASSES = "cay", "nhom", "lop"
SOURCES: dict[str, str | Promise] = {
    TREE: _("By the tree"),
    GROUPS: _("Groups of the office"),
    CLASSES: _("Invited or sent people before"),
}
MOST_FOUND = 300
MOST_CLASSES = 12


@dataclass(frozen=True)
class Body:
    """One agency to tick.  ``units`` counts what lies below it; ``seats`` what it was given before."""

    organization: Organization
    key: str
    units: int
    is_invited: bool
    has_email: bool
    instead_of: str = ""
    seats: int | None = None

    @property
    def pk(self) -> int:
        return int(self.organization.pk)


@dataclass(frozen=True)
class Block:
    """Bodies under one heading; ``key`` stands for all of them in the form."""

    key: str
    heading: str
    bodies: list[Body]

    @property
    def open_count(self) -> int:
        return sum(not one.is_invited for one in self.bodies)


class AgencyChoice:
    """What one page of the choice shows, as its address asks: ``nguon``, ``thuoc``, ``nhom``, ``lop``, ``q``.

    ``asked_already`` are bodies that are not asked twice; ``but`` is the class that is not offered as an earlier one.
    """

    def __init__(
        self,
        request: HttpRequest,
        office: Office,
        *,
        asked_already: Collection[int],
        but: TrainingClass | None = None,
    ) -> None:
        asked = request.GET
        self.actor = request.user
        self.asked_already = asked_already
        self.but = but
        self.source = asked.get("nguon", TREE) if asked.get("nguon") in SOURCES else TREE
        self.query = asked.get("q", "").strip()[:100]
        self.today = timezone.localdate()
        self.office = office
        self.above = self._above(asked.get("thuoc", ""))
        self.groups = self._groups() if self.source == GROUPS and not self.query else []
        self.group = _chosen(self.groups, asked.get("nhom", ""))
        self.classes = self._classes() if self.source == CLASSES and not self.query else []
        self.earlier = _chosen(self.classes, asked.get("lop", "")) or next(iter(self.classes), None)
        self.blocks = self._blocks()

    # -- which bodies

    @property
    def _existing(self) -> OrganizationQuerySet:
        return Organization.objects.visible_to(self.actor).existing(self.today)

    @property
    def _own(self) -> OrganizationQuerySet:
        """Bodies of the office's own province and of none."""
        place = home_place(self.office.organization)
        return bodies_of(place).existing(self.today) if place else self._existing

    def _above(self, asked: str) -> Organization | None:
        """The body whose units are shown: the one asked for, at first that of which the office is a part."""
        if asked == "goc":
            return None
        if asked.isdecimal() and len(asked) < 19:
            return self._existing.select_related("parent").filter(pk=asked).first()
        return self.office.organization.parent

    def _groups(self) -> list[OrganizationGroup]:
        groups = OrganizationGroup.objects.visible_to(self.actor).filter(office=self.office)
        return list(groups.annotate(size=Count("memberships")).filter(size__gt=0))

    def _classes(self) -> list[Any]:
        """Other classes of the office that agencies were asked to or sent people to, the latest first."""
        other = TrainingClass.objects.of_staff(self.actor).filter(office=self.office)
        other = other.exclude(pk=self.but.pk) if self.but else other
        known = Q(invitation__quotas__isnull=False) | Q(enrollments__organization__isnull=False)
        return list(other.filter(known).distinct().order_by("-start_date", "-pk")[:MOST_CLASSES])

    def _blocks(self) -> list[Block]:
        if self.query:
            rows = self._own.filter(starts_words(("search_key",), self.query))
            found = list(_in_order(rows)[:MOST_FOUND])
            return self._by_kind(found)
        if self.source == GROUPS:
            return self._of_groups()
        if self.source == CLASSES:
            return self._of_class(self.earlier) if self.earlier else []
        below = self._existing.filter(parent=self.above) if self.above else self._existing.filter(parent=None)
        return self._by_kind([*([self.above] if self.above else []), *_in_order(below)])

    def _by_kind(self, rows: Sequence[Organization]) -> list[Block]:
        """In the order of the kinds, which is that of protocol lists."""
        bodies = self._bodies(rows)
        kinds = list(dict(Organization._meta.get_field("kind").choices or ()))
        bodies.sort(key=lambda one: kinds.index(one.organization.kind))
        return [
            Block(f"loai-{kind}", capfirst(str(some[0].organization.get_kind_display())), some)
            for kind, block in groupby(bodies, key=lambda one: one.organization.kind)
            if (some := list(block))
        ]

    def _of_groups(self) -> list[Block]:
        chosen = [self.group] if self.group else self.groups
        members: dict[int, list[Organization]] = {one.pk: [] for one in chosen}
        links = GroupMember.objects.filter(group__in=chosen, organization__in=self._existing)
        in_order = ("organization__protocol_order", "organization__search_key", "pk")
        for link in links.select_related("organization").order_by(*in_order):
            members[link.group_id].append(link.organization)
        rows = {row.pk: row for line in members.values() for row in line}
        bodies = {one.pk: one for one in self._bodies(rows.values())}
        return [
            Block(f"nhom-{one.pk}", one.name, [bodies[row.pk] for row in members[one.pk]])
            for one in chosen
            if members[one.pk]
        ]

    def _of_class(self, earlier: TrainingClass) -> list[Block]:
        """Whoever was invited to that class, else whoever sent people; for a body that ended, its heirs."""
        quotas = list(Quota.objects.filter(invitation__training_class=earlier).select_related("organization"))
        seats: dict[int, int | None] = {one.organization_id: one.seats for one in quotas}
        rows = [one.organization for one in quotas]
        if not rows:
            sent = Enrollment.objects.current().filter(training_class=earlier, organization__isnull=False)
            counted = dict(sent.order_by().values_list("organization").annotate(Count("pk")))
            rows, seats = list(Organization.objects.filter(pk__in=counted)), dict(counted)
        ended = [one for one in rows if not one.exists(self.today)]
        heirs = heirs_of(ended, self.today) if ended else {}
        instead: dict[int, str] = {}
        alive = {one.pk: one for one in rows if one.exists(self.today)}
        for gone in ended:
            for heir in heirs.get(gone.pk, ()):
                if heir.pk not in alive:
                    alive[heir.pk], instead[heir.pk], seats[heir.pk] = heir, gone.name, seats.get(gone.pk)
        ordered = sorted(alive.values(), key=lambda one: (one.protocol_order, one.search_key))
        bodies = self._bodies(ordered, instead, seats)
        return [Block(f"lop-{earlier.pk}", str(earlier), bodies)] if bodies else []

    def _bodies(
        self,
        rows: Iterable[Organization],
        instead: dict[int, str] | None = None,
        seats: dict[int, int | None] | None = None,
    ) -> list[Body]:
        """In two queries: what lies below them, who has an address."""
        found = list(rows)
        keys = [one.pk for one in found]
        units = dict(
            Organization.objects.existing(self.today)
            .filter(parent__in=keys)
            .order_by()
            .values_list("parent")
            .annotate(Count("pk"))
        )
        reached = set(
            Contact.objects.exclude(email="").filter(organization__in=keys).values_list("organization", flat=True)
        )
        return [
            Body(
                one,
                fold(f"{one.name} {one.short_name}"),
                units.get(one.pk, 0),
                one.pk in self.asked_already,
                one.pk in reached,
                (instead or {}).get(one.pk, ""),
                (seats or {}).get(one.pk),
            )
            for one in found
        ]

    # -- what was ticked

    def ticked(self, request: HttpRequest) -> list[Body]:
        """Bodies ticked alone, by their block, or by the branch below a body; those invited already are left out."""
        alone, blocks, branches = (set(request.POST.getlist(name)) for name in ("chon", "khoi", "nhanh"))
        shown = {one.pk: one for block in self.blocks for one in block.bodies}
        found = {
            one.pk: one for block in self.blocks for one in block.bodies if block.key in blocks or str(one.pk) in alone
        }
        below = [one.organization for one in shown.values() if str(one.pk) in branches]
        if below:
            units = self._bodies(_in_order(self._existing.filter(parent__in=below)))
            found |= {one.pk: one for one in units}
        return [one for one in found.values() if not one.is_invited]

    @property
    def total(self) -> int:
        return sum(len(block.bodies) for block in self.blocks)


class Catalogue(AgencyChoice):
    """The choice for the invitation of one class."""

    def __init__(self, request: HttpRequest, training_class: TrainingClass) -> None:
        quotas = Quota.objects.filter(invitation__training_class=training_class)
        invited = set(quotas.values_list("organization", flat=True))
        super().__init__(request, training_class.office, asked_already=invited, but=training_class)


def _in_order(rows: QuerySet[Organization, Any]) -> QuerySet[Organization, Any]:
    return rows.order_by("protocol_order", "search_key", "pk")


def _chosen(rows: Sequence[Any], asked: str) -> Any:  # noqa: ANN401 - a group or a class
    return next((one for one in rows if str(one.pk) == asked), None)
