"""Words with the Linux kernel for which Python has no function; elsewhere they do nothing and say False."""

import ctypes
import os
import signal
import sys

LINUX = sys.platform == "linux"

_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_CAPABILITIES_VERSION = 0x20080522
# Root may own the process and somebody else the files of the program: reading past permissions is what root keeps.
_KEPT = 1 << 1  # CAP_DAC_OVERRIDE


def prctl(option: int, *arguments: "int | ctypes.c_void_p") -> bool:
    if not LINUX:
        return False
    words = [value if isinstance(value, ctypes.c_void_p) else ctypes.c_ulong(value) for value in arguments]
    words += [ctypes.c_ulong(0)] * (4 - len(words))
    return bool(ctypes.CDLL(None).prctl(option, *words) == 0)


def syscall(number: int, *arguments: "int | bytes | None") -> int:
    """Its result, or -1."""
    if not LINUX:
        return -1
    ask = ctypes.CDLL(None).syscall
    ask.restype = ctypes.c_long
    words = [value if isinstance(value, bytes) else ctypes.c_long(value or 0) for value in arguments]
    return int(ask(ctypes.c_long(number), *words))


def die_with(parent: int) -> None:
    """SIGKILL for this process when ``parent`` is gone, even by SIGKILL."""
    if prctl(_PR_SET_PDEATHSIG, signal.SIGKILL) and os.getppid() != parent:  # it went before the kernel was asked
        os._exit(1)


def give_up_privileges() -> bool:
    """No program started from here gains rights, and root is root no more (mounts, devices, higher limits)."""
    if not prctl(_PR_SET_NO_NEW_PRIVS, 1):
        return False
    header = (ctypes.c_uint32 * 2)(_CAPABILITIES_VERSION, 0)
    held = (ctypes.c_uint32 * 6)()  # effective, permitted, inheritable: low words, then high words
    libc = ctypes.CDLL(None)
    if libc.capget(header, held) != 0:
        return False
    kept = (ctypes.c_uint32 * 6)(held[0] & _KEPT, held[1] & _KEPT, 0, 0, 0, 0)
    return bool(libc.capset(header, kept) == 0)
