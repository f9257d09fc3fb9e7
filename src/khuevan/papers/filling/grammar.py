"""What may stand between the brackets: names known, conditions, loops over lists.  Everything else is refused.

Jinja is a language to program in; a template of an office needs a twentieth of it.  The tree of every template is
looked through before it becomes code (``PlainEnvironment``), so neither attributes of Python nor calls ever run.
"""

from collections.abc import Callable
from typing import Any, Final, Never

import jinja2
from jinja2 import nodes
from jinja2.sandbox import SandboxedEnvironment

type Schema = str | list["Schema"] | dict[str, "Schema"]
"""What a field holds: "text", a list of something, or a row of named things."""

LOOP: Final[Schema] = dict.fromkeys(("index", "index0", "revindex", "first", "last", "length"), "text")
FILTERS: Final = ("upper", "lower", "capitalize", "trim", "join", "length", "count", "first", "last", "default", "d")
TESTS: Final = ("defined", "undefined", "none", "odd", "even")

_ALLOWED: Final = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.Name, nodes.Const, nodes.Getattr,
    nodes.Getitem, nodes.Filter, nodes.Test, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
    nodes.CondExpr, nodes.Concat, nodes.Add, nodes.Sub, nodes.Keyword,
)  # fmt: skip


class Forbidden(Exception):  # noqa: N818 - the template is refused, nothing went wrong
    """Something that no template of an office does; ``what`` is the piece of it that says so."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class PlainEnvironment(SandboxedEnvironment):
    """Jinja without everything a template can do harm with, which is everything it does not need."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=jinja2.StrictUndefined, cache_size=0)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in FILTERS}
        self.tests = {name: self.tests[name] for name in TESTS}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        refuse_odd(tree)
        return tree

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401 - as in Jinja
        """A point means an entry of a row, never an attribute: ``hv.items`` is no method."""
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:  # noqa: ANN401 - as in Jinja
        if type(obj).__name__ == "LoopContext" and argument in LOOP:
            return getattr(obj, argument)
        if type(obj) is dict or type(obj) is list:
            try:
                return obj[argument]
            except (LookupError, TypeError):
                pass
        return self.undefined(obj=None, name=str(argument))


def refuse_odd(tree: nodes.Node) -> None:
    """Raises ``Forbidden``."""
    for node in (tree, *tree.find_all(nodes.Node)):
        if not isinstance(node, _ALLOWED):
            raise Forbidden(type(node).__name__.lower())
        name = getattr(node, "attr", None) if isinstance(node, nodes.Getattr) else getattr(node, "name", "")
        if isinstance(name, str) and name.startswith("_"):
            raise Forbidden(name)
        if isinstance(node, nodes.Getitem):
            _refuse_odd_entry(node)


def _refuse_odd_entry(node: nodes.Getitem) -> None:
    if not isinstance(node.arg, nodes.Const) or not isinstance(node.arg.value, int | str):
        raise Forbidden("[…]")
    if isinstance(node.arg.value, str) and node.arg.value.startswith("_"):
        raise Forbidden(node.arg.value)


class Wrong(Exception):  # noqa: N818 - of an expression
    """``code`` and ``words`` of a problem with an expression."""

    def __init__(self, code: str, **words: str) -> None:
        super().__init__(code)
        self.code = code
        self.words = words


class Typed:
    """What expressions hold, by the names known at one place."""

    def __init__(self, names: Callable[[str], "Schema | None"], used: Callable[[str], None]) -> None:
        self._schema_of = names
        self._used = used

    def held(self, node: nodes.Node) -> Schema:
        """Raises ``Wrong``."""
        match node:
            case nodes.Name():
                return self._name(node.name)
            case nodes.Getattr():
                return self._entry(self.held(node.node), node.attr)
            case nodes.Getitem(arg=nodes.Const(value=key)):
                of = self.held(node.node)
                return self._entry(of, key) if isinstance(key, str) else _element(of)
            case nodes.Filter():
                return self._filtered(node)
        for part in node.iter_child_nodes():
            self.held(part)
        return "text"

    def _name(self, name: str) -> Schema:
        schema = self._schema_of(name)
        if schema is None:
            raise Wrong("unknown_field", name=name)
        self._used(name)
        return schema

    def _entry(self, of: Schema, name: str) -> Schema:
        if isinstance(of, dict) and name in of:
            return of[name]
        if isinstance(of, dict):
            raise Wrong("unknown_entry", name=name, known=", ".join(of))
        raise Wrong("no_entries", name=name)

    def _filtered(self, node: nodes.Filter) -> Schema:
        if node.name not in FILTERS:
            raise Wrong("unknown_filter", name=node.name, known=", ".join(FILTERS))
        if node.node is None:
            _never(node)
        of = self.held(node.node)
        for argument in node.args:
            self.held(argument)
        if node.name in {"first", "last"}:
            return _element(of)
        if node.name in {"default", "d"}:
            return of
        if node.name == "join" and of != ["text"]:
            raise Wrong("cannot_join", name=node.name)
        return "text"


def _element(of: Schema) -> Schema:
    if not isinstance(of, list):
        raise Wrong("no_list", name="")
    return of[0]


def _never(node: nodes.Node) -> Never:
    raise Forbidden(type(node).__name__.lower())
