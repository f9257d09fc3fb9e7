"""Lists and forms in templates: tokens, addresses of filters, notices."""

from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.middleware.csrf import get_token
from django.utils.html import format_html
from django.utils.safestring import SafeString

from khuevan.core.lists import Listing
from khuevan.core.once import FIELD, new_token
from khuevan.core.screens import UNDO
from khuevan.core.templatetags.khuevan import changed_query

register = template.Library()


@register.simple_tag(takes_context=True)
def form_token(context: template.Context, *, again: bool = False) -> SafeString:
    """What every form of staff carries: the CSRF token and the name of this showing, so that it works only once.

    ``again``: the form that was just refused keeps its name, because its work was not done.
    """
    request = context["request"]
    token = (again and request.POST.get(FIELD)) or new_token()
    return format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}"><input type="hidden" name="{}" value="{}">',
        context.get("csrf_token") or get_token(request),  # masked once for the whole page
        FIELD,
        token,
    )


@register.simple_tag
def once_field() -> str:
    """The name of the field that carries the name of one showing of a form."""
    return FIELD


@register.simple_tag(takes_context=True)
def pill_address(context: template.Context, name: str, value: str) -> str:
    """The query of this page with one filter set (or taken off), on the first page."""
    return changed_query(context["request"].GET, {"trang": "", "sau": "", "truoc": "", name: value})


@register.simple_tag
def bare_address(shown: Listing) -> str:
    """This list without words and filters."""
    return "?" + "&".join(f"{name}={value}" for name, value in shown.keep)


@register.simple_tag
def undo_address(message: Message) -> str:
    """Where a notice can be taken back, if it can."""
    tags: Any = message.extra_tags or ""
    return tags.removeprefix(UNDO) if tags.startswith(UNDO) else ""
