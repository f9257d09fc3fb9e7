"""Recognising text typed for the fonts of before Unicode, so that the sender can be told."""

import re

# Marks that TCVN3 (.VnTime) and VNI (VNI-Times) give to the commonest headings; no Unicode text has them.
_TCVN3 = re.compile(r"\b[Hh]ä\b|\bvµ\b|\btªn\b|§[¬i¹Æ]|[µ¸¶·¹®¬­ªÊËÌ]\w*[µ¸¶·¹®ªËÌÖ×ÒÓ]")
_VNI = re.compile(r"\b[Hh][oO][ïÏ]\b|\b[vV][aA][øØ]\b|\b[tT][eE][âÂ][nN]\b|[ÑñÖö][ôÔöÖ]\w")


def in_old_font(text: str) -> bool:
    return bool(_TCVN3.search(text) or _VNI.search(text))
