"""A form does its work once, however often it is sent: a double click, a tab gone back to, a lost answer."""

import hashlib
import re
import secrets
from collections.abc import Callable
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone

from khuevan.core.actors import Actor, account_of
from khuevan.core.errors import CountedError, DomainError
from khuevan.core.models import FormReceipt

KEPT = timedelta(days=3)
FIELD = "mot-lan"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,40}")


def new_token() -> str:
    """A name for one showing of a form."""
    return secrets.token_urlsafe(18)


def once(request: HttpRequest, work: Callable[[], str]) -> tuple[str, bool]:
    """Runs ``work`` unless this showing of the form has done it before; ``work`` answers with an address.

    The same showing with other words in it is another work: somebody went back and typed the next one over the last.

    Returns that address and whether the work was done now.  Work and receipt are one transaction: a DomainError or a
    crash leaves neither.  A form without a token (sent by a program) is simply run.  Visitors without an account are
    told apart by the token alone, so the address must hold no secret.
    """
    token = request.POST.get(FIELD, "")
    if not _TOKEN.fullmatch(token):
        return work(), True
    token = _with_words(token, request)
    earlier = _address(request.user, token)
    if earlier is not None:
        return earlier, False
    try:
        with transaction.atomic():
            receipt = FormReceipt.objects.create(token=token, actor=account_of(request.user), address="")
            receipt.address = work()
            receipt.save(update_fields=["address"])
    except (IntegrityError, DomainError) as error:
        # the same form, sent twice at the same moment: the other one has committed by now
        earlier = _address(request.user, token)
        if earlier is None:
            if isinstance(error, CountedError):
                error.work_undone()
            raise
        return earlier, False
    return receipt.address, True


def _with_words(token: str, request: HttpRequest) -> str:
    """A name for this showing with these words and files in it."""
    digest = hashlib.sha256(token.encode())
    for name, values in sorted(request.POST.lists()):
        if name != "csrfmiddlewaretoken":
            digest.update(repr((name, values)).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            digest.update(repr((name, file.name, file.size)).encode())
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
    return digest.hexdigest()[:40]


def _address(user: Actor, token: str) -> str | None:
    sent = FormReceipt.objects.filter(token=token, actor=account_of(user))
    return sent.values_list("address", flat=True).first()


def forget_receipts() -> None:
    """Periodic: receipts of forms that nobody will send again."""
    FormReceipt.objects.filter(at__lt=timezone.now() - KEPT).delete()
