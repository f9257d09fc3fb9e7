"""How many rows of a list of people ``read_roster`` reads a second, against plain openpyxl reading the same cells.

    python benchmarks/roster.py [--small] [--json]

Load: one .xlsx made with XlsxWriter, nine columns, every field filled; 5,000 rows (``--small``) or 100,000.  Both
readers run in turn, after one warm-up run each on a list of 500 rows; the figures are medians and hold the start of the
child process in which ``read_roster`` parses.
``openpyxl`` only fetches the values (read-only mode): it finds no heading, types nothing and checks nothing.
"""

import argparse
import dataclasses
import json
import statistics
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

_HEADINGS = (
    "STT",
    "Họ và tên",
    "Ngày sinh",
    "Giới tính",
    "Chức vụ",
    "Đơn vị công tác",
    "Điện thoại",
    "Email",
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
        sheet.write_row(5 + number, 0, (number + 1, name, birth, ("Nam", "Nữ")[number % 2], *work, *contact, "x"))
    workbook.close()


def read_with_openpyxl(path: Path) -> int:
    workbook = openpyxl.load_workbook(path, read_only=True)
    rows = sum(1 for row in workbook.worksheets[0].iter_rows(values_only=True) if row[0])
    workbook.close()
    return rows


def read_with_khuevan(path: Path) -> int:
    limits = dataclasses.replace(Limits(), rows=200_000)
    return len(read_roster(path, limits=limits).rows)


def median_seconds(read: Callable[[Path], int], path: Path, runs: int) -> float:
    seconds = []
    for _run in range(runs):
        start = time.perf_counter()
        read(path)
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def measure(count: int, runs: int) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        warm, path = Path(folder, "warm.xlsx"), Path(folder, "list.xlsx")
        write_list(warm, 500)
        write_list(path, count)
        readers = {"khuevan": read_with_khuevan, "openpyxl": read_with_openpyxl}
        for read in readers.values():
            read(warm)
        seconds = {name: median_seconds(read, path, runs) for name, read in readers.items()}
        size = path.stat().st_size
    return {
        "benchmark": "roster",
        "rows": count,
        "columns": len(_HEADINGS),
        "file_bytes": size,
        "runs": runs,
        "rows_per_second": {name: round(count / taken) for name, taken in seconds.items()},
        "median_seconds": {name: round(taken, 3) for name, taken in seconds.items()},
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", action="store_true", help="5,000 rows instead of 100,000")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    settings.configure(USE_I18N=False)
    django.setup()
    result = measure(5_000, 5) if options.small else measure(100_000, 3)
    if options.json:
        sys.stdout.write(json.dumps(result) + "\n")
        return 0
    sys.stdout.write(f"{result['rows']} rows of {result['columns']} columns, median of {result['runs']} runs\n")
    for name, speed in dict(result["rows_per_second"]).items():
        sys.stdout.write(f"{name:>10}: {speed:,} rows/s\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
