"""Every option of an installation, read from the environment: this table is the only place.

``docs/options.md`` is made from it by ``khuevan options`` and a test holds both equal.
"""

import math
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class Option:
    """One environment variable: its name, the value when it is absent, and what it is for."""

    name: str
    default: str
    help: str


OPTIONS: tuple[Option, ...] = (
    Option("KHUEVAN_DATA_DIR", "./var", "Everything the installation owns: database, photos, certificates."),
    Option("KHUEVAN_KEYS_DIR", "", "Secret keys. Default: the folder keys in the data folder."),
    Option(
        "KHUEVAN_DATABASE_URL",
        "",
        "postgres://user:password@host:port/name, with ?sslmode=require and the like. "
        "Default: SQLite in the data folder.",
    ),
    Option(
        "KHUEVAN_BASE_URL",
        "http://127.0.0.1:8000",
        "Address printed on certificates and in their QR codes; without it, serve takes its --host and --port.",
    ),
    Option(
        "KHUEVAN_REDIS_URL",
        "",
        "redis://host:port/number; wakes workers on other machines at once. Needs the extra package group redis. "
        "Default: workers look for work every second.",
    ),
    Option("KHUEVAN_HOSTS", "", "Further host names the server answers to, separated by commas."),
    Option("KHUEVAN_PORTAL_NAME", "", "Name on top of the portal. Default: the office, when there is only one."),
    Option("KHUEVAN_PORTAL_TAGLINE", "", "Line under the name of the portal."),
    Option("KHUEVAN_DEMO", "no", "yes marks every page as sample data."),
    Option("KHUEVAN_DEBUG", "no", "yes shows error details on screen; never on a server others can reach."),
    Option(
        "KHUEVAN_HTTPS",
        "",
        "yes sends cookies by https only. Default: yes when KHUEVAN_BASE_URL begins with https://, otherwise no.",
    ),
    Option(
        "KHUEVAN_TRUSTED_PROXY",
        "no",
        "yes when a reverse proxy sets X-Forwarded-For and X-Forwarded-Proto. With no, everybody who comes through a "
        "proxy counts as one visitor, also where wrong guesses at links and codes are counted.",
    ),
    Option(
        "KHUEVAN_WEATHER", "off", "Weather line: off, manual (you write weather.json in the data folder) or open-meteo."
    ),
    Option("KHUEVAN_WEATHER_PLACE", "", "Place named in the weather line."),
    Option("KHUEVAN_WEATHER_LATITUDE", "", "Degrees north, for open-meteo."),
    Option("KHUEVAN_WEATHER_LONGITUDE", "", "Degrees east, for open-meteo."),
    Option(
        "KHUEVAN_RIGHTS_REPLY_DAYS",
        "2",
        "Working days in which an office answers what people ask about their data (Nghị định 356/2025/NĐ-CP).",
    ),
    Option(
        "KHUEVAN_RIGHTS_DONE_DAYS", "10", "Days in which such a request is fulfilled (the same decree: 10 to 20 days)."
    ),
    Option(
        "KHUEVAN_NOTICE_BASIS",
        "Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15; Nghị định số 356/2025/NĐ-CP; "
        "Nghị định số 171/2025/NĐ-CP về đào tạo, bồi dưỡng công chức",
        "Law on which people's data are processed, as the notice for them names it; parts separated by semicolons.",
    ),
    Option(
        "KHUEVAN_NOTICE_RETENTION",
        "Hồ sơ lớp học (danh sách, điểm danh, kết quả) được giữ theo thời hạn bảo quản hồ sơ của cơ quan; "
        "Sổ cấp giấy chứng nhận được giữ lâu dài để kiểm tra thật giả; "
        "Đề nghị sửa thông tin và sự đồng ý được giữ cùng hồ sơ để chứng minh",
        "How long what is kept, as the notice for people says it; parts separated by semicolons.",
    ),
    Option(
        "KHUEVAN_MAIL_URL",
        "",
        "Mail server: smtp://host:25, smtp+tls://user:password@host:587 (STARTTLS) or smtps://user:password@host:465; "
        "special characters of the password as %XX. Default: messages become .eml files in the folder outbox of the "
        "data folder.",
    ),
    Option("KHUEVAN_MAIL_FROM", "", "Sender of messages, as Name <address>; needed with KHUEVAN_MAIL_URL."),
    Option(
        "KHUEVAN_SOFFICE",
        "",
        "Path of LibreOffice's soffice, which draws previews of Word papers. Default: soffice where the system finds "
        "it; without it there are no previews.",
    ),
    Option("KHUEVAN_UPLOAD_LIMIT_MB", "20", "Largest file taken from a person, in MB."),
    Option(
        "KHUEVAN_MATERIAL_LIMIT_MB",
        "100",
        "Largest file of materials for learners (slides, videos), in MB. What is not sent file by file may not be "
        "larger together.",
    ),
    Option(
        "KHUEVAN_MATERIALS_OF_OFFICE_GB",
        "20",
        "What all materials of one office may take together, in GB; the same file in many classes counts once.",
    ),
)

_BY_NAME = {option.name: option for option in OPTIONS}


def text(name: str) -> str:
    """The value of an option; an option outside the table raises KeyError."""
    return os.environ.get(name) or _BY_NAME[name].default


def flag(name: str) -> bool:
    return text(name).lower() in {"yes", "true", "1", "on"}


def number(name: str, least: float = -math.inf, most: float = math.inf) -> float | None:
    """A number within its limits; None when the option is empty.  Raises ImproperlyConfigured."""
    value = text(name)
    if not value:
        return None
    try:
        found = float(value)
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise ImproperlyConfigured(f"{name} phải là một số, viết với dấu chấm thập phân; đang là “{value}”.")
    if not least <= found <= most:
        raise ImproperlyConfigured(f"{name} phải trong khoảng từ {least:g} đến {most:g}; đang là “{value}”.")
    return found


def web_address(name: str) -> str:
    """An address beginning with http:// or https://, without a slash at its end.  Raises ImproperlyConfigured."""
    value = text(name).rstrip("/")
    try:
        parts = urlsplit(value)
        valid = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        valid = False
    if not valid:
        raise ImproperlyConfigured(f"{name} phải là một địa chỉ http:// hoặc https://; đang là “{value}”.")
    return value


def words(name: str) -> list[str]:
    return [part.strip() for part in text(name).split(",") if part.strip()]


def sentences(name: str) -> list[str]:
    """Parts separated by semicolons, as they are shown one below the other."""
    return [part.strip() for part in text(name).split(";") if part.strip()]


def folder(name: str, default: Path | None = None) -> Path:
    value = text(name)
    return Path(value).resolve() if value else (default or Path()).resolve()


def as_markdown() -> str:
    """The table of options as the page of the documentation."""
    rows = [f"| `{o.name}` | {f'`{o.default}`' if o.default else ''} | {o.help} |" for o in OPTIONS]
    head = ["# Options", "", "Set in the environment. Made by `khuevan options`; do not edit by hand.", ""]
    return "\n".join([*head, "| name | default | what it does |", "|---|---|---|", *rows, ""])
