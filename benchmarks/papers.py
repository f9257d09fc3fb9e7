"""How long all papers of a class of 200 take, and a công văn to 500 agencies with its list.

    python benchmarks/papers.py [--small] [--json]

Data: one class of 200 learners of 60 agencies (20 of 8 with ``--small``) with ten half days, all marked, results, six
lecturers, ten guests, a committee and commendations; a second class that asks 500 agencies (50) to send people, with
quotas and a QR code.  Every paper is made as by one click: written, drawn as Word, its file stored, its row and its
entry in the audit; one for each guest, lecturer or unit and agency where a kind has such.  In this process, over
SQLite; one run of warm-up, then five (one with ``--small``), medians.  The targets are 5 seconds for the class and 10
for the letter.

Beside it, in the same run, what somebody would write for himself: ``docxtpl`` filling one Word template as many times
as there are papers, each with a table of as many rows as that paper has, from values already at hand and without
keeping anything; and the list of the letter by ``python-docx``, cell by cell.
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
from datetime import date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from khuevan.papers.blocks import Paper
    from khuevan.people.models import Office, Organization, User
    from khuevan.training.models import TrainingClass

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="khuevan-bench-") as folder:
        _prepare(folder)
        result = measure(small=given.small)
    if given.json:
        print(json.dumps(result))
        return
    print(f"{result['papers']} papers of a class of {result['learners']}: {result['class_seconds']:.2f} s")
    print(f"  in words only: {result['words_seconds']:.2f} s, {result['queries']} queries")
    print(f"  docxtpl, one template as many times: {result['docxtpl_seconds']:.2f} s")
    print(f"letter to {result['agencies']} agencies with their list: {result['letter_seconds']:.2f} s")
    print(f"  python-docx, the list alone, cell by cell: {result['python_docx_seconds']:.2f} s")


def _prepare(folder: str) -> None:
    os.environ["KHUEVAN_DATA_DIR"] = folder
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khuevan.config.settings")
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]
    import django

    django.setup()
    from benchmarks.served.tables import make_tables

    make_tables()


def measure(*, small: bool) -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from khuevan.papers.domain.building import WRITERS, build, written_all
    from khuevan.papers.domain.making import make_papers
    from khuevan.papers.enums import PaperKind
    from khuevan.papers.models import MadePaper

    learners, agencies, asked, runs = (20, 8, 50, 1) if small else (200, 60, 500, 5)
    office, officer = _office()
    taught = _taught(office, officer, learners, agencies)
    inviting = _inviting(office, officer, asked)
    kinds = [kind for kind in PaperKind if kind in WRITERS]

    def nothing_made() -> None:
        MadePaper.objects.all().delete()

    papers = len(make_papers(officer, taught, kinds))
    with CaptureQueriesContext(connection) as queries:
        lengths = [_rows_of(one.paper) for one in written_all(officer, taught, kinds)]
    if len(lengths) != papers:
        raise RuntimeError("not every paper was made")
    rows = [(one.full_name, one.position, one.organization_name) for one in taught.enrollments.all()]
    template = _template()
    return {
        "learners": learners,
        "papers": papers,
        "agencies": asked,
        "queries": len(queries),
        "class_seconds": _median(lambda: make_papers(officer, taught, kinds), runs, before=nothing_made),
        "words_seconds": _median(lambda: written_all(officer, taught, kinds), runs),
        "docxtpl_seconds": _median(
            lambda: [_filled(template, taught.title, _first(rows, long)) for long in lengths], runs
        ),
        "letter_seconds": _median(lambda: build(officer, inviting, PaperKind.INVITATION), runs),
        "python_docx_seconds": _median(lambda: _by_cell(asked), runs),
    }


def _rows_of(paper: "Paper") -> int:
    """Of all its tables."""
    from khuevan.papers.blocks import Table

    blocks = [*paper.blocks, *(block for appendix in paper.appendices for block in appendix.blocks)]
    return sum(len(block.rows) for block in blocks if isinstance(block, Table))


def _first(rows: list[tuple[str, str, str]], count: int) -> list[tuple[str, str, str]]:
    """So many rows; again from the beginning where there are too few."""
    return [rows[place % len(rows)] for place in range(count)]


def _median(work: Callable[[], object], runs: int, before: Callable[[], object] = lambda: None) -> float:
    """``before`` is done before each run and not timed."""
    taken = []
    for _run in range(runs):
        before()
        begin = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken)


def _office() -> "tuple[Office, User]":
    from khuevan.people.enums import RoleKind
    from khuevan.people.models import Office, Organization, Role, User

    province = _body("Ủy ban nhân dân tỉnh Khánh Hòa", 1)
    department = _body("Sở Ngoại vụ tỉnh Khánh Hòa", 2, parent=province, symbol="SNgV", place_name="Khánh Hòa")
    assert isinstance(department, Organization)
    office = Office.objects.create(organization=department, slug="so-ngoai-vu")
    officer = User.objects.create(username="can-bo", full_name="Phạm Thu Hằng")
    Role.objects.create(user=officer, office=office, kind=RoleKind.OFFICER)
    return office, officer


def _body(name: str, order: int, **values: object) -> "Organization":
    from khuevan.people.models import Organization
    from khuevan.vietnamese.folding import fold

    return Organization.objects.create(name=name, protocol_order=order, search_key=fold(name), **values)


def _class(office: "Office", officer: "User", title: str) -> "TrainingClass":
    from khuevan.training.domain.classes import begin_preparation, open_class

    first = date(2026, 11, 2)
    made = open_class(officer, office=office, title=title, start_date=first, end_date=first + timedelta(days=4))
    made.need = made.objective = made.audience = "Cán bộ, công chức làm công tác đối ngoại của các cơ quan, đơn vị."
    made.save()
    begin_preparation(officer, made)
    return made


def _taught(office: "Office", officer: "User", learners: int, agencies: int) -> "TrainingClass":
    from khuevan.assessment.domain.commending import commend
    from khuevan.assessment.domain.outcomes import compute_outcomes, set_rule
    from khuevan.attendance.domain.taking import Mark, take_attendance
    from khuevan.attendance.enums import AttendanceStatus, Way
    from khuevan.nominations.domain.enrolling import close_list, enroll
    from khuevan.training.domain.classes import begin_teaching, open_nominations

    made = _class(office, officer, "Lớp bồi dưỡng kỹ năng nghiệp vụ đối ngoại")
    _arranged(officer, made)
    open_nominations(officer, made)
    bodies = [_body(f"Ủy ban nhân dân xã Số {place}", 100 + place) for place in range(agencies)]
    enroll(officer, made, [_learner(place, bodies[place % agencies].name) for place in range(learners)])
    close_list(officer, made)
    begin_teaching(officer, made)
    enrolled = list(made.enrollments.all())
    for number, session in enumerate(made.sessions.all()):
        away = AttendanceStatus.EXCUSED if number % 2 else AttendanceStatus.ABSENT
        marks = {
            one.pk: Mark(away, "Họp" if number % 2 else "") if (one.order + number) % 23 == 0
            else Mark(AttendanceStatus.PRESENT)
            for one in enrolled
        }  # fmt: skip
        take_attendance(officer, session, marks, way=Way.PAPER, nonce=f"bench-{session.pk}")
    set_rule(officer, made)
    compute_outcomes(officer, made)
    for one in enrolled[:5]:
        commend(officer, one, reason="Đạt kết quả cao", amount=200_000)
    made.refresh_from_db()
    return made


def _learner(place: int, agency: str) -> SimpleNamespace:
    given = {"birth": "1985-08-14", "gender": "Nữ" if place % 2 else "Nam", "position": "Chuyên viên Văn phòng"}
    empty = dict.fromkeys(("phone", "email", "citizen_id", "note"))
    return SimpleNamespace(full_name=f"Nguyễn Văn Thử Nghiệm {place}", organization=agency, **given, **empty)


def _arranged(officer: "User", made: "TrainingClass") -> None:
    """Ten half days with a topic each, six who teach, ten guests, a committee of six."""
    from datetime import time as clock

    from khuevan.people.models import Person
    from khuevan.training.domain import arrangements
    from khuevan.training.domain.timetable import programme
    from khuevan.training.enums import DayPart, ItemKind
    from khuevan.vietnamese.names import name_sort_key

    def person(name: str) -> Person:
        return Person.objects.create(full_name=name, honorific="Ông", name_key=name_sort_key(name))

    body = _body("Cục Ngoại vụ - Bộ Ngoại giao", 50)
    venue = arrangements.add_venue(officer, made, name="Khách sạn Ariyana", address="Nha Trang")
    teaching = [
        arrangements.add_lecturer(officer, made, person=person(f"Vũ Duy Giảng {n}"), title="Phó Vụ trưởng")
        for n in range(5)
    ]
    teaching.append(arrangements.add_lecturer(officer, made, organization=body))
    for n in range(10):
        arrangements.invite_guest(officer, made, person=person(f"Dương Nam Khách {n}"), title="Phó Cục trưởng",
                                  organization=body)  # fmt: skip
    committee = arrangements.form_committee(officer, made, name="Ban tổ chức lớp")
    for n in range(6):
        arrangements.add_committee_member(officer, committee, function="Ủy viên", person=person(f"Lê Tổ Chức {n}"),
                                          title="Chuyên viên", task="Phục vụ lớp")  # fmt: skip
    for n in range(10):
        part, hour = (DayPart.AFTERNOON, 13) if n % 2 else (DayPart.MORNING, 7)
        session = programme.add_session(officer, made, date=made.start_date + timedelta(days=n // 2), part=part,
                                        starts_at=clock(hour, 30), ends_at=clock(hour + 4), venue=venue)  # fmt: skip
        topic = programme.add_topic(officer, made, title=f"Chuyên đề nghiệp vụ đối ngoại số {n}")
        programme.add_item(officer, session, kind=ItemKind.LECTURE, starts_at=clock(hour, 30), title=str(topic),
                           class_topic=topic, lecturers=[teaching[n % 6]])  # fmt: skip


def _inviting(office: "Office", officer: "User", agencies: int) -> "TrainingClass":
    from django.utils import timezone

    from khuevan.nominations.domain.inviting import Invited, invite, prepare_invitation

    made = _class(office, officer, "Lớp tập huấn lễ tân đối ngoại")
    until = timezone.make_aware(datetime(2026, 10, 20, 17))
    invitation = prepare_invitation(officer, made, reply_by=until)
    bodies = [_body(f"Ủy ban nhân dân xã Mời {place}", 1000 + place) for place in range(agencies)]
    invite(officer, invitation, [Invited(body, seats=1 + place % 3) for place, body in enumerate(bodies)])
    return made


def _template() -> bytes:
    """What an officer would draw in Word: a heading and a table with one row that is repeated."""
    import docx

    document = docx.Document()
    document.add_paragraph("{{ title }}")
    table = document.add_table(4, 3)
    table.style = "Table Grid"
    for cell, text in zip(table.rows[0].cells, ("Họ và tên", "Chức vụ", "Đơn vị"), strict=True):
        cell.text = text
    table.rows[1].cells[0].text = "{%tr for one in people %}"
    for cell, text in zip(table.rows[2].cells, ("{{ one[0] }}", "{{ one[1] }}", "{{ one[2] }}"), strict=True):
        cell.text = text
    table.rows[3].cells[0].text = "{%tr endfor %}"
    return _saved(document)


def _filled(template: bytes, title: str, people: list[tuple[str, str, str]]) -> bytes:
    from docxtpl import DocxTemplate

    document = DocxTemplate(io.BytesIO(template))
    document.render({"title": title, "people": people})
    return _saved(document)


def _by_cell(agencies: int) -> bytes:
    import docx

    document = docx.Document()
    table = document.add_table(agencies + 1, 3)
    for number, row in enumerate(table.rows):
        for cell, text in zip(row.cells, (str(number), f"Ủy ban nhân dân xã Mời {number}", "02"), strict=True):
            cell.text = text
    return _saved(document)


def _saved(document: Any) -> bytes:  # noqa: ANN401 - a Document of python-docx or docxtpl
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


if __name__ == "__main__":
    main()
