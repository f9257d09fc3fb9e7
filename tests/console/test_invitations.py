"""The invitation and the organizer's board, worked on from the screen."""

import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from khuevan.console.workspace.shell import tab_address
from khuevan.core.actors import Bearer
from khuevan.nominations.domain.deciding import accept
from khuevan.nominations.domain.nominees import Nominee
from khuevan.nominations.domain.submitting import begin_submission, decline, send_submission
from khuevan.nominations.enums import (
    Answer,
    ConfirmedBy,
    NominationState,
    ReserveRule,
    SubmissionState,
    SubmissionWay,
)
from khuevan.nominations.models import Invitation, Nomination, Quota, Submission
from khuevan.people.domain.contacts import NewContact, add_contact, import_contacts
from khuevan.people.enums import ContactSlot, RoleKind
from khuevan.records.models import Record
from khuevan.training.enums import ClassState, RecordPurpose
from khuevan.training.models import Venue
from tests.console.acting import Acting
from tests.console.inviting import at, named_by
from tests.factories import staff
from tests.factories.worlds import InvitedWorld, invited_class, world

pytestmark = pytest.mark.django_db


def _unproved(here: InvitedWorld, quota: Quota, *names: str) -> Submission:
    """An answer by the short address, which somebody has to confirm."""
    visitor = Bearer(label="Khách")
    submission, _token = begin_submission(
        visitor, quota, way=SubmissionWay.PAGE, nominees=[Nominee(full_name=name) for name in names]
    )
    return send_submission(visitor, submission, sender_name="Lê Văn thư", sender_phone="0905123456")


TERMS = {
    "reply_time": "17:00",
    "asked": ["birth", "gender", "position", "phone"],
    "reserve_rule": ReserveRule.TIME,
    "is_public": "on",
}


def test_the_terms_are_set_and_the_class_begins_to_collect() -> None:
    here = world(teaching=False, names=())
    me = Acting(here.officer)
    board = tab_address(here.training_class, "invitations")
    assert f"{board}dieu-kien/" in me.get(board), "an empty board leads to the terms"
    sent = {**TERMS, "reply_day": "2019-10-01", "seats": "60", "positions": "chuyên viên, văn thư"}
    page = me.post(f"{board}dieu-kien/", form=f"{board}dieu-kien/", **sent)
    invitation = Invitation.objects.get(training_class=here.training_class)
    assert invitation.seats == 60
    assert invitation.positions == ["chuyên viên", "văn thư"]
    assert invitation.fields == ["full_name", "birth", "gender", "position", "phone"]
    assert timezone.localtime(invitation.reply_by).hour == 17
    assert f"{board}chon/" in page, "and goes on to choosing whom to invite"


def test_sensitive_fields_wait_for_a_reason() -> None:
    here = world(teaching=False, names=())
    me = Acting(here.officer)
    form = f"{tab_address(here.training_class, 'invitations')}dieu-kien/"
    sent = {**TERMS, "reply_day": "2019-10-01", "asked": ["citizen_id", "party_member"], "note": "đã gõ"}
    answer = me.client.post(form, {**me.hidden(form), **sent})
    assert answer.status_code == 422
    assert "đã gõ" in answer.content.decode(), "what was typed stays"
    assert not Invitation.objects.exists()
    me.post(form, **{**sent, "field_reason": "Làm thẻ ra vào trụ sở"})
    assert "citizen_id" in Invitation.objects.get().fields


def test_the_second_officer_is_told_of_changed_terms() -> None:
    here = invited_class(1)
    me, other = Acting(here.officer), Acting(staff(here.office))
    form = at(here, "dieu-kien/")
    day = timezone.localtime(here.invitation.reply_by).date().isoformat()
    sent = {**TERMS, "reply_day": day}
    mine, theirs = me.hidden(form), other.hidden(form)
    me.post(form, **mine, **sent, seats="10")
    answer = other.client.post(form, {**theirs, **sent, "seats": "20"})
    assert answer.status_code == 422
    here.invitation.refresh_from_db()
    assert here.invitation.seats == 10


def test_the_letter_is_recorded_once_and_lies_in_the_file_of_the_class() -> None:
    here = invited_class(1)
    me = Acting(here.officer)
    issuer = here.office.organization
    sent = {"number": "812/SNV-CCVC", "date": "2026-09-01", "issuer": issuer.name, "issuer-pick": str(issuer.pk)}
    page = me.post(at(here, "cong-van/"), form=at(here, "cong-van/"), **sent)
    here.invitation.refresh_from_db()
    assert here.invitation.record is not None, page
    assert here.invitation.record.code == "812/SNV-CCVC"
    assert here.training_class.class_records.filter(purpose=RecordPurpose.INVITATION).count() == 1
    assert "812/SNV-CCVC" in me.get(at(here))


