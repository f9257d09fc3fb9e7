"""Sign-in with password and telephone: what lets in, what does not, and that each code works once."""

import time
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from khuevan.core.audit import MASK
from khuevan.core.errors import DomainError
from khuevan.core.models import AuditEntry
from khuevan.people.domain import second_step
from khuevan.people.domain.colleagues import reset_second_step
from khuevan.people.domain.second_step import (
    STEP_SECONDS,
    code_at,
    new_secret,
    paper_codes,
    turn_off_second_step,
    turn_on_second_step,
    use_code,
)
from khuevan.people.enums import RoleKind, SecondStep
from khuevan.people.models import Office, User
from tests.factories import OfficeFactory, RoleFactory, staff

pytestmark = pytest.mark.django_db
SIGN_IN = "/can-bo/dang-nhap/"
CONFIRM = "/can-bo/tai-khoan/xac-nhan/"
SET_UP = "/can-bo/tai-khoan/buoc-hai/"
PAPER = "/can-bo/tai-khoan/buoc-hai/ma-du-phong/"
PASSWORD = "mật khẩu thử 123"


class Clock:
    """The telephone's and the server's, set by hand."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def time(self) -> float:
        return self.now

    def later(self, steps: int = 1) -> None:
        self.now += steps * STEP_SECONDS

    @property
    def step(self) -> int:
        return int(self.now) // STEP_SECONDS


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    made = Clock()
    monkeypatch.setattr(second_step, "time", made)
    yield made


@pytest.fixture
def office() -> Office:
    return OfficeFactory()


def _with_telephone(user: User, clock: Clock) -> str:
    secret = new_secret()
    turn_on_second_step(user, user, secret=secret, code=code_at(secret, clock.step))
    clock.later()
    return secret


def _password(user: User, client: Client | None = None) -> Client:
    client = client or Client()
    client.post(SIGN_IN, {"login": user.username, "password": PASSWORD})
    return client


def _is_in(client: Client) -> bool:
    return client.get("/can-bo/lop/").status_code == 200


def test_the_codes_are_those_of_the_standard() -> None:
    """RFC 6238, appendix B, cut to six digits."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    for moment, code in ((59, "287082"), (1111111109, "081804"), (2000000000, "279037")):
        assert code_at(secret, moment // 30) == code


def test_password_and_code_let_in(office: Office, clock: Clock) -> None:
    user = staff(office)
    secret = _with_telephone(user, clock)
    client = Client()
    answer = client.post(SIGN_IN, {"login": user.username, "password": PASSWORD, "next": "/can-bo/lop/?q=a"})
    assert answer.url == CONFIRM
    assert not _is_in(client), "the password alone"
    page = client.get(CONFIRM).content.decode()
    assert 'autocomplete="one-time-code"' in page
    code = code_at(secret, clock.step)
    done = client.post(CONFIRM, {"code": f"{code[:3]} {code[3:]}"})
    assert done.url == "/can-bo/lop/?q=a"
    assert _is_in(client)


def test_a_wrong_code_keeps_out_and_guessing_is_slowed(office: Office, clock: Clock) -> None:
    user = staff(office)
    secret = _with_telephone(user, clock)
    client = _password(user)
    wrong = "000000" if code_at(secret, clock.step) != "000000" else "111111"
    for _turn in range(5):
        assert client.post(CONFIRM, {"code": wrong}).status_code == 200
    right = client.post(CONFIRM, {"code": code_at(secret, clock.step)})
    assert right.status_code == 200, "five wrong codes: even the right one has to wait"
    assert not _is_in(client)


@pytest.mark.parametrize("code", ["", "abc", "１２３４５６", "99999999", "12345678901234567890", "٠١٢٣٤٥"])
def test_nonsense_is_a_wrong_code(office: Office, clock: Clock, code: str) -> None:
    user = staff(office)
    _with_telephone(user, clock)
    client = _password(user)
    assert client.post(CONFIRM, {"code": code}).status_code == 200
    assert not _is_in(client)


def test_a_code_works_once_even_while_it_is_still_shown(office: Office, clock: Clock) -> None:
    user = staff(office)
    secret = _with_telephone(user, clock)
    code = code_at(secret, clock.step)
    assert use_code(user, code)
    clock.later()
    for old in (code, code_at(secret, clock.step - 1)):
        with pytest.raises(DomainError) as refused:
            use_code(user, old)
        assert refused.value.code == "wrong_code"
    assert use_code(user, code_at(secret, clock.step + 1)), "a telephone half a minute fast"
    with pytest.raises(DomainError):
        use_code(user, code_at(secret, clock.step))


def test_a_clock_far_off_does_not_let_in(office: Office, clock: Clock) -> None:
    user = staff(office)
    secret = _with_telephone(user, clock)
    clock.later(5)
    for step in (clock.step - 2, clock.step + 2):
        with pytest.raises(DomainError):
            use_code(user, code_at(secret, step))


def test_a_code_on_paper_lets_in_once_and_is_told(office: Office, clock: Clock) -> None:
    user = staff(office)
    _with_telephone(user, clock)
    codes = paper_codes(user)
    assert len(codes) == 10
    client = _password(user)
    client.post(CONFIRM, {"code": f"{codes[3][:4]} {codes[3][4:]}"})
    assert _is_in(client)
    assert AuditEntry.objects.get(verb="people.use_paper_code").after == {"paper_codes": 9}
    again = _password(user)
    again.post(CONFIRM, {"code": codes[3]})
    assert not _is_in(again)
    assert codes[3] not in paper_codes(user)


def test_one_code_does_not_fit_another_account(office: Office, clock: Clock) -> None:
    mine, theirs = staff(office), staff(office)
    secret = _with_telephone(mine, clock)
    _with_telephone(theirs, clock)
    for code in (code_at(secret, clock.step), paper_codes(mine)[0]):
        with pytest.raises(DomainError):
            use_code(theirs, code)


def test_setting_up_takes_password_and_code_and_shows_ten_codes(office: Office, clock: Clock) -> None:
    user = staff(office)
    client = _password(user)
    page = client.get(SET_UP).content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    secret = "".join(
        part.split("<")[0] for part in page.split('translate="no"')[1].split("</p>")[0].split("<span>")[1:]
    )
    assert len(secret) == 32
    assert client.get(SET_UP).content.decode().count(secret[:4]), "loaded again, the same secret"
    code = code_at(secret, clock.step)
    for sent in ({"password": "sai", "code": code}, {"password": PASSWORD, "code": "000000"}):
        assert client.post(SET_UP, sent).status_code == 422
        assert not Authenticator.objects.exists()
    done = client.post(f"{SET_UP}?next=/can-bo/lop/", {"password": PASSWORD, "code": code})
    assert done.url == f"{PAPER}?next=/can-bo/lop/" or done.url == f"{PAPER}?next=%2Fcan-bo%2Flop%2F"
    shown = client.get(done.url).content.decode()
    codes = paper_codes(user)
    assert all(f"{one[:4]} {one[4:]}" in shown for one in codes)
    assert 'href="/can-bo/lop/"' in shown


def test_codes_on_paper_are_shown_for_a_while_and_renewed_with_password_and_code(
    office: Office, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = staff(office)
    secret = _with_telephone(user, clock)
    client = Client()
    client.force_login(user)
    first = paper_codes(user)
    page = client.get(PAPER).content.decode()
    assert first[0][:4] + " " + first[0][4:] not in page
    assert client.post(PAPER, {"password": PASSWORD, "code": "000000"}).status_code == 422
    done = client.post(PAPER, {"password": PASSWORD, "code": code_at(secret, clock.step)})
    assert done.status_code == 302
    second = paper_codes(user)
    assert not set(first) & set(second)
    assert second[0][:4] + " " + second[0][4:] in client.get(PAPER).content.decode()
    later = time.time() + 601
    monkeypatch.setattr("khuevan.console.settings.account.time.time", lambda: later)
    assert second[0][:4] + " " + second[0][4:] not in client.get(PAPER).content.decode()


def test_turning_off_takes_password_and_code(office: Office, clock: Clock) -> None:
    user = staff(office)
    secret = _with_telephone(user, clock)
    client = Client()
    client.force_login(user)
    off = "/can-bo/tai-khoan/buoc-hai/tat/"
    for sent in (
        {"password": "sai", "code": code_at(secret, clock.step)},
        {"password": PASSWORD, "code": "000000"},
        {"password": PASSWORD},
    ):
        assert client.post(off, sent).status_code == 422
    assert Authenticator.objects.count() == 2
    assert client.post(off, {"password": PASSWORD, "code": code_at(secret, clock.step)}).status_code == 302
    assert not Authenticator.objects.exists()


def test_guessing_the_password_at_an_open_screen_is_slowed(office: Office, clock: Clock) -> None:
    user = staff(office)
    client = Client()
    client.force_login(user)
    pages = [client.post(SET_UP, {"password": "sai", "code": "1"}).content.decode() for _turn in range(11)]
    assert "Thử quá nhiều lần" in pages[-1]
    assert "Thử quá nhiều lần" not in pages[-2]


def test_where_the_office_requires_it_nobody_turns_it_off(clock: Clock) -> None:
    office = OfficeFactory(requires_second_step=SecondStep.EVERYBODY)
    user = staff(office)
    _with_telephone(user, clock)
    with pytest.raises(DomainError) as refused:
        turn_off_second_step(user, user)
    assert refused.value.code == "second_step_required"


def test_secrets_lie_sealed_and_stay_out_of_the_audit(office: Office, clock: Clock) -> None:
    user = staff(office)
    secret = _with_telephone(user, clock)
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    told = str(list(AuditEntry.objects.values_list("before", "after")))
    for hidden in (secret, *paper_codes(user)):
        assert hidden not in stored
        assert hidden not in told
    assert MASK not in told


def test_with_another_key_the_code_is_wrong_and_an_administrator_helps(
    office: Office, clock: Clock, settings: object
) -> None:
    user, administrator = staff(office), staff(office, RoleKind.ADMINISTRATOR)
    secret = _with_telephone(user, clock)
    code, paper = code_at(secret, clock.step), paper_codes(user)[0]
    settings.KHUEVAN_ACCOUNT_KEY = "another"  # type: ignore[attr-defined]
    for one in (code, paper):
        client = _password(user)
        assert client.post(CONFIRM, {"code": one}).status_code == 200
        assert not _is_in(client)
    reset_second_step(administrator, office, user)
    assert _is_in(_password(user))


def test_an_administrator_resets_colleagues_but_not_oneself(office: Office, clock: Clock) -> None:
    user, administrator = staff(office), staff(office, RoleKind.ADMINISTRATOR)
    _with_telephone(user, clock)
    _with_telephone(administrator, clock)
    client = Client()
    client.force_login(user)
    assert _is_in(client)
    reset_second_step(administrator, office, user)
    assert not _is_in(client), "sessions end"
    for colleague, code in ((administrator, "own_account"), (user, "second_step_is_off")):
        with pytest.raises(DomainError) as refused:
            reset_second_step(administrator, office, colleague)
        assert refused.value.code == code
    other = RoleFactory(user=user).office
    with pytest.raises(DomainError) as refused:
        reset_second_step(administrator, office, user)
    assert refused.value.code == "works_elsewhere"
    assert other != office


def test_nobody_sets_up_the_telephone_of_another(office: Office, clock: Clock) -> None:
    user, administrator = staff(office), staff(office, RoleKind.ADMINISTRATOR)
    secret = new_secret()
    with pytest.raises(DomainError) as refused:
        turn_on_second_step(administrator, user, secret=secret, code=code_at(secret, clock.step))
    assert refused.value.code == "not_allowed"


def test_another_account_can_sign_in_from_the_second_step(office: Office, clock: Clock) -> None:
    first, second = staff(office), staff(office)
    _with_telephone(first, clock)
    client = _password(first)
    assert client.get(SIGN_IN).url == CONFIRM
    assert client.post("/can-bo/dang-xuat/", {"next": SIGN_IN}).url == SIGN_IN
    assert _is_in(_password(second, client))
