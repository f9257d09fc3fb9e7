"""One office with something at every address of the console."""

import io
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import docx
from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone

from khuevan.assessment.domain.commending import commend
from khuevan.assessment.models import Outcome
from khuevan.core.actors import Bearer
from khuevan.core.jobs.starting import start
from khuevan.nominations.domain.confirming import enter_submission
from khuevan.nominations.domain.drafts import Contents, PagePicture, begin_draft
from khuevan.nominations.domain.inviting import Invited, invite, prepare_invitation
from khuevan.nominations.domain.nominees import Nominee
from khuevan.nominations.domain.reply_files import begin_replies
from khuevan.nominations.domain.submitting import begin_submission, send_submission
from khuevan.nominations.enums import SubmissionWay
from khuevan.nominations.models import RememberedLayout
from khuevan.notifications.domain.composing import Recipient, compose
from khuevan.notifications.domain.kinds import kind_of
from khuevan.notifications.models import Message
from khuevan.papers.domain.making import make_paper
from khuevan.papers.domain.money.advances import ask_advance
from khuevan.papers.domain.money.estimate import add_line
from khuevan.papers.domain.money.expenses import add_expense
from khuevan.papers.domain.money.rates import add_rate
from khuevan.papers.domain.signers import add_signer
from khuevan.papers.domain.signing import record_signed
from khuevan.papers.enums import ExpenseGroup, PaperKind, TemplateState
from khuevan.papers.models import LecturerFee, PaperTemplate
from khuevan.people.domain.access_links import make_link
from khuevan.people.domain.contacts import NewContact, add_contact, import_contacts
from khuevan.people.domain.corrections import ask_correction
from khuevan.people.domain.groups import add_group
from khuevan.people.domain.invitations import invite_colleague
from khuevan.people.domain.merging import merge_people
from khuevan.people.domain.persons import add_person
from khuevan.people.domain.postings import add_posting
from khuevan.people.domain.succession import split_body
from khuevan.people.enums import ContactSlot, RoleKind
from khuevan.people.models import CorrectionRequest, Invitation, User
from khuevan.readers.roster import Place, RosterRow
from khuevan.records.domain.keeping import keep_record
from khuevan.records.domain.numbers import take_number
from khuevan.records.domain.series import add_series
from khuevan.training.domain.arrangements import add_lecturer
from khuevan.training.domain.documents import attach_record
from khuevan.training.domain.need_calls import call_needs
from khuevan.training.domain.plan_opening import link_class
from khuevan.training.domain.plan_versions import amend, approve
from khuevan.training.domain.planned_classes import add_planned
from khuevan.training.domain.plans import make_plan
from khuevan.training.domain.timetable.programme import add_item, add_topic
from khuevan.training.enums import ItemKind, RecordPurpose
from khuevan.training.models import TrainingClass
from tests.console.everything_prepared import of_preparing
from tests.factories import ArticleFactory, OrganizationFactory, PersonFactory, staff
from tests.factories.worlds import World, world


@dataclass
class Everything:
    """The world and the key of each thing in it, by the word an address has for it."""

    here: World
    waiting: World
    keys: dict[str, object]
    of_view: dict[str, object]

    def key_of(self, view: str, word: str) -> object:
        """The key in the address of ``view``: of its own object where ``pk`` is not the class."""
        if f"{view}:{word}" in self.of_view:
            return self.of_view[f"{view}:{word}"]
        if word == "key" and view in KEYS_OF_DEEDS:
            return KEYS_OF_DEEDS[view]
        return self.of_view[view] if word == "pk" and view in self.of_view else self.keys[word]


