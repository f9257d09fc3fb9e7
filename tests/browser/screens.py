"""Every screen of the console with something on it: the list comes from the URL configuration itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from khuevan.assessment.domain.outcomes import approve_outcomes, compute_outcomes, set_rule
from khuevan.assessment.models import Outcome
from khuevan.news.models import Article
from khuevan.nominations.models import Enrollment
from khuevan.people.enums import RoleKind
from khuevan.people.models import Organization, User
from khuevan.training.models import TrainingClass
from tests.console.everything import everything
from tests.factories import RoleFactory, UserFactory, staff
from tests.factories.worlds import NAMES, World, world

OK, METHOD_NOT_ALLOWED = 200, 405
LONG_TITLE = (
    "Lớp bồi dưỡng kỹ năng, nghiệp vụ thông tin đối ngoại, lễ tân và hội nhập quốc tế cho cán bộ cấp huyện, cấp xã"
)
LONG_AGENCY = "Trung tâm Bồi dưỡng nghiệp vụ đối ngoại và Hội nhập quốc tế trực thuộc Sở Ngoại vụ tỉnh Thừa Thiên - Huế"
LONG_NAME = "Công Tằng Tôn Nữ Hoàng Thị Bích Phượng Nguyễn"


@dataclass
class Stage:
    """A class at one point of its life, with the keys of what is in it."""

    name: str
    keys: dict[str, object]
    of_view: dict[str, object] = field(default_factory=dict)

    def address(self, view: str, route: str) -> str | None:
        """None where this stage has not what the address asks for."""
        kwargs = {}
        for _converter, word in re.findall(r"<(?:(\w+):)?(\w+)>", route):
            key = self.of_view.get(f"{view}:{word}", self.of_view.get(view) if word == "pk" else None)
            key = self.keys.get(word) if key is None else key
            if key is None:
                return None
            kwargs[word] = key
        return reverse(f"console:{view}", kwargs=kwargs)


def _patterns(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, str]]:
    for one in patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _patterns(one.url_patterns, route)
        elif one.name:
            yield one.name, route


def views() -> list[tuple[str, str]]:
    """Name and route of every address of the console."""
    found = (one for one in get_resolver().url_patterns if isinstance(one, URLResolver))
    console = next(one for one in found if one.namespace == "console")
    return sorted(set(_patterns(console.url_patterns)))


def filled() -> tuple[User, list[Stage]]:
    """Somebody with every role, and classes at five points of their lives, one with the longest names."""
    there = everything()
    waiting = TrainingClass.objects.get(pk=there.of_view["class_draft"])
    running, approved, bare = _running(), _judged(), world(teaching=False, names=())
    approve_outcomes(staff(approved.office, RoleKind.LEADER), approved.training_class)
    me = UserFactory(full_name=LONG_NAME)
    for office in {there.here.office, waiting.office, running.office, approved.office, bare.office}:
        for kind in RoleKind:
            RoleFactory(user=me, office=office, kind=kind)
    stages = [
        Stage("running", _keys(running)),
        Stage("waiting", {**there.keys, **_keys(_as_world(there.here, waiting))}),
        Stage("issued", there.keys, {**there.of_view, "class_deed:key": "lui-buoc"}),
        Stage("approved", _keys(approved)),
        Stage("bare", {"pk": bare.training_class.pk}),
    ]
    _of_own(stages[0], there.of_view)
    return me, stages


def _judged(*names: str) -> World:
    """Results that wait to be approved."""
    here = world(names=names or NAMES)
    for session in here.sessions:
        here.mark(session)
    set_rule(here.officer, here.training_class)
    compute_outcomes(here.officer, here.training_class)
    return here


def _running() -> World:
    """Judged and not approved, under the longest names."""
    here = _judged(LONG_NAME, "Đỗ Văn Ân", "H'Hen Niê")
    TrainingClass.objects.filter(pk=here.training_class.pk).update(title=LONG_TITLE)
    Organization.objects.filter(pk=here.office.organization_id).update(name=LONG_AGENCY)
    Enrollment.objects.filter(training_class=here.training_class).update(organization_name=LONG_AGENCY)
    return here


def _as_world(like: World, training_class: TrainingClass) -> World:
    return World(training_class.office, like.officer, training_class, list(training_class.sessions.all()))


def _keys(here: World) -> dict[str, object]:
    learner = here.enrollments[0]
    outcome = Outcome.objects.filter(enrollment=learner).first()
    return {
        "pk": here.training_class.pk,
        "session": here.sessions[0].pk,
        "learner": learner.pk,
        "outcome": outcome and outcome.pk,
    }


def _of_own(stage: Stage, of_view: dict[str, object]) -> None:
    """Views whose ``pk`` is no class ask for their own object at whatever stage."""
    of_class = {name for name, route in views() if route.startswith("lop/")}
    stage.of_view = {name: pk for name, pk in of_view.items() if name not in of_class}
    stage.keys["office_pk"] = None
    stage.of_view |= {name: Article.objects.get().pk for name, route in views() if route.startswith("tin-bai/<int:pk>")}


TABS = re.compile(r"^lop/<int:pk>/([a-z-]+/)?$")


def screens(me: User, stages: list[Stage]) -> tuple[dict[str, str], set[str]]:
    """The address of each screen by view and stage, and the names of views that answer GET and show no page.

    A tab is shown at every stage, other views at the first stage that has something for them.
    """
    client = Client()
    client.force_login(me)
    found: dict[str, str] = {}
    without: set[str] = set()
    for view, route in views():
        places = [(stage, stage.address(view, route)) for stage in stages]
        answers = {stage.name: (address, _answer(client, address)) for stage, address in places if address}
        shown = {name: address for name, (address, answer) in answers.items() if _is_page(answer)}
        for name in [one for one in shown if one != "approved"] if TABS.match(route) else [*shown][:1]:
            found[f"{view}, {name}"] = shown[name]
        if not shown and any(answer.status_code != METHOD_NOT_ALLOWED for _address, answer in answers.values()):
            without.add(view)
    return found, without


def _answer(client: Client, address: str) -> HttpResponse:
    answer = client.get(address)
    answer.close()  # a file that is sent stays open otherwise
    return answer


def _is_page(answer: HttpResponse) -> bool:
    is_html = answer.headers.get("Content-Type", "").startswith("text/html")
    return answer.status_code == OK and is_html and not answer.streaming and b"<html" in answer.content[:2000]
