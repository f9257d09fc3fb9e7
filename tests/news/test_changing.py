"""Articles and their photos after they were written: changed, put in order, taken away, shown again."""

import io

import pytest
from PIL import Image

from khuevan.core.models import AuditEntry
from khuevan.core.permissions import may
from khuevan.core.rows import stamp
from khuevan.news.domain.illustrating import change_photo, move_photo, remove_photo
from khuevan.news.domain.photos import CleanPhoto, clean_photo
from khuevan.news.domain.writing import (
    add_photo,
    change_article,
    publish_article,
    republish_article,
    variant_name,
    withdraw_article,
    write_article,
)
from khuevan.news.enums import ArticleKind, ArticleState
from khuevan.news.models import PHOTO_WIDTHS, Article, Photo
from khuevan.people.enums import RoleKind
from khuevan.people.models import User
from tests.factories import OfficeFactory, TrainingClassFactory, staff
from tests.factories.worlds import refused, world


@pytest.fixture(scope="module")
def picture() -> CleanPhoto:
    buffer = io.BytesIO()
    Image.new("RGB", (600, 400), "#8e171b").save(buffer, "JPEG")
    return clean_photo(buffer.getvalue())


@pytest.fixture
def editor(db: None) -> User:
    return staff(OfficeFactory(), RoleKind.EDITOR)


@pytest.fixture
def article(editor: User) -> Article:
    return write_article(
        editor,
        office=editor.roles.get().office,
        kind=ArticleKind.OPENING,
        title="Khai mạc lớp",
        lead="Mở đầu",
        body="<p>Thân bài</p>",
    )


def _photos(editor: User, article: Article, picture: CleanPhoto, *captions: str) -> list[Photo]:
    return [add_photo(editor, article, picture, caption=caption, alt=caption) for caption in captions]


def _order(article: Article) -> list[tuple[int, str]]:
    return list(article.photos.values_list("order", "caption"))


def test_words_change_and_the_address_stays(editor: User, article: Article) -> None:
    publish_article(editor, article)
    change_article(editor, article, seen=stamp(article), title="Bế mạc lớp", body="<p>Mới</p><script>x</script>")
    article.refresh_from_db()
    assert (article.title, article.slug, article.lead) == ("Bế mạc lớp", "khai-mac-lop", "Mở đầu")
    assert "script" not in article.body
    assert "be mac lop" in article.search_key
    assert article.state == ArticleState.PUBLISHED
    assert AuditEntry.objects.get(verb="news.change_article").before["title"] == "Khai mạc lớp"


def test_the_second_of_two_who_write_is_told_and_bad_words_are_refused(editor: User, article: Article) -> None:
    seen = stamp(article)
    change_article(editor, article, seen=seen, lead="Một")
    with refused("changed_meanwhile"):
        change_article(editor, article, seen=seen, lead="Hai")
    for fields, code in (
        ({"title": " "}, "article_without_title"),
        ({"training_class": TrainingClassFactory()}, "class_of_another_office"),
        ({"byline": "x" * 200}, "invalid_value"),
    ):
        with refused(code):
            change_article(editor, Article.objects.get(), **fields)
    assert Article.objects.get().lead == "Một"


def test_a_withdrawn_article_comes_back_under_its_first_day(editor: User, article: Article) -> None:
    with refused("not_withdrawn"):
        republish_article(editor, article)
    with refused("not_published"):
        withdraw_article(editor, article, reason="Sai tên")
    publish_article(editor, article)
    first = article.published_at
    withdraw_article(editor, article, reason="Sai tên")
    republish_article(editor, article)
    article.refresh_from_db()
    assert (article.state, article.published_at) == (ArticleState.PUBLISHED, first)


def test_photos_change_their_words(editor: User, article: Article, picture: CleanPhoto) -> None:
    (photo,) = _photos(editor, article, picture, "Toàn cảnh")
    seen = stamp(photo)
    change_photo(editor, photo, seen=seen, caption="Đại biểu dự lớp", alt="Hội trường", credit="Chi Giang")
    assert Photo.objects.get().caption == "Đại biểu dự lớp"
    with refused("changed_meanwhile"):
        change_photo(editor, photo, seen=seen, caption="Khác", alt="Khác")
    with refused("photo_without_words"):
        change_photo(editor, photo, caption="Khác", alt=" ")


