"""A child that tries the doors itself, past Python: is the kernel holding them?  For ``strength``."""

import ctypes
import json
import os
import socket
import sys
from collections.abc import Callable
from typing import Any


def prepare(_settings: dict[str, Any]) -> Callable[[], int]:
    libc = ctypes.CDLL(None)
    open_socket, open_file = libc.socket, libc.open

    def work() -> int:
        calls = open_socket(socket.AF_INET, socket.SOCK_STREAM, 0) < 0
        files = open_file(b"/", os.O_RDONLY) < 0
        sys.stdout.write(json.dumps({"calls": calls, "files": files}))
        return 0

    return work
