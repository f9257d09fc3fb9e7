"""Photos that somebody sent are opened in a child of the sandbox; what they break is that child."""

import io
import os
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from khuevan.core.errors import DomainError
from khuevan.core.sandbox import imaging
from khuevan.core.sandbox.children import Limits, Program
from khuevan.news.domain.photos import clean_photo
from khuevan.news.models import PHOTO_WIDTHS


def picture(form: str = "JPEG", size: tuple[int, int] = (2000, 1000), mode: str = "RGB", **options: object) -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise(size, 40).convert(mode).save(buffer, form, **options)
    return buffer.getvalue()


def code_of(data: bytes) -> str:
    with pytest.raises(DomainError) as caught:
        clean_photo(data)
    assert caught.value.message
    return caught.value.code


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


@pytest.mark.parametrize(
    ("form", "mode"),
    [("JPEG", "RGB"), ("JPEG", "L"), ("JPEG", "CMYK"), ("PNG", "RGBA"), ("PNG", "P"), ("PNG", "1"), ("WEBP", "RGBA")],
)
def test_every_accepted_kind_comes_back_as_jpeg(form: str, mode: str) -> None:
    clean = clean_photo(picture(form, mode=mode))
    assert (clean.width, clean.height) == (1600, 800)
    assert set(clean.smaller) == set(PHOTO_WIDTHS[:-1])
    for width, data in {**clean.smaller, clean.width: clean.data}.items():
        with Image.open(io.BytesIO(data)) as image:
            assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (width, width // 2))


def test_a_small_photo_is_not_made_larger() -> None:
    clean = clean_photo(picture(size=(300, 200)))
    assert (clean.width, clean.height) == (300, 200)
    assert set(clean.smaller.values()) == {clean.data}


def test_nothing_of_the_camera_stays() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Máy ảnh có GPS"
    clean = clean_photo(picture(exif=exif, comment=b"bi mat", icc_profile=b"bi mat" * 20))
    for data in (clean.data, *clean.smaller.values()):
        assert b"bi mat" not in data
        assert b"Exif" not in data


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_damage_anywhere_is_said_or_does_no_harm(form: str) -> None:
    whole = picture(form, size=(400, 300))
    for place in range(20, len(whole), len(whole) // 12):
        damaged = bytearray(whole)
        damaged[place : place + 16] = b"\xff" * 16
        try:
            assert clean_photo(bytes(damaged)).data.startswith(b"\xff\xd8\xff")
        except DomainError as error:
            assert error.code in {"not_a_photo", "photo_too_large"}


def test_a_picture_that_lies_about_its_size_is_refused() -> None:
    header = struct.pack(">IIBBBBB", 2**31 - 1, 2**31 - 1, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\0" * 1000)
    lie = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    assert code_of(lie) == "photo_too_large"


@pytest.mark.parametrize("form", ["GIF", "BMP", "TIFF", "PPM", "ICO"])
def test_other_kinds_are_not_even_opened(form: str) -> None:
    assert code_of(picture(form, size=(32, 32))) == "not_a_photo"


def test_a_picture_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imaging, "_SECONDS", 0.001)
    assert code_of(picture()) == "photo_too_large"


def test_a_picture_that_takes_too_much_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    little = Limits(memory=150 * 1024 * 1024, file_size=1024 * 1024)
    monkeypatch.setattr(imaging, "_PROGRAM", Program(imaging._PROGRAM.module, packages=("PIL",), limits=little))
    buffer = io.BytesIO()
    Image.new("1", (7000, 7000)).save(buffer, "PNG")
    assert code_of(buffer.getvalue()) == "photo_too_large"


@pytest.mark.parametrize(
    "program",
    [
        "sys.exit(1)",
        "os.kill(os.getpid(), 11)",
        "print('x')",
        "print('{}')",
        "print('[]')",
        "print('{\"made\": [[1, 1]]}')",
        "print('{\"made\": [[1, 1], [1, 1], [1, 1]]}')",  # and no files
        "print('{\"made\": 7}')",
        'print(\'{"made": [["a", 1], [1, 1], [1, 1]]}\')',
        'for name in NAMES: open(name, "w").write("<script>")\nprint(\'{"made": [[1, 1], [1, 1], [1, 1]]}\')',
        'print(\'{"made": [[-1, 0], [1, 1], [1, 1]]}\')\nfor name in NAMES: open(name, "wb").write(b"\\xff\\xd8\\xff")',
    ],
)
def test_a_child_is_not_believed(program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = "\n".join(f"        {line}" for line in ["sys.stdin.buffer.read()", *program.splitlines(), "return 0"])
    (tmp_path / "taken_over.py").write_text(
        "import os, sys\ndef prepare(settings):\n    NAMES = [name for name, width in settings['outputs']]\n"
        f"    def work():\n{lines}\n    return work\n"
    )
    monkeypatch.setattr(imaging, "_PROGRAM", Program("taken_over", folders=(tmp_path,)))
    assert code_of(picture(size=(10, 10))) == "not_a_photo"


def test_nothing_stays_in_the_folder_of_temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    clean_photo(picture(size=(100, 100)))
    code_of(b"no photo")
    assert not os.listdir(tmp_path)  # noqa: PTH208
