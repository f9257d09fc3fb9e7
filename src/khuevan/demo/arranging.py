"""A class of the texts, arranged by the verbs an officer's screen will call."""

from datetime import date, timedelta

from khuevan.demo.bodies import Scene
from khuevan.demo.texts.model import ClassFacts, Course
from khuevan.records.domain.keeping import keep_record
from khuevan.records.models import Record
from khuevan.training.domain import arrangements, classes
from khuevan.training.domain.timetable import programme
from khuevan.training.domain.timetable.versions import publish_programme
from khuevan.training.enums import OrganizerPart
from khuevan.training.models import TrainingClass


def arrange(scene: Scene, course: Course, start: date, end: date, plan: Record | None = None) -> TrainingClass:
    """Opens a class and fills its programme; it is then on the portal and open for nominations."""
    training_class = classes.open_class(
        scene.officer,
        office=scene.office,
        title=course.title,
        kind=course.kind,
        start_date=start,
        end_date=end,
        need=course.need,
        objective=course.objective,
        audience=course.audience,
        expected_result=course.expected_result,
        awards_certificates=bool(course.certificate_note),
        certificate_note=course.certificate_note,
        learner_word=course.learner_word,
        lecturer_word=course.lecturer_word,
        opening_word=course.opening_word,
        plan=plan,
    )
    classes.begin_preparation(scene.officer, training_class)
    _programme(scene, course, training_class)
    classes.publish_class(scene.officer, training_class)
    return training_class


def arrange_seed(scene: Scene, facts: ClassFacts) -> TrainingClass:
    """A seed class with its plan, organizers, committee, ceremonies and the numbers said in public."""
    training_class = arrange(scene, facts, facts.start_date, facts.end_date, _plan(scene, facts))
    officer = scene.officer
    for organizer in facts.organizers:
        if organizer.part is not OrganizerPart.LEAD:
            arrangements.add_organizer(
                officer, training_class, scene.organization(organizer.organization), organizer.part
            )
    _committee(scene, facts, training_class)
    _said_in_public(scene, facts, training_class)
    publish_programme(officer, training_class)
    return training_class


def _committee(scene: Scene, facts: ClassFacts, training_class: TrainingClass) -> None:
    officer = scene.officer
    committee = arrangements.form_committee(officer, training_class, name=facts.committee_name)
    for member in facts.committee:
        arrangements.add_committee_member(
            officer,
            committee,
            function=member.function,
            person=scene.person(member.name, member.honorific),
            title=member.title,
            organization=scene.organization(member.organization),
            task=member.task,
        )


def _said_in_public(scene: Scene, facts: ClassFacts, training_class: TrainingClass) -> None:
    officer = scene.officer
    for role in facts.ceremony_roles:
        person = scene.person(role.name, role.honorific)
        if person:
            arrangements.give_ceremony_role(
                officer,
                training_class,
                role.kind,
                person=person,
                title=role.title,
                organization=scene.organization(role.organization),
            )
    for stated in facts.stated_counts:
        classes.state_count(
            officer,
            training_class,
            of=stated.of,
            qualifier=stated.qualifier,
            number=stated.number,
            noun=stated.noun,
        )


def _plan(scene: Scene, facts: ClassFacts) -> Record | None:
    if facts.plan is None:
        return None
    return keep_record(
        scene.officer,
        office=scene.office,
        issuer=scene.organization(facts.plan.organization),
        kind=facts.plan.symbol.split("-")[0],
        number=str(facts.plan.number),
        symbol=facts.plan.symbol,
        date=facts.plan.date,
        subject=facts.plan.subject,
    )


def _programme(scene: Scene, course: Course, training_class: TrainingClass) -> None:
    officer = scene.officer
    venue = arrangements.add_venue(officer, training_class, name=course.venue.name, address=course.venue.address)
    topics = [
        programme.add_topic(officer, training_class, title=topic.title, field=topic.field) for topic in course.topics
    ]
    lecturers = [
        arrangements.add_lecturer(
            officer,
            training_class,
            person=scene.person(lecturer.name, lecturer.honorific),
            title=lecturer.title,
            organization=scene.organization(lecturer.organization),
        )
        for lecturer in course.lecturers
    ]
    for half_day in course.half_days:
        session = programme.add_session(
            officer,
            training_class,
            date=training_class.start_date + timedelta(days=half_day.day),
            part=half_day.part,
            starts_at=half_day.starts_at,
            ends_at=half_day.ends_at,
            venue=venue,
        )
        for item in half_day.items:
            programme.add_item(
                officer,
                session,
                kind=item.kind,
                starts_at=item.starts_at,
                title=item.title,
                class_topic=topics[item.topic - 1] if item.topic else None,
                lecturers=[lecturers[number - 1] for number in item.lecturers],
            )
