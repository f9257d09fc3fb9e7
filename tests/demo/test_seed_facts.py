"""Every fact of the two news items stands on the pages made from them."""

import re
from html import unescape

import pytest
from django.test import Client
from django.utils.html import strip_tags

from khuevan.demo.build import Built
from khuevan.news.models import Article
from khuevan.training.models import TrainingClass

pytestmark = pytest.mark.django_db

# What the article of 08/10/2019 tells; each must be on the class page and on the article page.
ON_BOTH_2019 = {
    "date": "04/10/2019",
    "venue": "khách sạn Ariyana",
    "organizer": "Sở Ngoại vụ",
    "co-organizer": "Cục Ngoại vụ",
    "its ministry": "Bộ Ngoại giao",
    "count with qualifier": "hơn 70 đại biểu",
    "who opened": "Dương Nam Khánh",
    "his position": "Phó Giám đốc",
    "what he did": "phát biểu khai mạc",
    "unit 1": "Cục Lễ tân Nhà nước",
    "unit 2": "Ủy ban Biên giới quốc gia",
    "unit 3": "Vụ Chính sách đối ngoại",
    "lecturer": "Vũ Duy Thành",
    "his title": "Phó Vụ trưởng",
    "his subject": "một số nét lớn của tình hình thế giới, khu vực và chính sách đối ngoại của Việt Nam",
    "topic 1": "tình hình thế giới",
    "topic 2": "tình hình biển đảo và chủ trương của ta",
    "topic 3": "công tác lễ tân đối ngoại",
    "topic 4": "công tác quản lý thống nhất các hoạt động đối ngoại",
    "audience": "các sở, ban, ngành, đơn vị, địa phương",
    "need: relations": "phức tạp",
    "need: training": "đào tạo, bồi dưỡng",
    "need: own experience": "kinh nghiệm",
    "need: consequence": "chuyên nghiệp",
    "need: who": "cán bộ, công chức, viên chức",
    "expected: knowledge": "chính sách đối ngoại",
    "expected: skills": "đón tiếp khách quốc tế",
    "expected: integration": "hội nhập",
}
ON_ARTICLE_2019 = {"byline": "Chi Giang", "published": "08/10/2019"}

ON_BOTH_2014 = {
    "organizer": "Sở Thông tin và Truyền thông",
    "province": "Bình Phước",
    "agencies with qualifier": "hơn 50 cơ quan nhà nước",
    "where they are": "trên địa bàn tỉnh",
    "who chaired": "Vũ Sỹ Thắng",
    "his position": "Giám đốc",
    "what he did": "chủ trì",
    "his speech": "phát biểu khai giảng",
    "lecturer 1": "Nguyễn Tuấn",
    "his post": "Giám đốc Sở Ngoại vụ",
    "lecturer 2": "Trương Thanh Tuyết",
    "her post": "Phó Giám đốc Sở Ngoại vụ",
    "plan": "29/KH-UBND ngày 25/01/2014",
    "commissioned by": re.compile("ubnd tỉnh|ủy ban nhân dân tỉnh"),
    "duration": re.compile("0?5 ngày"),
    "topic 1": "tuyên truyền biển đảo và tình hình biển đông thời gian gần đây",
    "topic 2": "khái quát về thông tin đối ngoại",
    "topic 3": "quan điểm của đảng đối với công tác thông tin đối ngoại trong tình hình mới",
    "topic 4": "quản lý nhà nước về thông tin đối ngoại",
    "topic 5": "chiến lược phát triển thông tin đối ngoại 2014-2020",
    "topic 6": "hoạt động thông tin đối ngoại tỉnh bình phước",
    "first day": re.compile("0?2/0?6/2014"),
    "closing date": re.compile("0?6/0?6/2014"),
    "morning": "sáng",
    "certificate": "giấy chứng nhận hoàn thành",
    "its rule": "đạt yêu cầu theo quy định của ban tổ chức",
    "audience": "phụ trách công tác thông tin đối ngoại",
    "need": "toàn cầu hóa",
    "need: bridge": "nhịp cầu",
    "objective 1": "chủ trương, chính sách",
    "objective 2": "quan điểm của đảng và nhà nước",
    "objective 3": "vai trò",
}
ON_ARTICLE_2014 = {"source": "Sở TT&TT"}


def _text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    body = answer.content.decode()
    main = body[body.index("<main") : body.index("</main>")]
    return " ".join(unescape(strip_tags(re.sub(r"</(?:dt|dd|p|li|h\d|td|th)>", " ", main))).lower().split())


def _missing(text: str, facts: dict[str, str | re.Pattern[str]]) -> list[str]:
    return [
        name
        for name, fact in facts.items()
        if not (fact.search(text) if isinstance(fact, re.Pattern) else " ".join(fact.lower().split()) in text)
    ]


@pytest.mark.parametrize(
    ("year", "on_both", "on_article"),
    [(2019, ON_BOTH_2019, ON_ARTICLE_2019), (2014, ON_BOTH_2014, ON_ARTICLE_2014)],
)
def test_no_fact_of_the_news_item_is_missing(
    client: Client, finished: Built, year: int, on_both: dict[str, str], on_article: dict[str, str]
) -> None:
    training_class = TrainingClass.objects.get(year=year)
    article = Article.objects.get(training_class=training_class, kind="opening")
    class_page, article_page = _text(client, f"/lop/{training_class.slug}/"), _text(client, f"/tin/{article.slug}/")
    assert _missing(class_page, on_both) == []
    assert _missing(article_page, {**on_both, **on_article}) == []


def test_the_home_page_names_both_classes_and_their_years(client: Client, finished: Built) -> None:
    text = _text(client, "/")
    for words in ("bồi dưỡng kỹ năng, nghiệp vụ thông tin đối ngoại năm 2014", "nghiệp vụ đối ngoại năm 2019"):
        assert words in text


def test_each_photo_has_caption_alternative_text_and_credit(finished: Built) -> None:
    for article in Article.objects.exclude(training_class__plan=None):
        for photo in article.photos.all():
            assert photo.caption
            assert photo.alt
            assert photo.credit
