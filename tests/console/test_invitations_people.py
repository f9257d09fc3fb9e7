"""People agencies named, decided on from the screen: accepted, refused, kept in reserve, moved up, listed."""

import pytest
from django.urls import reverse

from khuevan.nominations.enums import (
    EnrollmentState,
    NominationState,
    ReserveRule,
)
from khuevan.nominations.models import Nomination
from khuevan.training.enums import ClassState
from tests.console.acting import Acting
from tests.console.inviting import at, named_by
from tests.factories.worlds import invited_class

pytestmark = pytest.mark.django_db


def test_one_person_is_accepted_refused_put_back_and_moved_up() -> None:
    here = invited_class(1, each=1)
    quota = here.quotas[0]
    first, second = named_by(here, quota, "Đỗ Văn Ân", "Lò Thị Mai")
    me = Acting(here.officer)
    page = me.post(at(here, f"nguoi/{first.pk}/nhan/"))
    first.refresh_from_db()
    assert first.state == NominationState.ACCEPTED
    assert first.enrollment is not None
    assert f"nguoi/{first.pk}/xet-lai/" in page, "the notice takes it back"
    me.post(at(here, f"nguoi/{second.pk}/dua-len/"), ve="du-bi")
    second.refresh_from_db()
    quota.refresh_from_db()
    assert second.state == NominationState.ACCEPTED
    assert (quota.seats, quota.extra) == (1, 1)
    me.post(at(here, f"nguoi/{first.pk}/xet-lai/"))
    first.refresh_from_db()
    assert first.state == NominationState.PROPOSED
    assert first.enrollment.state == EnrollmentState.WITHDRAWN
    page = me.post(at(here, f"nguoi/{first.pk}/tu-choi/"), reason=" ")
    first.refresh_from_db()
    assert first.state == NominationState.PROPOSED, "a refusal says why"
    me.post(at(here, f"nguoi/{first.pk}/tu-choi/"), reason="Chưa đúng đối tượng")
    first.refresh_from_db()
    assert (first.state, first.reason) == (NominationState.REFUSED, "Chưa đúng đối tượng")


def test_all_without_a_serious_notice_are_accepted_by_one_button_and_taken_back() -> None:
    here = invited_class(3, positions=["chuyên viên"])
    for quota in here.quotas:
        named_by(here, quota, f"Nguyễn Văn {'ABC'[quota.pk % 3]} {quota.pk}")
    odd = here.quotas[0].nominations.get()
    Nomination.objects.filter(pk=odd.pk).update(position="Lái xe")
    me = Acting(here.officer)
    page = me.get(at(here, "nguoi/"))
    assert "Lái xe" in page
    assert "is-serious" in page
    page = me.post(at(here, "nguoi/nhan-het/"))
    assert sorted(Nomination.objects.values_list("state", flat=True)) == ["accepted", "accepted", "proposed"]
    undo = page[page.index("nguoi/xet-lai/?nguoi=") :].split('"')[0]
    me.post(at(here, undo))
    assert set(Nomination.objects.values_list("state", flat=True)) == {"proposed"}
    assert not here.training_class.enrollments.current().exists()


def test_many_are_refused_with_a_reason_and_taken_back() -> None:
    here = invited_class(2)
    rows = [row for quota in here.quotas for row in named_by(here, quota, f"Trần {quota.pk}", f"Lê {quota.pk}")]
    me = Acting(here.officer)
    keys = [str(row.pk) for row in rows[:3]]
    me.post(at(here, "nguoi/"), chon=keys, viec="tu-choi", **{"ly-do-tu-choi": ""})
    assert not Nomination.objects.filter(state=NominationState.REFUSED).exists()
    page = me.post(at(here, "nguoi/"), chon=keys, viec="tu-choi", **{"ly-do-tu-choi": "Sai đối tượng"})
    assert Nomination.objects.filter(state=NominationState.REFUSED).count() == 3
    undo = page[page.index("nguoi/xet-lai/?nguoi=") :].split('"')[0]
    me.post(at(here, undo))
    assert not Nomination.objects.filter(state=NominationState.REFUSED).exists()
    me.post(at(here, "nguoi/"), chon=keys[:1], viec="du-bi")
    assert Nomination.objects.get(state=NominationState.RESERVE).pk == rows[0].pk


def test_the_reserve_list_says_who_is_next_and_why() -> None:
    here = invited_class(2, each=1, reserve_rule=ReserveRule.SHARE)
    named_by(here, here.quotas[0], "Đỗ Văn Ân", "Lò Thị Mai", "Vũ Đức")
    me = Acting(here.officer)
    page = me.get(at(here, "du-bi/"))
    assert page.index("Lò Thị Mai") < page.index("Vũ Đức")
    assert page.count("state-now") >= 1
    assert "dua-len" in page


def test_a_full_class_says_why_nobody_moves_up() -> None:
    here = invited_class(1, each=3, seats=1)
    named_by(here, here.quotas[0], "Đỗ Văn Ân", "Lò Thị Mai")
    page = Acting(here.officer).get(at(here, "du-bi/"))
    assert "Lò Thị Mai" in page
    assert "dua-len" not in page


def test_the_confirmed_list_leaves_out_telephone_and_birth() -> None:
    here = invited_class(2)
    for quota in reversed(here.quotas):
        named_by(here, quota, f"Nguyễn Thị {quota.pk}")
    me = Acting(here.officer)
    me.post(at(here, "nguoi/nhan-het/"))
    page = me.get(at(here, "danh-sach/"))
    first, second = (quota.name for quota in here.quotas)
    assert page.index(f"<h3>{first}") < page.index(f"<h3>{second}"), "in protocol order"
    assert "0912345678" not in page
    assert "1985" not in page
    assert "DANH SÁCH" in page, "the text for Zalo"
    wall = reverse("console:class_list", args=(here.training_class.pk, "niem-yet", "xlsx"))
    assert me.client.get(wall).status_code == 200


def test_the_list_is_closed_and_opened_again_from_the_board() -> None:
    here = invited_class(1)
    named_by(here, here.quotas[0], "Đỗ Văn Ân")
    me = Acting(here.officer)
    me.post(at(here, "nguoi/nhan-het/"))
    page = me.post(at(here, "chot/"))
    here.training_class.refresh_from_db()
    assert here.training_class.state == ClassState.LIST_CLOSED
    assert at(here, "mo-lai/") in page
    assert page.count(at(here, "danh-sach/")) > 1, "the list for the wall is the next thing wanted"
    page = me.post(at(here, "mo-lai/"), reason="")
    here.training_class.refresh_from_db()
    assert here.training_class.state == ClassState.LIST_CLOSED, "opening again says why"
    me.post(at(here, "mo-lai/"), reason="Hai đơn vị xin thêm")
    here.training_class.refresh_from_db()
    assert here.training_class.state == ClassState.NOMINATING


def test_after_closing_a_decision_needs_a_reason() -> None:
    here = invited_class(1)
    first, second = named_by(here, here.quotas[0], "Đỗ Văn Ân", "Lò Thị Mai")
    me = Acting(here.officer)
    me.post(at(here, f"nguoi/{first.pk}/nhan/"))
    me.post(at(here, "chot/"))
    me.post(at(here, f"nguoi/{second.pk}/nhan/"))
    second.refresh_from_db()
    assert second.state == NominationState.PROPOSED
    me.post(at(here, f"nguoi/{second.pk}/nhan/"), reason="Công văn bổ sung")
    second.refresh_from_db()
    assert second.state == NominationState.ACCEPTED
