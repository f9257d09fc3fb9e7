"""The agency's own công văn for one class, as a Word file that its e-office takes on; building it changes nothing."""

from collections.abc import Sequence

from django.utils import translation
from django.utils.text import slugify

from khuevan.core.actors import Actor, Bearer
from khuevan.core.permissions import NotAllowedError, may
from khuevan.nominations.enums import Answer, EnrollmentState, NominationState, SubmissionKind
from khuevan.nominations.models import Nomination, NominationQuerySet, Quota, Submission
from khuevan.papers.domain.building import Built
from khuevan.papers.domain.contents.reply import Reply, reply
from khuevan.papers.domain.facts import Facts
from khuevan.papers.domain.wording import class_name
from khuevan.papers.layout import DOCX, drawn
from khuevan.vietnamese.folding import fold

STANDING = (NominationState.PROPOSED, NominationState.ACCEPTED, NominationState.RESERVE)
"""Nominations an agency's letter tells: not refused, not taken back, not named twice."""


def agency_letter(
    actor: Actor,
    quota: Quota,
    *,
    only: Sequence[Nomination] | None = None,
    submission: Submission | None = None,
) -> Built:
    """Whom the agency sends, or that it sends nobody, in its own letterhead; number, day and signer are left open.

    ``submission`` is one answer, confirmed or not; ``only`` names the people; without both the letter tells how the
    agency stands.  Whoever did not prove to be the agency sees nothing but the answer he hands in himself, which the
    caller made sure of.  Raises NotAllowedError.
    """
    _require(actor, quota, only, submission)
    with translation.override("vi"):
        facts = Facts(actor, quota.invitation.training_class)
        said = _said(quota, only, submission)
        about = f"Công văn {'không cử' if said.reason is not None else 'cử'}: {class_name(facts.training_class)}"
        content = drawn(reply(facts, said), title=about)
    agency = slugify(fold(quota.organization.short))[:60].strip("-") or "don-vi"
    return Built(f"cong-van-{agency}-{facts.training_class.slug}.docx", content, DOCX)


def _require(actor: Actor, quota: Quota, only: Sequence[Nomination] | None, submission: Submission | None) -> None:
    if any(one.quota_id != quota.pk for one in (*(only or ()), *([submission] if submission else ()))):
        raise NotAllowedError
    if may(actor, "nominations.answer", quota) or may(actor, "papers.write_paper", quota.invitation.training_class):
        return
    is_own = isinstance(actor, Bearer) and (only is not None or submission is not None)
    if not (is_own and quota.invitation.is_public):
        raise NotAllowedError


def _said(quota: Quota, only: Sequence[Nomination] | None, submission: Submission | None) -> Reply:
    if submission is not None:
        return _of_submission(quota, submission, only)
    if only is None and quota.answer == Answer.DECLINED:
        return Reply(quota, reason=quota.decline_reason)
    return Reply(quota, tuple(standing(quota) if only is None else only))


def standing(quota: Quota) -> NominationQuerySet:
    """Whom the agency has in line or on the list, without those who were taken off it."""
    gone = {"state": NominationState.ACCEPTED, "enrollment__state": EnrollmentState.WITHDRAWN}
    rows: NominationQuerySet = quota.nominations.filter(state__in=STANDING).exclude(**gone).order_by("pk")
    return rows


def _of_submission(quota: Quota, submission: Submission, only: Sequence[Nomination] | None) -> Reply:
    """As it was sent: whoever was refused or taken back since is not in it."""
    contact = ", điện thoại ".join(filter(None, (submission.sender_name, submission.sender_phone)))
    if submission.kind == SubmissionKind.DECLINE:
        return Reply(quota, reason=submission.reason, contact=contact)
    kept = (*STANDING, NominationState.WRITTEN)
    people = submission.nominations.filter(state__in=kept).order_by("index", "pk") if only is None else only
    return Reply(quota, tuple(people), contact=contact)
