"""Messages on their way out, and an office's own wording of them."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, SystemActor
from khuevan.core.jobs.owners import offices_of
from khuevan.notifications.enums import Channel, MessageState


class OfOfficeKeyQuerySet[M: models.Model](models.QuerySet[M]):
    """Rows that carry the key of an office: offices themselves lie in a layer above."""

    def visible_to(self, actor: Actor) -> Self:
        """Rows of the actor's offices; same rule as ``notifications.view_message``."""
        if isinstance(actor, SystemActor):
            return self
        offices: Any = offices_of(actor)
        return self.none() if offices is None else self.filter(office_id__in=offices)


class Message(models.Model):
    """One message to one recipient, with the words it was composed of.

    ``channel`` e-mail goes out by itself; ``hand`` waits until somebody copies it into Zalo and ticks it.
    ``message_id`` stays the same however often it is tried.  ``attempted_at`` is written before the network is asked.
    ``secret`` messages (codes, links) are shown to nobody once they went out.  ``attachments`` are
    ``{"name", "type", "text"}``.  Messages of one ``digest_key`` to one address that wait together go out as one.
    """

    office_id = models.PositiveBigIntegerField(null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=60)
    channel = models.CharField(_("way"), max_length=10, choices=Channel)
    to_name = models.CharField(_("to"), max_length=250, blank=True)
    to_email = models.EmailField(_("e-mail"), blank=True)
    to_phone = models.CharField(_("telephone"), max_length=40, blank=True)
    subject = models.CharField(_("subject"), max_length=300)
    body = models.TextField(_("text"))
    attachments = models.JSONField(default=list, blank=True)
    is_secret = models.BooleanField(default=False)
    about_type = models.CharField(max_length=80, blank=True)
    about_id = models.CharField(max_length=40, blank=True)
    about_label = models.CharField(_("about"), max_length=200, blank=True)
    once_key = models.CharField(max_length=120, null=True, blank=True, unique=True)
    digest_key = models.CharField(max_length=120, blank=True)
    folded_into = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="folded")
    message_id = models.CharField(max_length=200, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=MessageState, default=MessageState.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    trouble = models.CharField(_("what was in the way"), max_length=300, blank=True)
    made_at = models.DateTimeField(_("written on"), default=timezone.now)
    due_at = models.DateTimeField(_("due on"), default=timezone.now)
    attempted_at = models.DateTimeField(_("last tried on"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent on"), null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("sent by")
    )
    search_key = models.CharField(max_length=700, blank=True)

    objects = OfOfficeKeyQuerySet["Message"].as_manager()
    audit_masked: ClassVar[frozenset[str]] = frozenset({"to_email", "to_phone", "subject", "body"})
    audit_ignored: ClassVar[frozenset[str]] = frozenset(
        {"attachments", "message_id", "once_key", "digest_key", "search_key", "about_type", "about_id"}
    )

    class Meta:
        ordering = ("-pk",)
        indexes = (
            models.Index(fields=("channel", "state", "due_at"), name="messages_to_send"),
            models.Index(fields=("office_id", "-id"), name="messages_of_office"),
            # holds all that the filters of the list count
            models.Index(fields=("office_id", "state", "channel", "kind"), name="messages_counted"),
            models.Index(fields=("about_type", "about_id"), name="messages_about"),
        )

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.to_name, self.about_label))) or self.kind

    @property
    def is_wiped(self) -> bool:
        """Its secret words are gone."""
        return self.is_secret and not self.body

    def audit_office_id(self) -> int | None:
        return self.office_id


class MessageTemplate(models.Model):
    """An office's own words for one kind of message; without a row the words of the program are used."""

    office_id = models.PositiveBigIntegerField()
    kind = models.CharField(_("kind"), max_length=60)
    subject = models.CharField(_("subject"), max_length=300)
    body = models.TextField(_("text"))
    changed_at = models.DateTimeField(_("changed on"), auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("changed by")
    )

    objects = OfOfficeKeyQuerySet["MessageTemplate"].as_manager()

    class Meta:
        ordering = ("office_id", "kind")
        constraints = (models.UniqueConstraint(fields=("office_id", "kind"), name="template_once_per_office"),)

    def __str__(self) -> str:
        return self.kind

    def audit_office_id(self) -> int:
        return self.office_id


class MailPause(models.Model):
    """The mail server does not answer: nobody asks it before ``until``.  One row."""

    until = models.DateTimeField()
    trouble = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.until}"
