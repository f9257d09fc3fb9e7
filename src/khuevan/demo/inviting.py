"""A class to which sixty agencies are asked to send people; some have answered, each in its own way."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import override

from khuevan.core.actors import Bearer
from khuevan.core.errors import DomainError
from khuevan.core.workbooks import Sheet, workbook
from khuevan.demo.bodies import Scene
from khuevan.demo.texts.model import FRIDAY, AnswerText, ComingClass, InvitationText, NomineeText
from khuevan.demo.texts.reading import invitation_text
from khuevan.nominations.domain.confirming import attach_reply, confirm_submission, enter_submission
from khuevan.nominations.domain.deciding import accept
from khuevan.nominations.domain.drafts import begin_draft
from khuevan.nominations.domain.importing import read_list
from khuevan.nominations.domain.inviting import Invited, invite, note_opened, prepare_invitation, record_letter
from khuevan.nominations.domain.nominees import Nominee
from khuevan.nominations.domain.submitting import begin_submission, decline, send_submission
from khuevan.nominations.domain.taking import take_rows
from khuevan.nominations.enums import ConfirmedBy, NominationState, SubmissionWay
from khuevan.nominations.models import Invitation, Quota
from khuevan.people.domain.access_links import bearer_of, make_link
from khuevan.people.domain.contacts import NewContact, import_contacts
from khuevan.people.enums import ContactSlot, Gender
from khuevan.people.models import AccessLink, Contact
from khuevan.records.domain.keeping import keep_record
from khuevan.training.models import TrainingClass

END_OF_WORK = time(17)
SENT_BEFORE = timedelta(days=8)
"""How long ago the letter went out."""
ACCEPTED = 6
"""People the officer has accepted so far; the others wait for a word."""
HEADINGS = ("STT", "Họ và tên", "Năm sinh", "Giới tính", "Chức vụ", "Đơn vị", "Điện thoại")
GENDERS = {Gender.MALE: "Nam", Gender.FEMALE: "Nữ"}


def invite_agencies(scene: Scene, course: ComingClass, training_class: TrainingClass, today: date) -> None:
    """The letter is out, the contacts are known, and the answers so far have come in."""
    text = invitation_text()
    reply_by = timezone.make_aware(datetime.combine(course.reply_by(today), END_OF_WORK))
    invitation = prepare_invitation(scene.officer, training_class, reply_by=reply_by, seats=course.seats)
    chosen = [Invited(scene.organization(one.organization), one.seats) for one in text.agencies]
    quotas = {quota.organization_id: quota for quota in invite(scene.officer, invitation, chosen)}
    _letter(scene, invitation, text, today)
    _contacts(scene, text)
    for one in text.agencies:
        if one.answer is not None:
            _answer(scene, quotas[scene.organization(one.organization).pk], one.answer, today)
    waiting = training_class.nominations.filter(state=NominationState.PROPOSED).order_by("pk")
    accept(scene.officer, training_class, list(waiting[:ACCEPTED]))


def _letter(scene: Scene, invitation: Invitation, text: InvitationText, today: date) -> None:
    document = keep_record(
        scene.officer,
        office=scene.office,
        issuer=scene.office.organization,
        number=text.number,
        symbol=text.symbol,
        date=_workday(today - SENT_BEFORE),
        subject=text.subject,
    )
    record_letter(scene.officer, invitation, document)


def _workday(day: date) -> date:
    """The day itself, or the Friday before."""
    return day - timedelta(days=max(0, day.weekday() - FRIDAY))


def _contacts(scene: Scene, text: InvitationText) -> None:
    found = [
        NewContact(
            scene.organization(one.organization),
            ContactSlot.FOCAL,
            name=one.contact.name,
            position=one.contact.position,
            phone=one.contact.phone,
            email=one.contact.email,
        )
        for one in text.agencies
    ]
    import_contacts(scene.officer, found, title="Đầu mối cử học viên")


def _answer(scene: Scene, quota: Quota, answer: AnswerText, today: date) -> None:
    people = [_nominee(one) for one in answer.people]
    if answer.way == SubmissionWay.FILE:
        _by_letter(scene, quota, answer, today)
    elif answer.way == SubmissionWay.PAGE:
        _by_page(scene, quota, answer, people)
    elif answer.way == SubmissionWay.LINK:
        _by_link(scene, quota, answer, people)
    elif answer.reason:
        decline(scene.officer, quota, reason=answer.reason, way=answer.way)
    else:
        enter_submission(scene.officer, quota, people)


def _nominee(one: NomineeText) -> Nominee:
    return Nominee(one.name, birth=one.birth, gender=one.gender, position=one.position, phone=one.phone)


def _by_page(scene: Scene, quota: Quota, answer: AnswerText, people: list[Nominee]) -> None:
    """Somebody of the agency by the short address; the officer asked back by telephone, or has not yet."""
    contact = _contact(quota)
    note_opened(quota)
    sent, _token = begin_submission(Bearer(label=quota.name), quota, way=answer.way, nominees=people)
    send_submission(Bearer(label=quota.name), sent, sender_name=contact.name, sender_phone=contact.phone)
    if answer.is_confirmed:
        confirm_submission(scene.officer, sent, how=ConfirmedBy.OFFICER, contact=contact)


def _by_link(scene: Scene, quota: Quota, answer: AnswerText, people: list[Nominee]) -> None:
    link, holder = _link(scene, quota)
    note_opened(quota)
    if answer.reason:
        decline(holder, quota, reason=answer.reason, way=answer.way, link=link)
        return
    sent, _token = begin_submission(holder, quota, way=answer.way, nominees=people, link=link)
    contact = _contact(quota)
    send_submission(holder, sent, sender_name=contact.name, sender_phone=contact.phone)


def _link(scene: Scene, quota: Quota) -> tuple[AccessLink, Bearer]:
    contact = _contact(quota)
    link, _secret = make_link(scene.officer, office=scene.office, organization=quota.organization, contact=contact)
    return link, bearer_of(link)


def _contact(quota: Quota) -> Contact:
    contact: Contact = quota.organization.contacts.get(slot=ContactSlot.FOCAL)
    return contact


def _by_letter(scene: Scene, quota: Quota, answer: AnswerText, today: date) -> None:
    """The agency's letter came with a list as a file, which the officer checked and took."""
    letter = keep_record(
        scene.officer,
        office=scene.office,
        issuer=quota.organization,
        number=answer.number,
        symbol=answer.symbol,
        date=_workday(today),
        subject="V/v cử người tham dự lớp tập huấn lễ tân đối ngoại",
    )
    content = _list(quota, answer)
    contents = read_list(content, "danh-sach.xlsx", office=scene.office, agency=quota.organization)
    name = f"{answer.number} {answer.symbol} danh sách cử.xlsx"
    draft = begin_draft(
        scene.officer,
        quota.invitation.training_class,
        name=name,
        content=content,
        contents=contents,
        agency=quota.organization,
    )
    attach_reply(scene.officer, quota, draft=draft, record=letter)
    taken = take_rows(scene.officer, draft)
    if taken.refused:
        raise DomainError("demo_list_is_bad", f"{name}: {taken.refused[0].refused}")


def _list(quota: Quota, answer: AnswerText) -> bytes:
    rows = [
        (number, one.name, one.birth, GENDERS[one.gender], one.position, quota.name, one.phone)
        for number, one in enumerate(answer.people, start=1)
    ]
    with override("vi"):
        return workbook(Sheet(f"Danh sách cử người tham dự của {quota.name}", "", HEADINGS, rows))
