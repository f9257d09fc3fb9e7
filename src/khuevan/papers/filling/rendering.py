"""docxtpl with the plain Jinja of ``grammar``, and strict about what comes out."""

import io
from typing import Any

import docx
import jinja2
from docxtpl import DocxTemplate  # type: ignore[import-untyped]
from lxml import etree  # type: ignore[import-untyped]

from khuevan.papers.filling.grammar import Forbidden, PlainEnvironment

_LONGEST_REASON = 200


class Unfilled(Exception):  # noqa: N818 - the template is at fault
    """``reason`` is what Jinja or Word's markup said, in English."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason[:_LONGEST_REASON]


class _Strict(DocxTemplate):  # type: ignore[misc]  # docxtpl is not typed
    """A broken document is a fault, where docxtpl would mend it in silence and lose words."""

    def fix_tables(self, xml: str) -> Any:  # noqa: ANN401 - an lxml element
        etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
        return super().fix_tables(xml)


def filled(content: bytes, context: dict[str, Any]) -> bytes:
    """The .docx with its tags filled.  Raises ``Unfilled``."""
    made = io.BytesIO()
    try:
        template = _Strict(io.BytesIO(content))
        template.render(context, PlainEnvironment(), autoescape=True)
        template.save(made)
        docx.Document(io.BytesIO(made.getvalue()))
    except Forbidden as forbidden:
        raise Unfilled(forbidden.what) from forbidden
    except jinja2.TemplateError as error:
        raise Unfilled(str(error)) from error
    except (etree.XMLSyntaxError, KeyError, ValueError, TypeError, AttributeError, OverflowError) as error:
        raise Unfilled(f"{type(error).__name__}: {error}") from error
    return made.getvalue()
