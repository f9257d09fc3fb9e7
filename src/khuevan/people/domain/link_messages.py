"""The words in which a personal link travels: into Zalo by hand, or as an e-mail from the outbox."""

from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import words
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.notifications.domain.composing import Recipient, compose
from khuevan.notifications.domain.kinds import MessageKind, filled, register
from khuevan.notifications.domain.templates import wording
from khuevan.people.domain.access_links import link_address
from khuevan.people.models import AccessLink
from khuevan.vietnamese.dates import numeric_date

words(verbs={"people.send_link": _("sent a personal link")})

LINK: Final = register(
    MessageKind(
        code="people.link",
        title=_("Personal link"),
        subject="Đường dẫn riêng của {tên đơn vị hoặc cá nhân}",
        body=(
            "Kính gửi {người nhận},\n\n"
            "{đơn vị tổ chức} gửi đường dẫn riêng của {tên đơn vị hoặc cá nhân} {để làm gì}:\n\n"
            "{đường dẫn}\n\n"
            "Đường dẫn dùng được nhiều lần đến hết ngày {ngày hết hạn}, không cần tài khoản. Ai có đường dẫn này đều "
            "xem và trả lời được, vì vậy đề nghị không chuyển tiếp."
        ),
        placeholders={
            "người nhận": _("to whom the link is given"),
            "đơn vị tổ chức": _("the office"),
            "tên đơn vị hoặc cá nhân": _("the agency or person it is for"),
            "để làm gì": _("what can be done with it"),
            "đường dẫn": _("the link"),
            "ngày hết hạn": _("the last day it works"),
        },
        sample={
            "người nhận": "Lê Hữu Phước",
            "đơn vị tổ chức": "Sở Ngoại vụ tỉnh Khánh Hòa",
            "tên đơn vị hoặc cá nhân": "UBND xã Diên Khánh",
            "để làm gì": "để cử người dự các lớp bồi dưỡng",
            "đường dẫn": "https://example.vn/vao/…/",
            "ngày hết hạn": "20/09/2019",
        },
        required=frozenset({"đường dẫn"}),
    )
)
_FOR_AGENCY: Final = "để cử người dự các lớp bồi dưỡng, thay người và tải công văn cử"
_FOR_PERSON: Final = "để xem lịch học, chương trình, tài liệu và giấy chứng nhận"


def link_words(link: AccessLink, token: str, *, purpose: str = "") -> str:
    """The whole text with the secret in it, in the office's own words; for the one page that shows it.

    ``purpose`` says what the link was made for ("để ..."), where it was made for one thing.
    """
    return filled(wording(link.office_id, LINK).body, _values(link, token, purpose))


@verb("people.send_link")
def send_link(actor: Actor, link: AccessLink, token: str, *, purpose: str = "") -> None:
    """Puts an e-mail with the link into the outbox.  Raises ``no_email``."""
    require(actor, "people.keep_directory", link.office)
    to = recipient_of(link)
    if not to.email:
        raise DomainError("no_email", _("No e-mail address of %(name)s is known."), name=to.name)
    values = _values(link, token, purpose)
    compose(LINK.code, office_id=link.office_id, to=to, values=values, about=link.organization, is_secret=True)
    record(actor, "people.send_link", link, snapshot(link))


def recipient_of(link: AccessLink) -> Recipient:
    """To whom the link is given."""
    if link.person:
        return Recipient(link.person.addressed, link.person.email, link.person.phone)
    if link.contact:
        return Recipient(link.contact.name or str(link.organization), link.contact.email, link.contact.phone)
    return Recipient(str(link.organization))


def _values(link: AccessLink, token: str, purpose: str) -> dict[str, str]:
    return {
        "người nhận": recipient_of(link).name,
        "đơn vị tổ chức": str(link.office),
        "tên đơn vị hoặc cá nhân": str(link),
        "để làm gì": purpose or (_FOR_AGENCY if link.organization_id else _FOR_PERSON),
        "đường dẫn": link_address(token),
        "ngày hết hạn": numeric_date(timezone.localdate(link.expires_at)),
    }
