"""What agencies, participants and officers are told when something happens to answers and lists.

Called inside the verb that does it: the messages are written in its transaction and go out after it.  Agencies get
theirs by e-mail, or, where only a telephone is known, among the messages to be copied by hand; what is merely a receipt
is not copied by hand.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from khuevan.core.templatetags.khuevan import thousands, vn_date, vn_range, vn_time
from khuevan.nominations.domain import notice_kinds as kinds
from khuevan.nominations.domain.notice_people import officers_of, recipients_of
from khuevan.nominations.enums import EnrollmentState, NominationState, SubmissionKind, SubmissionWay
from khuevan.nominations.models import Enrollment, Invitation, Nomination, Quota, Submission
from khuevan.notifications.domain.composing import Attachment, Letter, Recipient, compose_many
from khuevan.notifications.models import Message
from khuevan.training.domain.timetable.class_calendar import TYPE, calendar_name, class_calendar
from khuevan.training.models import TrainingClass, Venue

FOR_AGENCIES: Final = timedelta(minutes=10)
FOR_OFFICERS: Final = timedelta(minutes=30)
"""So long the first message of a digest waits for others."""
_OWN_WAYS: Final = (SubmissionWay.PAGE, SubmissionWay.LINK)


def invitation(quota: Quota, link_address: str) -> Message:
    """The invitation of one agency; ``link_address`` is its personal link, or the short address of the class.

    The same address is sent once, however often somebody asks for it.
    """
    return invitations([(quota, link_address)])[0]


def invitations(asked: Sequence[tuple[Quota, str]]) -> list[Message]:
    """The same for many agencies, each with its address, in a few queries."""
    return _to_answer(kinds.INVITATION, asked, invitation_values)


def invitation_values(quota: Quota, link_address: str, of_class: Mapping[str, str] | None = None) -> dict[str, str]:
    """What stands in the places of an invitation; ``of_class`` is known already where many are told."""
    terms = quota.invitation
    with _in_vietnamese():
        return {
            **_of_agency(quota, of_class),
            "chỉ tiêu": f"{thousands(quota.places)} người" if quota.places is not None else "",
            "hạn trả lời": _moment(terms.reply_by),
            "văn bản": _letter_of(terms),
            "điều kiện": terms.condition_note,
            "lời nhắn": terms.note,
            "địa chỉ": link_address,
        }


def reminder(quota: Quota, link_address: str) -> Message:
    """A reminder to one agency; one a day and address."""
    return reminders([(quota, link_address)])[0]


def reminders(asked: Sequence[tuple[Quota, str]]) -> list[Message]:
    """The same for many agencies, each with its address, in a few queries."""
    return _to_answer(kinds.REMINDER, asked, reminder_values, f"{timezone.localdate():%Y%m%d}")


def reminder_values(quota: Quota, link_address: str, of_class: Mapping[str, str] | None = None) -> dict[str, str]:
    """What stands in the places of a reminder; ``of_class`` is known already where many are told."""
    with _in_vietnamese():
        deadline = _moment(quota.invitation.reply_by)
    return {**_of_agency(quota, of_class), "hạn trả lời": deadline, "địa chỉ": link_address}


def submission_received(submission: Submission) -> list[Message]:
    """An answer nobody has confirmed yet: the agency's contact learns of it, and the officers."""
    quota = submission.quota
    with _in_vietnamese():
        values = {
            **_of_agency(quota),
            "nội dung": _content(submission),
            "người gửi": ", ".join(filter(None, (submission.sender_name, submission.sender_phone))),
            "lúc gửi": _moment(submission.sent_at or timezone.now()),
        }
    letters = _to_agencies(kinds.RECEIVED, [(quota, values)], f"received.{submission.pk}", by_hand=False)
    return compose_many([*letters, *_news(quota, f"{_content(submission).lower()}, chờ xác nhận")])


def submission_confirmed(submission: Submission) -> list[Message]:
    """An answer that counts now."""
    quota = submission.quota
    once = f"confirmed.{submission.pk}"
    if submission.kind == SubmissionKind.DECLINE:
        values = {**_of_agency(quota), "lý do": submission.reason}
        letters = _to_agencies(kinds.DECLINED, [(quota, values)], once, by_hand=False)
    else:
        people = list(submission.nominations.order_by("index", "pk"))
        values = {**_of_agency(quota), "nội dung": _content(submission), "danh sách": _lines(people, _line_in_doubt)}
        letters = _to_agencies(kinds.CONFIRMED, [(quota, values)], once, by_hand=False)
    if submission.way in _OWN_WAYS:
        letters += _news(quota, _content(submission).lower())
    return compose_many(letters)


def nominations_accepted(nominations: Iterable[Nomination]) -> list[Message]:
    """To the agencies, and with the days of the class to each participant whose e-mail address is known."""
    people = list(nominations)
    letters = _about_people(kinds.ACCEPTED, people, lambda _some: {})
    return compose_many([*letters, *_to_participants(people)])


