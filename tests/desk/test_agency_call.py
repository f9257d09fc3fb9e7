"""The short address printed in a letter: the class, the agency chosen there, an answer that waits for confirmation."""

import io
from html import unescape
from pathlib import Path

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from khuevan.core.guessing import MOST
from khuevan.core.models import AuditEntry
from khuevan.core.once import new_token
from khuevan.nominations.domain.enrolling import close_list, enroll
from khuevan.nominations.domain.inviting import change_invitation
from khuevan.nominations.enums import Answer, ConfirmedBy, NominationState, SubmissionState
from khuevan.nominations.models import Nomination, Submission
from khuevan.people.domain.contacts import add_contact
from khuevan.people.models import Organization
from tests.desk.answering import FIREFOX, SENDER, Browser, code_sent, typed
from tests.factories.worlds import InvitedWorld, invited_class, row
from tests.readers.making import xlsx

pytestmark = pytest.mark.django_db

NAMES = ("Trần Thị Minh Nguyệt", "Lê Hữu Phước", "Đỗ Quỳnh Hương")


@pytest.fixture
def here() -> InvitedWorld:
    return invited_class(3)


@pytest.fixture
def browser(here: InvitedWorld) -> Browser:
    contact = {"name": "Ngô Đình Mười", "phone": "0258 3850 412", "email": "muoi@dienkhanh.gov.vn"}
    add_contact(here.officer, here.quotas[0].organization, **contact)
    return Browser(here)


def close(here: InvitedWorld) -> None:
    enroll(here.officer, here.training_class, [row("Hoàng Văn Thụ", birth="1970-01-02")])
    close_list(here.officer, here.training_class)


class TestTheCall:
    def test_the_agency_is_found_without_diacritics(self, here: InvitedWorld) -> None:
        names = ("UBND huyện Diên Khánh", "UBND xã Vạn Thọ", "Sở Công Thương")
        for quota, name in zip(here.quotas, names, strict=True):
            Organization.objects.filter(pk=quota.organization_id).update(name=name)
            type(quota).objects.filter(pk=quota.pk).update(name=name)
        client, address = Client(**FIREFOX), f"/moi/{here.invitation.code}/"
        page = unescape(client.get(address).content.decode())
        assert all(name in page for name in names)
        page = unescape(client.get(f"{address}?ten=ubnd").content.decode())
        assert "UBND xã Vạn Thọ" in page and "Sở Công Thương" not in page
        one = client.get(f"{address}?ten=dien khanh")
        assert (one.status_code, one["Location"]) == (302, f"{address}{here.quotas[0].pk}/")
        assert client.get(f"{address}?ten=khong co").status_code == 200

    def test_the_code_may_be_typed_as_one_reads_it(self, here: InvitedWorld) -> None:
        client, code = Client(), here.invitation.code
        assert client.get("/moi/").status_code == 200
        for said in (code, code.lower(), f"{code[:3]} {code[3:]}", f"http://testserver/moi/{code}/"):
            assert client.get("/moi/", {"ma": said})["Location"] == f"/moi/{code}/"
        assert client.get("/moi/", {"ma": "ABC"}).status_code == 404

    def test_an_unknown_code_is_a_plain_page_and_guessing_is_slowed(self, here: InvitedWorld) -> None:
        client, code = Client(), here.invitation.code
        other = "2" if code[-1] != "2" else "3"
        page = client.get(f"/moi/{code[:-1]}{other}/")
        assert page.status_code == 404 and here.training_class.title not in page.content.decode()
        statuses = [client.get(f"/moi/ZZZ{number:03}/").status_code for number in range(222, 222 + MOST)]
        assert statuses[-1] == 429
        assert client.get(f"/moi/{code}/").status_code == 429, "also the right one, or it would be told"

    def test_without_public_answers_and_after_closing(self, here: InvitedWorld, browser: Browser) -> None:
        close(here)
        assert browser.quota.name not in unescape(browser.client.get(f"/moi/{here.invitation.code}/").content.decode())
        for page in ("write", "file", "decline"):
            assert browser.client.get(browser.address(page))["Location"] == browser.address()
        browser.read()
        change_invitation(here.officer, here.invitation, is_public=False)
        browser.read(status=404)

    def test_an_agency_not_invited_here_does_not_exist(self, here: InvitedWorld, browser: Browser) -> None:
        other = invited_class(1)
        browser.quota = other.quotas[0]
        browser.read(status=404)

    def test_the_days_go_into_a_calendar(self, here: InvitedWorld) -> None:
        answer = Client().get(f"/moi/{here.invitation.code}/lich.ics")
        assert answer["Content-Type"].startswith("text/calendar") and b"BEGIN:VEVENT" in answer.content


