"""Telling agencies that they are asked for training needs, and reminding those that are silent: by a personal link."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import words
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import locked
from khuevan.core.templatetags.khuevan import vn_date
from khuevan.nominations.domain.notice_people import addressees_of
from khuevan.nominations.domain.previews import OWN_LINK, Preview
from khuevan.notifications.domain.composing import Letter, Recipient, compose_many, is_address
from khuevan.notifications.domain.kinds import Places, filled, kind_of, register_kind
from khuevan.notifications.domain.templates import wording
from khuevan.notifications.models import Message
from khuevan.people.domain.access_links import LONGEST, VALID, link_address, make_link
from khuevan.people.models import Contact
from khuevan.training.domain.need_calls import is_open
from khuevan.training.models import NeedAnswer, NeedCall
from khuevan.vietnamese.dates import numeric_date

AFTER_CALL: Final = timedelta(days=30)
"""So long after the last day to answer the link still opens: agencies look back at what they sent."""

_PLACES: Final[Places] = (
    {
        "tên đơn vị": _("name of the agency as in the letter"),
        "năm": _("the year for which needs are asked"),
        "hạn trả lời": _("the day until which answers are awaited"),
        "đơn vị tổ chức": _("the office that asks"),
        "địa chỉ": _("the personal link of the agency"),
    },
    {
        "tên đơn vị": "Sở Y tế",
        "năm": "2027",
        "hạn trả lời": "31/10/2026",
        "đơn vị tổ chức": "Sở Ngoại vụ tỉnh Khánh Hòa",
        "địa chỉ": "https://lop.khanhhoa.example/vao/4fWq7/",
    },
)
_CLOSING: Final = """{địa chỉ}

Trân trọng.
{đơn vị tổ chức}"""

CALL: Final = register_kind(
    "nominations.needs",
    _("Call for training needs"),
    "Đăng ký nhu cầu đào tạo, bồi dưỡng năm {năm}",
    f"""Kính gửi {{tên đơn vị}},

{{đơn vị tổ chức}} đề nghị quý đơn vị đăng ký nhu cầu đào tạo, bồi dưỡng năm {{năm}}.
Văn bản: {{văn bản}}
Hạn trả lời: {{hạn trả lời}}

{{lời nhắn}}

Đơn vị đăng ký, hoặc trả lời không có nhu cầu, tại địa chỉ dưới đây. Mẫu đã điền sẵn nội dung năm trước,
mở được trên điện thoại, không cần tài khoản:
{_CLOSING}""",
    _PLACES,
    (
        {"văn bản": _("number and date of the letter"), "lời nhắn": _("the word to the agencies")},
        {"văn bản": "1266/SNgV-VP ngày 01/10/2026", "lời nhắn": "Mỗi nội dung ghi một dòng."},
    ),
    required=frozenset({"địa chỉ"}),
)
REMINDER: Final = register_kind(
    "nominations.needs_reminder",
    _("Reminder of training needs"),
    "Nhắc đăng ký nhu cầu đào tạo, bồi dưỡng năm {năm}",
    f"""Kính gửi {{tên đơn vị}},

{{đơn vị tổ chức}} chưa nhận được đăng ký nhu cầu đào tạo, bồi dưỡng năm {{năm}} của quý đơn vị.
Hạn trả lời: {{hạn trả lời}}

