"""Papers about guests: the list, the introduction as it is read, and scripts by the parts of the ceremonies."""

import pytest

from khuevan.papers.enums import PaperKind
from khuevan.training.domain import arrangements
from khuevan.training.domain.guests.ceremonies import reorder_ceremonies, set_ceremony
from khuevan.training.domain.guests.inviting import NewGuest, invite_guests, set_guest_state
from khuevan.training.enums import Ceremony, CeremonyKind, GuestState
from khuevan.training.models import CeremonyRole
from tests.factories import OrganizationFactory, PersonFactory
from tests.factories.worlds import World
from tests.papers.test_ceremony import said

pytestmark = pytest.mark.django_db


@pytest.fixture
def invited(known: World) -> World:
    rows = [
        NewGuest(name="Trần Văn Tướng", honorific="Ông", rank="Thiếu tướng", title="Giám đốc Công an tỉnh"),
        NewGuest(name="Lê Thị Vắng", honorific="Bà", title="Giám đốc Sở Nội vụ"),
        NewGuest(name="Đỗ Văn Cử", honorific="Ông", title="Giám đốc Sở Y tế"),
        NewGuest(name="Võ Thị Lặng", honorific="Bà", title="Giám đốc Sở Công Thương"),
    ]
    general, away, sends, _silent = invite_guests(known.officer, known.training_class, rows)
    set_guest_state(known.officer, general, GuestState.COMING)
    set_guest_state(known.officer, away, GuestState.DECLINED)
    set_guest_state(known.officer, sends, GuestState.DECLINED, comes_instead="Bà Lê Thị Thay, Phó Giám đốc Sở Y tế")
    return known


def part(here: World, kind: CeremonyKind, name: str) -> CeremonyRole:
    person, body = PersonFactory(full_name=name, honorific="Bà"), OrganizationFactory(name=f"Sở {name}")
    return arrangements.give_ceremony_role(
        here.officer, here.training_class, kind, person=person, title="Phó Giám đốc", organization=body
    )


def test_who_cannot_come_is_not_read_out_and_who_comes_instead_is(invited: World) -> None:
    text = said(invited, PaperKind.INTRODUCTIONS)
    places = [
        "Dương Nam Khánh",
        "Ông Thiếu tướng Trần Văn Tướng",
        "Bà Lê Thị Thay, Phó Giám đốc Sở Y tế",
        "Về phía báo cáo viên, có",
        "05 học viên",
        "Hỏi lại trước khi đọc",
        "Bà Võ Thị Lặng, Giám đốc Sở Công Thương (chưa trả lời)",
    ]
    found = [text.find(words) for words in places]
    assert -1 not in found, places[found.index(-1)]
    assert found == sorted(found)
    assert "Lê Thị Vắng" not in text and "Đỗ Văn Cử" not in text
    script = said(invited, PaperKind.OPENING_SCRIPT)
    assert "Lê Thị Thay" in script and "Lê Thị Vắng" not in script


def test_a_guest_who_wants_no_introduction_is_greeted_with_the_others(invited: World) -> None:
    for guest in invited.training_class.guests.filter(state=GuestState.COMING):
        set_guest_state(invited.officer, guest, GuestState.COMING, is_introduced=False)
    text = said(invited, PaperKind.INTRODUCTIONS)
    assert "Trần Văn Tướng" not in text and "Cùng các vị khách mời khác" in text


def test_the_list_says_who_comes_and_who_does_not(invited: World) -> None:
    text = said(invited, PaperKind.GUEST_LIST)
    assert "2 | Ông Thiếu tướng Trần Văn Tướng | Giám đốc Công an tỉnh | Dự" in text
    assert "3 | Bà Lê Thị Vắng | Giám đốc Sở Nội vụ | Vắng" in text
    assert "Vắng, dự thay: Bà Lê Thị Thay" in text
    assert "Danh sách này có 05 khách mời, trong đó 02 dự, 01 vắng." in text


def test_a_class_without_guests_says_so(known: World) -> None:
    known.training_class.guests.all().delete()
    assert "Chưa có khách mời." in said(known, PaperKind.GUEST_LIST)
    assert "Về phía khách mời" not in said(known, PaperKind.INTRODUCTIONS)


def test_scripts_call_up_who_has_a_part_in_that_ceremony(known: World) -> None:
    host = part(known, CeremonyKind.HOSTED_BY, "Nguyễn Thị Dẫn")
    first, second = part(known, CeremonyKind.SPEAKS, "Lê Nhất"), part(known, CeremonyKind.SPEAKS, "Lê Nhì")
    part(known, CeremonyKind.HANDS_OVER, "Trần Trao")
    part(known, CeremonyKind.LEARNER_SPEAKS, "Hoàng Học")
    part(known, CeremonyKind.CHAIRED_BY, "Võ Chủ Trì")
    opening, closing = said(known, PaperKind.OPENING_SCRIPT), said(known, PaperKind.CLOSING_SCRIPT)
    assert all("Người dẫn chương trình: Bà Nguyễn Thị Dẫn" in text for text in (opening, closing))
    assert "Chủ trì: Bà Võ Chủ Trì, Phó Giám đốc Sở Võ Chủ Trì." in opening
    assert 0 < opening.find("kính mời bà Lê Nhất") < opening.find("kính mời bà Lê Nhì")
    assert "Lê Nhất" not in closing and "Hoàng Học" not in opening
    assert "kính mời bà Trần Trao, Phó Giám đốc Sở Trần Trao lên trao giấy chứng nhận" in closing
    assert "thay mặt các học viên" in closing
    roles = list(known.training_class.ceremony_roles.order_by("order", "pk").exclude(pk__in=[first.pk, second.pk]))
    keys = [second.pk, first.pk, *(one.pk for one in roles)]
    reorder_ceremonies(known.officer, known.training_class, keys)
    set_ceremony(known.officer, host, ceremony=Ceremony.CLOSING)
    opening = said(known, PaperKind.OPENING_SCRIPT)
    assert opening.find("kính mời bà Lê Nhì") < opening.find("kính mời bà Lê Nhất")
    assert "Nguyễn Thị Dẫn" not in opening
