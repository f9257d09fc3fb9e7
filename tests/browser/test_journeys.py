"""What people do here, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from khuevan.certificates.models import Certificate
from khuevan.demo.build import Built
from khuevan.training.models import TrainingClass
from tests.browser.conftest import accessible

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_visitor_reads_the_article_opens_the_class_and_verifies_a_certificate(
    visitor: Page, demo: Built, live_server: object
) -> None:
    visitor.goto(live_server.url)
    expect(visitor.locator("html")).to_have_attribute("lang", "vi")
    visitor.get_by_role("link", name="Bình Phước mở lớp bồi dưỡng").first.click()
    expect(visitor.get_by_role("heading", level=1)).to_contain_text("thông tin đối ngoại năm 2014")
    expect(visitor.get_by_text("Giám đốc Sở TT&TT Bình Phước Vũ Sỹ Thắng phát biểu")).to_be_visible()
    for image in visitor.locator("main figure img").all():
        image.scroll_into_view_if_needed()
        expect(image).to_have_js_property("complete", True)
        assert image.evaluate("image => image.naturalWidth") > 0
    visitor.get_by_role("link", name="Xem trang lớp").click()
    expect(visitor.get_by_role("main")).to_contain_text("29/KH-UBND")
    certificate = Certificate.objects.order_by("number").first()
    code = demo.verification_url.rstrip("/").rsplit("/", 1)[-1]
    visitor.get_by_label(re.compile("mã", re.IGNORECASE)).first.fill(code.lower())
    visitor.keyboard.press("Enter")
    expect(visitor).to_have_url(demo.verification_url)
    main = visitor.get_by_role("main")
    expect(main).to_contain_text("Giấy chứng nhận có thật")
    expect(main).to_contain_text(certificate.frozen["name"])
    born = certificate.frozen["birth_date"]
    if born:
        expect(main).not_to_contain_text("/".join(reversed(born.split("-"))))
    visitor.goto(demo.verification_url[:-2] + ("A" if demo.verification_url[-2] != "A" else "B") + "/")
    expect(visitor.get_by_role("main")).to_contain_text("Không tìm thấy giấy chứng nhận")


def test_an_officer_sees_the_own_classes_and_an_outsider_gets_nowhere(
    visitor: Page, demo: Built, live_server: object
) -> None:
    own = TrainingClass.objects.get(year=2014)
    foreign = TrainingClass.objects.get(year=2019)
    addresses = [f"{live_server.url}/can-bo/lop/{own.pk}/", f"{live_server.url}/can-bo/lop/999999/"]
    for address in addresses:
        visitor.goto(address)
        expect(visitor).to_have_url(re.compile("/can-bo/dang-nhap/"))
    account = next(account for account in demo.accounts if account.username == "canbo.bp")
    visitor.get_by_label(re.compile("Tên đăng nhập")).fill(account.username)
    visitor.locator("input[type=password]").fill("sai mật khẩu")
    visitor.keyboard.press("Enter")
    expect(visitor.get_by_role("main")).to_contain_text(re.compile("không đúng|không chính xác"))
    visitor.locator("input[type=password]").fill(account.password)
    visitor.keyboard.press("Enter")
    visitor.wait_for_url(re.compile("/can-bo/lop/"))
    visitor.goto(f"{live_server.url}/can-bo/lop/")
    table = visitor.get_by_role("table")
    expect(table).to_contain_text(own.title)
    expect(table).not_to_contain_text(foreign.title)
    table.get_by_role("link", name=own.title).click()
    for tab in ("Chương trình", "Học viên", "Điểm danh", "Kết quả", "Giấy chứng nhận", "Văn bản", "Tin bài"):
        visitor.get_by_role("navigation", name="Phần của lớp").get_by_role("link", name=tab).click()
        expect(visitor.get_by_role("heading", level=1)).to_contain_text(own.title)
    answers = []
    for pk in (foreign.pk, 999999):
        assert visitor.goto(f"{live_server.url}/can-bo/lop/{pk}/").status == 404
        answers.append(visitor.get_by_role("main").inner_text())
    assert answers[0] == answers[1]


@pytest.mark.parametrize("width", [390, 1440])
def test_no_public_page_has_a_serious_fault_of_access(
    visitor: Page, demo: Built, live_server: object, width: int
) -> None:
    """Pages of staff: ``test_accessible``."""
    own = TrainingClass.objects.get(year=2014)
    article = own.articles.first()
    public = ["/", "/tin/", f"/tin/{article.slug}/", f"/tin/{article.slug}/in/", "/lop/", f"/lop/{own.slug}/", "/gcn/"]
    public += [
        demo.verification_url.removeprefix(live_server.url),
        "/gcn/AAAA-AAAA-AAAA/",
        "/khong-co/",
        "/can-bo/dang-nhap/",
    ]
    for path in public:
        visitor.goto(live_server.url + path)
        for scheme in ("light", "dark"):
            accessible(visitor, width, scheme)
