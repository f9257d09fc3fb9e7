"""Roles in an office, and that it never loses its last active administrator."""

import threading

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from khuevan.core.actors import SYSTEM
from khuevan.core.errors import DomainError
from khuevan.core.models import AuditEntry
from khuevan.core.permissions import may
from khuevan.core.rows import stamp
from khuevan.people.domain.colleagues import (
    close_account,
    remove_colleague,
    reopen_account,
    require_second_step,
    roles_stamp,
    set_roles,
)
from khuevan.people.domain.offices import reset_password
from khuevan.people.enums import RoleKind, SecondStep
from khuevan.people.models import Invitation, Office, Role, User
from khuevan.people.rules import roles_in
from tests.factories import OfficeFactory, RoleFactory, UserFactory, staff

ADMINISTRATOR = RoleKind.ADMINISTRATOR


def _refused(code: str, function: object, *args: object, **values: object) -> None:
    with pytest.raises(DomainError) as refused:
        function(*args, **values)  # type: ignore[operator]
    assert refused.value.code == code


def _kinds(user: User, office: Office) -> set[str]:
    return set(user.roles.filter(office=office).values_list("kind", flat=True))


@pytest.mark.django_db
def test_roles_are_set_to_what_was_chosen_and_told() -> None:
    office = OfficeFactory()
    administrator, user = staff(office, ADMINISTRATOR), staff(office)
    elsewhere = RoleFactory(user=user, kind=RoleKind.LEADER).office
    set_roles(administrator, office, user, [RoleKind.EDITOR, "clerk"])
    assert _kinds(user, office) == {"editor", "clerk"}
    assert _kinds(user, elsewhere) == {"leader"}
    entry = AuditEntry.objects.get(verb="people.set_roles")
    assert (entry.before, entry.after) == ({"roles": ["officer"]}, {"roles": ["clerk", "editor"]})
    assert entry.office_key == office.pk


@pytest.mark.django_db
def test_only_administrators_of_the_office_change_roles() -> None:
    office = OfficeFactory()
    user = staff(office)
    staff(office, ADMINISTRATOR)
    for actor in (user, staff(OfficeFactory(), ADMINISTRATOR), AnonymousUser(), UserFactory()):
        _refused("not_allowed", set_roles, actor, office, user, [ADMINISTRATOR])
        _refused("not_allowed", remove_colleague, actor, office, user)
        _refused("not_allowed", close_account, actor, office, user)
        _refused("not_allowed", require_second_step, actor, office, SecondStep.EVERYBODY)
    assert _kinds(user, office) == {"officer"}


@pytest.mark.django_db
def test_the_second_of_two_administrators_is_told_what_changed() -> None:
    office = OfficeFactory()
    first, user = staff(office, ADMINISTRATOR), staff(office)
    second = staff(office, ADMINISTRATOR)
    seen = roles_stamp(["officer"])
    set_roles(first, office, user, [RoleKind.LEADER], seen)
    _refused("changed_meanwhile", set_roles, second, office, user, [RoleKind.CLERK], seen)
    assert _kinds(user, office) == {"leader"}
    stamped = stamp(office)
    require_second_step(first, office, SecondStep.EVERYBODY, stamped)
    _refused("changed_meanwhile", require_second_step, second, office, SecondStep.NOBODY, stamped)


@pytest.mark.django_db
def test_strangers_are_no_colleagues() -> None:
    office = OfficeFactory()
    administrator, stranger = staff(office, ADMINISTRATOR), staff(OfficeFactory())
    _refused("not_a_colleague", set_roles, administrator, office, stranger, [RoleKind.CLERK])
    for verb in (remove_colleague, close_account, reopen_account):
        _refused("not_a_colleague", verb, administrator, office, stranger)


@pytest.mark.django_db
@pytest.mark.parametrize("closed_colleague", [False, True])
def test_the_last_administrator_stays(closed_colleague: bool) -> None:
    office = OfficeFactory()
    last = staff(office, ADMINISTRATOR)
    staff(office)
    if closed_colleague:
        close_account(last, office, staff(office, ADMINISTRATOR))
    for actor in (last, SYSTEM):
        _refused("last_administrator", set_roles, actor, office, last, [RoleKind.OFFICER])
        _refused("last_administrator", remove_colleague, actor, office, last)
    _refused("last_administrator", close_account, SYSTEM, office, last)
    _refused("roles_missing", set_roles, last, office, last, [])
    assert _kinds(last, office) == {"administrator"}
    set_roles(last, office, last, [RoleKind.OFFICER, ADMINISTRATOR])
    second = staff(office, ADMINISTRATOR)
    remove_colleague(last, office, last)
    assert Role.objects.get(office=office, kind=ADMINISTRATOR, user__is_active=True).user == second


