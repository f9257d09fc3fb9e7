"""Typst in a child: one compiler for each template, which keeps fonts and pictures between requests."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from khuevan.core.sandbox.inside.serving import Refusal, serving

SEVERAL_PAGES = "a picture has one page"


def prepare(settings: dict[str, Any]) -> Callable[[], int]:
    """Settings: ``root`` and ``fonts``, folders; ``idle_seconds`` and ``busy_seconds``, see ``serving``."""
    import typst  # what cannot be imported is told by the status

    root = Path(settings["root"])
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=settings["fonts"])
    compilers: dict[str, Any] = {}

    def answer(request: dict[str, Any]) -> bytes:
        template = str(root / request.pop("template"))
        if template not in compilers:
            compilers[template] = typst.Compiler(template, root=str(root), font_paths=fonts)
        data = request.pop("data")
        try:
            made = compilers[template].compile(sys_inputs={"data": data}, **request)
        except typst.TypstError as error:
            raise Refusal(str(error)) from error
        if not isinstance(made, bytes):
            raise Refusal(SEVERAL_PAGES)
        return made

    return _in_a_thread(serving(answer, idle_seconds=settings["idle_seconds"], busy_seconds=settings["busy_seconds"]))


def _in_a_thread(work: Callable[[], int]) -> Callable[[], int]:
    """Typst asks how much room its stack has; of the first thread only a file tells, and the doors are closed."""

    def run() -> int:
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(work).result()

    return run
