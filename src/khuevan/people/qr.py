"""QR codes on screen, as an address that the content policy lets an image have."""

import base64
from urllib.parse import quote, urlencode

import zxingcpp
from django.conf import settings

from khuevan.people.models import User


def qr_image(text: str) -> str:
    """A ``data:`` address of an SVG with the QR code of ``text``, its white border included."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    drawing = str(zxingcpp.write_barcode_to_svg(code, add_quiet_zones=True))
    return f"data:image/svg+xml;base64,{base64.b64encode(drawing.encode()).decode()}"


def second_step_address(user: User, secret: str) -> str:
    """What an authenticator app reads; it shows the name of the portal and the user name beside the code."""
    issuer = settings.KHUEVAN_PORTAL_NAME or "Khuê Văn"
    label = quote(f"{issuer}:{user.username}", safe=":")
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': issuer}, quote_via=quote)}"
