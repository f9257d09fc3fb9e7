"""``khuevan roster read``."""

import argparse
import json
import sys
from pathlib import Path

from khuevan.readers.roster import Level, read_roster


def read(arguments: argparse.Namespace) -> int:
    """Prints the people of a list; exit status 1 when the file cannot be read at all."""
    roster = read_roster(Path(arguments.file))
    if arguments.json:
        json.dump(roster.to_json(), sys.stdout, ensure_ascii=False, indent=1)
        print()
        return 0
    for number, row in enumerate(roster.rows, start=1):
        parts = (row.full_name, row.birth, row.gender, row.position, row.organization, row.phone, row.email)
        print(f"{number:>4}  " + " · ".join(part for part in parts if part))
        for problem in row.problems:
            print(f"      ⚠ {problem.message}")
    if roster.unused_columns:
        print(f"Cột không dùng: {', '.join(roster.unused_columns)}")
    faulty = sum(any(problem.level is Level.ERROR for problem in row.problems) for row in roster.rows)
    print(f"{len(roster.rows)} dòng, {faulty} dòng cần xem")
    return 0
