"""One written form for text that came from elsewhere, without changing what it says."""

import re
import unicodedata

# U+00D0 and U+0189 look exactly like the Vietnamese letter U+0110 and old keyboards produce them.
_LOOKALIKES = str.maketrans({"\u00d0": "Đ", "\u0189": "Đ", "\u00f0": "đ", "\u0256": "đ"})
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
)
_SPACES = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r"\s*(?:\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029])\s*")
_UNTIDY = re.compile(
    "[\x00-\x1f\x7f-\xa0\u00ad\u00d0\u00f0\u0189\u0256\u1680\u2000-\u200f\u2028-\u202f"
    "\u205f-\u206f\u3000\ufeff\ufff9-\ufffb]|  |^ | $"
)


def clean_lines(text: str) -> str:
    """Text composed (NFC), without control and invisible characters, single spaces, line breaks kept as one ``\\n``."""
    text = _BREAKS.sub("\n", unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).translate(_LOOKALIKES))
    return unicodedata.normalize("NFC", _SPACES.sub(" ", text).strip())


def clean(text: str) -> str:
    """Text composed (NFC) on one line, without control and invisible characters, single spaces."""
    if unicodedata.is_normalized("NFC", text) and not _UNTIDY.search(text):
        return text
    return clean_lines(text).replace("\n", " ")
