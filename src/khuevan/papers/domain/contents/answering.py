"""What an invitation tells the agencies: how many each may send, on which terms, until when, and how to answer."""

from collections.abc import Sequence

from django.utils import timezone

from khuevan.core.qr import qr_png
from khuevan.nominations.domain.inviting import invitation_address
from khuevan.nominations.models import Invitation, Quota
from khuevan.papers.blocks import Appendix, Band, Block, Column, Picture, Table, Title
from khuevan.papers.domain import wording
from khuevan.papers.domain.contents import framing, parts
from khuevan.papers.domain.facts import Facts

QR_WIDTH = 30
"""Millimetres: read from an arm's length, and after a photocopy."""

LIST = "Danh sách cơ quan, đơn vị và chỉ tiêu"


def number_asked(facts: Facts, terms: Invitation, *, listed: bool) -> str:
    """Chỉ tiêu: in total, and for each agency; ``listed`` where the numbers are in the appendix."""
    own = {quota.seats for quota in facts.quotas}
    total = _total(terms, facts.quotas)
    lines = [f"Tổng số {wording.count(total)} người."] if total is not None else []
    if listed and own - {None}:
        lines.append("Chỉ tiêu của từng cơ quan, đơn vị: theo danh sách kèm theo.")
    elif len(own) == 1 and None not in own:
        lines.append(f"Mỗi cơ quan, đơn vị cử {wording.count(own.pop() or 0)} người.")
    if lines:
        lines.append("Người được cử vượt chỉ tiêu được ghi vào danh sách dự bị.")
    return " ".join(lines)


def has_different_quotas(quotas: Sequence[Quota]) -> bool:
    return len({(quota.seats, quota.venue_id) for quota in quotas}) > 1


def quota_list(facts: Facts, terms: Invitation) -> Appendix:
    """Every agency in protocol order with its places, and with its venue where there are several."""
    has_seats = any(quota.seats is not None for quota in facts.quotas)
    has_venues = len({quota.venue_id for quota in facts.quotas}) > 1
    columns = [Column("STT", 12, "center"), Column("Cơ quan, đơn vị", 95)]
    columns += [Column("Chỉ tiêu (người)", 25, "center")] if has_seats else []
    columns += [Column("Địa điểm", 48)] if has_venues else []
    rows: list[tuple[str, ...] | Band] = []
    for number, quota in enumerate(facts.quotas, start=1):
        row = [str(number), quota.name]
        row += ["" if quota.seats is None else wording.count(quota.seats)] if has_seats else []
        row += [quota.venue.name if quota.venue else ""] if has_venues else []
        rows.append(tuple(row))
    total = _total(terms, facts.quotas)
    if total is not None:
        rows.append(Band(f"Tổng số: {wording.count(len(rows))} cơ quan, đơn vị; {wording.count(total)} người"))
    title = Title(LIST, f"Dự {wording.class_name(facts.training_class)}", framing.with_this(facts, "Công văn", ""))
    return Appendix(title, (Table(tuple(columns), tuple(rows)),))


def _total(terms: Invitation, quotas: Sequence[Quota]) -> int | None:
    """Places of the whole class; what the agencies have together where no total was set and each has its own."""
    own = [quota.seats for quota in quotas]
    if terms.seats is not None or not own or None in own:
        return terms.seats
    return sum(number for number in own if number is not None)


def conditions(terms: Invitation) -> list[str]:
    lines = []
    if terms.positions:
        lines.append(f"Giữ một trong các chức vụ, vị trí: {', '.join(terms.positions)}")
    if terms.years_apart:
        about = f"lớp về {terms.topic.title}" if terms.topic else "lớp cùng nội dung"
        lines.append(f"Chưa tham dự {about} trong {wording.count(terms.years_apart)} năm gần đây")
    lines += wording.paragraphs(terms.condition_note)
    return parts.dashes(lines)


def until(terms: Invitation) -> str:
    """17 giờ 00 ngày 05 tháng 12 năm 2026."""
    return wording.moment(timezone.localtime(terms.reply_by)).replace(" giờ ", "\u00a0giờ\u00a0")


def how_to_answer(facts: Facts, terms: Invitation) -> list[str]:
    word = wording.learners(facts.training_class)
    lines = [f"Gửi về {facts.body} trước {until(terms)}."]
    if terms.is_public:
        lines.append(
            f"Quý cơ quan, đơn vị lập danh sách cử {word} tại địa chỉ dưới đây, hoặc gửi công văn kèm danh sách "
            "theo mẫu kèm theo. Trường hợp không cử người tham dự, đề nghị trả lời và nêu lý do."
        )
    else:
        lines.append(
            "Quý cơ quan, đơn vị gửi công văn kèm danh sách theo mẫu kèm theo, hoặc dùng đường dẫn riêng đã nhận. "
            "Trường hợp không cử người tham dự, đề nghị trả lời và nêu lý do."
        )
    if terms.field_reason:
        lines.append(f"Lý do đề nghị cung cấp thêm thông tin cá nhân: {terms.field_reason.rstrip('.')}.")
    return lines


def short_address(terms: Invitation) -> list[Block]:
    """The QR code with the address in words; nothing where agencies do not answer there."""
    if not terms.is_public:
        return []
    address = invitation_address(terms)
    says = (
        address,
        "Quét mã QR hoặc mở địa chỉ trên, chọn tên cơ quan, đơn vị, nhập hoặc tải danh sách lên, rồi tải về công văn "
        "cử người tham dự của cơ quan, đơn vị để trình ký và phát hành.",
    )
    return [Picture(qr_png(address), QR_WIDTH, f"Mã QR của địa chỉ {address}", says)]
