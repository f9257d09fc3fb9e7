"""Texts an officer copies into Zalo or reads out on the telephone: Vietnamese, whatever the language of the screen."""

from django.conf import settings
from django.utils import translation

from khuevan.core.templatetags.khuevan import thousands, vn_date, vn_range, vn_time
from khuevan.nominations.domain.inviting import invitation_address
from khuevan.nominations.models import Invitation, Quota


def reminder_text(quota: Quota, address: str = "") -> str:
    """Asks one agency for its answer; ``address`` defaults to the short address of the class."""
    invitation = quota.invitation
    places = f", chỉ tiêu {thousands(quota.places)} người" if quota.places is not None else ""
    lines = [
        f"Kính gửi {quota.name}.",
        f"{invitation.training_class.office} đề nghị đơn vị cử người tham gia {_class(invitation)}{places}.",
        f"Hạn trả lời: {_deadline(invitation)}. Đến nay chúng tôi chưa nhận được trả lời.",
        _where(invitation, address),
        "Nếu không cử, đơn vị vui lòng trả lời giúp. Xin cảm ơn.",
    ]
    return "\n".join(filter(None, lines))


def invitation_text(invitation: Invitation) -> str:
    """Tells agencies of the class and where to answer; for a group on Zalo, with the picture of the QR code."""
    lines = [
        f"{invitation.training_class.office} đề nghị các đơn vị cử người tham gia {_class(invitation)}.",
        _letter(invitation),
        f"Hạn trả lời: {_deadline(invitation)}.",
        _where(invitation, ""),
    ]
    return "\n".join(filter(None, lines))


def _class(invitation: Invitation) -> str:
    training_class = invitation.training_class
    with _in_vietnamese():
        days = vn_range(training_class.start_date, training_class.end_date)
    return f"“{training_class.title}” ({days})"


def _letter(invitation: Invitation) -> str:
    record = invitation.record
    if record is None or not record.code:
        return ""
    day = f" ngày {vn_date(record.date)}" if record.date else ""
    return f"Văn bản: {record.code}{day}."


def _deadline(invitation: Invitation) -> str:
    with _in_vietnamese():
        return f"{vn_time(invitation.reply_by)} ngày {vn_date(invitation.reply_by)}"


def _where(invitation: Invitation, address: str) -> str:
    if not address and not invitation.is_public:
        return ""
    return f"Đơn vị gửi danh sách tại: {address or invitation_address(invitation)}"


def _in_vietnamese() -> translation.override:
    return translation.override(settings.LANGUAGE_CODE)
