"""Who may send materials, and how many."""

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.db.models import Exists, OuterRef, Sum
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, Bearer
from khuevan.core.errors import DomainError
from khuevan.core.permissions import NotAllowedError, require
from khuevan.people.models import Office
from khuevan.training.enums import ClassState
from khuevan.training.models import Lecturer, Material, MaterialQuerySet, StoredFile, TrainingClass

MOST_OF_LECTURER: Final = 30
"""Files that one lecturer may send to one class; the office may add more."""
MOST_OF_CLASS: Final = 1_000
_GIGABYTE: Final = 1024**3


@dataclass(frozen=True)
class Sender:
    """``is_guest``: came by a personal link, so that the office decides who reads what was sent."""

    lecturer: Lecturer | None
    is_guest: bool


def admit_sender(
    office: Office, actor: Actor, training_class: TrainingClass | None, lecturer: Lecturer | None
) -> Sender:
    """Raises ``not_allowed``, ``lecturer_of_another_class``, and ``class_is_closed`` for a lecturer who is too late."""
    if lecturer is not None and (training_class is None or lecturer.training_class_id != training_class.pk):
        raise DomainError("lecturer_of_another_class", _("This lecturer does not teach this class."))
    if not isinstance(actor, Bearer):
        require(actor, "training.keep_materials", office)
        return Sender(lecturer, is_guest=False)
    if training_class is None:
        raise NotAllowedError
    lecturer = lecturer or Lecturer.objects.visible_to(actor).filter(training_class=training_class).first()
    if lecturer is None:
        raise NotAllowedError
    require(actor, "training.answer_as_lecturer", lecturer)
    refuse_too_late(training_class)
    return Sender(lecturer, is_guest=True)


def refuse_too_late(training_class: TrainingClass) -> None:
    if training_class.state in {ClassState.REPORTED, ClassState.CANCELLED}:
        raise DomainError("class_is_closed", _("The class is over and filed; send the file to the office instead."))


def sent_by(lecturer: Lecturer) -> MaterialQuerySet:
    """What a lecturer sent to the class; what the office kept of it with a topic is the office's own."""
    return Material.objects.filter(lecturer=lecturer, training_class=lecturer.training_class_id)


def refuse_too_many(
    office: Office, training_class: TrainingClass | None, sender: Sender | None, stored: StoredFile
) -> None:
    """Called under the lock of the class.  Raises ``too_many_materials`` and ``office_full``."""
    if training_class is not None:
        rows, most = training_class.materials.all(), MOST_OF_CLASS
        if sender is not None:
            rows, most = rows.filter(lecturer=sender.lecturer), MOST_OF_LECTURER
        if rows.count() >= most:
            raise DomainError(
                "too_many_materials",
                _("There are %(most)s files already. Remove some, or put them into one."),
                most=most,
            )
    limit = settings.KHUEVAN_MATERIALS_OF_OFFICE
    if not office.materials.filter(stored=stored).exists() and taken_by(office) + stored.size > limit:
        raise DomainError(
            "office_full",
            _("The materials of the office take %(limit)s GB, which is all there is. Remove what is not needed."),
            limit=f"{limit / _GIGABYTE:g}",
        )


def taken_by(office: Office) -> int:
    """Bytes that the materials of an office take, the same content once."""
    used = Exists(Material.objects.filter(stored=OuterRef("pk"), office=office))
    total: int | None = StoredFile.objects.filter(used).aggregate(total=Sum("size"))["total"]
    return total or 0
