"""Correcting what stands on the list of a class."""

from typing import Any, Unpack

from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import checked, locked, unchanged
from khuevan.nominations.domain.agencies import Agencies
from khuevan.nominations.domain.book import keys_of
from khuevan.nominations.domain.enrolling import LearnerFields
from khuevan.nominations.domain.reach import Reach, reach_of
from khuevan.nominations.models import Enrollment
from khuevan.people.domain.persons import rewrite_person
from khuevan.people.models import Organization, birth_fields

OF_THE_PERSON = ("full_name", "honorific", "gender", "birth")
"""What a correction may carry over to the directory; the rest was so as of this class only."""


@verb("nominations.correct_learner")
def correct_learner(
    actor: Actor,
    enrollment: Enrollment,
    *,
    seen: str = "",
    also_person: bool = False,
    **fields: Unpack[LearnerFields],
) -> Reach:
    """Corrects what stands on the list of one class, and with ``also_person`` the directory too.

    At any time, because a wrong name is wrong for ever: lists follow, what is frozen stays and is named in the answer
    (``differing``).  Other classes keep what they wrote.  Raises ``row_without_name``, ``invalid_value``,
    ``birth_unreadable``, ``changed_meanwhile``.
    """
    require(actor, "nominations.enroll", enrollment.training_class)
    unchanged(locked(enrollment), seen)
    before = snapshot(enrollment)
    added = rewrite_learner(enrollment, fields)
    if added is not None:
        added.save(force_insert=True)
        enrollment.organization = added
        record(actor, "nominations.correct_learner", added, office_key=enrollment.training_class.office_id)
    enrollment.save()
    if also_person:
        _correct_person(actor, enrollment, fields)
    record(actor, "nominations.correct_learner", enrollment, before)
    return reach_of(enrollment)


def rewrite_learner(enrollment: Enrollment, fields: LearnerFields) -> Organization | None:
    """Sets the fields of an unsaved or locked learner; returns a body that nobody entered yet and is not stored.

    A screen uses it on a copy, to show with ``reach_of`` what a correction would reach.
    """
    values: dict[str, Any] = {
        name: value.strip() if isinstance(value, str) else value for name, value in fields.items()
    }
    if "birth" in values:
        values.update(birth_fields(values.pop("birth")))
    added = _agency(enrollment, values)
    for name, value in values.items():
        setattr(enrollment, name, value)
    if not enrollment.full_name:
        raise DomainError("row_without_name", _("The row has no name."))
    keys_of(checked(enrollment))
    return added


def _agency(enrollment: Enrollment, values: dict[str, Any]) -> Organization | None:
    """Body and words go together: whichever was given decides the other; a new body is returned."""
    if values.get("organization") is not None:
        values.setdefault("organization_name", values["organization"].name)
        return None
    name = values.get("organization_name")
    if name is None or name == enrollment.organization_name:
        return None
    if not name:
        values["organization"] = None
        return None
    agencies = Agencies(enrollment.training_class.office, enrollment.training_class.start_date)
    agencies.look_up([name])
    body = agencies.named(name)
    if body.pk is None:
        values.pop("organization", None)
        return body
    values["organization"] = body
    return None


def _correct_person(actor: Actor, enrollment: Enrollment, fields: LearnerFields) -> None:
    person = locked(enrollment.person)
    require(actor, "people.change_person", person)
    before = snapshot(person)
    same = {name: value for name, value in fields.items() if name in OF_THE_PERSON}
    rewrite_person(person, same)
    checked(person).save()
    record(actor, "nominations.correct_learner", person, before, office_key=enrollment.training_class.office_id)
