"""Pillow in a child: a picture on standard input, the same upright and without metadata as JPEG files of given widths.

The answer is one line of JSON, ``{"made": [[width, height], ...]}`` or ``{"refused": code}``.
"""

import io
import json
import sys
import warnings
from collections.abc import Callable
from typing import Any

TOO_MANY_PIXELS = "too_many_pixels"
NOT_A_PICTURE = "not_a_picture"


def prepare(settings: dict[str, Any]) -> Callable[[], int]:
    """Settings: ``formats`` by Pillow's names, ``most_pixels``, and ``outputs`` as pairs of file name and width."""
    # What cannot be imported is told by the status.
    from PIL import Image, ImageOps, UnidentifiedImageError, WebPImagePlugin  # noqa: F401 - the usual ones lack WebP

    Image.preinit()

    def opened(content: bytes) -> Image.Image:
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(content), formats=settings["formats"]) as image:
            if image.width * image.height > settings["most_pixels"]:
                raise Image.DecompressionBombError
            return ImageOps.exif_transpose(image).convert("RGB")

    def made(image: Image.Image) -> list[tuple[int, int]]:
        image.info.clear()  # its comment would be stored again
        widest = max(width for _name, width in settings["outputs"])
        image.thumbnail((widest, widest * 2))
        sizes = []
        for name, width in settings["outputs"]:
            size = image.size if image.width <= width else (width, round(image.height * width / image.width))
            smaller = image if size == image.size else image.resize(size, Image.Resampling.LANCZOS)
            smaller.save(name, "JPEG", quality=82, optimize=True, progressive=True)
            sizes.append(size)
        return sizes

    def work() -> int:
        answer: dict[str, object]
        try:
            image = opened(sys.stdin.buffer.read())
        except (Image.DecompressionBombWarning, Image.DecompressionBombError):
            answer = {"refused": TOO_MANY_PIXELS}
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
            answer = {"refused": NOT_A_PICTURE}
        else:
            answer = {"made": made(image)}
        sys.stdout.write(json.dumps(answer))
        return 0

    return work
