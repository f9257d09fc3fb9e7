"""Guests: what they answer, several at once, their order; parts in the ceremonies."""

import pytest

from khuevan.core.models import AuditEntry
from khuevan.people.enums import RoleKind
from khuevan.people.models import DirectoryEntry, Person
from khuevan.training.domain import arrangements
from khuevan.training.domain.guests.ceremonies import ceremonies_of, parts_in, reorder_ceremonies, set_ceremony
from khuevan.training.domain.guests.inviting import (
    MOST_AT_ONCE,
    NewGuest,
    invite_guests,
    mark_guests_invited,
    put_in_protocol_order,
    set_guest_state,
    takes_seat,
)
from khuevan.training.domain.people_changes import reorder_guests
from khuevan.training.enums import Ceremony, CeremonyKind, GuestState
from khuevan.training.interfaces.guest_lines import offered, read_guests
from khuevan.training.models import CeremonyRole, Guest
from tests.factories import OfficeFactory, OrganizationFactory, PersonFactory, staff
from tests.factories.worlds import refused
from tests.training.arranging import Arranged, arranged

pytestmark = pytest.mark.django_db

PASTED = """1. Ông Nguyễn Văn A, Phó Chủ tịch UBND tỉnh
- Đại tá Trần Văn Bê - Phó Giám đốc Công an tỉnh;
Đại diện lãnh đạo Sở Nội vụ
Bà Lê Thị Dung: Giám đốc Sở Ngoại vụ
NGUYỄN THỊ HOA, Ủy viên Ban Thường vụ Tỉnh ủy, Chủ tịch HĐND tỉnh
lãnh đạo các phòng
"""


def _keys(here: Arranged) -> list[int]:
    return list(here.training_class.guests.order_by("order").values_list("pk", flat=True))


class TestAnswers:
    def test_somebody_comes_instead_of_a_guest_who_cannot(self) -> None:
        here = arranged()
        guest = here.guests[0]
        set_guest_state(here.officer, guest, GuestState.DECLINED, comes_instead=" Bà Lê Thị Mai, Phó Giám đốc ")
        guest.refresh_from_db()
        assert (guest.state, guest.comes_instead) == (GuestState.DECLINED, "Bà Lê Thị Mai, Phó Giám đốc")
        assert takes_seat(guest)
        set_guest_state(here.officer, guest, GuestState.COMING)
        assert guest.comes_instead == ""
        set_guest_state(here.officer, guest, GuestState.DECLINED, is_introduced=False, note="bận họp")
        assert not takes_seat(guest) and (guest.is_introduced, guest.note) == (False, "bận họp")

    def test_nobody_comes_instead_of_a_guest_who_comes(self) -> None:
        here = arranged()
        with refused("nobody_instead"):
            set_guest_state(here.officer, here.guests[0], GuestState.COMING, comes_instead="Ông B")
        with refused("invalid_value"):
            set_guest_state(here.officer, here.guests[0], "perhaps")

    def test_who_was_to_be_invited_is_invited_and_answers_stay(self) -> None:
        here = arranged()
        set_guest_state(here.officer, here.guests[0], GuestState.COMING)
        assert mark_guests_invited(here.officer, here.training_class) == [here.guests[1]]
        states = set(here.training_class.guests.values_list("state", flat=True))
        assert states == {GuestState.COMING, GuestState.INVITED}
        assert mark_guests_invited(here.officer, here.training_class) == []

    @pytest.mark.parametrize("who", ["editor", "stranger"])
    def test_only_officers_of_the_office_write_it_down(self, who: str) -> None:
        here = arranged()
        actor = staff(here.office, RoleKind.EDITOR) if who == "editor" else staff(OfficeFactory())
        with refused("not_allowed"):
            set_guest_state(actor, here.guests[0], GuestState.COMING)
        with refused("not_allowed"):
            invite_guests(actor, here.training_class, [NewGuest(name="Kẻ Lạ")])
        with refused("not_allowed"):
            put_in_protocol_order(actor, here.training_class)
        with refused("not_allowed"):
            mark_guests_invited(actor, here.training_class)
        with refused("not_allowed"):
            set_ceremony(actor, here.role, ceremony=Ceremony.OPENING)
        assert not Person.objects.filter(full_name="Kẻ Lạ").exists()


class TestOrder:
    def test_the_protocol_order_can_be_taken_back(self) -> None:
        here = arranged()
        office = OrganizationFactory(name="Ủy ban nhân dân tỉnh Khánh Hòa")
        high = arrangements.invite_guest(
            here.officer, here.training_class, person=PersonFactory(), title="Chủ tịch", organization=office
        )
        before = _keys(here)
        assert put_in_protocol_order(here.officer, here.training_class) == before
        assert _keys(here)[0] == high.pk
        entries = AuditEntry.objects.filter(verb="training.put_in_protocol_order")
        assert entries.count() == 3, "each guest who moved"
        reorder_guests(here.officer, here.training_class, before)
        assert _keys(here) == before

    def test_an_order_seen_too_long_ago_changes_nothing(self) -> None:
        here = arranged()
        seen = ",".join(map(str, _keys(here)))
        reorder_guests(here.officer, here.training_class, _keys(here)[::-1])
        with refused("changed_meanwhile"):
            put_in_protocol_order(here.officer, here.training_class, seen=seen)


