"""How much of a stranger's file is read, and how a parser says no.

Parsers run in a child process without Django (see ``isolation``), so they raise ``Refused``; the sentence a person
reads is made from its code by ``errors.UnreadableFile``.
"""

from dataclasses import dataclass

_MEGABYTE = 1024 * 1024
LINES_TOLD = 800
"""Lines of a letter that are told beside its tables; what stands behind them says no more of who wrote it."""
PIECES_TOLD, SIGNS_TOLD = 12, 2_000
"""Pieces of such a line, and characters of a piece."""


@dataclass(frozen=True)
class Limits:
    """Sizes are bytes; rows and columns are per sheet or table; ``text_size`` is all that comes out of a file.

    ``cell_size`` are characters: no spreadsheet program puts more into a cell.  ``pages`` are those of a PDF.
    """

    file_size: int = 20 * _MEGABYTE
    unpacked_size: int = 150 * _MEGABYTE
    ratio: int = 200
    members: int = 2_000
    text_size: int = 100 * _MEGABYTE
    rows: int = 150_000
    columns: int = 200
    tables: int = 50
    cell_size: int = 32_767
    pages: int = 200


class Refused(Exception):  # noqa: N818 - the file is refused, nothing went wrong
    """A file that is not read further; ``code`` is one of those of ``UnreadableFile``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
