"""What the audit wrote, in words: every verb, every kind of object, every column; values as people know them."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils.functional import Promise

import khuevan
from khuevan.core import audit, audit_words
from khuevan.core.actors import SYSTEM
from khuevan.core.audit import MASK, VERBS, record, snapshot
from khuevan.core.audit_office import office_keys, office_path
from khuevan.core.history import Entry, column_label, history_of, readable
from khuevan.core.models import AuditEntry
from khuevan.people.models import Office, Person
from khuevan.training.domain.arrangements import add_lecturer
from khuevan.training.domain.timetable.programme import add_item
from khuevan.training.enums import ItemKind
from khuevan.training.models import Session, TrainingClass
from tests.core.test_verbs import _functions_with_an_actor
from tests.factories import (
    ArticleFactory,
    CertificateFactory,
    EnrollmentFactory,
    OfficeFactory,
    OrganizationFactory,
    PersonFactory,
    SessionFactory,
    TrainingClassFactory,
    staff,
)
from tests.factories.worlds import world

OURS = [model for model in apps.get_models() if model.__module__.startswith("khuevan.")]
NEVER_AUDITED = {
    "core.auditentry",
    "core.sequence",
    "core.formreceipt",
    "core.guesscount",
    "core.visitcount",
    "core.presenceslice",
    "core.periodicturn",
    "notifications.mailpause",
    "people.directoryentry",
    "people.signin",
}


def test_every_verb_has_words() -> None:
    assert list(_functions_with_an_actor()), "all domain modules are imported"
    verbs = {name for name in VERBS if not name.startswith("test.")}
    assert verbs - set(audit_words.VERB_LABELS) == set(), "add them to core/audit_words.py"
    assert set(audit_words.VERB_LABELS) - verbs == set(), "these verbs are gone"
    assert {name.partition(".")[0] for name in verbs} <= set(audit_words.AREAS)


def test_every_kind_of_object_has_words() -> None:
    kinds = {model._meta.label_lower for model in OURS} - NEVER_AUDITED
    assert kinds - set(audit_words.KIND_LABELS) == set(), "add them to core/audit_words.py"


def _facts_in_source() -> set[str]:
    """Names that verbs give to ``record(..., after={name: value})``, as far as they are written out there."""
    found: set[str] = set()
    for path in Path(khuevan.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record":
                told = [*node.args[4:], *(keyword.value for keyword in node.keywords if keyword.arg == "after")]
                keys = [key for one in told if isinstance(one, ast.Dict) for key in one.keys]
                found |= {str(key.value) for key in keys if isinstance(key, ast.Constant)}
    return found


def test_every_fact_beside_the_columns_has_words() -> None:
    found = _facts_in_source()
    assert {"lecturers", "second_step"} <= found, "the search sees them"
    assert found - set(audit_words.FACTS) == set(), "add them to core/audit_words.py"


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_column_has_words_or_is_silent(model: type[models.Model]) -> None:
    if model._meta.label_lower in NEVER_AUDITED or model._meta.label_lower == "people.user":
        return
    ignored = getattr(model, "audit_ignored", frozenset())
    nameless = [
        field.name
        for field in model._meta.concrete_fields
        if field.attname not in ignored
        and column_label(field)
        and not isinstance(field._verbose_name, Promise)
        and field.name not in audit_words.COLUMN_LABELS
    ]
    assert nameless == [], "give them a verbose_name, or words in core/audit_words.py"


def _only(obj: models.Model) -> Entry:
    (entry,) = history_of(obj)
    return entry


def _changes(entry: Entry) -> dict[str, tuple[str, str]]:
    return {change.label: (change.before, change.after) for change in entry.changes}


@pytest.mark.django_db
def test_values_are_shown_as_people_know_them() -> None:
    made = TrainingClassFactory(title="Lớp cũ", awards_certificates=True)
    before = snapshot(made)
    other = OfficeFactory(organization=OrganizationFactory(name="Sở Ngoại vụ"))
    made.title, made.start_date, made.awards_certificates, made.office = "Lớp mới", "2019-10-05", False, other
    user = staff(other)
    record(user, "training.open_class", made, before, reason="Đổi lịch")
    entry = _only(made)
    assert (entry.who, entry.reason, entry.is_new) == ("Phạm Thu Hằng", "Đổi lịch", False)
    changes = _changes(entry)
    assert ("Lớp cũ", "Lớp mới") in changes.values()
    assert ("04/10/2019", "05/10/2019") in changes.values()
    assert ("có", "không") in changes.values() or ("yes", "no") in changes.values()
    assert (str(Office.objects.exclude(pk=other.pk).get()), "Sở Ngoại vụ") in changes.values()


@pytest.mark.django_db
def test_choices_times_and_what_is_gone() -> None:
    session = SessionFactory()
    record(SYSTEM, "training.add_session", session)
    made = session.training_class_id
    entry = _only(session)
    values = {after for _before, after in _changes(entry).values()}
    assert entry.is_new
    assert "07 giờ 30" in values or "7 giờ 30" in values or "7:30" in values
    assert session.get_part_display() in values
    Session.objects.all().delete()
    TrainingClass.objects.all().delete()
    gone = readable(list(AuditEntry.objects.all()))[0]
    assert any(str(made) in change.after for change in gone.changes)


@pytest.mark.django_db
def test_masked_values_and_keys_for_searching_stay_out_of_sight() -> None:
    person = PersonFactory(phone="0900000001")
    record(SYSTEM, "people.add_person", person)
    page = render_to_string("khuevan/history.html", {"history": history_of(person)})
    assert MASK in page
    assert "0900000001" not in page
    assert person.search_key not in page


@pytest.mark.django_db
def test_long_texts_are_cut_where_they_begin_to_differ() -> None:
    article = ArticleFactory(body="<p>" + "mở đầu " * 200 + "cũ.</p>")
    before = snapshot(article)
    article.body = "<p>" + "mở đầu " * 200 + "mới hẳn.</p>"
    record(SYSTEM, "news.write_article", article, before)
    ((old, new),) = _changes(_only(article)).values()
    assert "cũ" in old
    assert "mới hẳn" in new
    assert max(len(old), len(new)) <= 202
    assert "<p>" not in old


@pytest.mark.django_db
def test_facts_beside_the_columns_keep_before_and_after() -> None:
    person = PersonFactory()
    audit_words.fact("test_colour", "màu", [("r", "đỏ"), ("b", "xanh")])
    try:
        record(
            SYSTEM, "people.add_person", person, {**snapshot(person), "test_colour": ["r"]}, {"test_colour": ["r", "b"]}
        )
        assert _changes(_only(person)) == {"Màu": ("đỏ", "đỏ, xanh")}
    finally:
        audit_words.FACTS.pop("test_colour")


@pytest.mark.django_db
def test_a_column_told_as_a_fact_is_masked_like_a_column() -> None:
    person = PersonFactory(phone="0900000001")
    record(SYSTEM, "people.remove_person", person, snapshot(person), {"phone": None, "rank": None})
    entry = AuditEntry.objects.get()
    assert (entry.before["phone"], entry.after) == (MASK, {"phone": None, "rank": None})
    assert "0900000001" not in str(entry.before)


@pytest.mark.django_db
def test_a_verb_and_a_model_of_yesterday_are_still_shown() -> None:
    AuditEntry.objects.create(
        actor_label="Ai đó",
        verb="cu.da_bo",
        subject_type="cu.bang",
        subject_id="1",
        subject_label="Vật",
        after={"a": 1},
    )
    (entry,) = readable(list(AuditEntry.objects.all()))
    assert (entry.what, entry.subject, _changes(entry)) == ("Cu.da_bo", "Vật", {"A": ("", "1")})


@pytest.mark.django_db
def test_a_history_takes_as_many_queries_for_twenty_entries_as_for_two() -> None:
    made = [EnrollmentFactory() for _turn in range(20)]
    record(SYSTEM, "nominations.enroll", made)
    entries = list(AuditEntry.objects.all())
    counts = []
    for some in (entries[:2], entries):
        with CaptureQueriesContext(connection) as captured:
            readable(some)
        counts.append(len(captured))
    assert counts[0] == counts[1] > 0


@pytest.mark.django_db
def test_an_object_belongs_to_the_office_at_the_end_of_its_keys() -> None:
    certificate = CertificateFactory()
    enrollment = certificate.enrollment
    article = ArticleFactory()
    objects = [certificate, enrollment, enrollment.training_class, article, article.office, PersonFactory()]
    offices = [
        certificate.register.office_id,
        *[enrollment.training_class.office_id] * 2,
        *[article.office_id] * 2,
        None,
    ]
    assert office_keys(objects) == offices
    fresh = [type(obj).objects.get(pk=obj.pk) for obj in objects]
    assert office_keys(fresh) == offices, "nothing loaded beforehand"


@pytest.mark.django_db
def test_finding_the_offices_of_many_objects_takes_one_query(django_assert_num_queries: object) -> None:
    made = [EnrollmentFactory() for _turn in range(10)]
    loaded = [type(one).objects.get(pk=one.pk) for one in made]
    with django_assert_num_queries(1):  # type: ignore[operator]
        keys = office_keys(loaded)
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert keys == office_keys(made)


def test_a_way_through_keys_that_are_always_filled_comes_first() -> None:
    outcome = apps.get_model("assessment.outcome")
    assert office_path(outcome) == ("enrollment", "training_class", "office_id")
    assert office_path(Person) == ()


@pytest.mark.django_db
def test_everything_a_class_leaves_in_the_audit_belongs_to_its_office() -> None:
    here = world()
    here.issue()
    elsewhere = AuditEntry.objects.exclude(office_key=here.office.pk)
    assert set(elsewhere.values_list("subject_type", flat=True)) <= {"people.person", "people.organization"}
    assert AuditEntry.objects.filter(office_key=here.office.pk).count() > 20


def test_labels_are_searched_by_the_beginnings_of_words() -> None:
    assert audit.subject_key("H'Hen Niê, 29/KH-UBND") == " h hen nie 29 kh ubnd"
    assert len(audit.subject_key("ấ" * 500)) <= 200


def test_an_audit_entry_can_be_stored_without_an_office() -> None:
    with pytest.raises(ValidationError):
        AuditEntry().full_clean()
    assert AuditEntry._meta.get_field("office_key").null


@pytest.mark.django_db
def test_relations_to_many_are_told_in_the_words_that_the_verb_wrote_down() -> None:
    here = world(teaching=False, names=())
    lecturer = add_lecturer(here.officer, here.training_class, person=PersonFactory(), title="Phó Giám đốc")
    half = here.sessions[0]
    values = {"kind": ItemKind.LECTURE, "starts_at": half.starts_at, "title": "Lễ tân"}
    lines = [add_item(here.officer, half, lecturers=people, **values) for people in ([], [lecturer])]
    told = [{change.label: change.after for change in history_of(line)[0].changes} for line in lines]
    assert set(told[1].values()) - set(told[0].values()) >= {str(lecturer)}