class TestPastedLines:
    def test_lines_say_name_post_and_body(self) -> None:
        lines = read_guests(PASTED)
        assert [(line.honorific, line.rank, line.name, line.post, line.body) for line in lines] == [
            ("Ông", "", "Nguyễn Văn A", "Phó Chủ tịch", "UBND tỉnh"),
            ("", "Đại tá", "Trần Văn Bê", "Phó Giám đốc", "Công an tỉnh"),
            ("", "", "", "", "Sở Nội vụ"),
            ("Bà", "", "Lê Thị Dung", "Giám đốc", "Sở Ngoại vụ"),
            ("", "", "Nguyễn Thị Hoa", "Ủy viên Ban Thường vụ Tỉnh ủy, Chủ tịch HĐND tỉnh", ""),
            ("", "", "", "", ""),
        ]

    def test_a_body_of_the_directory_is_meant_any_other_stays_in_the_title(self) -> None:
        here = arranged()
        known = OrganizationFactory(name="Sở Ngoại vụ")
        first, _second, third, fourth, *_rest = offered(here.officer, read_guests(PASTED))
        assert (first.title, first.organization) == ("Phó Chủ tịch UBND tỉnh", None)
        assert not third.is_readable, "a body nobody knows is not entered by pasting it"
        assert (fourth.title, fourth.organization) == ("Giám đốc", known)

    def test_only_people_of_the_own_office_are_offered(self) -> None:
        here = arranged()
        foreign = PersonFactory(full_name="Lê Thị Dung")
        DirectoryEntry.objects.create(office=OfficeFactory(), person=foreign)
        own = PersonFactory(full_name="Lê Thị Dung")
        DirectoryEntry.objects.create(office=here.office, person=own)
        row = offered(here.officer, read_guests(PASTED))[3]
        assert [one.person for one in row.known] == [own]

    def test_all_are_entered_or_none(self) -> None:
        here = arranged()
        rows = [NewGuest(name="Nguyễn Văn A", honorific="Ông", title="Phó Chủ tịch"), NewGuest()]
        with refused("nobody_named"):
            invite_guests(here.officer, here.training_class, rows)
        assert len(_keys(here)) == 2
        (made,) = invite_guests(here.officer, here.training_class, rows[:1])
        assert (made.order, str(made)) == (3, "Ông Nguyễn Văn A, Phó Chủ tịch")
        with refused("too_many_guests"):
            invite_guests(here.officer, here.training_class, rows[:1] * (MOST_AT_ONCE + 1))

    def test_a_hundred_lines_ask_no_more_than_one(self, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
        here = arranged()
        lines = "\n".join(f"Ông Nguyễn Văn Khách {chr(65 + number % 26)}, Giám đốc" for number in range(100))
        with django_assert_max_num_queries(8):
            offered(here.officer, read_guests(lines))


class TestCeremonies:
    def _role(self, here: Arranged, kind: CeremonyKind) -> CeremonyRole:
        body = OrganizationFactory()
        return arrangements.give_ceremony_role(
            here.officer, here.training_class, kind, person=PersonFactory(), title="Phó Giám đốc", organization=body
        )

    def test_parts_stand_in_their_ceremony(self) -> None:
        here = arranged()
        hands, hosts = self._role(here, CeremonyKind.HANDS_OVER), self._role(here, CeremonyKind.HOSTED_BY)
        assert ceremonies_of(here.role) == (Ceremony.OPENING,)
        assert ceremonies_of(hands) == (Ceremony.CLOSING,)
        assert ceremonies_of(hosts) == (Ceremony.OPENING, Ceremony.CLOSING)
        set_ceremony(here.officer, hosts, ceremony=Ceremony.CLOSING, note=" mặc áo dài ")
        assert (ceremonies_of(hosts), hosts.note) == ((Ceremony.CLOSING,), "mặc áo dài")

    def test_an_opening_speech_never_moves_to_the_closing(self) -> None:
        here = arranged()
        set_ceremony(here.officer, here.role, ceremony=Ceremony.CLOSING)
        assert ceremonies_of(here.role) == (Ceremony.OPENING,)

    def test_who_speaks_first_is_said_by_the_order(self) -> None:
        here = arranged()
        first, second = (self._role(here, CeremonyKind.SPEAKS) for _ in range(2))
        every = [here.role, first, second]
        reorder_ceremonies(here.officer, here.training_class, [second.pk, here.role.pk, first.pk])
        for one in every:
            one.refresh_from_db()
        assert parts_in(every, Ceremony.OPENING, CeremonyKind.SPEAKS) == [second, first]
        with refused("list_changed"):
            reorder_ceremonies(here.officer, here.training_class, [first.pk])


def test_guests_are_never_learners() -> None:
    here = arranged()
    invite_guests(here.officer, here.training_class, [NewGuest(name="Nguyễn Văn A")])
    assert Guest.objects.count() == 3
    assert here.training_class.enrollments.count() == 0
