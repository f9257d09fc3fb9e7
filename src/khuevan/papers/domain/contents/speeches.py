"""Drafts of what is said at the opening and at the closing; no number, no signature."""

from khuevan.papers.blocks import LONG_HOLE, Block, Paper, Text, Title
from khuevan.papers.domain import wording
from khuevan.papers.domain.contents import greeting, parts, report
from khuevan.papers.domain.facts import Facts
from khuevan.training.enums import CeremonyKind
from khuevan.vietnamese.dates import document_date

DRAFT = "(Dự thảo)"


def opening_speech(facts: Facts) -> Paper:
    about = facts.training_class
    name, word, lecturers = wording.class_name(about), wording.learners(about), wording.lecturers(about)
    opening = wording.opening(about)
    purpose = wording.paragraphs(about.objective)
    lines = [
        *greeting.salutation(facts, CeremonyKind.OPENED_BY),
        f"Hôm nay, {document_date(about.start_date)}, {facts.body}{parts.together(facts)} tổ chức {opening} {name}. "
        f"Thay mặt lãnh đạo {facts.body}, tôi nhiệt liệt chào mừng các vị đại biểu, các {lecturers} và toàn thể các "
        f"{word} đã về dự; kính chúc các vị mạnh khỏe, hạnh phúc.",
        *wording.paragraphs(about.need),
        *(["Lớp được tổ chức nhằm mục đích sau:", *purpose] if purpose else []),
        *_taught(facts),
        f"Để lớp đạt kết quả tốt, tôi đề nghị các {lecturers} truyền đạt những nội dung thiết thực, sát với công việc "
        f"của {word}, dành thời gian trao đổi, giải đáp; các {word} dự đầy đủ các buổi học, chấp hành nội quy của lớp, "
        "tích cực nghiên cứu tài liệu, nêu những vấn đề vướng mắc trong thực tiễn để cùng thảo luận; Ban tổ chức chuẩn "
        "bị chu đáo các điều kiện phục vụ lớp.",
        *_thanks(facts),
        f"Với tinh thần đó, tôi xin tuyên bố {opening} {name}. Chúc các vị đại biểu, các {lecturers} và các {word} "
        "mạnh khỏe, chúc lớp thành công tốt đẹp.",
        "Xin trân trọng cảm ơn!",
    ]
    return _speech(facts, f"Bài phát biểu {opening}", lines)


def closing_speech(facts: Facts) -> Paper:
    about = facts.training_class
    name, word, lecturers = wording.class_name(about), wording.learners(about), wording.lecturers(about)
    closing = wording.closing(about)
    expected = wording.paragraphs(about.expected_result)
    lines = [
        *greeting.salutation(facts, CeremonyKind.CLOSED_BY),
        f"Sau {parts.days(facts)} học tập nghiêm túc, {name} đã hoàn thành chương trình đề ra. Thay mặt lãnh đạo "
        f"{facts.body}, tôi trân trọng cảm ơn các vị đại biểu, các {lecturers} và toàn thể các {word} đã tham gia lớp.",
        *_achieved(facts),
        *(["Qua lớp học này, chúng ta mong đợi:", *expected] if expected else []),
        f"Sau khi lớp kết thúc, đề nghị các {word} vận dụng kiến thức đã học vào công việc, chia sẻ với đồng nghiệp ở "
        "cơ quan, đơn vị mình và tiếp tục tự học để nâng cao trình độ.",
        *_thanks(facts),
        f"Tôi xin tuyên bố {closing} {name}. Kính chúc các vị đại biểu, các {lecturers} và các {word} mạnh khỏe, hạnh "
        "phúc, hoàn thành tốt nhiệm vụ được giao.",
        "Xin trân trọng cảm ơn!",
    ]
    return _speech(facts, f"Bài phát biểu {closing}", lines)


def _speech(facts: Facts, title: str, lines: list[str]) -> Paper:
    name = wording.class_name(facts.training_class)
    kind = CeremonyKind.OPENED_BY if wording.opening(facts.training_class) in title else CeremonyKind.CLOSED_BY
    speaker = Text(greeting.speaker(facts, kind) or LONG_HOLE, lead="Người phát biểu:")
    blocks: tuple[Block, ...] = (speaker, *(Text(line) for line in lines))
    return Paper(facts.plain, Title(title, name, DRAFT), blocks)


def _taught(facts: Facts) -> list[str]:
    """How many come from where, and what they will hear."""
    lines = []
    if facts.learners:
        lines.append(f"Tham dự lớp có {parts.number_of_learners(facts)}")
    if facts.topics:
        word, number = wording.learners(facts.training_class), wording.count(len(facts.topics))
        lines += [f"Trong {parts.length(facts)}, các {word} được nghe {number} chuyên đề:", *parts.topics(facts)]
    return lines


def _achieved(facts: Facts) -> list[str]:
    if not facts.outcomes:
        return []
    word = wording.learners(facts.training_class)
    numbers = f"{wording.count(len(facts.recognised))}/{wording.count(len(facts.learners))}"
    granted = " và được cấp giấy chứng nhận" if facts.training_class.awards_certificates else ""
    lines = [f"Kết quả, có {numbers} {word} hoàn thành lớp{granted}. Tôi nhiệt liệt chúc mừng các {word}."]
    if facts.commendations:
        number = wording.count(len(facts.commendations))
        lines.append(f"Tôi biểu dương {number} {word} được khen thưởng: {'; '.join(_names(facts))}.")
    return lines


def _names(facts: Facts) -> list[str]:
    return [report.who(one.enrollment) for one in facts.commendations]


def _thanks(facts: Facts) -> list[str]:
    helped = list(dict.fromkeys((*facts.partners, *facts.lines("thanks"))))
    if not helped:
        return []
    named = "; ".join(one.rstrip(".;") for one in helped)
    return [f"Nhân dịp này, {facts.body} trân trọng cảm ơn {named} đã phối hợp, giúp đỡ tổ chức lớp."]