Đề nghị đơn vị đăng ký, hoặc trả lời không có nhu cầu, tại:
{_CLOSING}""",
    _PLACES,
    required=frozenset({"địa chỉ"}),
)


@dataclass(frozen=True)
class NeedRound:
    """Whom one round reaches; ``told`` were written to before (a reminder: today), ``unknown`` have no contact."""

    reached: list[NeedAnswer] = field(default_factory=list)
    told: list[NeedAnswer] = field(default_factory=list)
    unknown: list[NeedAnswer] = field(default_factory=list)
    contacts: dict[int, Contact] = field(default_factory=dict)
    """Whom of each agency that is reached, by key of the agency."""

    @property
    def mailed(self) -> list[tuple[NeedAnswer, Contact]]:
        return [(one, who) for one, who in self._whom() if is_address(who.email)]

    @property
    def by_hand(self) -> list[tuple[NeedAnswer, Contact]]:
        """Known by telephone only: the text waits among the messages to be copied."""
        return [(one, who) for one, who in self._whom() if not is_address(who.email)]

    def _whom(self) -> list[tuple[NeedAnswer, Contact]]:
        return [(one, self.contacts[one.organization_id]) for one in self.reached]


def to_tell(call: NeedCall, *, again: bool = False) -> NeedRound:
    """Whom a first letter, or (``again``) a reminder sent now would reach: agencies that have not answered."""
    silent = list(call.answers.filter(answered_at=None).select_related("organization"))
    sent = Message.objects.filter(about_type=NeedAnswer._meta.label_lower, about_id__in=[str(one.pk) for one in silent])
    if again:
        day = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        known = set(sent.filter(made_at__gte=day).values_list("about_id", flat=True))
    else:
        known = set(sent.filter(kind=CALL).values_list("about_id", flat=True))
    contacts = addressees_of(one.organization_id for one in silent)
    found = NeedRound(contacts=contacts)
    for one in silent:
        one.call = call
        if str(one.pk) in known:
            found.told.append(one)
        elif one.organization_id in contacts:
            found.reached.append(one)
        else:
            found.unknown.append(one)
    return found


def needs_preview(call: NeedCall, answer: NeedAnswer, *, again: bool = False) -> Preview:
    """How the first letter, or a reminder, reads for one agency, in the office's own words."""
    kind = REMINDER if again else CALL
    values = {**_values(call, kind), "tên đơn vị": answer.name, "địa chỉ": OWN_LINK}
    said = wording(call.office_id, kind_of(kind))
    return Preview(answer.name, filled(said.subject, values), filled(said.body, values))


def link_purpose(call: NeedCall) -> str:
    """What a personal link made for these needs is for, as the text that travels with it says."""
    return f"để đăng ký nhu cầu đào tạo, bồi dưỡng năm {call.year} (hạn trả lời: {numeric_date(call.reply_by)})"


@verb("nominations.send_need_calls")
def send_need_calls(actor: Actor, call: NeedCall) -> NeedRound:
    """Sends each silent agency its personal link, once; where only a telephone is known it is copied by hand.

    Raises ``nobody_to_tell``, ``call_is_over``.
    """
    return _send(actor, "nominations.send_need_calls", call, CALL)


@verb("nominations.remind_needs")
def remind_needs(actor: Actor, call: NeedCall) -> NeedRound:
    """Reminds each silent agency, once a day, with a link of its own.  Raises ``nobody_to_tell``, ``call_is_over``."""
    return _send(actor, "nominations.remind_needs", call, REMINDER)


def _send(actor: Actor, verb_name: str, call: NeedCall, kind: str) -> NeedRound:
    require(actor, "training.change_need_call", call)
    if not is_open(locked(call)):
        raise DomainError("call_is_over", _("The time to answer is over. Give the agencies a later day first."))
    found = to_tell(call, again=kind == REMINDER)
    if not found.reached:
        raise DomainError(
            "nobody_to_tell",
            _("Nobody was written to: every agency has answered, was written to already or has no contact."),
        )
    compose_many(list(_letters(actor, call, kind, found)))
    record(actor, verb_name, found.reached, {one.pk: snapshot(one) for one in found.reached})
    return found


def _letters(actor: Actor, call: NeedCall, kind: str, found: NeedRound) -> Iterable[Letter]:
    left = call.reply_by - timezone.localdate() + AFTER_CALL
    common = _values(call, kind)
    for one in found.reached:
        contact = found.contacts[one.organization_id]
        _link, token = make_link(
            actor,
            office=call.office,
            organization=one.organization,
            contact=contact,
            valid=min(LONGEST, max(VALID, left)),
        )
        values = {**common, "tên đơn vị": one.name, "địa chỉ": link_address(token)}
        to = Recipient(f"{one.name} ({contact.name})" if contact.name else one.name, contact.email, contact.phone)
        yield Letter(kind, call.office_id, to, values, one, is_secret=True)


def _values(call: NeedCall, kind: str) -> dict[str, str]:
    """What is the same for every agency; dates are Vietnamese, whoever sends them."""
    with translation.override(settings.LANGUAGE_CODE):
        values = {
            "năm": str(call.year),
            "hạn trả lời": vn_date(call.reply_by),
            "đơn vị tổ chức": call.office.organization.name,
        }
        if kind == CALL:
            values |= {"văn bản": str(call.record) if call.record else "", "lời nhắn": call.note}
    return values


words(
    verbs={
        "nominations.send_need_calls": _("sent an agency the call for training needs"),
        "nominations.remind_needs": _("reminded an agency of its training needs"),
    }
)
