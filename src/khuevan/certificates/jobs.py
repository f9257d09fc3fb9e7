"""Issuing the certificates of a class: the numbers in one transaction, then the files a few at a time."""

from dataclasses import asdict, dataclass
from datetime import date
from functools import cache

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.certificates.domain.issuing import (
    check_register,
    issue_certificates,
    store_file,
    waiting_for_certificate,
    without_file,
)
from khuevan.certificates.domain.wording import Signature, printed_facts
from khuevan.certificates.models import Certificate, Register
from khuevan.certificates.rendering import CertificateRenderer
from khuevan.core.actors import Actor
from khuevan.core.errors import DomainError
from khuevan.core.jobs.handlers import Handler, Step, register
from khuevan.core.jobs.starting import start
from khuevan.core.models import Job
from khuevan.core.permissions import require
from khuevan.training.models import TrainingClass

ISSUE = "certificates.issue"
FILES_A_STEP = 10


def start_issuing(
    actor: Actor, training_class: TrainingClass, book: Register, *, issued_on: date, signature: Signature
) -> Job:
    """The job that enters everybody who completed the class into ``book`` and draws the files still missing.

    Raises what ``issue_certificates`` raises, and ``nothing_to_issue``.
    """
    require(actor, ISSUE, training_class)
    check_register(training_class, book, issued_on)
    if not to_do(training_class):
        raise DomainError(
            "nothing_to_issue", _("Everybody who completed this class has a certificate, and each has its file.")
        )
    return start(
        actor, ISSUE, training_class, register=book.pk, issued_on=issued_on.isoformat(), signature=asdict(signature)
    )


def to_do(training_class: TrainingClass) -> int:
    """How many files issuing would make.  Raises ``results_not_approved``."""
    return waiting_for_certificate(training_class).count() + without_file(training_class).count()


@dataclass(frozen=True)
class _Drawn:
    """A certificate with its PDF, or with the sentence that says why there is none."""

    certificate: Certificate
    pdf: bytes = b""
    trouble: str = ""


@cache
def _renderer() -> CertificateRenderer:
    return CertificateRenderer()


@register
class Issuing(Handler):
    """Params: ``register`` (key), ``issued_on`` (ISO), ``signature`` (fields of Signature).

    Cursor: ``first`` and ``last`` number entered (0 when nobody was), ``after`` the key of the last certificate looked
    at.  One that cannot be drawn is told of in the result and does not stop the others.
    """

    kind = ISSUE
    label = gettext_lazy("Issuing certificates")
    permission = ISSUE

    def total(self, job: Job) -> int:
        return to_do(_class_of(job))

    def prepare(self, job: Job) -> list[_Drawn]:
        if "after" not in job.cursor:
            return []
        missing = without_file(_class_of(job)).filter(pk__gt=job.cursor["after"])
        return [_draw(certificate) for certificate in missing[:FILES_A_STEP]]

    def step(self, job: Job) -> Step:
        return self._store(job) if "after" in job.cursor else self._enter(job)

    def progress(self, job: Job) -> str:
        done, total = (number_format(number, force_grouping=True) for number in (job.done, job.total))
        return _("%(done)s of %(total)s files drawn and stored") % {"done": done, "total": total}

    def _enter(self, job: Job) -> Step:
        training_class = _class_of(job)
        issued = issue_certificates(
            job.acting(),
            training_class,
            Register.objects.get(pk=job.params["register"]),
            issued_on=date.fromisoformat(job.params["issued_on"]),
            signature=Signature(**job.params["signature"]),
        )
        numbers = [certificate.number for certificate in issued]
        cursor = {"first": min(numbers, default=0), "last": max(numbers, default=0), "after": 0}
        files = without_file(training_class).count()
        return Step(done=0, cursor=cursor, finished=not files, note=_note(cursor), total=files)

    def _store(self, job: Job) -> Step:
        drawn: list[_Drawn] = job.prepared  # type: ignore[assignment]  # what prepare() gave
        actor = job.acting()
        stored = [one for one in drawn if not one.trouble]
        for one in stored:
            store_file(actor, one.certificate, one.pdf)
        return Step(
            done=job.done + len(stored),
            cursor={**job.cursor, "after": drawn[-1].certificate.pk} if drawn else job.cursor,
            finished=len(drawn) < FILES_A_STEP,
            note=_note(job.cursor),
            result=[f"{one.certificate}: {one.trouble}" for one in drawn if one.trouble],
        )


def _class_of(job: Job) -> TrainingClass:
    return TrainingClass.objects.get(pk=job.subject_id)


def _draw(certificate: Certificate, tries: int = 2) -> _Drawn:
    """What ended in the middle (a machine short of memory) is drawn once more; words that cannot be printed are not."""
    try:
        return _Drawn(certificate, pdf=_renderer().render(printed_facts(certificate)))
    except DomainError as error:
        if error.code == "certificate.not_rendered" and tries > 1:
            return _draw(certificate, tries - 1)
        return _Drawn(certificate, trouble=error.message)


def _note(cursor: dict[str, int]) -> str:
    if not cursor["last"]:
        return ""
    return _("Numbers %(first)s to %(last)s are in the register.") % cursor
