"""Personal links: told once, kept as a hash, good until they end or are taken back, and only for one's own."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from khuevan.core.actors import SYSTEM, Bearer
from khuevan.core.errors import DomainError
from khuevan.core.models import AuditEntry
from khuevan.core.tokens import new_token, token_hash
from khuevan.people.domain.access_codes import redeem_code, send_code
from khuevan.people.domain.access_links import (
    LONGEST,
    VALID,
    bearer_of,
    extend_link,
    link_address,
    link_by_code,
    link_in_force,
    link_of,
    make_link,
    make_links,
    note_use,
    revoke_link,
)
from khuevan.people.domain.merging import merge_people, unmerge_people
from khuevan.people.domain.persons import add_person
from khuevan.people.enums import ContactSlot, LinkState, RoleKind
from khuevan.people.models import AccessLink, Contact, Office, Organization, Person, User
from tests.factories import OfficeFactory, OrganizationFactory, PersonFactory, UserFactory, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return OfficeFactory()


@pytest.fixture
def officer(office: Office) -> User:
    return staff(office)


@pytest.fixture
def agency() -> Organization:
    return OrganizationFactory(name="UBND xã Diên Khánh")


@pytest.fixture
def contact(agency: Organization) -> Contact:
    return Contact.objects.create(
        organization=agency, slot=ContactSlot.FOCAL, name="Lê Hữu Phước", phone="02583822412", email="phuoc@dk.gov.vn"
    )


@pytest.fixture
def person(office: Office, officer: User) -> Person:
    return add_person(officer, full_name="Trần Thị Minh Nguyệt", office=office)


def _refused(code: str, function: object, *args: object, **values: object) -> None:
    with pytest.raises(DomainError) as refused:
        function(*args, **values)  # type: ignore[operator]
    assert refused.value.code == code
    assert refused.value.message


def test_a_link_of_an_agency_says_for_whom_it_stands(
    office: Office, officer: User, agency: Organization, contact: Contact
) -> None:
    link, token = make_link(officer, office=office, organization=agency, contact=contact)
    assert link_of(token) == link
    assert (link.made_by, link.state) == (officer, LinkState.VALID)
    last = timezone.localtime(link.expires_at)
    assert (last.date(), f"{last:%H:%M:%S}") == (timezone.localdate(timezone.now() + VALID), "23:59:59")
    assert bearer_of(link) == Bearer(
        label="Lê Hữu Phước, UBND xã Diên Khánh",
        office_id=office.pk,
        organization_id=agency.pk,
        person_id=None,
        link_id=link.pk,
    )
    assert link_address(token) == f"http://testserver/vao/{token}/"


def test_a_link_of_a_person_says_for_whom_it_stands(office: Office, officer: User, person: Person) -> None:
    link, token = make_link(officer, office=office, person=person)
    assert link_of(token) == link
    bearer = bearer_of(link)
    assert (bearer.label, bearer.person_id, bearer.organization_id) == ("Trần Thị Minh Nguyệt", person.pk, None)


def test_a_link_is_for_an_agency_or_a_person_never_for_both_or_nobody(
    office: Office, officer: User, agency: Organization, person: Person
) -> None:
    _refused("already_there", make_link, officer, office=office)
    _refused("already_there", make_link, officer, office=office, organization=agency, person=person)


def test_the_secret_is_long_and_stored_and_told_nowhere(office: Office, officer: User, agency: Organization) -> None:
    link, token = make_link(officer, office=office, organization=agency)
    extend_link(officer, link, valid=timedelta(days=90))
    revoke_link(officer, link, reason="Đổi đầu mối")
    assert len(token) >= 43, "256 bits"
    assert len({new_token() for _turn in range(100)}) == 100
    stored = str(list(AccessLink.objects.values())) + str(list(AuditEntry.objects.values()))
    assert token not in stored
    assert token_hash(token) == link.token_hash
    assert link.token_hash not in str(list(AuditEntry.objects.values()))
    verbs = AuditEntry.objects.filter(subject_type="people.accesslink").order_by("pk")
    assert [(entry.verb, entry.reason, entry.office_key) for entry in verbs] == [
        ("people.make_link", "", office.pk),
        ("people.extend_link", "", office.pk),
        ("people.revoke_link", "Đổi đầu mối", office.pk),
    ]


def test_a_dead_link_is_no_link(office: Office, officer: User, agency: Organization) -> None:
    link, token = make_link(officer, office=office, organization=agency)
    for spoilt in (token[:-1], token + "x", token.swapcase(), "", "\udcff", "x" * 5000):
        assert link_of(spoilt) is None
    AccessLink.objects.filter(pk=link.pk).update(expires_at=timezone.now())
    assert link_of(token) is None
    assert link_in_force(link.pk) is None
    extend_link(officer, link)
    assert link_of(token) == link, "the card on paper works again"
    revoke_link(officer, link)
    assert link_of(token) is None
    assert link_in_force(link.pk) is None
    _refused("link_revoked", revoke_link, officer, link)
    _refused("link_revoked", extend_link, officer, link)


def test_making_a_link_longer_never_shortens_it(office: Office, officer: User, agency: Organization) -> None:
    link, _token = make_link(officer, office=office, organization=agency, valid=timedelta(days=300))
    before = link.expires_at
    extend_link(officer, link, valid=timedelta(days=30))
    link.refresh_from_db()
    assert link.expires_at == before


@pytest.mark.parametrize("valid", [timedelta(), timedelta(days=-1), LONGEST + timedelta(seconds=1)])
def test_a_link_lasts_some_days(office: Office, officer: User, agency: Organization, valid: timedelta) -> None:
    _refused("link_too_long", make_link, officer, office=office, organization=agency, valid=valid)
    link, _token = make_link(officer, office=office, organization=agency)
    _refused("link_too_long", extend_link, officer, link, valid=valid)


def test_only_who_keeps_the_directory_makes_and_takes_back(
    office: Office, officer: User, agency: Organization, person: Person
) -> None:
    link, _token = make_link(staff(office, RoleKind.CLERK), office=office, organization=agency)
    outsiders = [
        staff(office, RoleKind.LEADER),
        staff(office, RoleKind.EDITOR),
        staff(OfficeFactory()),
        UserFactory(),
        AnonymousUser(),
        bearer_of(link),
    ]
    for actor in outsiders:
        _refused("not_allowed", make_link, actor, office=office, organization=agency)
        _refused("not_allowed", make_links, actor, office=office, people=[person])
        _refused("not_allowed", extend_link, actor, link)
        _refused("not_allowed", revoke_link, actor, link)
    assert AccessLink.objects.visible_to(staff(office, RoleKind.EDITOR)).get() == link
    assert not AccessLink.objects.visible_to(staff(OfficeFactory())).exists()
    assert not AccessLink.objects.visible_to(bearer_of(link)).exists()


def test_a_contact_of_another_body_gets_no_link_of_this_one(
    office: Office, officer: User, contact: Contact, person: Person
) -> None:
    _refused(
        "contact_elsewhere", make_link, officer, office=office, organization=OrganizationFactory(), contact=contact
    )
    _refused("contact_elsewhere", make_link, officer, office=office, person=person, contact=contact)


def test_a_person_whom_the_office_does_not_know_gets_no_link(office: Office, officer: User, person: Person) -> None:
    stranger = PersonFactory(full_name="Vừ A Dính")
    _refused("person_not_known", make_link, officer, office=office, person=stranger)
    _refused("person_not_known", make_links, officer, office=office, people=[person, stranger])
    _refused("person_not_known", make_link, SYSTEM, office=office, person=stranger)
    assert not AccessLink.objects.exists()


def test_links_of_many_come_in_their_order_in_few_queries(
    office: Office, officer: User, django_assert_max_num_queries: object
) -> None:
    people = [add_person(officer, full_name=f"Lò Thị {turn}", office=office) for turn in range(30)]
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        made = make_links(officer, office=office, people=people[::-1], valid=timedelta(days=10))
    assert [link.person for link, _token in made] == people[::-1]
    assert all(link_of(token) == link for link, token in made)
    assert len({token for _link, token in made}) == 30
    assert AuditEntry.objects.filter(verb="people.make_links").count() == 30
    assert make_links(officer, office=office, people=[]) == []


def test_only_the_first_use_is_written(office: Office, officer: User, agency: Organization) -> None:
    link, _token = make_link(officer, office=office, organization=agency)
    note_use(link)
    link.refresh_from_db()
    first = link.first_used_at
    assert first is not None
    note_use(link)
    note_use(AccessLink.objects.get(pk=link.pk))
    link.refresh_from_db()
    assert link.first_used_at == first


def test_a_merged_person_keeps_the_links_and_gives_them_back(office: Office, officer: User, person: Person) -> None:
    twin = add_person(officer, full_name="Trần Thị Minh Nguyệt", office=office)
    _link, token = make_link(officer, office=office, person=twin)
    merge = merge_people(officer, person, twin)
    assert bearer_of(link_of(token)).person_id == person.pk
    unmerge_people(officer, merge)
    assert bearer_of(link_of(token)).person_id == twin.pk


def test_who_came_by_a_code_has_a_link_for_a_day_that_nobody_can_pass_on(
    office: Office, agency: Organization, contact: Contact, typed_code: object
) -> None:
    code = typed_code(office, contact)  # type: ignore[operator]
    link = link_by_code(code, office=office, organization=agency)
    assert link_in_force(link.pk) == link
    assert timedelta(hours=23) < link.expires_at - timezone.now() <= timedelta(days=1)
    assert (link.contact, link.made_by) == (contact, None)
    entry = AuditEntry.objects.get(verb="people.link_by_code")
    assert (entry.actor_label, entry.actor) == ("Lê Hữu Phước, UBND xã Diên Khánh", None)
    other = link_by_code(code, office=office, organization=OrganizationFactory())
    assert other.contact is None


@pytest.fixture
def typed_code(sent_digits: object) -> object:
    def type_it(office: Office, contact: Contact) -> object:
        send_code(purpose="test", subject="1", office_id=office.pk, contact=contact, about="việc thử")
        return redeem_code(purpose="test", subject="1", typed=sent_digits())  # type: ignore[operator]

    return type_it
