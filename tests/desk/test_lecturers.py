"""The lecturer's own pages: what they teach and what is still asked of them, and nothing of anybody else."""

from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from khuevan.core.errors import DomainError
from khuevan.people.domain.access_links import link_path, make_link
from khuevan.people.domain.persons import know
from khuevan.people.models import Office, Person
from khuevan.training.domain.arrangements import add_lecturer
from khuevan.training.domain.lecturers.care import care_of, set_care
from khuevan.training.domain.lecturers.replacing import replace_lecturer
from khuevan.training.domain.materials.keeping import keep_in_handbook, share_materials
from khuevan.training.domain.materials.removing import remove_material
from khuevan.training.domain.timetable.programme import add_topic
from khuevan.training.enums import ClassState, LecturerState, Shared
from khuevan.training.models import Lecturer, Material, TrainingClass
from tests.factories import EnrollmentFactory, OfficeFactory, PersonFactory, staff
from tests.training.lecturing import Lecturing, lecturing

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
LEARNER = "Hoàng Thị Người Học"


def inside(here: Lecturing, person: Person, office: Office | None = None) -> Client:
    office = office or here.office
    client = Client()
    know(office, [person])
    _link, token = make_link(staff(office), office=office, person=person)
    client.get(link_path(token))
    return client


@pytest.fixture
def here() -> Lecturing:
    return lecturing()


@pytest.fixture
def me(here: Lecturing) -> Client:
    assert here.lecturer.person
    return inside(here, here.lecturer.person)


def page_of(lecturer: Lecturer, end: str = "") -> str:
    return f"/ca-nhan/giang/{lecturer.pk}/{end}"


