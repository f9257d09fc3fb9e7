"""Keys of what is prepared for the days of a class: topics, lecturers, materials, guests, groups, the programme."""

from django.core.files.base import ContentFile

from khuevan.training.domain.arrangements import add_lecturer, give_ceremony_role, invite_guest
from khuevan.training.domain.materials.door import open_door
from khuevan.training.domain.materials.keeping import add_material
from khuevan.training.domain.timetable.programme import add_item
from khuevan.training.domain.topics.catalogue import add_catalogue_topic
from khuevan.training.domain.topics.handbook import add_page
from khuevan.training.enums import CeremonyKind, ItemKind
from khuevan.training.models import CalendarFeed, LearnerGroup, ProgrammeVersion
from tests.factories import OrganizationFactory, PersonFactory
from tests.factories.worlds import World
from tests.training.hostile import PDF

type Keys = tuple[dict[str, object], dict[str, object]]

OF_MATERIALS = ("change", "file", "up", "down", "remove", "restore")


def of_preparing(here: World, waiting: World) -> Keys:
    """By word of an address, and by view or "view:word" where that one needs another."""
    keys: dict[str, object] = {}
    of_view: dict[str, object] = {}
    for part in (_programme, _lecturers, _topics_and_materials, _guests, _groups):
        words, views = part(here, waiting)
        keys |= words
        of_view |= views
    return keys, of_view


def _programme(here: World, waiting: World) -> Keys:
    for made in (here, waiting):
        ProgrammeVersion.objects.create(training_class=made.training_class, number=1, rows=[])
    feed = CalendarFeed.objects.create(office=here.office, person=here.enrollments[0].person)
    return {"feed": feed.pk}, {"class_programme_version:version": 1}


def _lecturers(here: World, waiting: World) -> Keys:
    """Somebody who teaches, sent by a unit; the class that is prepared has one, too."""
    unit = OrganizationFactory(name="Cục Lễ tân")
    add_lecturer(waiting.officer, waiting.training_class, person=PersonFactory(), organization=unit)
    own = add_lecturer(here.officer, here.training_class, person=PersonFactory(), organization=unit)
    first = here.sessions[0]
    add_item(here.officer, first, kind=ItemKind.LECTURE, starts_at=first.starts_at, title="Lễ tân", lecturers=[own])
    return {"lecturer": own.pk, "person": own.person_id, "unit": unit.pk}, {}


def _topics_and_materials(here: World, waiting: World) -> Keys:
    topic = add_catalogue_topic(here.officer, here.office, title="Đón tiễn khách nước ngoài", periods=4)
    page = add_page(here.officer, topic, title="Đón đoàn", body="Đọc trước.")
    used = waiting.training_class.class_topics.order_by("pk").first()
    file = ContentFile(PDF, name="Bài 1.pdf")
    material = add_material(here.officer, file=file, training_class=here.training_class)
    of_topic = add_material(here.officer, file=file, topic=topic)
    for one in (here, waiting):
        open_door(one.officer, one.training_class)
    keys: dict[str, object] = {
        "subject": topic.pk,
        "handbook": page.pk,
        "office": here.office.pk,
        "class_topic": used.pk if used else 0,
        "material": material.pk,
    }
    of_view: dict[str, object] = {f"topic_material_{name}:material": of_topic.pk for name in OF_MATERIALS}
    return keys, {**of_view, "class_topic_newest": waiting.training_class.pk}


def _guests(here: World, waiting: World) -> Keys:
    about, body = here.training_class, OrganizationFactory(name="Cục Lễ tân Nhà nước")
    guest = invite_guest(here.officer, about, person=PersonFactory(), title="Cục trưởng", organization=body)
    role = give_ceremony_role(
        here.officer, about, CeremonyKind.SPEAKS, person=PersonFactory(), title="Cục trưởng", organization=body
    )
    invite_guest(waiting.officer, waiting.training_class, person=PersonFactory())
    return {"guest": guest.pk, "role": role.pk}, {}


def _groups(here: World, _waiting: World) -> Keys:
    group = LearnerGroup.objects.create(training_class=here.training_class, name="Tổ của lượt đi", order=90)
    return {"learner_group": group.pk}, {"class_card_new:learner": here.enrollments[0].pk}