class TestAList:
    def test_typed_it_waits_and_only_this_browser_sees_it(self, here: InvitedWorld, browser: Browser) -> None:
        status, where = browser.type(*NAMES[:2])
        assert (status, where) == (302, browser.address("done"))
        page = browser.read("done")
        assert all(name in page for name in NAMES[:2]) and "mu***@dienkhanh.gov.vn" in page
        assert "0258 *** 412" not in page, "no message goes to the telephone of who has e-mail"
        assert "Ngô Đình Mười" not in page
        sent = Submission.objects.get()
        assert (sent.state, sent.sender_phone) == (SubmissionState.UNCONFIRMED, "0912 000 111")
        actors = set(
            AuditEntry.objects.filter(verb__startswith="nominations.send").values_list("actor_label", flat=True)
        )
        assert len(actors) == 1 and actors != {browser.quota.name}, "nobody proved to be the agency"
        assert here.states() == [NominationState.WRITTEN] * 2
        other = Browser(here)
        for page_of in ("class", "write", "file", "decline"):
            assert not any(name in other.read(page_of) for name in NAMES)
        other.read("done", status=404)
        assert other.client.get(other.address("letter")).status_code == 404
        assert other.client.get(other.address("list")).status_code == 404

    def test_the_first_look_counts_as_opened(self, here: InvitedWorld, browser: Browser) -> None:
        browser.read()
        browser.quota.refresh_from_db()
        assert browser.quota.opened_at is not None

    def test_a_double_click_sends_once_and_the_browser_still_holds_it(self, browser: Browser) -> None:
        showing = new_token()
        first = browser.type(NAMES[0], again=showing)
        assert browser.type(NAMES[0], again=showing) == first
        assert Submission.objects.count() == Nomination.objects.count() == 1
        assert NAMES[0] in browser.read("done")

    def test_the_cookie_is_given_before_anything_is_sent(self, browser: Browser) -> None:
        """Of a double click the browser throws the first answer away, and its cookies with it."""
        browser.client.get(browser.address("write"))
        held = browser.client.cookies["kv_to"]
        assert held["httponly"] and held["samesite"] == "Lax" and held["path"] == browser.address()
        browser.send("write", {**typed(NAMES[0]), **SENDER, "viec": "gui"})
        browser.client.cookies["kv_to"] = held.value
        assert NAMES[0] in browser.read("done")

    def test_rows_are_added_mended_and_left_out(self, browser: Browser) -> None:
        status, where = browser.type(NAMES[0], deed="them")
        assert (status, where) == (302, f"{browser.address('write')}?them=1#moi")
        (first,) = Nomination.objects.all()
        assert "moi0-full_name" in browser.read("write", query="?them=1")
        stays = {f"n{first.pk}-full_name": "Trần Thị Nguyệt", f"n{first.pk}-birth": "02/06/1984"}
        browser.send("write", {**stays, **typed(NAMES[1]), "viec": "luu"})
        first.refresh_from_db()
        assert (first.full_name, str(first.birth_date)) == ("Trần Thị Nguyệt", "1984-06-02")
        second = Nomination.objects.get(full_name=NAMES[1])
        whole = {**stays, f"n{second.pk}-full_name": NAMES[1], f"n{second.pk}-birth": "1985", f"n{first.pk}-out": "on"}
        assert browser.send("write", {**whole, **SENDER, "viec": "gui"})[0] == 302
        assert [one.full_name for one in Nomination.objects.all()] == [NAMES[1]]

    def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(self, browser: Browser) -> None:
        status, page = browser.type(NAMES[0], **{"moi0-birth": "31/02/1980", "moi0-phone": "xyz"})
        assert status == 422 and NAMES[0] in page and "31/02/1980" in page and 'id="id_moi0-birth_error"' in page
        status, page = browser.send("write", {**typed(""), **SENDER, "viec": "gui"})
        assert status == 422 and 'id="id_moi0-full_name_error"' in page
        status, page = browser.send("write", {**typed(NAMES[0]), "viec": "gui"})
        assert status == 422 and 'id="id_sender_name_error"' in page
        empty = {"moi0-full_name": "", "moi0-organization": browser.quota.name}
        status, page = browser.send("write", {**empty, **SENDER, "viec": "gui"})
        assert status == 422 and not Submission.objects.exists()
        beside = {"moi1-full_name": "", "moi1-organization": browser.quota.name}
        assert browser.send("write", {**typed(NAMES[0]), **beside, **SENDER, "viec": "gui"})[0] == 302

    def test_closed_between_opening_and_sending(self, here: InvitedWorld, browser: Browser) -> None:
        browser.read("write")
        close(here)
        status, page = browser.send("write", {**typed(NAMES[0]), **SENDER, "viec": "gui"})
        assert status == 422 and NAMES[0] in page and not Submission.objects.exists()

    def test_more_than_the_places_is_said(self, browser: Browser) -> None:
        browser.type(*NAMES, deed="luu")
        page = browser.read("write")
        assert page.count("icon") and page.count('class="problem"') == 1, "the third of two places"

    def test_begun_anew(self, browser: Browser) -> None:
        browser.type(NAMES[0], deed="luu")
        assert NAMES[0] in browser.read("write")
        assert browser.client.get(browser.address("over")).status_code == 405
        browser.send("over")
        assert NAMES[0] not in browser.read("write")

    def test_sensitive_fields_only_with_their_reason(self, here: InvitedWorld, browser: Browser) -> None:
        assert "citizen_id" not in browser.read("write") and "ethnicity" not in browser.read("write")
        fields = [*here.invitation.fields, "citizen_id", "party_member"]
        change_invitation(here.officer, here.invitation, fields=fields, field_reason="Lớp ở đồn biên phòng")
        page = browser.read("write")
        assert "moi0-citizen_id" in page and "Lớp ở đồn biên phòng" in page
        browser.type(NAMES[0], **{"moi0-citizen_id": "056084001234", "moi0-party_member": "co"}, deed="luu")
        kept = Nomination.objects.get()
        assert kept.citizen_id_sealed and kept.party_member is True
        page = browser.read("write")
        assert "056084001234" not in page
        mended = {f"n{kept.pk}-full_name": NAMES[0], f"n{kept.pk}-position": "Trưởng phòng"}
        browser.send("write", {**mended, "viec": "luu"})
        kept.refresh_from_db()
        assert kept.position == "Trưởng phòng" and kept.citizen_id_sealed, "who mends the position keeps the number"


