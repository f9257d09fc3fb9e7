"""The tables of an empty installation, as every benchmark needs them before it fills them."""

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from tools import blank


def make_tables() -> None:
    """A copy where one is at hand: how long migrations take is not what is measured."""
    if connection.vendor == "sqlite":
        blank.put_into(settings.KHUEVAN_DATA_DIR)
    call_command("migrate", verbosity=0, skip_checks=True)
