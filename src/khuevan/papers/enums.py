from django.db import models
from django.utils.translation import gettext_lazy as _


class PaperKind(models.TextChoices):
    """What a class needs on paper, in the order in which it needs it."""

    CLASS_PLAN = "class_plan", _("Plan of the class")
    OPENING_DECISION = "opening_decision", _("Decision to open the class")
    INVITATION = "invitation", _("Letter asking agencies to send learners")
    PROGRAMME = "programme", _("Programme of the class")
    LEARNER_LIST = "learner_list", _("List of learners, as an appendix")
    RESULT_DECISION = "result_decision", _("Decision recognising the results")
    REPORT = "report", _("Report on the class")


class ListKind(models.TextChoices):
    """Lists that are printed for people to sign or to hold."""

    LEARNER_LIST = "learner_list", _("List of learners")
    SPELLING_CHECK = "spelling_check", _("Check list for the spelling of names")
    SIGN_SHEET = "sign_sheet", _("Sign sheet of a half day")
    HAND_OVER = "hand_over", _("Hand-over list of certificates")
