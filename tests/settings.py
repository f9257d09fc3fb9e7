"""The product's settings over a data folder that the tests may fill, on SQLite or on KHUEVAN_TEST_DATABASE_URL."""

import atexit
import os
import shutil
import tempfile

os.environ["KHUEVAN_DATA_DIR"] = tempfile.mkdtemp(prefix="khuevan-tests-")
atexit.register(shutil.rmtree, os.environ["KHUEVAN_DATA_DIR"], ignore_errors=True)
os.environ["KHUEVAN_BASE_URL"] = "http://testserver"
os.environ["KHUEVAN_DATABASE_URL"] = os.environ.get("KHUEVAN_TEST_DATABASE_URL", "")
for name in ("KEYS_DIR", "DEMO", "HTTPS", "PORTAL_NAME", "WEATHER", "MAIL_URL", "MAIL_FROM"):
    os.environ.pop(f"KHUEVAN_{name}", None)

from khuevan.config.settings import *  # noqa: E402, F403 - after the environment is set
from khuevan.config.settings import DATABASES, KHUEVAN_DATA_DIR, STATIC_ROOT, STORAGES  # noqa: E402

STATIC_ROOT.mkdir(exist_ok=True)  # whitenoise warns about a folder that is not there
DATABASES["default"]["CONN_MAX_AGE"] = 0  # threads of a live server must not keep a connection
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # A file as in production, because threads share a database in memory in ways of their own; nothing needs to last.
    DATABASES["default"]["TEST"] = {"NAME": KHUEVAN_DATA_DIR / "tests.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
