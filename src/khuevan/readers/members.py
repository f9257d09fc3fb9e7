"""Members of zip files, read with care.  No Django here: parsers in the child process use it too."""

import zipfile
import zlib

from khuevan.readers.limits import Refused

# NotImplementedError is what zipfile itself raises for a packing or encryption it does not know.
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, KeyError)


def member_bytes(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """One member of a weighed archive, never more of it than its directory entry said or ``most`` bytes.

    XML with a document type is refused: office programs write none, and it is how entities are made to explode.  So
    is XML in UTF-16, which would hide one.
    """
    try:
        with archive.open(name) as member:
            content = member.read(most + 1)
    except DAMAGED as error:
        raise Refused("damaged") from error
    except RuntimeError as error:  # encrypted member
        raise Refused("protected") from error
    if len(content) > most or b"\x00" in content[:64] or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise Refused("suspicious")
    return content
