"""The lists of articles: of the office and of one class."""

import re
from datetime import date

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext as _

from khuevan.news.domain.photos import clean_photo
from khuevan.news.domain.uploads import keep_photo
from khuevan.news.enums import ArticleKind, ArticleState
from khuevan.news.models import Article, Photo
from khuevan.people.enums import RoleKind
from khuevan.people.models import User
from khuevan.training.models import TrainingClass
from tests.console.acting import Acting
from tests.factories import ArticleFactory, TrainingClassFactory, staff
from tests.news.test_uploads import picture

pytestmark = pytest.mark.django_db

LIST = "/can-bo/tin-bai/"


@pytest.fixture
def training_class() -> TrainingClass:
    return TrainingClassFactory(title="Bồi dưỡng đối ngoại", start_date=date(2019, 10, 4))


@pytest.fixture
def editor(training_class: TrainingClass) -> User:
    return staff(training_class.office, RoleKind.EDITOR)


@pytest.fixture
def desk(editor: User) -> Acting:
    return Acting(editor)


def _of(article: Article, *parts: str) -> str:
    return f"{LIST}{article.pk}/" + "".join(f"{part}/" for part in parts)


def _kept(editor: User, article: Article, count: int = 1) -> list[Photo]:
    clean = clean_photo(picture())
    return [keep_photo(editor, article, clean) for _turn in range(count)]


# -- writing


def _rows(page: str) -> str:
    return page[page.index("<tbody") : page.rindex("</tbody>")]


def test_the_list_is_searched_filtered_ordered_and_taken_away(desk: Acting, training_class: TrainingClass) -> None:
    office = training_class.office
    old = ArticleFactory(office=office, title="Bài cũ", search_key="bai cu", kind=ArticleKind.CLOSING)
    ArticleFactory(office=office, title="Bài mới", search_key="bai moi", training_class=training_class)
    ArticleFactory(office=office, title="Nháp", search_key="nhap", state=ArticleState.DRAFT, published_at=None)
    Article.objects.filter(pk=old.pk).update(published_at="2014-06-02T08:00:00+07:00")
    _kept(desk.user, old, 3)
    page = desk.get(LIST)
    rows = _rows(page)
    assert rows.index("Nháp") < rows.index("Bài mới") < rows.index("Bài cũ")
    assert page.count('aria-sort="descending"') == 1
    assert f"{_('All')} 3<" in page, "photos do not multiply the rows that are counted"
    for query, found, left_out in (
        ({"q": "bai moi"}, "Bài mới", "Bài cũ"),
        ({"q": "doi ngoai"}, "Bài mới", "Bài cũ"),
        ({"trang_thai": "draft"}, "Nháp", "Bài cũ"),
        ({"loai": "closing"}, "Bài cũ", "Bài mới"),
    ):
        narrowed = _rows(desk.get(LIST, **query))
        assert found in narrowed
        assert left_out not in narrowed
    workbook = desk.client.get(LIST, {"xuat": "xlsx"})
    assert workbook.headers["Content-Disposition"] == 'attachment; filename="tin-bai.xlsx"'


def test_the_tab_offers_first_what_nobody_has_told(desk: Acting, training_class: TrainingClass) -> None:
    tab = f"/can-bo/lop/{training_class.pk}/tin-bai/"

    def offered() -> list[str]:
        return re.findall(r"loai=(\w+)", desk.get(tab))

    assert offered()[0] == "closing", "the class is over"
    ArticleFactory(office=training_class.office, training_class=training_class, kind=ArticleKind.CLOSING)
    assert offered()[-1] == "closing"
    leader = Acting(staff(training_class.office, RoleKind.LEADER))
    assert "tin-bai/viet" not in leader.get(tab)


def _queries(user: User, path: str) -> int:
    client = Client()
    client.force_login(user)
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_queries_do_not_grow_with_rows(editor: User, training_class: TrainingClass) -> None:
    paths = [LIST, f"/can-bo/lop/{training_class.pk}/tin-bai/"]
    first = ArticleFactory(office=training_class.office, training_class=training_class)
    _kept(editor, first)
    paths += [_of(first), _of(first, "anh")]
    one = [_queries(editor, path) for path in paths]
    for _turn in range(2):
        other = ArticleFactory(office=training_class.office, training_class=training_class)
        _kept(editor, other)
    _kept(editor, first, 2)
    assert [_queries(editor, path) for path in paths] == one
