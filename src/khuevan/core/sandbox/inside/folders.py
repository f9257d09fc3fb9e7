"""Landlock for a large program: it reads the system's own files and one folder, and writes nowhere but in that folder.

LibreOffice lays the socket by which a second start would find the first into /tmp, whatever it is told; so there it may
make sockets and remove files, but read and write none.
"""

import contextlib
import os
import struct

from khuevan.core.sandbox.inside import kernel

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_WHICH_VERSION = 1
_BENEATH = 1

_READ, _LIST = 1 << 2, 1 << 3
_DEVICE = _READ | 1 << 1
_SOCKET_AND_REMOVE = 1 << 9 | 1 << 5
_CHANGES = {1: 0x1FF2, 2: 0x3FF2, 3: 0x7FF2}
"""Rights by version: writing, making and removing of every kind, from 2 on linking elsewhere, from 3 on cutting."""

_SYSTEM = ("/usr", "/bin", "/lib", "/lib64", "/etc", "/opt", "/proc", "/sys", "/dev", "/snap",
           "/var/lib/libreoffice", "/var/spool/libreoffice", "/var/cache/fontconfig", "/nix", "/gnu")  # fmt: skip


def keep_to(folder: str, program: str) -> bool:
    """False where the kernel knows no Landlock."""
    version = kernel.syscall(_CREATE_RULESET, None, 0, _WHICH_VERSION)
    if version < 1:
        return False
    changes = _CHANGES[min(version, max(_CHANGES))]
    rules = kernel.syscall(_CREATE_RULESET, struct.pack("=Q", changes | _READ | _LIST), 8, 0)
    if rules < 0:
        return False
    home = os.path.dirname(os.path.dirname(os.path.realpath(program)))  # noqa: PTH120 - no import of pathlib
    for place in (*_SYSTEM, home):
        _allow(rules, place, _READ | _LIST)
    _allow(rules, folder, changes | _READ | _LIST)
    _allow(rules, "/dev/null", _DEVICE)
    _allow(rules, "/tmp", _SOCKET_AND_REMOVE)  # noqa: S108
    done = kernel.syscall(_RESTRICT_SELF, rules, 0) == 0
    os.close(rules)
    return done


def _allow(rules: int, place: str, rights: int) -> None:
    """A place that does not exist needs no rule."""
    with contextlib.suppress(OSError):
        opened = os.open(place, os.O_PATH | os.O_CLOEXEC)
        kernel.syscall(_ADD_RULE, rules, _BENEATH, struct.pack("=Qi", rights, opened), 0)
        os.close(opened)
