"""The agencies of doubtful files, said for all of them at once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from khuevan.console.workspace.replies.shell import batch_address, batch_of, class_to_fill
from khuevan.core.errors import DomainError
from khuevan.core.screens import act, notice, staff_page
from khuevan.nominations.domain.reply_files import choose_agency
from khuevan.nominations.enums import ReplyState
from khuevan.nominations.models import Quota, ReplyBatch
from khuevan.vietnamese.folding import fold

NO_REPLY, OTHER = "bo", "khac"


@staff_page
@require_POST
def choose(request: HttpRequest, pk: int, batch: int) -> HttpResponse:
    """``tep-<key>`` is an agency's key, ``bo`` for no reply, or ``khac`` with the name typed in ``ten-<key>``.

    Files of which nothing was said stay; a name that no invited agency bears is told, and the other files go on.
    """
    class_to_fill(request, pk)
    found = batch_of(request, pk, batch)

    def work() -> None:
        read, aside = _decide(request, found)
        if read:
            words = ngettext(
                "%(count)s file is read for its agency.", "%(count)s files are read for their agencies.", read
            )
            notice(request, words % {"count": read})
        if aside:
            words = ngettext("%(count)s file was set aside.", "%(count)s files were set aside.", aside)
            notice(request, words % {"count": aside})
        if not read and not aside:
            raise DomainError("nothing_chosen", _("No agency was chosen."))

    return act(request, work, batch_address(found))


def _decide(request: HttpRequest, batch: ReplyBatch) -> tuple[int, int]:
    """How many files go to an agency, and how many were set aside."""
    quotas = {
        quota.pk: quota
        for quota in Quota.objects.visible_to(request.user)
        .filter(invitation__training_class=batch.training_class_id)
        .select_related("organization", "invitation")
    }
    read = aside = 0
    for file in batch.files.filter(state=ReplyState.DOUBTFUL).select_related("batch__training_class__office"):
        said = request.POST.get(f"tep-{file.pk}", "")
        typed = request.POST.get(f"ten-{file.pk}", "").strip()
        if said == NO_REPLY:
            choose_agency(request.user, file, None)
            aside += 1
            continue
        quota = _named(quotas, typed) if said == OTHER or (typed and not said) else _of_key(quotas, said)
        if quota is not None:
            choose_agency(request.user, file, quota)
            read += 1
        elif said == OTHER or typed:
            words = _("“%(name)s” is none of the invited agencies; choose one from the list.")
            messages.error(request, words % {"name": typed or file.name})
    return read, aside


def _of_key(quotas: dict[int, Quota], said: str) -> Quota | None:
    return quotas.get(int(said)) if said.isascii() and said.isdigit() and len(said) < 19 else None


def _named(quotas: dict[int, Quota], typed: str) -> Quota | None:
    """By its name, with or without tone marks; by the only name that begins so, or that holds the words."""
    key = fold(typed)
    if not key:
        return None
    names = [(quota, {fold(quota.name), fold(quota.organization.short)}) for quota in quotas.values()]
    for fits in (str.__eq__, str.startswith, str.__contains__):
        found = [quota for quota, own in names if any(fits(name, key) for name in own)]
        if len(found) == 1:
            return found[0]
    return None


urlpatterns = [path("<int:batch>/chon/", choose, name="class_reply_choose")]
