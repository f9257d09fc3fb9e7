"""One file: what spoke for which agency, its number and date, another agency, no reply, read again, the file itself."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from khuevan.console.workspace.downloads import attached
from khuevan.console.workspace.replies.shell import TAB, batch_address, class_to_fill, reply_address, reply_of
from khuevan.console.workspace.replies.shown import shown_replies
from khuevan.console.workspace.shell import class_of, workspace_context
from khuevan.core.permissions import may
from khuevan.core.screens import act, answer_form, notice, staff_page
from khuevan.nominations.domain.reply_files import choose_agency, read_again, set_aside
from khuevan.nominations.enums import ReplyState
from khuevan.nominations.interfaces.reply_forms import DescribeReplyForm
from khuevan.nominations.models import Quota, ReplyFile

AGAIN = {ReplyState.DOUBTFUL, ReplyState.UNREADABLE, ReplyState.SET_ASIDE, ReplyState.NO_LIST}


@staff_page
def reply(request: HttpRequest, pk: int, batch: int, reply: int) -> HttpResponse:
    """All about one file; a POST corrects number, symbol and date."""
    training_class = class_of(request, pk)
    found = reply_of(request, pk, batch, reply)
    if request.method == "POST":
        class_to_fill(request, pk)
    form = DescribeReplyForm(request.user, request.POST if request.method == "POST" else None, reply=found)
    context = {
        **workspace_context(training_class, TAB),
        "shown": shown_replies(found.batch, [found])[0],
        "batch": found.batch,
        "part": "replies",
        "back": batch_address(found.batch),
        "may_work": may(request.user, "nominations.enroll", training_class),
        "may_again": bool(found.file) and found.state in AGAIN,
        "invited": Quota.objects.filter(invitation__training_class=training_class).by_protocol(),
    }
    return answer_form(request, form, "console/replies/one.html", context, lambda one: _described(request, one))


def _described(request: HttpRequest, found: ReplyFile) -> str:
    notice(request, _("Number, symbol and date of “%(name)s” are kept.") % {"name": found.name})
    return reply_address(found)


@staff_page
@require_POST
def move(request: HttpRequest, pk: int, batch: int, reply: int) -> HttpResponse:
    """Gives a file to the agency ``don-vi``."""
    class_to_fill(request, pk)
    found = reply_of(request, pk, batch, reply)
    said = request.POST.get("don-vi", "")
    if not (said.isascii() and said.isdigit() and len(said) < 19):
        raise Http404
    seen = Quota.objects.visible_to(request.user).filter(invitation__training_class=pk)
    quota = get_object_or_404(seen.select_related("organization", "invitation"), pk=said)

    def work() -> None:
        choose_agency(request.user, found, quota)
        notice(request, _("“%(name)s” is read for %(agency)s.") % {"name": found.name, "agency": quota.name})

    return act(request, work, reply_address(found))


@staff_page
@require_POST
def aside(request: HttpRequest, pk: int, batch: int, reply: int) -> HttpResponse:
    class_to_fill(request, pk)
    found = reply_of(request, pk, batch, reply)

    def work() -> None:
        set_aside(request.user, found)
        notice(request, _("“%(name)s” is no reply and was set aside.") % {"name": found.name})

    return act(request, work, batch_address(found.batch))


@staff_page
@require_POST
def again(request: HttpRequest, pk: int, batch: int, reply: int) -> HttpResponse:
    class_to_fill(request, pk)
    found = reply_of(request, pk, batch, reply)

    def work() -> None:
        read_again(request.user, found)
        notice(request, _("“%(name)s” is being read once more.") % {"name": found.name})

    return act(request, work, batch_address(found.batch))


@staff_page
@require_safe
def download(request: HttpRequest, pk: int, batch: int, reply: int) -> HttpResponseBase:
    """The file as it came; always saved, never opened by the browser."""
    found = reply_of(request, pk, batch, reply)
    if not found.file:
        raise Http404
    try:
        content = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return attached(content, found.name.rsplit("/", 1)[-1], "application/octet-stream")


urlpatterns = [
    path("<int:batch>/tep/<int:reply>/", reply, name="class_reply"),
    path("<int:batch>/tep/<int:reply>/don-vi/", move, name="class_reply_move"),
    path("<int:batch>/tep/<int:reply>/bo/", aside, name="class_reply_aside"),
    path("<int:batch>/tep/<int:reply>/doc-lai/", again, name="class_reply_again"),
    path("<int:batch>/tep/<int:reply>/tai-ve/", download, name="class_reply_file"),
]
