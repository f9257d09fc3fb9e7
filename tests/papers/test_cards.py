"""Cards to wear: what is printed on them, and what their codes say once printed."""

import io

import pypdfium2
import pytest
import zxingcpp

from khuevan.nominations.domain.group_forming import form_groups
from khuevan.nominations.domain.seating import seat_learners
from khuevan.nominations.models import Enrollment
from khuevan.papers.domain.cards import card_address, learner_cards, other_badges
from khuevan.papers.enums import CardSize, NameplateGroup
from khuevan.training.domain import arrangements
from tests.factories import OfficeFactory, staff
from tests.factories.worlds import World, refused, world
from tests.papers.conftest import LONG_NAME, ODD_NAME

pytestmark = pytest.mark.django_db

PAGES = {
    CardSize.TABLE: (595, 842),
    CardSize.PLASTIC: (243, 153),
    CardSize.HANGING: (595, 842),
    CardSize.LARGE: (595, 842),
}


def learners(here: World) -> list[Enrollment]:
    return list(here.training_class.enrollments.current().select_related("group__venue", "venue").by_protocol())


def pages_of(content: bytes) -> list[tuple[str, list[str], tuple[int, int]]]:
    """Text, QR codes and size of each page, in points."""
    found = []
    for page in pypdfium2.PdfDocument(io.BytesIO(content)):
        codes = [one.text for one in zxingcpp.read_barcodes(page.render(scale=3).to_pil().convert("L"))]
        text = " ".join(page.get_textpage().get_text_bounded().split())
        found.append((text, codes, (round(page.get_width()), round(page.get_height()))))
    return found


@pytest.mark.parametrize("size", list(CardSize))
def test_every_code_reads_and_leads_to_its_learner(known: World, size: CardSize) -> None:
    some = learners(known)
    pages = pages_of(learner_cards(known.officer, known.training_class, some, size).content)
    codes = {code for _text, found, _size in pages for code in found}
    assert codes == {card_address(one.card_code) for one in some}
    assert {shape for _text, _codes, shape in pages} == {PAGES[size]}
    assert len(pages) == (
        len(some) if size == CardSize.PLASTIC else -(-len(some) // (10 if size == CardSize.TABLE else 4))
    )


@pytest.mark.parametrize("size", list(CardSize))
def test_names_stand_on_cards_letter_for_letter(known: World, size: CardSize) -> None:
    content = learner_cards(known.officer, known.training_class, learners(known), size).content
    text = " ".join(page for page, _codes, _size in pages_of(content)).replace(" ", "")
    for name in (LONG_NAME, ODD_NAME, "H'Hen Niê", "Sở Công Thương"):
        assert name.replace(" ", "") in text, name


def test_group_and_place_are_said_where_there_are_several(known: World) -> None:
    about = known.training_class
    form_groups(known.officer, about, number=2)
    assert "Tổ 2" in pages_of(learner_cards(known.officer, about, learners(known)).content)[0][0]
    point = arrangements.add_venue(known.officer, about, name="Điểm cầu Cam Ranh", is_remote=True)
    seat_learners(known.officer, known.enrollments[:1], point)
    text = pages_of(learner_cards(known.officer, about, learners(known)).content)[0][0]
    assert text.count("Điểm cầu Cam Ranh") == 1


def test_others_have_their_part_and_no_code(known: World) -> None:
    whom = [NameplateGroup.LECTURERS, NameplateGroup.GUESTS, NameplateGroup.COMMITTEE]
    ((text, codes, _size),) = pages_of(
        other_badges(known.officer, known.training_class, whom, CardSize.HANGING).content
    )
    assert not codes
    for words in ("Vũ Duy Thành", "BÁO CÁO VIÊN", "Dương Nam Khánh", "KHÁCH MỜI", "Vũ Sỹ Thắng", "BAN TỔ CHỨC"):
        assert words in text
    for one in known.enrollments:
        assert one.full_name not in text


def test_what_cannot_be_printed_is_said(known: World, monkeypatch: pytest.MonkeyPatch) -> None:
    about, some = known.training_class, learners(known)
    with refused("no_cards"):
        learner_cards(known.officer, about, [])
    with refused("not_of_this_class"):
        learner_cards(known.officer, about, learners(world(names=("Lê Thị Khác",))))
    with refused("not_allowed"):
        learner_cards(staff(OfficeFactory()), about, some)
    monkeypatch.setattr("khuevan.papers.domain.cards.MOST_BADGES", 2)
    with refused("too_many_cards"):
        learner_cards(known.officer, about, some)
