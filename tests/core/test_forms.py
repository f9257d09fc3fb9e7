"""Forms that call a verb."""

import pytest

from khuevan.core.actors import SYSTEM
from khuevan.core.forms import VerbForm


class Forgetful(VerbForm):
    """Says nowhere which verb it calls."""


def test_a_form_without_its_verb_is_found_when_it_is_opened_not_when_it_is_sent() -> None:
    with pytest.raises(TypeError, match="perform"):
        Forgetful(SYSTEM)  # type: ignore[abstract]
