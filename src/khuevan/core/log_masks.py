"""Secrets that stand in an address do not get into a log.

Django and the server write the address of whatever was not found, not allowed or went wrong.  ``MaskFilter`` hangs on
every handler, because filters of loggers do not see what comes from loggers below them.
"""

import contextlib
import logging
import re
from typing import Final

MASK: Final = "•••"
SECRET_PATHS: Final = ("/vao/", "/can-bo/moi/")
"""Below these the rest of an address is a secret: personal links, and the links of invited colleagues."""
SECRET_WORDS: Final = ("ma", "token", "code")
"""Names of query fields whose values are secrets."""

_PATH = re.compile(rf"({'|'.join(map(re.escape, SECRET_PATHS))})[^\r\n]+", re.IGNORECASE)
"""To the end of the line: a link altered by a blank or a quotation mark still holds most of its secret."""
_FIELD = re.compile(rf"([?&;](?:{'|'.join(SECRET_WORDS)})=)[^\s&;#\"'<>]+", re.IGNORECASE)
_ESCAPED = re.compile(r"%(?:2f|3f|26|3d)", re.IGNORECASE)


def masked(text: str) -> str:
    """``text`` without the secrets of the addresses in it."""
    if _ESCAPED.search(text):
        text = _ESCAPED.sub(lambda sign: bytes.fromhex(sign[0][1:]).decode(), text)
    return _FIELD.sub(rf"\1{MASK}", _PATH.sub(rf"\1{MASK}", text))


class MaskFilter(logging.Filter):
    """Puts the words of a record together, with its values and its traceback, and masks them."""

    def filter(self, record: logging.LogRecord) -> bool:
        with contextlib.suppress(TypeError, ValueError):  # values that do not fit: the handler says so itself
            record.msg, record.args = masked(record.getMessage()), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = masked(record.exc_text)
        return True
