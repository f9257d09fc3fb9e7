"""A paper of a class as a Word file, whole from what is known now; building it changes nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils import translation

from khuevan.core.actors import Actor
from khuevan.core.permissions import require
from khuevan.papers.blocks import Paper
from khuevan.papers.domain.contents import decisions, invitation, lists, plan, report
from khuevan.papers.domain.facts import Facts
from khuevan.papers.domain.wording import class_name
from khuevan.papers.enums import PaperKind
from khuevan.papers.layout import DOCX, drawn
from khuevan.records.models import Record
from khuevan.training.models import TrainingClass


@dataclass(frozen=True)
class Built:
    """A file to download: ``name`` has letters a to z, digits and hyphens only."""

    name: str
    content: bytes
    content_type: str


CONTENTS: Final[dict[PaperKind, tuple[str, str, Callable[[Facts], Paper]]]] = {
    PaperKind.CLASS_PLAN: ("Kế hoạch tổ chức lớp", "ke-hoach", plan.class_plan),
    PaperKind.INVITATION: ("Công văn đề nghị cử học viên", "cong-van-cu-hoc-vien", invitation.invitation),
    PaperKind.PROGRAMME: ("Chương trình", "chuong-trinh", lists.programme),
    PaperKind.LEARNER_LIST: ("Danh sách học viên", "danh-sach", lists.learner_list),
    PaperKind.OPENING_DECISION: ("Quyết định mở lớp", "quyet-dinh-mo-lop", decisions.opening_decision),
    PaperKind.RESULT_DECISION: ("Quyết định công nhận kết quả", "quyet-dinh-ket-qua", decisions.result_decision),
    PaperKind.REPORT: ("Báo cáo kết quả", "bao-cao", report.report),
}
"""Title and start of the file's name, both Vietnamese like the paper, and who writes it."""


def build(actor: Actor, training_class: TrainingClass, kind: PaperKind, *, cited: Sequence[Record] = ()) -> Built:
    """The paper in Vietnamese.  ``cited`` are documents it names as its basis, after the plan of the class.

    Raises NotAllowedError without ``papers.write_paper``.
    """
    require(actor, "papers.write_paper", training_class)
    title, slug, contents = CONTENTS[kind]
    with translation.override("vi"):
        paper = contents(Facts(actor, training_class, cited))
        content = drawn(paper, title=f"{title}: {class_name(training_class)}")
    return Built(f"{slug}-{training_class.slug}.docx", content, DOCX)
