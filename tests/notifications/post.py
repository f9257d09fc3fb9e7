"""A real mail server for tests, which answers as it is told to, and moments that pass without waiting."""

import asyncio
import email
import email.policy
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from django.db.models import F

from khuevan.notifications.domain.composing import Recipient, compose
from khuevan.notifications.domain.kinds import MessageKind, register
from khuevan.notifications.models import MailPause, Message
from khuevan.notifications.servers import MailServer

NOTE = register(
    MessageKind(
        "test.note",
        "Một lời nhắn",
        "Về {việc}",
        "Kính gửi {tên đơn vị},\n\nViệc: {việc}\nLý do: {lý do}\n\nTrân trọng.",
        {"việc": "việc", "tên đơn vị": "đơn vị", "lý do": "vì sao"},
        {"việc": "họp", "tên đơn vị": "Sở Y tế", "lý do": "mưa"},
        digest=True,
        required=frozenset({"lý do"}),
    )
)


class Post:
    """Handler of aiosmtpd: keeps what it took; each of the ``answer_*`` may say something else than yes."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, EmailMessage]] = []
        self.connections = 0
        self.open_lines = 0
        self.answer_mail: Callable[[str], str] | None = None
        self.answer_rcpt: Callable[[str], str] | None = None
        self.answer_data: Callable[[EmailMessage], str] | None = None
        self.password = ""
        self.signed_in: list[str] = []
        self.takes_seconds = 0.0
        self.breaks_after_data = 0
        self.breaks_at_rcpt = 0

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.answer_mail and (said := self.answer_mail(address)):
            return said
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.breaks_at_rcpt:
            self.breaks_at_rcpt -= 1
            server.transport.abort()
            return "250 OK"
        if self.answer_rcpt and (said := self.answer_rcpt(address)):
            return said
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        await asyncio.sleep(self.takes_seconds)
        mail: Any = email.message_from_bytes(envelope.original_content or b"", policy=email.policy.default)
        if self.answer_data and (said := self.answer_data(mail)):
            return said
        self.taken.append((envelope.rcpt_tos[0], mail))
        if self.breaks_after_data:
            self.breaks_after_data -= 1
            server.transport.abort()
        return "250 OK"

    def check(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: LoginPassword
    ) -> AuthResult:
        """Who signs in, and whether the password is right."""
        is_right = data.password.decode() == self.password
        self.signed_in += [data.login.decode()] if is_right else []
        return AuthResult(success=is_right)

    @property
    def receivers(self) -> list[str]:
        return [address for address, _mail in self.taken]

    @property
    def ids(self) -> list[str]:
        return [mail["Message-ID"] for _address, mail in self.taken]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class _Line(SMTP):
    """One connection; the post knows how many are open."""

    def connection_made(self, transport: Any) -> None:
        self.event_handler.open_lines += 1
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        super().connection_lost(error)
        self.event_handler.open_lines -= 1


async def _serve(post: Post, port: int, is_open: threading.Event, close: threading.Event) -> None:
    loop = asyncio.get_running_loop()

    def line() -> _Line:
        return _Line(post, hostname="post.test", loop=loop, authenticator=post.check, auth_require_tls=False)

    listening = await loop.create_server(line, "127.0.0.1", port)
    is_open.set()
    while not close.is_set():
        await asyncio.sleep(0.01)
    listening.close()
    for _turn in range(500):
        if not post.open_lines:
            break
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.02)


@contextmanager
def open_post(post: Post, port: int) -> Iterator[None]:
    is_open, close = threading.Event(), threading.Event()
    thread = threading.Thread(target=lambda: asyncio.run(_serve(post, port, is_open, close)))
    thread.start()
    assert is_open.wait(10)
    try:
        yield
    finally:
        close.set()
        thread.join(10)


def server(port: int) -> MailServer:
    return MailServer("smtp", "127.0.0.1", port)


def note(to: str = "so.yte@example.vn", what: str = "họp", **more: Any) -> Message:
    values = {"việc": what, "tên đơn vị": "Sở Y tế", "lý do": more.pop("reason", "")}
    to_name = more.pop("name", "Sở Y tế")
    phone = more.pop("phone", "")
    office_id = more.pop("office_id", None)
    message = compose(NOTE.code, office_id=office_id, to=Recipient(to_name, to, phone), values=values, **more)
    assert message is not None
    return message


def later(minutes: float) -> None:
    """As if so much time had passed: everything that is dated moves into the past."""
    gone = timedelta(minutes=minutes)
    Message.objects.update(
        due_at=F("due_at") - gone,
        attempted_at=F("attempted_at") - gone,
        sent_at=F("sent_at") - gone,
        made_at=F("made_at") - gone,
    )
    MailPause.objects.update(until=F("until") - gone)
