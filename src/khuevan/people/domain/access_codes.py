"""A code of six digits, sent to an address that the office knows: whoever types it has that address at hand.

A code serves fifteen minutes, once, and only the newest one of its subject; five wrong tries end it.  What is stored is
a keyed hash: without the key of the installation a stored code cannot be found by trying all million of them.
"""

import contextlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Bearer
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import words
from khuevan.core.errors import CountedError, DomainError, in_larger_work
from khuevan.core.rows import alone, create
from khuevan.notifications.domain.composing import Recipient, compose
from khuevan.notifications.domain.kinds import MessageKind, register
from khuevan.people.models import AccessCode, Contact
from khuevan.vietnamese.phones import format_phone, normalise_phone

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

DIGITS: Final = 6
VALID: Final = timedelta(minutes=15)
TRIES: Final = 5
PAUSE: Final = timedelta(minutes=1)
AN_HOUR: Final = timedelta(hours=1)
MOST_AN_HOUR: Final = 5
MOST_TO_ONE: Final = 15
"""Codes an hour to one contact, whatever they are for: who asks under many pretexts fills no mailbox either, and
guesses no better."""
KEPT: Final = timedelta(days=7)
EMAIL, PHONE = "email", "phone"

words(
    verbs={
        "people.send_code": _("had a code sent"),
        "people.redeem_code": _("typed a code that was sent"),
    },
    kinds={"people.accesscode": _("code that was sent")},
)

CODE: Final = register(
    MessageKind(
        code="people.code",
        title=_("Code to confirm with"),
        subject="Mã xác nhận {việc}",
        body=(
            "Kính gửi {người nhận},\n\n"
            "Mã xác nhận {việc}: {mã}\n\n"
            "Mã có hiệu lực trong {số phút} phút, đến {giờ hết hạn}, và chỉ dùng được một lần. Không chuyển mã cho "
            "người khác. Nếu không yêu cầu mã này thì không cần làm gì."
        ),
        placeholders={
            "người nhận": _("to whom the code is sent"),
            "việc": _("what is confirmed with it"),
            "mã": _("the code of six digits"),
            "số phút": _("for how many minutes it is valid"),
            "giờ hết hạn": _("until when it is valid"),
        },
        sample={
            "người nhận": "UBND xã Diên Khánh",
            "việc": "danh sách cử người dự lớp Bồi dưỡng kỹ năng nghiệp vụ đối ngoại",
            "mã": "204 518",
            "số phút": "15",
            "giờ hết hạn": "14 giờ 20",
        },
        required=frozenset({"mã"}),
    )
)


@verb("people.send_code")
def send_code(
    *,
    purpose: str,
    subject: str,
    office_id: int | None,
    contact: Contact | None = None,
    email: str = "",
    name: str = "",
    about: str,
) -> AccessCode:
    """A new code, sent to a contact (by hand where only a telephone is known) or to an e-mail address.

    ``about`` says in a few words what it confirms.  An earlier code for the same is worth nothing from then on.
    Raises ``code_too_soon`` and, where there is no address to send it to, ``code_nowhere``.
    """
    to = _recipient(contact, email, name)
    alone(f"code.{purpose}.{subject}")
    if contact is not None:
        alone(f"code.{purpose}.to.{contact.pk}")
    _refuse_too_many(purpose, subject, contact)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    end = timezone.now() + VALID
    sent = create(
        AccessCode,
        office_id=office_id,
        purpose=purpose,
        subject=subject,
        code_hash=_hash(purpose, subject, code),
        contact=contact,
        expires_at=end,
    )
    values = _words_of(code, to, about, timezone.localtime(end))
    compose(CODE.code, office_id=office_id, to=to, values=values, about=contact, is_secret=True)
    record(_asker(sent), "people.send_code", sent)
    return sent


