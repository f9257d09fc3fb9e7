"""The product's WSGI application; every answer says in ``X-Server-Ms`` how long the application took for it."""

import time
from collections.abc import Callable, Iterable
from typing import Any

from khuevan.config.wsgi import application as product

type Start = Callable[..., Any]


def timed(application: Callable[[dict[str, Any], Start], Iterable[bytes]]) -> Callable[..., list[bytes]]:
    def run(environ: dict[str, Any], start_response: Start) -> list[bytes]:
        begin = time.perf_counter()
        held: list[Any] = []
        body = application(environ, lambda status, headers, exc_info=None: held.append((status, headers)))
        chunks = list(body)
        if close := getattr(body, "close", None):
            close()
        status, headers = held[0]
        start_response(status, [*headers, ("X-Server-Ms", f"{(time.perf_counter() - begin) * 1000:.3f}")])
        return chunks

    return run


application = timed(product)