def everything() -> Everything:
    here, waiting = world(), world(teaching=False)
    keys = {**_finished(here), **_arranged(waiting), **_entries(here), **_bodies(here)}
    keys |= _papers(here) | _planned(here) | _numbered(here) | _money(here) | _templated(here)
    more, of_more = of_preparing(here, waiting)
    keys |= more
    learner = here.enrollments[0]
    invitation = _invitation(here)
    job = start(here.officer, "certificates.issue", here.training_class)
    article = ArticleFactory(office=here.office, training_class=here.training_class, state="draft", published_at=None)
    of_view: dict[str, object] = {
        "record_file": keys["record"],
        "end_device": 0,  # of nobody: with a device of the stranger the walk would sign itself out
        "certificate_file": keys["certificate"],
        "job": job.pk,
        **{f"job_{deed}": job.pk for deed in ("figures", "pause", "resume", "cancel")},
        **dict.fromkeys(("people_one", "people_change", "people_remove", "people_link_make"), learner.person_id),
        "correction": _asked(here).pk,
        **dict.fromkeys(("people_correction", "people_consent"), learner.person_id),
        **dict.fromkeys(("people_citizen_id", "posting_add", "posting_change", "posting_remove"), learner.person_id),
        **dict.fromkeys(("organizations_one", "organizations_change", *BODY_DEEDS), here.office.organization_id),
        **dict.fromkeys(("user", "change_roles", "act_on_user"), here.officer.pk),
        **{f"{deed}_invitation": invitation.pk for deed in ("sent", "reissue", "revoke")},
        **dict.fromkeys(("article", *(f"article_{deed}" for deed in ARTICLE_DEEDS)), article.pk),
        **dict.fromkeys(WAITING, waiting.training_class.pk),
        **dict.fromkeys(MESSAGE_VIEWS, _message(here).pk),
        **{f"signers_{deed}:key": "nguoi-ky" for deed in SIGNER_DEEDS},
        **{f"signers_{deed}:row": keys["signer"] for deed in SIGNER_DEEDS},
        **{f"class_record_{deed}:row": keys["attached"] for deed in ("change", "detach")},
        "class_made_forget:made": keys["signed"],
        **of_more,
    }
    return Everything(here, waiting, {**WORDS, **keys}, of_view)


def _finished(here: World) -> dict[str, object]:
    """The keys of a class with certificates and a document."""
    certificates = here.issue()
    issuer = here.office.organization
    document = keep_record(
        here.officer, office=here.office, issuer=issuer, number="1", symbol="KH-STN", date=date(2019, 9, 1)
    )
    attached = attach_record(here.officer, here.training_class, document, purpose=RecordPurpose.PLAN)
    learner = here.enrollments[0]
    return {
        "pk": here.training_class.pk,
        "office_pk": here.office.pk,
        "session": here.sessions[0].pk,
        "learner": learner.pk,
        "outcome": Outcome.objects.filter(enrollment=learner).get().pk,
        "commendation": commend(here.officer, here.enrollments[1], reason="Tích cực").pk,
        "certificate": certificates[0].pk,
        "nonce": f"mark-{here.sessions[0].pk}-0",
        "record": document.pk,
        "document": document.pk,
        "attached": attached.pk,
    }


def _arranged(waiting: World) -> dict[str, object]:
    """The keys of a class that is being prepared."""
    officer, training_class, session = waiting.officer, waiting.training_class, waiting.sessions[0]
    topic = add_topic(officer, training_class, title="Lễ tân đối ngoại")
    item = add_item(officer, session, kind=ItemKind.LECTURE, starts_at=session.starts_at, title="Lễ tân")
    lecturer = add_lecturer(officer, training_class, person=PersonFactory(), title="Phó Giám đốc")
    scan = Contents(
        rows=[RosterRow(Place("", 1), full_name="Lò Thị Mai")], pages=[PagePicture(b"\xff\xd8\xff", ".jpg", 1, 1)]
    )
    draft = begin_draft(officer, training_class, name="a.xlsx", content=b"x", contents=scan)
    layout = RememberedLayout.objects.create(office=waiting.office, signature="x", headings=["Họ và tên"])
    return {
        **_invited(officer, training_class),
        **_replied(officer, training_class),
        "draft": draft.pk,
        "layout": layout.pk,
        "number": 1,
        "index": 0,
        "item": item.pk,
        "topic": topic.pk,
        "row": lecturer.pk,
    }


def _invited(officer: User, training_class: TrainingClass) -> dict[str, object]:
    """The keys of an agency with an answer that waits for confirmation, and of somebody it named."""
    until = timezone.make_aware(datetime(2019, 9, 27, 17))
    invitation = prepare_invitation(officer, training_class, reply_by=until)
    body = OrganizationFactory(name="Sở Giáo dục và Đào tạo")
    (quota,) = invite(officer, invitation, [Invited(body, seats=1)])
    enter_submission(officer, quota, [Nominee("Lò Thị Mai"), Nominee("Vũ Đức")])
    answer, _token = begin_submission(
        Bearer("Khách"), quota, way=SubmissionWay.PAGE, nominees=[Nominee("Đỗ Ân")], file_name="a.pdf", content=b"%PDF"
    )
    send_submission(Bearer("Khách"), answer, sender_name="Văn thư")
    nominee = quota.nominations.order_by("pk")[0]
    return {"quota": quota.pk, "submission": answer.pk, "nominee": nominee.pk}