def nominations_refused(nominations: Iterable[Nomination]) -> list[Message]:
    return compose_many(_about_people(kinds.REFUSED, list(nominations), _reason_of))


def moved_up(nomination: Nomination) -> list[Message]:
    """Somebody of the reserve list has a place."""
    letters = _about_people(kinds.MOVED_UP, [nomination], lambda _some: {})
    return compose_many([*letters, *_to_participants([nomination])])


def list_closed(training_class: TrainingClass) -> list[Message]:
    """To every invited agency with people on the list: who of them is on it."""
    on_list: dict[int, list[Nomination]] = defaultdict(list)
    held = Nomination.objects.filter(
        training_class=training_class, state=NominationState.ACCEPTED, enrollment__state=EnrollmentState.ENROLLED
    )
    for nomination in held.order_by("name_key", "pk"):
        on_list[nomination.quota_id].append(nomination)
    quotas = Quota.objects.filter(pk__in=on_list).select_related(*_WHOLE).order_by("pk")
    common = _of_class(training_class)
    told = [(quota, {**_of_agency(quota, common), "danh sách": _lines(on_list[quota.pk])}) for quota in quotas]
    return compose_many(_to_agencies(kinds.CLOSED, told, by_hand=False))


def learner_changed(
    training_class: TrainingClass, left: Enrollment, came: Enrollment | None = None, *, reason: str = ""
) -> list[Message]:
    """The list changed after it was closed: ``left`` is off it, ``came`` comes instead if anybody does."""
    nomination = Nomination.objects.filter(enrollment__in=[left, *([came] if came else [])]).order_by("pk").first()
    if nomination is None:
        return []
    quota = _whole(nomination.quota_id)
    change = f"{came.full_name} thay {left.full_name}" if came else f"{left.full_name} thôi tham gia"
    values = {**_of_agency(quota), "thay đổi": f"{change}.", "lý do": reason}
    letters = _to_agencies(kinds.CHANGED, [(quota, values)], digest=True)
    coming = _participant_letters(training_class, [came] if came else [])
    return compose_many([*letters, *_news(quota, f"{change} (sau khi chốt danh sách)"), *coming])


# -- letters


_WHOLE: Final = ("organization", "venue", "invitation__record", "invitation__training_class__office__organization")


def _whole(key: int) -> Quota:
    return Quota.objects.select_related(*_WHOLE).get(pk=key)


type Values = Callable[[Quota, str, Mapping[str, str]], dict[str, str]]


def _to_answer(kind: str, asked: Sequence[tuple[Quota, str]], values: Values, once: str = "") -> list[Message]:
    """To agencies that are to answer; without any known contact it is copied by hand to whom the officer knows."""
    known = recipients_of(quota.organization_id for quota, _address in asked)
    classes = {quota.invitation.training_class_id: quota.invitation.training_class for quota, _address in asked}
    common = {key: _of_class(one) for key, one in classes.items()}
    letters = []
    for quota, address in asked:
        mark = hashlib.sha256(address.encode()).hexdigest()[:16]
        letter = Letter(
            kind,
            _office(quota),
            _named(known.get(quota.organization_id) or Recipient(quota.name), quota),
            values(quota, address, common[quota.invitation.training_class_id]),
            quota,
            once_key=".".join(filter(None, (kind, str(quota.pk), once, mark))),
            is_secret=f"/{quota.invitation.code}/" not in address,
        )
        letters.append(letter)
    return compose_many(letters)


def _to_agencies(
    kind: str,
    told: Sequence[tuple[Quota, Mapping[str, str]]],
    once: str = "",
    *,
    by_hand: bool = True,
    digest: bool = False,
) -> list[Letter]:
    """Letters to agencies; ``by_hand``: also where only a telephone is known.  Those of a digest wait for others."""
    known = recipients_of(quota.organization_id for quota, _values in told)
    due = timezone.now() + FOR_AGENCIES if digest else None
    letters = []
    for quota, values in told:
        to = _named(known.get(quota.organization_id) or Recipient(quota.name), quota)
        if to.email or by_hand:
            key = f"quota.{quota.pk}" if digest else ""
            letters.append(Letter(kind, _office(quota), to, values, quota, once_key=once, digest_key=key, due_at=due))
    return letters


def _about_people(
    kind: str, people: Sequence[Nomination], more: Callable[[Sequence[Nomination]], Mapping[str, str]]
) -> list[Letter]:
    """One letter an agency and reason, with the names of its people."""
    groups: dict[tuple[int, str], list[Nomination]] = defaultdict(list)
    for nomination in people:
        groups[nomination.quota_id, nomination.reason if more is _reason_of else ""].append(nomination)
    quotas = Quota.objects.select_related(*_WHOLE).in_bulk({key for key, _reason in groups})
    common = _of_class(next(iter(quotas.values())).invitation.training_class) if quotas else {}
    told = [
        (quotas[key], {**_of_agency(quotas[key], common), "danh sách": _lines(some), **more(some)})
        for (key, _reason), some in groups.items()
    ]
    return _to_agencies(kind, told, digest=True)


