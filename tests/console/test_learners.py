"""The list of learners, worked on from the screen."""

import io
import re

import openpyxl
import pytest

from khuevan.console.workspace.shell import tab_address
from khuevan.core.once import new_token
from khuevan.nominations.domain.drafts import begin_draft, discard_draft
from khuevan.nominations.enums import EnrollmentState
from khuevan.people.enums import RoleKind
from khuevan.people.models import Person
from khuevan.training.enums import ClassState
from tests.console.acting import Acting, notices, without_address
from tests.factories import OfficeFactory, staff
from tests.factories.worlds import World, roster_row, world

pytestmark = pytest.mark.django_db


def _list(here: World) -> str:
    return tab_address(here.training_class, "learners")


def test_one_person_is_added_once_however_often_the_form_is_sent() -> None:
    here = world(teaching=False)
    me = Acting(here.officer)
    hidden = me.hidden(f"{_list(here)}them/")
    sent = {**hidden, "full_name": "Lò Thị Mai", "birth": "12/03/1990", "organization_name": "Sở Công Thương"}
    for _click in range(2):
        page = me.post(f"{_list(here)}them/", **sent)
    assert "Lò Thị Mai" in page
    assert here.training_class.enrollments.filter(full_name="Lò Thị Mai").count() == 1
    added = here.training_class.enrollments.get(full_name="Lò Thị Mai")
    assert added.organization.name == "Sở Công Thương"
    assert added.birth_text == "12/03/1990"
    assert Person.objects.visible_to(here.officer).filter(full_name="Lò Thị Mai").exists()


def test_what_is_refused_stays_in_the_form() -> None:
    here = world(teaching=False)
    me = Acting(here.officer)
    page = me.post(f"{_list(here)}them/", full_name="Lò Thị Mai", birth="31/02/1990", position="Chuyên viên")
    assert 'value="Chuyên viên"' in page
    assert "31/02/1990" in page
    assert "không" in page[page.index('class="problem"') :]
    assert not here.training_class.enrollments.filter(full_name="Lò Thị Mai").exists()


def test_a_late_learner_needs_a_reason() -> None:
    here = world()
    me = Acting(here.officer)
    me.post(f"{_list(here)}them/", full_name="Lò Thị Mai")
    assert not here.training_class.enrollments.filter(full_name="Lò Thị Mai").exists()
    me.post(f"{_list(here)}them/", full_name="Lò Thị Mai", reason="Công văn bổ sung")
    assert here.training_class.enrollments.filter(full_name="Lò Thị Mai").exists()


