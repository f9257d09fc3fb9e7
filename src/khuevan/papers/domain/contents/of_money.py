"""Papers about the money of a class."""

from typing import Final

from khuevan.papers.domain.writers import Writer
from khuevan.papers.enums import PaperKind

WRITERS: Final[dict[PaperKind, Writer]] = {}
