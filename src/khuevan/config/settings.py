"""Django settings; every value that an installation may change comes from ``config.options``."""

import contextlib
import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from khuevan.config import databases, lifeline, options
from khuevan.notifications import servers

PACKAGE = Path(__file__).resolve().parent.parent

KHUEVAN_DATA_DIR = options.folder("KHUEVAN_DATA_DIR")
KHUEVAN_KEYS_DIR = options.folder("KHUEVAN_KEYS_DIR", KHUEVAN_DATA_DIR / "keys")
KHUEVAN_BASE_URL = options.web_address("KHUEVAN_BASE_URL")
KHUEVAN_DEMO = options.flag("KHUEVAN_DEMO")
KHUEVAN_PORTAL_NAME = options.text("KHUEVAN_PORTAL_NAME")
KHUEVAN_PORTAL_TAGLINE = options.text("KHUEVAN_PORTAL_TAGLINE")
KHUEVAN_TRUSTED_PROXY = options.flag("KHUEVAN_TRUSTED_PROXY")
KHUEVAN_WEATHER = options.text("KHUEVAN_WEATHER")
KHUEVAN_WEATHER_PLACE = options.text("KHUEVAN_WEATHER_PLACE")
KHUEVAN_WEATHER_LATITUDE = options.number("KHUEVAN_WEATHER_LATITUDE", -90, 90)
KHUEVAN_WEATHER_LONGITUDE = options.number("KHUEVAN_WEATHER_LONGITUDE", -180, 180)
KHUEVAN_RIGHTS_REPLY_DAYS = int(options.number("KHUEVAN_RIGHTS_REPLY_DAYS", 1, 60) or 2)
KHUEVAN_RIGHTS_DONE_DAYS = int(options.number("KHUEVAN_RIGHTS_DONE_DAYS", 1, 60) or 10)
KHUEVAN_NOTICE_BASIS = options.sentences("KHUEVAN_NOTICE_BASIS")
KHUEVAN_NOTICE_RETENTION = options.sentences("KHUEVAN_NOTICE_RETENTION")
KHUEVAN_SOFFICE = options.text("KHUEVAN_SOFFICE")
KHUEVAN_UPLOAD_LIMIT = int((options.number("KHUEVAN_UPLOAD_LIMIT_MB", 0.1, 10_000) or 20) * 1024 * 1024)
KHUEVAN_MATERIAL_LIMIT = int((options.number("KHUEVAN_MATERIAL_LIMIT_MB", 0.1, 10_000) or 100) * 1024 * 1024)
KHUEVAN_MATERIALS_OF_OFFICE = int((options.number("KHUEVAN_MATERIALS_OF_OFFICE_GB", 0.01, 1e5) or 20) * 1024**3)
KHUEVAN_MAIL_SERVER = servers.server_of(options.text("KHUEVAN_MAIL_URL"))
KHUEVAN_MAIL_FROM = servers.sender_of(
    options.text("KHUEVAN_MAIL_FROM"), KHUEVAN_MAIL_SERVER, urlsplit(KHUEVAN_BASE_URL).hostname or ""
)


def _secret(name: str) -> str:
    """A key kept in the keys folder, made at the first start and readable by its owner only."""
    if os.environ.get(lifeline.WRITES_NOTHING):
        return secrets.token_urlsafe(48)
    path = KHUEVAN_KEYS_DIR / name
    try:
        if not path.exists():
            _make_key(path)
        return path.read_text("ascii").strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"Không đọc hoặc lập được khóa {path} ({error.strerror}); hãy xem lại KHUEVAN_DATA_DIR và KHUEVAN_KEYS_DIR."
        ) from error


def _make_key(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(48))
    # link() fails when another process was first: then its key counts, and it is never seen half written.
    with contextlib.suppress(FileExistsError):
        path.hardlink_to(draft)
    draft.unlink()


