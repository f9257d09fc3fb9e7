"""Two entries side by side: made one, told apart, and parted again."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from khuevan.certificates.models import Certificate
from khuevan.core.actors import Actor
from khuevan.core.permissions import may
from khuevan.core.rows import stamp
from khuevan.core.screens import act, form_page, notice, staff_page
from khuevan.nominations.models import Enrollment
from khuevan.people.domain.duplicates import doubt_again, tell_apart, traits_of
from khuevan.people.domain.likeness import likeness
from khuevan.people.domain.merging import COLUMNS, merge_people, unmerge_people
from khuevan.people.domain.postings import Held, postings_of
from khuevan.people.enums import DuplicateState
from khuevan.people.interfaces.duplicates import compared, pills
from khuevan.people.models import Person, PersonMerge, PossibleDuplicate

SIDES = ("first", "second")


@dataclass(frozen=True)
class Side:
    """One of the two entries, with what stands in the offices of the reader.

    ``may_go``: it may be merged into the other one; ``may_stay``: it may be the one that is kept.
    """

    name: str
    person: Person
    stamp: str
    learned: list[Enrollment]
    certificates: list[Certificate]
    held: list[Held]
    may_go: bool
    may_stay: bool


def _people(request: HttpRequest, first: int, second: int) -> tuple[Person, Person]:
    visible = Person.objects.visible_to(request.user)
    return get_object_or_404(visible, pk=first), get_object_or_404(visible.exclude(pk=first), pk=second)


def _address(first: int, second: int) -> str:
    return reverse("console:compare", args=(first, second))


def _kept_since(request: HttpRequest, *keys: int) -> Person | None:
    """Whom one of the two was merged into meanwhile, where the reader may know."""
    merge = PersonMerge.objects.filter(merged__in=keys, undone_at=None).visible_to(request.user).first()
    return merge.kept if merge else None


@staff_page
@require_safe
def compare(request: HttpRequest, first: int, second: int) -> HttpResponse:
    kept = _kept_since(request, first, second)
    if kept:
        notice(request, _("The two entries are one by now."))
        return HttpResponseRedirect(reverse("console:people_one", args=(kept.pk,)))
    one, other = _people(request, first, second)
    pair = _pair(one, other)
    alike = likeness(traits_of(one), traits_of(other))
    sides = [_side(request.user, name, *two) for name, two in zip(SIDES, ((one, other), (other, one)), strict=True)]
    kept_side = _proposed(sides)
    context = {
        "sides": sides,
        "kept_side": kept_side,
        "may_merge": any(side.may_stay for side in sides),
        "may_decide": all(may(request.user, "people.change_person", person) for person in (one, other)),
        "fields": compared(one, other, kept_side),
        "pair": pair,
        "apart": pair is not None and pair.state == DuplicateState.DISMISSED,
        "score": pair.score if pair else alike.score,
        "pills": pills(pair.reasons if pair else alike.reasons),
        "next_address": _next(request.user, pair),
    }
    return form_page(render(request, "console/people/compare.html", context))


def _proposed(sides: list[Side]) -> str:
    """Who is kept unless the reader says otherwise: who may be, then who stands in more lists, then the older entry."""
    best = max(sides, key=lambda side: (side.may_stay, len(side.learned) + len(side.certificates), -side.person.pk))
    return best.name


def _side(actor: Actor, name: str, person: Person, other: Person) -> Side:
    learned = Enrollment.objects.visible_to(actor).filter(person=person).select_related("training_class")
    certificates = Certificate.objects.visible_to(actor).filter(enrollment__person=person)
    may_go = may(actor, "people.keep_everywhere", person)
    goes = may(actor, "people.keep_everywhere", other)
    return Side(
        name=name,
        person=person,
        stamp=stamp(person),
        learned=list(learned.order_by("-training_class__start_date", "-pk")),
        certificates=list(certificates.order_by("-issued_on", "-pk")),
        held=postings_of(person, actor),
        may_go=may_go,
        may_stay=goes and may(actor, "people.change_person", person),
    )


def _pair(one: Person, other: Person) -> PossibleDuplicate | None:
    first, second = sorted((one.pk, other.pk))
    return PossibleDuplicate.objects.filter(first=first, second=second).first()


def _next(actor: Actor, pair: PossibleDuplicate | None) -> str:
    """The pair that follows in the list, from the most alike down; empty after the last one."""
    waiting = PossibleDuplicate.objects.visible_to(actor).filter(state=DuplicateState.OPEN).order_by("-score", "pk")
    if pair:
        below = waiting.filter(score__lt=pair.score) | waiting.filter(score=pair.score, pk__gt=pair.pk)
        following = below.first() or waiting.exclude(pk=pair.pk).first()
    else:
        following = waiting.first()
    return _address(following.first_id, following.second_id) if following else ""


@staff_page
@require_POST
def merge(request: HttpRequest, first: int, second: int) -> HttpResponse:
    here = _address(first, second)
    people = dict(zip(SIDES, _people(request, first, second), strict=True))
    gone_side, kept_side = sorted(SIDES, key=lambda side: side == request.POST.get("giu"))
    take = {name for name in COLUMNS if request.POST.get(f"lay-{name}") == gone_side}
    seen = (request.POST.get(f"thay-{kept_side}", ""), request.POST.get(f"thay-{gone_side}", ""))

    def work() -> str:
        kept, gone = people[kept_side], people[gone_side]
        following = _next(request.user, _pair(kept, gone))
        made = merge_people(request.user, kept, gone, take=take, seen=seen)
        words = _("%(gone)s is now part of the entry of %(kept)s.") % {"gone": gone, "kept": kept}
        notice(request, words, undo=reverse("console:unmerge", args=(made.pk,)))
        return following if request.POST.get("tiep") and following else reverse("console:people_one", args=(kept.pk,))

    return act(request, work, here)


@staff_page
@require_POST
def apart(request: HttpRequest, first: int, second: int) -> HttpResponse:
    one, other = _people(request, first, second)

    def work() -> str:
        pair = tell_apart(request.user, one, other)
        undo = reverse("console:compare_again", args=(first, second))
        notice(request, _("%(one)s and %(other)s stay two people.") % {"one": one, "other": other}, undo=undo)
        return _next(request.user, pair) or reverse("console:duplicates")

    return act(request, work, _address(first, second))


@staff_page
@require_POST
def again(request: HttpRequest, first: int, second: int) -> HttpResponse:
    one, other = _people(request, first, second)

    def work() -> None:
        low, high = sorted((one.pk, other.pk))
        doubt_again(request.user, get_object_or_404(PossibleDuplicate, first=low, second=high))
        notice(request, _("The two entries wait for a decision again."))

    return act(request, work, _address(first, second))


@staff_page
@require_POST
def unmerge(request: HttpRequest, merge: int) -> HttpResponse:
    found = get_object_or_404(PersonMerge.objects.filter(pk=merge).visible_to(request.user))

    def work() -> None:
        lost = unmerge_people(request.user, found)
        notice(request, _("%(gone)s is an entry of its own again.") % {"gone": found.merged})
        if lost:
            words = ngettext(
                "%(count)s row could not go back: it was deleted or changed since.",
                "%(count)s rows could not go back: they were deleted or changed since.",
                lost,
            )
            notice(request, words % {"count": lost})

    return act(request, work, reverse("console:people_one", args=(found.kept_id,)))


_PAIR = "danh-ba/trung/<int:first>/<int:second>/"
urlpatterns = [
    path(_PAIR, compare, name="compare"),
    path(f"{_PAIR}gop/", merge, name="compare_merge"),
    path(f"{_PAIR}khac/", apart, name="compare_apart"),
    path(f"{_PAIR}xet-lai/", again, name="compare_again"),
    path("danh-ba/gop/<int:merge>/tach/", unmerge, name="unmerge"),
]
