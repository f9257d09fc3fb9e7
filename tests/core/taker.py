"""A process of its own that takes numbers and writes each into the book in the same transaction."""

import sys

import django

django.setup()

from django.db import transaction  # noqa: E402

from khuevan.core.models import AuditEntry  # noqa: E402
from khuevan.core.numbering import take  # noqa: E402

name, count = sys.argv[1], int(sys.argv[2])
print("ready", flush=True)
sys.stdin.readline()
for _turn in range(count):
    with transaction.atomic():
        (number,) = take("book")
        AuditEntry.objects.create(actor_label=name, verb="took", subject_id=str(number))