SECRET_KEY = _secret("secret_key")
KHUEVAN_ACCOUNT_KEY = _secret("account_key")  # seals the second step of accounts in the database
KHUEVAN_IDENTITY_KEY = _secret("identity_key")  # seals citizen IDs in the database, and finds them
DEBUG = options.flag("KHUEVAN_DEBUG")
ALLOWED_HOSTS = [
    "localhost",
    "127.0.0.1",
    "[::1]",
    *filter(None, [urlsplit(KHUEVAN_BASE_URL).hostname]),
    *options.words("KHUEVAN_HOSTS"),
]
DATABASES = {"default": databases.database(options.text("KHUEVAN_DATABASE_URL"), KHUEVAN_DATA_DIR)}
KHUEVAN_REDIS_URL = options.text("KHUEVAN_REDIS_URL")
TASKS = databases.carrier(KHUEVAN_REDIS_URL)
RQ_QUEUES = databases.queues(KHUEVAN_REDIS_URL)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "khuevan.core",
    "khuevan.notifications",
    "khuevan.people",
    "khuevan.records",
    "khuevan.training",
    "khuevan.nominations",
    "khuevan.attendance",
    "khuevan.assessment",
    "khuevan.certificates",
    "khuevan.papers",
    "khuevan.news",
    "khuevan.portal",
    "khuevan.console",
    "khuevan.desk",
    "khuevan.demo",
    "khuevan.config",
    # After our own, so that our templates of its pages are found first.
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

if KHUEVAN_REDIS_URL:
    INSTALLED_APPS.append("django_rq")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "khuevan.core.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "khuevan.core.uploads.UploadLimitMiddleware",  # before the next one, which reads forms
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "khuevan.people.access.AccessMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "khuevan.core.visits.VisitMiddleware",
]

ROOT_URLCONF = "khuevan.config.urls"
WSGI_APPLICATION = "khuevan.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "khuevan.people.accounts.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "khuevan.people.interfaces.forms.LoginForm",
    "change_password": "khuevan.people.interfaces.forms.ChangePasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ALLAUTH_TRUSTED_PROXY_COUNT = int(KHUEVAN_TRUSTED_PROXY)
MFA_ADAPTER = "khuevan.people.accounts.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_FORMS = {"authenticate": "khuevan.people.interfaces.forms.SecondStepForm"}
CSRF_FAILURE_VIEW = "khuevan.people.access.csrf_failure"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "console:start"

CSP_SELF = [CSP.SELF]
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": CSP_SELF,
    "style-src": CSP_SELF,
    "img-src": [CSP.SELF, "data:"],
    "font-src": CSP_SELF,
    "connect-src": CSP_SELF,
    "form-action": CSP_SELF,
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
_HTTPS = options.flag("KHUEVAN_HTTPS") if options.text("KHUEVAN_HTTPS") else KHUEVAN_BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_TRUSTED_ORIGINS = [KHUEVAN_BASE_URL]
if KHUEVAN_TRUSTED_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = ["khuevan.config.formats"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = KHUEVAN_DATA_DIR / "static"
STATICFILES_DIRS = [PACKAGE / "static"]
MEDIA_ROOT = KHUEVAN_DATA_DIR / "media"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "khuevan.core.uploads.OwnFolderUploadHandler",
]
KHUEVAN_UPLOADS_DIR = KHUEVAN_DATA_DIR / "uploads"
DATA_UPLOAD_MAX_MEMORY_SIZE = KHUEVAN_UPLOAD_LIMIT
DATA_UPLOAD_MAX_NUMBER_FILES = 600  # a folder of replies is one form; unpacking.MOST_FILES says no in words
DATA_UPLOAD_MAX_NUMBER_FIELDS = 12_000  # the sign sheet of a class of some thousand is one form
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"masks": {"()": "khuevan.core.log_masks.MaskFilter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["masks"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "khuevan": {"level": "INFO"},
        "django": {"handlers": [], "propagate": True},
        "django.tasks": {"level": "WARNING"},
    },
}
