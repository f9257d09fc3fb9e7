"""Danh bạ: the people an office knows, and the organizations they come from."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from khuevan.console.resources import ConsoleResource
from khuevan.core.screens import act, notice, staff_page
from khuevan.core.templatetags.khuevan import vn_date
from khuevan.nominations.models import Enrollment
from khuevan.people.domain.directory import remove_person
from khuevan.people.interfaces.directory_forms import OrganizationForm, PersonForm
from khuevan.people.interfaces.tables import OrganizationList, PeopleList
from khuevan.people.models import Organization, Person


class People(ConsoleResource[Person]):
    name = "people"
    path = "danh-ba"
    model = Person
    title = _("People")
    new_title = _("Add a person")
    listing = PeopleList
    form = PersonForm
    add_permission = "people.change_directory"
    change_permission = "people.change_person"
    list_template = "console/directory/list.html"
    detail_template = "console/directory/person.html"

    def facts(self, row: Person) -> Sequence[tuple[str, object]]:
        return [
            (_now("Born"), row.birth_text),
            (_now("Gender"), row.get_gender_display()),
            (_now("Rank or degree"), row.rank),
            (_now("Telephone"), row.phone),
            (_now("E-mail"), row.email),
        ]

    def detail(self, row: Person) -> dict[str, Any]:
        """Classes of the actor's offices in which this person learned."""
        learned = Enrollment.objects.visible_to(self.actor).filter(person=row).select_related("training_class")
        return {"learned": learned.order_by("-training_class__start_date"), "may_remove": self.may_change(row)}

    @classmethod
    def urls(cls) -> list[URLPattern]:
        return [*super().urls(), path(f"{cls.path}/<int:pk>/xoa/", remove_from_directory, name="people_remove")]


@staff_page
@require_POST
def remove_from_directory(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)

    def work() -> str:
        name = str(person)
        remove_person(request.user, person)
        notice(request, _now("%(name)s is no longer in the directory.") % {"name": name})
        return People.address("")

    return act(request, work, People.address("_one", pk))


class Organizations(ConsoleResource[Organization]):
    name = "organizations"
    path = "danh-ba/co-quan"
    model = Organization
    title = _("Organizations")
    new_title = _("Add an organization")
    listing = OrganizationList
    form = OrganizationForm
    add_permission = "people.change_directory"
    change_permission = "people.change_organization"
    list_template = "console/directory/list.html"

    def facts(self, row: Organization) -> Sequence[tuple[str, object]]:
        return [
            (_now("Short name"), row.short_name),
            (_now("Symbol"), row.symbol),
            (_now("Kind"), row.get_kind_display()),
            (_now("Belongs to"), row.parent),
            (_now("Place"), row.place_name),
            (_now("Exists since"), vn_date(row.valid_from)),
            (_now("Existed until"), vn_date(row.valid_to)),
        ]


urlpatterns = [*Organizations.urls(), *People.urls()]
