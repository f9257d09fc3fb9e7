"""The screens of replies in bulk: dropped, sorted, asked, corrected, taken; strangers see nothing."""

import io
import json
import re
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from khuevan.core.jobs.running import run_now
from khuevan.core.models import Job
from khuevan.nominations.enums import ReplyState
from khuevan.nominations.models import Quota, ReplyBatch, ReplyFile
from khuevan.people.enums import RoleKind
from tests.console.acting import Acting, notices
from tests.factories import OfficeFactory, staff
from tests.factories.letters import Reply, as_docx
from tests.nominations.test_reply_files import NAMES, Replies, letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Replies:
    return Replies()


@pytest.fixture
def me(here: Replies) -> Acting:
    return Acting(here.officer)


def _drop_page(here: Replies) -> str:
    return reverse("console:class_replies", args=(here.training_class.pk,))


def _batch_page(batch: ReplyBatch) -> str:
    return reverse("console:class_reply_batch", args=(batch.training_class_id, batch.pk))


def _file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def _read_all() -> None:
    for job in Job.objects.unfinished():
        run_now(job)


def test_a_zip_is_dropped_sorted_and_its_lists_are_taken(here: Replies, me: Acting) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for at, name in enumerate(NAMES):
            archive.writestr(f"{name}.docx", as_docx(letter(name, seed=at * 3, number=str(at + 1))))
    page = me.post(_drop_page(here), form=_drop_page(here), letters=_file("trả lời.zip", made.getvalue()))
    assert "hx-get" in page, "the page follows the work"
    _read_all()
    batch = ReplyBatch.objects.get()
    page = me.get(_batch_page(batch))
    assert "hx-get" not in page
    assert all(f"{at + 1}/{symbol}-VP" in page for at, symbol in enumerate(NAMES.values()))
    first = batch.files.earliest("index").draft
    assert page.count(reverse("console:class_draft", args=(here.training_class.pk, first.pk))) == 1
    me.post(reverse("console:class_reply_take", args=(here.training_class.pk, batch.pk)))
    _read_all()
    assert here.training_class.enrollments.count() == 8
    page = me.get(_batch_page(batch))
    assert reverse("console:class_reply_take", args=(here.training_class.pk, batch.pk)) not in page


def test_where_the_files_lay_is_kept_and_lies_about_it_are_not(here: Replies, me: Acting) -> None:
    files = [_file("a.docx", as_docx(letter("Sở Nội vụ"))), _file("b.docx", as_docx(letter("Sở Y tế", number="5")))]
    paths = json.dumps({"folder": ["công văn/Sở Nội vụ/a.docx", "công văn/anders.docx"]})
    me.post(_drop_page(here), form=_drop_page(here), folder=files, paths=paths)
    assert [one.name for one in ReplyFile.objects.all()] == ["công văn/Sở Nội vụ/a.docx", "b.docx"]


@pytest.mark.parametrize("paths", ["", "[]", "{", '{"letters": 3}', '{"letters": [["a.docx"]]}', '{"letters": []}'])
def test_paths_that_make_no_sense_are_no_paths(here: Replies, me: Acting, paths: str) -> None:
    me.post(_drop_page(here), form=_drop_page(here), letters=_file("a.docx", as_docx(letter("Sở Y tế"))), paths=paths)
    assert ReplyFile.objects.get().name == "a.docx"


def test_nothing_chosen_and_nothing_kept_are_said(here: Replies, me: Acting) -> None:
    response = me.client.post(_drop_page(here), {})
    assert response.status_code == 422 and not ReplyBatch.objects.exists()
    page = me.post(_drop_page(here), letters=_file("a.rar", b"Rar!\x1a\x07\x00 and more"))
    assert "a.rar" in page and ReplyBatch.objects.get().left_out
    assert "hx-get" not in page


def test_a_double_click_drops_once(here: Replies, me: Acting) -> None:
    hidden = me.hidden(_drop_page(here))
    for _click in range(2):
        me.post(_drop_page(here), **hidden, letters=_file("a.docx", as_docx(letter("Sở Y tế"))))
    assert ReplyBatch.objects.count() == 1


def _doubtful(here: Replies, count: int = 3) -> ReplyBatch:
    replies = [letter("Sở Xây dựng", seed=at * 3, number=str(at + 1)) for at in range(count)]
    return here.drop(*((f"{at}.docx", as_docx(one)) for at, one in enumerate(replies)))


def test_doubtful_files_are_asked_for_on_one_page(here: Replies, me: Acting) -> None:
    batch = _doubtful(here, 4)
    first, second, third, fourth = batch.files.all()
    page = me.get(_batch_page(batch))
    assert all(f'name="tep-{one.pk}"' in page for one in (first, second, third, fourth))
    said = {
        f"tep-{first.pk}": str(here.quota("Sở Y tế").pk),
        f"tep-{second.pk}": "khac",
        f"ten-{second.pk}": "so tai chinh",
        f"tep-{third.pk}": "bo",
    }
    page = me.post(reverse("console:class_reply_choose", args=(here.training_class.pk, batch.pk)), **said)
    assert len(notices(page)) >= 2
    _read_all()
    states = [(one.state, one.quota.name if one.quota else "") for one in batch.files.all()]
    assert states == [
        (ReplyState.READ, "Sở Y tế"), (ReplyState.READ, "Sở Tài chính"), (ReplyState.SET_ASIDE, ""),
        (ReplyState.DOUBTFUL, ""),
    ]  # fmt: skip


