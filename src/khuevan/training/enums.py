from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ClassKind(models.TextChoices):
    REFRESHER = "refresher", _("refresher class")
    WORKSHOP = "workshop", _("training workshop")


class ClassState(models.TextChoices):
    """Where a class stands on its life line, in order; see ``domain.lifeline``."""

    PLANNED = "planned", _("planned")
    PREPARING = "preparing", _("in preparation")
    NOMINATING = "nominating", _("collecting learners")
    LIST_CLOSED = "list_closed", _("list closed")
    RUNNING = "running", _("running")
    RESULTS = "results", _("results")
    AWARDED = "awarded", _("certificates awarded")
    REPORTED = "reported", _("reported and filed")
    CANCELLED = "cancelled", _("cancelled")


class LearnerWord(models.TextChoices):
    LEARNER = "learner", _("learners")
    DELEGATE = "delegate", _("delegates")


class LecturerWord(models.TextChoices):
    LECTURER = "lecturer", _("lecturers")
    SPEAKER = "speaker", _("reporting lecturers")


class OpeningWord(models.TextChoices):
    COMMENCEMENT = "commencement", _("commencement")
    OPENING = "opening", _("opening")


class OrganizerPart(models.TextChoices):
    LEAD = "lead", _("organizer")
    CO = "co", _("in cooperation with")
    COMMISSIONED_BY = "commissioned_by", _("commissioned by")


class DayPart(models.TextChoices):
    MORNING = "morning", _("morning")
    AFTERNOON = "afternoon", _("afternoon")


class ItemKind(models.TextChoices):
    CEREMONY = "ceremony", _("ceremony")
    LECTURE = "lecture", _("lecture")
    DISCUSSION = "discussion", _("discussion")
    FIELD_TRIP = "field_trip", _("field trip")
    TEST = "test", _("test")


class CeremonyKind(models.TextChoices):
    OPENED_BY = "opened_by", _("opening speech")
    CHAIRED_BY = "chaired_by", _("chaired by")
    CLOSED_BY = "closed_by", _("closing speech")
    HOSTED_BY = "hosted_by", _("hosts the ceremony")
    SPEAKS = "speaks", _("speech of a superior or guest")
    LEARNER_SPEAKS = "learner_speaks", _("speech for the learners")
    HANDS_OVER = "hands_over", _("hands over the certificates")


class Ceremony(models.TextChoices):
    """Which ceremony a part belongs to; empty where its kind says so itself."""

    OPENING = "opening", _("opening ceremony")
    CLOSING = "closing", _("closing ceremony")


class GuestState(models.TextChoices):
    PLANNED = "planned", _("to be invited")
    INVITED = "invited", pgettext_lazy("guest", "invited")
    COMING = "coming", _("is coming")
    DECLINED = "declined", _("cannot come")


class LecturerState(models.TextChoices):
    """How sure the class is of a lecturer, in the order in which it usually goes; see ``domain.lecturers.states``."""

    PLANNED = "planned", pgettext_lazy("lecturer", "planned")
    ASKED = "asked", _("letter sent")
    NAMED = "named", _("named by the unit")
    CONFIRMED = "confirmed", pgettext_lazy("lecturer", "confirmed")
    DECLINED = "declined", pgettext_lazy("lecturer", "cannot come")


class Shared(models.TextChoices):
    """Who reads a handbook page or a material."""

    OFFICE = "office", _("only the office")
    LEARNERS = "learners", _("learners, on their own pages")
    PUBLIC = "public", _("everybody, on the portal")


class HandbookKind(models.TextChoices):
    NOTE = "note", _("note")
    CHECKLIST = "checklist", _("check list")


class StatedOf(models.TextChoices):
    LEARNERS = "learners", _("learners")
    AGENCIES = "agencies", _("agencies")


class RecordPurpose(models.TextChoices):
    """What a document is in the file of a class for."""

    PLAN = "plan", _("plan of the class")
    INVITATION = "invitation", _("official letter or invitation")
    NOMINATION = "nomination", _("letter of an agency that sends people")
    LIST = "list", _("list of learners")
    PROGRAMME = "programme", _("programme")
    MATERIAL = "material", _("material that participants may read")
    DECISION = "decision", _("decision")
    REPORT = "report", _("report")
    SIGN_SHEET = "sign_sheet", _("signed attendance sheet")
    PROPOSAL = "proposal", _("proposal to superiors")
    LECTURER = "lecturer", _("letter to lecturers")
    NOTICE = "notice", _("notice of results")
    SPEECH = "speech", _("script or speech")
    MONEY = "money", _("paper about money")
    OTHER = "other", _("other document")


class PlanState(models.TextChoices):
    """A plan that was signed and is being changed keeps its last version in force until it is approved again."""

    DRAFT = "draft", _("draft")
    APPROVED = "approved", _("approved")
    AMENDING = "amending", _("being amended")


class NeedWay(models.TextChoices):
    LINK = "link", _("by its page")
    OFFICER = "officer", _("entered by an officer")
    FILE = "file", _("from an Excel file")
