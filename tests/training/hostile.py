"""Files as people send them, good ones and others, as small as they can be and still be what they are."""

import io
import struct
import zipfile

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n%%EOF"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF rest"
PNG = b"\x89PNG\r\n\x1a\nrest"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00This program cannot be run in DOS mode."
SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><rect width="1" height="1"/></svg>'
SVG_WITH_SCRIPT = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"
TYPES = b'<Types><Override ContentType="application/vnd.openxmlformats-officedocument.main+xml"/></Types>'
MACRO_TYPES = b'<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
PARTS = {"docx": "word/document.xml", "pptx": "ppt/presentation.xml", "xlsx": "xl/workbook.xml"}
OPEN_DOCUMENTS = {"odt": b"text", "ods": b"spreadsheet", "odp": b"presentation"}


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def ooxml(ending: str, types: bytes = TYPES, **more: bytes) -> bytes:
    return zipped(**{"[Content_Types].xml": types, PARTS[ending]: b"<x/>", **more})


def open_document(ending: str, **more: bytes) -> bytes:
    kind = b"application/vnd.oasis.opendocument." + OPEN_DOCUMENTS[ending]
    return zipped(**{"mimetype": kind, "content.xml": b"<x/>", **more})


def ole(*streams: str, behind: bytes = b"") -> bytes:
    names = b"".join(name.encode("utf-16-le").ljust(64, b"\x00") for name in streams)
    return OLE + names.ljust(512, b"\x00") + behind


def box(kind: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content


def mp4(brand: bytes = b"isom", *others: bytes) -> bytes:
    head = box(b"ftyp", brand + b"\x00\x00\x02\x00" + b"".join(others or (b"isom", b"mp41")))
    return head + box(b"moov", b"\x00" * 32) + box(b"mdat", b"\x00" * 64)


def docm() -> bytes:
    return ooxml("docx", MACRO_TYPES, **{"word/vbaProject.bin": b"x"})


def bomb() -> bytes:
    return ooxml("pptx", **{"ppt/media/image1.bmp": b"\x00" * (60 * 1024 * 1024)})


def encrypted_member() -> bytes:
    """A zip whose directory says that a member is encrypted."""
    plain = bytearray(ooxml("docx"))
    place = plain.find(b"PK\x01\x02")
    plain[place + 8] |= 1
    return bytes(plain)
