"""Materials: who may add and share them, when learners see them, and that a removal can be taken back."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation

from khuevan.core.actors import Bearer
from khuevan.core.audit import snapshot
from khuevan.core.errors import DomainError
from khuevan.core.models import AuditEntry
from khuevan.core.rows import stamp
from khuevan.people.domain.persons import add_person
from khuevan.people.enums import RoleKind
from khuevan.people.models import User
from khuevan.training.domain.dossier import Section
from khuevan.training.domain.materials import door as materials_door
from khuevan.training.domain.materials import keeping as materials
from khuevan.training.domain.materials import senders as materials_senders
from khuevan.training.domain.materials.missing import materials_part, missing_in
from khuevan.training.domain.materials.removing import remove_material, restore_material
from khuevan.training.domain.materials.storing import place_of
from khuevan.training.domain.materials.sweep import KEPT_UNUSED, sweep_materials
from khuevan.training.domain.timetable.programme import add_topic
from khuevan.training.domain.topics.of_class import remove_topic
from khuevan.training.enums import ClassState, Shared
from khuevan.training.models import ClassTopic, Lecturer, LecturerCare, Material, MaterialsDoor, StoredFile
from tests.factories import OfficeFactory, TrainingClassFactory, staff
from tests.factories.worlds import World, refused, world
from tests.training import hostile as h

pytestmark = pytest.mark.django_db
DAY = date(2019, 10, 4)


@pytest.fixture
def here() -> World:
    return world()


def sent(content: bytes = h.PDF, name: str = "Bài giảng.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def added(here: World, content: bytes = h.PDF, *, actor: Any = None, **values: Any) -> Material:
    about = {} if "topic" in values else {"training_class": here.training_class}
    return materials.add_material(actor or here.officer, file=sent(content), **{**about, **values})


def topic(here: World, title: str = "Lễ tân ngoại giao") -> ClassTopic:
    return add_topic(here.officer, here.training_class, title=title)


def teacher(here: World, **values: Any) -> tuple[Lecturer, Bearer]:
    person = add_person(here.officer, full_name="Trần Văn Bình", office=here.office)
    lecturer = Lecturer.objects.create(training_class=here.training_class, person=person, **values)
    return lecturer, Bearer("Trần Văn Bình", office_id=here.office.pk, person_id=person.pk)


class TestAdding:
    def test_an_officer_adds_one_and_the_office_alone_reads_it(self, here: World) -> None:
        made = added(here, class_topic=topic(here))
        assert (made.title, made.file_name, made.shared) == ("Bài giảng", "Bài giảng.pdf", Shared.OFFICE)
        assert (made.added_by, made.lecturer, made.order) == (here.officer, None, 1)
        assert place_of(made.stored).read_bytes() == h.PDF
        assert AuditEntry.objects.filter(verb="training.add_material", subject_id=str(made.pk)).count() == 1

    @pytest.mark.parametrize("kind", [RoleKind.LEADER, RoleKind.CLERK, None])
    def test_others_may_not(self, here: World, kind: RoleKind | None) -> None:
        actor = staff(here.office, kind) if kind else staff(OfficeFactory())
        for one in (actor, AnonymousUser(), Bearer("x", office_id=here.office.pk)):
            with refused("not_allowed"):
                added(here, actor=one)
        assert not Material.objects.exists()

    def test_it_is_for_a_class_or_a_topic_and_a_topic_of_that_class(self, here: World) -> None:
        other = ClassTopic.objects.create(training_class=TrainingClassFactory(), topic=topic(here).topic, order=1)
        with refused("topic_of_another_class"):
            added(here, class_topic=other)
        for about in ({}, {"training_class": here.training_class, "topic": other.topic}):
            with refused("material_of_nothing"):
                materials.add_material(here.officer, file=sent(), **about)

    def test_two_of_one_content_are_two_materials_over_one_file(self, here: World) -> None:
        one, other = added(here), added(here)
        assert one.stored == other.stored and StoredFile.objects.count() == 1
        assert [one.order, other.order] == [1, 2]

    def test_a_refused_file_leaves_no_row(self, here: World) -> None:
        with refused("file_macros"):
            added(here, h.docm())
        assert not Material.objects.exists() and not StoredFile.objects.exists()

    def test_an_office_that_is_full_takes_no_more_but_what_it_has(self, here: World, settings: Any) -> None:
        added(here)
        settings.KHUEVAN_MATERIALS_OF_OFFICE = len(h.PDF) + 10
        with refused("office_full"):
            added(here, h.PNG)
        assert added(here).pk
        assert not StoredFile.objects.filter(kind="png").exists()


def test_a_topic_with_materials_stays_and_says_why(here: World) -> None:
    made = added(here, class_topic=topic(here))
    with pytest.raises(DomainError) as caught:
        remove_topic(here.officer, made.class_topic)
    with translation.override("en"):
        said = str(caught.value.message)
    assert (caught.value.code, "Materials belong" in said or "còn tài liệu" in said) == ("still_used", True)


class TestLecturers:
    def test_one_sends_to_the_class_and_the_office_decides_who_reads_it(self, here: World) -> None:
        lecturer, bearer = teacher(here)
        made = added(here, actor=bearer, shared=Shared.PUBLIC)
        assert (made.lecturer, made.shared, made.added_by) == (lecturer, Shared.OFFICE, None)
        assert str(AuditEntry.objects.get(verb="training.add_material").actor_label) == "Trần Văn Bình"

    def test_not_to_a_class_of_others_nor_when_replaced_nor_too_late(self, here: World) -> None:
        lecturer, bearer = teacher(here)
        with refused("not_allowed"):
            added(here, actor=bearer, training_class=TrainingClassFactory(office=here.office))
        with refused("not_allowed"):
            materials.add_material(bearer, file=sent(), topic=topic(here).topic)
        here.training_class.state = ClassState.REPORTED
        here.training_class.save()
        with refused("class_is_closed"):
            added(here, actor=bearer)
        lecturer.replaced_at = timezone.now()
        lecturer.save()
        with refused("not_allowed"):
            added(here, actor=bearer)

    def test_so_many_and_no_more(self, here: World, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(materials_senders, "MOST_OF_LECTURER", 2)
        _lecturer, bearer = teacher(here)
        for sign in (b"1", b"2"):
            added(here, h.PDF + sign, actor=bearer)
        with refused("too_many_materials"):
            added(here, h.PDF + b"3", actor=bearer)
        assert added(here, h.PDF + b"3").pk

    def test_one_takes_back_the_own_file_until_it_is_shared(self, here: World) -> None:
        _lecturer, bearer = teacher(here)
        mine, shared, others = (added(here, h.PDF + sign, actor=bearer) for sign in (b"1", b"2", b"3"))
        materials.share_materials(here.officer, [shared], shared=Shared.LEARNERS)
        Material.objects.filter(pk=others.pk).update(lecturer=None)
        remove_material(bearer, mine)
        with refused("material_is_shared"):
            remove_material(bearer, shared)
        with refused("not_allowed"):
            remove_material(bearer, others)


class TestSharing:
    def test_learners_read_from_the_first_day_on_or_the_day_said_and_then_for_good(self, here: World) -> None:
        plain, late, hidden, early = (added(here, h.PDF + sign) for sign in (b"1", b"2", b"3", b"4"))
        before = DAY - timedelta(days=3)
        materials.share_materials(here.officer, [plain], shared=Shared.LEARNERS)
        materials.share_materials(here.officer, [late], shared=Shared.PUBLIC, shown_from=DAY + timedelta(days=2))
        materials.share_materials(here.officer, [early], shared=Shared.LEARNERS, shown_from=before)

        def seen(day: date) -> set[Material]:
            return set(materials.shown_to_learners(here.training_class, day))

        assert seen(before - timedelta(days=1)) == set() and seen(before) == {early}
        assert seen(DAY) == {early, plain}
        assert seen(DAY + timedelta(days=2)) == seen(date(2049, 1, 1)) == {early, plain, late}
        assert hidden not in seen(date(2049, 1, 1))

    def test_everybody_reads_what_is_public_of_a_published_class(self, here: World) -> None:
        added(here, shared=Shared.LEARNERS)
        public = added(here, shared=Shared.PUBLIC)
        assert not materials.shown_to_everybody(here.training_class, DAY)
        here.training_class.published_at = timezone.now()
        assert list(materials.shown_to_everybody(here.training_class, DAY)) == [public]

    def test_many_at_once_and_only_what_differs_is_written_down(self, here: World) -> None:
        rows = [added(here, h.PDF + sign) for sign in (b"1", b"2")]
        materials.share_materials(here.officer, rows[:1], shared=Shared.LEARNERS)
        assert materials.share_materials(here.officer, rows, shared=Shared.LEARNERS) == 1
        assert AuditEntry.objects.filter(verb="training.share_materials").count() == 2
        with refused("nothing_chosen"):
            materials.share_materials(here.officer, [], shared=Shared.LEARNERS)
        with refused("not_allowed"):
            materials.share_materials(staff(OfficeFactory()), rows, shared=Shared.PUBLIC)


class TestChanging:
    def test_title_topic_and_readers(self, here: World) -> None:
        made, about = added(here), topic(here)
        seen = stamp(made)
        materials.change_material(here.officer, made, seen=seen, title=" Bài 1 ", class_topic=about)
        assert Material.objects.get(title="Bài 1").class_topic == about
        with refused("changed_meanwhile"):
            materials.change_material(here.officer, made, seen=seen, title="Bài 2")
        with refused("material_without_title"):
            materials.change_material(here.officer, made, title=" ")
        with refused("not_allowed"):
            materials.change_material(staff(here.office, RoleKind.LEADER), made, title="x")

    def test_the_order_is_one_of_each_topic(self, here: World) -> None:
        about = topic(here)
        alone, *rows = (
            added(here, h.PDF + sign, class_topic=on) for sign, on in ((b"0", None), (b"1", about), (b"2", about))
        )
        materials.move_material(here.officer, rows[1], -1)
        shown = materials.in_order(here.training_class.materials.all())
        assert list(shown) == [alone, rows[1], rows[0]]
        materials.put_in_order(here.officer, here.training_class, [one.pk for one in rows], class_topic=about)
        assert list(materials.in_order(here.training_class.materials.all())) == [alone, *rows]

    def test_one_is_kept_in_the_handbook_of_its_topic_once(self, here: World) -> None:
        made = added(here)
        with refused("material_without_topic"):
            materials.keep_in_handbook(here.officer, made)
        materials.change_material(here.officer, made, class_topic=topic(here))
        kept = materials.keep_in_handbook(here.officer, made)
        assert (kept.topic, kept.stored, kept.shared) == (made.class_topic.topic, made.stored, Shared.OFFICE)
        with refused("kept_in_handbook"):
            materials.keep_in_handbook(here.officer, made)


def _said(material: Material) -> dict[str, Any]:
    """Its values; the moment to the millisecond, as the audit keeps it."""
    values = snapshot(material)
    return {**values, "added_at": f"{values['added_at']:%F %T}", "shared": str(values["shared"])}


class TestRemoving:
    def test_what_was_removed_comes_back_as_it_was(self, here: World) -> None:
        made = added(here, class_topic=topic(here), shared=Shared.LEARNERS, shown_from=DAY)
        key, before = made.pk, _said(made)
        remove_material(here.officer, made)
        stored = StoredFile.objects.get()
        assert stored.unused_since is not None and place_of(stored).exists()
        back = restore_material(here.officer, here.office, key)
        assert _said(Material.objects.get(pk=key)) == before and back.pk == key
        assert StoredFile.objects.get().unused_since is None
        with refused("not_removed"):
            restore_material(here.officer, here.office, key)

    def test_it_does_not_come_back_to_others_nor_when_the_file_is_gone(self, here: World) -> None:
        made = added(here)
        key = made.pk
        remove_material(here.officer, made)
        other = OfficeFactory()
        with refused("gone_meanwhile"):
            restore_material(staff(other), other, key)
        with refused("not_allowed"):
            restore_material(staff(other), here.office, key)
        StoredFile.objects.update(unused_since=timezone.now() - KEPT_UNUSED - timedelta(days=1))
        assert sweep_materials()[0] == 1
        with refused("gone_meanwhile"):
            restore_material(here.officer, here.office, key)

    def test_a_file_still_used_elsewhere_is_not_counted_as_unused(self, here: World) -> None:
        made, _other = added(here), added(here)
        remove_material(here.officer, made)
        assert StoredFile.objects.get().unused_since is None

    def test_a_topic_that_is_gone_meanwhile_is_left_out(self, here: World) -> None:
        about = topic(here)
        made = added(here, class_topic=about)
        key = made.pk
        remove_material(here.officer, made)
        about.delete()
        assert restore_material(here.officer, here.office, key).class_topic is None


class TestMissing:
    def test_topics_without_any_and_lecturers_who_are_late(self, here: World) -> None:
        full, bare = topic(here), topic(here, "Thông tin đối ngoại")
        added(here, class_topic=full)
        lecturer, bearer = teacher(here)
        yesterday = timezone.localdate() - timedelta(days=1)
        care = LecturerCare.objects.create(lecturer=lecturer, materials_by=yesterday)
        missing = missing_in(here.training_class)
        assert missing.topics == [bare] and missing.late == [(lecturer, yesterday)]
        care.materials_by = timezone.localdate()
        care.save()
        assert not missing_in(here.training_class).late
        care.materials_by = yesterday
        care.save()
        added(here, h.PNG, actor=bearer, class_topic=bare)
        assert not missing_in(here.training_class)

    def test_they_go_into_the_file_of_the_class(self, here: World) -> None:
        made = added(here, class_topic=topic(here))
        (entry,) = materials_part(here.officer, here.training_class).entries
        assert (entry.section, entry.stored, entry.ending) == (Section.MATERIALS, made.stored.path, "pdf")


class TestDoor:
    def test_it_opens_closes_and_changes_its_address(self, here: World) -> None:
        door = materials_door.open_door(here.officer, here.training_class)
        assert materials_door.is_open(door) and materials_door.door_by(materials_door.shown_code(door).lower()) == door
        materials_door.close_door(here.officer, door)
        assert not materials_door.is_open(door)
        again = materials_door.open_door(here.officer, here.training_class)
        assert again.code == door.code and materials_door.is_open(again)
        old = door.code
        materials_door.renew_door(here.officer, door)
        assert materials_door.door_by(old) is None and MaterialsDoor.objects.count() == 1

    def test_it_keeps_its_days(self, here: World) -> None:
        today = timezone.localdate()
        door = materials_door.open_door(here.officer, here.training_class, opens_on=today + timedelta(days=1))
        assert not materials_door.is_open(door)
        with refused("door_days"):
            materials_door.open_door(here.officer, here.training_class, closes_on=today - timedelta(days=1))
        assert materials_door.door_by("không có") is None and materials_door.door_by("AAA-AAA") is None

    @pytest.mark.parametrize(
        "outsider", [lambda _here: staff(OfficeFactory()), lambda here: staff(here.office, RoleKind.CLERK)]
    )
    def test_others_do_not_touch_it(self, here: World, outsider: Any) -> None:
        actor: User = outsider(here)
        door = materials_door.open_door(here.officer, here.training_class)
        for work in (materials_door.close_door, materials_door.renew_door):
            with refused("not_allowed"):
                work(actor, door)
        with refused("not_allowed"):
            materials_door.open_door(actor, here.training_class)

    def test_only_an_address_of_ours_is_signed(self, here: World) -> None:
        door = materials_door.open_door(here.officer, here.training_class)
        address, _query, signature = materials_door.door_address(door).partition("?k=")
        code = address.rstrip("/").rsplit("/", 1)[-1]
        assert materials_door.is_signed(code, signature)
        assert not materials_door.is_signed(code, "") and not materials_door.is_signed("ABC-DEF", signature)