class TestAFile:
    def test_rows_are_read_and_checked(self, tmp_path: Path, browser: Browser) -> None:
        rows = [("Họ và tên", "Năm sinh", "Chức vụ"), (NAMES[0], "1984", "Chuyên viên"), (NAMES[1], "31/02/1980", "")]
        content = xlsx(tmp_path / "a.xlsx", rows).read_bytes()
        browser.read("file")
        status, where = browser.send("file", {"file": SimpleUploadedFile("danh sách.xlsx", content)})
        assert (status, where) == (302, browser.address("write"))
        page = browser.read("write")
        assert all(name in page for name in NAMES[:2]) and "31/02/1980" in page and "danh sách.xlsx" in page
        keys = {one.full_name: one.pk for one in Nomination.objects.all()}
        whole = {f"n{keys[name]}-full_name": name for name in NAMES[:2]} | {f"n{keys[NAMES[0]]}-birth": "1984"}
        assert browser.send("write", {**whole, **SENDER, "viec": "gui"})[0] == 302, "left empty it is a remark"
        assert Submission.objects.get().state == SubmissionState.UNCONFIRMED

    def test_a_picture_is_kept_and_typed(self, browser: Browser) -> None:
        picture = io.BytesIO()
        Image.new("RGB", (600, 800), "white").save(picture, "PNG")
        browser.read("file")
        status, where = browser.send("file", {"file": SimpleUploadedFile("anh.png", picture.getvalue())})
        assert (status, where) == (302, browser.address("write"))
        assert "anh.png" in browser.read("write")
        browser.type(NAMES[0])
        sent = Submission.objects.get()
        assert sent.file.size == len(picture.getvalue()) and sent.nominations.get().full_name == NAMES[0]

    @pytest.mark.parametrize("name", ["cu.doc", "rong.xlsx", "la.zip"])
    def test_what_cannot_be_read_is_said_with_a_way_on(self, name: str, browser: Browser) -> None:
        status, page = browser.send("file", {"file": SimpleUploadedFile(name, b"\x00nothing of use")})
        assert status == 422 and 'id="id_file_error"' in page and browser.address("write") in page
        assert not Submission.objects.exists()

    def test_too_large(self, browser: Browser, settings: object) -> None:
        settings.KHUEVAN_UPLOAD_LIMIT = 10  # type: ignore[attr-defined]
        status, page = browser.send("file", {"file": SimpleUploadedFile("a.xlsx", b"x" * 11)})
        assert status == 422 and 'id="id_file_error"' in page


