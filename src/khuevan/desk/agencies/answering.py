"""Who is answering a call for people: an agency with its pass, or whoever opened the short address and proves nothing.

The pages are the same for both; what differs stands here.  The rows a browser is writing are found by a token in its
cookie, below the address of this one agency; it is given when a page is shown, so that a form sent twice loses nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.core.actors import Bearer
from khuevan.core.tokens import new_token
from khuevan.desk.agencies.calling import called
from khuevan.desk.agencies.facts import Call, call_of, is_open
from khuevan.desk.passes import Pass, agency_page, desk_page
from khuevan.nominations.domain.enrolling import LATE
from khuevan.nominations.domain.submitting import submission_by_token
from khuevan.nominations.enums import SubmissionState, SubmissionWay
from khuevan.nominations.models import Invitation, Quota, Submission
from khuevan.people.models import AccessLink, Office
from khuevan.training.models import TrainingClass

COOKIE = "kv_to"
KEPT = 60 * 24 * 60 * 60
"""Seconds a browser keeps the token of what it wrote."""

type View = Callable[..., HttpResponse]
"""A page of one agency and call: takes an ``Answering``, then what stands in its address."""


@dataclass
class Answering:
    """One agency answering one call; ``access`` is None for the short address, where nothing is proved."""

    request: HttpRequest
    quota: Quota
    actor: Bearer
    access: Pass | None = None

    @property
    def link(self) -> AccessLink | None:
        return self.access.link if self.access else None

    @property
    def is_proved(self) -> bool:
        return self.access is not None

    @property
    def way(self) -> SubmissionWay:
        return SubmissionWay.LINK if self.is_proved else SubmissionWay.PAGE

    @property
    def invitation(self) -> Invitation:
        return self.quota.invitation

    @property
    def training_class(self) -> TrainingClass:
        return self.invitation.training_class

    @property
    def office(self) -> Office:
        return self.training_class.office

    @property
    def is_open(self) -> bool:
        return is_open(self.training_class)

    @property
    def may_send(self) -> bool:
        """Whether anything can still be sent here: with a pass, and a reason, until the teaching is over."""
        return self.is_open or (self.is_proved and self.training_class.state in LATE)

    @cached_property
    def call(self) -> Call:
        return call_of(self.invitation, self.quota)

    def address(self, page: str, **keys: int) -> str:
        """The page of this agency of that name: ``write``, ``file``, ``decline``..."""
        if self.is_proved:
            return reverse(f"desk:agency_{page}", kwargs={"quota": self.quota.pk, **keys})
        name = "call_agency" if page == "class" else f"call_{page}"
        return reverse(f"desk:{name}", kwargs={"code": self.invitation.code, "quota": self.quota.pk, **keys})

    @cached_property
    def token(self) -> str:
        """The browser's own, made when it comes without one."""
        return self.request.COOKIES.get(COOKIE, "") or new_token()

    @cached_property
    def submission(self) -> Submission | None:
        """What this browser wrote or sent here last."""
        if COOKIE not in self.request.COOKIES:
            return None
        return submission_by_token(self.quota, self.token)

    @property
    def writing(self) -> Submission | None:
        found = self.submission
        return found if found is not None and found.state == SubmissionState.WRITING else None

    @property
    def sent(self) -> Submission | None:
        """What this browser sent; of an agency without proof nobody else sees that it was sent."""
        found = self.submission
        return found if found is not None and found.state != SubmissionState.WRITING else None

    def keep[R: HttpResponseBase](self, response: R) -> R:
        """Gives the browser its token for this agency's address."""
        response.set_cookie(
            COOKIE,
            self.token,
            max_age=KEPT,
            path=self.address("class"),
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
        return response

    def forget[R: HttpResponseBase](self, response: R) -> R:
        """The next thing written here is another."""
        response.delete_cookie(COOKIE, path=self.address("class"), samesite="Lax")
        return response

    def context(self, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever a template wants
        """What every page of this agency and call shows."""
        return {
            "answering": self,
            "quota": self.quota,
            "call": self.call,
            "class": self.training_class,
            "office": self.office,
            "access": self.access,
            **more,
        }


def post_only(view: Callable[["Answering"], HttpResponse]) -> Callable[["Answering"], HttpResponse]:
    """A button: opened as a page it answers that it is none."""

    @wraps(view)
    def run(answering: "Answering") -> HttpResponse:
        if answering.request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        return view(answering)

    return run


def quotas() -> Any:  # noqa: ANN401 - a queryset
    """Quotas with what their pages show."""
    return Quota.objects.select_related(
        "organization",
        "venue",
        "invitation__topic",
        "invitation__record",
        "invitation__training_class__office__organization",
    )


def quota_of(access: Pass, pk: int) -> Quota:
    """A quota of the agency and the office the pass is for; anything else does not exist."""
    bearer = access.bearer
    if bearer.organization_id is None or bearer.office_id is None:
        raise Http404
    mine = quotas().filter(organization=bearer.organization_id, invitation__training_class__office=bearer.office_id)
    found: Quota = get_object_or_404(mine, pk=pk)
    return found


def _stranger(quota: Quota) -> Bearer:
    """Nothing is granted; the audit says for whom somebody came, and that it is not proved."""
    return Bearer(label=_("%(agency)s, by the short address") % {"agency": quota.name})


def by_pass(view: View) -> Callable[..., HttpResponseBase]:
    """``view`` for an agency with its pass."""

    def run(request: HttpRequest, access: Pass, quota: int, **keys: int) -> HttpResponse:
        return view(Answering(request, quota_of(access, quota), access.bearer, access), **keys)

    return agency_page(wraps(view)(run))


def by_address(view: View) -> Callable[..., HttpResponseBase]:
    """``view`` for whoever opened the short address; the agency must be invited there."""

    def run(request: HttpRequest, invitation: Invitation, quota: int, **keys: int) -> HttpResponse:
        found: Quota = get_object_or_404(quotas().filter(invitation=invitation), pk=quota)
        return view(Answering(request, found, _stranger(found)), **keys)

    return desk_page(called(wraps(view)(run)))
