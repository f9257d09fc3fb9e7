"""Words for what the verbs of accounts record beside columns."""

from django.utils.translation import gettext_lazy as _

from khuevan.core.audit_words import fact
from khuevan.people.enums import RoleKind

fact("roles", _("roles"), RoleKind.choices)
fact("browser", _("browser"))
fact("address", _("address"))
fact("ended_sessions", _("sessions ended"))
fact("second_step", _("second step"))
fact("paper_codes", _("codes on paper left"))
