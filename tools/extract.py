"""Finding the English texts of the program: in Python by its syntax tree, in templates by Django's own lexer.

The message of a template must come out as Django will look it up: blocks turn `{{ name }}` into `%(name)s` and double
every percent sign, as `django.templatetags.i18n` does when it renders.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from catalogue import Key

if TYPE_CHECKING:
    from django.template.base import Token

FUNCTIONS = {
    # name: (position of context, of message, of plural), None when it has none
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
MODULE = "django.utils.translation"
INLINE = re.compile(r"""(?<!\w)_\(\s*(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*\)""")


class Found(NamedTuple):
    """A message and where it stands."""

    context: str
    message: str
    plural: str
    place: str

    @property
    def key(self) -> Key:
        return (self.context, self.message)


@dataclass
class UntranslatableError(Exception):
    """A text that cannot be translated as it is written."""

    place: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


def from_tree(root: Path) -> tuple[list[Found], list[UntranslatableError]]:
    """Every message below a folder, and what is wrong with some of them."""
    found: list[Found] = []
    problems: list[UntranslatableError] = []
    for path in sorted(root.rglob("*")):
        if "migrations" in path.parts or path.suffix not in {".py", ".html", ".txt"}:
            continue
        if path.suffix != ".py" and "templates" not in path.parts:
            continue
        reader = from_python if path.suffix == ".py" else from_template
        try:
            found += reader(path.read_text(encoding="utf-8"), str(path.relative_to(root)))
        except UntranslatableError as problem:
            problems.append(problem)
    return found, problems


def from_python(source: str, name: str) -> Iterable[Found]:
    """Messages of the calls to Django's translation functions, under whatever name they were imported."""
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        raise UntranslatableError(f"{name}:{error.lineno}", "not Python") from error
    names, modules = _imported(tree)
    return [
        found
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and (function := _function(node.func, names, modules))
        if (found := _call(node, function, f"{name}:{node.lineno}"))
    ]


def _imported(tree: ast.Module) -> tuple[dict[str, str], set[str]]:
    """Local names of translation functions, and of the module itself."""
    names: dict[str, str] = {}
    modules: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == MODULE:
            names |= {alias.asname or alias.name: alias.name for alias in node.names if alias.name in FUNCTIONS}
        elif isinstance(node, ast.ImportFrom) and node.module == "django.utils":
            modules |= {alias.asname or alias.name for alias in node.names if alias.name == "translation"}
    return names, modules


def _function(node: ast.expr, names: dict[str, str], modules: set[str]) -> str:
    """The translation function a call names, '' for any other call."""
    if isinstance(node, ast.Name):
        return names.get(node.id, "")
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
        return node.attr if node.attr in FUNCTIONS else ""
    return ""


def _call(node: ast.Call, function: str, place: str) -> Found | None:
    """The message of one call; None when it is a variable, marked elsewhere by gettext_noop."""
    texts = [_text(argument, place) for argument in node.args]
    places = FUNCTIONS[function]
    wanted = [texts[position] if position is not None and position < len(texts) else "" for position in places]
    if None in wanted:
        return None
    context, message, plural = (text or "" for text in wanted)
    if not message:
        raise UntranslatableError(place, "an empty message is the header of the catalogue")
    return Found(context, message, plural, place)


def _text(node: ast.expr, place: str) -> str | None:
    """A text known before the program runs; None for a variable."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        raise UntranslatableError(place, "an f-string cannot be translated: use %(name)s and fill it in afterwards")
    if isinstance(node, ast.BinOp):
        raise UntranslatableError(place, "the message is put together before it is translated")
    return None


def from_template(source: str, name: str) -> Iterable[Found]:
    """Messages of `translate`, `blocktranslate` and `_()` in one template."""
    from django.template.base import Lexer, TokenType  # only check and update need Django

    tokens: Iterator[Token] = iter(Lexer(source).tokenize())
    found: list[Found] = []
    for token in tokens:
        place = f"{name}:{token.lineno}"
        if token.token_type not in {TokenType.BLOCK, TokenType.VAR}:
            continue
        tag = token.contents.split(maxsplit=1)[0] if token.contents.strip() else ""
        if token.token_type is TokenType.BLOCK and tag == "comment":
            _skip(tokens, "endcomment")
        elif token.token_type is TokenType.BLOCK and tag in {"translate", "trans"}:
            found += _inline(token.split_contents(), place)
        elif token.token_type is TokenType.BLOCK and tag in {"blocktranslate", "blocktrans"}:
            found.append(_block(token.split_contents(), tokens, place))
        found += [Found("", _escaped(_literal(match["text"])), "", place) for match in INLINE.finditer(token.contents)]
    return found


def _skip(tokens: Iterator["Token"], end: str) -> None:
    for token in tokens:
        if token.contents.strip() == end:
            return


def _literal(word: str) -> str:
    """A quoted word of a template tag."""
    quote = word[0]
    return word[1:-1].replace(f"\\{quote}", quote).replace("\\\\", "\\")


def _escaped(text: str) -> str:
    """Django doubles percent signs before it looks a template's literal up."""
    return text.replace("%", "%%")


def _inline(words: list[str], place: str) -> Iterable[Found]:
    """`{% translate "..." context "..." %}`; nothing for a variable."""
    if len(words) < 2 or words[1][0] not in "\"'":
        return []
    return [Found(_context(words), _escaped(_literal(words[1])), "", place)]


def _context(words: list[str]) -> str:
    """The literal after `context`, '' without one."""
    if "context" not in words[1:]:
        return ""
    return _literal(words[words.index("context", 1) + 1])


def _block(words: list[str], tokens: Iterator["Token"], place: str) -> Found:
    """`{% blocktranslate %}...{% plural %}...{% endblocktranslate %}`."""
    from django.template.base import TokenType
    from django.utils.text import normalize_newlines
    from django.utils.translation import trim_whitespace

    parts: list[list[str]] = [[]]
    for token in tokens:
        if token.token_type is TokenType.TEXT:
            parts[-1].append(_escaped(token.contents))
        elif token.token_type is TokenType.VAR:
            parts[-1].append(f"%({token.contents.strip()})s")
        elif token.token_type is TokenType.BLOCK and token.contents.strip() == "plural":
            parts.append([])
        elif token.token_type is TokenType.BLOCK:
            break
    texts = ["".join(part) for part in parts]
    if "trimmed" in words:
        texts = [trim_whitespace(text) for text in texts]
    texts = [normalize_newlines(text) for text in texts]
    if not texts[0].strip():
        raise UntranslatableError(place, "an empty block")
    return Found(_context(words), texts[0], texts[1] if len(texts) > 1 else "", place)
