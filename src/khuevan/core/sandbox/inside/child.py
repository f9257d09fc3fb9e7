"""How every child begins: it gives up its rights, gets its program ready, closes the doors and sets to work.

Run by its path with ``-I -S``, so it sees the standard library only, until it adds the folders it is told.  All it is
told is one argument of JSON (see ``children``).  A program is a module of ours with

    def prepare(settings: dict[str, Any]) -> Callable[[], int]

which imports everything the work will need; what it returns is called once the doors are closed, meets the foreign
bytes, and says the exit status.
"""

import contextlib
import importlib
import json
import resource
import sys
import traceback
from typing import Any

# Statuses that the parent knows: a fault of the installation, not of the file; and more memory wanted than there is.
NOT_STARTED = 3
NO_MEMORY = 4


def limit(told: dict[str, Any]) -> None:
    """Takes memory (bytes of address space), processor time, files and processes away for good.

    What the system cannot limit stays: the parent's clock ends the child anyway.
    """
    limits = {
        resource.RLIMIT_AS: told["memory"],
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: told["file_size"],
        resource.RLIMIT_NOFILE: told["open_files"],
    }
    if told["cpu_seconds"]:
        limits[resource.RLIMIT_CPU] = told["cpu_seconds"]
    if not told["threads"]:
        limits[resource.RLIMIT_NPROC] = 0
    for kind, most in limits.items():
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def main() -> int:
    told = json.loads(sys.argv[1])
    sys.path += told["folders"]
    # Only now can they be found.
    from khuevan.core.sandbox.inside import calls, files, hooks, kernel

    kernel.die_with(told["parent"])
    limit(told["limits"])
    kernel.give_up_privileges()
    calls.refuse()
    try:
        work = importlib.import_module(told["module"]).prepare(told["settings"])
    except ImportError:
        traceback.print_exc()
        return NOT_STARTED
    readable = [*sys.path, *told["readable"]]
    files.close(readable, told["scratch"])
    hooks.close(readable, told["scratch"])
    try:
        return int(work())
    except MemoryError:
        return NO_MEMORY


if __name__ == "__main__":
    sys.exit(main())
