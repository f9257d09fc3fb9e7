"""Scans and photos are drawn apart, so that a person can read them beside an entry grid."""

import io
from pathlib import Path

import pytest
from PIL import Image

from khuevan.readers import pages
from khuevan.readers.errors import UnreadableFile
from khuevan.readers.pages import can_be_drawn, page_images
from tests.readers import printing


def code_of(content: bytes) -> str:
    with pytest.raises(UnreadableFile) as caught:
        page_images(content)
    assert caught.value.message
    return caught.value.code


def picture(kind: str, size: tuple[int, int] = (300, 200), **options: object) -> bytes:
    packed = io.BytesIO()
    Image.new("RGB", size, "white").save(packed, kind, **options)
    return packed.getvalue()


def test_pages_of_a_pdf_are_drawn_some_at_a_time(tmp_path: Path) -> None:
    path = printing.by_hand(tmp_path / "a.pdf", [printing.shown([[f"Trang {number}"]]) for number in range(1, 6)])
    drawn = page_images(path.read_bytes(), first=2, most=3)
    assert (drawn.count, len(drawn.images)) == (5, 3)
    for image in drawn.images:
        with Image.open(io.BytesIO(image.data)) as opened:
            assert opened.size == (image.width, image.height) == (910, 1287)
            assert Image.MIME[str(opened.format)] == image.media_type
    assert len({image.data for image in drawn.images}) == 3
    assert page_images(path.read_bytes(), first=9).images == []


def test_a_photo_is_turned_upright_and_loses_what_is_not_seen() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "someone's telephone"
    [image] = page_images(picture("JPEG", (4000, 3000), exif=exif, comment=b"secret")).images
    assert (image.width, image.height) == (1650, 2200)
    assert b"secret" not in image.data and b"telephone" not in image.data


@pytest.mark.parametrize("kind", ["PNG", "GIF", "WEBP", "BMP", "TIFF"])
def test_pictures_of_many_kinds(kind: str) -> None:
    content = picture(kind)
    assert can_be_drawn(content)
    drawn = page_images(content)
    assert drawn.count == 1
    assert [(image.width, image.height) for image in drawn.images] == [(300, 200)]


def test_a_scan_of_several_pages_in_one_file() -> None:
    content = picture("TIFF", save_all=True, append_images=[Image.new("L", (100, 50)), Image.new("1", (80, 40))])
    drawn = page_images(content, first=2, most=5)
    assert (drawn.count, [(image.width, image.height) for image in drawn.images]) == (3, [(100, 50), (80, 40)])


def test_what_is_not_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert code_of(b"") == "empty"
    assert code_of(b"PK\x03\x04" + bytes(100)) == "not_drawn"
    assert code_of(b"\x89PNG\r\n\x1a\n" + bytes(100)) == "damaged"
    assert code_of(b"%PDF-1.7\n" + bytes(100)) == "damaged"
    assert code_of(b"\xff\xd8\xff" + bytes(21 * 1024 * 1024)) == "too_large"
    assert code_of(printing.locked(tmp_path / "a.pdf").read_bytes()) == "protected"
    assert code_of(picture("PNG", (12_000, 12_000))) == "suspicious"
    monkeypatch.setattr(pages, "_SECONDS", 0.001)
    assert code_of(picture("PNG")) == "suspicious"
