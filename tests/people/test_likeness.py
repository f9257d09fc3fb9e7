"""How much two people look like one: what agrees, what differs, and what is told apart."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.people.domain.likeness import AGAINST, NEARLY_SURE, POINTS, WORTH_A_LOOK, Reason, Traits, likeness

HUNG = Traits("Nguyễn Văn Hùng", "1982-06-02", "male")
old_card, new_card, other_card = "9" + "a" * 63, "c" + "a" * 63, "c" + "b" * 63


def _reasons(one: Traits, other: Traits) -> set[str]:
    return set(likeness(one, other).reasons)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("NGUYỄN VĂN HÙNG", Reason.NAME_SAME),
        ("Nguyen Van Hung", Reason.NAME_WITHOUT_MARKS),
        ("Nguyễn Văn Hưng", Reason.NAME_OTHER_MARKS),
        ("Nguyễn Hùng", Reason.NAME_SIMILAR),
        ("Hùng Nguyễn Văn", Reason.NAME_SIMILAR),
        ("Nguyễn Vãn Hùngg", Reason.NAME_SIMILAR),
        ("Nguyễn Văn Nam", Reason.NAME_OTHER),
        ("Lê Thị Mai", Reason.NAME_OTHER),
    ],
)
def test_names(name: str, reason: Reason) -> None:
    assert _reasons(Traits(HUNG.name), Traits(name)) == {reason.value}


def test_spellings_of_one_name_are_the_same_name() -> None:
    for one, other in (("Vũ Sỹ Thắng", "Vũ Sĩ Thắng"), ("Đỗ Thị Hoà", "Đỗ Thị Hòa"), ("H'Hen Niê", "H’Hen Niê")):
        assert _reasons(Traits(one), Traits(other)) == {"name_same"}, one


@pytest.mark.parametrize(
    ("birth", "reason"),
    [
        ("1982-06-02", Reason.BIRTH_SAME),
        ("1982-02-06", Reason.DAY_MONTH_SWAPPED),
        ("1983-06-02", Reason.BIRTH_ONE_DIGIT_OFF),
        ("1982-06-12", Reason.BIRTH_ONE_DIGIT_OFF),
        ("1982", Reason.YEAR_SAME),
        ("1982-01-01", Reason.YEAR_SAME),
        ("1983", Reason.BIRTH_OTHER),
        ("1990-11-30", Reason.BIRTH_OTHER),
    ],
)
def test_births(birth: str, reason: Reason) -> None:
    assert reason in _reasons(HUNG, replace(HUNG, birth=birth))


def test_the_rest() -> None:
    known = replace(HUNG, phone="0912345678", email="hung@example.org", citizen_hash=new_card, organization=3)
    other = replace(HUNG, phone="+84 912 345 678", email="Hung@Example.org", citizen_hash=new_card, organization=3)
    assert {"phone_same", "email_same", "citizen_id_same", "agency_same"} <= _reasons(known, other)
    assert "phone_same" in _reasons(replace(HUNG, phone="01212345678"), replace(HUNG, phone="0792345678"))
    against = replace(HUNG, gender="female", citizen_hash=other_card, organization=4)
    assert {"gender_other", "citizen_id_other"} <= _reasons(known, against)
    assert not {"citizen_id_same", "citizen_id_other"} & _reasons(known, replace(HUNG, citizen_hash=old_card))


def test_name_and_full_birth_are_nearly_sure_and_year_alone_is_not_worth_a_look() -> None:
    assert likeness(HUNG, HUNG).score >= NEARLY_SURE
    assert likeness(HUNG, replace(HUNG, birth="1982")).score < WORTH_A_LOOK
    same_agency = replace(HUNG, birth="1982", organization=3)
    assert likeness(replace(HUNG, organization=3), same_agency).score >= WORTH_A_LOOK


def test_contradictions_lower_it() -> None:
    sure = likeness(HUNG, HUNG).score
    for worse in (replace(HUNG, gender="female"), replace(HUNG, birth="1990-11-30"), replace(HUNG, name="Lê Thị Mai")):
        assert likeness(HUNG, worse).score < sure
    one, other = replace(HUNG, citizen_hash=new_card), replace(HUNG, citizen_hash=other_card)
    assert likeness(one, other).score < WORTH_A_LOOK, "father and son do not share a number"


def test_one_citizen_id_is_always_worth_a_look() -> None:
    one = Traits("Nguyễn Văn Hùng", "1982-06-02", "male", citizen_hash=new_card)
    other = Traits("Lê Thị Mai", "1990-11-30", "female", citizen_hash=new_card)
    assert likeness(one, other).score == WORTH_A_LOOK


names = st.sampled_from(("Nguyễn Văn Hùng", "Nguyen Van Hung", "Y Bhốk Ênuôl", "A", "Lê Thị Mai", "Mai Lê Thị"))
births = st.sampled_from(("", "1982", "1982-06-02", "1982-02-06", "1982-01-01", "1990-11-30"))
traits = st.builds(
    Traits,
    names,
    births,
    st.sampled_from(("", "male", "female")),
    st.sampled_from(("", "0912345678", "912345678")),
    st.sampled_from(("", "a@b.vn")),
    st.sampled_from(("", old_card, new_card, other_card)),
    st.sampled_from((None, 1, 2)),
)


@given(traits, traits)
def test_it_is_the_same_both_ways_and_within_bounds(one: Traits, other: Traits) -> None:
    alike = likeness(one, other)
    assert alike == likeness(other, one)
    assert 0 <= alike.score <= 100
    assert alike.reasons
    assert len(set(alike.reasons)) == len(alike.reasons)
    against = [Reason(code) in AGAINST for code in alike.reasons]
    assert against == sorted(against), "what agrees comes first"


@given(traits)
def test_nothing_speaks_against_oneself(one: Traits) -> None:
    assert not AGAINST & {Reason(code) for code in likeness(one, one).reasons}


def test_every_reason_has_points_and_words() -> None:
    assert set(POINTS) == set(Reason) - {Reason.NAME_SIMILAR}, "a similar name is weighed by how similar it is"
    assert all(str(reason.label) for reason in Reason)
