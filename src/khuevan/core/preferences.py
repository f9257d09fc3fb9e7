"""What a visitor chose for their own screen: theme and size of text, each in a cookie of its own, no account needed."""

from dataclasses import dataclass

from django.http import HttpRequest

THEME_COOKIE = "khuevan_theme"
TEXT_COOKIE = "khuevan_text"
THEMES = frozenset({"light", "dark"})
TEXT_SIZES = frozenset({"large"})


@dataclass(frozen=True)
class Preferences:
    """Empty values mean: as the system has it."""

    theme: str = ""
    text: str = ""


def of_request(request: HttpRequest | None) -> Preferences:
    """The choices in the cookies; anything that is not one of ours counts as no choice."""
    if request is None:
        return Preferences()
    theme = request.COOKIES.get(THEME_COOKIE, "")
    text = request.COOKIES.get(TEXT_COOKIE, "")
    return Preferences(theme if theme in THEMES else "", text if text in TEXT_SIZES else "")
