"""What was copied from Word or a web page, as the text an editor would type."""

import re

import nh3

from khuevan.news.domain.markup import text_of
from khuevan.news.domain.writing import TAGS

_OURS = {"b": "strong", "i": "em", "h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3", "div": "p", "td": "p", "th": "p"}
_TAG = re.compile(r"<(/?)([a-z0-9]+)")
_DOT = re.compile(r"^[·•§▪◦‣][ \t\xa0]+", re.MULTILINE)
_NUMBER = re.compile(r"^(\d{1,3})\\?\.[ \t\xa0]+", re.MULTILINE)


def typed_from(html: str) -> str:
    """Paragraphs, headings, lists, bold, italic and links of copied HTML; everything else goes.

    Word's lists are paragraphs that begin with a sign or a number; they become lists.
    """
    kept = nh3.clean(html, tags=TAGS | _OURS.keys(), attributes={"a": {"href"}}, link_rel=None)
    text = text_of(_TAG.sub(lambda found: f"<{found[1]}{_OURS.get(found[2], found[2])}", kept))
    return _NUMBER.sub(r"\1. ", _DOT.sub("- ", text))
