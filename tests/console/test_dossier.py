"""Hồ sơ lớp and name plates from the screen."""

import io
import zipfile

import pytest
from django.urls import reverse

from khuevan.core.jobs.running import run_now
from khuevan.core.models import Job
from khuevan.papers.domain.making import make_paper
from khuevan.papers.enums import PaperKind
from khuevan.papers.models import Dossier
from khuevan.people.enums import RoleKind
from tests.console.acting import Acting, notices
from tests.factories import staff
from tests.factories.worlds import world

pytestmark = pytest.mark.django_db


def test_the_file_of_a_class_is_told_packed_and_downloaded() -> None:
    here = world()
    me = Acting(here.officer)
    tab = f"/can-bo/lop/{here.training_class.pk}/van-ban/"
    address = reverse("console:class_dossier", args=(here.training_class.pk,))
    assert address in me.get(tab)
    make_paper(here.officer, here.training_class, PaperKind.CLASS_PLAN)
    page = me.get(address)
    assert "Ke-hoach" in page
    assert 'class="problem"' in page, "what is missing is named"
    assert me.client.get(f"{tab}ho-so.zip").status_code == 404, "nothing was packed yet"
    page = me.post(reverse("console:class_dossier_make", args=(here.training_class.pk,)))
    job = Job.objects.get(kind="papers.dossier")
    assert reverse("console:job_pause", args=(job.pk,)) in page, "how far it is stands on the same page"
    run_now(job)
    page = me.get(address)
    assert reverse("console:job_pause", args=(job.pk,)) not in page
    assert f"{tab}ho-so.zip" in page
    content = b"".join(me.client.get(f"{tab}ho-so.zip").streaming_content)  # type: ignore[arg-type]
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert any(name.endswith(".docx") for name in file.namelist())
    assert Dossier.objects.get().made_by == here.officer
    assert f"{tab}ho-so.zip" in me.get(tab)
    assert address in me.get(reverse("console:job", args=(job.pk,)))
    Acting(staff(here.office, RoleKind.EDITOR)).get(address, 404)


def test_name_plates_are_printed_for_whom_one_chooses() -> None:
    here = world()
    me = Acting(here.officer)
    page = me.get(reverse("console:class_plates", args=(here.training_class.pk,)))
    assert 'value="learners"' in page
    address = reverse("console:class_plates_pdf", args=(here.training_class.pk,))
    assert me.client.get(address, {"ai": ["learners", "guests"], "co": "small"}).content.startswith(b"%PDF")
    nobody = me.client.get(address, {"ai": "guests"}, follow=True)
    assert notices(nobody.content.decode())
