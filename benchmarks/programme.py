"""How long the timetable takes to show, and cards, door list and sign sheets for two thousand learners to print.

    python benchmarks/programme.py [--small] [--json]

Data: one class of 10 days with 3 venues, 60 half days and 120 lines, 12 lecturers and topics; 2,000 learners (200 with
``--small``) of 150 agencies in 40 groups, a third of these at each venue.

*Timetable*: server time of the page, in this process by Django's test client over SQLite, session and rights included;
3 pages of warm-up, then 40 (15); median and p95.  Beside it the changelist of the same half days that Django's admin
makes, seven plain columns and no lines, with the same client.  The target is a p95 below 150 ms.

*Print*: cards of 90 × 55 mm with a QR code each, the list for the door and the sign sheets of two half days at three
places, from the database to the bytes of three PDF files; the cards are typeset beside the lists, on two processors.
One run of warm-up (children of the typesetter begin), then 3 (1), each with names, agencies and codes that were never
set before, because the typesetter remembers what it has set; median of the whole by the wall clock.  The target is 10
seconds for all three together.  Beside it, in the same run, what an officer would use instead: ``docxtpl`` merging
the same names and codes (PNG by ``zxing-cpp``) into a Word table, not printed and not yet PDF, for the cards alone.
"""

import argparse
import io
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from datetime import time as clock
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from khuevan.people.models import Office, User
    from khuevan.training.models import LearnerGroup, TrainingClass

ROOT = Path(__file__).resolve().parent.parent
DAYS, VENUES, LECTURERS, AGENCIES, GROUPS = 10, 3, 12, 150, 40


@dataclass(frozen=True)
class Size:
    learners: int
    pages: int
    runs: int


FULL, SMALL = Size(2_000, 40, 3), Size(200, 15, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="khuevan-bench-") as folder:
        _prepare(folder)
        result = measure(SMALL if given.small else FULL)
    if given.json:
        print(json.dumps(result))
        return
    page, admin = result["timetable"], result["admin"]
    print(f"timetable of {result['half_days']} half days, {result['lines']} lines, {page['queries']} queries")
    print(f"  median {page['median_ms']:.0f} ms, p95 {page['p95_ms']:.0f} ms (target: below 150 ms)")
    print(f"  admin, the half days alone: median {admin['median_ms']:.0f} ms, p95 {admin['p95_ms']:.0f} ms")
    print(f"for {result['learners']} learners: {result['print_seconds']:.2f} s together (target: below 10 s)")
    for name in ("cards", "door", "sign"):
        print(f"  {name} alone: {result[f'{name}_seconds']:.2f} s")
    print(f"  docxtpl, the cards alone as Word: {result['docxtpl_seconds']:.2f} s, {result['times_faster']:.0f} times")


def _prepare(folder: str) -> None:
    os.environ["KHUEVAN_DATA_DIR"] = folder
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.served.both_settings"
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]
    import django

    django.setup()
    from benchmarks.served.tables import make_tables

    make_tables()


def measure(size: Size) -> dict[str, Any]:
    office, officer = _office()
    made = _class(office, officer)
    groups = _grouped(officer, made, size.learners)
    _arranged(officer, made, groups)
    half_days = made.sessions.count()
    lines = sum(session.items.count() for session in made.sessions.all())
    return {
        "learners": size.learners,
        "half_days": half_days,
        "lines": lines,
        "timetable": _page(officer, f"/can-bo/lop/{made.pk}/chuong-trinh/", size.pages),
        "admin": _page(_superuser(), f"/admin/training/session/?training_class__id__exact={made.pk}", size.pages),
        **_printing(officer, made, size),
    }


