"""What the check of a Word template found, in sentences that say where to look and what to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from khuevan.core.errors import DomainError

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_SENTENCES: Final[dict[str, "str | _StrPromise"]] = {
    "unknown_field": _("There is no field “%(name)s” on this paper."),
    "unknown_entry": _("The rows of this list have no “%(name)s”; they have: %(known)s."),
    "no_entries": _("This field is a word and has no “%(name)s”."),
    "unknown_filter": _("“|%(name)s” is not known; known are: %(known)s."),
    "cannot_join": _("Only a list of words can be joined."),
    "no_list": _("“%(name)s” is no list, so there is nothing to repeat."),
    "prints_a_list": _("“%(name)s” is a list: repeat its rows with {%% for … in %(name)s %%} … {%% endfor %%}."),
    "prefix_in_field": _("“{{%(prefix)s” does not exist for fields: write {{ and a space."),
    "empty_tag": _("There is nothing between the braces."),
    "syntax": _("This cannot be understood (%(reason)s)."),
    "name_taken": _("“%(name)s” is the name of a field; give the row another name."),
    "unknown_statement": _("“%(word)s” is not known; known are for, endfor, if, elif, else, endif."),
    "not_alone": _("A tag with “%(prefix)s” must stand alone: whatever else is in its row or paragraph would be lost."),
    "no_table": _("A tag with “%(prefix)s” repeats rows or cells and must stand in a table."),
    "begun_nowhere": _("“%(word)s” ends or divides something that was not begun before it."),
    "never_ended": _("“%(word)s” is begun here and never ended; {%% %(end)s %%} is missing."),
    "other_prefix": _("“%(first)s” and this tag must have the same after {%%: both p, both tr, or neither."),
    "rows_apart": _(
        "{%%tr %(first)s %%} and its end must stand in rows of their own of the same table, "
        "above and below the row that is repeated."
    ),
    "cells_apart": _("{%%tc %(first)s %%} and its end must stand in cells of their own in the same row."),
    "over_cells": _(
        "“%(first)s” begins in one cell and ends in another. To repeat a row of a table, put {%%tr %(first)s %%} "
        "in a row of its own above it and the end, with tr too, in a row of its own below."
    ),
    "other_place": _("“%(first)s” begins in another part of the page; beginning and end must stand in the same part."),
    "torn_tag": _("“%(bracket)s” has no counterpart: a field stands within one paragraph, between {{ and }}."),
    "hidden_tag": _("A field stands where nobody reads it (a hyperlink, the text of a picture, deleted text)."),
    "not_filled_here": _("Fields in comments and endnotes are not filled."),
    "single_bracket": _("This looks like the field “%(name)s”; a field has two braces on each side."),
    "tracked": _("Changes are still tracked in this file; every paper made from it would show them."),
    "no_fields": _("There is no field in this file: every paper made from it would be the same."),
    "missing_field": _("Used nowhere, and usual on such a paper: %(names)s."),
    "unfilled": _("It could not be filled with invented words (%(reason)s)."),
}
_REFUSALS: Final[dict[str, "str | _StrPromise"]] = {
    "damaged": _("The file is damaged; open it, save it again and send the new copy."),
    "protected": _("The file is protected by a password; remove it and send the file again."),
    "macros": _("The file holds macros; a template has none. Save it as .docx without them."),
    "embedded": _("The file holds embedded objects (OLE, ActiveX, other files); take them out and send it again."),
    "attached": _("The file is attached to another template (%(target)s); detach it and send it again."),
    "outside": _("The file fetches something from outside (%(target)s); put pictures into the file itself."),
    "fetching": _("The file has fields that fetch other files or start programs; take them out and send it again."),
    "picture_too_large": _("The picture “%(name)s” takes %(size)s MB unpacked; at most %(limit)s MB are taken."),
    "unpacked_too_large": _("The file takes %(size)s MB unpacked; at most %(limit)s MB are taken."),
    "forbidden": _(
        "%(place)s: “%(what)s” has no business in a template, which holds fields, conditions and loops only."
    ),
    "too_much": _("Looking through this file takes more time or memory than a template may have."),
    "failed": _("The template could not be filled (%(reason)s). Check it again, or go back to the usual layout."),
}
_STORIES: Final[dict[str, "str | _StrPromise"]] = {
    "header": _("header"),
    "footer": _("footer"),
    "footnotes": _("footnote"),
    "endnotes": _("endnote"),
    "comments": _("comment"),
}


@dataclass(frozen=True)
class ToldProblem:
    """``place`` is empty for the file as a whole; ``likely`` is the name that was probably meant."""

    place: str
    around: str
    sentence: str
    likely: str = ""
    is_warning: bool = False


def told(problem: Mapping[str, Any]) -> ToldProblem:
    """One entry of ``PaperTemplate.problems``, which an earlier version of the program may have written."""
    words = problem["words"]
    return ToldProblem(
        place=place_of(problem["place"]),
        around=problem["around"],
        sentence=str(_SENTENCES.get(problem["code"], _SENTENCES["syntax"])) % _Lenient(words),
        likely=words.get("likely", ""),
        is_warning=problem["is_warning"],
    )


class _Lenient(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


def place_of(place: Mapping[str, Any]) -> str:
    """Table 2, row 3, cell 1; header, paragraph 1."""
    if not place:
        return ""
    if place["table"]:
        inside = _now("table %(table)s, row %(row)s, cell %(cell)s") % place
    elif place["paragraph"]:
        inside = _now("paragraph %(paragraph)s") % place
    else:
        inside = ""
    parts = [str(_STORIES.get(place["story"], "")), inside, _now("text box") if place["in_box"] else ""]
    text = ", ".join(part for part in parts if part)
    return text[:1].upper() + text[1:]


def refusal(code: str, words: Mapping[str, Any]) -> DomainError:
    """Why a whole file is not taken, as ``template_<code>``."""
    known = code if code in _REFUSALS else "damaged"
    shown = {**words, "place": place_of(words)} if "story" in words else dict(words)
    return DomainError(f"template_{known}", _REFUSALS[known], **shown)
