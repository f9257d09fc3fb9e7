"""The screens of an invitation: their addresses, and agencies that answered."""

from khuevan.console.workspace.shell import tab_address
from khuevan.nominations.domain.confirming import enter_submission
from khuevan.nominations.domain.nominees import Nominee
from khuevan.nominations.models import Nomination, Quota
from tests.factories.worlds import InvitedWorld


def at(here: InvitedWorld, rest: str = "") -> str:
    return f"{tab_address(here.training_class, 'invitations')}{rest}"


def named_by(here: InvitedWorld, quota: Quota, *names: str) -> list[Nomination]:
    people = [
        Nominee(full_name=name, birth="1985", gender="Nữ", position="Chuyên viên", phone="0912345678") for name in names
    ]
    enter_submission(here.officer, quota, people)
    return list(quota.nominations.order_by("pk"))
