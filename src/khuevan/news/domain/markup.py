"""The body of an article as somebody types it, and as HTML; nothing is lost on the way there and back.

What is typed: every line is a paragraph (blank lines between them are for the eye).  ``## `` and ``### `` begin
headings, ``- `` and ``1. `` items of lists, ``> `` a quotation; lines set in by two spaces belong to the item above
them.  Inside a line ``**bold**``, ``*italic*``, ``[words](address)`` (``markup_runs``); a backslash at the end of a
line breaks it without ending the paragraph, and before a sign it lets the sign be a sign.

HTML: the tags of ``writing.clean_html``.  What has no meaning of its own is brought to one form: empty paragraphs go,
two line breaks in a row become a new paragraph, neighbouring lists of dots become one list, no mark begins or ends with
a space.  Both ways keep all else: ``html_of(text_of(x)) == x`` for every ``x`` that ``html_of`` can answer with.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import pairwise

from khuevan.news.domain import markup_runs
from khuevan.news.domain.markup_runs import Run, tidy, without_controls

DEEPEST = 6
"""Lists and quotations inside each other; beyond this, text stays but stands no deeper."""
_HEADING = re.compile(r"(#{1,3})[ \t]+(?=\S)")
_DOT = re.compile(r"[-+*•][ \t]+(?=\S)")
_NUMBER = re.compile(r"(\d{1,3})\.[ \t]+(?=\S)")
_QUOTE = re.compile(r">(?:[ \t]|$)")
_SIGN_FIRST = re.compile(r"(#{1,3}|[-+•>]|\d{1,3}\.)(?=[ \t]|$)")
_ENDING_SLASHES = re.compile(r"(?<!\\)\\(?:\\\\)*$")
_SET_IN = re.compile(r"(?: {2,}|[ \t]*\t[ \t]*)")


@dataclass(frozen=True)
class Text:
    """A paragraph (``p``) or a heading (``h2``, ``h3``)."""

    tag: str
    runs: list[Run]


@dataclass(frozen=True)
class Listed:
    """A list of dots (``ul``) or numbers (``ol``), every item with blocks of its own."""

    tag: str
    items: list[list["Block"]]


@dataclass(frozen=True)
class Quoted:
    blocks: list["Block"]


type Block = Text | Listed | Quoted


def html_of(text: str) -> str:
    """The HTML of what somebody typed; still to be cleaned, as everything that comes from outside."""
    return _html(_read_lines(without_controls(text).split("\n"), 0))


def text_of(body: str) -> str:
    """What somebody would type to get ``body``, which is clean HTML."""
    reader = _Reader()
    reader.feed(without_controls(body))
    reader.close()
    return "\n".join(_lines(reader.finished(), spaced=True))


# -- what both ways share


def _texts(tag: str, runs: Iterable[Run]) -> list[Block]:
    """Paragraphs without empty ones; a heading is one line."""
    paragraphs = tidy(runs)
    if tag == "p" or not paragraphs:
        return [Text("p", one) for one in paragraphs]
    whole = [run for one in paragraphs for run in [*one, Run("\n")]]
    return [Text(tag, one) for one in tidy(Run(run.text.replace("\n", " "), *run.look) for run in whole)]


def _joined(blocks: Iterable[Block]) -> list[Block]:
    """Blocks without empty ones, neighbouring lists of dots made one."""
    kept: list[Block] = []
    for block in blocks:
        if isinstance(block, Listed):
            items = [item for item in block.items if item]
            last = kept[-1] if kept else None
            if block.tag == "ul" and isinstance(last, Listed) and last.tag == "ul":
                last.items.extend(items)
            elif items:
                kept.append(Listed(block.tag, items))
        elif not isinstance(block, Quoted) or block.blocks:
            kept.append(block)
    return kept


# -- typed text to blocks


def _read_lines(lines: list[str], depth: int) -> list[Block]:
    return _joined(_blocks(lines, depth))


def _blocks(lines: list[str], depth: int) -> Iterator[Block]:
    place = 0
    while place < len(lines):
        line = lines[place].strip(" \t")
        if not line:
            place += 1
        elif depth < DEEPEST and _QUOTE.match(line):
            place, block = _quote(lines, place, depth)
            yield block
        elif depth < DEEPEST and (_DOT.match(line) or ((first := _NUMBER.match(line)) and first[1] == "1")):
            place, block = _list(lines, place, depth)
            yield block
        else:
            place, whole = _whole_line(lines, place)
            heading = _HEADING.match(whole)
            tag = "p" if heading is None else "h3" if heading[1] == "###" else "h2"
            yield from _texts(tag, markup_runs.from_text(whole[heading.end() :] if heading else whole))


def _whole_line(lines: list[str], place: int) -> tuple[int, str]:
    """A line with those that follow it after a backslash."""
    whole: list[str] = []
    for line in lines[place:]:
        whole.append(line.strip(" \t"))
        if _ENDING_SLASHES.search(whole[-1]) is None:
            break
    return place + len(whole), "\n".join(whole)


def _quote(lines: list[str], place: int, depth: int) -> tuple[int, Block]:
    inside = []
    while place < len(lines) and (sign := _QUOTE.match(line := lines[place].strip(" \t"))):
        inside.append(line[sign.end() :])
        place += 1
    return place, Quoted(_read_lines(inside, depth + 1))


def _list(lines: list[str], place: int, depth: int) -> tuple[int, Block]:
    """Items of one kind, with the lines set in below each; blank lines between items do not end the list."""
    sign = _DOT if _DOT.match(lines[place].strip(" \t")) else _NUMBER
    items: list[list[Block]] = []
    while place < len(lines):
        line = lines[place].strip(" \t")
        found = sign.match(line)
        if found is None or (items and sign is _NUMBER and not _goes_on(lines, place, found[1], len(items))):
            break
        inside = [line[found.end() :]]
        place += 1
        while place < len(lines) and (below := _next_line(lines, place)) is not None and _SET_IN.match(lines[below]):
            inside += [_moved_out(one, found.end()) for one in lines[place : below + 1]]
            place = below + 1
        items.append(_read_lines(inside, depth + 1))
        after = _next_line(lines, place)
        place = len(lines) if after is None else after
    return place, Listed("ul" if sign is _DOT else "ol", items)


def _goes_on(lines: list[str], place: int, number: str, count: int) -> bool:
    """A number after a blank line goes on counting or begins a list of its own."""
    return bool(lines[place - 1].strip(" \t")) or int(number) == count + 1


def _next_line(lines: list[str], place: int) -> int | None:
    return next((at for at in range(place, len(lines)) if lines[at].strip(" \t")), None)


def _moved_out(line: str, width: int) -> str:
    line = line.expandtabs(2)
    return line[min(width, len(line) - len(line.lstrip(" "))) :]


# -- blocks to HTML


def _html(blocks: list[Block], *, bare: bool = False) -> str:
    return "\n".join(_block_html(block, bare=bare) for block in blocks)


def _block_html(block: Block, *, bare: bool) -> str:
    match block:
        case Text(tag="p", runs=runs) if bare:
            return markup_runs.to_html(runs)
        case Text(tag=tag, runs=runs):
            return f"<{tag}>{markup_runs.to_html(runs)}</{tag}>"
        case Quoted(blocks=inside):
            return f"<blockquote>\n{_html(inside)}\n</blockquote>"
        case Listed(tag=tag, items=items):
            written = "".join(f"<li>{_html(item, bare=_has_one_paragraph(item))}</li>\n" for item in items)
            return f"<{tag}>\n{written}</{tag}>"


def _has_one_paragraph(item: list[Block]) -> bool:
    """Its words then stand in the item itself."""
    return sum(isinstance(block, Text) and block.tag == "p" for block in item) == 1


# -- HTML to blocks


class _Open:
    """An element that holds blocks, while it is being read."""

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self.blocks: list[Block] = []
        self.items: list[list[Block]] = []


class _Reader(HTMLParser):
    """Clean HTML to blocks; text that stands in no paragraph makes one."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [_Open("body")]
        self.runs: list[Run] = []
        self.tag = "p"
        self.marks = {"strong": 0, "em": 0}
        self.links: list[str] = []

    def finished(self) -> list[Block]:
        while len(self.open) > 1:
            self._shut()
        self._flush()
        return _joined(self.open[0].blocks)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"p", "h2", "h3"}:
            self._flush()
            self.tag = tag
        elif tag in {"ul", "ol", "li", "blockquote"}:
            self._flush()
            self.open.append(_Open(tag))
        elif tag in self.marks:
            self.marks[tag] += 1
        elif tag == "a":
            self.links.append(markup_runs.address(dict(attrs).get("href") or ""))
        elif tag == "br":
            self.handle_data("\v")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"p", "h2", "h3"}:
            self._flush()
        elif tag in {"ul", "ol", "li", "blockquote"}:
            while len(self.open) > 1 and self._shut() != tag:
                pass
        elif tag in self.marks:
            self.marks[tag] = max(0, self.marks[tag] - 1)
        elif tag == "a" and self.links:
            self.links.pop()

    def handle_data(self, data: str) -> None:
        text = re.sub(r"[ \t\n]+", " ", data).replace("\v", "\n")
        href = self.links[-1] if self.links else ""
        self.runs.append(Run(text, self.marks["strong"] > 0, self.marks["em"] > 0, href))

    def _flush(self) -> None:
        """Ends the paragraph that is being read."""
        here = self.open[-1]
        blocks = _texts(self.tag, self.runs)
        if here.tag in {"ul", "ol"}:
            here.items.append(blocks)
        else:
            here.blocks.extend(blocks)
        self.runs, self.tag = [], "p"

    def _shut(self) -> str:
        """Ends the innermost element and hands what it holds to the one around it; answers its tag."""
        self._flush()
        done = self.open.pop()
        around = self.open[-1]
        blocks = self._made(done)
        if around.tag in {"ul", "ol"}:
            around.items.append(blocks)
        else:
            around.blocks.extend(blocks)
        return done.tag

    def _made(self, done: _Open) -> list[Block]:
        if done.tag == "li" or sum(one.tag != "li" for one in self.open) > DEEPEST:
            return _joined([*done.blocks, *(block for item in done.items for block in item)])
        if done.tag == "blockquote":
            return _joined([Quoted(_joined(done.blocks))])
        return _joined([Listed(done.tag, done.items)])


