"""Who is greeted and introduced at an opening or a closing, by rank, everybody once."""

from collections.abc import Iterable

from khuevan.papers.domain import wording
from khuevan.papers.domain.contents.opening_invitation import invited
from khuevan.papers.domain.facts import Facts
from khuevan.training.domain.guests.ceremonies import ceremonies_of, parts_in
from khuevan.training.domain.guests.inviting import takes_seat
from khuevan.training.enums import Ceremony, CeremonyKind, LearnerWord
from khuevan.training.models import CeremonyRole, CommitteeMember, Guest
from khuevan.training.models.people import OfficialAsOf
from khuevan.vietnamese.folding import fold

type Group = tuple[str, list[str]]
"""Those whom one sentence introduces, and the words it begins with."""


def introduced(facts: Facts, ceremony: Ceremony | None = None) -> list[Group]:
    """Guests in their order, the office itself, the committee, those who teach; nobody twice.

    With ``ceremony`` only who has a part in that one.  A guest who cannot come is not read out; who comes instead is.
    """
    met: set[int] = set()
    lecturers = wording.lecturers(facts.training_class)
    groups = [
        ("Về phía khách mời, có", _new(named_guests(facts), met)),
        (f"Về phía {facts.body}, có", [*_new(_officiating(facts, ceremony), met), *facts.lines("courtesy")]),
        ("Về phía Ban tổ chức, có", _new(facts.members, met)),
        (f"Về phía {lecturers}, có", _new(facts.lecturers, met)),
    ]
    return [(words, people) for words, people in groups if people]


def named_guests(facts: Facts) -> list[Guest]:
    """Those who are read out, in their order: whoever is there, or sends somebody, and shall be introduced by name."""
    return [one for one in facts.guests if one.is_introduced and takes_seat(one)]


def _officiating(facts: Facts, ceremony: Ceremony | None) -> list[CeremonyRole]:
    """Who has a part and is of the house: MC and learner who speaks are not introduced."""
    return [
        one
        for one in facts.ceremony_roles
        if one.kind not in _UNNAMED and (ceremony is None or ceremony in ceremonies_of(one))
    ]


_UNNAMED = frozenset({CeremonyKind.HOSTED_BY, CeremonyKind.LEARNER_SPEAKS})


def _new(people: Iterable[OfficialAsOf], met: set[int]) -> list[str]:
    """Those not introduced yet; a unit that only sends somebody is not there in person, unless it was invited."""
    found = []
    for one in people:
        if isinstance(one, Guest) and one.comes_instead:
            found.append(instead(one))
            continue
        if one.person_id is None:
            if isinstance(one, Guest):
                found.append(invited(one))
            continue
        if one.person_id not in met:
            met.add(one.person_id)
            found.append(_named(one))
    return found


def instead(guest: Guest) -> str:
    """Who comes in the place of a guest, and for which body."""
    body = guest.organization_name or guest.post
    told = guest.comes_instead.strip().rstrip(".;")
    return told if not body or fold(body) in fold(told) else f"{told}, đại diện {body}"


def _named(one: OfficialAsOf) -> str:
    rank = one.person.rank if one.person else ""
    name = wording.official(one)
    if rank and one.person:
        name = name.replace(one.person.full_name, f"{rank} {one.person.full_name}", 1)
    if isinstance(one, CommitteeMember) and one.function:
        return f"{name}, {one.function} Ban tổ chức"
    return name


def speaker(facts: Facts, kind: CeremonyKind) -> str:
    """Who opens or closes, as the class says or the officer named; empty where nobody is known."""
    role = next((one for one in facts.ceremony_roles if one.kind == kind and one.person_id), None)
    return wording.official(role) if role else facts.value("speaker")


def holders(facts: Facts, ceremony: Ceremony, kind: CeremonyKind) -> list[CeremonyRole]:
    """Those who have one part in one ceremony, in the order in which they are called up."""
    return [one for one in parts_in(facts.ceremony_roles, ceremony, kind) if one.person_id]


def host(facts: Facts, ceremony: Ceremony) -> str:
    """Who leads the ceremony (MC), as the class says or the officer named; empty where nobody is known."""
    named = holders(facts, ceremony, CeremonyKind.HOSTED_BY)
    return "; ".join(map(wording.official, named)) or facts.value("host")


def address(facts: Facts) -> str:
    """Kính thưa các vị đại biểu, thưa các học viên!"""
    if facts.training_class.learner_word == LearnerWord.DELEGATE:
        return "Kính thưa các vị đại biểu!"
    return "Kính thưa các vị đại biểu, thưa các học viên!"


def salutation(facts: Facts, kind: CeremonyKind) -> list[str]:
    """The first lines of a speech: each guest, then everybody; whoever speaks does not greet himself."""
    speaking = {one.person_id for one in facts.ceremony_roles if one.kind == kind}
    guests = [
        instead(one) if one.comes_instead else invited(one)
        for one in named_guests(facts)
        if one.person_id is None or one.person_id not in speaking
    ]
    words = wording.lecturers(facts.training_class)
    lines = [f"Kính thưa {wording.inside(name)};" for name in (*guests, *facts.lines("courtesy"))]
    lines.append(f"Kính thưa các vị đại biểu, các {words};")
    everybody = wording.learners(facts.training_class)
    last = "Thưa toàn thể lớp!" if everybody == "đại biểu" else "Thưa toàn thể các học viên!"
    return [*lines, last]