def _reason_of(people: Sequence[Nomination]) -> Mapping[str, str]:
    return {"lý do": people[0].reason}


def _to_participants(nominations: Sequence[Nomination]) -> list[Letter]:
    keys = [one.enrollment_id for one in nominations if one.enrollment_id]
    enrollments = Enrollment.objects.filter(pk__in=keys).exclude(email="").order_by("pk")
    return _participant_letters(nominations[0].training_class, list(enrollments)) if nominations else []


def _participant_letters(training_class: TrainingClass, enrollments: Sequence[Enrollment]) -> list[Letter]:
    """Who has no e-mail address is told by the agency."""
    told = [one for one in enrollments if one.email]
    if not told:
        return []
    common = _of_class(training_class)
    days = [Attachment(calendar_name(training_class), TYPE, class_calendar(training_class))]
    return [
        Letter(
            kinds.PARTICIPANT,
            training_class.office_id,
            Recipient(one.full_name, one.email, one.phone),
            {**common, "người nhận": " ".join(filter(None, (one.honorific, one.full_name)))},
            training_class,
            days,
        )
        for one in told
    ]


def _news(quota: Quota, what: str) -> list[Letter]:
    """One line for the officers, gathered by class."""
    training_class = quota.invitation.training_class
    address = settings.KHUEVAN_BASE_URL + reverse("console:class_overview", args=[training_class.pk])
    values = {**_of_class(training_class), "tin": f"{quota.name}: {what}.", "địa chỉ": address}
    return [
        Letter(
            kinds.NEWS,
            training_class.office_id,
            officer,
            values,
            training_class,
            digest_key=f"class.{training_class.pk}",
            due_at=timezone.now() + FOR_OFFICERS,
        )
        for officer in officers_of(training_class.office_id)
    ]


# -- what stands in the places


def _in_vietnamese() -> translation.override:
    """Dates and hours of messages are Vietnamese, whoever caused them."""
    return translation.override(settings.LANGUAGE_CODE)


def _office(quota: Quota) -> int:
    return quota.invitation.training_class.office_id


def _named(to: Recipient, quota: Quota) -> Recipient:
    """The agency with the name of its contact."""
    name = f"{quota.name} ({to.name})" if to.name and to.name != quota.name else quota.name
    return Recipient(name, to.email, to.phone)


def _of_class(training_class: TrainingClass) -> dict[str, str]:
    with _in_vietnamese():
        days = vn_range(training_class.start_date, training_class.end_date)
    return {
        "tên lớp": training_class.title,
        "thời gian": days,
        "địa điểm": _place(training_class.venues.order_by("-is_main", "name").first()),
        "đơn vị tổ chức": str(training_class.office),
    }


def _place(venue: Venue | None) -> str:
    return ", ".join(filter(None, (venue.name, venue.address))) if venue else ""


def _of_agency(quota: Quota, of_class: Mapping[str, str] | None = None) -> dict[str, str]:
    """With the venue of the agency, where it has one of its own; ``of_class`` is known already where many are told."""
    own = {"địa điểm": _place(quota.venue)} if quota.venue else {}
    return {"tên đơn vị": quota.name, **(of_class or _of_class(quota.invitation.training_class)), **own}


def _letter_of(terms: Invitation) -> str:
    record = terms.record
    if record is None:
        return ""
    return f"{record.code or record.subject} ngày {vn_date(record.date)}" if record.date else str(record)


def _moment(at: datetime) -> str:
    return f"{vn_time(at)} ngày {vn_date(at)}"


def _content(submission: Submission) -> str:
    if submission.kind == SubmissionKind.DECLINE:
        return "Không cử người"
    return f"Cử {thousands(submission.nominations.exclude(state=NominationState.WITHDRAWN).count())} người"


def _lines(people: Sequence[Nomination], line: Callable[[Nomination], str] | None = None) -> str:
    told = line or _line
    return "\n".join(f"{number}. {told(one)}" for number, one in enumerate(people, start=1))


def _line(nomination: Nomination) -> str:
    return ", ".join(filter(None, (nomination.full_name, nomination.position)))


def _line_in_doubt(nomination: Nomination) -> str:
    """With a word where somebody got no place."""
    words = {
        NominationState.RESERVE: " (danh sách dự bị)",
        NominationState.DOUBLE: " (đã có tên trong danh sách trước)",
    }
    return _line(nomination) + words.get(NominationState(nomination.state), "")
