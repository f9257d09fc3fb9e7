from django.db import models
from django.utils.translation import gettext_lazy as _


class ArticleKind(models.TextChoices):
    ANNOUNCEMENT = "announcement", _("announcement")
    OPENING = "opening", _("class opened")
    CLOSING = "closing", _("class closed")


class ArticleState(models.TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")
