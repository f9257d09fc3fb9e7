"""Photos from a camera, words from the clipboard, first words from the class."""

import io
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from khuevan.core.errors import DomainError
from khuevan.core.permissions import NotAllowedError
from khuevan.news.domain import uploads
from khuevan.news.domain.illustrating import change_photo
from khuevan.news.domain.pasting import typed_from
from khuevan.news.domain.photos import clean_photo
from khuevan.news.domain.proposing import proposal
from khuevan.news.domain.uploads import keep_photo, look_at
from khuevan.news.enums import ArticleKind
from khuevan.news.models import Article, Photo
from khuevan.people.enums import RoleKind
from khuevan.training.enums import LearnerWord, OpeningWord
from khuevan.training.models import TrainingClass
from tests.factories import ArticleFactory, EnrollmentFactory, OfficeFactory, TrainingClassFactory, staff


def picture(form: str = "JPEG") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (60, 40), "#8e171b").save(buffer, form)
    return buffer.getvalue()


@pytest.fixture
def article(db: None) -> Article:
    return ArticleFactory()


def test_a_file_that_is_no_photo_stops_none_of_the_others() -> None:
    files = [
        SimpleUploadedFile("một.jpg", picture()),
        SimpleUploadedFile("C:/ảnh/giấy.pdf", b"%PDF"),
        SimpleUploadedFile("hai.png", picture("PNG")),
    ]
    looked = look_at(files)
    assert [(one.name, one.clean is not None, bool(one.refusal)) for one in looked] == [
        ("một.jpg", True, False),
        ("giấy.pdf", False, True),
        ("hai.png", True, False),
    ]


def test_too_large_and_too_many_files_are_not_even_opened(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.KHUEVAN_UPLOAD_LIMIT = 1000
    monkeypatch.setattr(uploads, "MOST_AT_ONCE", 2)
    monkeypatch.setattr(uploads, "clean_photo", lambda _data: pytest.fail("was opened"))
    large = SimpleUploadedFile("lớn.jpg", b"x" * 1001)
    third = SimpleUploadedFile("ba.jpg", b"x")
    assert all(one.refusal for one in look_at([large, large, third]))


def test_a_kept_photo_is_shown_to_readers_once_it_has_its_words(article: Article) -> None:
    editor = staff(article.office, RoleKind.EDITOR)
    photo = keep_photo(editor, article, clean_photo(picture()), credit=" Chi Giang ")
    assert (photo.order, photo.credit) == (1, "Chi Giang")
    outsider = staff(OfficeFactory())
    assert Photo.objects.visible_to(editor).get() == photo
    for reader in (AnonymousUser(), outsider):
        assert not Photo.objects.visible_to(reader).exists()
    change_photo(editor, photo, caption="Toàn cảnh", alt="Hội trường")
    for reader in (AnonymousUser(), outsider):
        assert Photo.objects.visible_to(reader).get() == photo


def test_nobody_else_keeps_photos_and_their_number_has_an_end(
    article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    clean = clean_photo(picture())
    for actor in (staff(article.office, RoleKind.LEADER), staff(OfficeFactory())):
        with pytest.raises(NotAllowedError):
            keep_photo(actor, article, clean)
    monkeypatch.setattr(uploads, "MOST_PHOTOS", 1)
    editor = staff(article.office, RoleKind.EDITOR)
    keep_photo(editor, article, clean)
    with pytest.raises(DomainError) as caught:
        keep_photo(editor, article, clean)
    assert caught.value.code == "too_many_photos"


def test_what_was_copied_from_word_keeps_its_shape_and_nothing_that_runs() -> None:
    copied = """<html><head><style>p{}</style></head><body><p class=MsoNormal style='x'>Đoạn <b>đậm</b>
    tiếp</p><p class=MsoListParagraph><![if !supportLists]><span>·<span>&nbsp;&nbsp; </span></span><![endif]>Một</p>
    <p>1.&nbsp;&nbsp; Số một</p><h1>Lớn</h1><div>Khối <i>nghiêng</i> <a href="https://a.vn" onclick="x()">nối</a></div>
    <table><tr><td>ô</td></tr></table><img src=x onerror=alert(1)><script>alert(1)</script></body></html>"""
    assert typed_from(copied).split("\n\n") == [
        "Đoạn **đậm** tiếp",
        "- Một",
        "1. Số một",
        "## Lớn",
        "Khối *nghiêng* [nối](https://a.vn)",
        "ô",
    ]


def _class(**values: object) -> TrainingClass:
    made = TrainingClassFactory(
        title="Bồi dưỡng nghiệp vụ đối ngoại",
        start_date=date(2019, 10, 4),
        end_date=date(2019, 10, 8),
        **values,
    )
    made.office.organization.short_name = "Sở Ngoại vụ"
    return made


@pytest.mark.django_db
def test_the_first_words_say_what_the_class_knows_of_itself() -> None:
    made = _class(learner_word=LearnerWord.DELEGATE, opening_word=OpeningWord.OPENING)
    made.venues.create(name="Hội trường A")
    EnrollmentFactory.create_batch(2, training_class=made)
    words = proposal(made, ArticleKind.OPENING)
    assert words.title == "Khai mạc lớp bồi dưỡng nghiệp vụ đối ngoại"
    assert words.lead == (
        "Ngày 04/10/2019, tại Hội trường A, Sở Ngoại vụ khai mạc lớp bồi dưỡng nghiệp vụ đối ngoại, "
        "có 2 đại biểu của 2 cơ quan, đơn vị."
    )


@pytest.mark.django_db
def test_what_the_class_does_not_know_is_left_out() -> None:
    made = _class()
    closing = proposal(made, ArticleKind.CLOSING)
    assert closing.lead == "Ngày 08/10/2019, Sở Ngoại vụ bế giảng lớp bồi dưỡng nghiệp vụ đối ngoại."
    announced = proposal(made, ArticleKind.ANNOUNCEMENT)
    assert announced.lead.endswith("từ ngày 04/10/2019 đến ngày 08/10/2019.")
    made.title = "Lớp tiếng Anh"
    assert proposal(made, ArticleKind.OPENING).title == "Khai giảng lớp tiếng Anh"
