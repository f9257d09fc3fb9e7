"""The last step out: one connection to the mail server for many messages, or files in a folder.

What can happen to a message is told by exceptions: ``AwayError`` (nothing was handed over, and nothing else would be
now), ``UnclearError`` (handed over, no answer), ``RefusedError`` (an answer that is no).
"""

import os
import re
import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path
from typing import Final, Protocol

from django.conf import settings
from django.utils.translation import gettext as _

from khuevan.notifications.domain.mails import wire_address
from khuevan.notifications.models import Message
from khuevan.notifications.servers import MailServer

CONNECT_WITHIN: Final = 10.0
ANSWER_WITHIN: Final = 60.0
"""Seconds.  A server that looks through a message before it answers takes its time."""
_CLOSING: Final = 421
_TOO_LARGE: Final = 552
_OWN_FILE: Final = 0o600


class AwayError(Exception):
    """The server cannot be asked now; the sentence says why."""


class UnclearError(Exception):
    """The connection broke when the text was on its way: perhaps it arrived."""


class RefusedError(Exception):
    """The server said no to this message."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code

    @property
    def is_final(self) -> bool:
        return self.code >= 500

    @property
    def is_closing(self) -> bool:
        return self.code == _CLOSING


class Carrier(Protocol):
    def ready(self) -> None:
        """Raises AwayError unless the next message can be handed over."""

    def send(self, message: Message, mail: EmailMessage) -> None:
        """Raises one of the errors above; returns when the message was taken."""

    def close(self) -> None: ...


def _encrypt(smtp: smtplib.SMTP, trusted: ssl.SSLContext | None) -> None:
    """STARTTLS; a server that offers none gets neither password nor messages."""
    try:
        smtp.starttls(context=trusted)
    except smtplib.SMTPNotSupportedError as error:
        raise ssl.SSLError from error
    smtp.ehlo()


def carrier() -> Carrier:
    """As the installation is configured; the network is not asked before ``ready``."""
    server: MailServer | None = settings.KHUEVAN_MAIL_SERVER
    return Connection(server) if server else Folder(Path(settings.KHUEVAN_DATA_DIR) / "outbox")


class Folder:
    """Writes each message into a file of its own, named after its Message-ID: a second attempt replaces the first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def ready(self) -> None:
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise AwayError(_("The folder for outgoing messages cannot be written.")) from error

    def send(self, message: Message, mail: EmailMessage) -> None:
        name = re.sub(r"[^0-9A-Za-z]", "", message.message_id.partition("@")[0])[:64]
        path = self.folder / f"{message.made_at:%Y%m%d-%H%M%S}-{name}.eml"
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        try:
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _OWN_FILE), "wb") as file:
                file.write(bytes(mail))
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        except OSError as error:
            draft.unlink(missing_ok=True)
            raise AwayError(_("The folder for outgoing messages cannot be written.")) from error

    def close(self) -> None:
        """Nothing is held open."""


class Connection:
    """SMTP, opened when the first message is ready and kept for those that follow."""

    def __init__(self, server: MailServer) -> None:
        self.server = server
        self.smtp: smtplib.SMTP | None = None

    def ready(self) -> None:
        if self.smtp and self._answers():
            return
        self.close()
        try:
            self.smtp = self._opened()
        except smtplib.SMTPAuthenticationError as error:
            raise AwayError(_("The mail server does not accept our user name and password.")) from error
        except smtplib.SMTPResponseException as error:
            said = _("The mail server does not take messages now (code %(code)s).")
            raise AwayError(said % {"code": error.smtp_code}) from error
        except ssl.SSLError as error:
            raise AwayError(_("No encrypted connection to the mail server comes about.")) from error
        except (OSError, smtplib.SMTPException) as error:
            raise AwayError(_("The mail server does not answer.")) from error

    def _answers(self) -> bool:
        try:
            return bool(self.smtp) and self.smtp.noop()[0] == 250  # type: ignore[union-attr]  # asked just before
        except (OSError, smtplib.SMTPException):
            return False

    def _opened(self) -> smtplib.SMTP:
        server, name = self.server, settings.KHUEVAN_MAIL_FROM.domain
        trusted = ssl.create_default_context() if server.scheme != "smtp" else None
        smtp: smtplib.SMTP
        if server.scheme == "smtps":
            smtp = smtplib.SMTP_SSL(server.host, server.port, name, timeout=CONNECT_WITHIN, context=trusted)
        else:
            smtp = smtplib.SMTP(server.host, server.port, name, timeout=CONNECT_WITHIN)
        try:
            smtp.ehlo_or_helo_if_needed()
            if server.scheme == "smtp+tls":
                _encrypt(smtp, trusted)
            if server.user:
                smtp.login(server.user, server.password)
        except BaseException:
            smtp.close()
            raise
        if smtp.sock:
            smtp.sock.settimeout(ANSWER_WITHIN)
        return smtp

    def send(self, message: Message, mail: EmailMessage) -> None:
        smtp = self.smtp
        if smtp is None:
            raise AwayError(_("The mail server does not answer."))
        try:
            self._address(smtp, message)
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise AwayError(_("The connection to the mail server broke.")) from error
        self._hand_over(smtp, bytes(mail))

    def _address(self, smtp: smtplib.SMTP, message: Message) -> None:
        """Up to the moment when the server waits for the text."""
        code, _text = smtp.mail(settings.KHUEVAN_MAIL_FROM.addr_spec)
        if code >= 500 and code != _TOO_LARGE:
            self._forget(smtp, code)
            raise AwayError(
                _("The mail server does not take messages from our address (code %(code)s).") % {"code": code}
            )
        if code == 250:
            code, _text = smtp.rcpt(wire_address(message.to_email))
        if code in {250, 251, 252}:
            code, _text = smtp.docmd("DATA")
        if code != 354:
            self._forget(smtp, code)
            raise RefusedError(code)

    def _hand_over(self, smtp: smtplib.SMTP, content: bytes) -> None:
        lines = re.sub(rb"(?m)^\.", b"..", content).rstrip(b"\r\n")
        try:
            smtp.send(lines + b"\r\n.\r\n")
            code, _text = smtp.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise UnclearError from error
        if code // 100 in {4, 5}:
            self._forget(smtp, code)
            raise RefusedError(code)
        if code != 250:
            self.close()
            raise UnclearError

    def _forget(self, smtp: smtplib.SMTP, code: int) -> None:
        """Ready for the next message, or closed when the server said that it goes."""
        try:
            if code == _CLOSING:
                self.close()
            else:
                smtp.rset()
        except (OSError, smtplib.SMTPException):
            self.close()

    def close(self) -> None:
        if self.smtp:
            try:
                self.smtp.quit()
            except (OSError, smtplib.SMTPException):
                self.smtp.close()
        self.smtp = None
