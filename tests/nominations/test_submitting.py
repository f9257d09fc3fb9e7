"""Answers while they are written and when they are sent: by link at once, by the short address after confirmation."""

from pathlib import Path

import pytest
from django.utils import timezone

from khuevan.core.actors import Bearer
from khuevan.core.audit import MASK
from khuevan.core.models import AuditEntry
from khuevan.core.permissions import NotAllowedError
from khuevan.nominations.domain import submitting
from khuevan.nominations.domain.deciding import accept
from khuevan.nominations.domain.enrolling import close_list
from khuevan.nominations.domain.inviting import change_invitation
from khuevan.nominations.domain.nominees import Nominee, nominee_of, nominee_of_row
from khuevan.nominations.domain.submitting import (
    add_rows,
    begin_submission,
    decline,
    remove_row,
    rewrite_row,
    send_submission,
    submission_by_token,
)
from khuevan.nominations.domain.withdrawing import take_back_decline, withdraw_nomination
from khuevan.nominations.enums import Answer, ConfirmedBy, SubmissionKind, SubmissionState, SubmissionWay
from khuevan.nominations.models import Nomination, Quota, Submission
from khuevan.people.identity import unseal_citizen_id
from khuevan.readers.roster import read_pasted
from tests.factories import OfficeFactory, staff
from tests.factories.worlds import VISITOR, InvitedWorld, invited_class, named, refused

pytestmark = pytest.mark.django_db
NUMBER = "070082000123"


@pytest.fixture
def here() -> InvitedWorld:
    return invited_class(2)


def begin(here: InvitedWorld, *nominees: Nominee, way: SubmissionWay = SubmissionWay.PAGE) -> Submission:
    who = VISITOR if way == SubmissionWay.PAGE else here.bearer()
    return begin_submission(who, here.quotas[0], way=way, nominees=nominees)[0]


def test_by_link_an_answer_counts_at_once(here: InvitedWorld) -> None:
    sent = here.send("Lò Thị Mai", "Vừ A Dính")
    assert (sent.state, sent.confirmed_how) == (SubmissionState.CONFIRMED, ConfirmedBy.LINK)
    assert here.states() == ["proposed", "proposed"]
    quota = Quota.objects.get(pk=here.quotas[0].pk)
    assert quota.answer == Answer.SENT and quota.answered_at is not None


def test_by_the_short_address_it_waits(here: InvitedWorld) -> None:
    sent = here.send("Lò Thị Mai", way=SubmissionWay.PAGE)
    assert sent.state == SubmissionState.UNCONFIRMED
    assert here.states() == ["written"]
    assert Quota.objects.get(pk=here.quotas[0].pk).answer == Answer.NONE


def test_only_the_browser_that_wrote_an_answer_finds_it_again(here: InvitedWorld) -> None:
    submission, token = begin_submission(
        VISITOR, here.quotas[0], way=SubmissionWay.PAGE, nominees=[named("Lò Thị Mai")]
    )
    assert submission_by_token(here.quotas[0], token) == submission
    assert token not in str(vars(Submission.objects.get())), "only a hash of it is kept"
    for other in ("", token[:-1], token.swapcase()):
        assert submission_by_token(here.quotas[0], other) is None
    assert submission_by_token(here.quotas[1], token) is None
    send_submission(VISITOR, submission)
    assert submission_by_token(here.quotas[0], token) == submission, "until somebody confirms it"
    Submission.objects.update(state=SubmissionState.CONFIRMED)
    assert submission_by_token(here.quotas[0], token) is None


