"""The catalogue as a list; a topic added; the standard topics taken over."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST, require_safe

from khuevan.console.topics.shell import keeping_offices, topic_address
from khuevan.core.screens import act, answer_form, notice, staff_page
from khuevan.training.domain.topics.standard import lacks_standard, load_standard_topics
from khuevan.training.interfaces.forms.topics import TopicContentsForm
from khuevan.training.interfaces.topic_tables import KeepableTopicList, TopicList, with_standing
from khuevan.training.models import Topic


@staff_page
@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    offices = keeping_offices(request.user)
    rows = with_standing(Topic.objects.visible_to(request.user))
    shown = (KeepableTopicList if offices else TopicList)(request, rows)
    if shown.wants_workbook:
        return shown.workbook_response("chuyen-de")
    context = {
        "list": shown,
        "title": pgettext("menu", "Topics"),
        "may_keep": bool(offices),
        "lacking": [office for office in offices if lacks_standard(office)],
        "several": len(offices) > 1,
    }
    return render(request, "console/topics/list.html", context)


@staff_page
@require_POST
def standard(request: HttpRequest, office: int) -> HttpResponse:
    """Adds what the catalogue lacks of the standard topics."""
    found = next((one for one in keeping_offices(request.user) if one.pk == office), None)
    if found is None:
        raise Http404

    def work() -> None:
        gained = load_standard_topics(request.user, found)
        words = ngettext("%(count)s topic was added or completed.", "%(count)s topics were added or completed.", gained)
        notice(request, words % {"count": gained} if gained else _("The catalogue has all standard topics already."))

    return act(request, work, reverse("console:topics"))


@staff_page
def add(request: HttpRequest) -> HttpResponse:
    offices = keeping_offices(request.user)
    if not offices:
        raise Http404
    form = TopicContentsForm(request.user, request.POST or None, offices=offices)

    def done(topic: Topic) -> str:
        notice(request, _("Saved: %(what)s.") % {"what": topic})
        return topic_address(topic)

    context = {"heading": _("Add a topic"), "cancel": reverse("console:topics")}
    return answer_form(request, form, "console/topics/form.html", context, done)


urlpatterns = [
    path("", topics, name="topics"),
    path("them/", add, name="catalogue_add"),
    path("mau/<int:office>/", standard, name="catalogue_standard"),
]
