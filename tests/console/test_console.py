"""The console tried by nobody, by its own staff and by a colleague of another office."""

import re
from datetime import date

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from khuevan.attendance.enums import AttendanceStatus
from khuevan.certificates.models import Certificate
from khuevan.console.workspace.shell import TABS, tab_address
from khuevan.core.codes import grouped
from khuevan.people.enums import OrganizationKind
from khuevan.people.models import User
from khuevan.training.enums import ClassState
from khuevan.training.models import StatedCount
from tests.factories import (
    ArticleFactory,
    EnrollmentFactory,
    OfficeFactory,
    OrganizationFactory,
    PersonFactory,
    TrainingClassFactory,
    UserFactory,
    staff,
)
from tests.factories.worlds import world

pytestmark = pytest.mark.django_db

LIST = "/can-bo/lop/"
KEYS = [key for key, _label in TABS]


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _get(user: User, path: str, **query: str) -> str:
    response = _client(user).get(path, query)
    assert response.status_code == 200
    return response.content.decode()


def test_nobody_gets_past_the_door() -> None:
    made = TrainingClassFactory()
    for path in (LIST, f"{LIST}{made.pk}/", f"{LIST}999/", "/can-bo/giay-chung-nhan/1.pdf"):
        response = Client().get(path)
        assert response.status_code == 302
        assert response.headers["Location"] == f"/can-bo/dang-nhap/?next={path}"
    assert Client().get("/can-bo/").headers["Location"] == "/can-bo/dang-nhap/?next=/can-bo/"


def test_sign_in_with_a_wrong_and_the_right_password() -> None:
    office = OfficeFactory()
    TrainingClassFactory(office=office, title="Lớp của Sở")
    user = staff(office)
    client = Client()
    page = client.get("/can-bo/dang-nhap/").content.decode()
    for words in ("Đăng nhập", "Tên đăng nhập", "Mật khẩu", 'name="login"', 'name="password"'):
        assert words in page
    wrong = client.post("/can-bo/dang-nhap/", {"login": user.username, "password": "không phải"})
    assert wrong.status_code == 200
    assert 'role="alert"' in wrong.content.decode()
    right = client.post("/can-bo/dang-nhap/", {"login": user.username, "password": "mật khẩu thử 123"})
    assert right.status_code == 302
    page = client.get(LIST).content.decode()
    for words in ("Lớp của Sở", "Phạm Thu Hằng", "Đăng xuất", ">TH<"):
        assert words in page
    client.post("/can-bo/dang-xuat/")
    assert client.get(LIST).status_code == 302


def test_the_list_is_of_the_own_office() -> None:
    office = OfficeFactory()
    TrainingClassFactory(office=office, title="Lớp nhà", published_at=None)
    TrainingClassFactory(title="Lớp nơi khác")
    page = _get(staff(office), LIST)
    assert "Lớp nhà" in page
    assert "Lớp nơi khác" not in page
    assert "Lớp nhà" not in _get(staff(OfficeFactory()), LIST)
    assert "Đơn vị chưa có lớp nào" in _get(UserFactory(), LIST)


def test_the_list_is_searched_without_tone_marks_filtered_and_sorted() -> None:
    office = OfficeFactory()
    user = staff(office)
    old = {"start_date": date(2014, 6, 2), "end_date": date(2014, 6, 6), "year": 2014}
    TrainingClassFactory(office=office, title="Thông tin đối ngoại", state=ClassState.AWARDED, **old)
    TrainingClassFactory(office=office, title="Lễ tân đối ngoại")
    for query, found, left_out in (
        ({"q": "thong tin doi"}, "Thông tin", "Lễ tân"),
        ({"q": "LỄ TÂN"}, "Lễ tân", "Thông tin"),
        ({"trang_thai": "awarded"}, "Thông tin", "Lễ tân"),
        ({"nam": "2019"}, "Lễ tân", "Thông tin"),
    ):
        rows = _rows(_get(user, LIST, **query))
        assert found in rows
        assert left_out not in rows
    assert "“xyz”" in _get(user, LIST, q="xyz")
    for sort, first in (("ten", "Lễ tân"), ("-title", "Thông tin"), ("dates", "Thông tin"), ("moi", "Lễ tân")):
        page = _get(user, LIST, xep=sort)
        assert _rows(page).index(first) < _rows(page).index("Thông tin" if first == "Lễ tân" else "Lễ tân")
        assert page.count("aria-sort=") == 1
    assert "mới nhất trước" in _get(user, LIST)
    assert "từ A đến Z" in _get(user, LIST, xep="ten")


def _rows(page: str) -> str:
    return page[page.index("<tbody") : page.rindex("</tbody>")]


def test_values_nobody_offers_are_ignored() -> None:
    office = OfficeFactory()
    TrainingClassFactory(office=office, title="Lớp nhà")
    for query in ({"xep": "password"}, {"nam": "x"}, {"trang": "99"}, {"trang": "x"}):
        assert "Lớp nhà" in _get(staff(office), LIST, **query)


