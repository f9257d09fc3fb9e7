"""The class page tells every fact that is known and no empty label."""

import re
from datetime import date, time

import pytest
from django.test import Client

from khuevan.core.actors import SYSTEM
from khuevan.people.domain.persons import add_person
from khuevan.records.domain.keeping import keep_record
from khuevan.training.domain import arrangements, classes
from khuevan.training.domain.guests.inviting import set_guest_state
from khuevan.training.domain.lecturers.replacing import replace_lecturer
from khuevan.training.domain.lecturers.states import decline
from khuevan.training.domain.timetable import programme
from khuevan.training.domain.timetable.item_changes import set_lecturers
from khuevan.training.domain.timetable.versions import publish_programme
from khuevan.training.enums import (
    CeremonyKind,
    DayPart,
    GuestState,
    ItemKind,
    LecturerState,
    LecturerWord,
    OpeningWord,
    OrganizerPart,
    StatedOf,
)
from khuevan.training.models import Lecturer, TrainingClass
from tests.factories import ArticleFactory, OfficeFactory, OrganizationFactory, TrainingClassFactory
from tests.factories.worlds import world

pytestmark = pytest.mark.django_db


def _full_class() -> TrainingClass:
    office = OfficeFactory(organization__name="Sở Thông tin và Truyền thông tỉnh Bình Phước")
    committee = OrganizationFactory(name="UBND tỉnh Bình Phước")
    plan = keep_record(
        SYSTEM, office=office, issuer=committee, number="29", symbol="KH-UBND", date=date(2014, 1, 25), kind="KH"
    )
    made = classes.open_class(
        SYSTEM,
        office=office,
        title="Bồi dưỡng thông tin đối ngoại năm 2014",
        start_date=date(2014, 6, 2),
        end_date=date(2014, 6, 6),
        need="Xu thế toàn cầu hóa.\nMở rộng giao lưu.",
        objective="Nắm vững đường lối đối ngoại",
        audience="Đội ngũ phụ trách thông tin đối ngoại",
        expected_result="Nâng cao kiến thức",
        certificate_note="Cho học viên đạt yêu cầu theo quy định của Ban tổ chức",
        lecturer_word=LecturerWord.SPEAKER,
        opening_word=OpeningWord.COMMENCEMENT,
        plan=plan,
    )
    _people(made)
    classes.publish_class(SYSTEM, made)
    return made


def _people(made: TrainingClass) -> None:
    own = made.office.organization
    director = add_person(SYSTEM, full_name="Vũ Sỹ Thắng", honorific="ông")
    unit = OrganizationFactory(name="Cục Lễ tân Nhà nước")
    arrangements.add_organizer(SYSTEM, made, OrganizationFactory(name="Cục Ngoại vụ"), OrganizerPart.CO)
    arrangements.add_organizer(SYSTEM, made, made.plan.issuer, OrganizerPart.COMMISSIONED_BY)
    venue = arrangements.add_venue(SYSTEM, made, name="Khách sạn Ariyana", address="Nha Trang")
    for kind in (CeremonyKind.CHAIRED_BY, CeremonyKind.OPENED_BY):
        arrangements.give_ceremony_role(SYSTEM, made, kind, person=director, title="Giám đốc", organization=own)
    body = arrangements.form_committee(SYSTEM, made, name="Ban tổ chức lớp")
    arrangements.add_committee_member(SYSTEM, body, function="Trưởng ban", person=director, task="phụ trách chung")
    classes.state_count(SYSTEM, made, of=StatedOf.AGENCIES, number=50, noun="cơ quan nhà nước", qualifier="hơn")
    lecturer = arrangements.add_lecturer(SYSTEM, made, organization=unit)
    topic = programme.add_topic(SYSTEM, made, title="Tuyên truyền biển đảo")
    session = programme.add_session(
        SYSTEM, made, date=date(2014, 6, 2), part=DayPart.MORNING, starts_at=time(7, 30), ends_at=time(11), venue=venue
    )
    programme.add_item(
        SYSTEM,
        session,
        kind=ItemKind.LECTURE,
        starts_at=time(8, 15),
        title="Tuyên truyền biển đảo",
        class_topic=topic,
        lecturers=[lecturer],
    )


FACTS = (
    "Bồi dưỡng thông tin đối ngoại năm 2014",
    "02/06/2014 đến 06/06/2014",
    "5 ngày, 1 buổi, 4 tiết",
    "Khai giảng",
    "Bế giảng",
    "06/06/2014",
    "Khách sạn Ariyana, Nha Trang",
    "Sở Thông tin và Truyền thông tỉnh Bình Phước",
    "Cục Ngoại vụ",
    "UBND tỉnh Bình Phước",
    "Kế hoạch số 29/KH-UBND ngày 25/01/2014",
    "Đội ngũ phụ trách thông tin đối ngoại",
    "Hơn 50 cơ quan nhà nước",
    "Chủ trì",
    "Phát biểu khai giảng",
    "Ông Vũ Sỹ Thắng, Giám đốc Sở Thông tin và Truyền thông tỉnh Bình Phước",
    "Cục Lễ tân Nhà nước",
    "Tuyên truyền biển đảo",
    "Cho học viên đạt yêu cầu theo quy định của Ban tổ chức",
)
LONG_FACTS = (
    "Xu thế toàn cầu hóa.",
    "Mở rộng giao lưu.",
    "Nắm vững đường lối đối ngoại",
    "Nâng cao kiến thức",
    "Ban tổ chức lớp",
    "Trưởng ban",
    "8 giờ 15",
)


def test_the_class_page_tells_every_fact() -> None:
    page = Client().get(f"/lop/{_full_class().slug}/").content.decode()
    missing = [fact for fact in (*FACTS, *LONG_FACTS) if fact not in page]
    assert not missing