# -- blocks to typed text


def _lines(blocks: list[Block], *, spaced: bool = False) -> list[str]:
    """Lines of text; a blank line parts blocks where ``spaced``, and always where two would run into one."""
    lines: list[str] = []
    for above, block in pairwise([None, *blocks]):
        if above is not None and (spaced or _runs_into(above, block)):
            lines.append("")
        lines += _block_lines(block)
    return lines


def _runs_into(above: Block, block: Block | None) -> bool:
    if isinstance(above, Quoted):
        return isinstance(block, Quoted)
    return isinstance(above, Listed) and isinstance(block, Listed) and above.tag == block.tag


def _block_lines(block: Block | None) -> list[str]:
    match block:
        case Text(tag="p", runs=runs):
            return _SIGN_FIRST.sub(_escaped, markup_runs.to_text(runs), count=1).split("\n")
        case Text(tag=tag, runs=runs):
            return [f"{'#' * int(tag[1])} {markup_runs.to_text(runs)}"]
        case Quoted(blocks=inside):
            return [f"> {line}".rstrip(" ") for line in _lines(inside, spaced=True)]
        case Listed(tag=tag, items=items):
            return [
                line
                for number, item in enumerate(items, start=1)
                for line in _item_lines("- " if tag == "ul" else f"{number}. ", item)
            ]
    return []


def _escaped(sign: re.Match[str]) -> str:
    return f"{sign[0][:-1]}\\." if sign[0].endswith(".") else f"\\{sign[0]}"


def _item_lines(sign: str, item: list[Block]) -> list[str]:
    first, *others = _lines(item)
    return [f"{sign}{first}", *(f"{' ' * len(sign)}{line}".rstrip(" ") for line in others)]
