"""WSGI application of the admin over the same rows, timed in the same way."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.served.admin_settings"

from django.core.wsgi import get_wsgi_application

from benchmarks.served.timed import timed

application = timed(get_wsgi_application())
