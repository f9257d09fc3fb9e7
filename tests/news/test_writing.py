import io

import pytest
from PIL import Image

from khuevan.core.errors import DomainError
from khuevan.news.domain.photos import MAX_PIXELS, clean_photo
from khuevan.news.domain.writing import (
    add_photo,
    clean_html,
    publish_article,
    variant_name,
    withdraw_article,
    write_article,
)
from khuevan.news.enums import ArticleKind, ArticleState
from khuevan.news.models import PHOTO_WIDTHS, Article
from khuevan.people.models import User
from tests.factories import OfficeFactory, TrainingClassFactory, staff


def _photo(size: tuple[int, int] = (2400, 1500), form: str = "JPEG", **options: object) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, "#8e171b").save(buffer, form, **options)
    return buffer.getvalue()


@pytest.fixture
def editor(db: None) -> User:
    return staff(OfficeFactory(), "editor")


def _write(editor: User, **values: object) -> Article:
    fields = {"title": "Khai mạc lớp", "lead": "Lead", "body": "<p>Thân bài</p>", "kind": ArticleKind.OPENING}
    return write_article(editor, office=editor.roles.get().office, **{**fields, **values})


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<p onclick="alert(1)">x</p>',
        '<a href="javascript:alert(1)">x</a>',
        '<img src=x onerror="alert(1)">',
        '<svg onload="alert(1)">',
        '<p style="position:fixed">x</p>',
    ],
)
def test_nothing_that_runs_or_styles_stays_in_an_article(hostile: str) -> None:
    clean = clean_html(f"<p>trước</p>{hostile}<p>sau</p>")
    assert "<p>trước</p>" in clean
    assert "<p>sau</p>" in clean
    for part in ("script", "alert", "onclick", "onerror", "onload", "style", "svg", "<img"):
        assert part not in clean


def test_two_articles_of_one_title_have_two_addresses(editor: User) -> None:
    assert [_write(editor).slug for _turn in range(2)] == ["khai-mac-lop", "khai-mac-lop-2"]


def test_an_article_tells_only_of_its_own_office(editor: User) -> None:
    with pytest.raises(DomainError) as caught:
        _write(editor, training_class=TrainingClassFactory())
    assert caught.value.code == "class_of_another_office"


def test_publishing_and_withdrawing(editor: User) -> None:
    article = _write(editor)
    assert not Article.objects.published().exists()
    publish_article(editor, article)
    with pytest.raises(DomainError):
        publish_article(editor, article)
    with pytest.raises(DomainError):
        withdraw_article(editor, article, reason=" ")
    withdraw_article(editor, article, reason="Sai tên người phát biểu")
    assert Article.objects.get().state == ArticleState.WITHDRAWN


def test_a_photo_is_turned_upright_stripped_and_kept_in_every_width(editor: User) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    exif[0x010F] = "Máy ảnh có GPS"
    clean = clean_photo(_photo((3200, 2000), exif=exif))
    assert (clean.width, clean.height) == (1600, 2560)
    assert not Image.open(io.BytesIO(clean.data)).getexif()
    photo = add_photo(editor, _write(editor), clean, caption="Toàn cảnh", alt="Hội trường", credit="Chi Giang")
    for width in PHOTO_WIDTHS:
        with photo.image.storage.open(variant_name(photo, width)) as file, Image.open(file) as image:
            assert image.width == width


def test_a_photo_needs_its_words(editor: User) -> None:
    clean = clean_photo(_photo((100, 100)))
    with pytest.raises(DomainError) as caught:
        add_photo(editor, _write(editor), clean, caption="Toàn cảnh", alt=" ")
    assert caught.value.code == "photo_without_words"


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"<svg onload='alert(1)'/>", _photo()[:2000], _photo(form="GIF")])
def test_what_is_no_photo_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(DomainError) as caught:
        clean_photo(data)
    assert caught.value.code == "not_a_photo"
    assert caught.value.message


def test_a_bomb_of_pixels_is_refused() -> None:
    side = int(MAX_PIXELS**0.5) + 10
    buffer = io.BytesIO()
    Image.new("1", (side, side)).save(buffer, "PNG")
    with pytest.raises(DomainError) as caught:
        clean_photo(buffer.getvalue())
    assert caught.value.code == "photo_too_large"