def test_a_correction_tells_what_it_reaches_and_the_second_officer_is_told() -> None:
    here = world()
    learner = here.enrollments[0]
    certificate = next(one for one in here.issue() if one.enrollment_id == learner.pk)
    me, other = Acting(here.officer), Acting(staff(here.office))
    form = f"{_list(here)}{learner.pk}/sua/"
    assert certificate.number_text in me.get(form)
    mine, theirs = me.hidden(form), other.hidden(form)
    me.post(form, **mine, full_name="Hoàng Thị Bích Tuyên")
    learner.refresh_from_db()
    assert learner.full_name == "Hoàng Thị Bích Tuyên"
    answer = other.client.post(form, {**theirs, "full_name": "Hoàng Thị Bích Tuyển", "note": "đã gõ"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Hoàng Thị Bích Tuyên" in page, "what is stored now is shown"
    assert 'value="Hoàng Thị Bích Tuyển"' in page, "what was typed is kept"
    learner.refresh_from_db()
    assert learner.full_name == "Hoàng Thị Bích Tuyên"
    certificate.refresh_from_db()
    assert certificate.frozen["name"] == "Hoàng Thị Bích Tuyền", "what is frozen keeps its words"
    assert "differs" in me.get(f"{_list(here)}{learner.pk}/") or "khác" in me.get(f"{_list(here)}{learner.pk}/")


def test_saving_again_after_the_conflict_is_a_decision() -> None:
    here = world()
    learner = here.enrollments[0]
    me, other = Acting(here.officer), Acting(staff(here.office))
    form = f"{_list(here)}{learner.pk}/sua/"
    theirs = other.hidden(form)
    me.post(form, **me.hidden(form), full_name="A Một")
    page = other.post(form, **theirs, full_name="B Hai")
    other.post(form, **_hidden_of(page), full_name="B Hai")
    learner.refresh_from_db()
    assert learner.full_name == "B Hai"


def _hidden_of(page: str) -> dict[str, str]:
    main = page[page.index('class="fields"') :]
    return {
        name: re.search(rf'name="{name}" value="([^"]*)"', main)[1]
        for name in ("mot-lan", "seen")
        if f'name="{name}"' in main
    }


def test_leaving_needs_a_reason_and_can_be_undone_from_the_notice() -> None:
    here = world()
    learner = here.enrollments[0]
    me = Acting(here.officer)
    page = me.post(f"{_list(here)}{learner.pk}/rut/", reason=" ")
    assert notices(page)
    learner.refresh_from_db()
    assert learner.state == EnrollmentState.ENROLLED
    page = me.post(f"{_list(here)}{learner.pk}/rut/", reason="Bận công tác")
    learner.refresh_from_db()
    assert learner.state == EnrollmentState.WITHDRAWN
    assert "Bận công tác" in page
    undo = f"{_list(here)}{learner.pk}/tra-lai/"
    assert undo in page
    me.post(undo)
    learner.refresh_from_db()
    assert learner.state == EnrollmentState.ENROLLED


def test_chosen_rows_leave_together_with_one_reason() -> None:
    here = world()
    me = Acting(here.officer)
    keys = [learner.pk for learner in here.enrollments]
    page = me.post(_list(here), viec="go", chon=keys[:2], **{"ly-do-go": ""})
    assert here.training_class.enrollments.current().count() == 3, "no reason, nobody leaves"
    page = me.post(_list(here), viec="go", chon=keys[:2], **{"ly-do-go": "Cơ quan rút"})
    assert here.training_class.enrollments.current().count() == 1
    assert "2" in notices(page)[0]
    assert me.post(_list(here), viec="go", **{"ly-do-go": "x"})
    assert here.training_class.enrollments.current().count() == 1, "no row ticked, nothing happens"
    assert me.status(_list(here), viec="khong-co") == 404


def test_somebody_else_comes_instead() -> None:
    here = world()
    learner = here.enrollments[0]
    me = Acting(here.officer)
    me.post(
        f"{_list(here)}{learner.pk}/thay/",
        full_name="Vừ A Dính",
        reason="Điều động",
        organization_name="Sở Công Thương",
    )
    newcomer = here.training_class.enrollments.current().get(full_name="Vừ A Dính")
    assert newcomer.replaces == learner


def test_the_list_is_closed_and_opened_again_by_undo() -> None:
    here = world(teaching=False)
    me = Acting(here.officer)
    page = me.post(f"{_list(here)}chot/")
    here.training_class.refresh_from_db()
    assert here.training_class.state == ClassState.LIST_CLOSED
    assert f"{_list(here)}mo-lai/" in page
    me.post(f"{_list(here)}mo-lai/")
    here.training_class.refresh_from_db()
    assert here.training_class.state == ClassState.NOMINATING


def test_a_double_click_on_a_button_is_one_click() -> None:
    here = world(teaching=False)
    me = Acting(here.officer)
    token = new_token()
    first = me.post(f"{_list(here)}chot/", **{"mot-lan": token})
    second = me.post(f"{_list(here)}chot/", **{"mot-lan": token})
    assert "alert-triangle" not in "".join(notices(second))
    assert notices(first)
    assert not notices(second), "the second answer adds nothing and refuses nothing"


def test_other_roles_look_only_and_other_offices_see_nothing() -> None:
    here = world(teaching=False)
    learner = here.enrollments[0]
    editor = Acting(staff(here.office, RoleKind.EDITOR))
    page = editor.get(_list(here))
    assert "Hoàng Thị Bích Tuyền" in page
    assert 'name="chon"' not in page
    assert editor.client.get(f"{_list(here)}them/").status_code == 404
    editor.post(f"{_list(here)}{learner.pk}/rut/", reason="x")
    learner.refresh_from_db()
    assert learner.state == EnrollmentState.ENROLLED
    stranger = Acting(staff(OfficeFactory()))
    for path in ("", "them/", f"{learner.pk}/", f"{learner.pk}/sua/", f"{learner.pk}/thay/", "tai-len/"):
        hidden = stranger.get(f"{_list(here)}{path}", status=404)
        missing = stranger.get(f"{_list(here)}{path}".replace(f"/{here.training_class.pk}/", "/999999/", 1), status=404)
        assert without_address(hidden) == without_address(missing)
    for path in (f"{learner.pk}/rut/", f"{learner.pk}/tra-lai/", "chot/", "mo-lai/", ""):
        assert stranger.status(f"{_list(here)}{path}", viec="go", reason="x") == 404


def test_a_learner_of_another_class_is_not_found_under_this_one() -> None:
    here, there = world(), world()
    me = Acting(here.officer)
    assert me.client.get(f"{_list(here)}{there.enrollments[0].pk}/").status_code == 404


def test_excel_has_every_learner_with_the_columns_of_a_list() -> None:
    here = world()
    answer = Acting(here.officer).client.get(_list(here), {"xuat": "xlsx"})
    page = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert page.max_row == 6
    assert "H'Hen Niê" in [cell.value for cell in page["B"]]


def test_many_waiting_lists_stand_folded_together_and_few_each_on_its_own() -> None:
    here = world(teaching=False)
    me = Acting(here.officer)
    rows = [roster_row("Lò Thị Mai", 2), roster_row("Vừ A Dính", 3)]
    sent = [
        begin_draft(here.officer, here.training_class, name=f"danh sách {number}.xlsx", content=b"x", rows=rows)
        for number in range(4)
    ]
    page = me.get(_list(here))
    folded = page[page.index("4 danh sách đang chờ soát") : page.index("</details>", page.index("4 danh sách"))]
    assert "tất cả 8 dòng" in folded
    assert all(f"danh sách {number}.xlsx" in folded for number in range(4))
    assert "is-warn" not in page
    discard_draft(here.officer, sent[0])
    page = me.get(_list(here))
    assert page.count("is-warn") == 3
    assert "danh sách đang chờ soát" not in page
