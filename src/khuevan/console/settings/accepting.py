"""The page behind an invitation link: a new colleague chooses a password, or takes the roles with an own account."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from khuevan.core.errors import DomainError
from khuevan.people.domain.invitations import accept_invitation, invitation_of
from khuevan.people.interfaces.access_forms import NewPasswordForm
from khuevan.people.models import Invitation


@never_cache
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Used, expired, taken back and never issued look the same."""
    found = invitation_of(token)
    if found is None:
        return render(request, "account/invitation_gone.html", status=404)
    if request.user.is_authenticated:
        return _join(request, found, token)
    form = NewPasswordForm(request.user, request.POST or None, token)
    if request.method == "POST" and form.is_valid():
        try:
            form.perform()
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Your account is ready. Sign in with the password you have just chosen."))
            return HttpResponseRedirect(reverse("account_login"))
    status = 422 if form.is_bound else 200
    return render(request, "account/invitation.html", {"invitation": found, "form": form}, status=status)


def _join(request: HttpRequest, found: Invitation, token: str) -> HttpResponse:
    refusal = ""
    if request.method == "POST":
        try:
            accept_invitation(request.user, token=token)
            messages.success(request, _("You now work in %(office)s as well.") % {"office": found.office})
            return HttpResponseRedirect(reverse("console:account"))
        except DomainError as error:
            refusal = error.message
    context = {"invitation": found, "refusal": refusal}
    return render(request, "account/invitation_join.html", context, status=422 if refusal else 200)
