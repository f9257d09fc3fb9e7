"""What stands around every public page: the name of the site, the weather line, the figures of the footer."""

from django import template
from django.conf import settings
from django.core.cache import cache

from khuevan.core import visits
from khuevan.people.models import Office
from khuevan.portal import weather
from khuevan.portal.handbook import shown_topics

register = template.Library()
NAME_SECONDS = 60


@register.simple_tag
def portal_name() -> str:
    """As set by the installation; else its only office; else the name of the software."""
    if settings.KHUEVAN_PORTAL_NAME:
        return str(settings.KHUEVAN_PORTAL_NAME)
    return str(cache.get_or_set("portal.name", _only_office, NAME_SECONDS))


def _only_office() -> str:
    names = list(Office.objects.order_by("pk").values_list("organization__name", flat=True)[:2])
    return names[0] if len(names) == 1 else "Khuê Văn"


@register.simple_tag
def portal_tagline() -> str:
    return str(settings.KHUEVAN_PORTAL_TAGLINE)


@register.simple_tag
def current_weather() -> weather.Observation | None:
    return weather.current()


@register.simple_tag
def visitors_online() -> int:
    return visits.online()


@register.simple_tag
def visits_total() -> int:
    return visits.total()


@register.simple_tag
def views_of(address: str) -> int:
    return visits.of_page(address)


@register.simple_tag
def handbook_is_shown() -> bool:
    """Whether there is a topic to be read, so that the menu names them."""
    return shown_topics().exists()
