"""Where a paper made now would have holes: what the class does not know yet, asked in a few small queries."""

from django.utils.translation import gettext as _

from khuevan.assessment.models import Outcome
from khuevan.nominations.models import Quota
from khuevan.papers.enums import PaperKind
from khuevan.training.models import Committee, ProgrammeItem, TrainingClass

_WANTED: dict[PaperKind, tuple[str, ...]] = {
    PaperKind.CLASS_PLAN: ("objective", "audience", "programme", "lecturers", "venue", "committee"),
    PaperKind.OPENING_DECISION: ("venue", "committee", "learners"),
    PaperKind.INVITATION: ("agencies", "audience", "programme", "venue"),
    PaperKind.PROGRAMME: ("programme", "lines", "lecturers", "venue"),
    PaperKind.LEARNER_LIST: ("learners",),
    PaperKind.RESULT_DECISION: ("learners", "results"),
    PaperKind.REPORT: ("programme", "lecturers", "learners", "results"),
}


def holes(training_class: TrainingClass) -> dict[PaperKind, list[str]]:
    """What each paper lacks, in words; an empty list where it is whole.

    Ask with sessions and venues prefetched, as the workspace has its class.
    """
    missing = _missing(training_class)
    return {kind: [missing[name] for name in _WANTED.get(kind, ()) if name in missing] for kind in PaperKind}


def _missing(training_class: TrainingClass) -> dict[str, str]:
    sessions = list(training_class.sessions.all())
    lecturers = list(training_class.lecturers.values_list("person", flat=True))
    has_learners = training_class.enrollments.current().exists()
    invited = Quota.objects.filter(invitation__training_class=training_class)
    approved = Outcome.objects.filter(enrollment__training_class=training_class, approved_at__isnull=False)
    known = {
        "agencies": has_learners or invited.exists(),
        "objective": bool(training_class.objective),
        "audience": bool(training_class.audience),
        "programme": bool(sessions),
        "lines": not sessions or ProgrammeItem.objects.filter(session__training_class=training_class).exists(),
        "lecturers": bool(lecturers) and all(lecturers),
        "venue": bool(training_class.venues.all()),
        "committee": Committee.objects.filter(training_class=training_class, members__isnull=False).exists(),
        "learners": has_learners,
        "results": approved.exists(),
    }
    words = {
        "agencies": _("no agency to write to"),
        "objective": _("no objective"),
        "audience": _("nobody it is for"),
        "programme": _("no programme"),
        "lines": _("no contents of the half days"),
        "lecturers": _("lecturers only promised") if lecturers else _("no lecturer"),
        "venue": _("no venue"),
        "committee": _("no committee"),
        "learners": _("no learners"),
        "results": _("results not approved"),
    }
    return {name: text for name, text in words.items() if not known[name]}
