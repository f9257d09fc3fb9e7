"""Việc cần làm: what waits for whom, in which order, and the button that leads to it."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import gettext as _

from khuevan.console.worklist import SHOWN_IN_GROUP
from khuevan.console.workspace.shell import tab_address
from khuevan.core.actors import Actor
from khuevan.core.jobs.starting import start
from khuevan.people.enums import RoleKind
from khuevan.people.models import Office, User
from khuevan.training.domain import worklist
from khuevan.training.domain.worklist import Task
from khuevan.training.enums import ClassState
from khuevan.training.models import TrainingClass, TrainingClassQuerySet
from tests.console.acting import Acting
from tests.core import counting
from tests.factories import OfficeFactory, RoleFactory, TrainingClassFactory, UserFactory, staff

pytestmark = pytest.mark.django_db

START = "/can-bo/"
type Add = Callable[..., Task]


@pytest.fixture
def office() -> Office:
    return OfficeFactory()


@pytest.fixture
def add(monkeypatch: pytest.MonkeyPatch) -> Add:
    """Puts a task on the list, which holds nothing else."""
    tasks: list[Task] = []
    monkeypatch.setattr(worklist, "_sources", [])

    @worklist.task_source
    def _source(_actor: Actor, classes: TrainingClassQuerySet) -> Iterator[Task]:
        here = {one.pk for one in classes}
        return (task for task in tasks if task.training_class.pk in here)

    def put(about: TrainingClass, title: str, days: int | None, waits_for: str = RoleKind.OFFICER) -> Task:
        due = None if days is None else timezone.localdate() + timedelta(days=days)
        task = Task(f"x.{len(tasks)}", about, title, "vì sao", due, "programme", f"Làm {title}", waits_for)
        tasks.append(task)
        return task

    return put


def _class(office: Office, title: str = "Lớp đối ngoại") -> TrainingClass:
    day = timezone.localdate() + timedelta(days=40)
    return TrainingClassFactory(office=office, title=title, start_date=day, end_date=day, state=ClassState.PREPARING)


def _groups(page: str) -> dict[str, list[str]]:
    """Titles of the tasks under the key of each group, as they stand on the page."""
    found = {}
    for key, section in re.findall(r'aria-labelledby="nhom-([\w-]+)">(.*?)</section>', page, re.S):
        found[key] = re.findall(r'<b><a href="[^"]*">([^<]*)</a></b>', section)
    return found


def _until_end_of_next_week() -> int:
    """Days from today to the Sunday of next week."""
    return 13 - timezone.localdate().weekday()


def test_tasks_stand_under_the_time_they_are_due(office: Office, add: Add) -> None:
    about, last = _class(office), _until_end_of_next_week()
    for title, days in (("trễ", -3), ("nay", 0), ("mai", 1), ("cuối", last), ("xa", last + 1), ("bao giờ", None)):
        add(about, title, days)
    page = Acting(staff(office)).get(START)
    assert _groups(page) == {
        "qua-han": ["trễ"],
        "hom-nay": ["nay"],
        "tuan-sau": ["mai", "cuối"],
        "sau-do": ["xa"],
        "khong-han": ["bao giờ"],
    }
    assert (timezone.localdate() - timedelta(days=3)).strftime("%d/%m/%Y") in page


def test_each_task_leads_to_its_tab_and_names_its_class(office: Office, add: Add) -> None:
    about = _class(office)
    add(about, "lập chương trình", 1)
    page = Acting(staff(office)).get(START)
    assert page.count(f'href="{tab_address(about, "programme")}"') == 2
    assert "Làm lập chương trình" in page
    assert page.count(about.title) >= 2


def test_pills_say_for_whom_each_task_waits(office: Office, add: Add) -> None:
    about = _class(office)
    for title, kind in (
        ("của chuyên viên", RoleKind.OFFICER),
        ("của lãnh đạo", RoleKind.LEADER),
        ("của biên tập", RoleKind.EDITOR),
    ):
        add(about, title, 1, kind)
    desk = Acting(staff(office))
    for asked, titles in (
        ({}, ["của chuyên viên"]),
        ({"xem": "không có"}, ["của chuyên viên"]),
        ({"xem": "lanh-dao"}, ["của lãnh đạo"]),
        ({"xem": "bien-tap"}, ["của biên tập"]),
        ({"xem": "tat-ca"}, ["của chuyên viên", "của lãnh đạo", "của biên tập"]),
    ):
        assert _groups(desk.get(START, **asked)) == {"tuan-sau": titles}, asked
    page = desk.get(START, xem="tat-ca")
    assert re.findall(r'<a href="\?xem=[\w-]+"[^>]*>\D* (\d+)</a>', page) == ["1", "1", "1", "3"]
    assert page.count("state state-wait") == 2, "whom it waits for, where that is somebody else"


def test_an_administrator_has_every_role(office: Office, add: Add) -> None:
    for kind in (RoleKind.OFFICER, RoleKind.LEADER, RoleKind.CLERK):
        add(_class(office), f"của {kind}", 1, kind)
    page = Acting(staff(office, RoleKind.ADMINISTRATOR)).get(START)
    assert len(_groups(page)["tuan-sau"]) == 3


def test_a_leader_sees_first_what_waits_for_a_decision(office: Office, add: Add) -> None:
    about = _class(office)
    add(about, "việc trễ", -5)
    add(about, "duyệt kết quả", 20, RoleKind.LEADER)
    leader = RoleFactory(office=office, kind=RoleKind.LEADER).user
    assert _groups(Acting(leader).get(START)) == {"sau-do": ["duyệt kết quả"]}
    page = Acting(leader).get(START, xem="tat-ca")
    assert list(_groups(page).items()) == [("duyet", ["duyệt kết quả"]), ("qua-han", ["việc trễ"])]
    RoleFactory(user=leader, office=office, kind=RoleKind.OFFICER)
    assert list(_groups(Acting(User.objects.get(pk=leader.pk)).get(START))) == ["duyet", "qua-han"]


def test_what_other_offices_do_is_not_listed(office: Office, add: Add) -> None:
    add(_class(OfficeFactory(), "Lớp nơi khác"), "việc nơi khác", -1)
    page = Acting(staff(office)).get(START, xem="tat-ca")
    assert _groups(page) == {}
    assert "Lớp nơi khác" not in page


def test_nothing_to_do_is_said_with_a_way_on(office: Office, add: Add) -> None:
    for user in (staff(office), staff(office, RoleKind.LEADER), UserFactory()):
        page = Acting(user).get(START)
        assert 'class="nothing"' in page
        assert 'href="/can-bo/lop/"' in page
        assert str(_("Nothing waits for you.")) in page


def test_a_long_group_is_cut_and_shown_alone_page_by_page(office: Office, add: Add) -> None:
    about = _class(office)
    for number in range(53):
        add(about, f"việc {number}", -1)
    add(about, "khác", 1)
    desk = Acting(staff(office))
    page = desk.get(START)
    assert len(_groups(page)["qua-han"]) == SHOWN_IN_GROUP
    assert "nhom=qua-han" in page
    alone = desk.get(START, nhom="qua-han")
    assert {key: len(rows) for key, rows in _groups(alone).items()} == {"qua-han": 50}
    assert len(_groups(desk.get(START, nhom="qua-han", trang="2"))["qua-han"]) == 3
    assert set(_groups(desk.get(START, nhom="khong-co"))) == {"qua-han", "tuan-sau"}


def test_signing_in_leads_here_and_visitors_sign_in_first(office: Office) -> None:
    assert Client().get(START).headers["Location"].startswith("/can-bo/dang-nhap/")
    user = staff(office)
    answer = Client().post("/can-bo/dang-nhap/", {"login": user.username, "password": "mật khẩu thử 123"})
    assert answer.headers["Location"] == START


def test_only_the_start_itself_is_marked_in_the_menu(office: Office) -> None:
    desk = Acting(staff(office))
    here = re.compile(r'<a href="([^"]+)" aria-current="(?:page|true)"><svg')
    assert here.findall(desk.get(START)) == [START]
    assert here.findall(desk.get("/can-bo/tin-bai/")) == ["/can-bo/tin-bai/"]
    assert here.findall(desk.get("/can-bo/tin-bai/viet/")) == ["/can-bo/tin-bai/"]
    assert here.findall(desk.get("/can-bo/giang-vien/")) == ["/can-bo/danh-ba/"], "reached from the directory"
    assert here.findall(desk.get("/can-bo/duong-dan/")) == ["/can-bo/danh-ba/"]
    assert here.findall(desk.get("/can-bo/chuyen-de/")) == ["/can-bo/ke-hoach/"], "reached from the plans"


def test_work_in_the_background_is_seen_by_its_office(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    counting.install()
    try:
        monkeypatch.setattr(counting.Counting, "permission", "")
        officer = staff(office)
        job = start(officer, counting.KIND, _class(office), size=5)
        assert f'href="/can-bo/viec/{job.pk}/"' in Acting(officer).get(START)
        assert f"/viec/{job.pk}/" not in Acting(staff(OfficeFactory())).get(START)
    finally:
        counting.uninstall()


def test_classes_of_this_month_those_that_are_over_last(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("khuevan.console.worklist.timezone.localdate", lambda: date(2026, 2, 20))
    for title, day in (("Đã xong", date(2026, 2, 3)), ("Sắp tới", date(2026, 2, 25)), ("Tháng ba", date(2026, 3, 2))):
        TrainingClassFactory(office=office, title=title, start_date=day, end_date=day)
    page = Acting(staff(office)).get(START)
    aside = page[page.index('id="lop-thang"') :]
    assert aside.index("Sắp tới") < aside.index("Đã xong")
    assert "Tháng ba" not in aside


def _queries(user: User) -> int:
    client = Client()
    client.force_login(user)
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(START).status_code == 200
    return len(captured)


def test_ten_classes_take_as_many_queries_as_one(office: Office) -> None:
    user = staff(office, RoleKind.ADMINISTRATOR)
    day = timezone.localdate()

    def one_of_each() -> None:
        for state in ClassState:
            TrainingClassFactory(office=office, state=state, start_date=day, end_date=day)

    one_of_each()
    first = _queries(user)
    for _turn in range(9):
        one_of_each()
    assert _queries(user) == first
