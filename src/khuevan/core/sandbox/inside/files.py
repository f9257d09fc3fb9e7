"""Landlock: the kernel opens this process no file outside the folders it is told (Linux 5.13 and later)."""

import contextlib
import os
import struct

from khuevan.core.sandbox.inside import kernel

# Calls with the same number on every machine.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_WHICH_VERSION = 1
_BENEATH = 1

_WRITE, _READ, _LIST, _TRUNCATE = 1 << 1, 1 << 2, 1 << 3, 1 << 14
# How many rights each version of Landlock knows; all of them are withheld, whatever is not allowed again.
_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
_RIGHTS_NOW = 16


def close(readable: list[str], writable: str | None) -> bool:
    """Leaves the content of ``readable`` folders and the files already in ``writable``; nothing new can be made."""
    version = kernel.syscall(_CREATE_RULESET, None, 0, _WHICH_VERSION)
    if version < 1:
        return False
    known = (1 << _RIGHTS.get(version, _RIGHTS_NOW)) - 1
    rules = kernel.syscall(_CREATE_RULESET, struct.pack("=Q", known), 8, 0)
    if rules < 0:
        return False
    for folder in readable:
        _allow(rules, folder, _READ | _LIST)
    if writable is not None:
        _allow(rules, writable, (_READ | _LIST | _WRITE | _TRUNCATE) & known)
    done = kernel.syscall(_RESTRICT_SELF, rules, 0) == 0
    os.close(rules)
    return done


def _allow(rules: int, folder: str, rights: int) -> None:
    """A folder that does not exist needs no rule; of what is a file, nothing can be listed."""
    with contextlib.suppress(OSError):
        place = os.open(folder, os.O_PATH | os.O_CLOEXEC)
        if not os.path.isdir(folder):  # noqa: PTH112 - pathlib would cost every child its import
            rights &= ~_LIST
        kernel.syscall(_ADD_RULE, rules, _BENEATH, struct.pack("=Qi", rights, place), 0)
        os.close(place)
