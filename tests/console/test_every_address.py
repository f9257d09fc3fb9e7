"""Every address of the console, asked by nobody, by an outsider of another office and by a person without an office.

The list of addresses comes from the URL configuration itself, so a new page cannot be forgotten here.
"""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from khuevan.core.models import AuditEntry
from khuevan.people.enums import RoleKind
from tests.console.acting import Acting, without_address
from tests.console.everything import Everything, everything
from tests.factories import OfficeFactory, RoleFactory, UserFactory, staff

pytestmark = pytest.mark.django_db

MISSING = 999_983
OPEN_TO_ALL_STAFF = {
    # lists and forms that show every member of staff their own office only, or nothing of any office
    "start", "worklist", "classes", "calendar", "class_open", "people", "people_add", "organizations",
    "organizations_add", "organizations_one", "organizations_change", "components", "jobs", "certificates", "articles",
    "choose", "records", "account", "signers_add",
    # what comes with the program, and the versions of one's own office
    "paper_template_kind", "paper_template_start",
    # bodies belong to nobody: whoever keeps a directory keeps them for all offices
    "organization_fate", "organization_fate_change", "organization_fate_remove", "organization_remove",
    "organization_contact_add", "organization_contacts_confirm", "organization_contact_change",
    "organization_contact_remove", "directory_change_undo", "organization_link_make",
}  # fmt: skip


HIDDEN_EVEN_HERE = ("certificate_file", "class_deed", "record_file", "class_made_preview", "class_dossier_zip")
"""Addresses that the state of this world closes even to its own administrator."""


def _patterns(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, str]]:
    for one in patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _patterns(one.url_patterns, route)
        elif one.name:
            yield one.name, route


def _console() -> list[tuple[str, str]]:
    resolver = next(
        one for one in get_resolver().url_patterns if isinstance(one, URLResolver) and one.namespace == "console"
    )
    return sorted(_patterns(resolver.url_patterns))


CONSOLE = _console()
OF_AN_OFFICE = [(name, route) for name, route in CONSOLE if name not in OPEN_TO_ALL_STAFF and "<" in route]


def _address(name: str, route: str, there: Everything, *, real: bool) -> str:
    """The address with the keys of what exists, or with keys of nothing."""
    kwargs = {}
    for converter, key in re.findall(r"<(?:(\w+):)?(\w+)>", route):
        value = there.key_of(name, key)
        kwargs[key] = value if real or converter != "int" else MISSING
    return reverse(f"console:{name}", kwargs=kwargs)


def test_there_are_addresses_to_walk() -> None:
    assert len(OF_AN_OFFICE) > 80


def test_only_an_address_of_a_class_is_walked_with_the_key_of_a_class() -> None:
    """The keys of two tables are equal by chance only, and by another chance in the next run."""
    named = everything().of_view
    assert [name for name, route in CONSOLE if "<int:pk>" in route and route[:4] != "lop/" and name not in named] == []


def test_an_address_of_another_office_answers_like_one_of_nothing() -> None:
    there = everything()
    strangers = [Acting(staff(OfficeFactory(), role)).client for role in (RoleKind.OFFICER, RoleKind.ADMINISTRATOR)]
    before = AuditEntry.objects.count()
    wrong = []
    for name, route in OF_AN_OFFICE:
        real, missing = (_address(name, route, there, real=kind) for kind in (True, False))
        for stranger in strangers:
            for method in ("get", "post"):
                hidden, nothing = getattr(stranger, method)(real), getattr(stranger, method)(missing)
                same = hidden.status_code == nothing.status_code and hidden.status_code in {404, 405}
                if same and hidden.status_code == 404:
                    pages = (without_address(one.content.decode()) for one in (hidden, nothing))
                    same = next(pages) == next(pages)
                if not same:
                    wrong.append((name, method, hidden.status_code, nothing.status_code))
    assert not wrong, "\n".join(map(str, wrong))
    assert AuditEntry.objects.count() == before, "and nothing was done"


def test_its_own_office_does_see_these_addresses() -> None:
    """Guards the walk above: keys that point to nothing would be missing for everybody."""
    there = everything()
    user = staff(there.here.office, RoleKind.ADMINISTRATOR)
    RoleFactory(user=user, office=there.waiting.office, kind=RoleKind.ADMINISTRATOR)
    me = Acting(user).client
    unseen = []
    for name, route in OF_AN_OFFICE:
        answer = me.get(_address(name, route, there, real=True))
        for close in answer._resource_closers:  # files; answer.close() would also close the database of the test
            close()
        if answer.status_code not in {200, 302, 405}:
            unseen.append((name, answer.status_code))
    assert sorted(unseen) == sorted((name, 404) for name in HIDDEN_EVEN_HERE), unseen


def test_a_visitor_is_sent_to_the_door_wherever_he_knocks() -> None:
    there = everything()
    wrong = []
    for name, route in CONSOLE:
        for real in (True, False):
            path = _address(name, route, there, real=real)
            answer = Client().get(path)
            if answer.status_code != 302 or not answer.headers["Location"].startswith("/can-bo/dang-nhap/?next="):
                wrong.append((path, answer.status_code))
    assert not wrong, "\n".join(map(str, wrong))


def test_somebody_without_an_office_breaks_nothing() -> None:
    nobody = Acting(UserFactory()).client
    answers = {name: nobody.get(reverse(f"console:{name}")).status_code for name, route in CONSOLE if "<" not in route}
    assert {name: code for name, code in answers.items() if code not in {200, 302, 404, 405}} == {}
