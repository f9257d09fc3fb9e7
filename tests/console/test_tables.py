"""Cells are drawn as the table library would draw them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import models
from django.urls import reverse

from khuevan.core.lists import ListTable
from khuevan.people.enums import RoleKind
from tests.console.acting import Acting
from tests.console.everything import everything
from tests.factories import RoleFactory, staff

pytestmark = pytest.mark.django_db

LISTS = ("people", "organizations", "classes", "articles", "certificates", "jobs")
TABS = ("learners", "results", "certificates", "records")
OF_WAITING = ("invitations", "nominees")


def test_every_cell_of_every_list_is_what_the_library_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    there = everything()
    me = staff(there.here.office, RoleKind.ADMINISTRATOR)
    for kind in (RoleKind.OFFICER, RoleKind.EDITOR):
        RoleFactory(user=me, office=there.here.office, kind=kind)
    RoleFactory(user=me, office=there.waiting.office, kind=RoleKind.OFFICER)
    compared: dict[str, int] = {}
    different = []
    drawing = ListTable.drawing

    def both(self: ListTable, name: str, model: type[models.Model]) -> Callable[[Any], object]:
        ours = drawing(self, name, model)

        def draw(row: Any) -> object:
            compared[type(self).__name__] = compared.get(type(self).__name__, 0) + 1
            drawn = ours(row)
            if str(drawn) != str(row.get_cell(name)):
                different.append((type(self).__name__, name, str(drawn), str(row.get_cell(name))))
            return drawn

        return draw

    monkeypatch.setattr(ListTable, "drawing", both)
    desk = Acting(me).client
    pages = [reverse(f"console:{name}") for name in LISTS]
    pages += [reverse(f"console:class_{tab}", args=(there.here.training_class.pk,)) for tab in TABS]
    pages += [reverse(f"console:class_{tab}", args=(there.waiting.training_class.pk,)) for tab in OF_WAITING]
    for page in pages:
        assert desk.get(page).status_code == 200, page
    assert different == []
    assert len(compared) > 8, compared