def test_the_box_beside_an_article_tells_every_short_fact() -> None:
    made = _full_class()
    article = ArticleFactory(training_class=made, office=made.office)
    page = Client().get(f"/tin/{article.slug}/").content.decode()
    box = page[page.index('id="ve-lop"') :]
    missing = [fact for fact in FACTS[1:] if fact not in box]
    assert not missing


def test_an_opening_is_called_as_the_class_calls_it() -> None:
    made = _full_class()
    TrainingClass.objects.filter(pk=made.pk).update(opening_word=OpeningWord.OPENING)
    page = Client().get(f"/lop/{made.slug}/").content.decode()
    assert "Khai mạc" in page
    assert "Phát biểu khai mạc" in page
    assert "Bế mạc" in page
    assert "hai giảng" not in page
    assert "Bế giảng" not in page


def test_a_class_of_one_day_has_no_rows_of_its_own_for_opening_and_closing() -> None:
    page = Client().get(f"/lop/{TrainingClassFactory().slug}/").content.decode()
    assert "04/10/2019" in page
    for label in ("Khai giảng", "Khai mạc", "Bế giảng", "Bế mạc"):
        assert label not in page


def test_a_bare_class_has_no_empty_label() -> None:
    page = Client().get(f"/lop/{TrainingClassFactory().slug}/").content.decode()
    for label in ("Địa điểm", "Chủ trì", "Chuyên đề", "Chương trình", "Kết quả", "Đối tượng", "Căn cứ", "Ban tổ chức"):
        assert label not in page, label
    assert "<dd></dd>" not in page


def test_results_are_told_in_numbers_once_the_class_has_ended() -> None:
    here = world(names=("Hoàng Thị Bích Tuyền", "Đỗ Văn Ân"))
    classes.publish_class(here.officer, here.training_class)
    path = f"/lop/{here.training_class.slug}/"
    assert 'id="ket-qua"' not in Client().get(path).content.decode()
    here.issue()
    page = Client().get(path).content.decode()
    results = page[page.index('id="ket-qua"') : page.index("</section>", page.index('id="ket-qua"'))]
    assert re.findall(r"<dd>\s*(\d+)\s*</dd>", results) == ["2", "1", "2", "2"]
    assert "Hoàng Thị Bích Tuyền" not in page, "learners are nobody's business"


def test_learners_are_in_no_public_page() -> None:
    here = world()
    classes.publish_class(here.officer, here.training_class)
    for path in ("/", "/lop/", f"/lop/{here.training_class.slug}/"):
        assert "Bích Tuyền" not in Client().get(path).content.decode()


def test_who_said_that_they_cannot_come_is_not_told_to_everybody(client: Client) -> None:
    made = _full_class()
    guest, lecturer = (add_person(SYSTEM, full_name=name) for name in ("Lê Khách Vắng", "Phạm Giảng Vắng"))
    invited = arrangements.invite_guest(SYSTEM, made, person=guest, title="Phó Chủ tịch")
    asked = arrangements.add_lecturer(SYSTEM, made, person=lecturer, title="Vụ trưởng")
    page = client.get(f"/lop/{made.slug}/").content.decode()
    assert "Lê Khách Vắng" not in page, "nobody has invited them yet"
    set_guest_state(SYSTEM, invited, GuestState.INVITED)
    page = client.get(f"/lop/{made.slug}/").content.decode()
    assert "Lê Khách Vắng" in page and "Phạm Giảng Vắng" in page
    set_guest_state(SYSTEM, invited, GuestState.DECLINED)
    decline(SYSTEM, asked, "Đi công tác")
    page = client.get(f"/lop/{made.slug}/").content.decode()
    assert "Lê Khách Vắng" not in page and "Phạm Giảng Vắng" not in page


def test_once_made_known_the_last_version_says_who_teaches(client: Client) -> None:
    made = _full_class()
    teaching = arrangements.add_lecturer(SYSTEM, made, person=add_person(SYSTEM, full_name="Phạm Giảng Trước"))
    programme.add_item(
        SYSTEM,
        made.sessions.get(),
        kind=ItemKind.LECTURE,
        starts_at=time(9),
        title="Lễ tân",
        lecturers=[teaching],
    )
    article = ArticleFactory(training_class=made, office=made.office)

    def lists() -> list[str]:
        page = client.get(f"/lop/{made.slug}/").content.decode()
        box = client.get(f"/tin/{article.slug}/").content.decode()
        return [page[page.index('id="giang-day"') : page.index("</ul>", page.index('id="giang-day"'))], box]

    publish_programme(SYSTEM, made)
    comes = add_person(SYSTEM, full_name="Lê Giảng Sau")
    Lecturer.objects.filter(pk=teaching.pk).update(state=LecturerState.DECLINED)
    teaching.refresh_from_db()
    replace_lecturer(SYSTEM, teaching, person=comes, reason="Bận", from_day=made.start_date)
    for shown in lists():
        assert "Phạm Giảng Trước" in shown and "Lê Giảng Sau" not in shown
        assert shown.index("Cục Lễ tân Nhà nước") < shown.index("Phạm Giảng Trước"), "in the order of the class"
    assert "Tuyên truyền biển đảo" in lists()[0]
    publish_programme(SYSTEM, made)
    for shown in lists():
        assert "Lê Giảng Sau" in shown and "Phạm Giảng Trước" not in shown


def test_a_version_whose_lines_name_nobody_leaves_the_list_of_the_class(client: Client) -> None:
    made = _full_class()
    item = made.sessions.get().items.get()
    set_lecturers(SYSTEM, item, [])
    publish_programme(SYSTEM, made)
    assert 'id="giang-day"' in client.get(f"/lop/{made.slug}/").content.decode()
