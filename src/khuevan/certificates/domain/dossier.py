"""Certificates in the file of a class: their files, and the list of all that were issued."""

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from khuevan.certificates.enums import CertificateState
from khuevan.certificates.models import FALLEN, Certificate, CertificateQuerySet
from khuevan.core.actors import Actor
from khuevan.core.workbooks import Sheet, workbook
from khuevan.training.domain.dossier import Entry, Part, Section, dossier_part, maker
from khuevan.training.models import TrainingClass

_GROUP = "Giấy chứng nhận đã cấp"
_STATES = {
    CertificateState.PENDING: "Chưa trao",
    CertificateState.HANDED_OVER: "Đã trao",
    CertificateState.WITHHELD: "Giữ lại",
    CertificateState.VOID: "Hủy",
    CertificateState.REVOKED: "Thu hồi",
}


@dossier_part
def certificates(actor: Actor, training_class: TrainingClass) -> Part:
    """In one query; the files are told by their names in the storage."""
    issued = _issued(actor, training_class)
    fields = ("number_text", "frozen__name", "issued_on", "file", "state")
    entries, undrawn, count = [], 0, 0
    author = training_class.office.organization.name
    for code, name, day, file, state in issued.values_list(*fields):
        count += 1
        if state in FALLEN:
            continue
        if not file:
            undrawn += 1
            continue
        entries.append(
            Entry(Section.CERTIFICATES, f"Giấy chứng nhận của {name}", str(name), "pdf", day=day, code=code,
                  author=author, pages=1, stored=file, group=_GROUP)
        )  # fmt: skip
    if count:
        title = "Danh sách giấy chứng nhận đã cấp"
        entries.append(
            Entry(Section.CERTIFICATES, title, title, "xlsx", day=training_class.end_date, author=author,
                  note="Kết xuất từ phần mềm", made="certificates.issued")
        )  # fmt: skip
    missing = []
    if undrawn:
        words = ngettext("%(count)s certificate has no file.", "%(count)s certificates have no file.", undrawn)
        missing.append(words % {"count": undrawn})
    if training_class.awards_certificates and not count:
        missing.append(_("No certificate is issued."))
    return Part(tuple(entries), tuple(missing))


@maker("certificates.issued")
def _list(actor: Actor, training_class: TrainingClass, _argument: str) -> bytes:
    rows = (
        [
            number,
            one.number_text,
            str(one.frozen.get("name", "")),
            str(one.frozen.get("organization") or ""),
            one.issued_on,
            _STATES[CertificateState(one.state)],
            one.handed_over_on,
            one.state_reason,
        ]
        for number, one in enumerate(_issued(actor, training_class).iterator(chunk_size=500), start=1)
    )
    headings = ["STT", "Số", "Họ và tên", "Đơn vị", "Ngày cấp", "Tình trạng", "Ngày trao", "Ghi chú"]
    with translation.override("vi"):
        return workbook(Sheet("Danh sách giấy chứng nhận đã cấp", str(training_class), headings, rows))


def _issued(actor: Actor, training_class: TrainingClass) -> CertificateQuerySet:
    seen = Certificate.objects.visible_to(actor).filter(enrollment__training_class=training_class)
    return seen.order_by("register", "number")