def test_rows_are_written_mended_and_removed_until_the_answer_is_sent(here: InvitedWorld) -> None:
    submission = begin(here, named("Lò Thị Mai"), named("", position="Văn thư"))
    with refused("rows_with_errors"):
        send_submission(VISITOR, submission)
    first, second = submission.nominations.order_by("index")
    mended = rewrite_row(VISITOR, submission, second, named("Vừ A Dính", "1979", phone="0912345678"))
    assert (mended.full_name, mended.birth_year, mended.problems) == ("Vừ A Dính", 1979, [])
    rewrite_row(VISITOR, submission, None, named("H'Hen Niê"))
    add_rows(VISITOR, submission, [named("Đỗ Văn Ân"), named("Điểu Hồng")])
    remove_row(VISITOR, first)
    told = [(one.index, one.full_name) for one in submission.nominations.order_by("index")]
    assert told == [(1, "Vừ A Dính"), (2, "H'Hen Niê"), (3, "Đỗ Văn Ân"), (4, "Điểu Hồng")]
    send_submission(VISITOR, submission, sender_name=" Lê Văn Bảy ", sender_phone="0912 000 111")
    submission.refresh_from_db()
    assert (submission.sender_name, submission.sender_phone) == ("Lê Văn Bảy", "0912 000 111")
    for late in (
        lambda: rewrite_row(VISITOR, submission, mended, named("Khác")),
        lambda: remove_row(VISITOR, Nomination.objects.get(pk=mended.pk)),
        lambda: add_rows(VISITOR, submission, [named("Khác")]),
        lambda: send_submission(VISITOR, submission),
    ):
        with refused("submission_is_sent"):
            late()
    assert submission.nominations.count() == 4


def test_bad_values_are_said_row_by_row_and_nothing_is_lost(here: InvitedWorld) -> None:
    rows = [
        Nominee("Đ" * 151),
        Nominee("Lò Thị Mai", birth="1980-02-31"),
        Nominee("Vừ A Dính", email="khong-phai"),
        Nominee("H'Hen Niê", position="x" * 251, note="CCCD 070 082 000 123"),
        Nominee("   "),
        Nominee("Điểu Hồng", birth="1982-06-02", gender="Nữ"),
    ]
    submission = begin(here, *rows)
    stored = list(submission.nominations.order_by("index"))
    assert [[one[0] for one in row.problems] for row in stored] == [
        ["full_name"], ["birth"], ["email"], ["position"], ["full_name"], []
    ]  # fmt: skip
    assert stored[3].note == "CCCD •••"
    assert (stored[5].gender, stored[5].honorific, stored[5].birth_text) == ("female", "Bà", "02/06/1982")
    with refused("rows_with_errors"):
        send_submission(VISITOR, submission)


def test_sensitive_values_are_dropped_unless_the_invitation_says_why(here: InvitedWorld) -> None:
    more = {"citizen_id": NUMBER, "ethnicity": "Ê-đê"}
    submission = begin(here, Nominee("H'Hen Niê", party_member=True, **more))
    row = submission.nominations.get()
    assert (row.citizen_id_sealed, row.citizen_id_hash, row.ethnicity, row.party_member) == ("", "", "", None)
    assert {field for field, _said, _level in row.problems} == {"citizen_id", "ethnicity", "party_member"}
    assert {level for _field, _said, level in row.problems} == {"notice"}, "it may be sent all the same"
    assert NUMBER not in str([vars(one) for one in AuditEntry.objects.all()]) + str(row.problems)
    asked = ["citizen_id", "ethnicity", "party_member"]
    change_invitation(here.officer, here.invitation, fields=asked, field_reason="Vào khu vực biên giới")
    here.quotas[0].refresh_from_db()
    row = rewrite_row(VISITOR, submission, row, Nominee("H'Hen Niê", party_member=True, **more))
    assert unseal_citizen_id(row.citizen_id_sealed) == NUMBER
    assert (row.ethnicity, row.party_member, row.problems) == ("Ê-đê", True, [])
    last = AuditEntry.objects.filter(verb="nominations.write_nominee").latest("pk")
    assert last.after["citizen_id_sealed"] == last.after["ethnicity"] == MASK


def test_rows_of_a_list_come_with_what_the_reader_found(here: InvitedWorld) -> None:
    read = read_pasted("Họ tên\tNgày sinh\tSố CCCD\nLò Thị Mai\t31/02/1980\t070082000123\n")
    (row,) = [nominee_of_row(one) for one in read.rows]
    submission = begin(here, row)
    stored = submission.nominations.get()
    assert {field for field, _said, _level in stored.problems} >= {"birth", "citizen_id"}
    assert "070082000123" not in str(vars(stored))
    again = nominee_of(stored)
    assert (again.full_name, again.birth, again.problems) == ("Lò Thị Mai", None, ())


