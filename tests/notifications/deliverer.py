"""A process of its own over a database of its own: writes messages, or delivers what is due, or says how it stands."""

import sys

import django

django.setup()

from khuevan.notifications.domain.delivery import deliver  # noqa: E402
from khuevan.notifications.models import Message  # noqa: E402
from tests.notifications.post import later, note  # noqa: E402

work = sys.argv[1]
if work == "write":
    for number in range(int(sys.argv[2])):
        note(f"so{number}@example.vn")
elif work == "deliver":
    print("ready", flush=True)
    while deliver():
        pass
elif work == "later":
    later(float(sys.argv[2]))
for state, attempts, address in Message.objects.order_by("pk").values_list("state", "attempts", "to_email"):
    print(state, attempts, address)
