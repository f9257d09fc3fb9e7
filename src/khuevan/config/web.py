"""The web server's first process: granian, ending with the ``khuevan serve`` that started it."""

import os

from granian.cli import entrypoint

from khuevan.config import lifeline


def main() -> None:
    """Takes granian's own arguments."""
    lifeline.end_with_parent()
    os.environ[lifeline.PARENT] = str(os.getpid())  # for the processes that granian starts
    entrypoint()  # type: ignore[no-untyped-call]  # granian leaves it unannotated


if __name__ == "__main__":
    main()