def test_nobody_writes_for_another_agency_or_office(here: InvitedWorld) -> None:
    quota = here.quotas[0]
    elsewhere = invited_class(1)
    same_body = Bearer("x", office_id=elsewhere.office.pk, organization_id=quota.organization_id)
    strangers = [
        VISITOR,
        here.bearer(1),
        same_body,
        elsewhere.bearer(),
        staff(here.office, "leader"),
        staff(OfficeFactory()),
    ]
    own = begin(here, named("Lò Thị Mai"), way=SubmissionWay.LINK)
    row = own.nominations.get()
    for who in strangers:
        for attempt in (
            lambda who=who: begin_submission(who, quota, way=SubmissionWay.LINK),
            lambda who=who: send_submission(who, own),
            lambda who=who: rewrite_row(who, own, row, named("Khác")),
            lambda who=who: remove_row(who, row),
            lambda who=who: decline(who, quota, reason="Bận", way=SubmissionWay.LINK),
            lambda who=who: withdraw_nomination(who, row),
        ):
            with pytest.raises(NotAllowedError):
                attempt()
    for who in (VISITOR, here.bearer(0)):
        with pytest.raises(NotAllowedError):
            begin_submission(who, quota, way=SubmissionWay.OFFICER)
    assert own.nominations.get().full_name == "Lò Thị Mai"


def test_without_a_short_address_only_links_answer(here: InvitedWorld) -> None:
    change_invitation(here.officer, here.invitation, is_public=False)
    quota = Quota.objects.get(pk=here.quotas[0].pk)
    with pytest.raises(NotAllowedError):
        begin_submission(VISITOR, quota, way=SubmissionWay.PAGE)
    assert begin_submission(here.bearer(), quota, way=SubmissionWay.LINK)[0].pk


def close(here: InvitedWorld) -> None:
    here.send("Ngô Thị Gái", place=1)
    accept(here.officer, here.training_class)
    close_list(here.officer, here.training_class)


def test_a_closed_list_is_answered_late_with_a_reason_and_only_by_link(here: InvitedWorld) -> None:
    written = begin(here, named("Lò Thị Mai"))
    linked = begin(here, named("Vừ A Dính"), way=SubmissionWay.LINK)
    close(here)
    quota = Quota.objects.get(pk=here.quotas[0].pk)
    with refused("list_is_closed"):
        send_submission(VISITOR, Submission.objects.get(pk=written.pk), late_reason="Văn thư nghỉ")
    with refused("list_is_closed"):
        begin_submission(VISITOR, quota, way=SubmissionWay.PAGE)
    with refused("reason_missing"):
        send_submission(here.bearer(), linked)
    sent = send_submission(here.bearer(), linked, late_reason="Công văn đến muộn")
    assert (sent.state, sent.late_reason) == (SubmissionState.CONFIRMED, "Công văn đến muộn")
    assert here.states(0) == ["written", "proposed"]
    accept(here.officer, here.training_class)
    assert AuditEntry.objects.filter(verb="nominations.accept").latest("pk").reason == "Công văn đến muộn"


def test_an_answer_without_people_is_none(here: InvitedWorld) -> None:
    with refused("submission_without_rows"):
        send_submission(VISITOR, begin(here))


