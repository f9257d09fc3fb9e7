"""A folder of replies: sorted, read, attached; asked for where one is not sure; nothing twice and nothing lost."""

import io
import zipfile
from datetime import date, datetime, time
from typing import Any

import pytest
from django.utils import timezone

from khuevan.core.errors import DomainError
from khuevan.core.jobs.running import run_now
from khuevan.core.models import Job
from khuevan.nominations import reply_jobs
from khuevan.nominations.domain.reply_files import (
    READING,
    begin_replies,
    choose_agency,
    describe_reply,
    read_again,
    set_aside,
)
from khuevan.nominations.domain.taking import take_rows
from khuevan.nominations.enums import Answer, DraftState, ReplyState, SubmissionState
from khuevan.nominations.models import Invitation, Quota, ReplyBatch, ReplyFile, RosterDraft, Submission
from khuevan.people.enums import OrganizationKind, RoleKind
from khuevan.people.models import User
from khuevan.records.domain.keeping import keep_record
from khuevan.records.models import Record
from khuevan.training.domain.classes import begin_preparation, open_class, open_nominations
from khuevan.training.enums import RecordPurpose
from khuevan.training.models import TrainingClass
from tests.factories import OfficeFactory, OrganizationFactory, staff
from tests.factories.letters import Reply, as_docx, as_pdf, as_xlsx, people
from tests.factories.worlds import refused

pytestmark = pytest.mark.django_db
UBND = "UBND TỈNH KHÁNH HÒA"
NAMES = {"Sở Nội vụ": "SNV", "Sở Tư pháp": "STP", "Sở Y tế": "SYT", "Sở Tài chính": "STC"}


class Replies:
    """A class with four invited agencies, and what is dropped in for it."""

    def __init__(self) -> None:
        own = OrganizationFactory(name="Sở Ngoại vụ tỉnh Khánh Hòa", symbol="SNgV", place_name="Khánh Hòa")
        self.office = OfficeFactory(organization=own)
        self.officer: User = staff(self.office)
        day = date(2036, 11, 17)
        self.training_class: TrainingClass = open_class(
            self.officer, office=self.office, title="Lớp đối ngoại", start_date=day, end_date=day
        )
        begin_preparation(self.officer, self.training_class)
        open_nominations(self.officer, self.training_class)
        reply_by = timezone.make_aware(datetime.combine(day, time(8)))
        invitation = Invitation.objects.create(training_class=self.training_class, code="ABC234", reply_by=reply_by)
        for name, symbol in NAMES.items():
            body = OrganizationFactory(
                name=name, symbol=symbol, place_name="Khánh Hòa", kind=OrganizationKind.DEPARTMENT
            )
            Quota.objects.create(invitation=invitation, organization=body, name=name, seats=5)

    def quota(self, name: str) -> Quota:
        return Quota.objects.get(organization__name=name)

    def drop(self, *files: tuple[str, bytes], read: bool = True) -> ReplyBatch:
        batch = begin_replies(self.officer, self.training_class, files)
        if read:
            self.read(batch)
        return batch

    def read(self, batch: ReplyBatch) -> Job:
        job = Job.objects.about(batch).filter(kind=READING).latest("pk")
        return run_now(job)

    def file(self, name: str) -> ReplyFile:
        return ReplyFile.objects.get(name__endswith=name)


@pytest.fixture
def replies() -> Replies:
    return Replies()


def letter(name: str, count: int = 2, seed: int = 0, **values: Any) -> Reply:
    given = {"head": (UBND, name.upper()), "symbol": f"{NAMES.get(name, 'X')}-VP", "rows": people(name, count, seed)}
    return Reply(**{**given, **values})


