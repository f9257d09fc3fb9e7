"""What people decide about their own data: corrections, consents, and what a merge does with both."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from khuevan.core.actors import Bearer
from khuevan.core.audit import MASK
from khuevan.core.models import AuditEntry
from khuevan.core.permissions import NotAllowedError
from khuevan.core.rows import stamp
from khuevan.notifications.models import Message
from khuevan.people.domain.by_address import entries_by_address, subject_of
from khuevan.people.domain.consents import choices_of, give_consent, withdraw_consent
from khuevan.people.domain.corrections import MOST_OPEN, ask_correction, decide_correction, reply_by
from khuevan.people.domain.merging import merge_people, unmerge_people
from khuevan.people.domain.persons import add_person, change_person, know
from khuevan.people.enums import ConsentPurpose, CorrectionState, RoleKind
from khuevan.people.models import Consent, CorrectionRequest, Office, Person, User
from tests.factories import OfficeFactory, staff
from tests.factories.worlds import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return OfficeFactory()


@pytest.fixture
def officer(office: Office) -> User:
    return staff(office)


@pytest.fixture
def person(office: Office, officer: User) -> Person:
    return add_person(officer, full_name="Nguyễn Thị Hòa", birth="1985", email="hoa@tinh.vn", office=office)


def bearer(person: Person, office: Office) -> Bearer:
    return Bearer(label=str(person), office_id=office.pk, person_id=person.pk)


class TestAsking:
    def test_only_what_differs_is_asked_for(self, person: Person, office: Office) -> None:
        wishes = {"full_name": "Nguyễn Thị Hoà", "birth": "1985", "phone": "", "shoe_size": "37"}
        made = ask_correction(bearer(person, office), person, office=office, wishes=wishes)
        assert made.wishes == {"full_name": "Nguyễn Thị Hoà"}
        assert made.entered_by is None and made.state == CorrectionState.OPEN
        person.refresh_from_db()
        assert person.full_name == "Nguyễn Thị Hòa"

    def test_staff_enter_it_for_somebody_and_the_row_says_who(
        self, officer: User, person: Person, office: Office
    ) -> None:
        made = ask_correction(officer, person, office=office, wishes={}, own_words="Bà gọi điện: sai đơn vị")
        assert made.entered_by == officer

    def test_values_and_words_are_masked_in_the_audit(self, person: Person, office: Office) -> None:
        ask_correction(
            bearer(person, office), person, office=office, wishes={"phone": "0905111222"}, own_words="Bí mật"
        )
        (entry,) = AuditEntry.objects.filter(verb="people.ask_correction")
        assert entry.after["wishes"] == MASK and entry.after["words"] == MASK
        assert entry.after["fields_asked"] == ["phone"] and entry.office_key == office.pk

    @pytest.mark.parametrize(
        ("wishes", "code"),
        [
            ({}, "nothing_to_correct"),
            ({"full_name": "Nguyễn Thị Hòa"}, "nothing_to_correct"),
            ({"full_name": " "}, "person_without_name"),
            ({"birth": "32/13/1985"}, "birth_unreadable"),
            ({"email": "không phải thư"}, "invalid_value"),
            ({"gender": "khác"}, "invalid_value"),
            ({"position": "x" * 251}, "invalid_value"),
        ],
    )
    def test_what_cannot_be_is_refused_at_once(
        self, person: Person, office: Office, wishes: dict[str, str], code: str
    ) -> None:
        with refused(code):
            ask_correction(bearer(person, office), person, office=office, wishes=wishes)
        assert not CorrectionRequest.objects.exists()

    def test_so_many_may_wait_and_no_more(self, person: Person, office: Office) -> None:
        for turn in range(MOST_OPEN):
            ask_correction(bearer(person, office), person, office=office, wishes={}, own_words=f"Lần {turn}")
        with refused("requests_waiting"):
            ask_correction(bearer(person, office), person, office=office, wishes={}, own_words="Nữa")

    def test_nobody_asks_for_somebody_else(self, officer: User, person: Person, office: Office) -> None:
        other = add_person(officer, full_name="Lê Thị Mai", office=office)
        elsewhere = OfficeFactory()
        for actor in (
            bearer(other, office),
            bearer(person, elsewhere),
            Bearer(label="ai đó", office_id=office.pk),
            Bearer(label="đơn vị", office_id=office.pk, organization_id=1),
            staff(elsewhere),
            staff(office, RoleKind.EDITOR),
        ):
            with pytest.raises(NotAllowedError):
                ask_correction(actor, person, office=office, wishes={}, own_words="Sửa giúp")
        with pytest.raises(NotAllowedError):
            ask_correction(staff(elsewhere), person, office=elsewhere, wishes={}, own_words="không quen")


class TestDeciding:
    def _asked(self, person: Person, office: Office, **wishes: str) -> CorrectionRequest:
        return ask_correction(bearer(person, office), person, office=office, wishes=wishes)

    def test_what_is_ticked_becomes_so(self, officer: User, person: Person, office: Office) -> None:
        made = self._asked(person, office, full_name="Nguyễn Thị Hoà", birth="1985-08-14", position="Phó Trưởng phòng")
        decide_correction(officer, made, done=True, apply=made.wishes)
        person.refresh_from_db()
        made.refresh_from_db()
        assert (person.full_name, person.birth_date) == ("Nguyễn Thị Hoà", date(1985, 8, 14))
        assert person.postings.get().position == "Phó Trưởng phòng"
        assert made.state == CorrectionState.DONE and made.decided_by == officer
        verbs = set(AuditEntry.objects.values_list("verb", flat=True))
        assert {"people.decide_correction", "people.change_person", "people.add_posting"} <= verbs

    def test_a_part_needs_words_for_the_rest(self, officer: User, person: Person, office: Office) -> None:
        made = self._asked(person, office, full_name="Nguyễn Thị Hoà", phone="0905111222")
        with refused("reason_missing"):
            decide_correction(officer, made, done=True, apply=["phone"])
        decide_correction(officer, made, done=True, apply=["phone"], answer="Họ tên đúng như căn cước.")
        person.refresh_from_db()
        assert (person.full_name, person.phone) == ("Nguyễn Thị Hòa", "0905111222")

    def test_refusing_changes_nothing_and_says_why(self, officer: User, person: Person, office: Office) -> None:
        made = self._asked(person, office, full_name="Người Khác")
        with refused("reason_missing"):
            decide_correction(officer, made, done=False, apply=["full_name"], answer=" ")
        decide_correction(officer, made, done=False, apply=["full_name"], answer="Không khớp hồ sơ.")
        person.refresh_from_db()
        assert person.full_name == "Nguyễn Thị Hòa" and made.state == CorrectionState.REFUSED

    def test_decided_once_and_not_behind_anybodys_back(self, officer: User, person: Person, office: Office) -> None:
        made = self._asked(person, office, phone="0905111222")
        seen = stamp(made)
        decide_correction(officer, made, done=True, apply=["phone"])
        with refused("already_decided"):
            decide_correction(officer, made, done=True, apply=["phone"])
        with refused("changed_meanwhile"):
            decide_correction(officer, made, done=False, answer="Không", seen=seen)

    def test_the_answer_goes_to_the_person_once(self, officer: User, person: Person, office: Office) -> None:
        made = self._asked(person, office, phone="0905111222")
        decide_correction(officer, made, done=True, apply=["phone"], answer="Đã sửa số.")
        message = Message.objects.get(kind="people.correction_answered")
        assert message.to_email == "hoa@tinh.vn" and "Đã sửa số." in message.body
        assert "0905111222" not in message.body

    def test_only_keepers_of_that_office_decide(self, person: Person, office: Office) -> None:
        made = self._asked(person, office, phone="0905111222")
        for actor in (bearer(person, office), staff(OfficeFactory()), staff(office, RoleKind.LEADER)):
            with pytest.raises(NotAllowedError):
                decide_correction(actor, made, done=True, apply=["phone"])

    @pytest.mark.parametrize(
        ("asked", "due"),
        [
            (datetime(2026, 11, 18, 3, tzinfo=UTC), date(2026, 11, 20)),
            (datetime(2026, 11, 19, 3, tzinfo=UTC), date(2026, 11, 23)),  # Thursday, over a weekend
            (datetime(2026, 4, 28, 3, tzinfo=UTC), date(2026, 5, 4)),  # over 30/4, 1/5 and a weekend
            (datetime(2026, 11, 17, 18, tzinfo=UTC), date(2026, 11, 20)),  # one in the morning of the 18th here
        ],
    )
    def test_the_term_counts_working_days(self, asked: datetime, due: date) -> None:
        assert reply_by(CorrectionRequest(asked_at=asked)) == due


class TestConsents:
    def test_nothing_is_given_until_somebody_says_so(self, person: Person, office: Office) -> None:
        assert [choice.given for choice in choices_of(person, office)] == [None, None]

    def test_a_yes_keeps_its_words_and_can_be_taken_back(self, person: Person, office: Office) -> None:
        me = bearer(person, office)
        given = give_consent(me, person, office=office, purpose=ConsentPurpose.PHOTOS)
        assert given.wording == choices_of(person, office)[0].wording and str(office) in given.wording
        assert give_consent(me, person, office=office, purpose=ConsentPurpose.PHOTOS) == given
        withdraw_consent(me, given)
        withdraw_consent(me, given)
        assert choices_of(person, office)[0].given is None
        again = give_consent(me, person, office=office, purpose=ConsentPurpose.PHOTOS)
        assert again != given and Consent.objects.count() == 2
        assert AuditEntry.objects.filter(verb="people.withdraw_consent").count() == 1

    def test_staff_act_for_people_of_their_own_directory(self, officer: User, person: Person, office: Office) -> None:
        given = give_consent(officer, person, office=office, purpose=ConsentPurpose.NEWS)
        assert given.entered_by == officer
        with pytest.raises(NotAllowedError):
            withdraw_consent(staff(OfficeFactory()), given)
        with pytest.raises(NotAllowedError):
            give_consent(bearer(person, OfficeFactory()), person, office=office, purpose=ConsentPurpose.NEWS)

    def test_a_merge_of_two_who_said_yes_is_possible_and_can_be_undone(
        self, officer: User, person: Person, office: Office
    ) -> None:
        twin = add_person(officer, full_name="Nguyễn Thị Hoà", office=office)
        give_consent(officer, person, office=office, purpose=ConsentPurpose.PHOTOS)
        of_twin = give_consent(officer, twin, office=office, purpose=ConsentPurpose.PHOTOS)
        news = give_consent(officer, twin, office=office, purpose=ConsentPurpose.NEWS)
        asked = ask_correction(officer, twin, office=office, wishes={}, own_words="Sai năm sinh")
        merge = merge_people(officer, person, twin)
        news.refresh_from_db()
        asked.refresh_from_db()
        assert (news.person, asked.person) == (person, person)
        assert all(choice.given for choice in choices_of(person, office))
        unmerge_people(officer, merge)
        of_twin.refresh_from_db()
        news.refresh_from_db()
        assert (of_twin.person, news.person) == (twin, twin) and of_twin.withdrawn_at is None

    def test_taking_back_reaches_the_entry_that_was_merged(self, officer: User, person: Person, office: Office) -> None:
        twin = add_person(officer, full_name="Nguyễn Thị Hoà", office=office)
        give_consent(officer, person, office=office, purpose=ConsentPurpose.PHOTOS)
        give_consent(officer, twin, office=office, purpose=ConsentPurpose.PHOTOS)
        merge = merge_people(officer, person, twin)
        given = choices_of(person, office)[0].given
        assert given is not None
        withdraw_consent(bearer(person, office), given)
        unmerge_people(officer, merge)
        assert not Consent.objects.filter(withdrawn_at=None).exists()


class TestByAddress:
    def test_name_and_address_together(self, person: Person, office: Office) -> None:
        assert [entry.person for entry in entries_by_address("nguyen thi hoa", " HOA@tinh.vn ")] == [person]
        assert subject_of("Nguyễn Thị Hòa", "hoa@tinh.vn") == subject_of("nguyen thi hoa ", "HOA@TINH.VN")
        for name, email in (("Nguyễn Thị Hoa", ""), ("", "hoa@tinh.vn"), ("Lê Thị Mai", "hoa@tinh.vn")):
            assert entries_by_address(name, email) == []

    def test_every_office_that_knows_the_person(self, person: Person, office: Office) -> None:
        other = OfficeFactory()
        know(other, [person])
        assert {entry.office for entry in entries_by_address("Nguyễn Thị Hòa", "hoa@tinh.vn")} == {office, other}

    def test_two_people_of_one_name_at_one_mailbox_open_nothing(self, officer: User, office: Office) -> None:
        for birth in ("1980", "1990"):
            add_person(officer, full_name="Lê Thị Mai", birth=birth, email="vanthu@so.vn", office=office)
        assert entries_by_address("Lê Thị Mai", "vanthu@so.vn") == []

    def test_nor_do_two_of_two_offices_who_were_not_born_alike(self, person: Person) -> None:
        elsewhere = OfficeFactory()
        add_person(staff(elsewhere), full_name="Nguyễn Thị Hòa", birth="1970", email="hoa@tinh.vn", office=elsewhere)
        assert entries_by_address("Nguyễn Thị Hòa", "hoa@tinh.vn") == []

    def test_whoever_was_merged_away_does_not_come_in(self, officer: User, person: Person, office: Office) -> None:
        twin = add_person(officer, full_name="Nguyễn Thị Hòa", email="cu@tinh.vn", office=office)
        merge_people(officer, person, twin, take=[])
        assert entries_by_address("Nguyễn Thị Hòa", "cu@tinh.vn") == []


def test_a_new_name_by_the_officers_own_hand_leaves_the_request_open(
    officer: User, person: Person, office: Office, settings: Any
) -> None:
    made = ask_correction(bearer(person, office), person, office=office, wishes={"phone": "0905111222"})
    change_person(officer, person, full_name="Nguyễn Thị Hoà")
    made.refresh_from_db()
    assert made.state == CorrectionState.OPEN
    settings.KHUEVAN_RIGHTS_REPLY_DAYS = 5
    assert (reply_by(made) - made.asked_at.date()).days >= 5
