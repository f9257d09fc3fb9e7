"""For pages that show a job which is not their own subject."""

from django import template

from khuevan.console.jobs import ShownJob, shown
from khuevan.core.models import Job

register = template.Library()


@register.simple_tag(takes_context=True)
def shown_job(context: template.Context, job: Job) -> ShownJob:
    """The job in words for the reader of this page."""
    return shown(context["request"].user, job)