def _words_of(code: str, to: Recipient, about: str, end: datetime) -> dict[str, str]:
    return {
        "người nhận": to.name or to.email or to.phone,
        "việc": about,
        "mã": f"{code[:3]} {code[3:]}",
        "số phút": str(VALID.seconds // 60),
        "giờ hết hạn": f"{end.hour} giờ {end.minute:02d}",
    }


def redeem_code(*, purpose: str, subject: str, typed: str) -> AccessCode:
    """The newest code for this, used up by having been typed rightly.

    Works inside a larger transaction too: a wrong try counts even when that is undone.  Raises ``code_wrong``, and
    ``code_over`` when there is none, or it was used, has ended or was mistyped too often.
    """
    digits = _digits(typed)
    if not digits:
        raise DomainError("code_wrong", _("A code has six digits, as in the message."))
    code, is_right = _try_code(purpose, subject, digits)
    if not is_right:
        is_counted = not in_larger_work()
        raise CountedError(
            "code_wrong",
            _("This is not the code that was sent. Look at the newest message and type its six digits."),
            lambda: None if is_counted else _count_try(purpose, subject),
        )
    return code


def forget_codes() -> None:
    """Periodic: codes that have long ended; what was done with them stands in the audit."""
    AccessCode.objects.filter(made_at__lt=timezone.now() - KEPT).delete()


def masked_contact(contact: Contact) -> list[tuple[str, str]]:
    """The ways to reach a contact, e-mail first, as far as a stranger may see them: ``("phone", "0258 *** 412")``."""
    ways = [(EMAIL, masked_email(contact.email)), (PHONE, masked_phone(contact.phone))]
    return [(key, shown) for key, shown in ways if shown]


def masked_email(email: str) -> str:
    """``ng***@khanhhoa.gov.vn``: who has it knows it again."""
    local, _at, domain = email.strip().partition("@")
    return f"{local[: min(2, len(local) - 1)]}***@{domain}" if local and domain else ""


def masked_phone(phone: str) -> str:
    """``0258 *** 412``: the beginning and the last three figures."""
    found = normalise_phone(phone)
    text = format_phone(found.number) if found else phone.strip()
    figures = "".join(sign for sign in text if sign.isdigit())
    if len(figures) < 7:
        return ""
    return f"{text.split()[0][:4] if ' ' in text else figures[:3]} *** {figures[-3:]}"


@verb("people.redeem_code")
def _try_code(purpose: str, subject: str, digits: str) -> tuple[AccessCode, bool]:
    """Judges one try under the lock of its row, so that two at once are two tries; no digits are always wrong."""
    now = timezone.now()
    code = AccessCode.objects.select_for_update().filter(purpose=purpose, subject=subject).order_by("-pk").first()
    if code is None or code.used_at or code.expires_at <= now or code.wrong >= TRIES:
        raise DomainError("code_over", _("This code is not valid any more. Have a new one sent."))
    before = snapshot(code)
    is_right = constant_time_compare(code.code_hash, _hash(purpose, subject, digits)) and bool(digits)
    if is_right:
        code.used_at = now
    else:
        code.wrong += 1
    code.save(update_fields=["used_at", "wrong"])
    record(_asker(code), "people.redeem_code", code, before)
    return code, is_right


def _count_try(purpose: str, subject: str) -> None:
    """The count of a wrong try once more, after the work that it was a part of took it along."""
    with contextlib.suppress(DomainError):  # used or ended meanwhile: there is nothing left to guess
        _try_code(purpose, subject, "")


def _recipient(contact: Contact | None, email: str, name: str) -> Recipient:
    if contact is not None:
        to = Recipient(name or contact.name or str(contact.organization), email or contact.email, contact.phone)
    else:
        to = Recipient(name, email)
    if not (to.email or to.phone):
        raise DomainError("code_nowhere", _("No e-mail address and no telephone is known that a code could go to."))
    return to


def _refuse_too_many(purpose: str, subject: str, contact: Contact | None) -> None:
    """So that nobody's mailbox is filled, and guessing stays hopeless however many codes are asked for."""
    now = timezone.now()
    lately = AccessCode.objects.filter(purpose=purpose, made_at__gt=now - AN_HOUR).order_by("-made_at")
    times = list(lately.filter(subject=subject).values_list("made_at", flat=True)[:MOST_AN_HOUR])
    if times and now - times[0] < PAUSE:
        raise DomainError("code_too_soon", _("A code was sent less than a minute ago. Look for it first."))
    _refuse_beyond(times, MOST_AN_HOUR, _("Five codes were sent within an hour. The next one can be sent at %(time)s."))
    if contact is not None:
        times = list(lately.filter(contact=contact).values_list("made_at", flat=True)[:MOST_TO_ONE])
        sentence = _("Too many codes were sent there within an hour. The next one can be sent at %(time)s.")
        _refuse_beyond(times, MOST_TO_ONE, sentence)


def _refuse_beyond(times: Sequence[datetime], most: int, sentence: "_StrPromise") -> None:
    if len(times) >= most:
        raise DomainError("code_too_soon", sentence, time=f"{timezone.localtime(times[-1] + AN_HOUR):%H:%M}")


def _digits(typed: str) -> str:
    """What was typed without blanks and the like; empty unless it can be a code."""
    found = "".join(sign for sign in typed[:40] if not sign.isspace() and sign not in "-.")
    return found if len(found) == DIGITS and found.isascii() and found.isdigit() else ""


def _hash(purpose: str, subject: str, code: str) -> str:
    text = f"access-code|{purpose}|{subject}|{code}"
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), "sha256").hexdigest()


def _asker(code: AccessCode) -> Bearer:
    """Who asked for a code or typed one: nobody knows before it was right, so the audit names whom it was sent to."""
    label = str(code.contact) if code.contact else _now("somebody with a code by e-mail")
    return Bearer(label=label, office_id=code.office_id)