class TestConfirming:
    def test_the_code_confirms_and_lets_in(self, here: InvitedWorld, browser: Browser) -> None:
        browser.type(*NAMES)
        status, where = browser.send("code")
        assert status == 302 and where.startswith(browser.address("done"))
        status, page = browser.send("done", {"code": "000000" if code_sent() != "000000" else "111111"})
        assert status == 422 and 'id="id_code_error"' in page
        status, where = browser.send("done", {"code": code_sent()})
        assert (status, where) == (302, f"/don-vi/lop/{browser.quota.pk}/")
        sent = Submission.objects.get()
        assert (sent.state, sent.confirmed_how) == (SubmissionState.CONFIRMED, ConfirmedBy.CODE)
        assert here.states() == [NominationState.PROPOSED] * 2 + [NominationState.RESERVE]
        page = unescape(browser.client.get(where).content.decode())
        assert all(name in page for name in NAMES)
        browser.read("done", status=404)

    def test_an_agency_without_contacts_sends_its_letter(self, here: InvitedWorld) -> None:
        browser = Browser(here, 1)
        browser.type(NAMES[0])
        assert 'name="lien-he"' not in browser.read("done")
        browser.send("code")
        assert Submission.objects.get().state == SubmissionState.UNCONFIRMED

    def test_the_letter_tells_what_this_browser_sent(self, browser: Browser) -> None:
        browser.type(NAMES[0])
        Browser(browser.here).type(NAMES[1])
        answer = browser.client.get(browser.address("letter"))
        assert answer["Content-Disposition"].startswith("attachment")
        document = docx.Document(io.BytesIO(answer.content))
        words = "\n".join(cell.text for table in document.tables for line in table.rows for cell in line.cells)
        words += "\n".join(one.text for one in document.paragraphs)
        assert NAMES[0] in words and NAMES[1] not in words
        assert browser.client.get(browser.address("list")).content[:2] == b"PK"

    def test_nobody_this_time(self, here: InvitedWorld, browser: Browser) -> None:
        browser.read("decline")
        status, page = browser.send("decline", SENDER)
        assert status == 422 and 'id="id_reason_error"' in page
        status, where = browser.send("decline", {**SENDER, "reason": "Đang kỳ thanh tra"})
        assert (status, where) == (302, browser.address("done"))
        assert "Đang kỳ thanh tra" in browser.read("done")
        browser.quota.refresh_from_db()
        assert browser.quota.answer == Answer.NONE, "nobody vouched for it yet"
        browser.send("code")
        browser.send("done", {"code": code_sent()})
        browser.quota.refresh_from_db()
        assert browser.quota.answer == Answer.DECLINED
