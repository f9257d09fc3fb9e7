"""A Word file before anything is read from it: what it weighs, and what it holds beside words and pictures.

Refused is whatever fetches, runs or hides something once the paper is opened at somebody else's desk.
"""

import io
import re
import zipfile
from pathlib import PurePosixPath
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from khuevan.readers.limits import Refused as Unreadable
from khuevan.readers.members import DAMAGED, member_bytes

_MEGABYTE = 1024 * 1024
MOST_MEMBERS = 2_000
LARGEST_PICTURE = 10 * _MEGABYTE
LARGEST_TEXT = 16 * _MEGABYTE
LARGEST_FILE = 64 * _MEGABYTE
"""Bytes unpacked, of one picture, of one part of text and of everything."""

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DOCUMENT = "word/document.xml"
_STORIES = re.compile(r"word/(document|header|footer|footnotes|endnotes|comments)\d*\.xml")
_PACKINGS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_MACROS = ("vbaproject", "vbadata", "macrosheets", "macroenabled")
_ACTIVE = re.compile(r"(^|/)(activex|embeddings|controls|ctrlprops)/|customui|userCustomization", re.IGNORECASE)
_EMBEDDING = {"oleobject", "package", "control", "activexcontrolbinary", "afchunk", "subdocument", "frame"}
_ATTACHED = {"attachedtemplate", "mailmergesource", "mailmergeheadersource", "mailmergerecipientdata"}
_HARMLESS_LINKS = ("http://", "https://", "mailto:", "tel:")
_FETCHING = re.compile(
    r"^\s*(INCLUDEPICTURE|INCLUDETEXT|INCLUDE|DDEAUTO|DDE|LINK|IMPORT|RD|DATABASE|MACROBUTTON)\b", re.IGNORECASE
)
_FETCHING_ANYWHERE = re.compile(r"INCLUDE(PICTURE|TEXT)|DDEAUTO", re.IGNORECASE)


class Refused(Exception):  # noqa: N818 - the file is refused, nothing went wrong
    """The whole file is not taken; ``code`` and ``words`` are those of ``domain.template_problems``."""

    def __init__(self, code: str, **words: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.words = words


def parsed(content: bytes) -> Any:  # noqa: ANN401 - an lxml element
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise Refused("damaged") from error


def stories(content: bytes) -> dict[str, Any]:
    """The parts with words, by their names, of a file that holds nothing else than it should.  Raises ``Refused``."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _weigh(archive.infolist())
            return _looked_through(archive)
    except Unreadable as error:
        raise Refused(error.code if error.code == "protected" else "damaged") from error
    except DAMAGED as error:
        raise Refused("damaged") from error


def _weigh(members: list[zipfile.ZipInfo]) -> None:
    names = [member.filename for member in members]
    if len(members) > MOST_MEMBERS or len(set(names)) < len(names):
        raise Refused("damaged")
    if any(member.flag_bits & 0x1 for member in members):
        raise Refused("protected")
    if any(member.compress_type not in _PACKINGS for member in members):
        raise Refused("damaged")
    for member in members:
        _weigh_one(member)
    unpacked = sum(member.file_size for member in members)
    if unpacked > LARGEST_FILE:
        raise Refused("unpacked_too_large", size=unpacked // _MEGABYTE, limit=LARGEST_FILE // _MEGABYTE)


def _weigh_one(member: zipfile.ZipInfo) -> None:
    name = PurePosixPath(member.filename)
    if member.is_dir():
        return
    if name.suffix.lower() in {".xml", ".rels"}:
        if member.file_size > LARGEST_TEXT:
            raise Refused("unpacked_too_large", size=member.file_size // _MEGABYTE, limit=LARGEST_TEXT // _MEGABYTE)
    elif member.file_size > LARGEST_PICTURE:
        size, limit = member.file_size // _MEGABYTE, LARGEST_PICTURE // _MEGABYTE
        raise Refused("picture_too_large", name=name.name, size=size, limit=limit)


def _looked_through(archive: zipfile.ZipFile) -> dict[str, Any]:
    found = {}
    for member in archive.infolist():
        name = member.filename
        if any(word in name.lower() for word in _MACROS):
            raise Refused("macros")
        if _ACTIVE.search(name):
            raise Refused("embedded")
        if not name.lower().endswith((".xml", ".rels")):
            continue
        root = parsed(member_bytes(archive, name, LARGEST_TEXT))
        if name.lower() == "[content_types].xml":
            _no_macros(root)
        elif name.lower().endswith(".rels"):
            _no_links(root)
        else:
            _no_fetching(root)
        if _STORIES.fullmatch(name):
            found[name] = root
    if _DOCUMENT not in found:
        raise Refused("damaged")
    return dict(sorted(found.items(), key=lambda item: (item[0] != _DOCUMENT, item[0])))


def _no_macros(types: Any) -> None:  # noqa: ANN401 - an lxml element
    if any(word in str(one.get("ContentType", "")).lower() for one in types for word in _MACROS):
        raise Refused("macros")


def _no_links(relations: Any) -> None:  # noqa: ANN401 - an lxml element
    for one in relations.iter("{*}Relationship"):
        kind = str(one.get("Type", "")).rsplit("/", 1)[-1].lower()
        target = str(one.get("Target", ""))
        if "vbaproject" in kind:
            raise Refused("macros")
        if kind in _EMBEDDING:
            raise Refused("embedded")
        if kind in _ATTACHED:
            raise Refused("attached", target=target[:120])
        is_outside = str(one.get("TargetMode", "")).lower() == "external"
        if is_outside and not (kind == "hyperlink" and target.lower().startswith(_HARMLESS_LINKS)):
            raise Refused("outside", target=target[:120])


def _no_fetching(root: Any) -> None:  # noqa: ANN401 - an lxml element
    """Fields that fetch files or start programs when Word brings them up to date."""
    instructions = [str(one.get(f"{W}instr", "")) for one in root.iter(f"{W}fldSimple")]
    open_fields: list[list[str]] = [[]]
    for one in root.iter(f"{W}fldChar", f"{W}instrText"):
        if one.tag == f"{W}instrText":
            open_fields[-1].append(one.text or "")
        elif one.get(f"{W}fldCharType") == "begin":
            open_fields.append([])
        elif one.get(f"{W}fldCharType") == "end" and len(open_fields) > 1:
            instructions.append("".join(open_fields.pop()))
    instructions += ["".join(left) for left in open_fields]
    if any(map(_FETCHING.match, instructions)) or _FETCHING_ANYWHERE.search("".join(instructions)):
        raise Refused("fetching")