def shown(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    assert "no-store" in response["Cache-Control"]
    return unescape(response.content.decode())


def now(lecturer: Lecturer) -> Lecturer:
    return Lecturer.ever.get(pk=lecturer.pk)


class TestPage:
    def test_what_they_teach_stands_beside_what_they_learn(self, here: Lecturing, me: Client) -> None:
        home = shown(me, "/ca-nhan/")
        assert here.training_class.title in home and page_of(here.lecturer) in home
        page = shown(me, page_of(here.lecturer))
        assert all(item.title in page for item in here.items) and "Hội trường Sở" in page

    def test_only_their_own_lines_are_marked(self, here: Lecturing, me: Client) -> None:
        other = add_lecturer(here.officer, here.training_class, person=PersonFactory(full_name="Lê Văn Khác"))
        here.items[2].lecturers.set([other])
        half_days = me.get(page_of(here.lecturer)).context["half_days"]
        assert [line.title for one in half_days for line in one.lines] == ["Chuyên đề 1", "Chuyên đề 2"]

    def test_learners_are_a_number_and_no_names(self, here: Lecturing, me: Client) -> None:
        person = PersonFactory(full_name=LEARNER)
        EnrollmentFactory(training_class=here.training_class, person=person, full_name=LEARNER)
        response = me.get(page_of(here.lecturer))
        assert response.context["learners"].startswith("1 ")
        assert LEARNER not in unescape(response.content.decode())

    def test_the_calendar_holds_their_half_days(self, here: Lecturing, me: Client) -> None:
        answer = me.get(page_of(here.lecturer, "lich.ics"))
        assert answer["Content-Type"].startswith("text/calendar")
        assert answer.content.decode().count("BEGIN:VEVENT") == 3

    def test_how_the_teaching_was_received_stays_with_the_office(self, here: Lecturing) -> None:
        past = lecturing(starts_in=-9)
        type(past.training_class).objects.filter(pk=past.training_class.pk).update(office=here.office)
        Lecturer.objects.filter(pk=past.lecturer.pk).update(person=here.lecturer.person, reception="Hơi nhanh")
        assert here.lecturer.person
        response = inside(here, here.lecturer.person).get(page_of(here.lecturer))
        assert len(response.context["before"]) == 3
        assert "Hơi nhanh" not in unescape(response.content.decode())

    def test_ten_classes_cost_as_much_as_one(self, here: Lecturing, me: Client, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
        for _ in range(3):
            more = lecturing(starts_in=4)
            type(more.training_class).objects.filter(pk=more.training_class.pk).update(office=here.office)
            Lecturer.objects.filter(pk=more.lecturer.pk).update(person=here.lecturer.person)
        with django_assert_max_num_queries(14):
            assert len(me.get("/ca-nhan/").context["teaching"]) == 4


class TestAnswers:
    def test_comes_and_then_cannot(self, here: Lecturing, me: Client) -> None:
        me.post(page_of(here.lecturer, "du/"))
        assert now(here.lecturer).state == LecturerState.CONFIRMED
        assert me.post(page_of(here.lecturer, "khong-du/"), {"reason": ""}).status_code == 422
        assert now(here.lecturer).state == LecturerState.CONFIRMED
        me.post(page_of(here.lecturer, "khong-du/"), {"reason": "Đi công tác đột xuất"})
        assert (now(here.lecturer).state, now(here.lecturer).state_note) == (
            LecturerState.DECLINED,
            "Đi công tác đột xuất",
        )
        assert "Đi công tác đột xuất" in shown(me, page_of(here.lecturer))

    def test_travel_and_meals_leave_what_the_office_wrote(self, here: Lecturing, me: Client) -> None:
        set_care(here.officer, here.lecturer, lodging="Phòng 512", met_by="Anh Hải")
        said = {"arrives_at": "2026-12-01T09:30", "arrives_by": "VN1234", "meals": "ăn chay"}
        assert me.post(page_of(here.lecturer, "di-lai/"), said).status_code == 302
        care = care_of(here.lecturer)
        assert (care.lodging, care.met_by, care.arrives_by, care.meals) == ("Phòng 512", "Anh Hải", "VN1234", "ăn chay")
        assert care.arrives_at and timezone.localtime(care.arrives_at).hour == 9
        wrong = {**said, "leaves_at": "2026-12-01T08:00"}
        assert me.post(page_of(here.lecturer, "di-lai/"), wrong).status_code == 422


class TestMaterials:
    def send(self, client: Client, here: Lecturing, *files: SimpleUploadedFile) -> str:
        response = client.post(page_of(here.lecturer, "tai-lieu/"), {"tep": list(files)}, follow=True)
        assert response.status_code == 200
        return unescape(response.content.decode())

    def test_good_files_arrive_and_bad_ones_are_named(self, here: Lecturing, me: Client) -> None:
        page = self.send(
            me, here, SimpleUploadedFile("bai.pdf", PDF), SimpleUploadedFile("virus.pdf", b"MZ\x90\x00" + b"\x00" * 60)
        )
        (kept,) = Material.objects.all()
        assert (kept.lecturer, kept.shared, kept.title) == (here.lecturer, Shared.OFFICE, "bai")
        assert "virus.pdf:" in page and "bai" in page

    def test_taken_back_only_while_the_office_alone_has_it(self, here: Lecturing, me: Client) -> None:
        self.send(me, here, SimpleUploadedFile("bai.pdf", PDF))
        (kept,) = Material.objects.all()
        got = me.get(page_of(here.lecturer, f"tai-lieu/tai/?tep={kept.pk}"))
        assert b"".join(got.streaming_content) == PDF  # type: ignore[attr-defined]
        share_materials(here.officer, [kept], shared=Shared.LEARNERS)
        me.post(page_of(here.lecturer, "tai-lieu/rut/"), {"tai-lieu": kept.pk})
        assert Material.objects.exists(), "the learners have it"
        share_materials(here.officer, [kept], shared=Shared.OFFICE)
        me.post(page_of(here.lecturer, "tai-lieu/rut/"), {"tai-lieu": kept.pk})
        assert not Material.objects.exists()

    def test_what_the_office_kept_of_it_with_the_topic_is_not_theirs(self, here: Lecturing, me: Client) -> None:
        self.send(me, here, SimpleUploadedFile("bai.pdf", PDF))
        (sent,) = Material.objects.all()
        sent.class_topic = add_topic(here.officer, here.training_class, title="Lễ tân đối ngoại")
        sent.save()
        kept = keep_in_handbook(here.officer, sent)
        assert me.get(page_of(here.lecturer)).context["materials"] == [sent]
        assert me.get(page_of(here.lecturer, f"tai-lieu/tai/?tep={kept.pk}")).status_code == 404
        assert me.post(page_of(here.lecturer, "tai-lieu/rut/"), {"tai-lieu": kept.pk}).status_code == 404
        with pytest.raises(DomainError) as refused:
            remove_material(here.own_link, kept)
        assert refused.value.code == "not_allowed" and Material.objects.count() == 2

    def test_nothing_is_taken_back_from_a_filed_class(self, here: Lecturing, me: Client) -> None:
        self.send(me, here, SimpleUploadedFile("bai.pdf", PDF))
        (sent,) = Material.objects.all()
        TrainingClass.objects.filter(pk=here.training_class.pk).update(state=ClassState.REPORTED)
        me.post(page_of(here.lecturer, "tai-lieu/rut/"), {"tai-lieu": sent.pk})
        assert Material.objects.exists()

    def test_no_file_is_said(self, here: Lecturing, me: Client) -> None:
        self.send(me, here)
        assert not Material.objects.exists()


class TestOthers:
    ENDS = ("", "lich.ics", "khong-du/", "di-lai/", "tai-lieu/tai/?tep=1")
    DEEDS = ("du/", "khong-du/", "di-lai/", "tai-lieu/", "tai-lieu/rut/")

    @pytest.mark.parametrize("visitor", ["nobody", "another lecturer", "at another office"])
    def test_nobody_else_sees_or_answers(self, here: Lecturing, visitor: str) -> None:
        client = Client()
        assert here.lecturer.person
        if visitor == "another lecturer":
            other = add_lecturer(here.officer, here.training_class, person=PersonFactory())
            assert other.person
            client = inside(here, other.person)
        elif visitor == "at another office":
            client = inside(here, here.lecturer.person, OfficeFactory())
        answers = [client.get(page_of(here.lecturer, end)) for end in self.ENDS]
        answers += [client.post(page_of(here.lecturer, end), {"reason": "x"}) for end in self.DEEDS]
        assert {answer.status_code for answer in answers} <= {403, 404}
        assert now(here.lecturer).state == LecturerState.PLANNED

    def test_who_was_replaced_is_thanked_and_sees_no_more(self, here: Lecturing, me: Client) -> None:
        replace_lecturer(here.officer, here.lecturer, person=PersonFactory(full_name="Lê Văn Thay"), reason="Ốm")
        page = shown(me, page_of(here.lecturer))
        assert here.training_class.title not in page and "Lê Văn Thay" not in page and "Ốm" not in page
        assert page_of(here.lecturer) not in shown(me, "/ca-nhan/")
        me.post(page_of(here.lecturer, "du/"))
        assert now(here.lecturer).state != LecturerState.CONFIRMED
