"""Who is invited to a class, who answers, whom they send, and who is on the list in the end."""

from khuevan.nominations.models.drafts import (
    DraftLine,
    DraftPage,
    LineQuerySet,
    RememberedLayout,
    RosterDraft,
    RosterDraftQuerySet,
    draft_path,
)
from khuevan.nominations.models.enrollments import Enrollment, EnrollmentQuerySet
from khuevan.nominations.models.invitations import Invitation, Quota, QuotaQuerySet
from khuevan.nominations.models.nominations import Nomination, NominationQuerySet, Submission, SubmissionQuerySet
from khuevan.nominations.models.replies import ReplyBatch, ReplyFile

__all__ = [
    "DraftLine",
    "DraftPage",
    "Enrollment",
    "EnrollmentQuerySet",
    "Invitation",
    "LineQuerySet",
    "Nomination",
    "NominationQuerySet",
    "Quota",
    "QuotaQuerySet",
    "RememberedLayout",
    "ReplyBatch",
    "ReplyFile",
    "RosterDraft",
    "RosterDraftQuerySet",
    "Submission",
    "SubmissionQuerySet",
    "draft_path",
]
