"""One written form for text that came from elsewhere, without changing what it says."""

import re
import unicodedata

from khuevan.vietnamese.repair import is_ordinary, read_as_utf_8, repaired

_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb]"
)
_SPACES = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r"\s*(?:\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029])\s*")


def clean_lines(text: str) -> str:
    """Text composed (NFC), look-alikes repaired, without control and invisible characters, single spaces, breaks kept.

    Every way of breaking a line becomes one ``\\n``.

    >>> clean_lines("Phó Giám đốc \\r\\n Sở  Nội vụ")
    'Phó Giám đốc\\nSở Nội vụ'
    """
    text = repaired(_INVISIBLE.sub("", read_as_utf_8(text)))
    text = _BREAKS.sub("\n", unicodedata.normalize("NFC", text))
    return unicodedata.normalize("NFC", _SPACES.sub(" ", text).strip())


def clean(text: str) -> str:
    """The same on one line.

    >>> clean(" Ðặng\\u00a0Thị  Hoà\\u200b "), clean("Nguye\\u0302\\u0303n\\tVăn Аn")
    ('Đặng Thị Hoà', 'Nguyễn Văn An')
    """
    if is_ordinary(text) and "  " not in text and text.strip(" ") == text:
        return text
    return clean_lines(text).replace("\n", " ")