def test_floods_and_endless_lists_are_stopped(here: InvitedWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(submitting, "MOST_ROWS", 3)
    monkeypatch.setattr(submitting, "MOST_UNPROVED", 2)
    with refused("too_many_rows"):
        begin(here, *[named(f"Nguyễn Văn {letter}") for letter in "ABCD"])
    submission = begin(here, *[named(f"Nguyễn Văn {letter}") for letter in "ABC"])
    with refused("too_many_rows"):
        rewrite_row(VISITOR, submission, None, named("Thêm"))
    with refused("too_many_rows"):
        add_rows(VISITOR, submission, [named("Thêm")])
    begin(here)
    with refused("too_many_answers"):
        begin(here)
    with refused("too_many_answers"):
        decline(VISITOR, here.quotas[0], reason="Bận", way=SubmissionWay.PAGE)
    assert begin_submission(VISITOR, here.quotas[1], way=SubmissionWay.PAGE)[0].pk, "other agencies are not hindered"
    assert begin(here, way=SubmissionWay.LINK).pk, "nor is who is known"
    begun = timezone.now() - submitting.BEGUN_LATELY
    Submission.objects.filter(way=SubmissionWay.PAGE).update(created_at=begun)
    assert begin(here).pk, "what nobody goes on with keeps nobody out"


def test_the_file_is_kept_as_it_was_sent(here: InvitedWorld, settings: object) -> None:
    submission, _token = begin_submission(
        VISITOR, here.quotas[0], way=SubmissionWay.PAGE, file_name="ds cử.xlsx", content=b"PK", notes=["Bỏ qua cột 7"]
    )
    stored = Submission.objects.get()
    with stored.file.open() as file:
        assert file.read() == b"PK"
    assert (stored.file_name, stored.notes) == ("ds cử.xlsx", ["Bỏ qua cột 7"])
    assert Path(stored.file.name).suffix == ".xlsx" and "cử" not in stored.file.name
    settings.KHUEVAN_UPLOAD_LIMIT = 1  # type: ignore[attr-defined]
    with refused("file_too_large"):
        begin_submission(VISITOR, here.quotas[0], way=SubmissionWay.PAGE, content=b"PK")
    assert submission.file.storage.exists(stored.file.name)


def test_an_agency_says_that_it_sends_nobody_and_takes_it_back(here: InvitedWorld) -> None:
    quota = here.quotas[0]
    with refused("reason_missing"):
        decline(here.bearer(), quota, reason=" ", way=SubmissionWay.LINK)
    said = decline(here.bearer(), quota, reason="Đang thanh tra", way=SubmissionWay.LINK)
    quota.refresh_from_db()
    assert (said.kind, said.state) == (SubmissionKind.DECLINE, SubmissionState.CONFIRMED)
    assert (quota.answer, quota.decline_reason) == (Answer.DECLINED, "Đang thanh tra")
    take_back_decline(here.bearer(), quota)
    said.refresh_from_db()
    assert (quota.answer, quota.decline_reason, quota.answered_at) == (Answer.NONE, "", None)
    assert said.state == SubmissionState.WITHDRAWN
    with refused("not_declined"):
        take_back_decline(here.bearer(), quota)


def test_whoever_names_people_does_not_decline(here: InvitedWorld) -> None:
    here.send("Lò Thị Mai")
    with refused("still_names_people"):
        decline(here.bearer(), here.quotas[0], reason="Bận", way=SubmissionWay.LINK)
    withdraw_nomination(here.bearer(), here.nominations()[0])
    decline(here.bearer(), here.quotas[0], reason="Bận", way=SubmissionWay.LINK)
    assert Quota.objects.get(pk=here.quotas[0].pk).answer == Answer.DECLINED
    here.send("Vừ A Dính")
    quota = Quota.objects.get(pk=here.quotas[0].pk)
    assert (quota.answer, quota.decline_reason) == (Answer.SENT, ""), "the last answer counts"


def test_a_decline_by_the_short_address_waits(here: InvitedWorld) -> None:
    said = decline(VISITOR, here.quotas[0], reason="Bận", way=SubmissionWay.PAGE, sender_name="Lê Văn Bảy")
    assert said.state == SubmissionState.UNCONFIRMED
    assert Quota.objects.get(pk=here.quotas[0].pk).answer == Answer.NONE


def test_the_audit_says_who_answered_and_hides_telephones(here: InvitedWorld) -> None:
    here.send("Lò Thị Mai")
    entries = AuditEntry.objects.filter(verb="nominations.send_submission")
    assert {one.actor_label for one in entries} == {here.quotas[0].name}
    assert {one.office_key for one in entries} == {here.office.pk}
    assert entries.get(subject_type="nominations.submission").after["sender_phone"] == MASK