@pytest.mark.parametrize("key", KEYS)
def test_each_tab_empty_and_full_for_its_staff_and_for_nobody_else(key: str) -> None:
    office = OfficeFactory()
    empty = TrainingClassFactory(office=office)
    assert empty.title in _get(staff(office), tab_address(empty, key))
    here = world()
    here.issue()
    ArticleFactory(training_class=here.training_class, office=here.office, title="Tin của lớp")
    path = tab_address(here.training_class, key)
    page = _get(here.officer, path)
    assert here.training_class.title in page
    assert page.count('class="is-') == 10
    missing = _client(staff(office)).get(path.replace(f"/{here.training_class.pk}/", "/999999/"))
    hidden = _client(staff(office)).get(path)
    assert hidden.status_code == missing.status_code == 404
    assert _without_address(hidden.content) == _without_address(missing.content)


def _without_address(page: bytes) -> bytes:
    return re.sub(rb'name="next" value="[^"]*"', b"", page)


def test_the_tabs_tell_what_the_class_holds() -> None:
    here = world()
    here.mark(here.sessions[0], _2=AttendanceStatus.EXCUSED)
    here.issue()
    ArticleFactory(training_class=here.training_class, office=here.office, title="Tin của lớp")
    certificate = Certificate.objects.order_by("number").first()
    expected = {
        "learners": ("Hoàng Thị Bích Tuyền", "Đỗ Văn Ân", "H&#x27;Hen Niê", "Sở Công Thương", "1985"),
        "attendance": ("Đỗ Văn Ân", "04/10", "3/3"),
        "results": ("Đạt yêu cầu", "3/3 người đạt yêu cầu"),
        "certificates": (certificate.number_text, grouped(certificate.code), certificate.frozen["name"]),
        "articles": ("Tin của lớp",),
    }
    for key, words in expected.items():
        page = _get(here.officer, tab_address(here.training_class, key))
        assert not [word for word in words if word not in page], key


def test_learners_stand_under_blocks_in_protocol_order() -> None:
    made = TrainingClassFactory()
    user = staff(made.office)
    for kind, order, name in (
        (OrganizationKind.DISTRICT, 500, "Trần Văn Dũng"),
        (OrganizationKind.PARTY, 1, "Vũ Thị Duyên"),
        (OrganizationKind.PARTY, 2, "Lê Bích Thủy"),
    ):
        body = OrganizationFactory(kind=kind, protocol_order=order)
        EnrollmentFactory(training_class=made, organization=body, person=PersonFactory(full_name=name))
    rows = _rows(_get(user, tab_address(made, "learners")))
    assert rows.count('scope="rowgroup"') == 2
    assert rows.index("Vũ Thị Duyên") < rows.index("Lê Bích Thủy") < rows.index("Trần Văn Dũng")
    by_name = _rows(_get(user, tab_address(made, "learners"), xep="ten"))
    assert "rowgroup" not in by_name
    assert by_name.index("Trần Văn Dũng") < by_name.index("Vũ Thị Duyên") < by_name.index("Lê Bích Thủy")
    found = _get(user, tab_address(made, "learners"), q="thuy le")
    assert "Lê Bích Thủy" in found
    assert "Vũ Thị Duyên" not in found
    assert "Không thấy gì với “xyz”" in _get(user, tab_address(made, "learners"), q="xyz")


def test_learners_come_fifty_a_page() -> None:
    made = TrainingClassFactory()
    body = OrganizationFactory()
    EnrollmentFactory.create_batch(53, training_class=made, organization=body)
    page = _get(staff(made.office), tab_address(made, "learners"))
    assert "Dòng 1–50, tổng số 53" in page
    assert "Dòng 51–53, tổng số 53" in _get(staff(made.office), tab_address(made, "learners"), trang="2")


def test_the_file_of_a_certificate_is_for_its_office() -> None:
    here = world()
    certificate = here.issue()[0]
    path = f"/can-bo/giay-chung-nhan/{certificate.pk}.pdf"
    assert _client(here.officer).get(path).status_code == 404, "no file yet"
    certificate.file.save("a.pdf", ContentFile(b"%PDF"))
    response = _client(here.officer).get(path)
    assert response.headers["Content-Type"] == "application/pdf"
    assert b"".join(response.streaming_content) == b"%PDF"
    assert _client(staff(OfficeFactory())).get(path).status_code == 404


def _queries(user: User, path: str) -> int:
    client = _client(user)
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_the_list_takes_as_many_queries_for_three_rows_as_for_one() -> None:
    office = OfficeFactory()
    user = staff(office)
    TrainingClassFactory(office=office)
    one = _queries(user, LIST)
    TrainingClassFactory.create_batch(2, office=office)
    assert _queries(user, LIST) == one


