"""What granian serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from khuevan.config import lifeline

lifeline.end_with_parent()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khuevan.config.settings")
application = get_wsgi_application()

from khuevan.core.visits import start_flusher  # noqa: E402 - needs the application set up

start_flusher()

# What is loaded now stays for good: the collector need not walk through it in the middle of a request.
gc.collect()
gc.freeze()
