"""A message is written in the transaction of what it tells of: words, places, addresses, once."""

import hypothesis.strategies as st
import pytest
from django.db import transaction
from hypothesis import given

from khuevan.notifications.domain.composing import Attachment, Letter, Recipient, compose, compose_many, one_line
from khuevan.notifications.domain.kinds import MessageKind, filled, kind_of, places_in, register
from khuevan.notifications.enums import Channel, MessageState
from khuevan.notifications.models import Message, MessageTemplate
from tests.factories import OfficeFactory, TrainingClassFactory
from tests.notifications.post import NOTE, note

pytestmark = pytest.mark.django_db


def test_places_are_filled_and_empty_lines_left_out() -> None:
    text = "Kính gửi {tên},\n\nLý do: {lý do}\nGồm {a} và {b}\n\n{lời nhắn}\n\nTrân trọng."
    values = {"tên": "Sở Y tế", "lý do": "", "a": "một", "b": "", "lời nhắn": ""}
    assert filled(text, values) == "Kính gửi Sở Y tế,\n\nGồm một và\n\nTrân trọng."


def test_a_value_is_not_looked_through_for_places() -> None:
    assert filled("{a} {b}", {"a": "{b}", "b": "x"}) == "{b} x"


def test_places_are_known_however_they_are_typed() -> None:
    decomposed = "{Te\u0302n  \u0111o\u031bn vi\u0323}"
    assert places_in(decomposed) == {"tên đơn vị"}
    assert filled(decomposed, {"tên đơn vị": "Sở Y tế"}) == "Sở Y tế"


@given(st.text(max_size=60), st.dictionaries(st.sampled_from(["a", "b"]), st.text(max_size=20), max_size=2))
def test_filling_never_fails_and_leaves_no_known_place(text: str, values: dict[str, str]) -> None:
    done = filled(text + "{a}", values | {"a": "x"})
    assert "x" in done


@pytest.mark.parametrize(
    ("body", "required", "sample"),
    [("{gì đó}", frozenset(), {"a": "x"}), ("chào", frozenset({"a"}), {"a": "x"}), ("{a}", frozenset(), {})],
)
def test_a_kind_that_would_not_work_is_a_programming_error(
    body: str, required: frozenset[str], sample: dict[str, str]
) -> None:
    with pytest.raises(ValueError, match="bad"):
        register(MessageKind("test.bad", "x", "x", body, {"a": "x"}, sample, required=required))
    with pytest.raises(KeyError):
        kind_of("test.bad")


def test_a_message_is_written_in_the_words_of_the_office() -> None:
    office = OfficeFactory()
    MessageTemplate.objects.create(
        office_id=office.pk, kind=NOTE.code, subject="Riêng {việc}", body="Riêng {tên đơn vị}"
    )
    assert (note(office_id=office.pk).subject, note(office_id=office.pk).body) == ("Riêng họp", "Riêng Sở Y tế")
    assert note(office_id=OfficeFactory().pk).subject == "Về họp"


def test_a_transaction_that_fails_leaves_no_message() -> None:
    def fail() -> None:
        with transaction.atomic():
            note()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert not Message.objects.exists()


def test_what_is_to_be_told_once_is_written_once() -> None:
    first, second = note(once_key="x.1"), note(what="khác", once_key="x.1")
    assert first.pk == second.pk
    assert Message.objects.get().subject == "Về họp"
    letters = [Letter(NOTE.code, None, Recipient("a", "a@example.vn"), _values(), once_key="x.2")] * 2
    assert len({message.pk for message in compose_many(letters)}) == 1


def _values() -> dict[str, str]:
    return {"việc": "họp", "tên đơn vị": "Sở Y tế", "lý do": ""}


def test_without_an_address_it_is_copied_by_hand() -> None:
    assert note("a@example.vn").channel == Channel.EMAIL
    assert note("", phone="0258 3822 412").channel == Channel.HAND
    assert note("", name="Sở Y tế").channel == Channel.HAND
    assert compose(NOTE.code, office_id=None, to=Recipient(""), values=_values()) is None


@pytest.mark.parametrize(
    "bad",
    ["không phải địa chỉ", "a@", "a b@example.vn", "a@example.vn\nBcc: b@example.vn", "a@example.vn, b@example.vn"],
)
def test_a_bad_address_is_copied_by_hand_and_said(bad: str) -> None:
    message = note(bad)
    assert (message.channel, message.to_email, message.state) == (Channel.HAND, "", MessageState.WAITING)
    assert message.trouble


def test_a_value_too_few_or_too_many_is_a_programming_error() -> None:
    for values in ({"việc": "x"}, {**_values(), "gì đó": "x"}):
        with pytest.raises(ValueError, match=NOTE.code):
            compose(NOTE.code, office_id=None, to=Recipient("a", "a@example.vn"), values=values)


def test_secrets_are_never_gathered() -> None:
    with pytest.raises(ValueError, match=NOTE.code):
        note(is_secret=True, digest_key="x")


def test_long_and_strange_names_fit() -> None:
    message = note(name="Sở " + "Rất dài " * 60, what="dòng một\r\nBcc: x@example.vn\u2028dòng hai " + "dài " * 100)
    assert len(message.to_name) <= 250
    assert len(message.subject) <= 300
    assert "\n" not in message.subject
    assert "\u2028" not in message.subject


@given(st.text(max_size=80))
def test_one_line_holds_nothing_that_ends_a_line(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1
    assert one_line(text).isprintable() or not one_line(text)


def test_what_it_is_about_is_remembered() -> None:
    training_class = TrainingClassFactory(title="Lớp đối ngoại")
    message = note(about=training_class, attachments=[Attachment("a.ics", "text/calendar", "x")])
    assert (message.about_type, message.about_id) == ("training.trainingclass", str(training_class.pk))
    assert message.about_label == "Lớp đối ngoại"
    assert "lop doi ngoai" in message.search_key
    assert message.attachments == [{"name": "a.ics", "type": "text/calendar", "text": "x"}]


def test_two_thousand_are_written_in_a_few_queries(django_assert_max_num_queries: object) -> None:
    office = OfficeFactory()
    letters = [
        Letter(NOTE.code, office.pk, Recipient(f"{n}", f"{n}@example.vn"), _values(), once_key=f"k.{n}")
        for n in range(2000)
    ]
    with django_assert_max_num_queries(20):  # type: ignore[operator]  # ten rows of two hundred, and the look-ups
        messages = compose_many(letters)
    assert len({message.message_id for message in messages}) == 2000
