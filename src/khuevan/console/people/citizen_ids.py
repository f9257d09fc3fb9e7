"""The citizen ID of somebody: masked, shown whole to whoever asks deliberately, and found when typed whole."""

from collections.abc import Callable

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from khuevan.core.errors import DomainError
from khuevan.core.screens import notice, staff_page
from khuevan.people.domain.persons import reveal_citizen_id
from khuevan.people.identity import digits_of, hash_of_query
from khuevan.people.models import Person

_WHOLE = 12


@staff_page
@require_POST
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """A page of its own, never kept and never reached by an address: going back hides the number again."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    try:
        number, trouble = reveal_citizen_id(request.user, person), ""
    except DomainError as error:
        number, trouble = "", error.message
    context = {"person": person, "number": number, "trouble": trouble}
    return render(request, "console/people/citizen_id.html", context, status=422 if trouble else 200)


def asked_for(request: HttpRequest, visible: Callable[[], QuerySet[Person]]) -> HttpResponse | None:
    """Where somebody who typed a whole number into the search goes: to its bearer, and the number leaves the address.

    None for any other search, and for nine digits of nobody, which may be part of a telephone number.
    """
    query = request.GET.get("q", "")
    digest = hash_of_query(query)
    if digest is None:
        return None
    found = visible().with_citizen_id(digest).first()  # type: ignore[attr-defined]  # of PersonQuerySet
    if found is None and len(digits_of(query) or "") != _WHOLE:
        return None
    if found is None:
        notice(request, _("Nobody in the directory has this citizen ID."))
    address = reverse("console:people_one", args=(found.pk,)) if found else reverse("console:people")
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


urlpatterns = [path("danh-ba/<int:pk>/can-cuoc/", reveal, name="people_citizen_id")]
