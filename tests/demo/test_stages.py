"""The demo stops where it is told, and never half way."""

import pytest
from django.utils import timezone

from khuevan.certificates.models import Certificate
from khuevan.core.errors import DomainError
from khuevan.core.models import AuditEntry
from khuevan.demo import build as building
from khuevan.demo.build import build, new_passwords
from khuevan.demo.stages import Stage
from khuevan.papers.domain.details import details_of
from khuevan.papers.enums import PaperKind
from khuevan.people.models import Office, User
from khuevan.training.enums import ClassState
from khuevan.training.models import TrainingClass
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def _silent(_line: str) -> None:
    """The demo's progress lines are not wanted here."""


@pytest.mark.parametrize(
    ("stage", "states"),
    [
        (Stage.PLANNED, {ClassState.PREPARING}),
        (Stage.RUNNING, {ClassState.RUNNING}),
    ],
)
def test_a_stage_stops_where_it_says(stage: Stage, states: set[ClassState]) -> None:
    built = build(stage, report=_silent)
    assert set(TrainingClass.objects.filter(year__in=(2014, 2019)).values_list("state", flat=True)) == states
    assert not Certificate.objects.exists()
    assert built.certificate_path == ""
    assert not Office.objects.filter(signers=None).exists()
    for year, law in ((2014, "năm 2008"), (2019, "năm 2008"), (timezone.localdate().year, "năm 2025")):
        for one in TrainingClass.objects.filter(year=year):
            (ground,) = details_of(one, PaperKind.OPENING_DECISION).bases
            assert ground.endswith(law)


def test_a_second_run_gives_new_passwords_and_adds_nothing() -> None:
    first = build(Stage.PLANNED, report=_silent)
    count = AuditEntry.objects.exclude(verb="people.reset_password").count()
    second = new_passwords()
    assert second is not None
    assert {account.username for account in first.accounts} == {account.username for account in second.accounts}
    old, new = first.accounts[0], second.accounts[0]
    user = User.objects.get(username=new.username)
    assert user.check_password(new.password)
    assert not user.check_password(old.password)
    assert AuditEntry.objects.exclude(verb="people.reset_password").count() == count


def test_the_demo_never_mixes_with_other_data() -> None:
    UserFactory()
    with pytest.raises(DomainError) as caught:
        build(Stage.PLANNED, report=_silent)
    assert caught.value.code == "database_not_empty"


def test_a_demo_that_breaks_half_way_leaves_an_empty_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object) -> None:
        raise DomainError("broken", "giữa chừng")

    monkeypatch.setattr(building.newsroom, "publish", broken)
    with pytest.raises(DomainError):
        build(Stage.PLANNED, report=_silent)
    assert not User.objects.exists()
    assert not TrainingClass.objects.exists()
