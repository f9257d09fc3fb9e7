from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class PaperGroup(models.TextChoices):
    """Where in the life of a class its papers are needed, in that order."""

    PREPARING = "preparing", _("Before the class")
    CEREMONY = "ceremony", _("Opening and closing")
    RESULTS = "results", _("Results and report")
    MONEY = "money", _("Money")


class PaperKind(models.TextChoices):
    """What a class needs on paper; the groups stand in the order in which it needs them."""

    PROPOSAL = "proposal", _("Proposal to superiors")
    CLASS_PLAN = "class_plan", _("Plan of the class")
    OPENING_DECISION = "opening_decision", _("Decision to open the class")
    COMMITTEE_DECISION = "committee_decision", _("Decision to form the committee")
    LECTURER_REQUEST = "lecturer_request", _("Letter asking for lecturers")
    INVITATION = "invitation", _("Letter asking agencies to send learners")
    PROGRAMME = "programme", _("Programme of the class")
    LEARNER_LIST = "learner_list", _("List of learners, as an appendix")

    GUEST_LIST = "guest_list", _("List of guests")
    INTRODUCTIONS = "introductions", _("Introduction of the delegates")
    OPENING_INVITATION = "opening_invitation", _("Invitation to the opening")
    OPENING_SCRIPT = "opening_script", _("Script of the opening")
    OPENING_SPEECH = "opening_speech", _("Draft of the opening speech")
    CLOSING_SCRIPT = "closing_script", _("Script of the closing")
    CLASS_SUMMARY = "class_summary", _("Summary read at the closing")
    CLOSING_SPEECH = "closing_speech", _("Draft of the closing speech")
    BACKDROP = "backdrop", _("Words of the backdrop")
    COMMENDATION_LIST = "commendation_list", _("List of commendations")

    RESULT_DECISION = "result_decision", _("Decision recognising the results")
    RESULT_NOTICE = "result_notice", _("Notice of results to the agencies")
    REPORT = "report", _("Report on the class")
    THANKS_LETTER = "thanks_letter", _("Letter of thanks to lecturers")

    ESTIMATE = "estimate", _("Estimate of costs")
    ADVANCE_REQUEST = "advance_request", _("Request for an advance")
    FEE_LIST = "fee_list", _("List of lecturers' fees")
    MONEY_SIGN_LIST = "money_sign_list", _("List to sign for money received")
    MATERIAL_SIGN_LIST = "material_sign_list", _("List to sign for materials received")
    TRAVEL_CONFIRMATION = "travel_confirmation", _("List for confirming travel papers")
    PAYMENT_CHECKLIST = "payment_checklist", _("Check list of contracts, acceptances and invoices")
    PAYMENT_REQUEST = "payment_request", _("Request for payment")


WITH_ACCOUNTS: Final = frozenset({PaperKind.FEE_LIST})
"""Papers that hold whole account numbers: only who keeps the money of the class makes and sees them."""


class SigningForm(models.TextChoices):
    """How somebody signs (Nghị định 30/2020/NĐ-CP, Điều 13); the title says whether KT. or TL. stands above it."""

    BY_TITLE = "by_title", _("by the title: head, KT., TL.")
    ACTING = "acting", _("acting head (Q.)")
    AUTHORISED = "authorised", _("by written authorisation (TUQ.)")


class Urgency(models.TextChoices):
    """Nghị định 30/2020/NĐ-CP, Phụ lục I, ô 10b."""

    NONE = "", _("not urgent")
    URGENT = "khan", _("urgent (KHẨN)")
    VERY_URGENT = "thuong_khan", _("very urgent (THƯỢNG KHẨN)")
    FLASH = "hoa_toc", _("flash (HỎA TỐC)")


class TemplateState(models.TextChoices):
    FAULTY = "faulty", _("has faults")
    READY = "ready", _("ready, not in use")
    ACTIVE = "active", _("in use")
    RETIRED = "retired", _("no longer in use")


class PreviewState(models.TextChoices):
    NONE = "", _("not asked for")
    WAITING = "waiting", _("being made")
    MADE = "made", _("made")
    FAILED = "failed", _("could not be made")


class ExpenseGroup(models.TextChoices):
    """Thông tư 36/2018/TT-BTC, khoản 3 Điều 4, and what such classes usually spend beside it."""

    PROGRAMME = "programme", _("programme and materials")
    LECTURERS = "lecturers", _("lecturers")
    LEARNERS = "learners", _("learners")
    VENUE = "venue", _("venue and equipment")
    CEREMONY = "ceremony", _("opening, closing, certificates")
    COMMENDATION = "commendation", _("commendations")
    MANAGEMENT = "management", _("management of the class")
    OTHER = "other", _("other")


class ProofKind(models.TextChoices):
    CONTRACT = "contract", _("contract")
    ACCEPTANCE = "acceptance", _("record of acceptance")
    INVOICE = "invoice", _("invoice")
    RECEIPT = "receipt", _("signed list or receipt")


class NameplateGroup(models.TextChoices):
    """For whom a name stands on the table, in the order in which they sit."""

    OFFICIALS = "officials", _("who opens, chairs, closes")
    GUESTS = "guests", _("guests")
    LECTURERS = "lecturers", _("lecturers")
    COMMITTEE = "committee", _("committee")
    LEARNERS = "learners", _("learners")


class NameplateSize(models.TextChoices):
    """What is left to see once the sheet is folded."""

    LARGE = "large", _("large: one on an A4 sheet, 297 × 105 mm")
    SMALL = "small", _("small: two on an A4 sheet, 210 × 74 mm")


class CardSize(models.TextChoices):
    """Cards that people wear or carry, width by height."""

    TABLE = "90x55", _("90 × 55 mm, ten on an A4 sheet")
    PLASTIC = "86x54", _("86 × 54 mm, one a page for card printers (CR80)")
    HANGING = "a6", _("A6 to hang around the neck, four on an A4 sheet")
    LARGE = "100x140", _("100 × 140 mm to hang around the neck, four on an A4 sheet")
