"""Numbers without gaps and without doubles.

A number is taken inside the transaction that uses it: the row of its series stays locked until that transaction ends,
so a crash gives the number back and two takers never meet.  SQLite has one writer at a time (transactions begin
IMMEDIATE), PostgreSQL locks the row.
"""

from django.db import connection

from khuevan.core.models import Sequence


def take(key: str, count: int = 1) -> range:
    """The next ``count`` numbers of the series ``key``, which starts at 1.

    Raises RuntimeError outside a transaction, where a crash after this call would leave a gap.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("take() outside a transaction would leave gaps")
    if count < 1:
        raise ValueError(count)
    Sequence.objects.bulk_create([Sequence(key=key)], ignore_conflicts=True)
    row = Sequence.objects.select_for_update().get(key=key)
    first = row.last + 1
    row.last += count
    row.save(update_fields=["last"])
    return range(first, row.last + 1)
