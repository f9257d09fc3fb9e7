"""What an officer has prepared of a coming class: a remote point, lecturers on their way, guests, groups, materials."""

import io
from datetime import datetime, time, timedelta
from typing import Final

import docx
from django.core.files.base import ContentFile
from django.utils import timezone

from khuevan.demo.bodies import Scene
from khuevan.nominations.domain.group_forming import form_groups
from khuevan.nominations.domain.programme_notices import publish_and_tell
from khuevan.training.domain import arrangements
from khuevan.training.domain.guests import ceremonies
from khuevan.training.domain.guests import inviting as guests
from khuevan.training.domain.lecturers import care as lecturer_care
from khuevan.training.domain.lecturers import states as lecturer_states
from khuevan.training.domain.materials.door import open_door
from khuevan.training.domain.materials.keeping import add_material
from khuevan.training.domain.topics.handbook import share_page
from khuevan.training.domain.topics.standard import load_standard_topics
from khuevan.training.enums import Ceremony, CeremonyKind, GuestState, HandbookKind, Shared
from khuevan.training.models import HandbookPage, Lecturer, TrainingClass

REMOTE: Final = ("Điểm cầu phường Cam Ranh", "Hội trường UBND phường Cam Ranh, Khánh Hòa", 40)
CONTACT: Final = ("Trương Quốc Vinh", "Ông")
LECTURER: Final = ("Mai Thị Ngọc Lan", "Bà", "Trưởng phòng Lễ tân")
GUESTS: Final = (
    ("Ông", "Phan Đình Trọng", "Phó Chánh Văn phòng", "Văn phòng UBND tỉnh", GuestState.COMING),
    ("Bà", "Lương Thị Hồng Hạnh", "Phó Giám đốc", "Sở Nội vụ", GuestState.INVITED),
)
HANDOUT: Final = (
    "Thứ tự lễ tân và sắp xếp chỗ ngồi",
    (
        "Khách chính ngồi bên phải chủ nhà; phiên dịch ngồi phía sau hoặc bên cạnh.",
        "Hội đàm: hai đoàn ngồi đối diện, trưởng đoàn ở giữa, các thành viên xen kẽ phải, trái theo cấp bậc.",
        "Trên xe: ghế sau bên phải dành cho khách chính, phiên dịch ngồi cạnh lái xe.",
    ),
)


def fill_catalogue(scene: Scene) -> None:
    """The standard topics with their handbook; check lists are public, notes for learners."""
    load_standard_topics(scene.officer, scene.office)
    for page in HandbookPage.objects.filter(topic__office=scene.office).order_by("pk"):
        share_page(scene.officer, page, Shared.PUBLIC if page.kind == HandbookKind.CHECKLIST else Shared.LEARNERS)


def prepare(scene: Scene, training_class: TrainingClass) -> None:
    """Takes the class from an invitation to a programme that is made known."""
    _places(scene, training_class)
    _lecturers(scene, training_class)
    _guests(scene, training_class)
    form_groups(scene.officer, training_class, number=2)
    _materials(scene, training_class)
    publish_and_tell(scene.officer, training_class)


def _places(scene: Scene, training_class: TrainingClass) -> None:
    name, address, capacity = REMOTE
    arrangements.add_venue(
        scene.officer,
        training_class,
        name=name,
        address=address,
        is_remote=True,
        contact=scene.person(*CONTACT),
        capacity=capacity,
    )


def _lecturers(scene: Scene, training_class: TrainingClass) -> None:
    """A letter asked the ministry, which has not named anybody; the colleague of the office has agreed."""
    asked, own = training_class.lecturers.order_by("order")
    lecturer_states.mark_asked(scene.officer, [asked])
    _receive(scene, asked, training_class)
    name, honorific, title = LECTURER
    person = scene.person(name, honorific)
    if person is not None:
        lecturer_states.name_person(scene.officer, own, person=person, title=title)
        lecturer_states.confirm(scene.officer, own)


def _receive(scene: Scene, lecturer: Lecturer, training_class: TrainingClass) -> None:
    day = training_class.start_date - timedelta(days=1)
    lecturer_care.set_care(
        scene.officer,
        lecturer,
        arrives_at=timezone.make_aware(datetime.combine(day, time(15, 40))),
        arrives_by="Chuyến bay từ Hà Nội, sân bay Cam Ranh",
        met_by="Phòng Lễ tân, xe của cơ quan",
        lodging="Nhà khách tỉnh, 01 phòng đơn",
        nights=2,
        meals="02 bữa trưa, 02 bữa tối",
        materials_by=training_class.start_date - timedelta(days=5),
    )


def _guests(scene: Scene, training_class: TrainingClass) -> None:
    for honorific, name, title, body, state in GUESTS:
        guest = arrangements.invite_guest(
            scene.officer,
            training_class,
            person=scene.person(name, honorific),
            title=title,
            organization=scene.organization(body),
        )
        guests.set_guest_state(scene.officer, guest, state)
    host = scene.person(*LECTURER[:2])
    if host is not None:
        role = arrangements.give_ceremony_role(
            scene.officer,
            training_class,
            CeremonyKind.HOSTED_BY,
            person=host,
            title=LECTURER[2],
            organization=scene.office.organization,
        )
        ceremonies.set_ceremony(scene.officer, role, ceremony=Ceremony.OPENING)


def _materials(scene: Scene, training_class: TrainingClass) -> None:
    title, points = HANDOUT
    paper = docx.Document()
    paper.add_heading(title, level=1)
    for point in points:
        paper.add_paragraph(point, style="List Bullet")
    buffer = io.BytesIO()
    paper.save(buffer)
    add_material(
        scene.officer,
        file=ContentFile(buffer.getvalue(), name=f"{title}.docx"),
        training_class=training_class,
        class_topic=training_class.class_topics.first(),
        shared=Shared.LEARNERS,
    )
    open_door(scene.officer, training_class)
