"""A process of its own, because what carries is chosen in the settings: how soon a word is heard, and what stays.

Prints seconds until the listener heard, whether it was told, and the keys left in Redis.
"""

import json
import sys
import threading
import time

import django

django.setup()

from khuevan.core.jobs import carrying  # noqa: E402

told = []


def hear() -> None:
    began = time.monotonic()
    carrying.wait(5)
    told.append(time.monotonic() - began)


if sys.argv[1] == "carry":
    import django_rq

    listener = threading.Thread(target=hear)
    listener.start()
    time.sleep(1.5)
    carrying._wake()
    listener.join(20)
    print(json.dumps([told[0], sorted(key.decode() for key in django_rq.get_connection().keys("rq:*"))]))
else:
    began = time.monotonic()
    carrying._wake()
    saying = time.monotonic() - began
    hear()
    print(json.dumps([saying, told[0]]))
