"""The catalogue of topics: versions without gaps, a taught version that never changes, standard topics once."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from khuevan.core.models import AuditEntry
from khuevan.core.rows import stamp
from khuevan.people.enums import RoleKind
from khuevan.training.domain.classes import begin_preparation, open_class
from khuevan.training.domain.lifeline import ClassState
from khuevan.training.domain.topics.catalogue import (
    add_catalogue_topic,
    catalogue_topic,
    publish_topic,
    restore_topic,
    retire_topic,
    withdraw_topic,
)
from khuevan.training.domain.topics.of_class import change_catalogue_topic, change_topic
from khuevan.training.domain.topics.standard import CHECK_FIRST, lacks_standard, load_standard_topics, standard_topics
from khuevan.training.domain.topics.versions import (
    differences,
    has_begun,
    is_taught,
    newer_versions,
    newest,
    revise_topic,
    use_newest,
)
from khuevan.training.models import ClassTopic, HandbookPage, Topic, TopicVersion, TrainingClass
from tests.factories import OfficeFactory, staff
from tests.factories.worlds import refused

pytestmark = pytest.mark.django_db

LATER = timedelta(days=40)


def topic_of(officer: object = None, title: str = "Lễ tân đối ngoại", **contents: object) -> Topic:
    officer = officer or staff(OfficeFactory())
    office = officer.roles.first().office
    return add_catalogue_topic(officer, office, title=title, field="Đối ngoại", **contents)


def officer_of(topic: Topic) -> object:
    return staff(topic.office)


def teaching(topic: Topic, *, begun: bool) -> ClassTopic:
    """A class with the newest contents of the topic, that began yesterday or begins later."""
    day = timezone.localdate() - timedelta(days=1) if begun else timezone.localdate() + LATER
    made = open_class(officer_of(topic), office=topic.office, title="Lớp lễ tân", start_date=day, end_date=day)
    begin_preparation(officer_of(topic), made)
    return ClassTopic.objects.create(training_class=made, topic=topic, version=newest(topic), order=1)


def test_a_topic_without_contents_has_no_version_and_one_with_them_has_the_first() -> None:
    bare = topic_of()
    full = topic_of(officer_of(bare), "Biển đảo", periods=4, outline="Một\nHai")
    assert newest(bare) is None
    assert (newest(full).number, newest(full).periods, newest(full).outline) == (1, 4, "Một\nHai")
    assert full.search_key == "bien dao doi ngoai"


@pytest.mark.parametrize(("title", "code"), [("  ", "topic_without_title"), ("Lễ tân đối ngoại", "topic_known")])
def test_a_title_is_needed_and_stands_once(title: str, code: str) -> None:
    known = topic_of()
    with refused(code):
        add_catalogue_topic(officer_of(known), known.office, title=title)


def test_contents_that_no_class_taught_are_changed_in_place_without_a_reason() -> None:
    topic = topic_of(periods=4)
    teaching(topic, begun=False)
    revise_topic(officer_of(topic), topic, periods=8)
    assert [(one.number, one.periods) for one in topic.versions.all()] == [(1, 8)]


def test_a_revision_that_says_the_same_records_nothing() -> None:
    topic = topic_of(periods=4, outline="Một")
    teaching(topic, begun=True)
    told = AuditEntry.objects.count()
    revise_topic(officer_of(topic), topic, periods=4, outline=" Một ")
    assert topic.versions.count() == 1
    assert AuditEntry.objects.count() == told


def test_what_a_class_has_begun_to_teach_stays_and_the_revision_needs_a_reason() -> None:
    topic = topic_of(periods=4, outline="Một\nHai")
    taught = teaching(topic, begun=True)
    officer = officer_of(topic)
    with refused("reason_missing"):
        revise_topic(officer, topic, periods=8)
    made = revise_topic(officer, topic, periods=8, outline="Một\nBa", reason="Luật mới")
    taught.refresh_from_db()
    assert (made.number, made.reason, made.outline) == (2, "Luật mới", "Một\nBa")
    assert (taught.version.number, taught.version.periods) == (1, 4)
    changed = differences(taught.version, made)
    assert [one.name for one in changed] == ["periods", "outline"]
    assert [(line.text, line.is_old, line.is_new) for line in changed[1].lines] == [
        ("Một", False, False),
        ("Hai", True, False),
        ("Ba", False, True),
    ]


def test_a_version_left_unsaid_is_kept_from_the_one_before() -> None:
    topic = topic_of(periods=4, audience="Cấp xã")
    teaching(topic, begun=True)
    assert revise_topic(officer_of(topic), topic, periods=8, reason="Thêm giờ").audience == "Cấp xã"


def test_two_who_revise_at_once_do_not_overwrite_each_other() -> None:
    topic = topic_of(periods=4)
    seen = stamp(newest(topic))
    teaching(topic, begun=True)
    revise_topic(officer_of(topic), topic, periods=8, reason="Một", seen=seen)
    with refused("changed_meanwhile"):
        revise_topic(officer_of(topic), topic, periods=12, reason="Hai", seen=seen)


def test_a_class_that_has_not_begun_is_told_of_newer_contents_and_may_take_them() -> None:
    topic = topic_of(periods=4)
    old, coming = teaching(topic, begun=True), teaching(topic, begun=False)
    made = revise_topic(officer_of(topic), topic, periods=8, reason="Luật mới")
    assert newer_versions(coming.training_class) == {coming.pk: made}
    assert newer_versions(old.training_class) == {}
    use_newest(officer_of(topic), coming)
    coming.refresh_from_db()
    assert coming.version == made
    assert newer_versions(coming.training_class) == {}
    with refused("class_has_begun"):
        use_newest(officer_of(topic), old)


def test_first_contents_reach_classes_that_wait_for_them_and_no_other() -> None:
    topic = topic_of()
    old, coming = teaching(topic, begun=True), teaching(topic, begun=False)
    made = revise_topic(officer_of(topic), topic, periods=4)
    old.refresh_from_db()
    coming.refresh_from_db()
    assert (old.version, coming.version) == (None, made)


def test_a_cancelled_class_counts_only_if_it_had_begun() -> None:
    topic = topic_of(periods=4)
    one = teaching(topic, begun=True).training_class
    assert has_begun(one)
    TrainingClass.objects.filter(pk=one.pk).update(state=ClassState.CANCELLED, state_before_cancelling="preparing")
    one.refresh_from_db()
    assert not has_begun(one)
    assert not is_taught(newest(topic))
    TrainingClass.objects.filter(pk=one.pk).update(state_before_cancelling=ClassState.RUNNING)
    one.refresh_from_db()
    assert has_begun(one)
    assert is_taught(newest(topic))


def test_only_officers_of_the_office_keep_its_catalogue() -> None:
    topic = topic_of(periods=4)
    for other in (staff(OfficeFactory()), staff(topic.office, RoleKind.CLERK)):
        for deed in (
            lambda actor: add_catalogue_topic(actor, topic.office, title="Khác"),
            lambda actor: revise_topic(actor, topic, periods=8),
            lambda actor: retire_topic(actor, topic),
            lambda actor: restore_topic(actor, topic),
            lambda actor: publish_topic(actor, topic),
            lambda actor: withdraw_topic(actor, topic),
            lambda actor: change_catalogue_topic(actor, topic, title="Khác", field=""),
            lambda actor: load_standard_topics(actor, topic.office),
        ):
            with refused("not_allowed"):
                deed(other)
    assert list(Topic.objects.visible_to(staff(OfficeFactory()))) == []


def test_a_topic_gets_its_public_address_once_and_keeps_it() -> None:
    first, second = topic_of(periods=4), topic_of(periods=4)
    for topic in (first, second):
        assert topic.slug is None
        publish_topic(officer_of(topic), topic)
    assert (first.slug, second.slug) == ("le-tan-doi-ngoai", "le-tan-doi-ngoai-2")
    change_catalogue_topic(officer_of(first), first, title="Nghi lễ", field="Khác")
    withdraw_topic(officer_of(first), first)
    assert (first.slug, first.published_at, first.search_key) == ("le-tan-doi-ngoai", None, "nghi le khac")


def test_what_is_empty_or_retired_is_not_published() -> None:
    bare = topic_of()
    with refused("topic_without_contents"):
        publish_topic(officer_of(bare), bare)
    retire_topic(officer_of(bare), bare)
    with refused("topic_is_retired"):
        publish_topic(officer_of(bare), bare)
    restore_topic(officer_of(bare), bare)
    assert not bare.is_retired


def test_a_topic_with_contents_stays_in_the_catalogue_when_a_class_changes_it() -> None:
    full = topic_of(periods=4)
    bare = catalogue_topic(full.office, "Biển đảo")[0]
    for topic in (full, bare):
        one = teaching(topic, begun=False)
        change_topic(officer_of(full), one, title=f"{topic.title} nâng cao")
    titles = set(Topic.objects.values_list("title", flat=True))
    assert "Lễ tân đối ngoại" in titles
    assert "Biển đảo" not in titles


def test_standard_topics_come_once_and_leave_what_the_office_wrote() -> None:
    officer = staff(OfficeFactory())
    office = officer.roles.first().office
    own = add_catalogue_topic(officer, office, title="CÔNG TÁC LỄ TÂN ĐỐI NGOẠI", periods=12)
    assert lacks_standard(office)
    assert load_standard_topics(officer, office) == len(standard_topics())
    counted = (Topic.objects.count(), TopicVersion.objects.count(), HandbookPage.objects.count())
    assert counted[:2] == (len(standard_topics()), len(standard_topics()))
    assert newest(own).periods == 12
    assert own.handbook.count() == 5
    assert load_standard_topics(officer, office) == 0
    assert (Topic.objects.count(), TopicVersion.objects.count(), HandbookPage.objects.count()) == counted
    assert not lacks_standard(office)


SEEDS = (
    "tình hình thế giới", "tình hình biển đảo và chủ trương", "lễ tân đối ngoại", "đón tiễn khách nước ngoài",
    "quản lý thống nhất", "tuyên truyền biển đảo", "khái quát về thông tin đối ngoại", "quan điểm của đảng",
    "quản lý nhà nước về thông tin đối ngoại", "chiến lược phát triển thông tin đối ngoại",
    "hoạt động thông tin đối ngoại", "lãnh sự", "ngoại giao kinh tế", "ngoại giao văn hóa", "đối ngoại nhân dân",
    "phi chính phủ nước ngoài", "đàm phán", "soạn thảo văn bản đối ngoại", "xúc tiến", "phiên dịch", "halal",
    "phát ngôn", "bác bỏ thông tin sai lệch", "truyền thông số", "hội nghị, hội thảo quốc tế",
)  # fmt: skip


@pytest.mark.parametrize("words", SEEDS)
def test_every_topic_that_such_classes_teach_is_among_the_standard_ones(words: str) -> None:
    assert any(words in one["title"].casefold() for one in standard_topics())


def test_every_standard_basis_says_that_it_must_be_checked() -> None:
    for one in standard_topics():
        for basis in (one["basis"], *(page["basis"] for page in one["pages"])):
            assert basis.startswith(CHECK_FIRST)
            assert all(line.endswith(").") for line in basis.splitlines()[1:])
        assert one["periods"] % 4 == 0
        assert len(one["outline"].splitlines()) >= 4
    lists = {page["title"]: page["steps"] for one in standard_topics() for page in one["pages"] if page["steps"]}
    assert {"Đón khách nước ngoài đến thăm địa phương", "Tiễn đoàn"} <= set(lists)
    assert all(step.who and step.when for steps in lists.values() for step in steps)


class VersionsOfTopic(TestCase):
    """Whatever is revised and begun in whatever order."""

    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.one_of(st.integers(1, 12), st.sampled_from(["begun", "coming", "take"])), max_size=8))
    def test_numbers_have_no_gaps_and_taught_versions_never_change(self, deeds: list[int | str]) -> None:
        topic = topic_of()
        officer = officer_of(topic)
        frozen: dict[int, int | None] = {}
        uses: list[ClassTopic] = []
        for deed in deeds:
            if isinstance(deed, int):
                revise_topic(officer, topic, periods=deed, reason="Đổi giờ")
            elif deed == "take":
                for one in uses:
                    if not has_begun(one.training_class):
                        use_newest(officer, one)
            else:
                uses.append(teaching(topic, begun=deed == "begun"))
                if deed == "begun" and uses[-1].version:
                    frozen[uses[-1].version_id] = uses[-1].version.periods
            numbers = sorted(topic.versions.values_list("number", flat=True))
            assert numbers == list(range(1, len(numbers) + 1))
            stored = dict(topic.versions.values_list("pk", "periods"))
            assert {key: stored[key] for key in frozen} == frozen
