"""The loop of a child that answers many requests: see ``workers`` for the other end."""

import json
import os
import resource
import select
import struct
import time
from collections.abc import Callable
from io import FileIO
from typing import Any

# An answer begins with one of these and its length; a request is a length and JSON.
MADE, REFUSED = b"+", b"-"
LENGTH = struct.Struct(">Q")


class Refusal(Exception):  # noqa: N818 - nothing went wrong in the child
    """A request that has no answer but a reason."""


def serving(answer: Callable[[Any], bytes], *, idle_seconds: float, busy_seconds: int) -> Callable[[], int]:
    """The work of a program: goes on until nobody listens or nothing was asked for so long.

    ``busy_seconds`` of processor time are for one request; they end what nobody is left to end.
    """

    def serve() -> int:
        said = os.fdopen(os.dup(1), "wb")
        os.dup2(2, 1)  # what a library prints is no answer
        asked = os.fdopen(0, "rb", buffering=0)  # select must see all that came
        while select.select([asked], [], [], idle_seconds)[0] and (head := _read(asked, LENGTH.size)):
            request = json.loads(_read(asked, *LENGTH.unpack(head)))
            _allow(busy_seconds)
            try:
                kind, made = MADE, answer(request)
            except Refusal as refusal:
                kind, made = REFUSED, str(refusal).encode(errors="replace")
            said.write(kind + LENGTH.pack(len(made)) + made)
            said.flush()
        return 0

    return serve


def _allow(seconds: int) -> None:
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + seconds + 1, hard))


def _read(stream: FileIO, size: int) -> bytes:
    parts = []
    while size and (part := stream.read(size)):
        parts.append(part)
        size -= len(part)
    return b"" if size else b"".join(parts)
