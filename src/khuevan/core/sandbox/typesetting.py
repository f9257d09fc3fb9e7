"""Typst, in a child of its own for each folder of templates."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from khuevan.core.sandbox import workers
from khuevan.core.sandbox.children import Limits, Overrun, Program, SandboxError
from khuevan.core.sandbox.inside.typesetting import SEVERAL_PAGES

_PROGRAM = Program(
    "khuevan.core.sandbox.inside.typesetting",
    packages=("typst",),
    limits=Limits(memory=2 * 1024**3, cpu_seconds=0, threads=True),
)
_SECONDS = 30.0
_PATIENCE = {"idle_seconds": 300, "busy_seconds": 120}  # busy are all its threads


__all__ = ["SEVERAL_PAGES", "TypesettingError", "typeset"]


class TypesettingError(Exception):
    """A page could not be set; ``reason`` is what Typst said, in English."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def typeset(
    template: Path,
    data: Mapping[str, object],
    *,
    fonts: Sequence[Path] = (),
    standards: Sequence[str] = (),
    timestamp: int | None = None,
    format: Literal["pdf", "png"] = "pdf",
    ppi: float | None = None,
    once: bool = False,
    tagged: bool = True,
) -> bytes:
    """The document that ``template`` makes of ``data``, which it reads by ``json(bytes(sys.inputs.data))``.

    ``template`` is one of our own files; nothing outside its folder can be read.  ``fonts`` are the folders of all
    fonts there are: neither the system's nor Typst's own are used.  ``once``: its folder is there for this document
    alone, or it is so large that a child which goes on living would keep much memory and hold up others meanwhile.
    ``tagged`` is for what is read on screen too; without tags a large file is made sooner and far smaller.  Any thread
    may call this.  Raises ``TypesettingError``.
    """
    template = template.resolve()
    request = {
        "template": template.name,
        "data": json.dumps(dict(data), ensure_ascii=False),
        "format": format,
        "ppi": ppi,
        "timestamp": timestamp,
        "pdf_standards": list(standards),
        "pdf_tags": tagged,
    }
    places = {"root": str(template.parent), "fonts": [str(folder.resolve()) for folder in fonts]}
    ask = workers.ask_once if once else workers.ask
    try:
        return ask(_PROGRAM, request, seconds=_SECONDS, readable=(template.parent, *fonts), **places, **_PATIENCE)
    except workers.Refused as refused:
        raise TypesettingError(str(refused)) from refused
    except Overrun as error:
        raise TypesettingError("it takes more time or memory than a document may have") from error
    except SandboxError as error:
        raise TypesettingError("the compiler ended in the middle of its work") from error