def test_a_name_nobody_bears_is_told_and_the_others_go_on(here: Replies, me: Acting) -> None:
    batch = _doubtful(here, 2)
    first, second = batch.files.all()
    said = {f"tep-{first.pk}": "khac", f"ten-{first.pk}": "Sở Trên Trời", f"tep-{second.pk}": "bo"}
    page = me.post(reverse("console:class_reply_choose", args=(here.training_class.pk, batch.pk)), **said)
    assert "Sở Trên Trời" in page
    assert [one.state for one in batch.files.all()] == [ReplyState.DOUBTFUL, ReplyState.SET_ASIDE]


@pytest.mark.parametrize("said", ["", "99999999", "x", "-1", "9" * 30, "²"])
def test_an_agency_that_is_none_changes_nothing(here: Replies, me: Acting, said: str) -> None:
    batch = _doubtful(here, 1)
    address = reverse("console:class_reply_choose", args=(here.training_class.pk, batch.pk))
    me.post(address, **{f"tep-{batch.files.get().pk}": said})
    assert batch.files.get().state == ReplyState.DOUBTFUL


def _one(file: ReplyFile, page: str = "class_reply") -> str:
    return reverse(f"console:{page}", args=(file.batch.training_class_id, file.batch_id, file.pk))


def test_one_file_is_corrected_moved_set_aside_and_read_again(here: Replies, me: Acting) -> None:
    here.drop(("a.docx", as_docx(letter("Sở Nội vụ", number="", day=None))))
    file = here.file("a.docx")
    page = me.post(_one(file), form=_one(file), number="31", symbol="SNV-VP", date="2026-10-07")
    assert "31/SNV-VP" in page
    file.refresh_from_db()
    assert file.record is not None and (file.record.code, file.record.date) == ("31/SNV-VP", date(2026, 10, 7))
    me.post(_one(file, "class_reply_move"), **{"don-vi": str(here.quota("Sở Y tế").pk)})
    _read_all()
    assert here.file("a.docx").quota == here.quota("Sở Y tế")
    me.post(_one(file, "class_reply_aside"))
    assert here.file("a.docx").state == ReplyState.SET_ASIDE
    me.post(_one(file, "class_reply_again"))
    _read_all()
    assert here.file("a.docx").state == ReplyState.READ
    saved = me.client.get(_one(file, "class_reply_file"))
    assert b"".join(saved) == as_docx_of(here) and "attachment" in saved["Content-Disposition"]  # type: ignore[arg-type]


def as_docx_of(here: Replies) -> bytes:
    with here.file("a.docx").file.open("rb") as kept:
        content: bytes = kept.read()
    return content


def test_somebody_faster_is_told(here: Replies, me: Acting) -> None:
    here.drop(("a.docx", as_docx(letter("Sở Nội vụ"))))
    file = here.file("a.docx")
    hidden = me.hidden(_one(file))
    me.post(_one(file), **hidden, number="31", symbol="SNV-VP", date="2026-10-07")
    response = me.client.post(_one(file), {"seen": hidden["seen"], "number": "32", "symbol": "X", "date": ""})
    assert response.status_code == 422
    assert here.file("a.docx").number == "31"


def test_no_page_has_more_queries_for_more_files(here: Replies, me: Acting) -> None:
    counts = []
    for names in (["Sở Nội vụ"], ["Sở Tư pháp", "Sở Y tế", "Sở Tài chính"]):
        batch = here.drop(*((f"{name}.docx", as_docx(letter(name, seed=len(name), number="7"))) for name in names))
        assert {one.state for one in batch.files.all()} == {ReplyState.READ}
        me.get(_batch_page(batch))
        with CaptureQueriesContext(connection) as queries:
            me.get(_batch_page(batch))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_pages_without_files_lead_on(here: Replies, me: Acting) -> None:
    assert "webkitdirectory" in me.get(_drop_page(here))
    Quota.objects.all().delete()
    page = me.get(_drop_page(here))
    assert (
        "webkitdirectory" not in page and reverse("console:class_invitations", args=(here.training_class.pk,)) in page
    )


def test_others_see_and_do_nothing(here: Replies) -> None:
    batch = _doubtful(here, 1)
    file = batch.files.get()
    stranger, editor = Acting(staff(OfficeFactory())), Acting(staff(here.office, RoleKind.EDITOR))
    pages = [_drop_page(here), _batch_page(batch), _one(file), _one(file, "class_reply_file")]
    deeds = [
        reverse("console:class_reply_choose", args=(here.training_class.pk, batch.pk)),
        reverse("console:class_reply_take", args=(here.training_class.pk, batch.pk)),
        *(_one(file, name) for name in ("class_reply_move", "class_reply_aside", "class_reply_again")),
    ]
    for page in pages:
        stranger.get(page, status=404)
        assert "tep-" not in re.sub(r'id="[^"]*"', "", stranger.client.get(page).content.decode())
    for deed in [*deeds, _drop_page(here), _one(file)]:
        assert (stranger.status(deed), editor.status(deed)) == (404, 404)
    assert 'type="radio"' in editor.get(_batch_page(batch)) or editor.get(_batch_page(batch))
    assert batch.files.get().state == ReplyState.DOUBTFUL


def test_a_list_without_letter_shows_no_empty_number(here: Replies, me: Acting) -> None:
    batch = here.drop(("a.docx", as_docx(Reply(rows=letter("Sở Y tế").rows, about=""))))
    assert "…/" not in me.get(_batch_page(batch))
