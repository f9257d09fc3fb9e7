"""Tờ trình of the office about a class it means to hold."""

from khuevan.papers.blocks import LONG_HOLE, Addressees, Block, Paper, Text, Title
from khuevan.papers.domain import wording
from khuevan.papers.domain.contents import framing, parts
from khuevan.papers.domain.facts import Facts


def proposal(facts: Facts) -> Paper:
    about = facts.training_class
    name = wording.class_name(about)
    asked = tuple(facts.lines("addressees")) or facts.superiors
    to = asked[0] if len(asked) == 1 else "các cấp có thẩm quyền"
    body = parts.sections(
        ("Sự cần thiết", [Text(line) for line in wording.paragraphs(about.need)]),
        ("Mục đích, yêu cầu", _purpose(facts)),
        ("Nội dung tổ chức lớp", _arrangements(facts)),
        ("Kinh phí", parts.money(facts)),
        ("Kiến nghị", framing.bullets(facts.lines("requests"))),
    )
    return Paper(
        facts.letterhead("TTr"),
        Title("Tờ trình", f"Về việc tổ chức {name}"),
        parts.ended(
            (
                Addressees(asked or (LONG_HOLE,)),
                *framing.grounds(facts),
                Text(
                    f"{framing.carrying_out(facts)}{facts.body} kính trình {to} xem xét, cho phép tổ chức {name}, "
                    "cụ thể như sau:"
                ),
                *body,
                Text(f"{facts.body} kính trình {to} xem xét, quyết định."),
            )
        ),
        framing.closing(facts, "Như trên", *framing.partners(facts)),
    )


def _purpose(facts: Facts) -> list[Block]:
    about = facts.training_class
    return parts.points(
        ("Mục đích", wording.paragraphs(about.objective)),
        ("Kết quả cần đạt", wording.paragraphs(about.expected_result)),
    )


def _arrangements(facts: Facts) -> list[Block]:
    about = facts.training_class
    word = wording.sentence_case(wording.lecturers(about))
    lecturers = "" if facts.topics else parts.dashes(map(wording.official, facts.lecturers))
    return parts.points(
        ("Đối tượng", wording.paragraphs(about.audience)),
        ("Số lượng", parts.number_of_learners(facts)),
        ("Nội dung", parts.topics(facts)),
        (word, lecturers),
        ("Thời gian", parts.when(facts)),
        ("Địa điểm", parts.where(facts)),
        ("Đơn vị phối hợp", f"{'; '.join(facts.partners)}." if facts.partners else ""),
    )
