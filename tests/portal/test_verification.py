"""What anybody may learn of a certificate, and what nobody learns by guessing."""

import re

import pytest
from django.test import Client

from khuevan.certificates.enums import CertificateState
from khuevan.certificates.models import Certificate
from khuevan.core.codes import grouped
from tests.factories import CertificateFactory, TrainingClassFactory

pytestmark = pytest.mark.django_db


def _certificate(**values: object) -> Certificate:
    return CertificateFactory(
        state=CertificateState.HANDED_OVER, enrollment__full_name="Hoàng Thị Bích Tuyền", **values
    )


def _page(certificate: Certificate) -> str:
    return Client().get(f"/gcn/{grouped(certificate.code)}/").content.decode()


def test_a_valid_certificate_says_for_whom_which_class_hours_dates_number_issuer_and_signer() -> None:
    certificate = _certificate()
    page = _page(certificate)
    for words in (
        "Giấy chứng nhận có thật",
        "Hoàng Thị Bích Tuyền",
        "**/**/1985",
        certificate.enrollment.training_class.title,
        "8 tiết",
        "04/10/2019",
        certificate.number_text,
        certificate.register.office.organization.name,
        "Vũ Sỹ Thắng, Giám đốc",
        certificate.enrollment.organization_name,
        "Đang có giá trị, đã trao",
        "Đã đối chiếu với sổ cấp lúc",
    ):
        assert words in page, words
    assert "14/08" not in page
    assert "08-14" not in page


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (CertificateState.PENDING, "Giấy chứng nhận có thật, chưa trao"),
        (CertificateState.WITHHELD, "Giấy chứng nhận đang được giữ lại"),
        (CertificateState.VOID, "Giấy chứng nhận đã hủy"),
        (CertificateState.REVOKED, "Giấy chứng nhận đã bị thu hồi"),
    ],
)
def test_every_state_is_told(state: CertificateState, words: str) -> None:
    certificate = CertificateFactory(state=state, state_reason="Khai sai năm sinh")
    page = _page(certificate)
    assert words in page
    assert "Khai sai năm sinh" not in page, "the reason is the register's, not the public's"
    if state in {CertificateState.VOID, CertificateState.REVOKED}:
        assert "Không còn giá trị" in page
        assert "có thật" not in page


@pytest.mark.parametrize("shape", [str.lower, grouped, lambda code: f" {code[:6]} {code[6:]} ".strip()])
def test_a_code_is_read_however_it_is_typed(shape) -> None:
    certificate = _certificate()
    assert "Giấy chứng nhận có thật" in Client().get(f"/gcn/{shape(certificate.code)}/").content.decode()


def test_one_letter_off_is_not_found() -> None:
    certificate = _certificate()
    other = "3" if certificate.code[-1] == "2" else "2"
    response = Client().get(f"/gcn/{grouped(certificate.code[:-1] + other)}/")
    assert response.status_code == 404
    page = response.content.decode()
    assert "Không tìm thấy giấy chứng nhận mang mã này" in page
    assert "Hoàng Thị Bích Tuyền" not in page


@pytest.mark.parametrize("typed", ["x", "ABCD-EFGH", "<script>alert(1)</script>", "0" * 200, "….."])
def test_what_is_no_code_is_not_found(typed: str) -> None:
    response = Client().get("/gcn/" + typed.replace("/", "") + "/")
    assert response.status_code == 404
    assert b"<script>" not in response.content


def test_the_year_alone_is_shown_when_no_more_is_known() -> None:
    certificate = _certificate()
    certificate.frozen |= {"birth_date": None, "birth_year": 1979}
    certificate.save(update_fields=["frozen"])
    page = _page(certificate)
    assert re.search(r'<dd class="num">\s*1979\s*</dd>', page)
    certificate.frozen |= {"birth_year": None}
    certificate.save(update_fields=["frozen"])
    assert not re.search(r"<dt>\s*Sinh\s*</dt>", _page(certificate))


def test_an_unpublished_class_is_named_but_not_linked() -> None:
    hidden = TrainingClassFactory(published_at=None)
    page = _page(_certificate(enrollment__training_class=hidden))
    assert hidden.title in page
    assert f"/lop/{hidden.slug}/" not in page


def _look_up(typed: str):
    return Client().get("/gcn/", {"so": typed})


def test_a_code_however_typed_leads_to_the_certificate() -> None:
    certificate = _certificate(number=7)
    target = f"/gcn/{grouped(certificate.code)}/"
    for typed in (certificate.code, grouped(certificate.code).lower(), f"http://testserver{target}"):
        response = _look_up(typed)
        assert response.status_code == 302, typed
        assert response.headers["Location"] == target


@pytest.mark.parametrize(
    "typed", ["7", "07", "7/", "GCN-STN", "7/GCN", "8/GCN-STN", "7/GCN-STN-X", "%", "7/%", "07/GCN-STN", "7/gcn-stn"]
)
def test_a_number_leads_nowhere_because_numbers_can_be_guessed(typed: str) -> None:
    _certificate(number=7)
    response = _look_up(typed)
    assert response.status_code == 200
    page = response.content.decode()
    assert "Không tìm thấy giấy nào" in page
    assert "Hoàng Thị Bích Tuyền" not in page


def test_an_empty_look_up_is_the_form() -> None:
    page = Client().get("/gcn/").content.decode()
    assert "Không tìm thấy" not in page
    assert 'name="so"' in page


def test_verification_is_not_kept_by_caches_or_search_engines() -> None:
    certificate = _certificate()
    response = Client().get(f"/gcn/{grouped(certificate.code)}/")
    assert response.headers["Cache-Control"] == "no-store"
    assert b'content="noindex"' in response.content


def test_verification_takes_as_many_queries_among_many(django_assert_num_queries) -> None:
    certificate = _certificate()
    with django_assert_num_queries(1):
        _page(certificate)


def test_the_form_of_address_is_for_vietnamese_pages() -> None:
    certificate = _certificate()
    certificate.frozen["honorific"] = "Bà"
    certificate.save()
    reader = Client()
    path = f"/gcn/{grouped(certificate.code)}/"
    assert "Cấp cho bà" in reader.get(path).content.decode()
    reader.post("/tuy-chon/", {"language": "en", "next": "/"})
    page = reader.get(path).content.decode()
    assert "Issued to</p>" in page
