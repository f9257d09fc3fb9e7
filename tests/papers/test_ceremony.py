"""What is said, hung up and laid on the tables at the opening and the closing."""

from pathlib import Path

import pytest

from khuevan.assessment.domain.commending import commend
from khuevan.assessment.domain.outcomes import compute_outcomes, set_rule
from khuevan.papers.blocks import Banner, PageBreak
from khuevan.papers.domain.building import written
from khuevan.papers.domain.nameplates import nameplates
from khuevan.papers.domain.places import places_of
from khuevan.papers.domain.words import told
from khuevan.papers.enums import NameplateGroup, NameplateSize, PaperKind
from khuevan.papers.models import PaperDetails
from khuevan.training.domain import arrangements
from khuevan.training.enums import CeremonyKind, ItemKind, LearnerWord, OpeningWord
from khuevan.training.models import ProgrammeItem
from tests.factories import OrganizationFactory, PersonFactory, TrainingClassFactory, staff
from tests.factories.worlds import World, refused
from tests.papers.conftest import LONG_NAME, pdf_text

pytestmark = pytest.mark.django_db


def said(here: World, kind: PaperKind) -> str:
    return " ".join(" ".join(told(written(here.officer, here.training_class, kind))).split())


@pytest.fixture
def praised(known: World) -> World:
    set_rule(known.officer, known.training_class)
    compute_outcomes(known.officer, known.training_class)
    commend(known.officer, known.enrollments[0], reason="Kết quả cao nhất lớp", amount=200_000)
    commend(known.officer, known.enrollments[3], reason="Tích cực xây dựng bài")
    return known


def test_delegates_are_introduced_by_rank_and_nobody_twice(known: World) -> None:
    general = PersonFactory(full_name="Trần Văn Tướng", honorific="Ông", rank="Thiếu tướng")
    arrangements.invite_guest(known.officer, known.training_class, person=general, title="Giám đốc Công an tỉnh")
    values = {"host": "Bà Nguyễn Thị Mai", "courtesy": "Bà Lê Thị Kim, Phó Giám đốc"}
    PaperDetails.objects.create(training_class=known.training_class, kind=PaperKind.OPENING_SCRIPT, values=values)
    text = said(known, PaperKind.OPENING_SCRIPT)
    places = [
        "Người dẫn chương trình: Bà Nguyễn Thị Mai.",
        "STT | Thời gian | Nội dung | Người thực hiện",
        "2 | 7 giờ 30 | Tuyên bố lý do",
        "Hội nhập ngày càng sâu rộng. Thực hiện Kế hoạch số 29/KH-UBND",
        "Về phía khách mời, có: - Ông Dương Nam Khánh, Phó Giám đốc Cục Ngoại vụ - Bộ Ngoại giao;",
        "- Ông Thiếu tướng Trần Văn Tướng, Giám đốc Công an tỉnh.",
        "Bà Lê Thị Kim, Phó Giám đốc.",
        "Về phía báo cáo viên, có: - Ông Vũ Duy Thành, Phó Vụ trưởng.",
        "kính mời ông Vũ Sỹ Thắng, Giám đốc",
        "theo dõi nội dung: Một số nét lớn của tình hình do ông Vũ Duy Thành",
    ]
    found = [text.find(words) for words in places]
    assert -1 not in found, places[found.index(-1)]
    assert found == sorted(found)
    assert text.count("- Ông Vũ Sỹ Thắng") == 1
    assert "Số:" not in text


def test_the_ceremony_begins_after_the_welcome(known: World) -> None:
    first = ProgrammeItem.objects.filter(session__training_class=known.training_class).order_by("session__date", "pk")[
        0
    ]
    first.session.items.filter(pk=first.pk).update(title="Đón tiếp đại biểu", kind=ItemKind.CEREMONY, starts_at="07:30")
    opening = {"kind": ItemKind.CEREMONY, "starts_at": "08:00", "order": first.order + 1}
    ProgrammeItem.objects.create(session=first.session, title="Khai giảng", **opening)
    text = said(known, PaperKind.OPENING_SCRIPT)
    assert "1 | 7 giờ 30 | Đón tiếp đại biểu" in text
    assert "2 | 8 giờ 00 | Tuyên bố lý do" in text
    assert "Thời gian: 8 giờ 00, thứ Sáu" in text


