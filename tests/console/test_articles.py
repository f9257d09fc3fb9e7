"""The newsroom: who writes, what readers see and when, nothing doubled and nothing lost."""

import json
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from khuevan.core.rows import stamp
from khuevan.news.domain.illustrating import change_photo
from khuevan.news.domain.photos import clean_photo
from khuevan.news.domain.uploads import keep_photo
from khuevan.news.domain.writing import change_article
from khuevan.news.enums import ArticleState
from khuevan.news.models import Article, Photo
from khuevan.people.enums import RoleKind
from khuevan.people.models import User
from khuevan.training.models import TrainingClass
from tests.console.acting import Acting, notices, without_address
from tests.factories import ArticleFactory, OfficeFactory, RoleFactory, TrainingClassFactory, staff
from tests.news.test_uploads import picture

pytestmark = pytest.mark.django_db

LIST = "/can-bo/tin-bai/"
WRITE = f"{LIST}viet/"
TYPED = {
    "kind": "opening",
    "title": "Khai giảng",
    "lead": "Sáng nay.",
    "body": "Một\n\n## Hai\n- ba",
    "byline": "",
    "source": "",
}


@pytest.fixture
def training_class() -> TrainingClass:
    return TrainingClassFactory(title="Bồi dưỡng đối ngoại", start_date=date(2019, 10, 4))


@pytest.fixture
def editor(training_class: TrainingClass) -> User:
    return staff(training_class.office, RoleKind.EDITOR)


@pytest.fixture
def desk(editor: User) -> Acting:
    return Acting(editor)


@pytest.fixture
def draft(training_class: TrainingClass) -> Article:
    return ArticleFactory(
        office=training_class.office, training_class=training_class, state=ArticleState.DRAFT, published_at=None
    )


def _of(article: Article, *parts: str) -> str:
    return f"{LIST}{article.pk}/" + "".join(f"{part}/" for part in parts)


def _kept(editor: User, article: Article, count: int = 1) -> list[Photo]:
    clean = clean_photo(picture())
    return [keep_photo(editor, article, clean) for _turn in range(count)]


def _public(article: Article) -> int:
    return Client().get(reverse("portal:article", args=(article.slug,))).status_code


# -- writing


def test_an_editor_writes_of_a_class_and_types_nothing_twice(desk: Acting, training_class: TrainingClass) -> None:
    path = f"{WRITE}?lop={training_class.pk}&loai=closing"
    page = desk.get(path)
    assert "Bế giảng lớp bồi dưỡng đối ngoại" in page
    assert '<option value="closing" selected>' in page
    assert 'name="training_class"' not in page
    sent = desk.post(path, form=path, **TYPED)
    article = Article.objects.get()
    assert (article.training_class, article.office, article.state) == (
        training_class,
        training_class.office,
        ArticleState.DRAFT,
    )
    assert article.body == "<p>Một</p>\n<h2>Hai</h2>\n<ul>\n<li>ba</li>\n</ul>"
    assert "<h2>Hai</h2>" in sent
    assert notices(sent)
    assert article.title in desk.get(f"/can-bo/lop/{training_class.pk}/tin-bai/")


def test_an_article_without_a_class_is_news_of_the_office(desk: Acting, editor: User) -> None:
    desk.post(WRITE, form=WRITE, **TYPED)
    article = Article.objects.get()
    assert article.training_class is None
    assert article.office == editor.roles.get().office


def test_who_writes_for_two_offices_says_for_which(editor: User) -> None:
    other = RoleFactory(user=editor, kind=RoleKind.EDITOR).office
    desk = Acting(User.objects.get(pk=editor.pk))
    assert desk.status(WRITE, **TYPED) == 422
    desk.post(WRITE, form=WRITE, **TYPED, office=str(other.pk))
    assert Article.objects.get().office == other


