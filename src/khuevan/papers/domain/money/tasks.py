"""Money that waits for somebody: advances to be accounted for, expenses whose invoice is still to come."""

from collections.abc import Iterator

from django.db.models import Count, Min, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from khuevan.core.actors import Actor
from khuevan.core.templatetags.khuevan import thousands, vn_date
from khuevan.papers.models import Advance, ExpenseProof
from khuevan.people.enums import RoleKind
from khuevan.training.domain.worklist import Task, task_source
from khuevan.training.models import TrainingClassQuerySet


@task_source
def money_tasks(_actor: Actor, classes: TrainingClassQuerySet) -> Iterator[Task]:
    """In three queries, whatever the number of classes."""
    found = {one.pk: one for one in classes}
    today = timezone.localdate()
    late = Advance.objects.filter(
        training_class__in=found, paid_on__isnull=False, settled_on__isnull=True, settle_by__lt=today
    )
    summed = late.order_by().values_list("training_class").annotate(Sum("amount"), Min("settle_by"))
    for key, amount, until in summed:
        yield Task(
            key="papers.advance",
            training_class=found[key],
            title=_("Settle the advance of %(amount)s đồng") % {"amount": thousands(amount)},
            detail=_("It was to be settled by %(day)s.") % {"day": vn_date(until)},
            due=until,
            tab="money",
            action=_("Look at the advances"),
            waits_for=RoleKind.OFFICER,
        )
    over = [key for key, one in found.items() if one.end_date < today]
    missing = ExpenseProof.objects.filter(expense__training_class__in=over, number="", record=None)
    counted = missing.order_by().values_list("expense__training_class").annotate(Count("pk"))
    for key, count in counted:
        title = ngettext("%(count)s proof of an expense is missing", "%(count)s proofs of expenses are missing", count)
        yield Task(
            key="papers.proofs",
            training_class=found[key],
            title=title % {"count": thousands(count)},
            detail=_("Contracts, acceptances, invoices and signed lists are needed to ask for payment."),
            due=None,
            tab="money",
            action=_("Look at the expenses"),
            waits_for=RoleKind.OFFICER,
        )
