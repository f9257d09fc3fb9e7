"""Danh bạ: the people an office knows, and the organizations they come from."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from khuevan.certificates.models import Certificate
from khuevan.console import organizations
from khuevan.console.linking import links_of
from khuevan.console.people import citizen_ids, comparing, pairs, postings
from khuevan.console.resources import ConsoleResource
from khuevan.console.rights import rights_of
from khuevan.core.forms import VerbForm
from khuevan.core.permissions import may
from khuevan.core.screens import act, answer_form, notice, staff_page
from khuevan.nominations.models import Enrollment
from khuevan.people.domain.merging import absorbed_by
from khuevan.people.domain.persons import remove_person
from khuevan.people.domain.postings import current_of, postings_of
from khuevan.people.identity import masked
from khuevan.people.interfaces.directory_forms import PersonForm
from khuevan.people.interfaces.link_forms import offices_kept
from khuevan.people.interfaces.tables import PeopleList
from khuevan.people.models import Person


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

    def list_view(self) -> HttpResponse:
        asked = citizen_ids.asked_for(self.request, self.visible)
        if asked:
            return asked
        if self.request.method == "POST" and self.request.POST.get("viec") == "gop":
            return self._compare_chosen()
        return super().list_view()

    def _compare_chosen(self) -> HttpResponse:
        chosen = list(self.make_list().chosen()[:3])
        if len(chosen) != 2:
            messages.error(self.request, _now("Tick exactly two entries to compare them."))
            return HttpResponseRedirect(self.request.get_full_path())
        return HttpResponseRedirect(reverse("console:compare", args=[person.pk for person in chosen]))

    def facts(self, row: Person) -> Sequence[tuple[str, object]]:
        return [
            (_now("Form of address"), row.honorific),
            (_now("Rank or degree"), row.rank),
            (_now("Born"), row.birth_text),
            (_now("Gender"), capfirst(row.get_gender_display())),
            (_now("Telephone"), row.phone),
            (_now("E-mail"), row.email),
        ]

    def told_of(self, row: Person) -> Sequence[Model]:
        """With what was done to the positions held, and to the entries merged into this one."""
        return [row, *row.postings.all(), *absorbed_by(row)]

    def detail(self, row: Person) -> dict[str, Any]:
        """What the offices of the actor know: positions, classes, certificates, entries merged into this one."""
        learned = Enrollment.objects.visible_to(self.actor).filter(person=row).select_related("training_class")
        certificates = Certificate.objects.visible_to(self.actor).filter(enrollment__person=row)
        held = postings_of(row, self.actor)
        merges = row.merges.visible_to(self.actor).filter(undone_at=None).select_related("merged", "by")
        return {
            "learned": learned.order_by("-training_class__start_date"),
            "certificates": certificates.order_by("-issued_on", "-pk").select_related("enrollment__training_class"),
            "held": held,
            "held_now": current_of(held, localdate()),
            "merges": [(merge, may(self.actor, "people.unmerge_people", merge)) for merge in merges],
            "citizen_id": masked(row.citizen_id_sealed),
            "may_remove": self.may_change(row),
            **rights_of(self.actor, row),
            "make_address": reverse("console:people_link_make", args=(row.pk,)),
            "access_links": links_of(self.actor, person=row),
            "may_make_links": bool(offices_kept(self.actor, row)),
        }

    def _answer(self, form: VerbForm, heading: str, cancel: str) -> HttpResponse:
        """As every form; what is doubtful about a citizen ID is said beside the notice."""

        def done(row: Person) -> str:
            notice(self.request, _now("Saved: %(what)s.") % {"what": row})
            for doubt in getattr(form, "doubts", ()):
                messages.warning(self.request, _now("Look at the citizen ID again. %(doubt)s") % {"doubt": doubt})
            return self.address("_one", row.pk)

        context = self._context(heading=heading, cancel_address=cancel)
        return answer_form(self.request, form, self.form_template, context, done)

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


urlpatterns = [
    *organizations.urlpatterns,
    *People.urls(),
    *pairs.urlpatterns,
    *comparing.urlpatterns,
    *postings.urlpatterns,
    *citizen_ids.urlpatterns,
]
