"""Bodies an office often writes to together: xã biên giới, sở ban ngành."""

from collections.abc import Collection

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import fact, words
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import checked, locked, unchanged
from khuevan.people.domain.succession import heirs_of
from khuevan.people.models import GroupMember, Office, Organization, OrganizationGroup
from khuevan.vietnamese.folding import fold


@verb("people.add_group")
def add_group(actor: Actor, office: Office, *, name: str, note: str = "") -> OrganizationGroup:
    """A new, empty group of an office.  Raises ``group_without_name``, ``group_known``."""
    require(actor, "people.keep_directory", office)
    group = OrganizationGroup(office=office)
    _name(group, name, note)
    group.save(force_insert=True)
    record(actor, "people.add_group", group)
    return group


@verb("people.change_group")
def change_group(actor: Actor, group: OrganizationGroup, *, name: str, note: str = "", seen: str = "") -> None:
    """Raises ``group_without_name``, ``group_known``, ``changed_meanwhile``."""
    require(actor, "people.keep_directory", group.office)
    unchanged(locked(group), seen)
    before = snapshot(group)
    _name(group, name, note)
    group.save()
    record(actor, "people.change_group", group, before)


@verb("people.remove_group")
def remove_group(actor: Actor, group: OrganizationGroup) -> None:
    """Forgets a group; its members stay what they are."""
    require(actor, "people.keep_directory", group.office)
    locked(group)
    record(actor, "people.remove_group", group, snapshot(group), {"members": group.memberships.count()})
    group.delete()


@verb("people.join_group")
def join_group(actor: Actor, group: OrganizationGroup, organizations: Collection[Organization]) -> int:
    """Puts bodies into a group; those in it already are passed over.  Returns how many are new."""
    require(actor, "people.keep_directory", group.office)
    locked(group)
    inside = set(group.memberships.values_list("organization_id", flat=True))
    fresh = {one.pk: one for one in organizations if one.pk not in inside}
    rows = [GroupMember(group=group, organization=one) for one in fresh.values()]
    GroupMember.objects.bulk_create(rows, batch_size=500)
    record(
        actor,
        "people.join_group",
        group,
        {**snapshot(group), "members": len(inside)},
        {"members": len(inside) + len(rows)},
    )
    return len(rows)


@verb("people.leave_group")
def leave_group(actor: Actor, group: OrganizationGroup, organizations: Collection[Organization]) -> int:
    """Takes bodies out of a group; returns how many were in it."""
    require(actor, "people.keep_directory", group.office)
    locked(group)
    before = group.memberships.count()
    gone, _by_model = group.memberships.filter(organization__in=[one.pk for one in organizations]).delete()
    record(actor, "people.leave_group", group, {**snapshot(group), "members": before}, {"members": before - gone})
    return gone


@verb("people.renew_group")
def renew_group(actor: Actor, group: OrganizationGroup) -> tuple[int, int]:
    """Members that ended give way to those who took over their work.

    Returns how many left and how many came; a body nobody followed stays, so that somebody sees it.
    """
    require(actor, "people.keep_directory", group.office)
    locked(group)
    today = timezone.localdate()
    ended = list(group.members.filter(valid_to__lt=today))
    took_over = heirs_of(ended, today)
    inside = set(group.memberships.values_list("organization_id", flat=True))
    fresh = {heir.pk: heir for line in took_over.values() for heir in line if heir.pk not in inside}
    rows = [GroupMember(group=group, organization=heir) for heir in fresh.values()]
    GroupMember.objects.bulk_create(rows, batch_size=500)
    leaving = [one.pk for one in ended if took_over[one.pk]]
    group.memberships.filter(organization__in=leaving).delete()
    after = len(inside) + len(rows) - len(leaving)
    record(actor, "people.renew_group", group, {**snapshot(group), "members": len(inside)}, {"members": after})
    return len(leaving), len(rows)


def _name(group: OrganizationGroup, name: str, note: str) -> None:
    group.name, group.note = " ".join(name.split()), note.strip()
    if not group.name:
        raise DomainError("group_without_name", _("A group needs a name."))
    group.search_key = fold(group.name)[:200]
    twins = OrganizationGroup.objects.filter(office=group.office, search_key=group.search_key).exclude(pk=group.pk)
    if twins.exists():
        raise DomainError("group_known", _("Your office has a group of this name already."))
    checked(group)


words(
    verbs={
        "people.add_group": _("made a group of organizations"),
        "people.change_group": _("changed a group of organizations"),
        "people.remove_group": _("took a group of organizations out"),
        "people.join_group": _("put organizations into a group"),
        "people.leave_group": _("took organizations out of a group"),
        "people.renew_group": _("replaced ended organizations of a group by their successors"),
    }
)
fact("members", _("members"))