def _replied(officer: User, training_class: TrainingClass) -> dict[str, object]:
    """The keys of replies dropped in together, and of one of the files."""
    batch = begin_replies(officer, training_class, [("a.txt", b"Danh sach")])
    return {"batch": batch.pk, "reply": batch.files.get().pk}


def _entries(here: World) -> dict[str, object]:
    """The keys of two people to compare, of a position held, and of a merge."""
    one, other, third = (learner.person for learner in here.enrollments)
    twice = add_person(here.officer, full_name=third.full_name, office=here.office)
    posting = add_posting(here.officer, one, position="Chuyên viên")
    merge = merge_people(here.officer, third, twice)
    return {"first": one.pk, "second": other.pk, "posting": posting.pk, "merge": merge.pk}


def _papers(here: World) -> dict[str, object]:
    """The keys of a signer, of a paper as it was made, and of one that was signed."""
    officer, about = here.officer, here.training_class
    signer = add_signer(officer, office=here.office, name="Vũ Sỹ Thắng", title="Giám đốc")
    made = make_paper(officer, about, PaperKind.CLASS_PLAN)
    signed = make_paper(officer, about, PaperKind.OPENING_DECISION)
    record_signed(officer, signed, number="15", symbol="QĐ-STN", date=date(2019, 9, 20))
    return {"signer": signer.pk, "made": made.pk, "signed": signed.pk}


def _money(here: World) -> dict[str, object]:
    """The keys of a rate, a line of the estimate, an advance, an expense with a proof, a fee."""
    officer, about = here.officer, here.training_class
    said = {"name": "Hội trường", "unit": "ngày"}
    rate = add_rate(officer, here.office, group=ExpenseGroup.VENUE, amount=2_000_000, **said)
    line = add_line(officer, about, group=ExpenseGroup.VENUE, quantity=Decimal(1), price=2_000_000, rate=rate, **said)
    advance = ask_advance(
        officer, about, receiver="Lê Thị Mai", amount=1_000_000, reason="Mở lớp", asked_on=date(2019, 9, 1)
    )
    expense = add_expense(officer, about, line=line, name="Hội trường", amount=2_500_000, paid_to="Khách sạn")
    fee = LecturerFee.objects.create(
        lecturer=add_lecturer(officer, about, person=PersonFactory()), half_days=Decimal(1), price=1_000_000
    )
    proof = expense.proofs.order_by("pk")[0]
    rows = {"rate": rate, "line": line, "advance": advance, "expense": expense, "proof": proof, "fee": fee}
    return {name: row.pk for name, row in rows.items()}


def _asked(here: World) -> CorrectionRequest:
    person = here.enrollments[0].person
    return ask_correction(here.officer, person, office=here.office, wishes={"birth": "1986"}, own_words="Sai năm sinh")


def _bodies(here: World) -> dict[str, object]:
    """The keys of what is kept of bodies: a contact, a succession, a group, a change of many."""
    body, officer = here.office.organization, here.officer
    science = OrganizationFactory(name="Sở Khoa học và Công nghệ")
    fate = split_body(officer, body, [(science, "chuyển đổi số")], on=date(2025, 3, 1), goes_on=True)[0]
    contact = add_contact(officer, body, name="Lê Thị Mai")
    group = add_group(officer, here.office, name="Xã biên giới")
    imported = import_contacts(officer, [NewContact(body, ContactSlot.CLERK, "Vũ Đức")])
    assert imported.change is not None
    link, _secret = make_link(officer, office=here.office, organization=body)
    keys = {"fate": fate.pk, "contact": contact.pk, "group": group.pk, "link": link.pk}
    return {**keys, "directory_change": imported.change.pk}


def _planned(here: World) -> dict[str, object]:
    """The keys of a plan that was signed and is being amended, of a class of it, and of an agency's needs."""
    officer, office = here.officer, here.office
    plan = make_plan(officer, office, 2019)
    planned = add_planned(officer, plan, title="Lớp bồi dưỡng nghiệp vụ đối ngoại", people=60)
    link_class(officer, planned, here.training_class)
    signed = keep_record(
        officer, office=office, issuer=office.organization, number="29", symbol="KH-UBND", date=date(2019, 1, 25)
    )
    version = approve(officer, plan, signed)
    amend(officer, plan, reason="Thêm một lớp")
    call = call_needs(officer, office, 2019, reply_by=timezone.localdate(), agencies=[OrganizationFactory()])
    return {
        "plan": plan.pk,
        "planned": planned.pk,
        "held": here.training_class.pk,
        "version": version.pk,
        "call": call.pk,
        "need_answer": call.answers.get().pk,
    }