def test_what_is_missing_is_said_and_what_was_typed_stays(desk: Acting) -> None:
    answer = desk.client.post(WRITE, {**TYPED, "title": " ", "body": "\n \n"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count('class="entry is-wrong"') == 2
    assert "Sáng nay." in page
    assert not Article.objects.exists()


def test_the_same_form_sent_twice_writes_one_article(desk: Acting) -> None:
    hidden = desk.hidden(WRITE)
    for _turn in range(2):
        answer = desk.client.post(WRITE, {**hidden, **TYPED})
        assert answer.headers["Location"] == _of(Article.objects.get())
    assert Article.objects.count() == 1


@pytest.mark.parametrize("key", ["x", "0", "999999", "9" * 30])
def test_a_class_nobody_may_see_is_not_written_of(desk: Acting, key: str) -> None:
    desk.get(f"{WRITE}?lop={key}", 404)
    desk.get(f"{WRITE}?lop={TrainingClassFactory().pk}", 404)


def test_an_article_is_changed_as_it_was_typed(desk: Acting, draft: Article) -> None:
    change_article(desk.user, draft, body="<p>Một <strong>hai</strong></p><ul><li>ba</li></ul>")
    page = desk.get(_of(draft, "sua"))
    assert "Một **hai**\n\n- ba</textarea>" in page
    desk.post(_of(draft, "sua"), form=_of(draft, "sua"), **{**TYPED, "body": "Một **hai**\r\n\r\n- bốn"})
    draft.refresh_from_db()
    assert draft.body == "<p>Một <strong>hai</strong></p>\n<ul>\n<li>bốn</li>\n</ul>"


def test_the_second_of_two_editors_is_told_and_loses_nothing(desk: Acting, draft: Article) -> None:
    hidden = desk.hidden(_of(draft, "sua"))
    change_article(desk.user, draft, lead="Lời của người trước.")
    answer = desk.client.post(_of(draft, "sua"), {**hidden, **TYPED, "lead": "Lời của tôi."})
    page = answer.content.decode()
    assert answer.status_code == 422
    table = page[page.index('class="list conflict"') :]
    assert "Lời của tôi." in table
    assert "Lời của người trước." in table
    again = dict(re.findall(r'<input type="hidden" name="(seen|mot-lan)" value="([^"]+)"', page))
    assert again["mot-lan"] == hidden["mot-lan"]
    seen = re.search(r'name="seen" value="([^"]+)"', page)
    desk.client.post(_of(draft, "sua"), {**again, "seen": seen[1], **TYPED, "lead": "Lời của tôi."})
    draft.refresh_from_db()
    assert draft.lead == "Lời của tôi."


# -- publishing


def test_publishing_withdrawing_and_publishing_again(desk: Acting, draft: Article) -> None:
    assert _public(draft) == 404
    assert draft.lead in desk.get(reverse("portal:article", args=(draft.slug,))), "the preview"
    desk.post(_of(draft, "dang"), form=_of(draft))
    assert _public(draft) == 200
    page = desk.post(_of(draft, "go"), form=_of(draft), reason="Sai tên người phát biểu")
    assert _public(draft) == 404
    assert "Sai tên người phát biểu" in page
    assert f'action="{_of(draft, "dang")}"' in page, "the notice offers to take it back"
    desk.post(_of(draft, "dang"), form=_of(draft))
    assert _public(draft) == 200


def test_withdrawing_needs_a_reason(desk: Acting, draft: Article) -> None:
    desk.post(_of(draft, "dang"))
    assert "is-warn" in desk.post(_of(draft, "go"), reason=" ")
    assert _public(draft) == 200


def test_a_double_click_publishes_once_and_complains_of_nothing(desk: Acting, draft: Article) -> None:
    hidden = desk.hidden(_of(draft))
    for _turn in range(2):
        desk.client.post(_of(draft, "dang"), hidden)
    assert "is-warn" not in desk.get(_of(draft))
    assert "is-warn" in desk.post(_of(draft, "dang")), "a new click is told"


def test_what_readers_see_of_a_published_article_changes_at_once(desk: Acting, draft: Article) -> None:
    desk.post(_of(draft, "dang"))
    desk.post(_of(draft, "sua"), form=_of(draft, "sua"), **{**TYPED, "lead": "Đã sửa."})
    assert "Đã sửa." in Client().get(reverse("portal:article", args=(draft.slug,))).content.decode()


# -- photos


def test_photos_are_kept_and_wait_for_their_words(desk: Acting, draft: Article) -> None:
    desk.post(_of(draft, "dang"))
    files = [
        SimpleUploadedFile(name, data)
        for name, data in (("1.jpg", picture()), ("x.pdf", b"%PDF"), ("2.jpg", picture()))
    ]
    page = desk.post(_of(draft, "anh", "tai-len"), form=_of(draft, "anh"), photos=files, credit="Chi Giang")
    assert [photo.credit for photo in draft.photos.all()] == ["Chi Giang"] * 2
    assert any("x.pdf" in one for one in notices(page))
    reader = Client().get(reverse("portal:article", args=(draft.slug,))).content.decode()
    assert "/anh/" not in reader
    first, second = draft.photos.all()
    assert Client().get(f"/anh/{first.pk}/400.jpg").status_code == 404
    own = desk.client.get(f"/anh/{first.pk}/400.jpg")
    assert b"".join(own.streaming_content).startswith(b"\xff\xd8")
    words = {f"caption-{first.pk}": "Toàn cảnh", f"alt-{first.pk}": "Hội trường"}
    desk.post(_of(draft, "anh"), form=_of(draft, "anh"), **words)
    reader = Client().get(reverse("portal:article", args=(draft.slug,))).content.decode()
    assert "Toàn cảnh" in reader
    assert f"/anh/{second.pk}/" not in reader


def test_the_script_is_told_of_each_file(desk: Acting, draft: Article) -> None:
    def send(content: bytes, **more: str) -> tuple[int, dict[str, object]]:
        data = {"photos": SimpleUploadedFile("a.jpg", content), **more}
        answer = desk.client.post(_of(draft, "anh", "tai-len"), data, headers={"Accept": "application/json"})
        return answer.status_code, json.loads(answer.content)

    once = {"mot-lan": "a" * 20}
    assert send(picture(), **once) == (200, {"kept": 1, "refused": []})
    send(picture(), **once)
    assert draft.photos.count() == 1, "the same sending counts once"
    status, told = send(b"%PDF")
    assert (status, told["kept"]) == (422, 0)
    assert told["refused"][0].startswith("a.jpg: ")


def test_no_file_at_all_is_told(desk: Acting, draft: Article) -> None:
    assert notices(desk.post(_of(draft, "anh", "tai-len"), form=_of(draft, "anh")))
    assert not draft.photos.exists()


def test_half_of_the_words_of_a_photo_are_not_enough(desk: Acting, draft: Article) -> None:
    one, two = _kept(desk.user, draft, 2)
    typed = {f"caption-{one.pk}": "Toàn cảnh", f"caption-{two.pk}": "Đại biểu", f"alt-{two.pk}": "Một người nói"}
    answer = desk.client.post(_of(draft, "anh"), {**desk.hidden(_of(draft, "anh")), **typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count('class="entry is-wrong"') == 1
    assert "Một người nói" in page
    assert not Photo.objects.with_words().exists(), "nothing is saved while something is missing"


def test_only_words_typed_anew_are_saved(desk: Acting, draft: Article) -> None:
    """Somebody else changed the other photo meanwhile: no conflict, and nothing of theirs is undone."""
    one, two = _kept(desk.user, draft, 2)
    shown = {f"initial-{name}-{photo.pk}": "" for photo in (one, two) for name in ("caption", "alt", "credit")} | {
        f"seen-{photo.pk}": stamp(photo) for photo in (one, two)
    }
    change_photo(desk.user, two, caption="Của người khác", alt="Mô tả")
    typed = {f"caption-{one.pk}": "Toàn cảnh", f"alt-{one.pk}": "Hội trường"}
    assert desk.status(_of(draft, "anh"), **shown, **typed) == 302
    assert [photo.caption for photo in draft.photos.all()] == ["Toàn cảnh", "Của người khác"]


def test_two_people_at_the_words_of_one_photo(desk: Acting, draft: Article) -> None:
    [photo] = _kept(desk.user, draft)
    shown = {f"initial-{name}-{photo.pk}": "" for name in ("caption", "alt", "credit")}
    before = stamp(photo)
    change_photo(desk.user, photo, caption="Của người khác", alt="Mô tả")
    typed = {f"caption-{photo.pk}": "Của tôi", f"alt-{photo.pk}": "Mô tả"}
    answer = desk.client.post(_of(draft, "anh"), {**shown, **typed, f"seen-{photo.pk}": before})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Của người khác" in page[page.index("conflict") :]
    seen = re.search(rf'name="seen-{photo.pk}" value="([^"]+)"', page)
    assert desk.status(_of(draft, "anh"), **shown, **typed, **{f"seen-{photo.pk}": seen[1]}) == 302
    photo.refresh_from_db()
    assert photo.caption == "Của tôi"


def test_photos_are_moved_and_removed_with_what_was_typed(desk: Acting, draft: Article) -> None:
    one, two, three = _kept(desk.user, draft, 3)
    typed = {f"caption-{one.pk}": "Một", f"alt-{one.pk}": "Một"}
    answer = desk.client.post(_of(draft, "anh"), {**typed, "viec": f"xuong-{one.pk}"})
    assert answer.headers["Location"].endswith(f"#anh-{one.pk}")
    assert [photo.pk for photo in draft.photos.all()] == [two.pk, one.pk, three.pk]
    assert draft.photos.get(pk=one.pk).caption == "Một"
    desk.post(_of(draft, "anh"), form=_of(draft, "anh"), viec=f"len-{three.pk}")
    assert [photo.pk for photo in draft.photos.all()] == [two.pk, three.pk, one.pk]
    half = {f"caption-{two.pk}": "chỉ một nửa", f"initial-caption-{one.pk}": "Một", f"caption-{one.pk}": "Một"}
    half |= {f"initial-alt-{one.pk}": "Một", f"alt-{one.pk}": "Một"}
    assert desk.status(_of(draft, "anh"), **half, viec=f"xoa-{two.pk}") == 302
    assert [photo.pk for photo in draft.photos.all()] == [three.pk, one.pk]


def test_a_button_for_a_photo_of_another_article_does_nothing(desk: Acting, draft: Article) -> None:
    [photo] = _kept(desk.user, draft)
    other = ArticleFactory(office=draft.office)
    desk.post(_of(other, "anh"), viec=f"xoa-{photo.pk}")
    assert draft.photos.exists()


# -- who may


def _addresses(article: Article) -> list[str]:
    return [_of(article), _of(article, "sua"), _of(article, "anh")]


def _buttons(article: Article) -> list[str]:
    return [_of(article, "dang"), _of(article, "go"), _of(article, "anh", "tai-len")]


@pytest.mark.parametrize("state", ArticleState.values)
def test_a_colleague_of_another_office_finds_nothing(draft: Article, state: str) -> None:
    Article.objects.filter(pk=draft.pk).update(state=state)
    stranger = Acting(staff(OfficeFactory(), RoleKind.EDITOR))
    for path in _addresses(draft):
        hidden = stranger.get(path, 404)
        missing = stranger.get(path.replace(f"/{draft.pk}/", "/999999/"), 404)
        assert without_address(hidden) == without_address(missing)
    assert [stranger.status(path, reason="x") for path in _buttons(draft)] == [404] * 3
    assert draft.title not in stranger.get(LIST)


def test_a_visitor_is_asked_to_sign_in(draft: Article) -> None:
    for path in [LIST, WRITE, *_addresses(draft)]:
        assert Client().get(path).headers["Location"].startswith("/can-bo/dang-nhap/")
    for path in [*_buttons(draft), f"{LIST}dan/"]:
        assert Client().post(path).status_code == 302
    assert Article.objects.get(pk=draft.pk).state == ArticleState.DRAFT


def test_a_leader_reads_and_is_told_that_editors_write(draft: Article) -> None:
    leader = Acting(staff(draft.office, RoleKind.LEADER))
    page = leader.get(_of(draft))
    assert "/dang/" not in page
    assert "/sua/" not in page
    assert WRITE not in leader.get(LIST)
    for path in (WRITE, _of(draft, "sua"), _of(draft, "anh")):
        leader.get(path, 404)
    for path in _buttons(draft):
        assert "is-warn" in leader.post(path, reason="x")
    assert leader.status(f"{LIST}dan/", html="x") == 404
    assert Article.objects.get(pk=draft.pk).state == ArticleState.DRAFT


def test_what_was_copied_is_answered_as_typed_text(desk: Acting) -> None:
    answer = desk.client.post(f"{LIST}dan/", {"html": "<p>Một</p><h1>Hai</h1><script>x</script>"})
    assert answer.content.decode() == "Một\n\n## Hai"
    assert answer.headers["Content-Type"].startswith("text/plain")


# -- the lists


def test_pages_run_under_the_strict_policy(desk: Acting, draft: Article) -> None:
    _kept(desk.user, draft)
    for path in [LIST, WRITE, *_addresses(draft)]:
        page = desk.get(path)
        assert "style=" not in page
        assert not re.search(r"<[^>]+\son\w+=", page)
        assert all("src=" in tag for tag in re.findall("<script[^>]*>", page))
