"""Each public page tried by a visitor, the owner and a colleague of another office."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone, translation

from khuevan.core.templatetags.khuevan import vn_weekday
from khuevan.news.domain.writing import variant_name
from khuevan.news.enums import ArticleState
from khuevan.news.models import PHOTO_WIDTHS, Article, Photo
from khuevan.people.models import User
from khuevan.training.enums import ClassState
from tests.factories import ArticleFactory, OfficeFactory, TrainingClassFactory, staff

pytestmark = pytest.mark.django_db

PAGES = ("/", "/tin/", "/lop/", "/gcn/")


def _client(user: User | None = None) -> Client:
    client = Client()
    if user:
        client.force_login(user)
    return client


def _photo(article: Article, **values: object) -> Photo:
    photo = Photo(
        article=article, width=1600, height=1000, caption="Toàn cảnh hội trường", alt="Hội trường", order=1, **values
    )
    photo.image.save("a.jpg", ContentFile(b"large"), save=False)
    photo.save()
    for width in PHOTO_WIDTHS[:-1]:
        photo.image.storage.save(variant_name(photo, width), ContentFile(b"small"))
    return photo


@pytest.mark.parametrize("path", PAGES)
def test_an_installation_without_anything_has_pages(path: str) -> None:
    response = Client().get(path)
    assert response.status_code == 200
    assert "Content-Security-Policy" in response.headers


@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_inline_style_script_or_outside_address(path: str) -> None:
    ArticleFactory(training_class=TrainingClassFactory())
    page = Client().get(path).content.decode()
    assert "style=" not in page
    assert "<script" not in page
    assert "http://" not in page.replace("http://www.w3.org/2000/svg", "")
    assert "https://" not in page
    assert "tabler" not in page


def test_the_home_page_names_classes_and_their_years() -> None:
    past = TrainingClassFactory(title="Thông tin đối ngoại", year=2014)
    soon = timezone.localdate() + timedelta(days=30)
    coming = TrainingClassFactory(title="Lễ tân đối ngoại", start_date=soon, end_date=soon, year=soon.year)
    page = Client().get("/").content.decode()
    for words in (past.title, "2014", coming.title, str(soon.year), "Lớp sắp mở", "Lớp đã mở"):
        assert words in page
    TrainingClassFactory(title="Lớp bị hủy", state=ClassState.CANCELLED)
    assert "Lớp bị hủy" not in Client().get("/").content.decode()


def test_a_draft_is_seen_by_its_own_office_alone() -> None:
    office = OfficeFactory()
    draft = ArticleFactory(office=office, state=ArticleState.DRAFT, published_at=None, title="Bài còn nháp")
    photo = _photo(draft)
    hidden = TrainingClassFactory(office=office, published_at=None, title="Lớp chưa công bố")
    paths = (f"/tin/{draft.slug}/", f"/tin/{draft.slug}/in/", f"/lop/{hidden.slug}/", f"/anh/{photo.pk}/400.jpg")
    for path in paths:
        shown = _client(staff(office)).get(path)
        b"".join(shown) if shown.streaming else shown.content
        assert shown.status_code == 200, path
        for stranger in (None, staff(OfficeFactory())):
            reader = _client(stranger)
            response, missing = reader.get(path), reader.get("/tin/khong-co/").content
            assert response.status_code == 404, path
            assert response.content.replace(path.encode(), b"") == missing.replace(b"/tin/khong-co/", b"")
    for path in ("/", "/tin/", "/lop/"):
        page = _client(staff(office)).get(path).content.decode()
        assert "Bài còn nháp" not in page, "a public list is the same for everybody"
        assert "Lớp chưa công bố" not in page
    assert "Bản nháp" in _client(staff(office)).get(paths[0]).content.decode()


def test_an_article_shows_captions_credit_byline_source_date_and_views() -> None:
    article = ArticleFactory(byline="Chi Giang", source="Sở TT&TT Bình Phước", kind="opening")
    _photo(article, credit="Chi Giang")
    page = Client().get(f"/tin/{article.slug}/").content.decode()
    day = timezone.localtime(article.published_at).strftime("%d/%m/%Y")
    for words in (
        "Toàn cảnh hội trường",
        'alt="Hội trường"',
        "Bài viết và ảnh: Chi Giang",
        "Nguồn:",
        "Sở TT&amp;TT",
        day,
    ):
        assert words in page, words
    printed = Client().get(f"/tin/{article.slug}/in/").content.decode()
    assert article.title in printed
    assert f"http://testserver/tin/{article.slug}/" in printed
    assert "<nav" not in printed


@pytest.mark.parametrize(
    ("byline", "shown"), [("Bài và ảnh: Chi Giang", "Bài và ảnh: Chi Giang"), ("An", "Bài viết: An")]
)
def test_a_byline_says_its_part_once(byline: str, shown: str) -> None:
    article = ArticleFactory(byline=byline)
    assert f'<p class="byline">{shown}</p>' in Client().get(f"/tin/{article.slug}/").content.decode()


def test_an_article_leads_to_its_class_only_when_the_reader_may_see_it() -> None:
    hidden = TrainingClassFactory(published_at=None)
    article = ArticleFactory(training_class=hidden, office=hidden.office)
    assert "Về lớp này" not in Client().get(f"/tin/{article.slug}/").content.decode()
    assert "Về lớp này" in _client(staff(hidden.office)).get(f"/tin/{article.slug}/").content.decode()


def test_related_articles_come_from_the_class_first() -> None:
    training_class = TrainingClassFactory()
    article, sister = (ArticleFactory(training_class=training_class, office=training_class.office) for _ in range(2))
    other = ArticleFactory(office=training_class.office)
    foreign = ArticleFactory()
    page = Client().get(f"/tin/{article.slug}/").content.decode()
    assert 0 < page.index(sister.title) < page.index(other.title)
    assert foreign.title not in page


@pytest.mark.parametrize("width", PHOTO_WIDTHS)
def test_photos_are_served_in_their_widths(width: int) -> None:
    photo = _photo(ArticleFactory())
    response = Client().get(f"/anh/{photo.pk}/{width}.jpg")
    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.headers["Cache-Control"].startswith("public")
    assert b"".join(response.streaming_content) == (b"large" if width == PHOTO_WIDTHS[-1] else b"small")
    assert Client().get(f"/anh/{photo.pk}/{width + 1}.jpg").status_code == 404


def test_a_photo_whose_file_is_gone_is_not_found() -> None:
    photo = _photo(ArticleFactory())
    photo.image.storage.delete(photo.image.name)
    assert Client().get(f"/anh/{photo.pk}/1600.jpg").status_code == 404


def test_lists_have_pages() -> None:
    office = OfficeFactory()
    for number in range(25):
        ArticleFactory(office=office, published_at=timezone.now() - timedelta(days=number))
    first = Client().get("/tin/").content.decode()
    assert "Trang 1 trên 2" in first
    assert "?trang=2" in first
    assert "Trang 2 trên 2" in Client().get("/tin/?trang=2").content.decode()
    assert Client().get("/tin/?trang=x").status_code == 200


@pytest.mark.parametrize("path", ["/khong-co/", "/tin/khong-co/", "/lop/khong-co/", "/anh/1/400.jpg"])
def test_what_does_not_exist_is_said_in_vietnamese(path: str) -> None:
    response = Client().get(path)
    assert response.status_code == 404
    assert "Không có trang này" in response.content.decode()


@pytest.mark.expects_error_log
def test_an_error_is_told_without_details_and_without_the_database(monkeypatch, django_assert_num_queries) -> None:
    def fail(_actor: AnonymousUser) -> None:
        raise RuntimeError("bí mật của máy chủ")

    monkeypatch.setattr("khuevan.portal.views.front_page", fail)
    with django_assert_num_queries(0):
        response = Client(raise_request_exception=False).get("/")
    assert response.status_code == 500
    page = response.content.decode()
    assert "Lúc này chưa hiện được trang" in page
    assert "bí mật" not in page


def test_a_form_without_its_token_is_refused_in_vietnamese() -> None:
    response = Client(enforce_csrf_checks=True).post("/can-bo/dang-nhap/", {"login": "a", "password": "b"})
    assert response.status_code == 403
    assert "Biểu mẫu đã mở quá lâu" in response.content.decode()


def test_sample_data_is_marked(settings) -> None:
    assert "Dữ liệu mẫu" not in Client().get("/").content.decode()
    settings.KHUEVAN_DEMO = True
    for path in ("/", "/gcn/", "/khong-co/", "/can-bo/dang-nhap/"):
        assert "Dữ liệu mẫu" in Client().get(path).content.decode(), path


def test_the_portal_is_named_as_set_else_after_its_only_office(settings) -> None:
    office = OfficeFactory()
    assert str(office) in Client().get("/").content.decode()
    settings.KHUEVAN_PORTAL_NAME, settings.KHUEVAN_PORTAL_TAGLINE = "Cổng thông tin lớp", "Đào tạo, bồi dưỡng"
    page = Client().get("/").content.decode()
    assert "Cổng thông tin lớp" in page
    assert "Đào tạo, bồi dưỡng" in page


def test_a_missing_page_leads_an_officer_back_to_the_classes() -> None:
    office = OfficeFactory(organization__name="Sở Ngoại vụ")
    page = _client(staff(office)).get("/tin/khong-co/").content.decode()
    assert "<b>Sở Ngoại vụ</b>" in page
    assert 'href="/can-bo/lop/"' in page
    assert 'href="/can-bo/lop/"' not in _client().get("/tin/khong-co/").content.decode()


def test_the_day_is_written_as_inside_a_sentence() -> None:
    days = [date(2019, 9, 30) + timedelta(days=step) for step in range(7)]
    assert [vn_weekday(day) for day in days[::6]] == ["thứ Hai", "Chủ nhật"]
    with translation.override("en"):
        assert vn_weekday(days[0]) == "Monday"


def test_an_english_page_writes_months_with_a_capital() -> None:
    day = date(timezone.localdate().year + 1, 3, 2)
    TrainingClassFactory(start_date=day, end_date=day, year=day.year)
    reader = _client()
    assert "<small>tháng" in reader.get("/lop/").content.decode()
    reader.post("/tuy-chon/", {"language": "en", "next": "/"})
    assert "<small>March</small>" in reader.get("/lop/").content.decode()


def test_the_print_view_says_how_to_print() -> None:
    article = ArticleFactory()
    assert "Bản để in" in Client().get(f"/tin/{article.slug}/").content.decode()
    printed = Client().get(f"/tin/{article.slug}/in/").content.decode()
    assert '<p class="hint no-print">Để in, bấm Ctrl+P' in printed


def test_the_icon_that_browsers_ask_for_beside_a_pdf_is_there() -> None:
    answer = Client().get("/favicon.ico")
    assert answer.status_code == 302 and "mark" in answer["Location"]
