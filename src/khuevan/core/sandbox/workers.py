"""Children that live on to answer many requests, for programs that are slow to begin.

A process has one worker for each combination of program, settings and folders to read; threads take turns.  A worker
that dies is replaced and asked once more: it may have been idle for long, or the system wanted its memory.  One that
overran its time is replaced too, but the request has failed.
"""

import atexit
import json
import os
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from khuevan.core.sandbox.children import Child, Crashed, Late, Program, SandboxError
from khuevan.core.sandbox.inside.serving import LENGTH, MADE, REFUSED

_MOST_WORKERS = 4
_LARGEST_ANSWER = 256 * 1024 * 1024


class Refused(Exception):  # noqa: N818 - nothing went wrong
    """The program has no answer to this request but the reason; the worker is well."""


def ask(
    program: Program,
    request: Mapping[str, object],
    *,
    seconds: float,
    readable: Sequence[Path] = (),
    **settings: object,
) -> bytes:
    """The answer to one request; ``settings`` are what ``prepare`` gets.

    Raises ``Refused``, ``SandboxError`` and, for a bad installation, ``RuntimeError``.
    """
    words = json.dumps(request, ensure_ascii=False).encode()
    return _pool.worker(program, settings, tuple(readable)).ask(words, seconds)


def ask_once(
    program: Program,
    request: Mapping[str, object],
    *,
    seconds: float,
    readable: Sequence[Path] = (),
    **settings: object,
) -> bytes:
    """As ``ask``, by a worker that gives its memory back at once: for a folder that is never asked about again."""
    worker = _pool.passing(program, settings, tuple(readable))
    try:
        return worker.ask(json.dumps(request, ensure_ascii=False).encode(), seconds)
    finally:
        worker.retire()


class _Worker:
    def __init__(
        self, program: Program, settings: Mapping[str, object], readable: tuple[Path, ...], starter: ThreadPoolExecutor
    ) -> None:
        self._told = (program, settings, readable)
        self._starter = starter
        self._turn = threading.Lock()
        self._child: Child | None = None
        self._retired = False

    def ask(self, request: bytes, seconds: float) -> bytes:
        with self._turn:
            child = self._ready()
            try:
                return self._answer(child, request, seconds)
            except Late:
                raise
            except SandboxError:
                return self._answer(self._ready(), request, seconds)
            finally:
                if self._retired:
                    self._drop()

    def _ready(self) -> Child:
        """The kernel ends a child with the *thread* that started it, so one thread that stays starts them all."""
        if self._child is None or not self._child.alive:
            self._drop()
            self._child = self._starter.submit(self._begin).result()
        return self._child

    def _begin(self) -> Child:
        program, settings, readable = self._told
        return Child(program, settings, readable=readable)

    def _answer(self, child: Child, request: bytes, seconds: float) -> bytes:
        try:
            with child.within(seconds):
                child.give(LENGTH.pack(len(request)) + request)
                kind, answer = _taken(child)
        except BaseException:
            self._drop()  # what it says next would answer this request, not the next
            raise
        if kind == REFUSED:
            raise Refused(answer.decode(errors="replace"))
        return answer

    def _drop(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.end()

    def retire(self) -> None:
        """Ends it now, or with the answer that somebody waits for."""
        self._retired = True
        if self._turn.acquire(blocking=False):
            self._drop()
            self._turn.release()

    def abandon(self) -> None:
        if self._child is not None:
            self._child.abandon()


def _taken(child: Child) -> tuple[bytes, bytes]:
    kind = child.take(1)
    (size,) = LENGTH.unpack(child.take(LENGTH.size))
    if kind not in {MADE, REFUSED} or size > _LARGEST_ANSWER:
        raise Crashed("it says what is no answer")
    return kind, child.take(size)


class _Pool:
    """The workers of one process; the one not asked for longest goes when there are too many."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._workers: dict[object, _Worker] = {}
        self._starter = ThreadPoolExecutor(1, thread_name_prefix="sandbox")

    def worker(self, program: Program, settings: Mapping[str, object], readable: tuple[Path, ...]) -> _Worker:
        key = (program, json.dumps(settings, sort_keys=True), readable)
        with self._lock:
            worker = self._workers.pop(key, None) or _Worker(program, settings, readable, self._starter)
            self._workers[key] = worker
            surplus = [self._workers.pop(old) for old in list(self._workers)[:-_MOST_WORKERS]]
        for old in surplus:
            old.retire()
        return worker

    def passing(self, program: Program, settings: Mapping[str, object], readable: tuple[Path, ...]) -> _Worker:
        """One that nobody else is given."""
        return _Worker(program, settings, readable, self._starter)

    def close(self) -> None:
        for worker in self._workers.values():
            worker.retire()

    def abandon(self) -> None:
        for worker in self._workers.values():
            worker.abandon()


_pool = _Pool()


def _after_fork() -> None:
    """The children, and whoever holds a lock, are the other process's."""
    global _pool
    inherited, _pool = _pool, _Pool()
    inherited.abandon()


def _at_exit() -> None:
    _pool.close()


os.register_at_fork(after_in_child=_after_fork)
atexit.register(_at_exit)
