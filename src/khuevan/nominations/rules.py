"""Who may see and change the learners of a class, its invitation and the answers of agencies."""

from typing import Any

from khuevan.core.actors import Actor, Bearer
from khuevan.core.permissions import permission
from khuevan.people.rules import is_staff_of
from khuevan.training.enums import ClassState
from khuevan.training.rules import change_class

TO_ANSWER = frozenset({ClassState.PREPARING, ClassState.NOMINATING})
"""While a class is here its list is open, and whoever has the short address may answer."""


def _view(actor: Actor, of_class: Any) -> bool:  # noqa: ANN401 - an Enrollment, a RosterDraft, a Nomination
    return is_staff_of(actor, of_class.training_class.office_id)


def _view_of_invitation(actor: Actor, quota: Any) -> bool:  # noqa: ANN401 - a Quota
    return is_staff_of(actor, quota.invitation.training_class.office_id)


def _view_of_quota(actor: Actor, submission: Any) -> bool:  # noqa: ANN401 - a Submission
    return _view_of_invitation(actor, submission.quota)


def _view_of_batch(actor: Actor, reply_file: Any) -> bool:  # noqa: ANN401 - a ReplyFile
    return is_staff_of(actor, reply_file.batch.training_class.office_id)


def _change_draft(actor: Actor, draft: Any) -> bool:  # noqa: ANN401 - a RosterDraft
    return change_class(actor, draft.training_class)


def _answer(actor: Actor, quota: Any) -> bool:  # noqa: ANN401 - a Quota
    """Whoever holds a link or a code of the agency, and the officers of the class, who write down what it said."""
    training_class = quota.invitation.training_class
    if isinstance(actor, Bearer):
        known = actor.office_id is not None and actor.organization_id is not None
        return known and (actor.office_id, actor.organization_id) == (training_class.office_id, quota.organization_id)
    return change_class(actor, training_class)


def _answer_unproved(_actor: Actor, quota: Any) -> bool:  # noqa: ANN401 - a Quota
    """Anybody, by the short address on the letter, while the list is open; what they send waits for confirmation."""
    return quota.invitation.is_public and quota.invitation.training_class.state in TO_ANSWER


permission("nominations.view_enrollment", _view)
permission("nominations.view_draft", _view)
permission("nominations.change_draft", _change_draft)
permission("nominations.enroll", change_class)
permission("nominations.view_invitation", _view)
permission("nominations.view_quota", _view_of_invitation)
permission("nominations.view_submission", _view_of_quota)
permission("nominations.view_nomination", _view)
permission("nominations.view_batch", _view)
permission("nominations.view_reply", _view_of_batch)
permission("nominations.invite", change_class)
permission("nominations.decide", change_class)
permission("nominations.answer", _answer)
permission("nominations.answer_unproved", _answer_unproved)
