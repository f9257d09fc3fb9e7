"""Where a paper made now would have holes: what the class does not know yet, asked in a few small queries."""

from django.utils.translation import gettext as _

from khuevan.assessment.models import Outcome
from khuevan.nominations.models import Quota
from khuevan.papers.enums import PaperKind
from khuevan.papers.models import BudgetLine
from khuevan.training.enums import CeremonyKind
from khuevan.training.models import Committee, ProgrammeItem, TrainingClass

_WANTED: dict[PaperKind, tuple[str, ...]] = {
    PaperKind.PROPOSAL: ("need", "objective", "audience", "programme", "venue", "money", "signer"),
    PaperKind.CLASS_PLAN: (
        "objective",
        "audience",
        "programme",
        "lecturers",
        "venue",
        "committee",
        "money",
        "signer",
    ),
    PaperKind.OPENING_DECISION: ("venue", "committee", "learners", "bases", "signer"),
    PaperKind.COMMITTEE_DECISION: ("committee", "bases", "signer"),
    PaperKind.LECTURER_REQUEST: ("asked_lecturers", "programme", "lines", "venue", "signer"),
    PaperKind.INVITATION: ("agencies", "audience", "programme", "venue", "signer"),
    PaperKind.PROGRAMME: ("programme", "lines", "lecturers", "venue"),
    PaperKind.LEARNER_LIST: ("learners",),
    PaperKind.GUEST_LIST: ("guests",),
    PaperKind.INTRODUCTIONS: ("guests",),
    PaperKind.OPENING_INVITATION: ("guests", "programme", "venue", "signer"),
    PaperKind.OPENING_SCRIPT: ("programme", "venue", "opener"),
    PaperKind.OPENING_SPEECH: ("need", "objective", "learners", "opener"),
    PaperKind.CLOSING_SCRIPT: ("venue", "closer", "results"),
    PaperKind.CLASS_SUMMARY: ("programme", "learners", "results"),
    PaperKind.CLOSING_SPEECH: ("closer", "results"),
    PaperKind.COMMENDATION_LIST: ("commended",),
    PaperKind.RESULT_DECISION: ("learners", "results", "bases", "signer"),
    PaperKind.RESULT_NOTICE: ("learners", "results", "signer"),
    PaperKind.REPORT: ("programme", "lecturers", "learners", "results", "money", "signer"),
    PaperKind.THANKS_LETTER: ("asked_lecturers", "lines", "signer"),
    PaperKind.ESTIMATE: ("money",),
    PaperKind.PAYMENT_REQUEST: ("money",),
}


def holes(training_class: TrainingClass) -> dict[PaperKind, list[str]]:
    """What each paper lacks, in words; an empty list where it is whole.

    Ask with sessions and venues prefetched, as the workspace has its class.
    """
    missing = _missing(training_class)
    return {kind: [missing[name] for name in _WANTED.get(kind, ()) if name in missing] for kind in PaperKind}


def of_office_words() -> tuple[str, ...]:
    """The words of ``holes`` for what an office enters once for all its classes: who signs, on which grounds."""
    return _("no grounds on which the office decides"), _("nobody named who signs")


def _missing(training_class: TrainingClass) -> dict[str, str]:
    known = {**_known_of_class(training_class), **_known_of_people(training_class)}
    has_lecturers = known["asked_lecturers"]
    words = {
        "agencies": _("no agency to write to"),
        "need": _("no need stated"),
        "objective": _("no objective"),
        "audience": _("nobody it is for"),
        "programme": _("no programme"),
        "lines": _("no contents of the half days"),
        "lecturers": _("lecturers only promised") if has_lecturers else _("no lecturer"),
        "asked_lecturers": _("no lecturer"),
        "venue": _("no venue"),
        "committee": _("no committee"),
        "guests": _("no guest"),
        "opener": _("nobody named who opens the class"),
        "closer": _("nobody named who closes the class"),
        "learners": _("no learners"),
        "results": _("results not approved"),
        "commended": _("nobody commended"),
        "money": _("no estimate of costs"),
        "bases": _("no grounds on which the office decides"),
        "signer": _("nobody named who signs"),
    }
    return {name: text for name, text in words.items() if not known[name]}


def _known_of_class(training_class: TrainingClass) -> dict[str, bool]:
    sessions = list(training_class.sessions.all())
    office = training_class.office
    return {
        "need": bool(training_class.need),
        "objective": bool(training_class.objective),
        "audience": bool(training_class.audience),
        "programme": bool(sessions),
        "lines": not sessions or ProgrammeItem.objects.filter(session__training_class=training_class).exists(),
        "venue": bool(training_class.venues.all()),
        "committee": Committee.objects.filter(training_class=training_class, members__isnull=False).exists(),
        "money": BudgetLine.objects.filter(training_class=training_class).exists(),
        "bases": office.standing_bases.exists(),
        "signer": office.signers.exists(),
    }


def _known_of_people(training_class: TrainingClass) -> dict[str, bool]:
    lecturers = list(training_class.lecturers.values_list("person", flat=True))
    roles = set(training_class.ceremony_roles.values_list("kind", flat=True))
    has_learners = training_class.enrollments.current().exists()
    invited = Quota.objects.filter(invitation__training_class=training_class)
    approved = Outcome.objects.filter(enrollment__training_class=training_class, approved_at__isnull=False)
    return {
        "agencies": has_learners or invited.exists(),
        "asked_lecturers": bool(lecturers),
        "lecturers": bool(lecturers) and all(lecturers),
        "guests": training_class.guests.exists(),
        "opener": CeremonyKind.OPENED_BY in roles,
        "closer": CeremonyKind.CLOSED_BY in roles,
        "learners": has_learners,
        "results": approved.exists(),
        "commended": training_class.enrollments.current().filter(commendation__isnull=False).exists(),
    }
