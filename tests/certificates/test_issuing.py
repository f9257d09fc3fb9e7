"""Promises 2, 3 and 4: frozen words, numbers without gaps, nothing issued is deleted."""

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.certificates.domain.issuing import issue_certificates, open_register, render_missing
from khuevan.certificates.domain.states import change_state, hand_over
from khuevan.certificates.domain.wording import printed_facts
from khuevan.certificates.enums import CertificateState
from khuevan.certificates.models import Certificate
from khuevan.core.codes import ALPHABET, LENGTH, grouped, new_code, normal
from khuevan.core.errors import DomainError
from khuevan.nominations.models import Enrollment
from khuevan.people.models import Organization, Person
from khuevan.training.enums import ClassState
from khuevan.training.models import TrainingClass
from tests.factories.worlds import SIGNATURE, world


@pytest.mark.django_db
def test_everybody_who_completed_gets_the_next_numbers_in_the_order_of_names() -> None:
    here = world()
    issued = here.issue()
    assert [certificate.number_text for certificate in issued] == ["01/GCN-STN", "02/GCN-STN", "03/GCN-STN"]
    assert [certificate.frozen["name"] for certificate in issued] == [
        "Đỗ Văn Ân",
        "H'Hen Niê",
        "Hoàng Thị Bích Tuyền",
    ]
    here.training_class.refresh_from_db()
    assert here.training_class.state == ClassState.AWARDED


@pytest.mark.django_db
def test_issuing_again_adds_nobody() -> None:
    here = world()
    register = here.issue()[0].register
    again = issue_certificates(
        here.officer, here.training_class, register, issued_on=date(2019, 10, 5), signature=SIGNATURE
    )
    assert again == []
    assert Certificate.objects.count() == 3


@pytest.mark.django_db
def test_results_come_before_certificates_and_registers_keep_to_their_office_and_year() -> None:
    here, other = world(), world()
    register = open_register(here.officer, office=here.office, year=2019, symbol="GCN-STN")
    foreign = open_register(other.officer, office=other.office, year=2019, symbol="GCN-STN")
    for book, day, code in (
        (register, date(2019, 10, 4), "results_not_approved"),
        (foreign, date(2019, 10, 4), "register_of_another_office"),
        (register, date(2020, 1, 1), "register_of_another_year"),
    ):
        with pytest.raises(DomainError) as caught:
            issue_certificates(here.officer, here.training_class, book, issued_on=day, signature=SIGNATURE)
        assert caught.value.code == code


@pytest.mark.django_db
def test_the_words_stay_when_everything_else_changes() -> None:
    here = world()
    (certificate, *_rest) = here.issue()
    certificate.refresh_from_db()
    facts = printed_facts(certificate)
    Person.objects.update(full_name="Người Khác")
    Enrollment.objects.update(full_name="Người Khác", position="Vụ trưởng", organization_name="Nơi khác")
    Organization.objects.update(name="Sở Đã Sáp nhập")
    TrainingClass.objects.update(title="Lớp khác", end_date=date(2019, 10, 9))
    again = Certificate.objects.get(pk=certificate.pk)
    assert printed_facts(again) == facts
    assert facts.name == "Đỗ Văn Ân"


@pytest.mark.django_db
def test_each_certificate_gets_one_file() -> None:
    here = world()
    here.issue()
    assert render_missing(here.officer, here.training_class).made == 3
    assert render_missing(here.officer, here.training_class).made == 0
    for certificate in Certificate.objects.all():
        with certificate.file.open() as file:
            assert file.read(5) == b"%PDF-"


@pytest.mark.django_db
def test_states_change_only_where_the_register_allows_and_with_a_reason() -> None:
    here = world()
    first, second, third = here.issue()
    with pytest.raises(DomainError):
        change_state(here.officer, first, CertificateState.WITHHELD, reason="")
    change_state(here.officer, first, CertificateState.WITHHELD, reason="Chưa nộp bài thu hoạch")
    hand_over(here.officer, [first, second], on=date(2019, 10, 4))
    for certificate, to in ((second, CertificateState.VOID), (third, CertificateState.REVOKED)):
        with pytest.raises(DomainError) as caught:
            change_state(here.officer, certificate, to, reason="Thử")
        assert caught.value.code == "wrong_state"
    change_state(here.officer, second, CertificateState.REVOKED, reason="Cấp sai người")
    change_state(here.officer, third, CertificateState.VOID, reason="In hỏng")
    states = dict(Certificate.objects.values_list("number", "state"))
    assert states == {1: "handed_over", 2: "revoked", 3: "void"}


@pytest.mark.django_db
def test_one_name_the_fonts_cannot_draw_does_not_stop_the_others_and_is_issued_anew_when_mended() -> None:
    here = world(names=("Nguyễn 中 An", "Đỗ Văn Ân"))
    here.issue()
    rendered = render_missing(here.officer, here.training_class)
    assert rendered.made == 1
    ((broken, why),) = rendered.failed
    assert "中" in why
    change_state(here.officer, broken, CertificateState.VOID, reason="Tên có chữ không in được")
    Enrollment.objects.filter(pk=broken.enrollment_id).update(full_name="Nguyễn Trung An")
    (mended,) = issue_certificates(
        here.officer, here.training_class, broken.register, issued_on=date(2019, 10, 4), signature=SIGNATURE
    )
    assert mended.number == 3
    assert render_missing(here.officer, here.training_class).made == 1


@pytest.mark.django_db
def test_what_the_caller_loaded_long_ago_is_not_believed() -> None:
    here = world()
    first, *_rest = here.issue()
    stale = Certificate.objects.get(pk=first.pk)
    change_state(here.officer, first, CertificateState.VOID, reason="In hỏng")
    with pytest.raises(DomainError):
        hand_over(here.officer, [stale], on=date(2019, 10, 4))
    assert Certificate.objects.get(pk=first.pk).state == CertificateState.VOID


@pytest.mark.django_db
def test_handing_over_has_its_own_verb_and_its_own_day() -> None:
    here = world()
    first, *_rest = here.issue()
    with pytest.raises(DomainError):
        change_state(here.officer, first, CertificateState.HANDED_OVER, reason="Trao")
    with pytest.raises(DomainError) as caught:
        hand_over(here.officer, [first], on=date(2001, 1, 1))
    assert caught.value.code == "handed_over_too_early"


def test_codes_hold_sixty_bits_of_signs_that_cannot_be_confused() -> None:
    assert len(ALPHABET) == len(set(ALPHABET)) == 32
    assert not set("01IO") & set(ALPHABET)
    assert len({new_code() for _turn in range(1000)}) == 1000


@given(st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH), st.randoms(use_true_random=False))
def test_a_code_reads_back_however_it_is_typed(code: str, chance: random.Random) -> None:
    assert normal(grouped(code)) == code
    assert normal(f" {grouped(code).lower()} ") == code
    position = chance.randrange(LENGTH)
    other = chance.choice([sign for sign in ALPHABET if sign != code[position]])
    assert normal(code[:position] + other + code[position + 1 :]) != code


@given(st.text())
def test_anything_else_is_no_code(text: str) -> None:
    found = normal(text)
    assert found is None or (len(found) == LENGTH and set(found) <= set(ALPHABET))
