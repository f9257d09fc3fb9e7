from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EnrollmentState(models.TextChoices):
    ENROLLED = "enrolled", _("on the list")
    WITHDRAWN = "withdrawn", _("withdrawn")


class DraftState(models.TextChoices):
    OPEN = "open", _("being checked")
    TAKEN = "taken", _("taken over")
    DISCARDED = "discarded", _("discarded")


class DraftKind(models.TextChoices):
    FILE = "file", _("file")
    TEXT = "text", _("pasted text")
    PICTURE = "picture", _("scan or photo")


class LineState(models.TextChoices):
    WAITING = "waiting", _("not taken yet")
    TAKEN = "taken", _("on the list")
    LEFT = "left", _("left out")
    RESERVED = "reserved", _("on the reserve list")


class Decision(models.TextChoices):
    """What an officer said of a row that looks like somebody known."""

    OPEN = "open", _("not decided")
    SAME = "same", _("the same person")
    OTHER = "other", _("somebody else")


class ReserveRule(models.TextChoices):
    """In which order people of the reserve list (danh sách dự bị) move up."""

    TIME = "time", _("who answered first")
    SHARE = "share", _("the agency with the smallest share of its places first")
    PRIORITY = "priority", _("by the priority of the agency")


class Answer(models.TextChoices):
    NONE = "none", _("no answer yet")
    SENT = "sent", _("sends people")
    DECLINED = "declined", _("sends nobody")


class SubmissionWay(models.TextChoices):
    PAGE = "page", _("short address")
    LINK = "link", _("personal link")
    FILE = "file", _("letter or e-mail")
    OFFICER = "officer", _("entered by an officer")


class SubmissionKind(models.TextChoices):
    LIST = "list", _("list of people")
    DECLINE = "decline", _("sends nobody")


class SubmissionState(models.TextChoices):
    WRITING = "writing", _("being written")
    UNCONFIRMED = "unconfirmed", _("waiting for confirmation")
    CONFIRMED = "confirmed", _("confirmed")
    REJECTED = "rejected", _("not from the agency")
    WITHDRAWN = "withdrawn", _("taken back")


class ConfirmedBy(models.TextChoices):
    LINK = "link", _("personal link")
    CODE = "code", _("code sent to the contact")
    LETTER = "letter", _("letter of the agency")
    OFFICER = "officer", _("an officer")


class NominationState(models.TextChoices):
    WRITTEN = "written", _("not confirmed")
    PROPOSED = "proposed", _("waiting to be accepted")
    ACCEPTED = "accepted", pgettext_lazy("nominee", "accepted")
    RESERVE = "reserve", _("on the reserve list")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn by the agency")
    DOUBLE = "double", _("named before")


class ReplyState(models.TextChoices):
    """What became of one file of a batch of replies."""

    WAITING = "waiting", _("not looked at yet")
    READ = "read", _("read")
    DOUBTFUL = "doubtful", _("agency not sure")
    TO_TYPE = "to_type", _("a picture, to be typed")
    UNREADABLE = "unreadable", _("cannot be read")
    DOUBLE = "double", _("sent before")
    NO_LIST = "no_list", _("names nobody")
    SET_ASIDE = "set_aside", _("set aside")
