"""The child that looks templates through and fills them: one request, one answer (``core.sandbox.workers``)."""

import base64
import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from khuevan.core.sandbox.inside.serving import Refusal, serving


def prepare(settings: dict[str, Any]) -> Callable[[], int]:
    """Settings: ``idle_seconds`` and ``busy_seconds``, see ``serving``; ``office`` keeps offices apart.

    A request is ``{"file", "context"}`` to fill a template, with ``"fields"`` and ``"needed"`` to check it (the
    context then is invented).  What is refused comes as JSON ``{"code", "words"}``.
    """
    from khuevan.papers.filling.rendering import Unfilled, filled  # what cannot be imported is told by the status

    def answer(request: dict[str, Any]) -> bytes:
        content = base64.b64decode(request["file"])
        try:
            return _checked(content, request) if "fields" in request else filled(content, request["context"])
        except Unfilled as unfilled:
            raise Refusal(_words("failed", {"reason": unfilled.reason})) from unfilled
        except (MemoryError, RecursionError) as error:
            raise Refusal(_words("too_much", {})) from error

    return serving(answer, idle_seconds=settings["idle_seconds"], busy_seconds=settings["busy_seconds"])


def _checked(content: bytes, request: dict[str, Any]) -> bytes:
    from khuevan.papers.filling.checking import Problem, checked
    from khuevan.papers.filling.packages import Refused, stories
    from khuevan.papers.filling.rendering import Unfilled, filled

    try:
        found = checked(stories(content), request["fields"], request["needed"])
    except Refused as refused:
        raise Refusal(_words(refused.code, refused.words)) from refused
    if all(problem.is_warning for problem in found.problems):
        try:
            filled(content, request["context"])
        except Unfilled as unfilled:
            found.problems.append(Problem("unfilled", words={"reason": unfilled.reason}))
    told = {"problems": [asdict(problem) for problem in found.problems], "fields": found.fields}
    return json.dumps(told, ensure_ascii=False).encode()


def _words(code: str, words: dict[str, Any]) -> str:
    return json.dumps({"code": code, "words": words}, ensure_ascii=False)
