"""How long a folder of 60 replies takes from the drop to sorted, read and attached: a third Word, Excel and PDF each.

    python benchmarks/reply_folder.py [--small] [--json]

Data: 60 agencies of a province, most of them communes, each sends one letter of 5 people in the layout of Nghị định
30/2020; a fifth of the letters bears no number yet, and no file name tells the agency.  The job is run as a worker runs
it, in this process, over SQLite.  Beside it in the same run: ``read_roster``, one file after the other in the same
sandbox, which only reads the rows and knows neither agency, record nor draft.  Three files of warm-up, then three runs
(one with ``--small``, 15 files); medians are printed.  The target is 60 seconds on two processors.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from khuevan.nominations.models import ReplyBatch
    from khuevan.training.models import TrainingClass

ROOT = Path(__file__).resolve().parent.parent
DEPARTMENTS = (
    "Nội vụ", "Tư pháp", "Tài chính", "Công Thương", "Xây dựng", "Y tế", "Giáo dục và Đào tạo", "Khoa học và Công nghệ",
    "Văn hóa, Thể thao và Du lịch", "Nông nghiệp và Môi trường", "Dân tộc và Tôn giáo", "Du lịch",
)  # fmt: skip
FIRST = ("Vạn", "Diên", "Ninh", "Cam", "Khánh", "Suối")
SECOND = ("Thắng", "Lạc", "Phước", "Hải", "Bình", "Đông", "An", "Thọ")
PEOPLE = 5


@dataclass(frozen=True)
class Sent:
    """A file, the agency it is from, and the names in it."""

    name: str
    content: bytes
    agency: str
    people: frozenset[str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="khuevan-bench-") as folder:
        _prepare(folder)
        result = measure(15 if given.small else 60, runs=1 if given.small else 3)
    if given.json:
        print(json.dumps(result))
        return
    print(f"{result['files']} replies sorted, read and attached: {result['seconds']:.1f} s")
    print(f"  right agency without asking {result['sorted']:.0%}, wrong {result['wrong']}, asked {result['asked']}")
    print(f"  rows right {result['rows']:.1%}")
    print(f"  read_roster alone, one after the other: {result['reading_only']:.1f} s")


def _prepare(folder: str) -> None:
    os.environ["KHUEVAN_DATA_DIR"] = folder
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khuevan.config.settings")
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]
    import django

    django.setup()
    from benchmarks.served.tables import make_tables

    make_tables()


def measure(count: int, runs: int) -> dict[str, float | int]:
    names = _agencies(count)
    sent = _folder(names)
    _dropped(_class(names, 0), sent[:3])
    outcomes = [_judged(sent, *_dropped(_class(names, run + 1), sent)) for run in range(runs)]
    alone = [_seconds(lambda: _read_one_by_one(sent)) for _run in range(runs)]
    first = outcomes[0][1]
    return {
        "files": count,
        "seconds": statistics.median(seconds for seconds, _found in outcomes),
        **first,
        "reading_only": statistics.median(alone),
    }


def _agencies(count: int) -> list[str]:
    communes = [f"Ủy ban nhân dân xã {first} {second}" for second in SECOND for first in FIRST]
    return [*(f"Sở {name}" for name in DEPARTMENTS), *communes][:count]


def _folder(names: list[str]) -> list[Sent]:
    from tests.factories.letters import Reply, as_docx, as_pdf, as_xlsx, people

    sent = []
    for at, name in enumerate(names):
        commune = name.removeprefix("Ủy ban nhân dân ")
        head = ("ỦY BAN NHÂN DÂN", commune.upper()) if commune != name else ("UBND TỈNH KHÁNH HÒA", name.upper())
        rows = people(name if commune == name else f"UBND {commune}", PEOPLE, seed=at * 11)
        symbol = "UBND-VHXH" if commune != name else f"{''.join(word[0] for word in name.split()).upper()}-VP"
        reply = Reply(head=head, symbol=symbol, number="" if at % 5 == 0 else str(100 + at), rows=rows)
        make, ending = ((as_docx, "docx"), (as_xlsx, "xlsx"), (as_pdf, "pdf"))[at % 3]
        sent.append(Sent(f"scan{at:03}.{ending}", make(reply), name, frozenset(row[1] for row in rows)))
    return sent


def _class(names: list[str], run: int) -> "TrainingClass":
    from datetime import date, datetime

    from django.utils import timezone

    from khuevan.nominations.domain.inviting import Invited, invite, prepare_invitation
    from khuevan.people.enums import OrganizationKind, RoleKind
    from khuevan.people.models import Office, Organization, User
    from khuevan.training.domain.classes import begin_preparation, open_class
    from tests.factories import OfficeFactory, OrganizationFactory, RoleFactory

    office = Office.objects.first() or OfficeFactory(
        organization=OrganizationFactory(name="Sở Ngoại vụ tỉnh Khánh Hòa", symbol="SNgV", place_name="Khánh Hòa")
    )
    officer = User.objects.first() or RoleFactory(office=office, kind=RoleKind.OFFICER).user
    day = date(timezone.localdate().year + 1, 6, 1 + run)
    training_class = open_class(officer, office=office, title=f"Lớp {run}", start_date=day, end_date=day)
    begin_preparation(officer, training_class)
    until = timezone.make_aware(datetime(day.year, 5, 20, 17))
    invitation = prepare_invitation(officer, training_class, reply_by=until)
    kinds = {True: OrganizationKind.DEPARTMENT, False: OrganizationKind.DISTRICT}
    known = {one.name: one for one in Organization.objects.all()}
    for name in names:
        if name not in known:
            kind = kinds[name.startswith("Sở")]
            known[name] = OrganizationFactory(name=name, symbol="", kind=kind, place_name="Khánh Hòa")
    invite(officer, invitation, [Invited(known[name]) for name in names])
    return training_class


def _dropped(training_class: "TrainingClass", sent: list[Sent]) -> "tuple[ReplyBatch, float]":
    from khuevan.core.jobs.running import run_now
    from khuevan.core.models import Job
    from khuevan.nominations.domain.reply_files import begin_replies
    from khuevan.people.models import User

    begin = time.perf_counter()
    batch = begin_replies(User.objects.get(), training_class, [(f"folder/{one.name}", one.content) for one in sent])
    job = run_now(Job.objects.about(batch).get())
    if job.state != "done":
        raise SystemExit(f"the job ended as {job.state}: {job.trouble}")
    return batch, time.perf_counter() - begin


def _judged(sent: list[Sent], batch: "ReplyBatch", seconds: float) -> tuple[float, dict[str, float | int]]:
    right = wrong = asked = rows = 0
    for one, file in zip(sent, batch.files.select_related("quota__organization", "draft"), strict=True):
        if file.quota is None:
            asked += 1
        elif file.quota.organization.name == one.agency:
            right += 1
        else:
            wrong += 1
        if file.draft is not None:
            read = {line.values.get("full_name") for line in file.draft.lines.filter(errors=0)}
            rows += len(read & one.people)
    people = sum(len(one.people) for one in sent)
    return seconds, {"sorted": right / len(sent), "wrong": wrong, "asked": asked, "rows": rows / people}


def _read_one_by_one(sent: list[Sent]) -> None:
    from khuevan.readers.roster import read_roster

    with tempfile.TemporaryDirectory() as folder:
        for one in sent:
            path = Path(folder) / one.name
            path.write_bytes(one.content)
            read_roster(path)


def _seconds(work: Callable[[], None]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
