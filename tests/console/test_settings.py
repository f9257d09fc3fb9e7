"""Settings and own account: tried by an administrator, a colleague, an administrator elsewhere and a stranger."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from khuevan.core.actors import SYSTEM
from khuevan.core.audit import record, snapshot
from khuevan.core.models import AuditEntry
from khuevan.people.domain.colleagues import set_roles
from khuevan.people.domain.invitations import invite_colleague
from khuevan.people.domain.second_step import STEP_SECONDS, code_at, new_secret, turn_on_second_step
from khuevan.people.enums import RoleKind
from khuevan.people.models import Invitation, Office, User
from tests.factories import (
    ArticleFactory,
    OfficeFactory,
    OrganizationFactory,
    PersonFactory,
    RoleFactory,
    TrainingClassFactory,
    UserFactory,
    staff,
)

pytestmark = pytest.mark.django_db
USERS = "/can-bo/thiet-lap/nguoi-dung/"
AUDIT = "/can-bo/thiet-lap/nhat-ky/"
RULES = "/can-bo/thiet-lap/bao-mat/"
ACCOUNT = "/can-bo/tai-khoan/"


@pytest.fixture
def office() -> Office:
    return OfficeFactory(organization=OrganizationFactory(name="Sở Ngoại vụ tỉnh Khánh Hòa"))


@pytest.fixture
def administrator(office: Office) -> User:
    return staff(office, RoleKind.ADMINISTRATOR)


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _get(user: User, path: str, **query: object) -> str:
    answer = _client(user).get(path, query)
    assert answer.status_code == 200, path
    return answer.content.decode()


def _invited(office: Office, administrator: User) -> Invitation:
    values = {"username": "thuy.le", "full_name": "Lê Bích Thủy", "kinds": [RoleKind.OFFICER]}
    return invite_colleague(administrator, office=office, **values)[0]


def _settings_pages(office: Office, colleague: User, invitation: Invitation) -> list[tuple[str, str]]:
    one, sent = f"{USERS}{colleague.pk}/", f"/can-bo/thiet-lap/loi-moi/{invitation.pk}/"
    deeds = ("roi-don-vi", "khoa", "mo-lai", "bo-buoc-hai", "mat-khau", "vai-tro")
    return [
        ("get", USERS),
        ("get", f"{USERS}moi/"),
        ("get", one),
        ("get", sent),
        ("get", RULES),
        ("get", AUDIT),
        ("post", f"{USERS}moi/"),
        ("post", f"{sent}cap-lai/"),
        ("post", f"{sent}thu-lai/"),
        ("post", f"{RULES}{office.pk}/"),
        *[("post", f"{one}{office.pk}/{deed}/") for deed in deeds],
    ]


def _main(page: str) -> str:
    return page.split("<main")[1].split("</main>", maxsplit=1)[0]


def test_settings_do_not_exist_for_anybody_but_administrators(office: Office, administrator: User) -> None:
    colleague = staff(office)
    invitation = _invited(office, administrator)
    count = AuditEntry.objects.count()
    for user in (colleague, staff(office, RoleKind.LEADER), UserFactory()):
        client = _client(user)
        missing = _main(client.get("/can-bo/khong-co/").content.decode())
        for method, path in _settings_pages(office, colleague, invitation):
            answer = getattr(client, method)(path)
            assert answer.status_code == 404, (method, path)
            assert _main(answer.content.decode()) == missing
        assert client.get("/can-bo/thiet-lap/").status_code == 404
    assert AuditEntry.objects.count() == count


def test_an_administrator_of_another_office_finds_nothing_of_this_one(office: Office, administrator: User) -> None:
    colleague = staff(office)
    invitation = _invited(office, administrator)
    client = _client(staff(OfficeFactory(), RoleKind.ADMINISTRATOR))
    count = AuditEntry.objects.count()
    general = {USERS, f"{USERS}moi/", RULES, AUDIT}
    for method, path in _settings_pages(office, colleague, invitation):
        answer = getattr(client, method)(path, {"office": office.pk})
        if path in general:
            page = answer.content.decode()
            assert "Lê Bích Thủy" not in page
            assert str(office) not in page
        else:
            assert answer.status_code == 404, (method, path)
    assert AuditEntry.objects.count() == count
    assert Invitation.objects.count() == 1


def test_the_menu_leads_administrators_to_the_settings(office: Office, administrator: User) -> None:
    assert f'href="{USERS}"' in _get(administrator, "/can-bo/lop/")
    page = _get(staff(office), "/can-bo/lop/")
    assert f'href="{USERS}"' not in page
    assert f'href="{ACCOUNT}"' in page


def test_the_list_of_colleagues_tells_roles_second_step_and_state(office: Office, administrator: User) -> None:
    user = staff(office)
    User.objects.filter(pk=user.pk).update(full_name="Đỗ Văn Ân", last_login=timezone.now())
    user.refresh_from_db()
    RoleFactory(user=user, office=office, kind=RoleKind.CLERK)
    RoleFactory(user=user, office=OfficeFactory(organization=OrganizationFactory(name="Sở Kín")), kind=RoleKind.LEADER)
    secret = new_secret()
    turn_on_second_step(
        user, user, secret=secret, code=code_at(secret, int(timezone.now().timestamp()) // STEP_SECONDS)
    )
    page = _get(administrator, USERS)
    row = page[page.index("Đỗ Văn Ân") :].split("</tr>")[0]
    assert "state-done" in row
    assert timezone.localdate().strftime("%d/%m/%Y") in row
    assert "Sở Kín" not in page, "what somebody is elsewhere is nobody's business here"
    assert "leader" not in row
    assert "lãnh đạo" not in row.lower()


def test_an_invitation_is_made_shown_once_renewed_and_taken_back(office: Office, administrator: User) -> None:
    client = _client(administrator)
    sent = {"office": office.pk, "full_name": "Lê Bích Thủy", "username": "thuy.le", "kinds": ["officer", "editor"]}
    made = client.post(f"{USERS}moi/", sent)
    page = client.get(made.url).content.decode()
    (link,) = re.findall(r"http://testserver/can-bo/moi/[\w-]+/", page)
    assert 'src="data:image/svg+xml;base64,' in page
    assert Client().get(link).status_code == 200
    again = client.get(made.url).content.decode()
    assert link not in again
    renewed = client.post(f"{made.url}cap-lai/")
    (second,) = re.findall(r"http://testserver/can-bo/moi/[\w-]+/", client.get(renewed.url).content.decode())
    assert Client().get(link).status_code == 404
    assert Client().get(second).status_code == 200
    assert "Lê Bích Thủy" in client.get(USERS).content.decode()
    assert client.post(f"{made.url}thu-lai/").url == USERS
    assert Client().get(second).status_code == 404
    assert AuditEntry.objects.filter(subject_type="people.invitation").count() == 3


def test_a_refused_invitation_keeps_what_was_typed(office: Office, administrator: User) -> None:
    UserFactory(username="thuy.le")
    sent = {"office": office.pk, "full_name": "Lê Bích Thủy", "username": "Thuy.Le", "kinds": ["editor"]}
    answer = _client(administrator).post(f"{USERS}moi/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Lê Bích Thủy"' in page
    assert re.search(r'value="editor"[^>]*checked', page)
    assert "Thuy.Le" in page[page.index('class="problem"') :]


def test_an_administrator_of_two_offices_says_for_which(office: Office, administrator: User) -> None:
    second = RoleFactory(user=administrator, kind=RoleKind.ADMINISTRATOR).office
    third = OfficeFactory()
    page = _get(administrator, f"{USERS}moi/")
    assert '<select name="office"' in page
    assert f'<option value="{second.pk}"' in page
    assert f'<option value="{third.pk}"' not in page
    sent = {"office": third.pk, "full_name": "A", "username": "a.b", "kinds": ["editor"]}
    assert _client(administrator).post(f"{USERS}moi/", sent).status_code == 422


def test_roles_are_changed_from_the_page_and_the_second_editor_is_told(office: Office, administrator: User) -> None:
    user = staff(office)
    other = staff(office, RoleKind.ADMINISTRATOR)
    page = _get(administrator, f"{USERS}{user.pk}/")
    prefix = f"o{office.pk}-"
    seen = re.search(rf'name="{prefix}seen" value="([^"]*)"', page)
    assert seen
    address = f"{USERS}{user.pk}/{office.pk}/vai-tro/"
    saved = _client(other).post(address, {f"{prefix}kinds": ["leader"], f"{prefix}seen": seen[1]})
    assert saved.status_code == 302
    refused = _client(administrator).post(address, {f"{prefix}kinds": ["clerk"], f"{prefix}seen": seen[1]})
    assert refused.status_code == 422
    page = refused.content.decode()
    assert re.search(r'value="clerk"[^>]*checked', page), "the choice is still there"
    fresh = re.search(rf'name="{prefix}seen" value="([^"]*)"', page)
    assert fresh
    assert (
        _client(administrator).post(address, {f"{prefix}kinds": ["clerk"], f"{prefix}seen": fresh[1]}).status_code
        == 302
    )
    assert set(user.roles.values_list("kind", flat=True)) == {"clerk"}


def test_the_last_administrator_is_kept_by_the_page_too(office: Office, administrator: User) -> None:
    prefix = f"o{office.pk}-"
    answer = _client(administrator).post(
        f"{USERS}{administrator.pk}/{office.pk}/vai-tro/", {f"{prefix}kinds": ["clerk"]}
    )
    assert answer.status_code == 422
    removed = _client(administrator).post(f"{USERS}{administrator.pk}/{office.pk}/roi-don-vi/", follow=True)
    assert "is-warn" in removed.content.decode()
    assert administrator.roles.get().kind == "administrator"


def test_the_buttons_of_an_account(office: Office, administrator: User) -> None:
    user = staff(office)
    client = _client(administrator)
    one = f"{USERS}{user.pk}/"
    shown = client.get(client.post(f"{one}{office.pk}/mat-khau/").url).content.decode()
    password = re.search(r'class="once"[^>]*>([\w-]{12})<', shown)
    assert password
    user.refresh_from_db()
    assert user.check_password(password[1])
    assert password[1] not in client.get(one).content.decode(), "shown once"
    client.post(f"{one}{office.pk}/khoa/")
    user.refresh_from_db()
    assert not user.is_active
    client.post(f"{one}{office.pk}/mo-lai/")
    user.refresh_from_db()
    assert user.is_active
    assert client.post(f"{one}{office.pk}/bo-buoc-hai/").url == one
    assert client.post(f"{one}{office.pk}/roi-don-vi/").url == USERS
    assert client.get(one).status_code == 404
    assert client.post(f"{one}{office.pk}/xoa-het/").status_code == 404


def test_the_rule_for_the_second_step_is_set(office: Office, administrator: User) -> None:
    client = _client(administrator)
    prefix = f"o{office.pk}-"
    page = client.get(RULES).content.decode()
    seen = re.search(rf'name="{prefix}seen" value="([^"]*)"', page)
    assert seen
    sent = {f"{prefix}requires_second_step": "everybody", f"{prefix}seen": seen[1]}
    assert client.post(f"{RULES}{office.pk}/", sent).status_code == 302
    office.refresh_from_db()
    assert office.requires_second_step == "everybody"
    cache.clear()
    assert client.get(RULES).url == "/can-bo/tai-khoan/buoc-hai/?next=/can-bo/thiet-lap/bao-mat/"


def test_my_account_tells_who_i_am(office: Office) -> None:
    user = staff(office, RoleKind.EDITOR)
    page = _get(user, ACCOUNT)
    for words in (user.username, str(office), "/can-bo/doi-mat-khau/", "/can-bo/tai-khoan/thiet-bi/"):
        assert words in page


# -- the log of changes


def _subjects(page: str) -> str:
    return page[page.index("<tbody") :] if "<tbody" in page else ""


def test_the_log_shows_the_own_office_and_what_its_staff_did(office: Office, administrator: User) -> None:
    officer = staff(office)
    elsewhere = OfficeFactory()
    both = UserFactory(full_name="Người hai nơi")
    for place in (office, elsewhere):
        RoleFactory(user=both, office=place)
    record(officer, "training.open_class", TrainingClassFactory(office=office, title="Lớp nhà"))
    record(both, "training.open_class", TrainingClassFactory(office=elsewhere, title="Lớp người ta"))
    record(SYSTEM, "news.write_article", ArticleFactory(office=office, title="Tin nhà"))
    record(officer, "people.add_person", PersonFactory(full_name="Hà Thị Lan"))
    record(staff(elsewhere), "people.add_person", PersonFactory(full_name="Vũ Văn Xa"))
    page = _subjects(_get(administrator, AUDIT))
    for words in ("Lớp nhà", "Tin nhà", "Hà Thị Lan"):
        assert words in page, words
    for words in ("Lớp người ta", "Vũ Văn Xa"):
        assert words not in page, words
    assert not re.search(r"\b(training|people|news)\.\w+", page), "verbs are in words"


def test_the_log_is_filtered_by_person_deed_and_day_and_searched(office: Office, administrator: User) -> None:
    first, second = staff(office), staff(office)
    record(first, "training.open_class", TrainingClassFactory(office=office, title="Lớp Đối ngoại"))
    record(second, "training.publish_class", TrainingClassFactory(office=office, title="Lớp Văn thư"))
    AuditEntry.objects.filter(verb="training.publish_class").update(at=timezone.now() - timedelta(days=3))
    today = timezone.localdate()
    for query, found in (
        ({"nguoi": first.pk}, ["Lớp Đối ngoại"]),
        ({"viec": "training.publish_class"}, ["Lớp Văn thư"]),
        ({"ngay": today.isoformat()}, ["Lớp Đối ngoại"]),
        ({"ngay": (today - timedelta(days=3)).isoformat()}, ["Lớp Văn thư"]),
        ({"q": "doi ngo"}, ["Lớp Đối ngoại"]),
        ({"q": "goai"}, []),
        ({"q": "lop", "nguoi": second.pk}, ["Lớp Văn thư"]),
        ({"nguoi": "xyz", "viec": "bay", "ngay": "2026-13-40", "truoc": "-1"}, ["Lớp Đối ngoại", "Lớp Văn thư"]),
        ({"nguoi": "9" * 30}, ["Lớp Đối ngoại", "Lớp Văn thư"]),
    ):
        page = _subjects(_get(administrator, AUDIT, **query))
        assert [title for title in ("Lớp Đối ngoại", "Lớp Văn thư") if title in page] == found, query


def test_the_log_says_from_what_to_what_and_why(office: Office, administrator: User) -> None:
    made = TrainingClassFactory(office=office, title="Lớp cũ")
    before = snapshot(made)
    made.title = "Lớp <b>mới</b>"
    record(staff(office), "training.publish_class", made, before, reason="Gõ nhầm")
    page = _get(administrator, AUDIT)
    assert "<del>Lớp cũ</del>" in page
    assert "Gõ nhầm" in page
    assert "<b>mới" not in page


def test_the_log_goes_on_by_key(office: Office, administrator: User) -> None:
    officer = staff(office)
    made = [TrainingClassFactory(office=office, title=f"Lớp số {number:03}") for number in range(60)]
    record(officer, "training.open_class", made)
    client = _client(administrator)
    first = client.get(AUDIT).content.decode()
    (key,) = re.findall(r"\?truoc=(\d+)", first)
    record(officer, "training.open_class", TrainingClassFactory(office=office, title="Lớp chen vào"))
    second = client.get(AUDIT, {"truoc": key}).content.decode()
    shown = [re.findall(r"Lớp số \d{3}", _subjects(page)) for page in (first, second)]
    assert set(shown[0]).isdisjoint(shown[1])
    assert set(shown[0]) | set(shown[1]) == {one.title for one in made}, "nothing skipped, nothing twice"


def test_a_history_of_a_colleague_keeps_other_offices_out(office: Office, administrator: User) -> None:
    elsewhere = OfficeFactory()
    user = staff(office)
    RoleFactory(user=user, office=elsewhere)
    boss = UserFactory(full_name="Sếp nơi khác")
    RoleFactory(user=boss, office=elsewhere, kind=RoleKind.ADMINISTRATOR)
    set_roles(boss, elsewhere, user, [RoleKind.LEADER])
    set_roles(administrator, office, user, [RoleKind.EDITOR])
    page = _get(administrator, f"{USERS}{user.pk}/")
    assert "Sếp nơi khác" not in page
    assert "Sếp nơi khác" not in _get(administrator, AUDIT)


def _queries(user: User, path: str) -> int:
    client = _client(user)
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize("path", [USERS, AUDIT])
def test_lists_take_as_many_queries_for_three_rows_as_for_one(office: Office, administrator: User, path: str) -> None:
    def more(count: int) -> None:
        for _turn in range(count):
            staff(office)
            record(administrator, "training.open_class", TrainingClassFactory(office=office))

    more(1)
    one = _queries(administrator, path)
    more(2)
    assert _queries(administrator, path) == one


def test_no_page_has_an_inline_style_script_or_outside_address(office: Office, administrator: User) -> None:
    invitation = _invited(office, administrator)
    colleague = staff(office)
    pages = [path for method, path in _settings_pages(office, colleague, invitation) if method == "get"]
    for path in (*pages, ACCOUNT, f"{ACCOUNT}thiet-bi/", f"{ACCOUNT}buoc-hai/"):
        page = _get(administrator, path)
        assert "style=" not in page, path
        assert not re.search(r"<script(?![^>]*src=)", page), path
        assert "https://" not in page, path
        ids = re.findall(r'\sid="([^"]+)"', page)
        assert len(ids) == len(set(ids)), (path, sorted(one for one in ids if ids.count(one) > 1))