def test_photos_change_places(editor: User, article: Article, picture: CleanPhoto) -> None:
    first, _second, third = _photos(editor, article, picture, "Một", "Hai", "Ba")
    move_photo(editor, third, to=1)
    assert _order(article) == [(1, "Ba"), (2, "Một"), (3, "Hai")]
    move_photo(editor, first, to=99)
    assert _order(article) == [(1, "Ba"), (2, "Hai"), (3, "Một")]
    move_photo(editor, first, to=3)
    assert _order(article) == [(1, "Ba"), (2, "Hai"), (3, "Một")]
    assert AuditEntry.objects.filter(verb="news.move_photo").count() == 5


def test_a_photo_goes_with_its_files_and_the_others_close_up(
    editor: User, article: Article, picture: CleanPhoto, django_capture_on_commit_callbacks: pytest.fixture
) -> None:
    first, second, _third = _photos(editor, article, picture, "Một", "Hai", "Ba")
    storage = first.image.storage
    names = [variant_name(first, width) for width in PHOTO_WIDTHS]
    with django_capture_on_commit_callbacks(execute=True):
        remove_photo(editor, first)
    assert _order(article) == [(1, "Hai"), (2, "Ba")]
    assert not any(storage.exists(name) for name in names)
    assert all(storage.exists(variant_name(second, width)) for width in PHOTO_WIDTHS)
    assert AuditEntry.objects.get(verb="news.remove_photo").before["caption"] == "Một"
    stale = Photo(pk=999, article=article)
    for gone in (lambda: remove_photo(editor, stale), lambda: move_photo(editor, stale, to=1)):
        with refused("no_such_photo"):
            gone()
    with refused("gone_meanwhile"):
        change_photo(editor, stale, caption="x", alt="x")
    add_photo(editor, article, picture, caption="Bốn", alt="Bốn")
    assert _order(article) == [(1, "Hai"), (2, "Ba"), (3, "Bốn")]


@pytest.mark.parametrize("kind", [RoleKind.LEADER, RoleKind.CLERK, None])
def test_others_change_no_article(editor: User, article: Article, picture: CleanPhoto, kind: RoleKind | None) -> None:
    (photo,) = _photos(editor, article, picture, "Một")
    actor = staff(article.office if kind else OfficeFactory(), kind or RoleKind.EDITOR)
    for change in (
        lambda: change_article(actor, article, title="Khác"),
        lambda: republish_article(actor, article),
        lambda: change_photo(actor, photo, caption="x", alt="x"),
        lambda: move_photo(actor, photo, to=1),
        lambda: remove_photo(actor, photo),
    ):
        with refused("not_allowed"):
            change()


def test_an_editor_writes_articles_and_nothing_else(db: None) -> None:
    here = world()
    (certificate, *_rest) = here.issue()
    editor = staff(here.office, RoleKind.EDITOR)
    assert may(editor, "news.write_article", here.office)
    learner = here.enrollments[0]
    for permission, obj in (
        ("people.change_directory", None),
        ("people.keep_directory", here.office),
        ("people.change_person", learner.person),
        ("people.change_organization", learner.organization),
        ("people.create_user", here.office),
        ("records.keep_record", here.office),
        ("training.change_class", here.training_class),
        ("training.approve_class", here.training_class),
        ("training.open_class", here.office),
        ("nominations.enroll", here.training_class),
        ("attendance.take", here.training_class),
        ("assessment.set_rule", here.training_class),
        ("assessment.compute", here.training_class),
        ("assessment.override", here.training_class),
        ("assessment.approve", here.training_class),
        ("assessment.reopen", here.training_class),
        ("certificates.open_register", here.office),
        ("certificates.issue", here.training_class),
        ("certificates.change_state", certificate),
    ):
        assert not may(editor, permission, obj), permission
