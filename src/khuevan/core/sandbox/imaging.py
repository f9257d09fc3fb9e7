"""Pictures that somebody sent, opened where they can break nothing."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from khuevan.core.sandbox.children import Child, Crashed, Limits, Overrun, Program
from khuevan.core.sandbox.inside.imaging import NOT_A_PICTURE, TOO_MANY_PIXELS

_MEGABYTE = 1024 * 1024
_PROGRAM = Program(
    "khuevan.core.sandbox.inside.imaging",
    packages=("PIL",),
    limits=Limits(memory=1536 * _MEGABYTE, cpu_seconds=25, file_size=16 * _MEGABYTE),
)
_SECONDS = 30.0
_LONGEST_ANSWER = 10_000
_LONGEST_SIDE = 2**16
_JPEG = b"\xff\xd8\xff"


@dataclass(frozen=True)
class Jpeg:
    """Without metadata; ``width`` and ``height`` are pixels."""

    data: bytes
    width: int
    height: int


class PictureRefused(Exception):  # noqa: N818 - the picture is refused, nothing went wrong
    """``too_large`` when there are too many pixels for us; otherwise it is no picture of the formats asked for."""

    def __init__(self, *, too_large: bool) -> None:
        super().__init__(TOO_MANY_PIXELS if too_large else NOT_A_PICTURE)
        self.too_large = too_large


def jpegs(data: bytes, *, widths: Sequence[int], formats: Sequence[str], most_pixels: int) -> list[Jpeg]:
    """The picture turned upright, at most as wide as each of ``widths``, in their order.  Raises ``PictureRefused``.

    ``formats`` are Pillow's names of what is opened at all.  A picture is never made larger, nor is it left higher
    than twice the greatest width.
    """
    names = [f"{width}.jpg" for width in widths]
    settings = {"formats": formats, "most_pixels": most_pixels, "outputs": list(zip(names, widths, strict=True))}
    try:
        with Child(_PROGRAM, settings, outputs=names) as child:
            with child.within(_SECONDS):
                child.give_all(data)
                answer = child.rest(most=_LONGEST_ANSWER)
                child.finish()
            sizes = _sizes(answer)
            return [_jpeg(child.output(name), *size) for name, size in zip(names, sizes, strict=True)]
    except Overrun as error:
        raise PictureRefused(too_large=True) from error
    except (Crashed, ValueError, TypeError, KeyError) as error:
        raise PictureRefused(too_large=False) from error


def _sizes(answer: bytes) -> list[tuple[int, int]]:
    told = json.loads(answer)
    if "refused" in told:
        raise PictureRefused(too_large=told["refused"] == TOO_MANY_PIXELS)
    sizes = [(width, height) for width, height in told["made"]]
    if not all(type(length) is int and 0 < length <= _LONGEST_SIDE for size in sizes for length in size):
        raise Crashed("it made no such picture")
    return sizes


def _jpeg(data: bytes, width: int, height: int) -> Jpeg:
    if not data.startswith(_JPEG):
        raise Crashed("it made no JPEG")
    return Jpeg(data, width, height)