def test_the_closing_commends_hands_over_and_thanks(praised: World) -> None:
    script = said(praised, PaperKind.CLOSING_SCRIPT)
    assert "khen thưởng 02 học viên có tên sau đây: - Hoàng Thị Bích Tuyền, Sở Công Thương;" in script
    assert "trao giấy chứng nhận hoàn thành lớp cho 04 học viên" in script
    summary = said(praised, PaperKind.CLASS_SUMMARY)
    assert "Tỷ lệ dự học bình quân các buổi: 80%." in summary
    assert "Hoàn thành lớp và được cấp giấy chứng nhận: 04 học viên. Chưa đủ điều kiện: 01 học viên." in summary
    assert "Đánh giá chung" not in summary, "nobody said anything about it"
    speech = said(praised, PaperKind.CLOSING_SPEECH)
    assert "có 04/05 học viên hoàn thành lớp" in speech
    assert "trân trọng cảm ơn Cục Ngoại vụ - Bộ Ngoại giao đã phối hợp" in speech
    listed = said(praised, PaperKind.COMMENDATION_LIST)
    assert "1 | Hoàng Thị Bích Tuyền |  | Sở Công Thương | Kết quả cao nhất lớp | 200.000" in listed.replace(
        "| |", "|  |"
    )
    assert "Tổng cộng" in listed
    assert "Khen thưởng 02 học viên, gồm:" in said(praised, PaperKind.REPORT)


def test_speeches_use_the_words_of_the_class(known: World) -> None:
    about = known.training_class
    about.learner_word, about.opening_word, about.awards_certificates = LearnerWord.DELEGATE, OpeningWord.OPENING, False
    about.save()
    who, body = PersonFactory(full_name="Lê Bế", honorific="Bà"), OrganizationFactory(name="Sở X")
    arrangements.give_ceremony_role(
        known.officer, about, CeremonyKind.CLOSED_BY, person=who, title="Giám đốc", organization=body
    )
    opening, closing = said(known, PaperKind.OPENING_SPEECH), said(known, PaperKind.CLOSING_SCRIPT)
    assert "Bài phát biểu khai mạc" in opening
    assert "Người phát biểu: Ông Vũ Sỹ Thắng" in opening
    assert "Kính thưa ông Dương Nam Khánh" in opening
    assert "Lớp được tổ chức nhằm mục đích sau: Cập nhật kiến thức. Rèn kỹ năng." in opening
    assert "tôi xin tuyên bố khai mạc Lớp bồi dưỡng" in opening
    assert "học viên" not in opening
    assert "Lễ bế mạc" in closing
    assert "kính mời bà Lê Bế, Giám đốc Sở X phát biểu bế mạc" in closing
    assert "giấy chứng nhận" not in closing


def test_the_backdrop_has_a_page_for_each_ceremony_and_one_for_a_class_of_a_day(known: World) -> None:
    about = known.training_class
    (one,) = written(known.officer, about, PaperKind.BACKDROP).blocks
    assert isinstance(one, Banner)
    assert one.lines == (about.title.upper(), "Bình Phước, ngày 04 tháng 10 năm 2019")
    about.end_date = about.end_date.replace(day=8)
    paper = written(known.officer, about, PaperKind.BACKDROP)
    opening, page, closing = paper.blocks
    assert isinstance(opening, Banner)
    assert isinstance(page, PageBreak)
    assert isinstance(closing, Banner)
    assert (opening.lines[0], closing.lines[0], closing.lines[-1]) == (
        "LỄ KHAI GIẢNG",
        "LỄ BẾ GIẢNG",
        "Bình Phước, ngày 08 tháng 10 năm 2019",
    )
    assert paper.is_landscape


def test_every_person_has_one_name_plate(known: World, tmp_path: Path) -> None:
    made = nameplates(known.officer, known.training_class, whom=list(NameplateGroup))
    path = tmp_path / made.name
    path.write_bytes(made.content)
    pages = pdf_text(path).split("\f")[:-1]
    assert len(pages) == 3 + 5, "who opens is in the committee too; one guest, one lecturer, five learners"
    assert "".join(pages).count("Vũ Sỹ Thắng") == 2, "both sides"
    assert LONG_NAME in " ".join(" ".join(pages).split())
    small = nameplates(
        known.officer, known.training_class, whom=[NameplateGroup.LEARNERS], size=NameplateSize.SMALL,
        chosen=known.enrollments[:3],
    )  # fmt: skip
    path.write_bytes(small.content)
    assert pdf_text(path).count("\f") == 2
    bare = TrainingClassFactory()
    with refused("no_nameplates"):
        nameplates(staff(bare.office), bare, whom=[NameplateGroup.GUESTS, NameplateGroup.LEARNERS])


def test_places_are_named_once_and_shown_with_an_example() -> None:
    for kind in PaperKind:
        places = places_of(kind)
        keys = [place.key for place in places]
        assert len(set(keys)) == len(keys), kind
        assert all(place.label and place.example for place in places), kind
