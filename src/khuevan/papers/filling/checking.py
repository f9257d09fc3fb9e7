"""Looks every tag of a template over, before any of it runs, and says what is wrong with it and where."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from difflib import get_close_matches
from typing import Any

from jinja2 import TemplateError, nodes

from khuevan.papers.filling.grammar import LOOP, Forbidden, PlainEnvironment, Schema, Typed, Wrong
from khuevan.papers.filling.packages import Refused
from khuevan.papers.filling.reading import Place, Tag, Words, hidden, is_tracked, told
from khuevan.vietnamese.folding import fold

_FILLED = {"document", "header", "footer", "footnotes"}
_BRANCHES = {"if": ("elif", "else"), "for": ("else",)}
MOST_PROBLEMS = 50


@dataclass(frozen=True)
class Problem:
    """``code`` and ``words`` as ``domain.template_problems`` puts them into a sentence; a warning stops nothing."""

    code: str
    place: dict[str, Any] = field(default_factory=dict)
    around: str = ""
    words: dict[str, str] = field(default_factory=dict)
    is_warning: bool = False


@dataclass
class Checked:
    problems: list[Problem]
    fields: list[str]


@dataclass(frozen=True)
class _Open:
    word: str
    tag: Tag
    names: dict[str, Schema | None]


def checked(parts: Mapping[str, Any], known: Mapping[str, Schema], needed: Sequence[Collection[str]]) -> Checked:
    """``needed`` are names, or several of which one is enough, whose absence is worth a warning.

    Raises ``Refused`` for what no template of an office does.
    """
    found: list[Problem] = []
    used: dict[str, None] = {}
    for story, paragraphs in told(parts):
        found += _Story(known, used).problems_of(story, paragraphs)
    if hidden(parts):
        found.append(Problem("hidden_tag"))
    if is_tracked(parts):
        found.append(Problem("tracked", is_warning=True))
    if not used and not found:
        found.append(Problem("no_fields", is_warning=True))
    missing = [next(iter(names)) for names in needed if not set(names) & set(used)]
    if missing:
        found.append(Problem("missing_field", words={"names": ", ".join(missing)}, is_warning=True))
    return Checked(list(_distinct(found))[:MOST_PROBLEMS], list(used))


def _distinct(problems: Sequence[Problem]) -> list[Problem]:
    """Text boxes are written twice in the file, for new and for old Word."""
    kept: dict[str, Problem] = {}
    for one in problems:
        kept.setdefault(repr(asdict(one)), one)
    return list(kept.values())


class _Story:
    """One part of the file, tag by tag."""

    def __init__(self, known: Mapping[str, Schema], used: dict[str, None]) -> None:
        self._known = known
        self._used = used
        self._environment = PlainEnvironment()
        self._open: list[_Open] = []
        self._problems: list[Problem] = []
        self._typed = Typed(self._schema_of, self._use)

    def problems_of(self, story: str, paragraphs: Sequence[Words]) -> list[Problem]:
        for words in paragraphs:
            for torn in words.torn:
                self._add("torn_tag", torn.place, torn.around, bracket=torn.bracket)
            for tag in words.tags:
                if story in _FILLED:
                    self._look_at(tag)
                else:
                    self._tell("not_filled_here", tag)
            self._look_for_single_brackets(words)
        for left in self._open:
            self._tell("never_ended", left.tag, word=left.word, end=f"end{left.word}")
        return self._problems

    def _look_at(self, tag: Tag) -> None:
        try:
            if tag.kind == "field":
                self._field(tag)
            elif tag.kind == "statement":
                self._statement(tag)
        except Wrong as wrong:
            self._tell(wrong.code, tag, **self._with_likely(wrong))
        except Forbidden as forbidden:
            raise Refused("forbidden", what=forbidden.what, around=tag.around, **_flat(tag.place)) from forbidden
        except (TemplateError, RecursionError) as error:
            self._tell("syntax", tag, reason=str(error)[:200])

    def _field(self, tag: Tag) -> None:
        if tag.prefix:
            raise Wrong("prefix_in_field", prefix=tag.prefix)
        if not tag.inner:
            raise Wrong("empty_tag")
        held = self._typed.held(self._expression(tag.inner))
        if held != "text":
            raise Wrong("prints_a_list", name=tag.inner)

    def _expression(self, text: str) -> nodes.Node:
        """The tree of what stands between the brackets; raises what Jinja raises."""
        tree = self._environment.parse("{{ " + text + " }}")
        output = tree.body[0] if len(tree.body) == 1 else None
        if not isinstance(output, nodes.Output) or len(output.nodes) != 1:
            raise Wrong("syntax", reason=text)
        return output.nodes[0]

    def _statement(self, tag: Tag) -> None:
        word, _space, rest = tag.inner.partition(" ")
        if not tag.alone:
            self._tell("not_alone", tag, prefix=tag.prefix)
        if tag.prefix in {"tr", "tc"} and tag.within("tr") is None:
            self._tell("no_table", tag, prefix=tag.prefix)
        if word == "for":
            self._begin_loop(tag)
        elif word == "if":
            self._open.append(_Open("if", tag, {}))
            self._condition(rest)
        elif word in {"elif", "else"}:
            self._branch(tag, word, rest)
        elif word in {"endfor", "endif"}:
            self._end(tag, word.removeprefix("end"))
        else:
            raise Wrong("unknown_statement", word=word)

    def _condition(self, text: str) -> None:
        self._typed.held(self._expression(text))

    def _begin_loop(self, tag: Tag) -> None:
        names: dict[str, Schema | None] = {}
        self._open.append(_Open("for", tag, names))
        tree = self._environment.parse("{% " + tag.inner + " %}{% endfor %}")
        loop = tree.body[0]
        if not isinstance(loop, nodes.For) or not isinstance(loop.target, nodes.Name) or loop.recursive:
            raise Wrong("syntax", reason=tag.inner)
        if loop.target.name in self._known:
            raise Wrong("name_taken", name=loop.target.name)
        names[loop.target.name] = None
        held = self._outer(loop.iter)
        if not isinstance(held, list):
            raise Wrong("no_list", name=tag.inner.rpartition(" in ")[2])
        names |= {loop.target.name: held[0], "loop": LOOP}
        if loop.test is not None:
            self._typed.held(loop.test)

    def _outer(self, node: nodes.Node) -> Schema:
        """What a list holds is asked outside of its loop."""
        inner = self._open.pop()
        try:
            return self._typed.held(node)
        finally:
            self._open.append(inner)

    def _branch(self, tag: Tag, word: str, rest: str) -> None:
        if not self._open or word not in _BRANCHES[self._open[-1].word]:
            raise Wrong("begun_nowhere", word=word)
        self._same_place(self._open[-1].tag, tag)
        if word == "elif":
            self._condition(rest)

    def _end(self, tag: Tag, word: str) -> None:
        if not any(one.word == word for one in self._open):
            raise Wrong("begun_nowhere", word=f"end{word}")
        while self._open[-1].word != word:
            left = self._open.pop()
            self._tell("never_ended", left.tag, word=left.word, end=f"end{left.word}")
        self._same_place(self._open.pop().tag, tag)

    def _same_place(self, first: Tag, last: Tag) -> None:
        """What repeats or falls away must be whole: whole rows, whole paragraphs, or words of one cell."""
        if first.prefix != last.prefix:
            self._tell("other_prefix", last, first=first.inner)
            return
        owner = {"tr": "tbl", "tc": "tr"}.get(first.prefix)
        if owner is not None:
            unlike = first.within(owner) is not last.within(owner)
            inner = "tr" if first.prefix == "tr" else "tc"
            if unlike or first.within(inner) is last.within(inner):
                self._tell("rows_apart" if owner == "tbl" else "cells_apart", last, first=first.inner)
        elif first.prefix == "r" and first.paragraph is not last.paragraph:
            self._tell("other_place", last, first=first.inner)
        elif first.paragraph.getparent() is not last.paragraph.getparent():
            in_table = first.within("tr") is not None or last.within("tr") is not None
            self._tell("over_cells" if in_table else "other_place", last, first=first.inner)

    def _look_for_single_brackets(self, words: Words) -> None:
        """{ten_lop}: a field somebody wrote with one bracket."""
        for name in self._known:
            for typed in (f"{{{name}}}", f"{{ {name} }}"):
                if typed in words.text.replace(f"{{{typed}}}", ""):
                    self._problems.append(
                        Problem("single_bracket", asdict(words.place), typed, {"name": name}, is_warning=True)
                    )

    def _schema_of(self, name: str) -> Schema | None:
        for one in reversed(self._open):
            if name in one.names:
                schema = one.names[name]
                if schema is None:  # a loop over something unknown was told already
                    raise Wrong("")
                return schema
        return self._known.get(name)

    def _use(self, name: str) -> None:
        if name in self._known:
            self._used[name] = None

    def _with_likely(self, wrong: Wrong) -> dict[str, str]:
        """The name that was probably meant, whatever its accents and capitals."""
        if wrong.code != "unknown_field":
            return wrong.words
        typed = fold(wrong.words["name"]).replace(" ", "_")
        likely = get_close_matches(typed, self._known, n=1, cutoff=0.7)
        return {**wrong.words, "likely": likely[0] if likely else ""}

    def _tell(self, code: str, tag: Tag, **words: str) -> None:
        if code:
            self._add(code, tag.place, tag.around, **words)

    def _add(self, code: str, place: Place, around: str, **words: str) -> None:
        self._problems.append(Problem(code, asdict(place), around, words))


def _flat(place: Place) -> dict[str, str | int]:
    return {name: int(value) if isinstance(value, bool) else value for name, value in asdict(place).items()}
