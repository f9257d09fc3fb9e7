"""The files of many certificates at once: one PDF for the printer, one archive to hand on."""

import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from typing import IO, Final

from django.utils.translation import gettext_lazy as _

from khuevan.certificates.interfaces.words import file_name
from khuevan.certificates.models import Certificate
from khuevan.certificates.printing import one_pdf
from khuevan.core.errors import DomainError

MOST_PAGES: Final = 500
"""Pages of one PDF for the printer: 35 MB, made in about two seconds."""


def printable(certificates: Sequence[Certificate]) -> bytes:
    """One PDF of at most ``MOST_PAGES`` in the order given.  Raises ``file_missing`` and ``print_not_made``."""
    return one_pdf(file for _certificate, file in _files(certificates[:MOST_PAGES]))


def archive(certificates: Iterable[Certificate]) -> IO[bytes]:
    """A ZIP of all their PDFs, to be read from its beginning.  Raises ``file_missing``."""
    with ExitStack() as on_trouble:
        packed: IO[bytes] = on_trouble.enter_context(tempfile.TemporaryFile(prefix="khuevan-zip-"))
        _pack(packed, certificates)
        on_trouble.pop_all()  # the answer closes it
    packed.seek(0)
    return packed


def _pack(packed: IO[bytes], certificates: Iterable[Certificate]) -> None:
    names: set[str] = set()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as pack:  # PDF is packed already
        for certificate, file in _files(certificates):
            name = file_name(certificate)
            if name in names:  # the same number of two registers, and the same name
                name = f"{certificate.register.year} {name}"
            names.add(name)
            with file, pack.open(name, "w") as place:
                shutil.copyfileobj(file, place)


def _files(certificates: Iterable[Certificate]) -> Iterator[tuple[Certificate, IO[bytes]]]:
    for certificate in certificates:
        try:
            yield certificate, certificate.file.open("rb").file
        except (ValueError, OSError) as error:
            raise DomainError(
                "file_missing", _("Certificate %(number)s has no file yet; make it first."), number=certificate
            ) from error