def test_letters_of_three_kinds_are_sorted_read_and_attached(replies: Replies) -> None:
    batch = replies.drop(
        ("cv/a.docx", as_docx(letter("Sở Nội vụ"))),
        ("cv/b.pdf", as_pdf(letter("Sở Tư pháp", seed=3, number="7"))),
        ("cv/c.xlsx", as_xlsx(letter("Sở Y tế", 3, seed=6))),
    )
    assert batch.name == "cv"
    told = [(one.state, one.quota.name, one.rows, one.number) for one in batch.files.all() if one.quota]
    assert told == [
        (ReplyState.READ, "Sở Nội vụ", 2, "123"),
        (ReplyState.READ, "Sở Tư pháp", 2, "7"),
        (ReplyState.READ, "Sở Y tế", 3, "123"),
    ]
    word = replies.file("a.docx")
    assert word.record is not None and word.submission is not None and word.draft is not None
    assert (word.record.code, word.record.date, word.record.signer) == (
        "123/SNV-VP", date(2026, 10, 5), "Nguyễn Hữu Phước",
    )  # fmt: skip
    assert word.record.issuer.name == "Sở Nội vụ" and word.record.file
    attached = replies.training_class.class_records.get(record=word.record)
    assert attached.purpose == RecordPurpose.NOMINATION
    assert word.draft.agency == word.quota.organization and word.draft.waiting == 2
    quota = replies.quota("Sở Nội vụ")
    assert (quota.answer, quota.record) == (Answer.SENT, word.record)
    assert word.submission.state == SubmissionState.CONFIRMED and word.submission.draft == word.draft


def test_rows_taken_from_a_reply_are_people_of_the_agency(replies: Replies) -> None:
    replies.drop(("a.docx", as_docx(letter("Sở Nội vụ"))))
    draft = RosterDraft.objects.get()
    assert len(take_rows(replies.officer, draft).taken) == 2
    assert {one.organization_name for one in replies.training_class.enrollments.all()} == {"Sở Nội vụ"}


def test_a_doubtful_file_waits_for_its_agency_and_is_then_read(replies: Replies) -> None:
    batch = replies.drop(("a.docx", as_docx(letter("Sở Xây dựng"))))
    file = replies.file("a.docx")
    assert (file.state, file.quota, file.draft, file.rows) == (ReplyState.DOUBTFUL, None, None, 2)
    assert file.problem and not Record.objects.exists() and not Submission.objects.exists()
    choose_agency(replies.officer, file, replies.quota("Sở Tư pháp"))
    replies.read(batch)
    file.refresh_from_db()
    assert file.state == ReplyState.READ and file.draft and file.draft.agency.name == "Sở Tư pháp"
    assert file.record and file.record.issuer.name == "Sở Tư pháp" and file.problem == ""


def test_choosing_again_while_the_batch_is_read_reads_every_file_once(replies: Replies) -> None:
    files = [(f"{number}.docx", as_docx(letter("Sở Xây dựng", seed=number, number=str(number)))) for number in range(3)]
    batch = replies.drop(*files)
    for file, name in zip(batch.files.all(), NAMES, strict=False):
        choose_agency(replies.officer, file, replies.quota(name))
    replies.read(batch)
    assert [one.state for one in batch.files.all()] == [ReplyState.READ] * 3
    assert RosterDraft.objects.count() == Submission.objects.count() == 3


def test_a_file_read_for_a_wrong_agency_moves_with_its_letter(replies: Replies) -> None:
    batch = replies.drop(("a.docx", as_docx(letter("Sở Nội vụ"))))
    file = replies.file("a.docx")
    choose_agency(replies.officer, file, replies.quota("Sở Y tế"))
    wrong = replies.quota("Sở Nội vụ")
    assert (wrong.answer, wrong.record, wrong.answered_at) == (Answer.NONE, None, None)
    replies.read(batch)
    file.refresh_from_db()
    assert file.record is not None and file.record.issuer.name == "Sở Y tế"
    assert Record.objects.count() == 1 and replies.training_class.class_records.count() == 1
    assert replies.quota("Sở Y tế").answer == Answer.SENT
    assert [draft.state for draft in RosterDraft.objects.order_by("pk")] == [DraftState.DISCARDED, DraftState.OPEN]


