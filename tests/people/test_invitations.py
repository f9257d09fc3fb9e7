"""Colleagues come in by a link that works once, for three days, and is stored nowhere."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from khuevan.core.errors import DomainError
from khuevan.core.models import AuditEntry
from khuevan.people.domain.invitations import (
    accept_invitation,
    invite_colleague,
    reissue_invitation,
    revoke_invitation,
)
from khuevan.people.enums import InvitationState, RoleKind
from khuevan.people.models import Invitation, Office, User
from tests.factories import OfficeFactory, UserFactory, staff

pytestmark = pytest.mark.django_db
NEW = "một câu dễ nhớ"
NOBODY = AnonymousUser()


@pytest.fixture
def office() -> Office:
    return OfficeFactory()


@pytest.fixture
def administrator(office: Office) -> User:
    return staff(office, RoleKind.ADMINISTRATOR)


def _invite(administrator: User, office: Office, **values: object) -> tuple[Invitation, str]:
    given = {"username": "thuy.le", "full_name": "Lê Bích Thủy", "kinds": [RoleKind.OFFICER, RoleKind.EDITOR]}
    return invite_colleague(administrator, office=office, **{**given, **values})


def _refused(code: str, function: object, *args: object, **values: object) -> None:
    with pytest.raises(DomainError) as refused:
        function(*args, **values)  # type: ignore[operator]
    assert refused.value.code == code


def test_a_colleague_chooses_a_password_and_works(office: Office, administrator: User) -> None:
    invitation, token = _invite(administrator, office)
    client = Client()
    address = f"/can-bo/moi/{token}/"
    page = client.get(address).content.decode()
    for words in ("Lê Bích Thủy", "thuy.le", str(office)):
        assert words in page
    assert client.post(address, {"password1": NEW, "password2": NEW}).url == "/can-bo/dang-nhap/"
    client.post("/can-bo/dang-nhap/", {"login": "thuy.le", "password": NEW})
    assert client.get("/can-bo/lop/").status_code == 200
    user = User.objects.get(username="thuy.le")
    assert {(role.office, role.kind) for role in user.roles.all()} == {(office, "officer"), (office, "editor")}
    invitation.refresh_from_db()
    assert (invitation.state, invitation.accepted_by) == (InvitationState.ACCEPTED, user)


@pytest.mark.parametrize(
    ("first", "again"),
    [("ngan", "ngan"), ("password123", "password123"), ("thuy.le.123", "thuy.le.123"), (NEW, "khác hẳn đi")],
)
def test_a_weak_or_mistyped_password_is_refused_and_the_link_still_works(
    office: Office, administrator: User, first: str, again: str
) -> None:
    _invitation, token = _invite(administrator, office)
    answer = Client().post(f"/can-bo/moi/{token}/", {"password1": first, "password2": again})
    assert answer.status_code == 422
    assert 'class="problem"' in answer.content.decode()
    assert not User.objects.filter(username="thuy.le").exists()
    assert Client().get(f"/can-bo/moi/{token}/").status_code == 200


def test_every_dead_link_looks_like_one_that_never_was(office: Office, administrator: User) -> None:
    dead = {}
    _invitation, dead["used"] = _invite(administrator, office)
    accept_invitation(NOBODY, token=dead["used"], password=NEW)
    revoked, dead["revoked"] = _invite(administrator, office, username="hai")
    revoke_invitation(administrator, revoked)
    expired, dead["expired"] = _invite(administrator, office, username="ba")
    Invitation.objects.filter(pk=expired.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    replaced, dead["replaced"] = _invite(administrator, office, username="bon")
    reissue_invitation(administrator, replaced)
    pages = set()
    for token in (*dead.values(), "khong-bao-gio-co"):
        for method in ("get", "post"):
            answer = getattr(Client(), method)(f"/can-bo/moi/{token}/", {"password1": NEW, "password2": NEW})
            assert answer.status_code == 404
            pages.add(answer.content.decode().partition("csrfmiddlewaretoken")[0].replace(token, ""))
        _refused("invitation_gone", accept_invitation, NOBODY, token=token, password=NEW)
    assert len({page.split("<main")[1].split("</main>")[0] for page in pages}) == 1
    assert User.objects.filter(username__in=["hai", "ba", "bon"]).count() == 0


def test_the_link_works_for_three_days(office: Office, administrator: User) -> None:
    invitation, _token = _invite(administrator, office)
    assert timedelta(hours=71, minutes=59) < invitation.expires_at - timezone.now() <= timedelta(hours=72)


def test_the_secret_is_stored_and_told_nowhere(office: Office, administrator: User) -> None:
    invitation, first = _invite(administrator, office)
    second = reissue_invitation(administrator, invitation)
    accept_invitation(NOBODY, token=second, password=NEW)
    stored = str(list(Invitation.objects.values())) + str(list(AuditEntry.objects.values()))
    for secret in (first, second, NEW):
        assert secret not in stored
    assert Invitation.objects.get().token_hash not in str(list(AuditEntry.objects.values()))
    verbs = {entry.verb: entry.actor for entry in AuditEntry.objects.exclude(verb="people.create_office")}
    assert verbs["people.accept_invitation"] == User.objects.get(username="thuy.le")


def test_only_administrators_of_the_office_invite(office: Office, administrator: User) -> None:
    for actor in (staff(office), staff(OfficeFactory(), RoleKind.ADMINISTRATOR), UserFactory(), NOBODY):
        _refused("not_allowed", _invite, actor, office)
    invitation, _token = _invite(administrator, office)
    for actor in (staff(office), staff(OfficeFactory(), RoleKind.ADMINISTRATOR)):
        _refused("not_allowed", reissue_invitation, actor, invitation)
        _refused("not_allowed", revoke_invitation, actor, invitation)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"full_name": "  "}, "name_missing"),
        ({"kinds": []}, "roles_missing"),
        ({"kinds": ["king"]}, "roles_missing"),
        ({"username": "a@b"}, "username_like_email"),
        ({"username": "có dấu cách"}, "invalid_value"),
        ({"username": "DA.CO"}, "username_taken"),
        ({"email": "khong phai"}, "invalid_value"),
        ({"email": "CO@example.vn"}, "email_taken"),
    ],
)
def test_bad_invitations_are_refused(office: Office, administrator: User, values: dict[str, object], code: str) -> None:
    UserFactory(username="da.co", email="co@example.vn")
    _refused(code, _invite, administrator, office, **values)
    assert not Invitation.objects.exists()


def test_nobody_is_invited_twice_under_one_name(office: Office, administrator: User) -> None:
    invitation, _token = _invite(administrator, office)
    _refused("username_invited", _invite, administrator, office, username="THUY.LE")
    revoke_invitation(administrator, invitation)
    _invite(administrator, office)


def test_a_name_taken_meanwhile_is_said(office: Office, administrator: User) -> None:
    _invitation, token = _invite(administrator, office)
    UserFactory(username="Thuy.Le")
    answer = Client().post(f"/can-bo/moi/{token}/", {"password1": NEW, "password2": NEW})
    assert answer.status_code == 422
    assert "thuy.le" in answer.content.decode()


def test_a_colleague_of_another_office_comes_in_with_the_own_account(office: Office, administrator: User) -> None:
    elsewhere = OfficeFactory()
    colleague = staff(elsewhere)
    invitation, token = _invite(administrator, office)
    client = Client()
    client.force_login(colleague)
    assert "Phạm Thu Hằng" in client.get(f"/can-bo/moi/{token}/").content.decode()
    assert not colleague.roles.filter(office=office).exists(), "looking is not taking"
    assert client.post(f"/can-bo/moi/{token}/").url == "/can-bo/tai-khoan/"
    assert set(colleague.roles.values_list("office", "kind")) == {
        (elsewhere.pk, "officer"),
        (office.pk, "officer"),
        (office.pk, "editor"),
    }
    invitation.refresh_from_db()
    assert invitation.accepted_by == colleague
    assert not User.objects.filter(username="thuy.le").exists()


def test_who_works_there_already_does_not_use_the_link_up(office: Office, administrator: User) -> None:
    invitation, token = _invite(administrator, office)
    client = Client()
    client.force_login(administrator)
    assert client.post(f"/can-bo/moi/{token}/").status_code == 422
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.WAITING


def test_what_is_over_stays_over(office: Office, administrator: User) -> None:
    invitation, token = _invite(administrator, office)
    accept_invitation(NOBODY, token=token, password=NEW)
    for verb in (reissue_invitation, revoke_invitation):
        _refused("invitation_over", verb, administrator, invitation)


def test_administrators_see_the_invitations_of_their_offices(office: Office, administrator: User) -> None:
    invitation, _token = _invite(administrator, office)
    for actor, sees in ((administrator, True), (staff(office), False), (NOBODY, False)):
        assert Invitation.objects.visible_to(actor).filter(pk=invitation.pk).exists() is sees