@pytest.mark.django_db
def test_the_installation_closes_no_account_that_an_other_office_hangs_on() -> None:
    first, second = OfficeFactory(), OfficeFactory()
    user = staff(first, ADMINISTRATOR)
    RoleFactory(user=user, office=second, kind=ADMINISTRATOR)
    staff(first, ADMINISTRATOR)
    _refused("last_administrator", close_account, SYSTEM, first, user)
    staff(second, ADMINISTRATOR)
    close_account(SYSTEM, first, user)
    user.refresh_from_db()
    assert not user.is_active


@pytest.mark.django_db
def test_an_account_is_closed_and_opened_with_its_roles() -> None:
    office = OfficeFactory()
    administrator, user = staff(office, ADMINISTRATOR), staff(office, RoleKind.EDITOR)
    close_account(administrator, office, user)
    assert not User.objects.get(pk=user.pk).is_active
    reopen_account(administrator, office, user)
    assert User.objects.get(pk=user.pk).is_active
    assert _kinds(user, office) == {"editor"}


@pytest.mark.django_db
def test_an_account_of_two_offices_is_closed_by_neither() -> None:
    office = OfficeFactory()
    administrator, user = staff(office, ADMINISTRATOR), staff(office)
    RoleFactory(user=user)
    for verb in (close_account, reopen_account):
        _refused("works_elsewhere", verb, administrator, office, user)
    _refused("works_elsewhere", reset_password, administrator, office=office, user=user)
    remove_colleague(administrator, office, user)
    assert not _kinds(user, office)


@pytest.mark.django_db
def test_nobody_uses_the_powers_over_colleagues_on_the_own_account() -> None:
    office = OfficeFactory()
    administrator = staff(office, ADMINISTRATOR)
    staff(office, ADMINISTRATOR)
    _refused("own_account", close_account, administrator, office, administrator)
    _refused("own_account", reset_password, administrator, office=office, user=administrator)


@pytest.mark.django_db
def test_a_role_taken_away_does_not_count_in_the_verb_that_waited() -> None:
    office = OfficeFactory()
    first, second = staff(office, ADMINISTRATOR), staff(office, ADMINISTRATOR)
    staff(office, ADMINISTRATOR)
    assert roles_in(second, office.pk) == {"administrator"}, "remembered on the actor"
    remove_colleague(first, office, User.objects.get(pk=second.pk))
    _refused("not_allowed", remove_colleague, second, office, first)


@pytest.mark.django_db
def test_querysets_and_predicates_agree() -> None:
    offices = [OfficeFactory(), OfficeFactory()]
    both = UserFactory()
    for office in offices:
        RoleFactory(user=both, office=office, kind=ADMINISTRATOR)
        for kind in RoleKind:
            staff(office, kind)
    closed = staff(offices[0], ADMINISTRATOR)
    closed.is_active = False
    closed.save()
    actors = [AnonymousUser(), SYSTEM, UserFactory(), *User.objects.all()]
    pairs = (
        (Office, "administered_by", "people.administer_office"),
        (User, "administered_by", "people.administer_user"),
        (Invitation, "visible_to", "people.administer_invitation"),
    )
    for office in offices:
        Invitation.objects.create(office=office, token_hash=office.slug, expires_at="2030-01-01T00:00Z")
    for model, method, permission in pairs:
        answers = set()
        for actor in actors:
            selected = list(getattr(model.objects, method)(actor).values_list("pk", flat=True))
            allowed = {obj.pk for obj in model.objects.all() if may(actor, permission, obj)}
            assert len(selected) == len(set(selected)), "nobody twice"
            assert set(selected) == allowed, (permission, actor)
            answers.add(len(allowed))
        assert len(answers) > 1, permission


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("verb", ["remove", "demote", "close"])
def test_two_administrators_who_remove_each_other_leave_one(verb: str) -> None:
    """On SQLite and on PostgreSQL: with other threads, other connections."""
    deeds = {
        "remove": remove_colleague,
        "demote": lambda actor, office, user: set_roles(actor, office, user, [RoleKind.OFFICER]),
        "close": close_account,
    }
    for _turn in range(5):
        office = OfficeFactory()
        pair = [staff(office, ADMINISTRATOR), staff(office, ADMINISTRATOR)]
        results = _at_once(deeds[verb], office, pair)
        left = Role.objects.filter(office=office, kind=ADMINISTRATOR, user__is_active=True).count()
        assert left == 1, results
        assert results.count("done") == 1
        assert set(results) - {"done"} <= {"last_administrator", "not_allowed"}, results
        assert len(results) == 2


def _at_once(deed: object, office: Office, pair: list[User]) -> list[str]:
    barrier = threading.Barrier(2)
    results: list[str] = []

    def run(actor: User, other: User) -> None:
        try:
            roles_in(actor, office.pk)
            mine = Office.objects.get(pk=office.pk)
            barrier.wait(10)
            deed(actor, mine, User.objects.get(pk=other.pk))  # type: ignore[operator]
            results.append("done")
        except DomainError as error:
            results.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=args) for args in (pair, pair[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results
