"""The product's settings with Django's admin beside the console, for figures taken in one process."""

from khuevan.config.settings import *  # noqa: F403 - a settings module
from khuevan.config.settings import INSTALLED_APPS, STORAGES, TEMPLATES

INSTALLED_APPS = [*INSTALLED_APPS, "django.contrib.admin"]
ROOT_URLCONF = "benchmarks.served.both_urls"
TEMPLATES[0]["OPTIONS"]["context_processors"] += ["django.contrib.auth.context_processors.auth"]
SILENCED_SYSTEM_CHECKS = ["admin.E410", "admin.E408"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
