"""The left menu: words, icon, name of the address.  Seven entries at most; settings stand below it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

MENU: tuple[tuple[str | Promise, str, str], ...] = (
    (_("To do"), "checklist", "console:start"),
    (pgettext_lazy("menu", "Classes"), "school", "console:classes"),
    (pgettext_lazy("menu", "Plans"), "clipboard-list", "console:plans"),
    (_("Directory"), "address-book", "console:people"),
    (_("Certificates"), "certificate", "console:certificates"),
    (pgettext_lazy("menu", "Articles"), "news", "console:articles"),
)

BELONGS: dict[str, tuple[str, ...]] = {
    "console:plans": ("console:topics",),
    "console:people": ("console:lecturers", "console:access_links"),
}
"""Pages with addresses of their own that are reached by an entry, and mark it."""
