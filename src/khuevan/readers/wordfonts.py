"""Which font a run of a Word document is in: its own, its style's, its paragraph's, the document's.

Runs in the child process; no Django here.  Themes are left out: no theme has an old font.
"""

from xml.etree import ElementTree

from khuevan.readers.oldfonts import Old, old_font

type _Element = ElementTree.Element[str]

_DEEPEST = 20


def qn(name: str) -> str:
    """A name of WordprocessingML as ElementTree spells it."""
    return name.replace("w:", "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}")


_FONTS, _PROPERTIES, _VALUE = qn("w:rFonts"), qn("w:rPr"), qn("w:val")
_RUN_STYLE = f"{qn('w:rPr')}/{qn('w:rStyle')}"
_PARAGRAPH_STYLE = f"{qn('w:pPr')}/{qn('w:pStyle')}"
# Word draws the signs of old fonts with the second.
_ATTRIBUTES = (qn("w:hAnsi"), qn("w:ascii"))
_THEMES = (qn("w:hAnsiTheme"), qn("w:asciiTheme"))


class WordFonts:
    """``styles`` is the root of ``word/styles.xml``, if it could be read."""

    def __init__(self, styles: "_Element | None") -> None:
        self._fonts: dict[str, str] = {}
        self._parents: dict[str, str] = {}
        self._paragraph = self._default = ""
        if styles is None:
            return
        self._default = _font(styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{_PROPERTIES}")) or ""
        for style in styles.iterfind(qn("w:style")):
            key = style.get(qn("w:styleId"), "")
            based = style.find(qn("w:basedOn"))
            self._parents[key] = "" if based is None else based.get(_VALUE, "")
            font = _font(style.find(_PROPERTIES))
            if font is not None:
                self._fonts[key] = font
            if style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default")) in {"1", "true"}:
                self._paragraph = key

    def of_paragraph(self, paragraph: "_Element") -> str:
        """The font of its runs that have none of their own."""
        named = paragraph.find(_PARAGRAPH_STYLE)
        font = self._of_style(self._paragraph if named is None else named.get(_VALUE, ""))
        return self._default if font is None else font

    def of_run(self, run: "_Element", inherited: str) -> Old | None:
        font = _font(run.find(_PROPERTIES))
        if font is None and (named := run.find(_RUN_STYLE)) is not None:
            font = self._of_style(named.get(_VALUE, ""))
        return old_font(inherited if font is None else font)

    def _of_style(self, style: str) -> str | None:
        for _step in range(_DEEPEST):
            if style in self._fonts:
                return self._fonts[style]
            if not style:
                break
            style = self._parents.get(style, "")
        return None


def _font(properties: "_Element | None") -> str | None:
    """An empty name for a font of the theme."""
    fonts = None if properties is None else properties.find(_FONTS)
    if fonts is None:
        return None
    named = next((name for attribute in _ATTRIBUTES if (name := fonts.get(attribute))), None)
    return "" if named is None and any(fonts.get(theme) for theme in _THEMES) else named
