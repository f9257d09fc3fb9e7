"""The styles of an OpenDocument sheet as far as they tell fonts and hidden sheets.

Runs in the child process; no Django here.
"""

from dataclasses import dataclass, field

from khuevan.readers.oldfonts import Old, old_font

_NS = "urn:oasis:names:tc:opendocument:xmlns:"
_STYLE, _DEFAULT = f"{_NS}style:1.0 style", f"{_NS}style:1.0 default-style"
_FACE, _TEXT, _TABLE = (f"{_NS}style:1.0 {name}" for name in ("font-face", "text-properties", "table-properties"))
_NAME, _PARENT, _FONT = (f"{_NS}style:1.0 {name}" for name in ("name", "parent-style-name", "font-name"))
_FAMILY = f"{_NS}style:1.0 family"
_FONT_FAMILY = f"{_NS}xsl-fo-compatible:1.0 font-family"
_FACE_FAMILY = f"{_NS}svg-compatible:1.0 font-family"
_DEEPEST = 20


@dataclass
class OpenStyles:
    """Fed with the starts of elements, first those of ``styles.xml``."""

    hidden: set[str] = field(default_factory=set)
    _faces: dict[str, str] = field(default_factory=dict)
    _fonts: dict[str, str] = field(default_factory=dict)
    _parents: dict[str, str] = field(default_factory=dict)
    _style: str | None = None
    _known: dict[str, Old | None] = field(default_factory=dict)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == _FACE:
            self._faces[attributes.get(_NAME, "")] = attributes.get(_FACE_FAMILY, "")
        elif name == _STYLE:
            self._style = attributes.get(_NAME, "")
            self._parents[self._style] = attributes.get(_PARENT, "")
        elif name == _DEFAULT:
            self._style = "" if attributes.get(_FAMILY) == "table-cell" else None
        elif name == _TEXT and self._style is not None:
            face = attributes.get(_FONT, "")
            font = self._faces.get(face) or face or attributes.get(_FONT_FAMILY, "")
            if font:
                self._fonts[self._style] = font.strip("'\"")
        elif name == _TABLE and self._style and attributes.get(f"{_NS}table:1.0 display") == "false":
            self.hidden.add(self._style)

    def old(self, style: str) -> Old | None:
        """What the font of a style makes of a text; a style has the font of its parents, at last the default's."""
        if style not in self._known:
            self._known[style] = self._found(style)
        return self._known[style]

    def _found(self, style: str) -> Old | None:
        for _step in range(_DEEPEST):
            if style in self._fonts:
                return old_font(self._fonts[style])
            if not style:
                return None
            style = self._parents.get(style, "")
        return None
