"""``khuevan office rescue``: the only administrator has lost password and telephone."""

import time

import pytest

from khuevan.config.commands import offices
from khuevan.core.errors import DomainError
from khuevan.core.models import AuditEntry
from khuevan.people.domain.second_step import (
    STEP_SECONDS,
    code_at,
    has_second_step,
    new_secret,
    turn_on_second_step,
)
from khuevan.people.enums import RoleKind
from tests.factories import OfficeFactory, UserFactory, staff

pytestmark = pytest.mark.django_db


def test_the_account_comes_in_again_with_a_new_password_alone(capsys: pytest.CaptureFixture[str]) -> None:
    user = staff(OfficeFactory(), RoleKind.ADMINISTRATOR)
    secret = new_secret()
    turn_on_second_step(user, user, secret=secret, code=code_at(secret, int(time.time()) // STEP_SECONDS))
    user.is_active = False
    user.save()
    assert offices.rescue(user.username) == 0
    password = capsys.readouterr().out.rsplit(" ", 1)[-1].strip()
    user.refresh_from_db()
    assert user.check_password(password)
    assert user.is_active
    assert not has_second_step(user)
    done = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"people.reset_password", "people.reset_second_step", "people.reopen_account"} <= done
    offices.rescue(user.username)


def test_nobody_and_an_account_without_an_office_are_refused() -> None:
    for name in ("ai-do", UserFactory().username):
        with pytest.raises(DomainError) as refusal:
            offices.rescue(name)
        assert refusal.value.code == "no_such_account"
