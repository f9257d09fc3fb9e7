"""How many rows of a list of people are read and are taken over a second, each against what does less.

    python benchmarks/roster.py [--small] [--json] [--part reading|import] [--database postgres://...]

*reading*: one .xlsx made with XlsxWriter, ten columns, every field filled; 5,000 rows (``--small``) or 100,000.  Both
readers run in turn, after one warm-up run each on a list of 500 rows; the figures hold the start of the child process
in which ``read_roster`` parses.  ``openpyxl`` only fetches the values (read-only mode): it finds no heading, types
nothing and checks nothing.

*import*: 1,000 rows (``--small``) or 10,000 into a class of an office that knows 5,000 or 100,000 people, three in ten
of the rows meaning one of these (``served/importing.py``).  ``enroll`` checks, matches people and agencies, writes
people, learners, directory, search index and one audit entry for each object.  django-import-export puts the columns of
a person into the same table of people as it comes, and once more with ``use_bulk``: no matching, no audit, no learners.
Each run begins with the same database, a file of its own or the empty PostgreSQL database given.

All figures are medians; the ways run in turn.
"""

import argparse
import dataclasses
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import django
import openpyxl
import xlsxwriter
from django.conf import settings

from khuevan.readers.roster import Limits, read_roster

ROOT = Path(__file__).resolve().parent.parent
_HEADINGS = (
    "STT",
    "Họ và tên",
    "Ngày sinh",
    "Giới tính",
    "Chức vụ",
    "Đơn vị công tác",
    "Điện thoại",
    "Email",
    "Số CCCD",
    "Ghi chú",
)
_FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Đặng", "Bùi", "Điểu")
_MIDDLES = ("Văn", "Thị", "Minh", "Ngọc", "Đức", "Thanh")
_GIVEN = ("An", "Bình", "Châu", "Dũng", "Hòa", "Khánh", "Lan", "Phượng", "Quân", "Thủy")
_POSITIONS = ("Chuyên viên", "Phó Trưởng phòng", "Văn thư", "Phóng viên")
_AGENCIES = ("Sở Nội vụ", "Sở Tài chính", "UBND huyện Bù Đăng", "Công an tỉnh", "Đài Phát thanh - Truyền hình")


def write_list(path: Path, count: int) -> None:
    """A list under a letterhead, as agencies send it; the same for the same count."""
    workbook = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = workbook.add_worksheet("Danh sách")
    sheet.write_row(0, 0, ["SỞ NỘI VỤ"])
    sheet.write_row(2, 0, ["DANH SÁCH CÁN BỘ, CÔNG CHỨC THAM DỰ LỚP BỒI DƯỠNG"])
    sheet.write_row(4, 0, _HEADINGS)
    for number in range(count):
        name = f"{_FAMILIES[number % 8]} {_MIDDLES[number % 6]} {_GIVEN[number // 7 % 10]}"
        birth = f"{number % 28 + 1:02d}/{number % 12 + 1:02d}/{1962 + number % 38}"
        work = (_POSITIONS[number % 4], _AGENCIES[number % 5])
        contact = (f"09{number % 100_000_000:08d}", f"cb{number}@tinh.example.vn")
        gender, year = number % 2, 62 + number % 38
        identity = f"070{gender}{year}{number % 1_000_000:06d}"
        sheet.write_row(5 + number, 0, (number + 1, name, birth, ("Nam", "Nữ")[gender], *work, *contact, identity, "x"))
    workbook.close()


def read_with_openpyxl(path: Path) -> int:
    workbook = openpyxl.load_workbook(path, read_only=True)
    rows = sum(1 for row in workbook.worksheets[0].iter_rows(values_only=True) if row[0])
    workbook.close()
    return rows


def read_with_khuevan(path: Path) -> int:
    limits = dataclasses.replace(Limits(), rows=200_000)
    return len(read_roster(path, limits=limits).rows)


def median_seconds(readers: dict[str, Callable[[Path], int]], path: Path, runs: int) -> dict[str, float]:
    seconds: dict[str, list[float]] = {name: [] for name in readers}
    for _run in range(runs):
        for name, read in readers.items():
            start = time.perf_counter()
            read(path)
            seconds[name].append(time.perf_counter() - start)
    return {name: statistics.median(taken) for name, taken in seconds.items()}


def reading(*, small: bool) -> dict[str, object]:
    count, runs = (5_000, 5) if small else (100_000, 3)
    settings.configure(USE_I18N=False)
    django.setup()
    with tempfile.TemporaryDirectory(prefix="khuevan-roster-") as folder:
        warm, path = Path(folder, "warm.xlsx"), Path(folder, "list.xlsx")
        write_list(warm, 500)
        write_list(path, count)
        readers = {"khuevan": read_with_khuevan, "openpyxl": read_with_openpyxl}
        for read in readers.values():
            read(warm)
        seconds = median_seconds(readers, path, runs)
        size = path.stat().st_size
    return {
        "part": "reading",
        "rows": count,
        "columns": len(_HEADINGS),
        "file_bytes": size,
        "runs": runs,
        "rows_per_second": {name: round(count / taken) for name, taken in seconds.items()},
        "ratio": round(seconds["openpyxl"] / seconds["khuevan"], 2),
    }


def importing(database: str, *, small: bool) -> dict[str, object]:
    """Runs in a process of its own, with settings and a database of its own."""
    count, known, runs = (1_000, 5_000, 3) if small else (10_000, 100_000, 3)
    with tempfile.TemporaryDirectory(prefix="khuevan-roster-") as folder:
        environment = {
            **os.environ,
            "KHUEVAN_DATA_DIR": folder,
            "KHUEVAN_DATABASE_URL": database,
            "KHUEVAN_BASE_URL": "http://127.0.0.1",
            "DJANGO_SETTINGS_MODULE": "khuevan.config.settings",
            "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}",
        }
        program = [
            sys.executable,
            str(ROOT / "benchmarks" / "served" / "importing.py"),
            *map(str, (count, known, runs)),
        ]
        done = subprocess.run(program, check=True, stdout=subprocess.PIPE, text=True, env=environment)
    result: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    speeds: dict[str, int] = result["rows_per_second"]  # type: ignore[assignment]
    ratio = round(speeds["khuevan"] / speeds["import-export"], 2)
    return {"part": "import", **result, "runs": runs, "ratio": ratio}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", action="store_true", help="shorter lists and fewer known people")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--part", choices=("reading", "import"), help="only this part")
    parser.add_argument("--database", default="", help="postgres://... of an empty database; default: SQLite")
    options = parser.parse_args()
    parts = []
    if options.part != "import":
        parts.append(reading(small=options.small))
    if options.part != "reading":
        parts.append(importing(options.database, small=options.small))
    if options.json:
        sys.stdout.write(json.dumps({"benchmark": "roster", "parts": parts}) + "\n")
        return 0
    for part in parts:
        more = f"{part['columns']} columns" if "columns" in part else f"into {part['known']} known ({part['database']})"
        sys.stdout.write(f"{part['part']}: {part['rows']} rows, {more}, median of {part['runs']} runs\n")
        for name, speed in dict(part["rows_per_second"]).items():  # type: ignore[call-overload]
            sys.stdout.write(f"{name:>20}: {speed:,} rows/s\n")
        sys.stdout.write(f"{'ratio':>20}: {part['ratio']}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
