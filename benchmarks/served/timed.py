"""The product's WSGI application; every answer says in ``X-Server-Ms`` how long the application took for it.

``X-Server-Cpu-Ms`` is the processor time of its thread, which does not hold what a database server did.
"""

import time
from collections.abc import Callable, Iterable
from typing import Any

from khuevan.config.wsgi import application as product

type Start = Callable[..., Any]


def timed(application: Callable[[dict[str, Any], Start], Iterable[bytes]]) -> Callable[..., list[bytes]]:
    def run(environ: dict[str, Any], start_response: Start) -> list[bytes]:
        begin, busy = time.perf_counter(), time.thread_time()
        held: list[Any] = []
        body = application(environ, lambda status, headers, exc_info=None: held.append((status, headers)))
        chunks = list(body)
        if close := getattr(body, "close", None):
            close()
        status, headers = held[0]
        taken = {"X-Server-Ms": time.perf_counter() - begin, "X-Server-Cpu-Ms": time.thread_time() - busy}
        start_response(status, [*headers, *((name, f"{seconds * 1000:.3f}") for name, seconds in taken.items())])
        return chunks

    return run


application = timed(product)
