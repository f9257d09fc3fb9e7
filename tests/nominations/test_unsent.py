"""Lists that were begun in the page of an agency and never sent."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from khuevan.core.models import AuditEntry
from khuevan.nominations.domain.submitting import begin_submission
from khuevan.nominations.domain.unsent import KEPT, forget_unsent
from khuevan.nominations.enums import SubmissionWay
from khuevan.nominations.models import Nomination, Submission
from tests.factories.worlds import VISITOR, InvitedWorld, invited_class, named


def begun(here: InvitedWorld, name: str, days: int) -> Submission:
    submission, _token = begin_submission(
        VISITOR, here.quotas[0], way=SubmissionWay.PAGE, nominees=[named(name)], file_name="a.xlsx", content=b"list"
    )
    Submission.objects.filter(pk=submission.pk).update(created_at=timezone.now() - timedelta(days=days))
    return submission


@pytest.mark.django_db(transaction=True)
def test_what_was_never_sent_is_let_go_with_its_people_and_its_file() -> None:
    here = invited_class(1)
    old = begun(here, "Nguyễn Văn Viết Dở", KEPT.days + 1)
    new = begun(here, "Trần Thị Hôm Qua", KEPT.days - 1)
    sent = here.send("Lê Hữu Phước")
    Submission.objects.filter(pk=sent.pk).update(created_at=timezone.now() - KEPT * 2)
    assert forget_unsent() == 1
    assert set(Submission.objects.all()) == {new, sent}
    assert set(Nomination.objects.values_list("full_name", flat=True)) == {"Trần Thị Hôm Qua", "Lê Hữu Phước"}
    assert not Path(old.file.path).exists() and Path(new.file.path).exists()
    assert AuditEntry.objects.filter(verb="nominations.forget_unsent").count() == 1
    assert forget_unsent() == 0
