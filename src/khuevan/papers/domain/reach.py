"""Which papers as they were made name a learner whose words change, and whether they still say what the list says."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from django.utils.translation import gettext as _

from khuevan.core.models import AuditEntry
from khuevan.nominations.domain.reach import Reached, reaches
from khuevan.nominations.models import Enrollment
from khuevan.papers.domain.building import WRITERS
from khuevan.papers.domain.differing import newest_papers
from khuevan.papers.domain.words import CELLS
from khuevan.papers.enums import PaperKind
from khuevan.papers.models import MadePaper

_COLUMNS: Final = (
    ("họ và tên", "full_name"),
    ("sinh", "birth_text"),
    ("chức vụ", "position"),
    ("đơn vị", "organization_name"),
    ("cơ quan", "organization_name"),
)
"""Words in the head of a column of people, and what stands below."""


@reaches
def _papers(enrollment: Enrollment) -> Iterable[Reached]:
    """A paper keeps its words until it is made anew; a signed one for good."""
    names = _names(enrollment)
    for made in newest_papers(enrollment.training_class):
        rows = list(_rows(made.words, names))
        if not rows and not any(name in line for name in names for line in made.words):
            continue
        yield Reached(
            "signed_paper" if made.record_id else "paper",
            _label(made),
            frozen=True,
            address_name="console:class_records",
            address_args=(enrollment.training_class_id,),
            differs=_differs(enrollment, rows, made.words),
        )


def _names(enrollment: Enrollment) -> set[str]:
    """The learner's name as it is, is to be, and was before it was corrected."""
    stored = Enrollment.objects.filter(pk=enrollment.pk).values_list("full_name", flat=True)
    corrected = AuditEntry.objects.filter(
        subject_type=Enrollment._meta.label_lower, subject_id=str(enrollment.pk), verb="nominations.correct_learner"
    )
    earlier = (before.get("full_name", "") for before in corrected.values_list("before", flat=True))
    return {enrollment.full_name, *stored, *earlier} - {""}


def _label(made: MadePaper) -> str:
    title = WRITERS[PaperKind(made.kind)].title
    whom = f"{title} ({made.target_name})" if made.target_name else title
    if made.record is not None:
        return _("%(paper)s, signed as %(record)s") % {"paper": whom, "record": made.record.code or made.record}
    return _("%(paper)s, not signed yet") % {"paper": whom}


def _rows(lines: Sequence[str], names: set[str]) -> Iterator[dict[str, str]]:
    """Rows of tables that name the learner, by what their columns hold."""
    columns: list[str] = []
    for line in lines:
        cells = line.split(CELLS)
        if len(cells) > 1 and cells[0] == "STT":
            columns = [_field(label) for label in cells]
        elif len(cells) == len(columns):
            row = {name: cell for name, cell in zip(columns, cells, strict=True) if name}
            if row.get("full_name") in names:
                yield row


def _field(label: str) -> str:
    folded = label.lower()
    return next((name for words, name in _COLUMNS if words in folded), "")


def _differs(enrollment: Enrollment, rows: Sequence[dict[str, str]], lines: Sequence[str]) -> bool:
    """Several may have one name: it is enough that one row says what the list says."""
    if not rows:
        return not any(enrollment.full_name in line for line in lines)
    return not any(all(_said(enrollment, name) == cell for name, cell in row.items()) for row in rows)


def _said(enrollment: Enrollment, name: str) -> str:
    return " ".join(str(getattr(enrollment, name)).split())
