"""KHUEVAN_DATABASE_URL and KHUEVAN_REDIS_URL as Django wants them."""

from importlib.util import find_spec
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from django.core.exceptions import ImproperlyConfigured

OPTION = "KHUEVAN_DATABASE_URL"
REDIS_OPTION = "KHUEVAN_REDIS_URL"


def database(url: str, folder: Path) -> dict[str, object]:
    """PostgreSQL at ``url``, or SQLite in ``folder`` without one.

    What follows the question mark goes to PostgreSQL as connection options, ``sslmode=require`` for one.
    Raises ImproperlyConfigured, without the address in its text, because a password may stand in it.
    """
    return _postgres(url) if url else _sqlite(folder)


def _sqlite(folder: Path) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": folder / "khuevan.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000;",
        },
    }


def _postgres(url: str) -> dict[str, object]:
    parts, port, query = _split(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": port,
        "OPTIONS": query,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def _split(url: str) -> tuple[SplitResult, str, dict[str, str]]:
    try:
        parts = urlsplit(url)
        port = str(parts.port or "")
        query = dict(parse_qsl(parts.query, strict_parsing=True)) if parts.query else {}
    except ValueError:
        raise ImproperlyConfigured(
            f"{OPTION} viết sai; đúng dạng là postgres://người-dùng:mật-khẩu@máy:cổng/tên. "
            "Ký tự đặc biệt trong mật khẩu phải viết theo mã phần trăm."
        ) from None
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(f"{OPTION} phải bắt đầu bằng postgres://; để trống thì dùng SQLite.")
    if not parts.path.strip("/"):
        raise ImproperlyConfigured(f"{OPTION} thiếu tên cơ sở dữ liệu ở cuối.")
    return parts, port, query


def carrier(redis_url: str) -> dict[str, dict[str, object]]:
    """TASKS: what carries the word that there is work (decision 15).  Raises ImproperlyConfigured."""
    if not redis_url:
        return {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
    if not (find_spec("django_tasks_rq") and find_spec("django_rq")):
        raise ImproperlyConfigured(f"{REDIS_OPTION} cần gói django-tasks-rq: pip install 'khuevan[redis]'.")
    return {"default": {"BACKEND": "django_tasks_rq.RQBackend"}}


def queues(redis_url: str) -> dict[str, dict[str, object]]:
    """RQ_QUEUES.  A Redis that does not answer must not keep an officer waiting."""
    if not redis_url:
        return {}
    parts = _redis_parts(redis_url)
    query = {"socket_connect_timeout": "2", "socket_timeout": "10", **dict(parse_qsl(parts.query))}
    return {"default": {"URL": urlunsplit(parts._replace(query=urlencode(query))), "DEFAULT_TIMEOUT": 60}}


def _redis_parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        valid = parts.scheme in {"redis", "rediss"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        valid = False
    if not valid:
        raise ImproperlyConfigured(f"{REDIS_OPTION} viết sai; đúng dạng là redis://máy:cổng/số.")
    return parts