def _page(user: "User", address: str, times: int) -> dict[str, float]:
    """Milliseconds of a page, and its queries."""
    from django.db import connection
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.force_login(user)

    def once() -> float:
        begin = time.perf_counter()
        answer = client.get(address)
        taken = time.perf_counter() - begin
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answers {answer.status_code}")
        return taken * 1000

    for _warm in range(3):
        once()
    queries: list[str] = []

    def noted(execute: Any, sql: str, *rest: Any) -> Any:  # noqa: ANN401 - as Django calls it
        queries.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(noted):
        once()
    taken = sorted(once() for _page in range(times))
    p95 = taken[min(len(taken) - 1, round(len(taken) * 0.95))]
    return {"median_ms": statistics.median(taken), "p95_ms": p95, "queries": len(queries)}


def _printing(officer: "User", made: "TrainingClass", size: Size) -> dict[str, Any]:
    from khuevan.papers.domain.cards import card_address, learner_cards
    from khuevan.papers.domain.hall_lists import door_list, sign_sheets
    from khuevan.papers.domain.printing import pdf

    sessions = list(made.sessions.select_related("venue").prefetch_related("groups")[: 2 * VENUES])

    def cards() -> bytes:
        people = made.enrollments.current().select_related("group__venue", "venue").by_protocol()
        return learner_cards(officer, made, list(people)).content

    def door() -> bytes:
        return pdf(made, [door_list(officer, made)]).content

    def sign() -> bytes:
        return pdf(made, sign_sheets(officer, made, sessions)).content

    def together() -> None:
        with ThreadPoolExecutor(1) as beside:
            waiting = beside.submit(cards)
            door()
            sign()
            waiting.result()

    together()
    rows = [(one.full_name, one.post, card_address(one.card_code)) for one in made.enrollments.current()]

    def anew() -> None:
        _renamed(made)

    alone = {f"{work.__name__}_seconds": _median(work, size.runs, anew) for work in (cards, door, sign)}
    merged = _median(lambda: _merged(rows), 1)
    return {
        "print_seconds": _median(together, size.runs, anew),
        **alone,
        "docxtpl_seconds": merged,
        "times_faster": round(merged / alone["cards_seconds"], 1),
    }


def _renamed(made: "TrainingClass") -> None:
    """Other names, agencies and codes, because the typesetter remembers what it has set before."""
    from khuevan.core.codes import new_code

    people = list(made.enrollments.all())
    for one in people:
        one.card_code = new_code()
        one.full_name = f"Nguyễn Văn {one.card_code[:4].title()} {one.order}"
        one.organization_name = f"Ủy ban nhân dân xã {one.card_code[4:8].title()}"
    type(people[0]).objects.bulk_update(people, ["card_code", "full_name", "organization_name"], batch_size=500)


def _median(work: Callable[[], object], runs: int, before: Callable[[], object] = lambda: None) -> float:
    """``before`` is done before each run and not timed."""
    taken = []
    for _run in range(runs):
        before()
        begin = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken)


def _merged(rows: list[tuple[str, str, str]]) -> bytes:
    """The cards as an officer would have them merged: one row of a Word table each, with a picture of its code."""
    import docx
    from docx.shared import Mm
    from docxtpl import DocxTemplate, InlineImage

    from khuevan.core.qr import qr_png

    document = docx.Document()
    table = document.add_table(3, 2)
    table.rows[0].cells[0].text = "{%tr for one in people %}"
    table.rows[1].cells[0].text = "{{ one.name }}\n{{ one.post }}"
    table.rows[1].cells[1].text = "{{ one.qr }}"
    table.rows[2].cells[0].text = "{%tr endfor %}"
    file = io.BytesIO()
    document.save(file)
    template = DocxTemplate(io.BytesIO(file.getvalue()))
    people = [
        {"name": name, "post": post, "qr": InlineImage(template, io.BytesIO(qr_png(code, scale=4)), width=Mm(24))}
        for name, post, code in rows
    ]
    template.render({"people": people})
    done = io.BytesIO()
    template.save(done)
    return done.getvalue()


def _office() -> "tuple[Office, User]":
    from khuevan.people.enums import RoleKind
    from khuevan.people.models import Office, Organization, Role, User
    from khuevan.vietnamese.folding import fold

    name = "Sở Ngoại vụ tỉnh Khánh Hòa"
    body = Organization.objects.create(name=name, symbol="SNgV", place_name="Khánh Hòa", search_key=fold(name))
    office = Office.objects.create(organization=body, slug="so-ngoai-vu")
    officer = User.objects.create(username="can-bo", full_name="Phạm Thu Hằng")
    Role.objects.create(user=officer, office=office, kind=RoleKind.OFFICER)
    return office, officer


