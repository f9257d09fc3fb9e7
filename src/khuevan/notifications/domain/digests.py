"""Several messages to one address as one."""

from collections.abc import Sequence
from itertools import takewhile
from typing import Final

from khuevan.core.rows import alone
from khuevan.notifications.domain.composing import one_line
from khuevan.notifications.enums import MessageState
from khuevan.notifications.models import Message

_MOST: Final = 200
"""So many messages become one at most."""


def gather(lead: Message) -> None:
    """Takes those waiting with the same key and address into ``lead``, just claimed, inside the claim's transaction.

    From then on ``lead`` holds the words of all of them, so that another attempt says the same once more.
    """
    waiting = Message.objects.filter(
        digest_key=lead.digest_key,
        to_email=lead.to_email,
        office_id=lead.office_id,
        channel=lead.channel,
        state=MessageState.WAITING,
        attempts=0,
    )
    # What somebody else holds just now goes out by itself.
    others = list(waiting.exclude(pk=lead.pk).select_for_update(skip_locked=True).order_by("pk")[:_MOST])
    if not others:
        return
    parts = sorted([lead, *others], key=lambda message: message.pk)
    lead.subject, lead.body = folded_subject(parts)[:300], folded_body([part.body for part in parts])
    lead.attachments = list({str(one): one for part in parts for one in part.attachments}.values())
    lead.save(update_fields=("subject", "body", "attachments"))
    Message.objects.filter(pk__in=[one.pk for one in others]).update(state=MessageState.FOLDED, folded_into=lead)


def one_at_a_time() -> None:
    """Two workers with two messages of one digest would each wait for the other's rows."""
    alone("notifications.digest")


def folded_subject(parts: Sequence[Message]) -> str:
    """The subjects, each once; how many there are stands in front where they differ."""
    subjects = list(dict.fromkeys(part.subject for part in parts))
    return subjects[0] if len(subjects) == 1 else one_line(f"({len(parts)} tin) {'; '.join(subjects)}")


def folded_body(bodies: Sequence[str]) -> str:
    """The texts below each other; paragraphs with which all of them begin or end stand there once."""
    texts = [body.split("\n\n") for body in dict.fromkeys(bodies)]
    if len(texts) == 1:
        return "\n\n".join(texts[0])
    head = _shared(texts)
    tail = _shared([text[len(head) :][::-1] for text in texts])[::-1]
    middles = ["\n\n".join(text[len(head) : len(text) - len(tail)]) for text in texts]
    return "\n\n".join([*head, *filter(None, middles), *tail])


def _shared(texts: Sequence[Sequence[str]]) -> list[str]:
    """With what all texts begin."""
    together = zip(*texts, strict=False)
    return [paragraphs[0] for paragraphs in takewhile(lambda some: len(set(some)) == 1, together)]