def test_a_letter_of_the_file_is_taken_over() -> None:
    here = invited_class(1)
    me = Acting(here.officer)
    issuer = here.office.organization
    me.post(at(here, "cong-van/"), number="7/SNV", issuer=issuer.name, **{"issuer-pick": str(issuer.pk)})
    document = Record.objects.get()
    Invitation.objects.update(record=None)
    assert "7/SNV" in me.get(at(here, "cong-van/"))
    me.post(at(here, f"cong-van/{document.pk}/"))
    here.invitation.refresh_from_db()
    assert here.invitation.record == document
    assert here.training_class.class_records.count() == 1


def test_address_and_code_are_there_to_print_and_to_send() -> None:
    here = invited_class(1)
    me = Acting(here.officer)
    page = me.get(at(here, "dia-chi/"))
    assert f"/moi/{here.invitation.code}/" in page
    picture = me.client.get(at(here, "ma-qr.png"))
    assert picture.content.startswith(b"\x89PNG")
    assert here.invitation.code in picture.headers["Content-Disposition"]


def test_the_board_says_who_answered_what() -> None:
    here = invited_class(5, each=1)
    one, two, three, four, _five = here.quotas
    contact = {"name": "Lê Thị Mai", "phone": "0258 3822 412", "email": "mai@example.vn"}
    add_contact(here.officer, one.organization, slot=ContactSlot.FOCAL, **contact)
    named_by(here, one, "Đỗ Văn Ân")
    named_by(here, two, "H'Hen Niê", "Lò Thị Mai")
    _unproved(here, three, "Trần Văn Bốn")
    decline(here.officer, four, reason="Bận bầu cử", way=SubmissionWay.OFFICER)
    me = Acting(here.officer)
    page = me.get(at(here))
    assert 'href="tel:02583822412"' in page
    assert [
        me.get(at(here), tra_loi=key).count("don-vi/") for key in ("none", "unconfirmed", "over", "sent", "declined")
    ] == [1] * 5
    book = openpyxl.load_workbook(io.BytesIO(me.client.get(at(here), {"xuat": "xlsx"}).content))
    words = [[str(cell.value) for cell in row] for row in book.worksheets[0].iter_rows()]
    assert any(one.name in row and "Lê Thị Mai" in row and "0258 3822 412" in row for row in words)
    assert any(four.name in row and "Bận bầu cử" in row for row in words)


def test_an_empty_board_leads_to_choosing() -> None:
    here = invited_class(0)
    page = Acting(here.officer).get(at(here))
    assert at(here, "chon/") in page
    assert at(here, "chon/dan-ten/") in page


def test_pages_ask_as_many_questions_for_sixty_agencies_as_for_one() -> None:
    pages = ("", "nguoi/", "du-bi/", "goi/", "danh-sach/", "nhac/", "duong-dan/", "chon/", "chon/?nguon=lop")
    counts: dict[str, list[int]] = {rest: [] for rest in pages}
    for agencies in (1, 3, 60):
        here = invited_class(2 * agencies, each=1)
        Venue.objects.create(training_class=here.training_class, name="Hội trường", capacity=500)
        for quota in here.quotas[:agencies]:
            named_by(here, quota, f"Nguyễn Văn {quota.pk}", f"Trần Thị {quota.pk}")
        accept(here.officer, here.training_class)
        bodies = [quota.organization for quota in here.quotas]
        import_contacts(here.officer, [NewContact(one, ContactSlot.FOCAL, email="dv@example.vn") for one in bodies])
        me = Acting(here.officer)
        me.get(at(here))
        for rest in pages:
            with CaptureQueriesContext(connection) as caught:
                me.get(at(here, rest))
            counts[rest].append(len(caught))
    assert {rest: found for rest, found in counts.items() if len(set(found)) > 1} == {}


def test_the_page_of_an_agency_asks_as_many_questions_for_twenty_people_as_for_one() -> None:
    counts = []
    for people in (1, 3, 20):
        here = invited_class(1, each=people)
        names = [f"{family} Văn {place}" for place, family in zip(range(people), ("Lê", "Trần") * 10, strict=False)]
        named_by(here, here.quotas[0], *names)
        accept(here.officer, here.training_class)
        me = Acting(here.officer)
        me.get(at(here))
        with CaptureQueriesContext(connection) as caught:
            me.get(at(here, f"don-vi/{here.quotas[0].pk}/"))
        counts.append(len(caught))
    assert len(set(counts)) == 1, counts


def test_chosen_agencies_get_places_and_can_be_taken_out() -> None:
    here = invited_class(3)
    me = Acting(here.officer)
    keys = [str(one.pk) for one in here.quotas[:2]]
    me.post(at(here), chon=keys, viec="so-cho", **{"moi-don-vi": "4"})
    assert sorted(Quota.objects.values_list("seats", flat=True)) == [2, 4, 4]
    me.post(at(here), chon=keys[:1], viec="thoi-moi", **{"ly-do-thoi-moi": " "})
    assert Quota.objects.count() == 3, "a reason is needed"
    me.post(at(here), chon=keys[:1], viec="thoi-moi", **{"ly-do-thoi-moi": "Mời nhầm"})
    assert Quota.objects.count() == 2


