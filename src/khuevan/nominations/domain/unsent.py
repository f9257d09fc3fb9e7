"""What was written in the pages of agencies and never sent is let go: it is no answer, and it names people."""

from datetime import timedelta
from functools import partial
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import SYSTEM
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import words
from khuevan.nominations.enums import SubmissionState
from khuevan.nominations.models import Submission

KEPT: Final = timedelta(days=14)
"""So long somebody may come back to a list that was begun."""
ONCE_A_DAY: Final = 24 * 60 * 60


@verb("nominations.forget_unsent")
def forget_unsent() -> int:
    """Periodic: answers begun long ago and not sent, with their rows and files; returns how many."""
    old = Submission.objects.select_for_update().filter(
        state=SubmissionState.WRITING, created_at__lt=timezone.now() - KEPT
    )
    found = list(old.order_by("pk"))
    before = {one.pk: snapshot(one) for one in found}
    record(SYSTEM, "nominations.forget_unsent", found, before, {"gone": True})
    for one in found:
        if one.file:
            transaction.on_commit(partial(one.file.storage.delete, str(one.file.name)))
        one.delete()
    return len(found)


words(verbs={"nominations.forget_unsent": _("let go of an answer that was never sent")})
