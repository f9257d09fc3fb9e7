"""People an agency sent before, to be named again; positions are corrected on the next page."""

from dataclasses import dataclass
from functools import cached_property

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from khuevan.core.errors import DomainError
from khuevan.desk.agencies.answering import Answering
from khuevan.desk.agencies.writing import begin, room_of
from khuevan.desk.answers import desk_act
from khuevan.nominations.domain.answers import SentBefore, history_of_agency
from khuevan.nominations.domain.submitting import add_rows
from khuevan.vietnamese.folding import fold, match_key

CHOSEN = "nguoi"


@dataclass
class Known:
    """The people this agency sent to classes of this office, some of them already named for this class."""

    answering: Answering

    @cached_property
    def people(self) -> list[SentBefore]:
        """One entry for one name and year: a list with years only may have entered somebody twice."""
        found = history_of_agency(self.answering.quota.organization, self.answering.office)
        newest: dict[tuple[str, int | None], SentBefore] = {}
        for one in found:
            newest.setdefault((match_key(one.last.full_name), one.last.birth_year), one)
        return list(newest.values())

    @cached_property
    def named(self) -> set[int]:
        """Keys of people who are on this list, in line, or being written already."""
        rows = self.answering.quota.nominations.counted().exclude(person=None)
        written = self.answering.writing
        more = written.nominations.exclude(person=None).values_list("person", flat=True) if written else ()
        return {*rows.exclude(state__in=("withdrawn", "refused")).values_list("person", flat=True), *more}

    def like(self, typed: str) -> list[SentBefore]:
        words = fold(typed).split()
        return [one for one in self.people if all(word in _words_of(one) for word in words)]


def choose(answering: Answering) -> HttpResponse:
    """Lists them with boxes to tick: ``tim`` are letters of a name; a POST puts the ticked ones on the list."""
    request, known = answering.request, Known(answering)
    if not answering.may_send:
        return HttpResponseRedirect(answering.address("class"))
    if request.method == "POST":
        return answering.keep(_take(answering, known))
    typed = request.GET.get("tim", "").strip()[:100]
    people = [(one, one.person.pk in known.named) for one in known.like(typed)]
    context = answering.context(
        people=people,
        free=any(not is_named for _one, is_named in people),
        count=len(known.people),
        typed=typed,
        room=room_of(answering),
        back=answering.address("class"),
        write_address=answering.address("write"),
    )
    return answering.keep(render(request, "desk/agency/known.html", context))


def _take(answering: Answering, known: Known) -> HttpResponse:
    chosen = set(answering.request.POST.getlist(CHOSEN))
    people = [one for one in known.people if str(one.person.pk) in chosen and one.person.pk not in known.named]

    def work() -> str:
        if not people:
            raise DomainError("nobody_chosen", _("Nobody was chosen. Tick at least one name."))
        nominees = [one.nominee for one in people]
        if answering.writing is not None:
            add_rows(answering.actor, answering.writing, nominees)
        else:
            begin(answering, nominees)
        messages.success(answering.request, _("Look at the positions below, correct what has changed, then send."))
        return answering.address("write")

    return desk_act(answering.request, work, answering.address("known"))


def _words_of(one: SentBefore) -> str:
    return fold(f"{one.last.full_name} {one.last.position} {one.last.organization_name}")
