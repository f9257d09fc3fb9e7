"""Gives up rights and then becomes LibreOffice: see ``core.sandbox.converting``, which runs it by its path.

Everything it is told is one argument of JSON.  What the system cannot take away stays; the parent's clock ends it.
"""

import contextlib
import json
import os
import resource
import signal
import sys

_NEW_USERS, _NEW_NETWORK, _NEW_PROCESSES = 0x10000000, 0x40000000, 0x20000000
_DIE_WITH_PARENT = 1


def limit(told: dict[str, int]) -> None:
    """Takes memory, processor time and file size away for good; threads and processes it needs."""
    limits = {
        resource.RLIMIT_AS: told["memory"],
        resource.RLIMIT_CPU: told["cpu_seconds"],
        resource.RLIMIT_FSIZE: told["file_size"],
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in limits.items():
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def leave() -> None:
    """Namespaces of its own, where the system allows: no network, and processes that all end with the first one."""
    if not hasattr(os, "unshare"):
        return
    user, group = os.getuid(), os.getgid()
    alone = _NEW_NETWORK | _NEW_PROCESSES
    for flags in (alone, alone | _NEW_USERS):  # root needs no namespace of users for the others
        try:
            os.unshare(flags)
        except OSError:
            continue
        if flags & _NEW_USERS:
            _stay(user, group)
        return


def _stay(user: int, group: int) -> None:
    """The same user as outside: files keep their owner."""
    for name, line in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        with contextlib.suppress(OSError), open(f"/proc/self/{name}", "w", encoding="ascii") as file:  # noqa: PTH123
            file.write(line)


def main() -> int:
    told = json.loads(sys.argv[1])
    sys.path.append(told["ours"])
    # Only now can they be found.
    from khuevan.core.sandbox.inside import folders, kernel

    kernel.die_with(told["parent"])
    leave()
    limit(told)
    child = os.fork()
    if child == 0:
        kernel.prctl(_DIE_WITH_PARENT, signal.SIGKILL)
        kernel.give_up_privileges()
        folders.keep_to(told["folder"], told["command"][0])
        os.execv(told["command"][0], told["command"])  # noqa: S606 - what we were told, no shell
    _pid, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(abs(main()))
