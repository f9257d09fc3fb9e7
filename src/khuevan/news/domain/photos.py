"""What may become a photo: opened, turned upright, stripped of metadata and stored again as JPEG."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from khuevan.core.errors import DomainError
from khuevan.core.sandbox.imaging import PictureRefused, jpegs
from khuevan.news.models import PHOTO_WIDTHS

MAX_PIXELS = 60_000_000
FORMATS = ("JPEG", "PNG", "WEBP")


@dataclass(frozen=True)
class CleanPhoto:
    """JPEG bytes without metadata at every width we serve, and the size in pixels of the largest."""

    data: bytes
    width: int
    height: int
    smaller: dict[int, bytes]


def clean_photo(data: bytes) -> CleanPhoto:
    """Makes a photo of bytes somebody sent; slow work, meant to be done before a transaction begins.

    Raises ``not_a_photo`` and ``photo_too_large``."""
    try:
        *smaller, largest = jpegs(data, widths=PHOTO_WIDTHS, formats=FORMATS, most_pixels=MAX_PIXELS)
    except PictureRefused as refused:
        if refused.too_large:
            raise DomainError("photo_too_large", _("The photo has too many pixels; reduce it first.")) from refused
        raise DomainError("not_a_photo", _("This file is not a photo (JPEG, PNG or WebP).")) from refused
    narrow = {width: image.data for width, image in zip(PHOTO_WIDTHS, smaller, strict=False)}
    return CleanPhoto(largest.data, largest.width, largest.height, narrow)
