"""Quyết định mở lớp and Quyết định công nhận kết quả, both with their lists."""

from collections.abc import Sequence

from khuevan.papers.blocks import (
    HOLE,
    LONG_HOLE,
    OPEN_DATE,
    Appendix,
    Basis,
    Block,
    Centred,
    Closing,
    Paper,
    Text,
    Title,
)
from khuevan.papers.domain import wording
from khuevan.papers.domain.contents import parts
from khuevan.papers.domain.facts import Facts

type Article = tuple[str, Sequence[Block]]
"""What follows "Điều 1." on its line, and below it."""


def opening_decision(facts: Facts) -> Paper:
    about = facts.training_class
    name, word = wording.class_name(about), wording.learners(about)
    articles: list[Article] = [_opened(facts, name)]
    if facts.members:
        formed = f"Thành lập {facts.committee} gồm các thành viên có tên và nhiệm vụ như sau:"
        articles.append((formed, parts.committee(facts)))
    if terms := parts.certificate_terms(facts):
        articles.append(("Điều kiện cấp giấy chứng nhận:", terms))
    articles.append((f"Kinh phí tổ chức lớp: {LONG_HOLE}", []))
    others = ("Ban tổ chức lớp", f"các {word} có tên trong danh sách") if facts.members else (f"các {word} của lớp",)
    appendix = Appendix(Title(f"Danh sách {word}", name, _with_decision(facts)), (parts.learners(facts.learners),))
    return _decision(facts, f"Về việc mở {name}", articles, others, (appendix,) if facts.learners else ())


def _opened(facts: Facts, name: str) -> Article:
    together = f", phối hợp với {', '.join(facts.partners)}" if facts.partners else ""
    number = parts.number_of_learners(facts)
    particulars = parts.points(
        ("Thời gian", parts.when(facts)),
        ("Địa điểm", parts.where(facts)),
        ("Đối tượng", wording.paragraphs(facts.training_class.audience)),
        ("Số lượng", f"{number.rstrip('.')} (danh sách kèm theo)." if facts.learners else number),
        ("Nội dung", parts.topics(facts)),
    )
    return f"Mở {name}{together}, cụ thể như sau:", particulars


def result_decision(facts: Facts) -> Paper:
    about = facts.training_class
    name, word = wording.class_name(about), wording.learners(about)
    passed = wording.count(len(facts.recognised)) if facts.outcomes else HOLE
    listed = " (danh sách kèm theo)" if facts.recognised else ""
    articles: list[Article] = [(f"Công nhận {passed} {word} hoàn thành {name}{listed}.", [])]
    subject = f"Về việc công nhận kết quả {name}"
    if about.awards_certificates:
        articles.append((f"Cấp giấy chứng nhận hoàn thành lớp cho {passed} {word} có tên tại Điều 1.", []))
        subject = f"Về việc công nhận kết quả và cấp giấy chứng nhận hoàn thành {name}"
    others = (
        ("Ban tổ chức lớp", f"các {word} có tên tại Điều 1") if facts.members else (f"các {word} có tên tại Điều 1",)
    )
    return _decision(facts, subject, articles, others, results(facts, name))


def results(facts: Facts, name: str) -> tuple[Appendix, ...]:
    """Who completed the class, with their half days; who did not, with the reason."""
    word = wording.learners(facts.training_class)
    made = []
    if facts.recognised:
        table = parts.learners(facts.recognised, "Số buổi dự", lambda one: wording.attendance(facts.outcomes[one.pk]))
        made.append(Appendix(Title(f"Danh sách {word} hoàn thành lớp", name, _with_decision(facts)), (table,)))
    if facts.not_recognised:
        table = parts.learners(facts.not_recognised, "Lý do", lambda one: wording.attendance(facts.outcomes[one.pk]))
        made.append(Appendix(Title(f"Danh sách {word} chưa đủ điều kiện", name, _with_decision(facts)), (table,)))
    return tuple(made)


def _decision(
    facts: Facts,
    subject: str,
    articles: Sequence[Article],
    others: tuple[str, ...],
    appendices: tuple[Appendix, ...],
) -> Paper:
    """Căn cứ, QUYẾT ĐỊNH: and the articles, the last of which says who carries it out."""
    carried_out = f"{LONG_HOLE}, {', '.join(others)} và các cơ quan, đơn vị liên quan"
    last: Article = (f"{carried_out} chịu trách nhiệm thi hành Quyết định này.", [])
    numbered: list[Block] = []
    for place, (text, below) in enumerate([*articles, last], start=1):
        numbered += [Text(text, lead=f"Điều {place}."), *below]
    basis = [f"Căn cứ {LONG_HOLE};", *(f"Căn cứ {wording.cited(document)};" for document in facts.documents)]
    blocks = (
        Centred(f"{LONG_HOLE} {facts.organization.name.upper()}"),
        Basis((*basis, f"Theo đề nghị của {LONG_HOLE}.")),
        Centred("QUYẾT ĐỊNH:"),
        *numbered,
    )
    return Paper(
        facts.letterhead("QĐ"),
        Title("Quyết định", subject),
        parts.ended(blocks),
        Closing((f"Như Điều {len(articles) + 1}", HOLE, f"Lưu: VT, {HOLE}")),
        appendices,
    )


def _with_decision(facts: Facts) -> str:
    return f"(Kèm theo Quyết định số {HOLE}/QĐ-{facts.symbol} {OPEN_DATE} của {facts.organization})"
