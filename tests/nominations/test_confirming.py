"""What makes an answer count: a code, a letter, an officer; and who of it gets a place."""

import pytest

from khuevan.core.models import AuditEntry
from khuevan.core.permissions import NotAllowedError
from khuevan.nominations.domain.confirming import (
    attach_reply,
    confirm_submission,
    enter_submission,
    reject_submission,
)
from khuevan.nominations.domain.deciding import accept
from khuevan.nominations.domain.drafts import begin_draft
from khuevan.nominations.domain.enrolling import close_list
from khuevan.nominations.domain.submitting import decline
from khuevan.nominations.enums import Answer, ConfirmedBy, SubmissionKind, SubmissionState, SubmissionWay
from khuevan.nominations.models import Nomination, Quota, Submission
from khuevan.people.domain.merging import merge_people
from khuevan.people.domain.persons import add_person
from khuevan.records.domain.keeping import keep_record
from khuevan.training.domain.classes import begin_teaching
from khuevan.training.enums import ClassState
from tests.factories import OfficeFactory, staff
from tests.factories.worlds import VISITOR, InvitedWorld, invited_class, named, refused, roster_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> InvitedWorld:
    return invited_class(2)


def by_page(here: InvitedWorld, *names: str, place: int = 0) -> Submission:
    return here.send(*names, place=place, way=SubmissionWay.PAGE)


def test_a_code_the_letter_or_an_officer_confirms(here: InvitedWorld) -> None:
    letter = keep_record(here.officer, office=here.office, issuer=here.quotas[0].organization, number="5", symbol="CV")
    for how, who, more in (
        (ConfirmedBy.CODE, here.bearer(), {}),
        (ConfirmedBy.LETTER, here.officer, {"record": letter}),
        (ConfirmedBy.OFFICER, here.officer, {}),
    ):
        sent = by_page(here, f"Lò Thị {how.value.capitalize()}")
        confirm_submission(who, sent, how=how, **more)
        stored = Submission.objects.get(pk=sent.pk)
        assert (stored.state, stored.confirmed_how) == (SubmissionState.CONFIRMED, how)
        assert stored.confirmed_by == (here.officer if how != ConfirmedBy.CODE else None)
    assert here.states() == ["proposed", "proposed", "reserve"]
    assert Quota.objects.get(pk=here.quotas[0].pk).record == letter


def test_nobody_confirms_for_an_agency_but_itself_and_the_officers(here: InvitedWorld) -> None:
    sent = by_page(here, "Lò Thị Mai")
    for who in (VISITOR, here.bearer(1), staff(OfficeFactory()), staff(here.office, "clerk")):
        for how in ConfirmedBy:
            with pytest.raises(NotAllowedError):
                confirm_submission(who, sent, how=how)
        with pytest.raises(NotAllowedError):
            reject_submission(who, sent, reason="Không phải")
    for how in (ConfirmedBy.LETTER, ConfirmedBy.OFFICER):
        with pytest.raises(NotAllowedError):
            confirm_submission(here.bearer(), sent, how=how)
    assert here.states() == ["written"]


def test_an_answer_is_settled_once(here: InvitedWorld) -> None:
    sent = by_page(here, "Lò Thị Mai")
    with refused("reason_missing"):
        reject_submission(here.officer, sent, reason="")
    reject_submission(here.officer, sent, reason="Đơn vị nói không gửi")
    assert here.states() == ["written"], "its rows are kept and count nowhere"
    with refused("submission_is_settled"):
        reject_submission(here.officer, sent, reason="Lần hai")
    confirm_submission(here.officer, sent, how=ConfirmedBy.OFFICER)
    with refused("submission_is_settled"):
        confirm_submission(here.officer, sent, how=ConfirmedBy.OFFICER)
    assert here.states() == ["proposed"]


def test_who_is_named_again_stands_in_line_once(here: InvitedWorld) -> None:
    first = [named("Hoà Thị An", "1980-01-02", phone="0912345678"), named("Lò Thị Mai", None)]
    here.send(*first)
    again = [
        named("Hòa Thị An", "1980"),  # the other way to write the tone, only the year
        named("Hoà Thị An", "1991"),  # somebody else of that name
        named("Lò Thị Mai", None, phone="0987654321"),  # nothing speaks against it
        named("Lo Thi Mai", None),  # without diacritics another name
    ]
    here.send(*again)
    assert here.states() == ["proposed", "proposed", "double", "reserve", "double", "reserve"]
    here.send(named("Hoà Thị An", "1980-01-02"), place=1)
    assert here.states(1) == ["proposed"], "another agency may name somebody of that name"


def test_one_answer_may_name_somebody_twice(here: InvitedWorld) -> None:
    here.send("Lò Thị Mai", "Lò Thị Mai", "Vừ A Dính")
    assert here.states() == ["proposed", "double", "proposed"]


def test_somebody_of_the_directory_is_recognised_and_moves_with_a_merge(here: InvitedWorld) -> None:
    known = add_person(here.officer, office=here.office, full_name="Lò Thị Mai", birth="1985-08-14")
    other = OfficeFactory()
    add_person(staff(other), office=other, full_name="Vừ A Dính", birth="1985-08-14")
    here.send("Lò Thị Mai", "Vừ A Dính")
    assert [one.person for one in here.nominations()] == [known, None], "nobody learns whom another office knows"
    kept = add_person(here.officer, office=here.office, full_name="Lò Thị Mai", birth="1985")
    merge_people(here.officer, kept, known)
    assert here.nominations()[0].person == kept
    accept(here.officer, here.training_class)
    assert here.nominations()[0].enrollment.person == kept


