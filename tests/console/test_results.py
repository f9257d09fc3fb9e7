"""Results from the screen: rule, computing, deciding otherwise, approving, reopening."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from khuevan.assessment.models import Outcome
from khuevan.attendance.enums import AttendanceStatus
from khuevan.console.workspace.shell import tab_address
from khuevan.people.enums import RoleKind
from khuevan.records.models import Record
from khuevan.training.enums import ClassState
from tests.console.acting import Acting, notices
from tests.factories import OfficeFactory, staff
from tests.factories.worlds import World, world

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def _tab(here: World) -> str:
    return tab_address(here.training_class, "results")


def _marked(*, absent: bool = True) -> World:
    here = world()
    here.mark(here.sessions[0], **({"_2": AttendanceStatus.ABSENT} if absent else {}))
    here.mark(here.sessions[1])
    return here


def _computed() -> tuple[World, Acting]:
    here = _marked()
    me = Acting(here.officer)
    me.post(f"{_tab(here)}dieu-kien/", percent="100", excused_counts="on")
    me.post(f"{_tab(here)}tinh/")
    return here, me


def test_rule_then_results_each_with_its_sentence() -> None:
    here, me = _computed()
    page = me.get(_tab(here))
    assert "1/2 buổi" in page
    assert Outcome.objects.filter(passed=True).count() == 2
    assert "Đỗ Văn Ân" in me.get(_tab(here), final="False")
    assert "Hoàng Thị Bích Tuyền" not in me.get(_tab(here), final="False")


def test_without_rule_or_marks_the_refusal_says_what_is_missing() -> None:
    here = world()
    me = Acting(here.officer)
    assert notices(me.post(f"{_tab(here)}tinh/"))
    me.post(f"{_tab(here)}dieu-kien/", percent="80")
    assert notices(me.post(f"{_tab(here)}tinh/"))
    assert not Outcome.objects.exists()
    page = me.post(f"{_tab(here)}dieu-kien/", percent="120")
    assert 'class="problem"' in page


def test_deciding_otherwise_needs_a_reason_and_can_be_taken_back() -> None:
    here, me = _computed()
    failed = Outcome.objects.get(passed=False)
    me.post(f"{_tab(here)}{failed.pk}/", recognised="yes", reason=" ")
    failed.refresh_from_db()
    assert failed.override is None
    me.post(f"{_tab(here)}{failed.pk}/", recognised="yes", reason="Học bù có xác nhận")
    failed.refresh_from_db()
    assert failed.override is True
    assert "Học bù có xác nhận" in me.get(_tab(here))
    me.post(f"{_tab(here)}{failed.pk}/theo-dieu-kien/", reason="Nhầm người")
    failed.refresh_from_db()
    assert failed.override is None


def test_a_leader_approves_by_click_and_an_officer_only_with_the_signed_decision() -> None:
    here, me = _computed()
    assert f"{_tab(here)}duyet/" not in me.get(_tab(here))
    assert notices(me.post(f"{_tab(here)}duyet/"))
    here.training_class.refresh_from_db()
    assert here.training_class.state == ClassState.RUNNING
    leader = Acting(staff(here.office, RoleKind.LEADER))
    assert f"{_tab(here)}duyet/" in leader.get(_tab(here))
    leader.post(f"{_tab(here)}duyet/")
    here.training_class.refresh_from_db()
    assert here.training_class.state == ClassState.RESULTS


def test_the_signed_decision_is_typed_once_and_lies_in_the_file_of_the_class() -> None:
    here, me = _computed()
    form = f"{_tab(here)}quyet-dinh/"
    sent = {
        **me.hidden(form),
        "number": "123",
        "symbol": "QĐ-STN",
        "date": "2019-10-10",
        "signer": "Vũ Sỹ Thắng",
        "file": SimpleUploadedFile("quyet dinh.pdf", PDF),
    }
    me.post(form, **sent)
    me.post(form, **{**sent, "file": SimpleUploadedFile("quyet dinh.pdf", PDF)})
    decision = Record.objects.get()
    assert decision.file
    assert set(Outcome.objects.values_list("decision", flat=True)) == {decision.pk}
    assert decision.code in me.get(tab_address(here.training_class, "records"))


def test_a_decision_without_number_is_asked_for_and_nothing_is_approved() -> None:
    here, me = _computed()
    page = me.post(f"{_tab(here)}quyet-dinh/", symbol="QĐ-STN")
    assert 'class="problem"' in page
    assert not Record.objects.exists()
    foreign = Record.objects.create(
        office=OfficeFactory(), issuer=here.office.organization, number="1", date="2019-10-10"
    )
    me.post(f"{_tab(here)}quyet-dinh/", decision=str(foreign.pk))
    assert not Outcome.objects.filter(approved_at__isnull=False).exists()


def test_reopening_is_recorded_and_stopped_by_certificates() -> None:
    here, me = _computed()
    Acting(staff(here.office, RoleKind.LEADER)).post(f"{_tab(here)}duyet/")
    assert notices(me.post(f"{_tab(here)}mo-lai/", reason=""))
    me.post(f"{_tab(here)}mo-lai/", reason="Sai điểm danh")
    here.training_class.refresh_from_db()
    assert here.training_class.state == ClassState.RUNNING
    issued = world()
    issued.issue()
    officer = Acting(issued.officer)
    assert notices(officer.post(f"{_tab(issued)}mo-lai/", reason="x"))
    issued.training_class.refresh_from_db()
    assert issued.training_class.state == ClassState.AWARDED


def test_results_that_are_older_than_the_attendance_say_so() -> None:
    here, me = _computed()
    stale = "Attendance, rule or programme changed"
    page = me.get(_tab(here))
    vietnamese = "có thay đổi"
    assert stale not in page
    me.post(f"{_tab(here)}dieu-kien/", percent="50")
    page = me.get(_tab(here))
    assert stale in page or vietnamese in page


def test_others_look_or_see_nothing() -> None:
    here, _me = _computed()
    outcome = Outcome.objects.first()
    editor = Acting(staff(here.office, RoleKind.EDITOR))
    editor.get(_tab(here))
    for path in ("tinh/", "duyet/", "mo-lai/"):
        assert notices(editor.post(f"{_tab(here)}{path}", reason="x"))
    for path in ("dieu-kien/", "quyet-dinh/"):
        assert editor.client.get(f"{_tab(here)}{path}").status_code == 404
    assert editor.status(f"{_tab(here)}{outcome.pk}/", recognised="yes", reason="x") == 404
    stranger = Acting(staff(OfficeFactory()))
    for path in ("", "dieu-kien/", "quyet-dinh/", f"{outcome.pk}/"):
        assert stranger.client.get(f"{_tab(here)}{path}").status_code == 404
    for path in ("tinh/", "duyet/", "mo-lai/", f"{outcome.pk}/theo-dieu-kien/"):
        assert stranger.status(f"{_tab(here)}{path}", reason="x") == 404
