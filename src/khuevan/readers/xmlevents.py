"""XML as a stream of events, names with their namespaces.  Runs in the child process; no Django here."""

from collections.abc import Callable
from xml.parsers import expat

from khuevan.readers.limits import Refused

type Start = Callable[[str, dict[str, str]], None]


def parse(
    xml: bytes, start: Start, end: Callable[[str], None] | None = None, text: Callable[[str], None] | None = None
) -> None:
    """A name is namespace, space, name.  XML with a document type was refused before (``members``)."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise Refused("damaged") from error
