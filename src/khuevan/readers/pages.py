"""Pages of a PDF, and pictures, drawn apart so that a person can read them beside an entry grid."""

import json
from dataclasses import dataclass

from khuevan.core.sandbox.children import Child, Crashed, Limits, Overrun, Program
from khuevan.readers.errors import UnreadableFile
from khuevan.readers.gate import is_picture, is_printed
from khuevan.readers.limits import Limits as FileLimits

_MEGABYTE = 1024 * 1024
_LARGEST_PAGE = 8 * _MEGABYTE
_PROGRAM = Program(
    "khuevan.readers.drawing",
    packages=("pypdfium2", "PIL"),
    limits=Limits(memory=1536 * _MEGABYTE, cpu_seconds=50, file_size=_LARGEST_PAGE),
)
_SECONDS = 60.0
_LONGEST_ANSWER = 20_000
_LONGEST_SIDE = 4_000
_MOST_PAGES = 40
_CODES = {"damaged", "protected", "suspicious"}
_BEGINNINGS = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}


@dataclass(frozen=True)
class PageImage:
    """A page as a browser shows it; ``width`` and ``height`` are pixels, ``media_type`` is PNG or JPEG."""

    data: bytes
    media_type: str
    width: int
    height: int


@dataclass(frozen=True)
class DrawnPages:
    """``count`` is how many pages the file has, ``images`` are some of them."""

    images: list[PageImage]
    count: int


def can_be_drawn(content: bytes) -> bool:
    """Whether a file is a PDF or a picture, by its first bytes."""
    return is_printed(content) or is_picture(content)


def page_images(content: bytes, *, first: int = 1, most: int = 10, dots_per_inch: int = 110) -> DrawnPages:
    """Pages from the ``first`` on (counted from 1), at most ``most`` of them; a picture is one page, upright.

    Nothing of the file but what is seen is kept.  Raises ``UnreadableFile``.
    """
    if not content.strip(b"\0"):
        raise UnreadableFile("empty")
    if len(content) > FileLimits().file_size:
        limit = FileLimits().file_size // _MEGABYTE
        raise UnreadableFile("too_large", size=len(content) // _MEGABYTE, limit=limit)
    if not can_be_drawn(content):
        raise UnreadableFile("not_drawn")
    names = [f"page-{number}" for number in range(1, min(max(1, most), _MOST_PAGES) + 1)]
    settings = {"printed": is_printed(content), "first": first, "names": names, "dots_per_inch": dots_per_inch}
    try:
        with Child(_PROGRAM, settings, outputs=names) as child:
            with child.within(_SECONDS):
                child.give_all(content)
                answer = child.rest(most=_LONGEST_ANSWER)
                child.finish()
            made, count = _made(answer, len(names))
            return DrawnPages(
                [_image(child.output(name), *page) for name, page in zip(names, made, strict=False)], count
            )
    except Overrun as error:
        raise UnreadableFile("suspicious") from error
    except (Crashed, ValueError, TypeError, KeyError) as error:
        raise UnreadableFile("damaged") from error


def _made(answer: bytes, most: int) -> tuple[list[tuple[str, int, int]], int]:
    told = json.loads(answer)
    if "refused" in told:
        raise UnreadableFile(told["refused"] if told["refused"] in _CODES else "damaged")
    made = [(kind, width, height) for kind, width, height in told["made"]]
    sizes = [size for _kind, *page in made for size in page]
    if not all(type(size) is int and 0 < size <= _LONGEST_SIDE for size in [*sizes, told["count"]]) or len(made) > most:
        raise ValueError
    return made, told["count"]


def _image(data: bytes, media_type: str, width: int, height: int) -> PageImage:
    if not data.startswith(_BEGINNINGS[media_type]):
        raise ValueError(media_type)
    return PageImage(data, media_type, width, height)