@pytest.mark.parametrize("key", KEYS)
def test_a_tab_takes_as_many_queries_for_three_rows_as_for_one(key: str) -> None:
    counts = []
    for names in (("Hoàng Thị Bích Tuyền",), ("Hoàng Thị Bích Tuyền", "Đỗ Văn Ân", "Lê Bích Thủy")):
        here = world(names=names)
        here.mark(here.sessions[0], _1=AttendanceStatus.LATE)
        here.issue()
        for _name in names:
            ArticleFactory(training_class=here.training_class, office=here.office)
        counts.append(_queries(here.officer, tab_address(here.training_class, key)))
    assert counts[0] == counts[1]


def test_the_console_has_no_inline_style_script_or_outside_address() -> None:
    here = world()
    here.issue()
    for key in KEYS:
        page = _get(here.officer, tab_address(here.training_class, key))
        assert "style=" not in page
        assert all("src=" in tag for tag in re.findall("<script[^>]*>", page))
        assert "https://" not in page


def test_a_search_matches_the_start_of_words() -> None:
    made = TrainingClassFactory()
    user = staff(made.office)
    body, other = OrganizationFactory(name="Sở Công Thương"), OrganizationFactory(name="Tỉnh đoàn")
    for name, of in (("Phạm Văn Nam", body), ("Hà Thị Lan", body), ("H'Hen Niê", other)):
        EnrollmentFactory(training_class=made, organization=of, person=PersonFactory(full_name=name))
    path = tab_address(made, "learners")
    for query, found in (
        ("Hà", ["Hà Thị Lan"]),
        ("lan ha", ["Hà Thị Lan"]),
        ("hen", ["H&#x27;Hen Niê"]),
        ("thuong cong", ["Phạm Văn Nam", "Hà Thị Lan"]),
        ("lan thuong", ["Hà Thị Lan"]),
        ("(", []),
    ):
        page = _get(user, path, q=query)
        assert [name for name in ("Phạm Văn Nam", "Hà Thị Lan", "H&#x27;Hen Niê") if name in page] == found, query


def test_rows_are_numbered_as_shown() -> None:
    made = TrainingClassFactory()
    body = OrganizationFactory()
    for order in range(52, 0, -1):
        EnrollmentFactory(training_class=made, organization=body, order=order)
    user = staff(made.office)
    first = _rows(_get(user, tab_address(made, "learners")))
    second = _rows(_get(user, tab_address(made, "learners"), trang="2"))
    assert re.findall(r'<td class="n wide-only">(\d+)</td>', first) == [str(number) for number in range(1, 51)]
    assert re.findall(r'<td class="n wide-only">(\d+)</td>', second) == ["51", "52"]


@pytest.mark.parametrize("key", ["results", "certificates"])
def test_a_class_without_certificates_promises_none(key: str) -> None:
    made = TrainingClassFactory(awards_certificates=False)
    page = _get(staff(made.office), tab_address(made, key))
    assert "Lớp này không cấp giấy chứng nhận." in page
    assert "Giấy được cấp khi" not in page


def test_a_class_is_told_in_its_own_words() -> None:
    made = TrainingClassFactory(learner_word="delegate", need="Vì hội nhập.")
    user = staff(made.office)
    for kind, name in (("commissioned_by", "UBND tỉnh"), ("co", "Cục Ngoại vụ"), ("lead", "Sở Ngoại vụ")):
        made.organizers.create(organization=OrganizationFactory(name=name), part=kind, name=name)
    StatedCount.objects.create(training_class=made, of="learners", qualifier="hơn", number=70, noun="đại biểu")
    EnrollmentFactory(training_class=made, organization=OrganizationFactory())
    page = _get(user, f"{LIST}{made.pk}/")
    for words in (">Đại biểu", "1 đại biểu của 1 cơ quan", "Hơn 70 đại biểu", "<p>Vì hội nhập.</p>"):
        assert words in page, words
    facts = page[page.index('id="tt"') :]
    labels = ["Đơn vị tổ chức", "Đơn vị phối hợp", "Cơ quan giao nhiệm vụ"]
    assert labels == sorted(labels, key=facts.index)


def test_the_own_password_is_changed_in_vietnamese() -> None:
    user = staff(OfficeFactory())
    user.username = "chuyenvien.doingoai"
    user.save()
    assert 'href="/can-bo/doi-mat-khau/"' in _get(user, LIST)
    now = "mật khẩu thử 123"
    for new, again, said in (
        ("ngan", "ngan", "Mật khẩu ngắn quá: cần ít nhất 10 ký tự."),
        ("password123", "password123", "quá phổ biến"),
        (user.username, user.username, "quá giống tên đăng nhập"),
        ("một câu đủ dài", "một câu khác", "không giống nhau"),
    ):
        answer = _client(user).post("/can-bo/doi-mat-khau/", {"oldpassword": now, "password1": new, "password2": again})
        assert said in answer.content.decode(), said