def test_a_file_whose_rows_are_on_the_list_stays_where_it_is(replies: Replies) -> None:
    replies.drop(("a.docx", as_docx(letter("Sở Nội vụ"))))
    take_rows(replies.officer, RosterDraft.objects.get(), [0])
    file = replies.file("a.docx")
    with refused("reply_is_taken"):
        choose_agency(replies.officer, file, replies.quota("Sở Y tế"))
    with refused("reply_is_taken"):
        set_aside(replies.officer, file)
    file.refresh_from_db()
    assert file.state == ReplyState.READ and replies.quota("Sở Nội vụ").answer == Answer.SENT


def test_a_file_set_aside_counts_nowhere_and_can_come_back(replies: Replies) -> None:
    batch = replies.drop(("a.docx", as_docx(letter("Sở Nội vụ"))))
    file = replies.file("a.docx")
    set_aside(replies.officer, file)
    file.refresh_from_db()
    assert (file.state, file.quota, file.draft) == (ReplyState.SET_ASIDE, None, None)
    assert replies.quota("Sở Nội vụ").answer == Answer.NONE and not replies.training_class.class_records.exists()
    read_again(replies.officer, file)
    replies.read(batch)
    assert replies.file("a.docx").state == ReplyState.READ and Record.objects.count() == 1


def test_the_same_file_twice_is_named_and_not_read_again(replies: Replies) -> None:
    content = as_docx(letter("Sở Nội vụ"))
    replies.drop(("a.docx", content), ("b.docx", content))
    again = replies.drop(("c.docx", content), read=False)
    assert [replies.file(name).state for name in ("a.docx", "b.docx", "c.docx")] == [
        ReplyState.READ, ReplyState.DOUBLE, ReplyState.DOUBLE,
    ]  # fmt: skip
    assert "a.docx" in replies.file("c.docx").problem
    assert RosterDraft.objects.count() == 1 and not Job.objects.about(again).exists()


def test_the_letter_and_its_list_in_two_files_are_one_answer(replies: Replies) -> None:
    rows = people("Sở Nội vụ", 3)
    both = (
        ("ds.xlsx", as_xlsx(Reply(rows=rows))),
        ("cv.pdf", as_pdf(letter("Sở Nội vụ", rows=rows))),
        ("cv2.docx", as_docx(letter("Sở Y tế", rows=(), number="9"))),
        ("ds2.xlsx", as_xlsx(Reply(rows=people("Sở Y tế", 2, 9)))),
    )
    replies.drop(*both)
    assert replies.file("ds.xlsx").state == ReplyState.READ
    assert replies.file("cv.pdf").state == ReplyState.DOUBLE and "ds.xlsx" in replies.file("cv.pdf").problem
    assert replies.file("cv2.docx").state == ReplyState.NO_LIST
    assert RosterDraft.objects.count() == Submission.objects.count() == 2
    assert [replies.quota(name).record.code for name in ("Sở Nội vụ", "Sở Y tế")] == ["123/SNV-VP", "09/SYT-VP"]


def test_the_list_stays_an_answer_when_its_letter_is_set_aside(replies: Replies) -> None:
    rows = people("Sở Y tế", 2, 9)
    replies.drop(("ds.xlsx", as_xlsx(Reply(rows=rows))))
    replies.drop(("cv.docx", as_docx(letter("Sở Y tế", rows=(), number="9"))))
    listed, cover = replies.file("ds.xlsx"), replies.file("cv.docx")
    assert cover.submission is not None and cover.submission == listed.submission
    set_aside(replies.officer, cover)
    listed.refresh_from_db()
    assert listed.submission is not None and listed.submission.state == SubmissionState.CONFIRMED
    assert replies.quota("Sở Y tế").answer == Answer.SENT


