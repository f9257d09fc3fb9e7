"""Positions somebody held: entered, corrected, removed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from khuevan.core.permissions import may
from khuevan.core.screens import act, answer_form, notice, staff_page
from khuevan.people.domain.postings import remove_posting
from khuevan.people.interfaces.posting_forms import PostingForm
from khuevan.people.models import Person, Posting


def _person(request: HttpRequest, pk: int) -> Person:
    """Somebody the actor may change."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    if not may(request.user, "people.change_person", person):
        raise Http404
    return person


def _page(person: Person) -> str:
    return reverse("console:people_one", args=(person.pk,)) + "#chuc-vu"


def _answer(request: HttpRequest, person: Person, form: PostingForm, heading: str) -> HttpResponse:
    def done(posting: Posting) -> str:
        notice(request, _("Saved: %(what)s.") % {"what": posting})
        return _page(person)

    context = {"person": person, "heading": heading, "cancel": _page(person)}
    return answer_form(request, form, "console/people/posting.html", context, done)


@staff_page
def add(request: HttpRequest, pk: int) -> HttpResponse:
    person = _person(request, pk)
    form = PostingForm(request.user, request.POST or None, person=person)
    return _answer(request, person, form, _("A position held"))


@staff_page
def change(request: HttpRequest, pk: int, posting: int) -> HttpResponse:
    person = _person(request, pk)
    held = get_object_or_404(person.postings.all(), pk=posting)
    form = PostingForm(request.user, request.POST or None, person=person, instance=held)
    return _answer(request, person, form, str(held))


@staff_page
@require_POST
def remove(request: HttpRequest, pk: int, posting: int) -> HttpResponse:
    person = _person(request, pk)
    held = get_object_or_404(person.postings.all(), pk=posting)

    def work() -> None:
        name = str(held)
        remove_posting(request.user, held)
        notice(request, _("Removed: %(what)s.") % {"what": name})

    return act(request, work, _page(person))


urlpatterns = [
    path("danh-ba/<int:pk>/chuc-vu/them/", add, name="posting_add"),
    path("danh-ba/<int:pk>/chuc-vu/<int:posting>/sua/", change, name="posting_change"),
    path("danh-ba/<int:pk>/chuc-vu/<int:posting>/xoa/", remove, name="posting_remove"),
]
