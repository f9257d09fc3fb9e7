"""Rows of an agency's list that found no place: what the review says of them, and that they are taken back, too."""

import pytest

from khuevan.console.workspace.shell import tab_address
from khuevan.nominations.domain.drafts import begin_draft
from khuevan.nominations.models import DraftLine, Nomination, RosterDraft
from tests.console.acting import Acting, notices
from tests.factories.worlds import invited_class, roster_row

pytestmark = pytest.mark.django_db


def test_rows_beyond_the_places_are_told_shown_and_taken_back() -> None:
    here = invited_class(1, each=1)
    rows = [roster_row(name, number) for number, name in enumerate(("Lò Thị Mai", "Vừ A Dính", "Điểu Hồng"), start=2)]
    draft = begin_draft(
        here.officer, here.training_class, name="a.xlsx", content=b"x", rows=rows, agency=here.quotas[0].organization
    )
    me, path = Acting(here.officer), f"{tab_address(here.training_class, 'learners')}tai-len/{draft.pk}/"
    assert len(notices(me.post(f"{path}nhan/"))) == 2, "one for who was taken, one for who waits"
    page = me.get(path, xem="du-bi")
    assert "Vừ A Dính" in page and "Điểu Hồng" in page
    assert '<tr class="mend' not in page, "there is nothing to mend any more"
    assert "Lò Thị Mai" not in me.get(path, xem="du-bi").split("<tbody", 1)[1]
    me.post(f"{path}hoan-tac/", reason="Nhầm lớp")
    assert Nomination.objects.count() == 0
    assert set(DraftLine.objects.values_list("state", flat=True)) == {"waiting"}
    assert RosterDraft.objects.get().waiting == 3
