"""Fills an empty database for ``replies.py``: an office, a class to come, and agencies invited to it with contacts."""

import json
import sys
from datetime import time, timedelta

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - after setup
from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from benchmarks.served.names import Names  # noqa: E402
from benchmarks.served.tables import make_tables  # noqa: E402
from khuevan.core.actors import SYSTEM  # noqa: E402
from khuevan.nominations.domain.inviting import Invited, invite, prepare_invitation  # noqa: E402
from khuevan.people.domain.contacts import NewContact, import_contacts  # noqa: E402
from khuevan.people.domain.offices import create_office, create_user  # noqa: E402
from khuevan.people.domain.organizations import add_organization  # noqa: E402
from khuevan.people.enums import ContactSlot, RoleKind  # noqa: E402
from khuevan.people.models import Organization, User  # noqa: E402
from khuevan.training.domain.classes import begin_preparation, open_class, open_nominations  # noqa: E402
from khuevan.training.domain.timetable.programme import add_session  # noqa: E402
from khuevan.training.enums import DayPart  # noqa: E402
from khuevan.training.models import TrainingClass  # noqa: E402

SEATS = 15
"""Fewer than each agency names, so that there is a reserve list to think of."""


def main(agencies: int) -> None:
    make_tables()
    call_command("collectstatic", verbosity=0, interactive=False)
    with transaction.atomic():
        organization = add_organization(SYSTEM, name="Sở Ngoại vụ tỉnh Khánh Hòa", place_name="Khánh Hòa")
        office = create_office(SYSTEM, organization=organization, slug="so-ngoai-vu")
        user, _password = create_user(
            SYSTEM, office=office, username="canbo", full_name="Nguyễn Minh Châu", kinds=[RoleKind.OFFICER]
        )
        bodies = [_body(number) for number in range(agencies)]
        _contacts(user, bodies)
        training_class = _class(user)
        deadline = timezone.now() + timedelta(days=10)
        invitation = prepare_invitation(user, training_class, reply_by=deadline)
        quotas = invite(user, invitation, [Invited(one, SEATS) for one in bodies])
    print(json.dumps({"code": invitation.code, "quotas": [[quota.pk, quota.name] for quota in quotas]}))


def _body(number: int) -> Organization:
    return add_organization(
        SYSTEM, name=f"Ủy ban nhân dân xã Thử Nghiệm {number:03d}", place_name="Khánh Hòa", protocol_order=number
    )


def _contacts(user: User, bodies: list[Organization]) -> None:
    names = Names(2026)
    found = [
        NewContact(one, ContactSlot.FOCAL, name=names.full_name()[0], email=f"vanthu{one.pk}@xa.example")
        for one in bodies
    ]
    import_contacts(user, found)


def _class(user: User) -> TrainingClass:
    first = timezone.localdate() + timedelta(days=20)
    office = user.roles.get().office
    training_class = open_class(
        user, office=office, title="Lớp bồi dưỡng nghiệp vụ đối ngoại", start_date=first, end_date=first
    )
    begin_preparation(user, training_class)
    for part, hour in ((DayPart.MORNING, 7), (DayPart.AFTERNOON, 13)):
        add_session(user, training_class, date=first, part=part, starts_at=time(hour, 30), ends_at=time(hour + 4))
    open_nominations(user, training_class)
    return training_class


def examine() -> None:
    """Prints what arrived: rows of each agency, and how many answers."""
    from khuevan.nominations.enums import SubmissionState
    from khuevan.nominations.models import Nomination, Submission

    rows: dict[int, list[str]] = {}
    for quota, name in Nomination.objects.order_by("quota", "index").values_list("quota_id", "full_name"):
        rows.setdefault(quota, []).append(name)
    sent = Submission.objects.filter(state=SubmissionState.UNCONFIRMED).count()
    print(json.dumps({"rows": rows, "sent": sent, "answers": Submission.objects.count()}))


if __name__ == "__main__":
    if sys.argv[1] == "examine":
        examine()
    else:
        main(int(sys.argv[1]))
