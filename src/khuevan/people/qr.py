"""What the QR code of the second step of signing in holds."""

from urllib.parse import quote, urlencode

from django.conf import settings

from khuevan.people.models import User


def second_step_address(user: User, secret: str) -> str:
    """What an authenticator app reads; it shows the name of the portal and the user name beside the code."""
    issuer = settings.KHUEVAN_PORTAL_NAME or "Khuê Văn"
    label = quote(f"{issuer}:{user.username}", safe=":")
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': issuer}, quote_via=quote)}"
