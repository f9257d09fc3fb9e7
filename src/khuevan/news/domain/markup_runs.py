"""Letters inside a paragraph: bold, italic, links and line breaks, read from and written as HTML or typed text.

Typed text marks ``**bold**``, ``*italic*`` and ``[words](address)``; a line that ends in a backslash goes on after a
line break; a backslash takes any sign's meaning away.  Signs that lead nowhere (a lone ``*``, a link to
``javascript:``) are shown as typed.
"""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

ESCAPABLE = frozenset("\\*[]()#-+•>.\n")
WEIGHTS = {"bold": 2, "italic": 1}
"""Stars that turn each mark on and off."""
_STARS = re.compile(r"\*+")
_LEADS = re.compile(r"(?:https?://|mailto:|[/#])[^\s]", re.IGNORECASE)
_PIECES = re.compile(r"\s+|\S+")
_BLANK = re.compile(r"[ \t\r\n\f]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_LINK_END = re.compile(r"\]\(((?:\\[\\()]|\([^\s\\()]*\)|[^\s\\()])+)\)")
_NOT_ALONE = re.compile(r"\*(?!(?<=\s\*)[^\S\n])")
_OPEN_END = re.compile(r"\]\(\S*$")
_PLAIN = re.compile(r"[^\\*\[\]]+")
_LONGEST_ADDRESS = 2000


@dataclass(frozen=True, slots=True)
class Run:
    """Letters that look alike.  ``\\n`` in the text is a line break."""

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""

    @property
    def look(self) -> tuple[bool, bool, str]:
        return self.bold, self.italic, self.href


