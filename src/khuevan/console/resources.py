"""What every CRUD screen of the console has in common."""

from django.db import models

from khuevan.core.crud import Resource


class ConsoleResource[M: models.Model](Resource[M]):
    """A resource below /can-bo/ in the shell of the console."""

    namespace = "console"
    shell = "console/base.html"
