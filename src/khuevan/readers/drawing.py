"""The program of the child that ``pages`` starts: a PDF or a picture on standard input, its pages as picture files.

The answer is one line of JSON, ``{"made": [[media type, width, height], ...], "count": pages of the file}`` or
``{"refused": code}``.
"""

import io
import json
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from khuevan.readers.limits import Refused

if TYPE_CHECKING:
    from PIL import Image

_MOST_PIXELS = 80_000_000
_LONGEST_SIDE = 2_200
_POINTS_PER_INCH = 72
# A page of text is small as PNG; a scan is much smaller as JPEG.
_LARGEST_PNG = 400 * 1024
_QUALITY = 82
_MOST_COUNTED = 4_000
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "MPO")


def prepare(settings: dict[str, Any]) -> Callable[[], int]:
    """Settings: ``printed`` (a PDF, else a picture), ``first`` page, ``names`` of the files, ``dots_per_inch``."""
    # What cannot be imported is told by the status; and no plug-in of Pillow can be found later.
    import pypdfium2  # noqa: F401
    from PIL import GifImagePlugin, Image, ImageOps, MpoImagePlugin, TiffImagePlugin, WebPImagePlugin  # noqa: F401

    Image.preinit()

    def work() -> int:
        answer: dict[str, object]
        try:
            content = sys.stdin.buffer.read()
            skipped = max(0, settings["first"] - 1)
            if settings["printed"]:
                count, pages = _printed(content, skipped, settings["dots_per_inch"])
            else:
                count, pages = _pictures(content, skipped, len(settings["names"]))
            made = [_saved(page, name) for name, page in zip(settings["names"], pages, strict=False)]
            answer = {"made": made, "count": count}
        except Refused as refusal:
            answer = {"refused": refusal.code}
        sys.stdout.write(json.dumps(answer))
        return 0

    return work


def _printed(content: bytes, skipped: int, dots_per_inch: int) -> "tuple[int, Iterator[Image.Image]]":
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise Refused("protected" if "assword" in str(error) else "damaged") from error

    def drawn() -> "Iterator[Image.Image]":
        for number in range(skipped, len(document)):
            page = document[number]
            longest = max(*page.get_size(), 1.0)
            scale = min(dots_per_inch / _POINTS_PER_INCH, _LONGEST_SIDE / longest)
            yield page.render(scale=scale).to_pil().convert("RGB")
            page.close()

    return min(len(document), _MOST_COUNTED), drawn()


def _pictures(content: bytes, skipped: int, most: int) -> "tuple[int, Iterator[Image.Image]]":
    """One page, or those of a scan in one TIFF file."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        image = Image.open(io.BytesIO(content), formats=_FORMATS)
        if image.width * image.height > _MOST_PIXELS:
            raise Refused("suspicious")
        count = min(getattr(image, "n_frames", 1), _MOST_COUNTED) if image.format == "TIFF" else 1
        pages = []
        for number in range(skipped, min(count, skipped + most)):
            if count > 1:
                image.seek(number)
            pages.append(_upright(ImageOps.exif_transpose(image)))
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise Refused("suspicious") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise Refused("damaged") from error
    return count, iter(pages)


def _upright(image: "Image.Image") -> "Image.Image":
    page = image.convert("RGB")
    page.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    return page


def _saved(image: "Image.Image", name: str) -> tuple[str, int, int]:
    image.info.clear()  # its comment would be stored again
    packed = io.BytesIO()
    image.save(packed, "PNG")
    kind = "image/png"
    if packed.tell() > _LARGEST_PNG:
        packed, kind = io.BytesIO(), "image/jpeg"
        image.save(packed, "JPEG", quality=_QUALITY, optimize=True)
    Path(name).write_bytes(packed.getvalue())
    return kind, image.width, image.height