def test_an_answer_is_confirmed_by_the_letter_or_is_not_from_the_agency() -> None:
    here = invited_class(2, each=1)
    mine, other = here.quotas
    me = Acting(here.officer)
    answer = _unproved(here, mine, "Đỗ Văn Ân", "Lò Thị Mai")
    page = me.get(at(here, f"don-vi/{mine.pk}/"))
    assert "Đỗ Văn Ân" in page
    assert "0905123456" in page
    assert not Nomination.objects.counted().exists(), "nothing of it counts yet"
    me.post(at(here, f"don-vi/{mine.pk}/tra-loi/{answer.pk}/xac-nhan/"), cach="letter")
    answer.refresh_from_db()
    assert (answer.state, answer.confirmed_how) == (SubmissionState.CONFIRMED, ConfirmedBy.LETTER)
    states = sorted(mine.nominations.values_list("state", flat=True))
    assert states == [NominationState.PROPOSED, NominationState.RESERVE]
    false = _unproved(here, other, "Người Lạ")
    me.post(at(here, f"don-vi/{other.pk}/tra-loi/{false.pk}/khong-phai/"), reason="Đơn vị nói không gửi")
    false.refresh_from_db()
    assert false.state == SubmissionState.REJECTED
    other.refresh_from_db()
    assert other.answer == Answer.NONE


def test_the_letter_of_the_agency_is_recorded_and_confirms_its_answer() -> None:
    here = invited_class(1)
    quota = here.quotas[0]
    answer = _unproved(here, quota, "Đỗ Văn Ân")
    me = Acting(here.officer)
    form = at(here, f"don-vi/{quota.pk}/tra-loi/{answer.pk}/cong-van/")
    issuer = quota.organization
    me.post(form, form=form, number="15/STN-VP", issuer=issuer.name, **{"issuer-pick": str(issuer.pk)})
    answer.refresh_from_db()
    quota.refresh_from_db()
    assert (answer.state, answer.confirmed_how) == (SubmissionState.CONFIRMED, ConfirmedBy.LETTER)
    assert quota.record is not None
    assert quota.record.issuer == issuer
    assert here.training_class.class_records.get().purpose == RecordPurpose.NOMINATION
    me.get(form, status=404)


def test_an_answer_is_confirmed_in_no_other_way_from_here() -> None:
    here = invited_class(1)
    answer = _unproved(here, here.quotas[0], "Đỗ Văn Ân")
    me = Acting(here.officer)
    address = at(here, f"don-vi/{here.quotas[0].pk}/tra-loi/{answer.pk}/xac-nhan/")
    assert me.status(address, cach="link") == 404
    answer.refresh_from_db()
    assert answer.state == SubmissionState.UNCONFIRMED


def test_an_agency_says_no_by_telephone_and_then_yes() -> None:
    here = invited_class(1)
    quota = here.quotas[0]
    me = Acting(here.officer)
    page = at(here, f"don-vi/{quota.pk}/")
    me.post(f"{page}khong-cu/", form=f"{page}khong-cu/", reason="Bận kiểm toán", sender_name="Chị Mai")
    quota.refresh_from_db()
    assert (quota.answer, quota.decline_reason) == (Answer.DECLINED, "Bận kiểm toán")
    me.post(f"{page}cu-lai/")
    me.post(f"{page}them/", form=f"{page}them/", full_name="Lò Thị Mai", birth="1990", organization_name=quota.name)
    quota.refresh_from_db()
    assert quota.answer == Answer.SENT
    assert quota.nominations.get().state == NominationState.PROPOSED


def test_places_and_note_of_one_agency() -> None:
    here = invited_class(1)
    quota = here.quotas[0]
    named_by(here, quota, "Đỗ Văn Ân", "Lò Thị Mai")
    me = Acting(here.officer)
    form = at(here, f"don-vi/{quota.pk}/sua/")
    answer = me.client.post(form, {**me.hidden(form), "seats": "1", "priority": "5"})
    assert answer.status_code == 422, "two places are held"
    me.post(form, form=form, seats="3", priority="5", note="Ưu tiên")
    quota.refresh_from_db()
    assert (quota.seats, quota.priority, quota.note) == (3, 5, "Ưu tiên")


def test_an_editor_sees_and_does_nothing() -> None:
    here = invited_class(2)
    named_by(here, here.quotas[0], "Đỗ Văn Ân")
    me = Acting(staff(here.office, RoleKind.EDITOR))
    for rest in ("", "nguoi/", "du-bi/", "goi/", "danh-sach/", f"don-vi/{here.quotas[0].pk}/"):
        me.get(at(here, rest))
    for rest in ("dieu-kien/", "chon/", "cong-van/", "nhac/", "duong-dan/", f"don-vi/{here.quotas[0].pk}/sua/"):
        me.get(at(here, rest), status=404)
    nominee = Nomination.objects.get()
    me.post(at(here, f"nguoi/{nominee.pk}/nhan/"))
    me.post(at(here, "chot/"))
    nominee.refresh_from_db()
    here.training_class.refresh_from_db()
    assert nominee.state == NominationState.PROPOSED
    assert here.training_class.state == ClassState.NOMINATING
