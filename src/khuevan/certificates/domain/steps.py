"""What the certificates of a class still lack."""

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from khuevan.certificates.enums import CertificateState
from khuevan.certificates.models import Certificate
from khuevan.training.domain.lifeline import Judgement, Known, judge


def _award(known: Known) -> Judgement:
    standing = Certificate.objects.standing().filter(enrollment__training_class=known.training_class)
    counts = standing.aggregate(
        total=Count("pk"),
        waiting=Count("pk", filter=Q(state__in=(CertificateState.PENDING, CertificateState.WITHHELD))),
    )
    if not counts["total"]:
        return Judgement(complete=False, note=_("not yet"))
    if counts["waiting"]:
        return Judgement(complete=False, note=_("%(count)s not handed over") % {"count": counts["waiting"]})
    return Judgement(complete=True, note=_("%(count)s handed over") % {"count": counts["total"]})


judge("award", _award)
