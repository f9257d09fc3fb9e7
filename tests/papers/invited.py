"""A class to which agencies are invited, with answers, made row by row so that odd ones are at hand."""

from datetime import UTC, datetime
from typing import Any

from khuevan.nominations.enums import NominationState
from khuevan.nominations.models import Invitation, Nomination, Quota
from khuevan.people.models import Organization
from khuevan.training.models import TrainingClass
from tests.factories import OrganizationFactory
from tests.factories.worlds import World

REPLY_BY = datetime(2019, 9, 20, 10, 0, tzinfo=UTC)
"""17 giờ 00 in Vietnam."""


def invitation(here: World, **values: Any) -> Invitation:
    given = {"code": "7KQ2MX", "reply_by": REPLY_BY, **values}
    return Invitation.objects.create(training_class=here.training_class, **given)


def invited(terms: Invitation, *agencies: Organization, **values: Any) -> list[Quota]:
    return [Quota.objects.create(invitation=terms, organization=one, name=one.name, **values) for one in agencies]


def agencies(number: int) -> list[Organization]:
    """In reverse of protocol, so that an order is seen."""
    return [OrganizationFactory(name=f"Sở Số {place}", protocol_order=100 - place) for place in range(number)]


def named(
    quota: Quota, number: int = 1, state: NominationState = NominationState.PROPOSED, **values: Any
) -> list[Nomination]:
    training_class: TrainingClass = quota.invitation.training_class
    given = {"birth_year": 1985, "gender": "female", "position": "Chuyên viên", "phone": "0912000222"}
    given |= {"organization_name": quota.name, "state": state, **values}
    return [
        Nomination.objects.create(
            training_class=training_class,
            quota=quota,
            index=place,
            **{"full_name": f"Nguyễn Thị Người Cử {place}", **given},
        )
        for place in range(1, number + 1)
    ]
