"""A seccomp filter: the kernel refuses this process the network, new processes and every reach into other ones.

It names what is refused, not what is allowed: Python and its libraries need other calls on every system, and calls
newer than this list answer "no such call", which every library is prepared for.  Numbers are those of
``arch/x86/entry/syscalls/syscall_64.tbl`` and ``include/uapi/asm-generic/unistd.h``; from 424 on they are the same
everywhere.
"""

import ctypes
import errno
import os
import platform
import struct
from dataclasses import dataclass

from khuevan.core.sandbox.inside import kernel

_PR_SET_SECCOMP = 22
_SECCOMP_MODE_FILTER = 2
_FIRST_UNKNOWN = 463
_CLONE3 = 435
_CLONE_THREAD = 0x00010000

# What the filter answers.
_ALLOW = 0x7FFF0000
_KILL = 0x80000000
_EPERM = 0x00050000 | errno.EPERM
_ENOSYS = 0x00050000 | errno.ENOSYS

# Where the filter finds the number, the machine and the lower half of the first argument (both machines: low first).
_NUMBER, _MACHINE, _FIRST_ARGUMENT = 0, 4, 16

# Words of the filter's language (linux/bpf_common.h).
_LOAD, _EQUAL, _AT_LEAST, _ABOVE, _HAS_BIT, _ANSWER = 0x20, 0x15, 0x35, 0x25, 0x45, 0x06

_Step = tuple[int, int, int, int]  # word, steps to skip when true, when false, value


@dataclass(frozen=True)
class Machine:
    """``refused`` are first and last numbers; ``aimed`` take a process number first and may name this process only."""

    code: int
    clone: int
    refused: tuple[tuple[int, int], ...]
    aimed: tuple[int, ...]


# signals by descriptor, io_uring (it has a network of its own), mounts; descriptors of others, their memory
_EVERYWHERE = ((424, 434), (438, 438), (440, 440), (442, 443), (448, 448))

_MACHINES = {
    "x86_64": Machine(
        code=0xC000003E,
        clone=56,
        refused=(
            (29, 31), (64, 71), (240, 245),  # shared memory, semaphores, messages between processes
            (41, 55), (288, 288), (299, 299), (307, 307),  # sockets
            (57, 59), (322, 322),  # fork, vfork, execve, execveat
            (101, 101), (310, 312),  # ptrace, reading and writing another's memory
            (129, 129), (297, 297),  # queued signals
            (141, 142), (144, 144), (203, 203), (251, 251), (314, 314),  # the order in which processes run
            (248, 250), (298, 298), (321, 321), (323, 323),  # keys, perf, bpf, userfaultfd
            (272, 272), (308, 308), (304, 304),  # namespaces, files by handle
        ),
        aimed=(62, 200, 234, 302),  # kill, tkill, tgkill, prlimit64
    ),
    "aarch64": Machine(
        code=0xC00000B7,
        clone=220,
        refused=(
            (180, 212), (242, 243), (269, 269),  # messages, semaphores, shared memory, sockets
            (221, 221), (281, 281),  # execve, execveat
            (117, 117), (270, 272),  # ptrace, reading and writing another's memory
            (138, 138), (240, 240),  # queued signals
            (30, 30), (118, 119), (122, 122), (140, 140), (274, 274),  # the order in which processes run
            (217, 219), (241, 241), (280, 280), (282, 282),  # keys, perf, bpf, userfaultfd
            (97, 97), (268, 268), (265, 265),  # namespaces, files by handle
        ),
        aimed=(129, 130, 131, 261),  # kill, tkill, tgkill, prlimit64
    ),
}  # fmt: skip


def refuse() -> bool:
    """Installs the filter for good; only before the first thread, for it counts for this thread and its children."""
    machine = _MACHINES.get(platform.machine()) if kernel.LINUX else None
    if machine is None:
        return False
    packed = b"".join(struct.pack("=HBBI", *step) for step in steps(machine, os.getpid()))
    program = ctypes.create_string_buffer(packed, len(packed))
    # struct sock_fprog: how many steps, and where they are
    header = ctypes.create_string_buffer(struct.pack("@HP", len(packed) // 8, ctypes.addressof(program)))
    return kernel.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.c_void_p(ctypes.addressof(header)))


def steps(machine: Machine, process: int) -> list[_Step]:
    """The filter: a list of tests that jump over the answer that follows them."""
    tests: list[_Step] = [
        (_LOAD, 0, 0, _MACHINE), (_EQUAL, 1, 0, machine.code), (_ANSWER, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER), (_AT_LEAST, 0, 1, _FIRST_UNKNOWN), (_ANSWER, 0, 0, _ENOSYS),
        # its flags are out of sight; libraries then use clone
        (_EQUAL, 0, 1, _CLONE3), (_ANSWER, 0, 0, _ENOSYS),
        (_EQUAL, 0, 4, machine.clone), (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_HAS_BIT, 1, 0, _CLONE_THREAD), (_ANSWER, 0, 0, _EPERM), (_ANSWER, 0, 0, _ALLOW),
    ]  # fmt: skip
    for first, last in (*machine.refused, *_EVERYWHERE):
        tests += [(_AT_LEAST, 0, 2, first), (_ABOVE, 1, 0, last), (_ANSWER, 0, 0, _EPERM)]
    for number in machine.aimed:
        tests += [
            (_EQUAL, 0, 5, number), (_LOAD, 0, 0, _FIRST_ARGUMENT),
            (_EQUAL, 2, 0, process), (_EQUAL, 1, 0, 0), (_ANSWER, 0, 0, _EPERM), (_ANSWER, 0, 0, _ALLOW),
        ]  # fmt: skip
    return [*tests, (_ANSWER, 0, 0, _ALLOW)]