def test_a_refusal_read_again_is_one_answer(replies: Replies) -> None:
    words = ("Sở Tư pháp không cử công chức tham dự lớp bồi dưỡng.",)
    batch = replies.drop(("a.docx", as_docx(letter("Sở Tư pháp", rows=(), words=words))))
    read_again(replies.officer, replies.file("a.docx"))
    replies.read(batch)
    assert replies.quota("Sở Tư pháp").answer == Answer.DECLINED
    assert Submission.objects.filter(state=SubmissionState.CONFIRMED).count() == 1


def test_a_letter_that_says_nobody_is_sent_is_the_answer(replies: Replies) -> None:
    words = ("Do trùng lịch kiểm tra công vụ, Sở Tư pháp không cử công chức tham dự lớp bồi dưỡng.",)
    replies.drop(("a.docx", as_docx(letter("Sở Tư pháp", rows=(), words=words))))
    quota, file = replies.quota("Sở Tư pháp"), replies.file("a.docx")
    assert (quota.answer, file.state) == (Answer.DECLINED, ReplyState.NO_LIST)
    assert quota.decline_reason == words[0] and quota.record is not None


def test_a_refusal_in_a_doubtful_letter_waits_for_somebody(replies: Replies) -> None:
    words = ("Sở không cử công chức tham dự lớp bồi dưỡng.",)
    batch = replies.drop(("a.docx", as_docx(letter("Sở Xây dựng", rows=(), words=words))))
    assert replies.file("a.docx").state == ReplyState.DOUBTFUL
    choose_agency(replies.officer, replies.file("a.docx"), replies.quota("Sở Y tế"))
    replies.read(batch)
    assert replies.quota("Sở Y tế").answer == Answer.DECLINED


def test_what_cannot_be_read_says_why_and_stops_nobody(replies: Replies) -> None:
    replies.drop(
        ("empty.docx", b""),
        ("broken.docx", b"PK\x03\x04" + b"word/document.xml" * 50),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument\0".encode("utf-16-le") * 9),
        ("good.docx", as_docx(letter("Sở Nội vụ"))),
    )
    assert replies.file("good.docx").state == ReplyState.READ
    old = replies.file("old.doc")
    assert old.state == ReplyState.UNREADABLE and old.problem
    left = dict(ReplyBatch.objects.get().left_out)
    assert set(left) == {"empty.docx", "broken.docx"} and all(left.values())


def test_a_photo_becomes_a_list_to_type(replies: Replies) -> None:
    from PIL import Image

    made = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(made, "PNG")
    batch = replies.drop(("Sở Nội vụ.png", made.getvalue()))
    file = replies.file("png")
    assert file.state == ReplyState.DOUBTFUL and file.candidates[0]["quota"] == replies.quota("Sở Nội vụ").pk
    choose_agency(replies.officer, file, replies.quota("Sở Nội vụ"))
    replies.read(batch)
    file.refresh_from_db()
    assert file.state == ReplyState.TO_TYPE and file.draft is not None and file.draft.pages.count() == 1
    assert file.record is not None and file.record.subject


def test_a_record_the_office_keeps_already_is_the_letter(replies: Replies) -> None:
    issuer = replies.quota("Sở Nội vụ").organization
    known = keep_record(
        replies.officer, office=replies.office, issuer=issuer, number="123", symbol="SNV-VP", date=date(2026, 10, 5)
    )
    replies.drop(("a.docx", as_docx(letter("Sở Nội vụ"))))
    known.refresh_from_db()
    assert replies.file("a.docx").record == known and known.file and Record.objects.count() == 1


def test_number_and_date_written_by_hand_are_filled_in_and_reach_the_record(replies: Replies) -> None:
    replies.drop(("a.docx", as_docx(letter("Sở Nội vụ", number="", day=None))))
    file = replies.file("a.docx")
    assert (file.number, file.symbol, file.date, file.state) == ("", "SNV-VP", None, ReplyState.READ)
    describe_reply(replies.officer, file, number="88", symbol="SNV-VP", date=date(2026, 10, 6))
    file.refresh_from_db()
    assert file.record is not None and (file.record.code, file.record.date) == ("88/SNV-VP", date(2026, 10, 6))


