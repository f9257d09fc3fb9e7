"""QR codes: on screen as an address that the content policy lets an image have, in files as a picture."""

import base64
import io

import zxingcpp
from PIL import Image

LEVEL = "M"
"""A sixth of the code may be worn or covered; what is printed small and photocopied still reads."""


def qr_image(text: str) -> str:
    """A ``data:`` address of an SVG with the QR code of ``text``, its white border included."""
    return f"data:image/svg+xml;base64,{base64.b64encode(qr_svg(text).encode()).decode()}"


def qr_svg(text: str) -> str:
    """The drawing itself, for whatever is typeset."""
    return str(zxingcpp.write_barcode_to_svg(_code(text), add_quiet_zones=True))


def qr_png(text: str, *, scale: int = 8) -> bytes:
    """A black and white PNG with the QR code of ``text`` and its white border, ``scale`` dots to a module."""
    drawn = zxingcpp.write_barcode_to_image(_code(text), scale=scale, add_quiet_zones=True)
    height, width = drawn.shape
    file = io.BytesIO()
    Image.frombytes("L", (width, height), bytes(memoryview(drawn))).convert("1").save(file, "PNG", optimize=True)
    return file.getvalue()


def _code(text: str) -> zxingcpp.Barcode:
    return zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=LEVEL)
