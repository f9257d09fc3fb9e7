"""Whose jobs are whose: the query and the predicate say the same, and only some may steer."""

import pytest
from django.contrib.auth.models import AnonymousUser

from khuevan.core.actors import SYSTEM, Actor
from khuevan.core.jobs.starting import cancel, pause, resume, start
from khuevan.core.models import Job
from khuevan.core.permissions import NotAllowedError, may
from khuevan.people.enums import RoleKind
from khuevan.people.models import Office
from khuevan.training.models import TrainingClass
from tests.core import counting
from tests.factories import OfficeFactory, RoleFactory, TrainingClassFactory, UserFactory, staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _counting(monkeypatch: pytest.MonkeyPatch) -> None:
    counting.install()
    monkeypatch.setattr(counting.Counting, "permission", "")


def _job(actor: Actor, subject: TrainingClass | Office) -> Job:
    return start(actor, counting.KIND, subject, size=1)


def test_the_query_and_the_predicate_agree_for_every_kind_of_actor() -> None:
    here, there = OfficeFactory(), OfficeFactory()
    starter = staff(here, RoleKind.EDITOR)
    left = staff(here)
    jobs = [
        _job(starter, TrainingClassFactory(office=here)),
        _job(left, TrainingClassFactory(office=here)),
        _job(staff(there), TrainingClassFactory(office=there)),
        _job(SYSTEM, TrainingClassFactory(office=there)),
        _job(starter, OfficeFactory()),
        _job(SYSTEM, OfficeFactory()),
    ]
    left.roles.all().delete()
    closed = staff(here)
    closed.is_active = False
    closed.save()
    both = UserFactory()
    for office in (here, there):
        RoleFactory(user=both, office=office)
    actors = [AnonymousUser(), SYSTEM, UserFactory(), starter, left, closed, both]
    actors += [staff(here, kind) for kind in RoleKind]
    answers = set()
    for actor in actors:
        if hasattr(actor, "_roles_by_office"):
            del actor._roles_by_office
        seen = set(Job.objects.visible_to(actor))
        assert seen == {job for job in jobs if may(actor, "core.view_job", job)}, actor
        answers.add(len(seen))
    assert answers == {0, 2, 3, 4, 6}


def test_the_starter_and_officers_of_the_office_steer_and_nobody_else() -> None:
    office = OfficeFactory()
    starter = staff(office, RoleKind.LEADER)
    job = _job(starter, TrainingClassFactory(office=office))
    allowed = [starter, staff(office, RoleKind.OFFICER), staff(office, RoleKind.ADMINISTRATOR)]
    for actor in allowed:
        pause(actor, job)
        resume(actor, job)
    others = [staff(office, RoleKind.LEADER), staff(office, RoleKind.CLERK), staff(office, RoleKind.EDITOR)]
    for actor in (*others, staff(OfficeFactory()), UserFactory(), AnonymousUser()):
        for verb in (pause, resume, cancel):
            with pytest.raises(NotAllowedError):
                verb(actor, job)
    cancel(allowed[1], job)


def test_who_left_the_office_neither_sees_nor_steers_what_he_started() -> None:
    office = OfficeFactory()
    starter = staff(office)
    job = _job(starter, TrainingClassFactory(office=office))
    starter.roles.all().delete()
    assert not Job.objects.visible_to(starter).exists()
    with pytest.raises(NotAllowedError):
        cancel(starter, job)
