"""What each command does, by calling verbs and readers."""

import argparse
from collections.abc import Callable

from django.utils import translation

from khuevan.config.commands import demo, offices, provinces, rosters, server
from khuevan.config.options import as_markdown


def _options(_arguments: argparse.Namespace) -> int:
    print(as_markdown(), end="")
    return 0


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "demo": demo.run,
    "serve": server.serve_command,
    "worker": server.worker_command,
    "roster": rosters.read,
    "office": offices.run,
    "province": provinces.run,
    "options": _options,
    "manage": server.manage,
}


def run(arguments: argparse.Namespace) -> int:
    """Runs the parsed command with Vietnamese messages; returns the exit status."""
    with translation.override("vi"):
        return COMMANDS[arguments.command](arguments)