def _templated(here: World) -> dict[str, object]:
    """The key of a Word template that could be used."""
    document, file = docx.Document(), io.BytesIO()
    document.add_paragraph("{{ ten_lop }}")
    document.save(file)
    template = PaperTemplate(
        office=here.office, kind=PaperKind.CLASS_PLAN, version=1, state=TemplateState.READY, uploaded_at=timezone.now()
    )
    template.fields = ["ten_lop"]
    template.file.save("mau.docx", ContentFile(file.getvalue()))
    return {"template": template.pk}


def _numbered(here: World) -> dict[str, object]:
    """The keys of a series of numbers of the office's own, and of a number of it."""
    clerk = staff(here.office, RoleKind.CLERK)
    series = add_series(clerk, here.office, name="Giấy mời", kinds=["GM"])
    number = take_number(clerk, series, on=timezone.localdate(), reason="Giấy mời khai giảng")
    return {"series": series.pk, "document_number": number.pk}


def _message(here: World) -> Message:
    """Waiting to be copied by hand, with an address for a picture."""
    kind = kind_of("nominations.invitation")
    values = {**kind.sample, "địa chỉ": f"{settings.KHUEVAN_BASE_URL}/moi/K7M2QX/"}
    to = Recipient("Sở Y tế", phone="0258 3822 412")
    message = compose(kind.code, office_id=here.office.pk, to=to, values=values, about=here.training_class)
    assert message is not None
    return message


MESSAGE_VIEWS = ("message", "message_qr", *(f"message_{deed}" for deed in ("sent", "unsent", "retry", "cancel")))
BODY_DEEDS = (
    "organization_fate", "organization_fate_change", "organization_fate_remove", "organization_remove",
    "organization_contact_add", "organization_contacts_confirm", "organization_contact_change",
    "organization_contact_remove", "organization_link_make",
)  # fmt: skip


WORDS: dict[str, object] = {
    "photo": 1,
    "place": 1,
    "book": "du-toan",
    "key": "bao-cao-vien",
    "kind": "ca-nhan",
    "deed": "khoa",
    "name": "hoc-vien",
    "slug": "ke-hoach",
    "part": "truoc-lop",
    "purpose": "plan",
    "use": "photos",
    "ending": "pdf",
    "message_kind": "nominations.invitation",
}
"""Parts of addresses that are the same for everybody."""

KEYS_OF_DEEDS = {"class_deed": "chuan-bi", "class_certificate_deed": "huy"}
SIGNER_DEEDS = ("add", "change", "remove", "bring_back", "up", "down")
ARTICLE_DEEDS = ("change", "publish", "withdraw", "photos", "upload", "photo", "preview")
DRAFT_DEEDS = (
    "take", "discard", "fix", "problems", "row", "leave", "bring_back", "decide", "decide_sure", "leave_chosen",
    "columns", "reread", "forget", "agencies", "add", "picture", "undo",
)  # fmt: skip
INVITED = (
    "class_invite", "class_invite_names", "class_invite_undo", "class_invitation_share", "class_invitation_qr",
    "class_invitation_letter", "class_invitation_letter_use", "class_calls", "class_reminders", "class_links",
    "class_quota", "class_quota_change", "class_quota_decline", "class_quota_accept_again", "class_quota_add",
    "class_quota_called", "class_quota_uncalled", "class_submission_confirm", "class_submission_reject",
    "class_submission_file", "class_submission_letter", "class_invitation_terms",
    "class_nominees", "class_reserve", "class_nominee_deed", "class_nominees_accept",
    "class_nominees_undo", "class_invitation_close", "class_invitation_reopen",
)  # fmt: skip
REPLY_VIEWS = (
    "class_replies", "class_reply_batch", "class_reply_take", "class_reply_choose", "class_reply",
    *(f"class_reply_{deed}" for deed in ("move", "aside", "again", "file")),
)  # fmt: skip
WAITING = (
    *REPLY_VIEWS,
    *INVITED,
    "class_draft", *(f"class_draft_{deed}" for deed in DRAFT_DEEDS), "item_change", "item_remove",
    "item_up", "item_down", "topic_change", "topic_remove", "topic_up", "topic_down", "class_part_change",
    "class_part_remove", "class_part_up", "class_part_down", "class_main_venue",
)  # fmt: skip


def _invitation(here: World) -> Invitation:
    administrator = staff(here.office, RoleKind.ADMINISTRATOR)
    invitation, _secret = invite_colleague(
        administrator, office=here.office, username="moi.vao", full_name="Lê Mới", kinds=[RoleKind.EDITOR]
    )
    return invitation
