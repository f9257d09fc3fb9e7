"""A kind of job that leaves an entry for each number it counts, so that a test sees what was done how often."""

from collections.abc import Callable

from khuevan.core.errors import DomainError
from khuevan.core.jobs import handlers
from khuevan.core.jobs.handlers import Handler, Step
from khuevan.core.models import AuditEntry, Job
from khuevan.core.permissions import permission
from khuevan.people.rules import has_role

KIND = "test.count"

before_step: list[Callable[[Job], None]] = []
"""Called in ``prepare``, outside of the transaction."""
in_step: list[Callable[[Job], None]] = []
"""Called inside the transaction, after the effects of the step."""


class Counting(Handler):
    """Params: ``size``, ``chunk`` (2)."""

    kind = KIND
    label = "Counting"
    permission = "test.count"

    def total(self, job: Job) -> int:
        return int(job.params["size"])

    def prepare(self, job: Job) -> object:
        for call in before_step:
            call(job)
        return "prepared"

    def step(self, job: Job) -> Step:
        assert job.prepared == "prepared"
        at = job.cursor.get("at", 0)
        to = min(at + job.params.get("chunk", 2), job.params["size"])
        for number in range(at, to):
            AuditEntry.objects.create(actor_label=str(job.acting()), verb="counted", subject_id=str(number))
        for call in in_step:
            call(job)
        return Step(done=to, cursor={"at": to}, finished=to == job.params["size"], note=f"up to {to}")


def refuse(job: Job) -> None:
    raise DomainError("no_more", "%(count)s are enough.", count=job.done)


def counted() -> list[int]:
    """Every number counted, in order, as often as it was."""
    entries = AuditEntry.objects.filter(verb="counted")
    return sorted(int(number) for number in entries.values_list("subject_id", flat=True))


def install() -> None:
    if KIND not in handlers.kinds():
        handlers.register(Counting)
        permission("test.count", lambda actor, office: has_role(actor, office.pk, "officer"))


def uninstall() -> None:
    before_step.clear()
    in_step.clear()