def without_controls(text: str) -> str:
    """Text with one kind of line end and without letters that no one can see or type."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def address(href: str) -> str:
    """``href`` when an article may lead there, else empty: web and mail addresses, and pages of this site."""
    wanted = re.sub(r"\s", "%20", href.strip())
    return wanted if len(wanted) <= _LONGEST_ADDRESS and _LEADS.match(wanted) else ""


def tidy(runs: Iterable[Run]) -> list[list[Run]]:
    """Paragraphs of runs, each in its one normal form: neighbours differ, nothing is blank at the ends.

    White space between letters is one space or one line break, and looks like what both its neighbours have in common,
    so that a mark always begins and ends at a letter.  Two line breaks in a row part paragraphs.
    """
    pieces = [replace(run, text=piece) for run in runs for piece in _PIECES.findall(run.text)]
    paragraphs: list[list[Run]] = [[]]
    for is_space, group in groupby(pieces, key=lambda one: one.text.isspace()):
        if not is_space:
            paragraphs[-1].extend(group)
            continue
        space = _BLANK.sub(_one_blank, "".join(one.text for one in group))
        if "\n\n" in space:
            paragraphs.append([])
        else:
            paragraphs[-1].append(Run(space))
    return [merged for one in paragraphs if (merged := list(_merged(_spaced(one))))]


def _one_blank(found: re.Match[str]) -> str:
    breaks = found[0].count("\n")
    return "\n" * min(breaks, 2) or " "


def _spaced(pieces: list[Run]) -> list[Run]:
    """No white space at the ends; white space inside gets the look its neighbours share."""
    first = 1 if pieces and pieces[0].text.isspace() else 0
    last = len(pieces) - (1 if pieces and pieces[-1].text.isspace() else 0)
    kept = pieces[first:last]
    for place in range(1, len(kept) - 1):
        if kept[place].text.isspace():
            left, right = kept[place - 1], kept[place + 1]
            href = left.href if left.href == right.href else ""
            kept[place] = Run(kept[place].text, left.bold and right.bold, left.italic and right.italic, href)
    return kept


def _merged(pieces: list[Run]) -> Iterator[Run]:
    for _look, group in groupby(pieces, key=lambda run: run.look):
        alike = list(group)
        yield replace(alike[0], text="".join(run.text for run in alike))


# -- HTML


def to_html(runs: list[Run]) -> str:
    """Runs as HTML with as few tags as possible; a link is never cut in two."""
    written, place = "", 0
    while place < len(runs):
        ends = {tag: _end_of(runs, place, tag) for tag in ("a", "strong", "em")}
        tag = max(ends, key=lambda one: ends[one])
        end = ends[tag]
        if end == place:
            written += html.escape(runs[place].text, quote=False).replace("\n", "<br>")
            place += 1
            continue
        inside = to_html([_without(run, tag) for run in runs[place:end]])
        opening = f'a href="{html.escape(runs[place].href)}"' if tag == "a" else tag
        written += f"<{opening}>{inside}</{tag}>"
        place = end
    return written


def _end_of(runs: list[Run], place: int, tag: str) -> int:
    """Where an element ``tag`` that begins at ``place`` ends; ``place`` itself where it does not begin."""
    end = place
    while end < len(runs) and _has(runs[end], tag) and (tag != "a" or runs[end].href == runs[place].href):
        end += 1
    if tag != "a" and 0 < end < len(runs) and runs[end].href and runs[end].href == runs[end - 1].href:
        while end > place and runs[end - 1].href == runs[end].href:
            end -= 1
    return end


def _has(run: Run, tag: str) -> bool:
    return {"a": bool(run.href), "strong": run.bold, "em": run.italic}[tag]


def _without(run: Run, tag: str) -> Run:
    match tag:
        case "a":
            return replace(run, href="")
        case "strong":
            return replace(run, bold=False)
    return replace(run, italic=False)


# -- typed text


def to_text(runs: list[Run]) -> str:
    """Runs as somebody would type them; line breaks are written as a backslash at the end of a line."""
    nothing = Run("")
    written, inside = "", set[str]()
    for place, (left, right) in enumerate(pairwise([nothing, *runs, nothing])):
        changed = {mark for mark in WEIGHTS if getattr(left, mark) != getattr(right, mark)}
        if left.href and left.href != right.href:
            written += f"{_star(changed & inside)}]({_typed_address(left.href)})"
            changed -= inside
        if right.href and left.href != right.href:
            inside = {mark for mark in changed if getattr(right, mark) and not _all_of_link(runs, place, mark)}
            written += f"{_star(changed - inside)}[{_star(inside)}"
        else:
            written += _star(changed)
            inside -= changed
            if right.href:
                inside |= {mark for mark in changed if getattr(right, mark)}
        written += _typed(right, is_last=place + 1 >= len(runs))
    return written


def _star(marks: set[str]) -> str:
    return "*" * sum(WEIGHTS[mark] for mark in marks)


def _all_of_link(runs: list[Run], place: int, mark: str) -> bool:
    """Whether the link that begins at ``place`` has ``mark`` from its first letter to its last."""
    for run in runs[place:]:
        if run.href != runs[place].href:
            break
        if not getattr(run, mark):
            return False
    return True


def _typed(run: Run, *, is_last: bool) -> str:
    text = _NOT_ALONE.sub(r"\\*", run.text.replace("\\", "\\\\"))
    if run.href:
        text = re.sub(r"[][]", r"\\\g<0>", text)
    else:
        text = re.sub(
            r"\]", lambda found: f"\\{found[0]}" if _reads_as_link(text, found.start(), is_last) else "]", text
        )
    return text.replace("\n", "\\\n")


def _reads_as_link(text: str, place: int, is_last: bool) -> bool:
    """Whether the bracket at ``place`` would end a link; an address that may go on in the next run counts as one."""
    return _link_end(text, place) is not None or (not is_last and _OPEN_END.match(text, place) is not None)


def _typed_address(href: str) -> str:
    """Brackets that stand in pairs need no backslash."""
    if "\\" not in href and _LINK_END.fullmatch(f"]({href})"):
        return href
    return re.sub(r"([\\()])", r"\\\1", href)


@dataclass(slots=True)
class _Stars:
    """A row of one to three stars: italic, bold, both.  It may end what stands before it, begin what follows."""

    count: int
    may_close: bool
    may_open: bool
    href: str = ""

    @property
    def marks(self) -> tuple[str, ...]:
        return tuple(mark for mark, weight in WEIGHTS.items() if self.count & weight)


def from_text(text: str) -> list[Run]:
    """What was typed, as runs; ``tidy`` makes their normal form."""
    return list(_looking(_tokens(text)))


def _tokens(text: str) -> list[Run | _Stars]:
    """Letters (with the link they belong to) and rows of stars."""
    tokens: list[Run | _Stars] = []
    bracket: int | None = None
    place = 0
    while place < len(text):
        letter = text[place]
        taken = 1
        if plain := _PLAIN.match(text, place):
            tokens.append(Run(plain[0]))
            taken = len(plain[0])
        elif letter == "\\" and text[place + 1 : place + 2] in ESCAPABLE:
            tokens.append(Run(text[place + 1]))
            taken = 2
        elif letter == "*":
            taken = len(_STARS.match(text, place)[0])  # type: ignore[index]  # there is one at least
            tokens.extend(_stars(text, place, taken))
        elif bracket is not None and (link := _link_end(text, place)) and _has_words(tokens[bracket + 1 :]):
            href, taken = link
            tokens[bracket:] = [replace(one, href=href) for one in tokens[bracket + 1 :]]
            bracket = None
        else:
            if letter == "[":
                bracket = len(tokens)
            tokens.append(Run(letter))
        place += taken
    return tokens


def _stars(text: str, place: int, count: int) -> list[Run | _Stars]:
    before, after = text[max(place - 1, 0) : place], text[place + count : place + count + 1]
    if count > 3:
        return [Run("*" * count)]
    return [_Stars(count, may_close=bool(before.strip()), may_open=bool(after.strip()))]


def _has_words(tokens: list[Run | _Stars]) -> bool:
    return any(isinstance(one, Run) and not one.text.isspace() for one in tokens)


def _link_end(text: str, place: int) -> tuple[str, int] | None:
    """The address and the length of ``](address)`` at ``place``, when it is one that an article may lead to."""
    found = _LINK_END.match(text, place)
    if found is None:
        return None
    href = address(re.sub(r"\\([\\()])", r"\1", found[1]))
    return (href, len(found[0])) if href else None


def _looking(tokens: list[Run | _Stars]) -> Iterator[Run]:
    """Letters with the look that the stars around them give; stars that open or close nothing are letters."""
    closers = {"bold": 0, "italic": 0}
    for token in tokens:
        if isinstance(token, _Stars) and token.may_close:
            for mark in token.marks:
                closers[mark] += 1
    is_on = {"bold": False, "italic": False}
    for token in tokens:
        if isinstance(token, Run):
            yield replace(token, bold=is_on["bold"], italic=is_on["italic"])
            continue
        if token.may_close:
            for mark in token.marks:
                closers[mark] -= 1
        closing = [mark for mark in token.marks if is_on[mark] and token.may_close]
        opening = [mark for mark in token.marks if not is_on[mark] and token.may_open and closers[mark]]
        is_on |= dict.fromkeys(closing, False)
        if idle := _star({*token.marks} - {*closing, *opening}):
            yield Run(idle, is_on["bold"], is_on["italic"], token.href)
        is_on |= dict.fromkeys(opening, True)
