"""The class of the demo to which agencies are invited: every way to answer has been taken by somebody."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from khuevan.core.models import AuditEntry
from khuevan.demo.build import Built
from khuevan.demo.texts.reading import invitation_text, seed_classes
from khuevan.nominations.domain.reserve import next_up
from khuevan.nominations.domain.seats import seats_of
from khuevan.nominations.enums import Answer, NominationState, SubmissionState, SubmissionWay
from khuevan.nominations.models import Invitation, Submission
from khuevan.people.models import Contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def invitation(planned: Built) -> Invitation:
    return Invitation.objects.get()


def test_sixty_agencies_are_invited_and_every_kind_of_answer_is_there(invitation: Invitation) -> None:
    quotas = invitation.quotas.all()
    assert quotas.count() == 60
    answers = Counter(quotas.values_list("answer", flat=True))
    assert answers[Answer.SENT] >= 10
    assert answers[Answer.DECLINED] == 2
    assert answers[Answer.NONE] > 30
    assert set(Submission.objects.values_list("way", flat=True)) == set(SubmissionWay)
    assert Submission.objects.filter(state=SubmissionState.UNCONFIRMED).count() == 1
    states = Counter(invitation.training_class.nominations.values_list("state", flat=True))
    assert states[NominationState.RESERVE] == 2
    assert states[NominationState.ACCEPTED] > 0
    assert states[NominationState.PROPOSED] > 0
    assert states[NominationState.WRITTEN] == 1


def test_nobody_holds_more_than_was_given_and_somebody_can_move_up(invitation: Invitation) -> None:
    seats = seats_of(invitation)
    for quota in invitation.quotas.all():
        assert seats.held(quota) <= (quota.places or 0)
    assert next_up(invitation) is not None


def test_the_deadline_is_near_and_not_over(invitation: Invitation) -> None:
    assert timezone.now() < invitation.reply_by < timezone.now() + timedelta(days=7)
    assert timezone.localtime(invitation.reply_by).date() < invitation.training_class.start_date


def test_each_agency_has_a_contact_nobody_can_reach_by_mistake(invitation: Invitation) -> None:
    contacts = Contact.objects.all()
    assert contacts.count() == 60
    assert all(one.phone.startswith("0900000") for one in contacts)
    assert all(one.email == "" or one.email.endswith(".example") for one in contacts)
    assert 0 < contacts.filter(email="").count() < 60


def test_an_answer_by_link_stands_in_the_audit_under_the_agency(invitation: Invitation) -> None:
    entries = AuditEntry.objects.filter(verb="nominations.send_submission", actor=None)
    assert entries.exists()
    names = set(invitation.quotas.values_list("name", flat=True))
    assert all(any(entry.actor_label.endswith(name) for name in names) for entry in entries)


def test_those_who_answer_bear_no_name_of_an_official() -> None:
    officials = {lecturer.name for facts in seed_classes() for lecturer in facts.lecturers if lecturer.name}
    officials |= {role.name for facts in seed_classes() for role in facts.ceremony_roles}
    named = {one.contact.name for one in invitation_text().agencies}
    named |= {person.name for one in invitation_text().agencies if one.answer for person in one.answer.people}
    assert not officials & named