def test_killed_between_steps_goes_on_without_doubles(replies: Replies, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reply_jobs, "FILES_A_STEP", 1)
    files = [(f"{name}.docx", as_docx(letter(name, seed=at, number=str(at + 1)))) for at, name in enumerate(NAMES)]
    batch = replies.drop(*files, read=False)
    real, calls = reply_jobs.keep_reading, []

    def dies(*given: Any) -> ReplyFile:
        calls.append(given)
        kept = real(*given)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return kept

    monkeypatch.setattr(reply_jobs, "keep_reading", dies)
    job = Job.objects.about(batch).get()
    with pytest.raises(KeyboardInterrupt):
        run_now(job)
    assert RosterDraft.objects.count() == 1
    Job.objects.filter(pk=job.pk).update(state="waiting", lease_holder="", lease_until=None)
    assert run_now(job).state == "done"
    assert RosterDraft.objects.count() == Record.objects.count() == Submission.objects.count() == 4
    assert {one.state for one in batch.files.all()} == {ReplyState.READ}


def test_all_good_rows_of_all_lists_are_taken_by_one_job(replies: Replies) -> None:
    files = [(f"{name}.docx", as_docx(letter(name, seed=at * 3, number=str(at + 1)))) for at, name in enumerate(NAMES)]
    batch = replies.drop(*files)
    job = run_now(reply_jobs.start_taking_replies(replies.officer, batch))
    assert (job.state, job.done, replies.training_class.enrollments.count()) == ("done", 8, 8)
    assert {draft.state for draft in RosterDraft.objects.all()} == {DraftState.TAKEN}
    assert reply_jobs.open_drafts(batch) == []


def test_a_folder_as_zip_keeps_its_vietnamese_names(replies: Replies) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("trả lời/Sở Nội vụ.docx", as_docx(letter("Sở Nội vụ")))
        archive.writestr("__MACOSX/trả lời/._Sở Nội vụ.docx", b"x")
    replies.drop(("tra-loi.zip", made.getvalue()))
    assert [one.name for one in ReplyFile.objects.all()] == ["tra-loi/trả lời/Sở Nội vụ.docx"]


def test_strangers_drop_nothing_and_choose_nothing(replies: Replies) -> None:
    clerk = staff(replies.office, RoleKind.EDITOR)
    stranger = staff(OfficeFactory())
    replies.drop(("a.docx", as_docx(letter("Sở Xây dựng"))))
    for actor in (clerk, stranger):
        with pytest.raises(DomainError):
            begin_replies(actor, replies.training_class, [("a.docx", b"x")])
        with pytest.raises(DomainError):
            choose_agency(actor, replies.file("a.docx"), replies.quota("Sở Y tế"))
    assert not ReplyFile.objects.visible_to(stranger).exists() and not ReplyBatch.objects.visible_to(stranger).exists()
    assert ReplyFile.objects.visible_to(replies.officer).count() == 1


def test_nothing_is_sorted_where_nobody_is_invited(replies: Replies) -> None:
    Quota.objects.all().delete()
    with refused("nobody_invited"):
        begin_replies(replies.officer, replies.training_class, [("a.docx", b"x")])


def test_an_agency_of_another_class_is_refused(replies: Replies) -> None:
    replies.drop(("a.docx", as_docx(letter("Sở Xây dựng"))))
    day = date(2036, 12, 1)
    other = open_class(replies.officer, office=replies.office, title="Lớp khác", start_date=day, end_date=day)
    invitation = Invitation.objects.create(training_class=other, code="ZZZ234", reply_by=timezone.now())
    quota = Quota.objects.create(invitation=invitation, organization=replies.quota("Sở Y tế").organization, name="X")
    with refused("not_invited"):
        choose_agency(replies.officer, replies.file("a.docx"), quota)
