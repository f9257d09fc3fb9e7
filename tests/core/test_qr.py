"""What a telephone reads from the codes that are shown and printed."""

import io

import pytest
import zxingcpp
from PIL import Image

from khuevan.core.qr import qr_image, qr_png

ADDRESS = "https://daotao.khanhhoa.gov.vn/moi/7KQ2MX/"


@pytest.mark.parametrize("text", [ADDRESS, f"{ADDRESS}?đơn-vị=Sở Công Thương", "x" * 300])
def test_a_picture_is_read_back_to_the_letter(text: str) -> None:
    image = Image.open(io.BytesIO(qr_png(text)))
    assert image.format == "PNG"
    assert [code.text for code in zxingcpp.read_barcodes(image.convert("L"))] == [text]


def test_a_worn_print_is_read_still() -> None:
    image = Image.open(io.BytesIO(qr_png(ADDRESS, scale=4))).convert("L")
    width, height = image.size
    image.paste(255, (width // 2 - 8, height // 2 - 8, width // 2 + 8, height // 2 + 8))
    assert [code.text for code in zxingcpp.read_barcodes(image)] == [ADDRESS]


def test_the_scale_is_dots_to_a_module() -> None:
    small, large = (Image.open(io.BytesIO(qr_png(ADDRESS, scale=scale))).size for scale in (1, 6))
    assert (small[0] * 6, small[1] * 6) == large


def test_an_address_for_a_page_holds_a_drawing_and_no_script() -> None:
    address = qr_image(ADDRESS)
    assert address.startswith("data:image/svg+xml;base64,")
