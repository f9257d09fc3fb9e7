"""Messages that wait for somebody: those to be copied by hand, and those that could not be sent."""

from collections.abc import Iterator
from typing import TypedDict

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from khuevan.core.actors import Actor
from khuevan.core.templatetags.khuevan import thousands
from khuevan.notifications.enums import Channel, MessageState
from khuevan.notifications.models import Message
from khuevan.people.enums import RoleKind
from khuevan.people.models import Office
from khuevan.training.domain.worklist import Task, task_source
from khuevan.training.models import TrainingClassQuerySet

_BY_HAND = Q(channel=Channel.HAND, state=MessageState.WAITING)
_FAILED = Q(channel=Channel.EMAIL, state=MessageState.FAILED)


@task_source
def message_tasks(actor: Actor, _classes: TrainingClassQuerySet) -> Iterator[Task]:
    """In one query where nothing waits, in two otherwise."""
    stuck = Message.objects.visible_to(actor).filter(_BY_HAND | _FAILED).exclude(office_id=None).order_by()
    counted = stuck.values_list("office_id").annotate(
        by_hand=Count("pk", filter=_BY_HAND), failed=Count("pk", filter=_FAILED)
    )
    counts = {office: (by_hand, failed) for office, by_hand, failed in counted}
    offices = Office.objects.filter(pk__in=counts).select_related("organization") if counts else ()
    for office in offices:
        by_hand, failed = counts[office.pk]
        if failed:
            yield _failed(office, failed)
        if by_hand:
            yield _copy(office, by_hand)


def _failed(office: Office, count: int) -> Task:
    title = ngettext("%(count)s message could not be sent", "%(count)s messages could not be sent", count)
    return Task(
        key="notifications.failed",
        title=title % {"count": thousands(count)},
        detail=_("Mend the address, send again, or let it be."),
        action=_("See the messages"),
        **_of(office),
    )


def _copy(office: Office, count: int) -> Task:
    title = ngettext("Copy %(count)s message into Zalo", "Copy %(count)s messages into Zalo", count)
    return Task(
        key="notifications.by_hand",
        title=title % {"count": thousands(count)},
        detail=_("No e-mail address is known there. Copy the text, then tick it as sent."),
        action=_("Copy the messages"),
        **_of(office),
    )


class _OfOffice(TypedDict):
    training_class: None
    due: None
    tab: str
    waits_for: str
    office: Office
    address_name: str


def _of(office: Office) -> _OfOffice:
    """What the tasks of no class have in common."""
    return {
        "training_class": None,
        "due": None,
        "tab": "",
        "waits_for": RoleKind.OFFICER,
        "office": office,
        "address_name": "console:messages",
    }