def _superuser() -> "User":
    from khuevan.people.models import User

    return User.objects.create(username="quan-tri", full_name="Quản trị", is_staff=True, is_superuser=True)


def _class(office: "Office", officer: "User") -> "TrainingClass":
    from khuevan.training.domain.classes import begin_preparation, open_class, open_nominations

    first = date(2026, 11, 2)
    title = "Lớp bồi dưỡng kỹ năng nghiệp vụ đối ngoại"
    made = open_class(officer, office=office, title=title, start_date=first, end_date=first + timedelta(days=DAYS + 1))
    begin_preparation(officer, made)
    open_nominations(officer, made)
    return made


def _grouped(officer: "User", made: "TrainingClass", learners: int) -> "list[list[LearnerGroup]]":
    """Forty groups, those of each venue together."""
    from khuevan.nominations.domain.enrolling import enroll
    from khuevan.nominations.domain.group_forming import form_groups

    enroll(officer, made, [_learner(place) for place in range(learners)])
    groups = form_groups(officer, made, number=GROUPS)
    return [groups[place::VENUES] for place in range(VENUES)]


def _arranged(officer: "User", made: "TrainingClass", groups: "list[list[LearnerGroup]]") -> None:
    """Each half day at three venues, with a third of the groups at each, and two lines with a lecturer."""
    from khuevan.people.models import Person
    from khuevan.training.domain import arrangements
    from khuevan.training.domain.timetable import programme
    from khuevan.training.domain.timetable.group_changes import change_group
    from khuevan.training.enums import DayPart, ItemKind
    from khuevan.vietnamese.names import name_sort_key

    names = ("Hội trường lớn", "Điểm cầu Cam Ranh", "Điểm cầu Diên Khánh")
    venues = [arrangements.add_venue(officer, made, name=name, is_remote=n > 0) for n, name in enumerate(names)]
    for venue, some in zip(venues, groups, strict=True):
        for group in some:
            change_group(officer, group, venue=venue)
    teachers, topics = [], []
    for n in range(LECTURERS):
        name = f"Vũ Duy Giảng {n}"
        person = Person.objects.create(full_name=name, honorific="Ông", name_key=name_sort_key(name))
        teachers.append(arrangements.add_lecturer(officer, made, person=person, title="Phó Vụ trưởng"))
        topics.append(programme.add_topic(officer, made, title=f"Chuyên đề đối ngoại số {n}"))
    for n in range(DAYS * 2 * VENUES):
        half, place = divmod(n, VENUES)
        part, hour = (DayPart.AFTERNOON, 13) if half % 2 else (DayPart.MORNING, 7)
        session = programme.add_session(officer, made, date=made.start_date + timedelta(days=half // 2), part=part,
                                        starts_at=clock(hour, 30), ends_at=clock(hour + 4), venue=venues[place],
                                        groups=groups[place])  # fmt: skip
        for line in range(2):
            which = (2 * n + line) % LECTURERS
            programme.add_item(officer, session, kind=ItemKind.LECTURE, starts_at=clock(hour + 2 * line, 30),
                               title=str(topics[which]), class_topic=topics[which],
                               lecturers=[teachers[which]])  # fmt: skip


def _learner(place: int) -> SimpleNamespace:
    given = {"birth": "1985-08-14", "gender": "Nữ" if place % 2 else "Nam", "position": "Chuyên viên Văn phòng"}
    empty = dict.fromkeys(("phone", "email", "citizen_id", "note"))
    agency = f"Ủy ban nhân dân xã Số {place % AGENCIES}"
    return SimpleNamespace(full_name=f"Nguyễn Văn Thử Nghiệm {place}", organization=agency, **given, **empty)


if __name__ == "__main__":
    main()
