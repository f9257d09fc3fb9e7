"""The page of a person: positions, citizen ID, classes, certificates, and what leads there."""

import logging
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from khuevan.core.models import AuditEntry
from khuevan.people.domain.merging import merge_people
from khuevan.people.domain.persons import add_person
from khuevan.people.domain.postings import add_posting
from khuevan.people.enums import RoleKind
from khuevan.people.models import Person, Posting
from tests.console.acting import Acting, notices
from tests.factories import (
    CertificateFactory,
    EnrollmentFactory,
    OfficeFactory,
    OrganizationFactory,
    RegisterFactory,
    TrainingClassFactory,
    staff,
)
from tests.factories.worlds import World, world

pytestmark = pytest.mark.django_db
NUMBER = "079182012345"


@pytest.fixture
def here() -> World:
    return world()


@pytest.fixture
def me(here: World) -> Acting:
    return Acting(here.officer)


def _page(person: Person) -> str:
    return reverse("console:people_one", args=(person.pk,))


def _known(here: World, **values: str) -> Person:
    return add_person(here.officer, full_name="Trần Văn Bình", office=here.office, **values)


def test_the_page_shows_what_is_known_with_rank_apart_from_the_name(here: World, me: Acting) -> None:
    here.issue()
    person = here.enrollments[0].person
    Person.objects.filter(pk=person.pk).update(rank="Thượng tá", honorific="đồng chí")
    page = me.get(_page(person))
    assert "Thượng tá" in page
    assert re.search(r"<h1[^>]*>\s*Hoàng Thị Bích Tuyền\s*</h1>", page)
    assert here.training_class.title in page
    assert here.enrollments[0].certificates.get().number_text in page


def test_the_citizen_id_is_masked_and_shown_whole_to_whoever_asks(
    here: World, me: Acting, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    person = _known(here, citizen_id=NUMBER)
    address = reverse("console:people_citizen_id", args=(person.pk,))
    shown = me.get(_page(person))
    assert NUMBER not in shown
    assert "2345" in shown
    answer = me.client.post(address)
    assert NUMBER in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert me.client.get(address).status_code == 405, "a number has no address"
    assert AuditEntry.objects.filter(verb="people.reveal_citizen_id", actor=here.officer).count() == 1
    reader = Acting(staff(here.office, RoleKind.EDITOR))
    assert address not in reader.get(_page(person))
    assert NUMBER not in reader.post(address)
    assert NUMBER not in me.get(reverse("console:people"))
    assert NUMBER not in caplog.text


def test_the_form_takes_a_number_and_says_what_is_doubtful(here: World, me: Acting) -> None:
    add = reverse("console:people_add")
    page = me.post(add, form=add, full_name="Trần Văn Bình", birth="1990", gender="male", citizen_id="079 182 012 345")
    assert len(notices(page)) == 3, "stored, and both the gender and the year are doubtful"
    person = Person.objects.get(full_name="Trần Văn Bình")
    assert person.citizen_id_hash
    change = reverse("console:people_change", args=(person.pk,))
    form = me.get(change)
    assert NUMBER not in form
    assert "2345" in form
    values = {"full_name": "Trần Văn Bình", "birth": "1990", "gender": "male"}
    before = person.citizen_id_sealed
    me.post(change, form=change, **values, phone="0912345678")
    person.refresh_from_db()
    assert (person.phone, person.citizen_id_sealed) == ("0912345678", before), "an empty field keeps the number"
    me.post(change, form=change, **values, forget_citizen_id="on")
    person.refresh_from_db()
    assert (person.citizen_id_sealed, person.citizen_id_hash) == ("", "")


def test_a_number_somebody_has_is_refused_beside_its_field(here: World, me: Acting) -> None:
    _known(here, citizen_id=NUMBER)
    add = reverse("console:people_add")
    answer = me.client.post(add, {**me.hidden(add), "full_name": "Trần Bình", "citizen_id": NUMBER})
    assert answer.status_code == 422
    assert "Trần Văn Bình" in answer.context["form"].errors["citizen_id"][0]
    answer = me.client.post(add, {"full_name": "Trần Bình", "citizen_id": "12345"})
    assert "citizen_id" in answer.context["form"].errors


def test_a_whole_number_typed_into_the_search_leads_to_its_bearer_and_leaves_the_address(
    here: World, me: Acting
) -> None:
    person = _known(here, citizen_id=NUMBER)
    people = reverse("console:people")
    answer = me.client.get(people, {"q": "079 182 012345"})
    assert answer.headers["Location"] == _page(person)
    assert me.client.get(people, {"q": NUMBER}, headers={"HX-Request": "true"}).headers["HX-Redirect"] == _page(person)
    stranger = Acting(staff(OfficeFactory()))
    nobody = stranger.client.get(people, {"q": NUMBER})
    assert nobody.headers["Location"] == people
    unknown = stranger.client.get(people, {"q": "001082004321"})
    assert (unknown.status_code, unknown.headers["Location"]) == (302, people), "both answer alike"
    assert me.client.get(people, {"q": "912345678"}).status_code == 200, "nine digits may be part of a telephone number"


def test_positions_are_entered_corrected_and_removed(here: World, me: Acting) -> None:
    person = here.enrollments[0].person
    body = OrganizationFactory(name="Sở Nội vụ")
    add = reverse("console:posting_add", args=(person.pk,))
    organization = {"organization": body.name, "organization-pick": str(body.pk)}
    page = me.post(add, form=add, position="Giám đốc", since="2020-01-02", **organization)
    posting = Posting.objects.get()
    assert (posting.organization, posting.organization_name) == (body, "Sở Nội vụ")
    assert "02/01/2020" in page
    change = reverse("console:posting_change", args=(person.pk, posting.pk))
    me.post(change, form=change, position="Phó Giám đốc", **organization)
    posting.refresh_from_db()
    assert (posting.position, posting.since) == ("Phó Giám đốc", None)
    assert me.status(change, position="", organization="") == 422
    elsewhere = reverse("console:posting_change", args=(here.enrollments[1].person_id, posting.pk))
    assert me.client.get(elsewhere).status_code == 404, "of somebody else"
    assert Acting(staff(here.office, RoleKind.EDITOR)).client.get(add).status_code == 404
    me.post(reverse("console:posting_remove", args=(person.pk, posting.pk)))
    assert not Posting.objects.exists()


def test_the_page_asks_the_database_as_often_for_three_classes_as_for_one(here: World, me: Acting) -> None:
    person, counts = here.enrollments[0].person, []
    for year in (2031, 2032, 2033):
        made = TrainingClassFactory(office=here.office, year=year)
        learner = EnrollmentFactory(training_class=made, person=person, position=f"Chuyên viên {year}")
        CertificateFactory(enrollment=learner, register=RegisterFactory(office=here.office, year=year))
        add_posting(here.officer, person, position=f"Giám đốc {year}")
        merge_people(here.officer, person, _known(here))
        me.get(_page(person))
        with CaptureQueriesContext(connection) as asked:
            me.get(_page(person))
        counts.append(len(asked))
    assert counts[0] == counts[2]
