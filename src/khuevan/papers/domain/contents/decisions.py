"""Quyết định mở lớp, Quyết định thành lập ban tổ chức and Quyết định công nhận kết quả, with their lists."""

from khuevan.papers.blocks import HOLE, LONG_HOLE, Appendix, Paper, Text, Title
from khuevan.papers.domain import wording
from khuevan.papers.domain.contents import framing, parts
from khuevan.papers.domain.contents.framing import Article
from khuevan.papers.domain.facts import Facts
from khuevan.papers.enums import PaperKind


def opening_decision(facts: Facts) -> Paper:
    about = facts.training_class
    name, word = wording.class_name(about), wording.learners(about)
    articles: list[Article] = [_opened(facts, name), *_committee_of_class(facts)]
    if terms := parts.certificate_terms(facts):
        articles.append(("Điều kiện cấp giấy chứng nhận:", terms))
    source = facts.value("money_source") or facts.money_source
    articles.append((f"Kinh phí tổ chức lớp: {source.rstrip('.') or LONG_HOLE}.", []))
    others = ["Ban tổ chức lớp"] if facts.members else []
    others.append(f"các {word} có tên trong danh sách" if facts.learners else f"các {word} của lớp")
    note = framing.with_this(facts, "Quyết định", "QĐ")
    appendix = Appendix(Title(f"Danh sách {word}", name, note), (parts.learners(facts.learners),))
    return framing.decision(facts, f"Về việc mở {name}", articles, others, (appendix,) if facts.learners else ())


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


def _committee_of_class(facts: Facts) -> list[Article]:
    """The committee is formed here, unless a decision of its own did that."""
    formed = facts.record_of(PaperKind.COMMITTEE_DECISION)
    if formed is not None:
        return [(f"Giao Ban tổ chức thành lập theo {wording.cited(formed)} tổ chức và quản lý lớp.", [])]
    if not facts.members:
        return []
    return [(f"Thành lập {facts.committee} gồm các thành viên có tên và nhiệm vụ như sau:", parts.committee(facts))]


_USUAL_TASKS = (
    "Chuẩn bị các điều kiện, tổ chức và quản lý lớp theo kế hoạch được duyệt",
    "Báo cáo kết quả sau khi lớp kết thúc",
)


def committee_decision(facts: Facts) -> Paper:
    called = _committee_name(facts)
    listed = parts.committee(facts)
    first = "gồm các thành viên có tên và nhiệm vụ sau đây:" if listed else f"gồm: {LONG_HOLE}."
    tasks = framing.bullets(facts.lines("tasks") or _USUAL_TASKS)
    if listed and not any(member.task for member in facts.members):
        tasks.append(Text("Trưởng ban phân công nhiệm vụ của từng thành viên."))
    articles: list[Article] = [
        (f"Thành lập {called}, {first}", listed),
        ("Nhiệm vụ của Ban tổ chức:", tasks),
        ("Ban tổ chức tự giải thể sau khi hoàn thành nhiệm vụ.", []),
    ]
    return framing.decision(facts, f"Về việc thành lập {called}", articles, ["các thành viên có tên tại Điều 1"])


def _committee_name(facts: Facts) -> str:
    """Ban tổ chức Lớp bồi dưỡng ...: what the committee is called, with the name of the class once."""
    called = facts.committee.name if facts.committee else "Ban tổ chức"
    place = called.lower().find(" lớp")
    return f"{called[:place] if place > 0 else called} {wording.class_name(facts.training_class)}"


def result_decision(facts: Facts) -> Paper:
    about = facts.training_class
    name, word = wording.class_name(about), wording.learners(about)
    passed = wording.count(len(facts.recognised)) if facts.outcomes else HOLE
    listed = " (danh sách kèm theo)" if facts.recognised else ""
    articles: list[Article] = [(f"Công nhận {passed} {word} hoàn thành {name}{listed}.", [])]
    subject = f"Về việc công nhận kết quả {name}"
    if about.awards_certificates:
        articles.append((f"Cấp giấy chứng nhận hoàn thành lớp cho {passed} {word} có tên tại Điều\u00a01.", []))
        subject = f"Về việc công nhận kết quả và cấp giấy chứng nhận hoàn thành {name}"
    others = ["Ban tổ chức lớp"] if facts.members else []
    others.append(f"các {word} có tên tại Điều 1")
    return framing.decision(facts, subject, articles, others, _results(facts, name))


def _results(facts: Facts, name: str) -> tuple[Appendix, ...]:
    """Who completed the class, with their half days; who did not, with the reason."""
    word, note = wording.learners(facts.training_class), framing.with_this(facts, "Quyết định", "QĐ")
    made = []
    if facts.recognised:
        table = parts.learners(facts.recognised, "Số buổi dự", lambda one: wording.attendance(facts.outcomes[one.pk]))
        made.append(Appendix(Title(f"Danh sách {word} hoàn thành lớp", name, note), (table,)))
    if facts.not_recognised:
        table = parts.learners(facts.not_recognised, "Lý do", lambda one: wording.attendance(facts.outcomes[one.pk]))
        made.append(Appendix(Title(f"Danh sách {word} chưa đủ điều kiện", name, note), (table,)))
    return tuple(made)
