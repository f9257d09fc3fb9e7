"""Files of a batch as a page shows them: whose they are and why, what was read, what comes next."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from khuevan.nominations.enums import DraftState, LineState, ReplyState
from khuevan.nominations.interfaces.reply_forms import evidence_words
from khuevan.nominations.models import DraftLine, Quota, ReplyBatch, ReplyFile

KINDS: dict[str, tuple[str | Promise, Q]] = {
    "tat-ca": (_("All"), Q()),
    "can-xem": (_("To be looked at"), Q(state__in=[ReplyState.UNREADABLE, ReplyState.TO_TYPE, ReplyState.NO_LIST])),
    "da-doc": (_("Read"), Q(state=ReplyState.READ)),
    "trung": (_("Sent before"), Q(state=ReplyState.DOUBLE)),
    "bo-ra": (_("Set aside"), Q(state=ReplyState.SET_ASIDE)),
}
"""Which files a page shows, by the word in its address."""

LOOKS = {
    ReplyState.WAITING: ("state-wait", "hourglass"),
    ReplyState.READ: ("state-done", "check"),
    ReplyState.DOUBTFUL: ("state-warn", "alert-triangle"),
    ReplyState.TO_TYPE: ("state-warn", "photo"),
    ReplyState.UNREADABLE: ("state-warn", "alert-triangle"),
    ReplyState.DOUBLE: ("", "copy"),
    ReplyState.NO_LIST: ("", "mail"),
    ReplyState.SET_ASIDE: ("", "ban"),
}
"""Class and icon of a state."""


@dataclass(frozen=True)
class ShownCandidate:
    quota: Quota
    score: int
    evidence: list[str]


@dataclass(frozen=True)
class ShownReply:
    """``good`` and ``look`` count the rows of its list that may be taken and those somebody has to look at."""

    file: ReplyFile
    candidates: list[ShownCandidate]
    good: int = 0
    look: int = 0
    taken: int = 0

    @property
    def evidence(self) -> list[str]:
        """Why the agency was chosen; empty where a person chose it against the signs."""
        return next((one.evidence for one in self.candidates if one.quota.pk == self.file.quota_id), [])

    @property
    def letter(self) -> str:
        """Number and symbol; dots where the number was written by hand."""
        if not self.file.symbol:
            return self.file.number
        return f"{self.file.number or '…'}/{self.file.symbol}"

    @property
    def look_class(self) -> str:
        return LOOKS[ReplyState(self.file.state)][0]

    @property
    def icon(self) -> str:
        return LOOKS[ReplyState(self.file.state)][1]

    @property
    def declines(self) -> bool:
        return self.file.submission is not None and self.file.submission.kind == "decline"


def files_of(batch: ReplyBatch) -> list[ReplyFile]:
    """All of them, with what a page names of each, in two queries."""
    related = ("quota__organization", "draft", "record", "submission")
    return list(batch.files.select_related(*related).order_by("index"))


def shown_replies(batch: ReplyBatch, files: Iterable[ReplyFile]) -> list[ShownReply]:
    """A fixed number of queries for any number of files."""
    many = list(files)
    keys = {one["quota"] for file in many for one in _stored(file)}
    related = Quota.objects.filter(invitation__training_class=batch.training_class_id, pk__in=keys)
    quotas = {quota.pk: quota for quota in related.select_related("organization")}
    counts = _counts(file.draft_id for file in many)
    return [
        ShownReply(
            file,
            [
                ShownCandidate(quotas[one["quota"]], int(one.get("score", 0)), evidence_words(one.get("evidence")))
                for one in _stored(file)
                if one["quota"] in quotas
            ],
            **counts.get(file.draft_id, {}),
        )
        for file in many
    ]


def _stored(file: ReplyFile) -> list[dict[str, Any]]:
    return [one for one in file.candidates if isinstance(one, dict) and isinstance(one.get("quota"), int)]


def _counts(drafts: Iterable[int | None]) -> dict[int | None, dict[str, int]]:
    waiting = Q(state=LineState.WAITING)
    good = waiting & Q(errors=0, refused="")
    rows = (
        DraftLine.objects.filter(draft__in=[key for key in drafts if key is not None])
        .order_by()
        .values("draft")
        .annotate(
            good=Count("pk", filter=good & Q(draft__state=DraftState.OPEN)),
            look=Count("pk", filter=waiting & ~(Q(errors=0) & Q(refused=""))),
            taken=Count("pk", filter=Q(state__in=[LineState.TAKEN, LineState.RESERVED])),
        )
    )
    return {row["draft"]: {"good": row["good"], "look": row["look"], "taken": row["taken"]} for row in rows}
