"""Classes with results approved, and with certificates, for tests of their screens."""

from khuevan.assessment.domain.outcomes import approve_outcomes, compute_outcomes, set_rule
from khuevan.attendance.enums import AttendanceStatus
from khuevan.certificates.domain.issuing import render_missing
from khuevan.certificates.models import Certificate, Register
from khuevan.console.workspace.shell import tab_address
from khuevan.people.enums import RoleKind
from tests.console.acting import Acting
from tests.factories import CertificateFactory, staff
from tests.factories.worlds import World, world

WORDS = {
    "authority": "GIÁM ĐỐC SỞ THỬ NGHIỆM",
    "title": "KT. GIÁM ĐỐC\r\n PHÓ GIÁM ĐỐC ",
    "signer": "Trần Thị Minh Hạnh",
    "signer_post": "Phó Giám đốc",
}


def tab(here: World) -> str:
    return tab_address(here.training_class, "certificates")


def approved(*, absent: bool = False) -> World:
    here = world()
    for session in here.sessions:
        here.mark(session, **({"_3": AttendanceStatus.ABSENT} if absent else {}))
    set_rule(here.officer, here.training_class)
    compute_outcomes(here.officer, here.training_class)
    approve_outcomes(staff(here.office, RoleKind.LEADER), here.training_class)
    return here


def with_certificates(*, drawn: bool = False) -> tuple[World, Acting, list[Certificate]]:
    here = world()
    issued = here.issue()
    if drawn:
        assert render_missing(here.officer, here.training_class).made == 3
    return here, Acting(here.officer), issued


def states(here: World) -> list[str]:
    found = Certificate.objects.filter(enrollment__training_class=here.training_class)
    return list(found.order_by("number").values_list("state", flat=True))


def all_issued(here: World) -> list[Certificate]:
    return [
        CertificateFactory(enrollment=one, register=_register(here), number=place, number_text=f"0{place}/GCN-STN")
        for place, one in enumerate(here.enrollments, start=1)
    ]


def _register(here: World) -> Register:
    return Register.objects.get_or_create(office=here.office, year=2019, symbol="GCN-STN")[0]
