"""How much of the sandbox this system's kernel holds; where it does not, Python's own hook is alone (decision 14)."""

import json
from dataclasses import dataclass

from khuevan.core.sandbox.children import Child, Program

_PROGRAM = Program("khuevan.core.sandbox.inside.probe")
_SECONDS = 10.0
_LONGEST_ANSWER = 1_000


@dataclass(frozen=True)
class Strength:
    """``calls``: the kernel refuses network and processes (seccomp); ``files``: it keeps files shut (Landlock)."""

    calls: bool
    files: bool


def strength() -> Strength:
    """Starts a child and lets it try."""
    with Child(_PROGRAM, {}) as child, child.within(_SECONDS):
        answer = child.rest(most=_LONGEST_ANSWER)
        child.finish()
    return Strength(**json.loads(answer))
