"""Small things on the screens of an invitation that cost an officer time or told something wrong."""

import re

import pytest

from khuevan.core.actors import Bearer
from khuevan.nominations.domain.nominees import Nominee
from khuevan.nominations.domain.submitting import begin_submission, send_submission
from khuevan.nominations.enums import SubmissionWay
from khuevan.nominations.models import Invitation
from khuevan.training.enums import RecordPurpose
from khuevan.training.interfaces.forms.classes import ClassFactsForm, OpenClassForm
from tests.console.acting import Acting
from tests.console.inviting import at, named_by
from tests.factories.worlds import InvitedWorld, invited_class

pytestmark = pytest.mark.django_db


def _with_letter(here: InvitedWorld) -> Acting:
    me = Acting(here.officer)
    issuer = here.office.organization
    sent = {"number": "812/SNV-CCVC", "date": "2026-09-01", "issuer": issuer.name, "issuer-pick": str(issuer.pk)}
    me.post(at(here, "cong-van/"), **sent)
    return me


def test_the_date_of_the_letter_stands_once() -> None:
    here = invited_class(1)
    page = _with_letter(here).get(at(here))
    assert page.count("01/09/2026") == 1
    Invitation.objects.update(record=None)
    assert Acting(here.officer).get(at(here, "cong-van/")).count("01/09/2026") == 1


def test_a_letter_of_invitation_is_not_offered_as_the_plan_of_a_class() -> None:
    here = invited_class(1)
    _with_letter(here)
    filed = here.training_class.class_records.get(purpose=RecordPurpose.INVITATION)
    fresh = OpenClassForm(here.officer, offices=[here.office])
    assert filed.record not in fresh.fields["plan"].queryset  # type: ignore[attr-defined]
    here.training_class.plan = filed.record
    here.training_class.save()
    stands = ClassFactsForm(here.officer, instance=here.training_class)
    assert filed.record in stands.fields["plan"].queryset, "what stands is not lost"  # type: ignore[attr-defined]


def test_the_telephone_list_folds_its_texts_and_says_when_nobody_has_to_be_called() -> None:
    here = invited_class(2)
    me = Acting(here.officer)
    page = me.get(at(here, "goi/"))
    folded = re.findall(r"<details>.*?<textarea[^>]*>.*?</details>", page, re.DOTALL)
    assert len(folded) == 2 == page.count("<textarea")
    named_by(here, here.quotas[0], "Đỗ Văn Ân")
    me.post(at(here, "nguoi/nhan-het/"))
    me.post(at(here, "chot/"))
    assert "panel-body problem" in me.get(at(here, "goi/"))


def test_closing_tells_only_what_still_waits() -> None:
    here = invited_class(2)
    named_by(here, here.quotas[0], "Đỗ Văn Ân")
    me = Acting(here.officer)
    me.post(at(here, "nguoi/nhan-het/"))
    visitor = Bearer(label="Khách")
    answer, _token = begin_submission(
        visitor, here.quotas[1], way=SubmissionWay.PAGE, nominees=[Nominee(full_name="Lê Thị Tám")]
    )
    send_submission(visitor, answer, sender_name="Lê Văn Bảy", sender_phone="0905123456")
    closing = me.get(at(here)).split(f'action="{at(here, "chot/")}"')[1].split("</form>")[0]
    assert closing.count('class="problem"') == 1, "an answer waits, and nobody waits to be accepted"
