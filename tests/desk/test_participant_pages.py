"""A participant's own pages: what is theirs, in each state, and nothing of anybody else."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from khuevan.certificates.domain.states import change_state, hand_over
from khuevan.certificates.enums import CertificateState
from khuevan.certificates.models import Certificate
from khuevan.core.models import AuditEntry
from khuevan.nominations.domain.leaving import withdraw
from khuevan.people.domain.access_links import link_path, make_link, revoke_link
from khuevan.people.domain.contacts import add_contact
from khuevan.people.domain.corrections import decide_correction
from khuevan.people.domain.persons import change_person, know
from khuevan.people.enums import ConsentPurpose, ContactSlot
from khuevan.people.models import AccessLink, Consent, CorrectionRequest, Person
from khuevan.records.domain.keeping import keep_record
from khuevan.training.domain.documents import attach_record
from khuevan.training.enums import RecordPurpose
from tests.factories import ArticleFactory, EnrollmentFactory, OfficeFactory, SessionFactory, TrainingClassFactory
from tests.factories.worlds import World, world

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF"

HOME, DATA, CORRECT, CONSENTS = "/ca-nhan/", "/ca-nhan/thong-tin/", "/ca-nhan/thong-tin/sua/", "/ca-nhan/dong-y/"


@pytest.fixture
def here() -> World:
    return world()


@pytest.fixture
def me(here: World) -> Person:
    return here.enrollments[0].person


def inside(here: World, person: Person) -> Client:
    client = Client()
    _link, token = make_link(here.officer, office=here.office, person=person)
    client.get(link_path(token))
    return client


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    assert "no-store" in response["Cache-Control"] and response["X-Robots-Tag"].startswith("noindex")
    return unescape(response.content.decode())


class TestClasses:
    def test_nobody_without_classes_meets_an_empty_page(self, here: World) -> None:
        person = Person.objects.create(full_name="Lê Thị Mai", name_key="x", search_key="le thi mai")
        know(here.office, [person])
        page = inside(here, person).get(HOME)
        assert page.status_code == 200 and not page.context["learning"].years

    def test_what_comes_what_was_and_the_hours_that_count(self, here: World, me: Person) -> None:
        today = timezone.localdate()
        soon = TrainingClassFactory(office=here.office, start_date=today, end_date=today + timedelta(days=1))
        EnrollmentFactory(training_class=soon, person=me)
        here.issue()
        learning = inside(here, me).get(HOME).context["learning"]
        assert [one.training_class for one in learning.coming] == [soon]
        ((year, periods),) = [(one.year, one.periods) for one in learning.years]
        assert (year, periods) == (2019, 8)
        assert [one.certificate.enrollment.person for one in learning.certificates] == [me]

    def test_hours_count_only_when_the_result_is_approved(self, here: World, me: Person) -> None:
        (year,) = inside(here, me).get(HOME).context["learning"].years
        assert year.periods == 0

    def test_sixty_classes_cost_as_much_as_one(self, here: World, me: Person) -> None:
        client = inside(here, me)
        counts = []
        for more in (0, 1, 58):
            for number in range(more):
                day = date(2001 + number % 20, 3, 4)
                made = TrainingClassFactory(office=here.office, start_date=day, end_date=day)
                SessionFactory(training_class=made)
                EnrollmentFactory(training_class=made, person=me)
            with CaptureQueriesContext(connection) as queries:
                page = client.get(HOME)
            counts.append(len(queries))
        assert sum(len(year.learned) for year in page.context["learning"].years) == 60
        assert counts[1] == counts[2]

    def test_a_class_tells_programme_place_contact_and_articles(self, here: World, me: Person) -> None:
        add_contact(here.officer, here.office.organization, slot=ContactSlot.FOCAL, name="Lê Tổ", phone="0258 3822 412")
        shown = ArticleFactory(office=here.office, training_class=here.training_class, title="Khai mạc lớp")
        ArticleFactory(office=here.office, training_class=here.training_class, state="draft", title="Bản nháp kín")
        page = read(inside(here, me), f"/ca-nhan/lop/{here.training_class.pk}/")
        assert "Lê Tổ" in page and shown.title in page and "Bản nháp kín" not in page
        assert "04/10/2019" in page

    def test_materials_are_read_by_who_is_on_the_list_and_nobody_else(self, here: World, me: Person) -> None:
        office = here.office
        shown, kept = (
            attach_record(
                here.officer,
                here.training_class,
                keep_record(
                    here.officer,
                    office=office,
                    issuer=office.organization,
                    subject=subject,
                    file=ContentFile(PDF, name="a.pdf"),
                ),
                purpose=purpose,
            )
            for subject, purpose in (("Chuyên đề 1", RecordPurpose.MATERIAL), ("Tờ trình kín", RecordPurpose.OTHER))
        )
        client, place = inside(here, me), f"/ca-nhan/lop/{here.training_class.pk}/"
        page = read(client, place)
        assert "Chuyên đề 1" in page and "Tờ trình kín" not in page
        response = client.get(f"{place}tai-lieu/{shown.pk}/")
        assert b"".join(response.streaming_content) == PDF  # type: ignore[attr-defined]  # a FileResponse
        assert response["Content-Disposition"] == 'attachment; filename="a.pdf"'
        assert client.get(f"{place}tai-lieu/{kept.pk}/").status_code == 404
        stranger = Person.objects.create(full_name="Lê Thị Mai", name_key="x", search_key="le thi mai")
        know(here.office, [stranger])
        assert inside(here, stranger).get(f"{place}tai-lieu/{shown.pk}/").status_code == 404
        assert Client().get(f"{place}tai-lieu/{shown.pk}/").status_code == 403

    def test_the_calendar_is_a_file(self, here: World, me: Person) -> None:
        response = inside(here, me).get(f"/ca-nhan/lop/{here.training_class.pk}/lich.ics")
        assert response["Content-Type"].startswith("text/calendar")
        assert response.content.decode().count("BEGIN:VEVENT") == 2

    def test_who_left_the_list_keeps_the_line_and_nothing_behind_it(self, here: World, me: Person) -> None:
        withdraw(here.officer, here.enrollments[0], reason="Đi công tác")
        client = inside(here, me)
        (year,) = client.get(HOME).context["learning"].years
        assert not year.learned[0].is_enrolled
        assert client.get(f"/ca-nhan/lop/{here.training_class.pk}/").status_code == 404


class TestCertificates:
    def _one(self, here: World, me: Person) -> Certificate:
        found = next(one for one in here.issue() if one.enrollment.person == me)
        found.file.save("gcn.pdf", ContentFile(b"%PDF-1.7 ban goc"))
        return found

    def test_only_one_that_was_handed_over_is_a_file(self, here: World, me: Person) -> None:
        certificate = self._one(here, me)
        client, place = inside(here, me), f"/ca-nhan/giay-chung-nhan/{certificate.pk}.pdf"
        assert client.get(place).status_code == 404
        hand_over(here.officer, [certificate], on=date(2019, 10, 4))
        response = client.get(place)
        assert response.status_code == 200 and b"".join(response.streaming_content) == b"%PDF-1.7 ban goc"
        assert f"/gcn/{client.get(HOME).context['learning'].certificates[0].code}/" in read(client, HOME)

    @pytest.mark.parametrize("state", [CertificateState.WITHHELD, CertificateState.VOID, CertificateState.REVOKED])
    def test_one_that_is_not_good_says_so_and_why(self, here: World, me: Person, state: CertificateState) -> None:
        certificate = self._one(here, me)
        if state == CertificateState.REVOKED:
            hand_over(here.officer, [certificate], on=date(2019, 10, 4))
        change_state(here.officer, certificate, state, reason="Ghi sai họ tên")
        client = inside(here, me)
        (owned,) = client.get(HOME).context["learning"].certificates
        assert owned.certificate.state == state and not owned.has_file
        assert "Ghi sai họ tên" in read(client, HOME)
        assert client.get(f"/ca-nhan/giay-chung-nhan/{certificate.pk}.pdf").status_code == 404


class TestOwnData:
    def test_everything_held_and_where_it_came_from(self, here: World, me: Person) -> None:
        change_person(here.officer, me, phone="0905111222", citizen_id="001085012345")
        page = read(inside(here, me), DATA)
        assert "0905111222" in page and "Sở Công Thương" in page and here.training_class.title in page
        assert "001085012345" not in page and "2345" in page

    def test_a_request_goes_to_the_office_and_its_answer_comes_back(self, here: World, me: Person) -> None:
        client = inside(here, me)
        form = client.get(CORRECT).context["form"]
        sent = {name: form[name].value() or "" for name in form.fields if name != "seen"}
        again = client.post(CORRECT, sent)
        assert again.status_code == 422 and not CorrectionRequest.objects.exists()
        done = client.post(CORRECT, {**sent, "full_name": "Hoàng Thị Bích Tuyến", "own_words": "Sai dấu"})
        assert done.headers["Location"] == DATA
        made = CorrectionRequest.objects.get()
        assert made.wishes == {"full_name": "Hoàng Thị Bích Tuyến"} and made.entered_by is None
        assert "Sai dấu" in read(client, DATA)
        decide_correction(here.officer, made, done=True, apply=["full_name"], answer="Đã sửa theo căn cước.")
        page = read(client, DATA)
        assert "Đã sửa theo căn cước." in page and "Hoàng Thị Bích Tuyến" in page

    def test_the_audit_names_the_person_and_never_the_link(self, here: World, me: Person) -> None:
        client = Client()
        _link, token = make_link(here.officer, office=here.office, person=me)
        client.get(link_path(token))
        client.post(CONSENTS + "photos/", {"viec": "dong-y"})
        (entry,) = AuditEntry.objects.filter(verb="people.give_consent")
        assert entry.actor_label == me.full_name and entry.actor is None
        assert not [one for one in AuditEntry.objects.all() if token in f"{one.after}{one.before}{one.actor_label}"]

    def test_nothing_is_ticked_and_a_yes_is_taken_back(self, here: World, me: Person) -> None:
        client = inside(here, me)
        assert "checked" not in read(client, CONSENTS) and not Consent.objects.exists()
        client.post(CONSENTS + "photos/", {"viec": "dong-y"})
        consent = Consent.objects.get()
        assert (consent.purpose, consent.person, consent.entered_by) == (ConsentPurpose.PHOTOS, me, None)
        client.post(CONSENTS + "photos/", {"viec": "rut"})
        consent.refresh_from_db()
        assert consent.withdrawn_at
        assert client.post(CONSENTS + "khac/", {"viec": "dong-y"}).status_code == 404


class TestOthersStayOut:
    MARKER = "Người Không Được Thấy"

    def _addresses(self, here: World) -> list[str]:
        one = here.training_class.pk
        return [HOME, DATA, CORRECT, CONSENTS, f"/ca-nhan/lop/{one}/", f"/ca-nhan/lop/{one}/lich.ics"]

    def test_no_page_names_another_learner_or_another_office(self, here: World, me: Person) -> None:
        elsewhere = world(names=(self.MARKER,))
        know(elsewhere.office, [me])
        EnrollmentFactory(training_class=elsewhere.training_class, person=me, order=9, position="Chức Vụ Kín")
        elsewhere.training_class.title = "Lớp Của Đơn Vị Khác"
        elsewhere.training_class.save()
        change_person(here.officer, here.enrollments[1].person, full_name=self.MARKER)
        here.training_class.enrollments.filter(order=2).update(full_name=self.MARKER)
        client = inside(here, me)
        pages = [unescape(client.get(address).content.decode()) for address in self._addresses(here)]
        for marker in (self.MARKER, "Chức Vụ Kín", "Lớp Của Đơn Vị Khác", str(elsewhere.office)):
            assert not [page for page in pages if marker in page], marker
        assert client.get(f"/ca-nhan/lop/{elsewhere.training_class.pk}/").status_code == 404

    def test_a_pass_of_an_agency_opens_nothing_here(self, here: World, me: Person) -> None:
        client = Client()
        body = here.enrollments[0].organization
        _link, token = make_link(here.officer, office=here.office, organization=body)
        client.get(link_path(token))
        for address in self._addresses(here):
            response = client.get(address)
            assert response.status_code in {302, 403} and me.full_name not in response.content.decode()
        client.cookies["kv_cn"] = client.cookies["kv_dv"].value
        assert {client.get(address).status_code for address in self._addresses(here)} == {403}

    def test_certificates_of_others_are_not_there(self, here: World, me: Person) -> None:
        others = [one for one in here.issue() if one.enrollment.person != me]
        client = inside(here, me)
        hand_over(here.officer, others, on=date(2019, 10, 4))
        for one in others:
            one.file.save("gcn.pdf", ContentFile(b"%PDF-"))
            assert client.get(f"/ca-nhan/giay-chung-nhan/{one.pk}.pdf").status_code == 404

    @pytest.mark.parametrize("end", ["revoked", "expired", "forgotten"])
    def test_a_link_that_ended_shuts_every_page(self, here: World, me: Person, end: str) -> None:
        client = inside(here, me)
        link = AccessLink.objects.get()
        if end == "revoked":
            revoke_link(here.officer, link)
        elif end == "forgotten":
            me.known_to.all().delete()
        else:
            AccessLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        for address in self._addresses(here):
            response = client.get(address)
            assert response.status_code == 403 and me.full_name not in response.content.decode()
        assert client.post(CONSENTS + "photos/", {"viec": "dong-y"}).status_code == 403
        assert not Consent.objects.exists()


class TestNotice:
    def test_it_names_the_office_the_law_and_the_terms(self, here: World, settings: object) -> None:
        settings.KHUEVAN_NOTICE_RETENTION = ["Mười năm theo quy chế"]  # type: ignore[attr-defined]
        add_contact(here.officer, here.office.organization, slot=ContactSlot.CLERK, name="Văn thư", email="vt@so.vn")
        add_contact(here.officer, here.office.organization, slot=ContactSlot.LEADER, name="Giám Đốc", phone="0909")
        page = read(Client(), f"/xu-ly-du-lieu/{here.office.slug}/")
        for words in (str(here.office), "91/2025/QH15", "Mười năm theo quy chế", "vt@so.vn"):
            assert words in page
        assert "Giám Đốc" not in page

    def test_without_a_name_it_leads_to_the_office_that_is_meant(self, here: World, me: Person) -> None:
        own = f"/xu-ly-du-lieu/{here.office.slug}/"
        assert Client().get("/xu-ly-du-lieu/").headers["Location"] == own
        OfficeFactory()
        assert own in read(Client(), "/xu-ly-du-lieu/")
        assert inside(here, me).get("/xu-ly-du-lieu/").headers["Location"] == own
        assert Client().get("/xu-ly-du-lieu/khong-co/").status_code == 404