def test_a_decline_that_is_confirmed_counts_and_one_that_cannot_be_does_not(here: InvitedWorld) -> None:
    said = decline(VISITOR, here.quotas[0], reason="Bận", way=SubmissionWay.PAGE)
    confirm_submission(here.officer, said, how=ConfirmedBy.OFFICER)
    assert Quota.objects.get(pk=here.quotas[0].pk).answer == Answer.DECLINED
    late = decline(VISITOR, here.quotas[1], reason="Bận", way=SubmissionWay.PAGE)
    here.send("Lò Thị Mai", place=1)
    with refused("still_names_people"):
        confirm_submission(here.officer, late, how=ConfirmedBy.OFFICER)
    assert Quota.objects.get(pk=here.quotas[1].pk).answer == Answer.SENT


def test_what_was_sent_before_closing_is_confirmed_afterwards_and_changes_no_list(here: InvitedWorld) -> None:
    waiting = by_page(here, "Lò Thị Mai")
    over = by_page(here, "Điểu Hồng")
    here.send("Vừ A Dính", place=1)
    accept(here.officer, here.training_class)
    close_list(here.officer, here.training_class)
    assert here.states(0) == ["written", "written"], "closing settles nothing"
    confirm_submission(here.bearer(), Submission.objects.get(pk=waiting.pk), how=ConfirmedBy.CODE)
    assert here.states(0) == ["proposed", "written"]
    assert here.training_class.enrollments.count() == 1
    begin_teaching(here.officer, here.training_class)
    here.training_class.state = ClassState.RESULTS
    here.training_class.save()
    with refused("list_is_closed"):
        confirm_submission(here.officer, Submission.objects.get(pk=over.pk), how=ConfirmedBy.OFFICER)


def test_an_officer_writes_down_what_an_agency_says(here: InvitedWorld) -> None:
    quota = here.quotas[0]
    entered = enter_submission(here.officer, quota, [named("Lò Thị Mai"), named("Vừ A Dính"), named("Điểu Hồng")])
    assert (entered.way, entered.confirmed_how) == (SubmissionWay.OFFICER, ConfirmedBy.OFFICER)
    assert here.states() == ["proposed", "proposed", "reserve"]
    with refused("birth_unreadable"):
        enter_submission(here.officer, quota, [named("Đỗ Văn Ân", "1980-02-31")])
    with refused("submission_without_rows"):
        enter_submission(here.officer, quota, [])
    assert Nomination.objects.count() == 3 and Submission.objects.count() == 1
    with pytest.raises(NotAllowedError):
        enter_submission(here.bearer(), quota, [named("Đỗ Văn Ân")])


def test_a_letter_makes_its_agency_answered(here: InvitedWorld) -> None:
    first, second = here.quotas
    draft = begin_draft(
        here.officer, here.training_class, name="cv.docx", content=b"x", rows=[roster_row("Lò Thị Mai")],
        agency=first.organization,
    )  # fmt: skip
    letter = keep_record(here.officer, office=here.office, issuer=first.organization, number="7", symbol="CV")
    sent = attach_reply(here.officer, first, draft=draft, record=letter)
    assert (sent.way, sent.state, sent.confirmed_how) == ("file", SubmissionState.CONFIRMED, ConfirmedBy.LETTER)
    assert attach_reply(here.officer, first, draft=draft) == sent, "once for one list"
    quota = Quota.objects.get(pk=first.pk)
    assert (quota.answer, quota.record) == (Answer.SENT, letter)
    said = attach_reply(here.officer, second, declined_reason="Không có người phù hợp")
    assert said.kind == SubmissionKind.DECLINE
    assert Quota.objects.get(pk=second.pk).decline_reason == "Không có người phù hợp"
    other = OfficeFactory()
    foreign = keep_record(staff(other), office=other, issuer=other.organization, number="9", symbol="CV")
    with refused("document_of_another_office"):
        attach_reply(here.officer, first, record=foreign)


@pytest.mark.parametrize(("agencies", "rows"), [(1, 1), (3, 3), (60, 20)])
def test_an_answer_costs_as_many_queries_whatever_its_length(
    agencies: int, rows: int, django_assert_max_num_queries: pytest.fixture
) -> None:
    here = invited_class(agencies, each=30)
    with django_assert_max_num_queries(60):
        here.send(*(f"Nguyễn Thị {'ABCDEFGHIKLMNOPQRSTU'[one]}" for one in range(rows)))
    assert set(here.states()) == {"proposed"}


def test_every_row_has_its_entry(here: InvitedWorld) -> None:
    here.send("Lò Thị Mai", "Vừ A Dính", "Điểu Hồng")
    entries = AuditEntry.objects.filter(verb="nominations.send_submission", subject_type="nominations.nomination")
    assert [one.after["state"] for one in entries.order_by("pk")] == ["proposed", "proposed", "reserve"]
