"""What every page of a list that was sent begins with: the draft, who may work on it, where to go back to."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from khuevan.core.permissions import may
from khuevan.nominations.enums import DraftState
from khuevan.nominations.models import RosterDraft


def draft_of(request: HttpRequest, pk: int, draft: int) -> RosterDraft:
    """The draft of that address, or 404."""
    seen = RosterDraft.objects.visible_to(request.user).filter(training_class__pk=pk)
    related = ("training_class__office__organization", "agency", "created_by")
    found: RosterDraft = get_object_or_404(seen.select_related(*related), pk=draft)
    return found


def draft_address(draft: RosterDraft, page: str = "class_draft", *more: object) -> str:
    return reverse(f"console:{page}", args=(draft.training_class_id, draft.pk, *more))


def may_work(request: HttpRequest, draft: RosterDraft) -> bool:
    """Whether rows of it may be mended and taken by this reader now."""
    return draft.state == DraftState.OPEN and may(request.user, "nominations.change_draft", draft)


def back_to(request: HttpRequest, draft: RosterDraft, index: int | None = None) -> str:
    """The page of the review a form was sent from, at the row it was about."""
    query = request.META.get("QUERY_STRING", "")
    place = f"#d{index}" if index is not None else ""
    return f"{draft_address(draft)}{'?' if query else ''}{query}{place}"
