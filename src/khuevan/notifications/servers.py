"""Where e-mail goes: the address of a mail server and the sender, as an installation names them."""

from dataclasses import dataclass, field
from email.headerregistry import Address
from email.utils import parseaddr
from typing import Final
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

_PORTS: Final = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


@dataclass(frozen=True)
class MailServer:
    """``scheme``: ``smtp`` as it is, ``smtp+tls`` with STARTTLS or not at all, ``smtps`` encrypted from the start."""

    scheme: str
    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)


def server_of(url: str) -> MailServer | None:
    """None for an empty address: then messages become files.  Raises ImproperlyConfigured, without the password."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in _PORTS or not parts.hostname or parts.path not in {"", "/"} or parts.query:
        raise ImproperlyConfigured(
            "KHUEVAN_MAIL_URL phải có dạng smtp://máy:cổng, smtp+tls://tên:mật-khẩu@máy:cổng hoặc "
            "smtps://tên:mật-khẩu@máy:cổng; ký tự đặc biệt trong mật khẩu viết dạng %XX."
        )
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return MailServer(parts.scheme, parts.hostname, port or _PORTS[parts.scheme], user, password)


def sender_of(text: str, server: MailServer | None, host: str) -> Address:
    """``Tên <địa chỉ>`` or an address alone; where messages become files it may be empty."""
    if not text and server is None:
        return Address("Khuê Văn", "khuevan", host if "." in host else "localhost")
    name, address = parseaddr(text)
    try:
        validate_email(address)
    except ValidationError as error:
        raise ImproperlyConfigured(
            "KHUEVAN_MAIL_FROM phải là một địa chỉ thư, ví dụ: Lớp bồi dưỡng <lop@so.example>; "
            "cần có khi dùng KHUEVAN_MAIL_URL."
        ) from error
    return Address(name, addr_spec=address)
