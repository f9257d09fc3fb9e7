"""What stands in the database after the whole demo."""

import csv
import re
import subprocess
from pathlib import Path
from shutil import which

import pytest
from django.conf import settings
from django.test import Client

from khuevan.assessment.models import Outcome
from khuevan.certificates.models import Certificate
from khuevan.core.actors import SYSTEM
from khuevan.core.models import AuditEntry
from khuevan.demo.bodies import HOUSES, LISTS
from khuevan.demo.build import Built
from khuevan.demo.texts.reading import seed_classes
from khuevan.nominations.domain.queries import head_count
from khuevan.people.models import Office, User
from khuevan.readers.roster import read_roster
from khuevan.training.domain.lifeline import StepState, life_line
from khuevan.training.domain.queries import periods_of
from khuevan.training.enums import ClassState
from khuevan.training.models import TrainingClass

pytestmark = pytest.mark.django_db


def test_the_numbers_said_in_public_are_true_of_the_lists(finished: Built) -> None:
    first, second = (TrainingClass.objects.get(year=year) for year in (2014, 2019))
    assert (head_count(first).learners, head_count(first).agencies) == (56, 52)
    assert head_count(second).learners == 74
    assert (periods_of(first), periods_of(second)) == (40, 8)


def test_only_who_meets_the_rule_of_the_committee_has_a_certificate(finished: Built) -> None:
    training_class = TrainingClass.objects.get(year=2014)
    outcomes = Outcome.objects.filter(rule__training_class=training_class)
    completed = set(outcomes.completed().values_list("enrollment_id", flat=True))
    assert 0 < len(completed) < outcomes.count()
    assert set(Certificate.objects.values_list("enrollment_id", flat=True)) == completed
    numbers = list(Certificate.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(completed) + 1))
    assert all(Path(certificate.file.path).exists() for certificate in Certificate.objects.all())


def test_the_life_line_of_both_classes_is_walked_to_the_end(finished: Built) -> None:
    for training_class in TrainingClass.objects.filter(year__in=(2014, 2019)):
        assert training_class.state == ClassState.REPORTED
        states = {step.key: step.state for step in life_line(training_class)}
        assert set(states.values()) == {StepState.DONE, StepState.NEXT}
        assert [key for key, state in states.items() if state == StepState.NEXT] == ["after"]


def test_every_row_made_by_the_demo_has_its_audit_entry(finished: Built) -> None:
    for model in (TrainingClass, Certificate, User, Office):
        subjects = set(
            AuditEntry.objects.filter(subject_type=model._meta.label_lower).values_list("subject_id", flat=True)
        )
        assert subjects >= {str(pk) for pk in model.objects.values_list("pk", flat=True)}, model
    by_itself = AuditEntry.objects.filter(actor=None, actor_label=str(SYSTEM))
    assert not by_itself.exclude(verb__startswith="people.").exclude(verb="core.start_job").exists()


def test_the_printed_address_answers_valid_and_a_changed_letter_answers_not_found(
    client: Client, finished: Built
) -> None:
    path = finished.verification_url.removeprefix(settings.KHUEVAN_BASE_URL)
    good = client.get(path)
    certificate = Certificate.objects.order_by("number").first()
    assert good.status_code == 200
    assert "Giấy chứng nhận có thật" in good.content.decode()
    assert certificate.frozen["name"] in good.content.decode()
    for position, sign in enumerate(path):
        if position < len("/gcn/") or sign in "-/":
            continue
        other = "A" if sign != "A" else "B"
        changed = client.get(path[:position] + other + path[position + 1 :])
        assert changed.status_code == 404
        assert "Không tìm thấy giấy chứng nhận mang mã này" in changed.content.decode()


@pytest.mark.skipif(which("pdftotext") is None, reason="pdftotext (poppler) is not installed")
def test_the_printed_names_and_address_come_back_letter_for_letter(finished: Built) -> None:
    for certificate in Certificate.objects.order_by("number")[:5]:
        text = subprocess.run(
            ["pdftotext", certificate.file.path, "-"], check=True, capture_output=True, text=True
        ).stdout
        words = " ".join(text.split())
        for part in ("name", "course", "signer"):
            assert certificate.frozen[part] in words
        assert certificate.number_text in words
        (code,) = re.findall(r"/gcn/([A-Z0-9-]+)", words)
        assert code.replace("-", "") == certificate.code


def test_the_shipped_lists_are_read_without_a_problem() -> None:
    for house in HOUSES:
        with (LISTS / house.lists / "organizations.csv").open(encoding="utf-8", newline="") as file:
            bodies = {row["short_name"] for row in csv.DictReader(file)}
        for path in sorted((LISTS / house.lists).glob("[0-9]*.*")):
            rows = read_roster(path).rows
            assert rows
            for row in rows:
                assert row.problems == [], (path.name, row.full_name)
                assert row.organization in bodies, (path.name, row.organization)


def test_no_invented_person_bears_the_name_of_an_official(finished: Built) -> None:
    officials = {lecturer.name for facts in seed_classes() for lecturer in facts.lecturers if lecturer.name}
    officials |= {role.name for facts in seed_classes() for role in facts.ceremony_roles}
    learners = set(TrainingClass.objects.values_list("enrollments__full_name", flat=True))
    assert not officials & learners
