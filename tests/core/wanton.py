"""A program for a worker of the sandbox that answers some requests badly; ``test_sandbox_workers.py`` watches it."""

import os
import signal
import time
from collections.abc import Callable
from typing import Any

from khuevan.core.sandbox.inside.serving import Refusal, serving

_BLOCKS: list[bytearray] = []


def prepare(settings: dict[str, Any]) -> Callable[[], int]:
    def answer(request: dict[str, Any]) -> bytes:
        match request["do"]:
            case "say":
                return str(request["words"]).encode()
            case "number":
                return str(os.getpid()).encode()
            case "refuse":
                raise Refusal("because")
            case "print":
                print("not an answer", flush=True)
            case "sleep":
                time.sleep(request["seconds"])
            case "die":
                os.kill(os.getpid(), signal.SIGKILL)
            case "work":
                until = time.process_time() + 0.9
                while time.process_time() < until:
                    pass
            case "loop":
                while True:
                    pass
            case "much":
                while True:
                    _BLOCKS.append(bytearray(64 * 1024 * 1024))
        return b"done"

    return serving(answer, idle_seconds=settings["idle_seconds"], busy_seconds=settings["busy_seconds"])
