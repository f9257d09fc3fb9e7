"""What pages of replies begin with: the class, the batch, the file, and who may work on them."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from khuevan.console.workspace.shell import class_of
from khuevan.core.permissions import may
from khuevan.nominations.models import ReplyBatch, ReplyFile
from khuevan.training.models import TrainingClass

TAB = "invitations"


def batch_of(request: HttpRequest, pk: int, batch: int) -> ReplyBatch:
    """The batch of that address, or 404."""
    seen = ReplyBatch.objects.visible_to(request.user).filter(training_class=pk)
    found: ReplyBatch = get_object_or_404(seen.select_related("training_class__office", "created_by"), pk=batch)
    return found


def reply_of(request: HttpRequest, pk: int, batch: int, reply: int) -> ReplyFile:
    seen = ReplyFile.objects.visible_to(request.user).filter(batch=batch, batch__training_class=pk)
    related = ("batch__training_class__office", "quota__organization", "draft", "record", "submission")
    found: ReplyFile = get_object_or_404(seen.select_related(*related), pk=reply)
    return found


def class_to_fill(request: HttpRequest, pk: int) -> TrainingClass:
    """The class, for somebody who may enter people; for others the page is not there."""
    training_class = class_of(request, pk)
    if not may(request.user, "nominations.enroll", training_class):
        raise Http404
    return training_class


def batch_address(batch: ReplyBatch, page: str = "class_reply_batch") -> str:
    return reverse(f"console:{page}", args=(batch.training_class_id, batch.pk))


def reply_address(reply: ReplyFile, page: str = "class_reply") -> str:
    return reverse(f"console:{page}", args=(reply.batch.training_class_id, reply.batch_id, reply.pk))
