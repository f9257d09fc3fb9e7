"""What may become a photo: opened, turned upright, stripped of metadata and stored again as JPEG."""

import io
import warnings
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from khuevan.core.errors import DomainError
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
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
                if opened.width * opened.height > MAX_PIXELS:
                    raise DomainError("photo_too_large", _("The photo has too many pixels; reduce it first."))
                upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise DomainError("photo_too_large", _("The photo has too many pixels; reduce it first.")) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise DomainError("not_a_photo", _("This file is not a photo (JPEG, PNG or WebP).")) from error
    upright.thumbnail((PHOTO_WIDTHS[-1], PHOTO_WIDTHS[-1] * 2))
    smaller = {width: _jpeg(_narrowed(upright, width)) for width in PHOTO_WIDTHS[:-1]}
    return CleanPhoto(_jpeg(upright), upright.width, upright.height, smaller)


def _narrowed(image: Image.Image, width: int) -> Image.Image:
    if image.width <= width:
        return image
    return image.resize((width, round(image.height * width / image.width)), Image.Resampling.LANCZOS)


def _jpeg(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=82, optimize=True, progressive=True)
    return buffer.getvalue()
