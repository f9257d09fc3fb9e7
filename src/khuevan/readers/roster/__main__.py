"""``python -m khuevan.readers.roster FILE [--json]``: the reader alone, without database or installation."""

import argparse
import json
import sys
from pathlib import Path

import django
from django.conf import settings

import khuevan
from khuevan.readers.roster import UnreadableFile, read_roster


def main(arguments: list[str] | None = None) -> int:
    """Print the rows; 1 and one sentence on stderr when the file cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m khuevan.readers.roster")
    parser.add_argument("file", type=Path)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    if not settings.configured:
        catalogue = Path(khuevan.__file__).parent / "locale"
        settings.configure(LANGUAGE_CODE="vi", USE_I18N=True, LOCALE_PATHS=[catalogue])
        django.setup()
    try:
        roster = read_roster(options.file)
    except UnreadableFile as error:
        sys.stderr.write(f"{error.message}\n")
        return 1
    if options.json:
        json.dump(roster.to_json(), sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
        return 0
    for row in roster.rows:
        sys.stdout.write(
            " | ".join(value or "" for value in (row.full_name, row.birth, row.position, row.organization))
        )
        sys.stdout.write("\n" + "".join(f"    {problem.message}\n" for problem in row.problems))
    return 0


if __name__ == "__main__":
    sys.exit(main())
