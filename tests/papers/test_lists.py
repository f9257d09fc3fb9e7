"""Printed lists: everybody on them once, names as entered, room to sign, as PDF and as Excel."""

import io
import re
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from khuevan.core.errors import DomainError
from khuevan.core.permissions import NotAllowedError
from khuevan.nominations.domain.group_forming import form_groups
from khuevan.nominations.domain.seating import seat_learners
from khuevan.papers.domain.hall_lists import MAIN, door_list, group_lists, sign_sheets
from khuevan.papers.domain.lists import Issued, PrintedList, hand_over, learner_list, spelling_check
from khuevan.papers.domain.printing import pdf
from khuevan.papers.domain.workbooks import workbook
from khuevan.people.enums import OrganizationKind, RoleKind
from khuevan.training.domain import arrangements
from khuevan.vietnamese.collation import sort_key
from tests.factories import PersonFactory, SessionFactory, staff
from tests.factories.worlds import World, world
from tests.papers.conftest import LONG_NAME, NAMES, enrol_many, pdf_text

pytestmark = pytest.mark.django_db

CERTIFICATES = (
    Issued("01/GCN-STN", "H'Hen Niê", "14/08/1985", "Sở Công Thương", date(2019, 10, 4)),
    Issued("02/GCN-STN", LONG_NAME, "1985", "Sở Công Thương", note="Giữ lại: chờ nộp bài"),
)


def every_list(here: World) -> list[PrintedList]:
    about = here.training_class
    return [
        learner_list(here.officer, about),
        spelling_check(here.officer, about),
        *sign_sheets(here.officer, about, here.sessions),
        hand_over(here.officer, about, CERTIFICATES),
    ]


def text_of(here: World, lists: list[PrintedList], folder: Path, *options: str) -> str:
    path = folder / "list.pdf"
    path.write_bytes(pdf(here.training_class, lists).content)
    return pdf_text(path, *options)


def flat(text: str) -> str:
    return " ".join(text.replace("\u200b", "").split())


def sheets(content: bytes) -> list[Worksheet]:
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets


def test_every_learner_is_on_every_list_as_entered(known: World, tmp_path: Path) -> None:
    for printed in every_list(known)[:3]:
        text = flat(text_of(known, [printed], tmp_path, "-raw"))
        for name in NAMES:
            assert name in text, (printed.title, name)
        assert "Danh sách có 05 học viên." in text


def test_a_list_says_what_it_is_for_which_class_and_when(known: World, tmp_path: Path) -> None:
    text = flat(text_of(known, [spelling_check(known.officer, known.training_class)], tmp_path))
    assert "DANH SÁCH KIỂM TRA HỌ TÊN" in text
    assert known.training_class.title in text
    assert "Ngày 04 tháng 10 năm 2019, tại Khách sạn Ariyana" in text
    assert "ỦY BAN NHÂN DÂN TỈNH BÌNH PHƯỚC" in text
    for label in ("Đúng", "Sửa lại thành", "Ký tên"):
        assert label in text


def test_a_sign_sheet_belongs_to_its_half_day(known: World, tmp_path: Path) -> None:
    lists = sign_sheets(known.officer, known.training_class, known.sessions)
    assert [printed.tab for printed in lists] == ["Buổi sáng 04.10.2019", "Buổi chiều 04.10.2019"]
    text = flat(text_of(known, lists, tmp_path))
    assert "Buổi sáng thứ Sáu, ngày 04 tháng 10 năm 2019 (7 giờ 30 - 11 giờ 00)" in text
    assert "Buổi chiều thứ Sáu, ngày 04 tháng 10 năm 2019 (13 giờ 30 - 17 giờ 00)" in text
    assert text.count("Trang 1/1") == 2


def test_a_half_day_of_another_class_is_refused(known: World) -> None:
    with pytest.raises(DomainError) as refused:
        sign_sheets(known.officer, known.training_class, [SessionFactory()])
    assert refused.value.code == "not_of_this_class"


def test_the_hand_over_list_has_numbers_days_and_notes(known: World, tmp_path: Path) -> None:
    text = flat(text_of(known, [hand_over(known.officer, known.training_class, CERTIFICATES)], tmp_path, "-raw"))
    assert "01/GCN-STN H'Hen Niê 14/08/1985 Sở Công Thương 04/10/2019" in text
    assert "Giữ lại: chờ nộp bài" in text
    assert LONG_NAME in text
    assert "Danh sách có 02 giấy chứng nhận." in text


def test_nobody_yet_is_an_empty_list_and_no_error(tmp_path: Path) -> None:
    here = world(teaching=False, names=())
    about = here.training_class
    lists = [
        learner_list(here.officer, about, grouped=True),
        spelling_check(here.officer, about),
        *sign_sheets(here.officer, about, here.sessions),
        hand_over(here.officer, about, []),
    ]
    text = flat(text_of(here, lists, tmp_path))
    assert text.count("Danh sách có 00 học viên.") == 4
    assert len(sheets(workbook(about, lists).content)) == 5


def test_blocks_of_agencies_have_headings_and_numbers_run_on(known: World, tmp_path: Path) -> None:
    enrol_many(known.training_class, 4, agencies=2)
    party, press = (known.training_class.enrollments.filter(organization_name=f"Sở Số {n}")[0] for n in range(2))
    for learner, kind in ((party, OrganizationKind.PARTY), (press, OrganizationKind.PRESS)):
        learner.organization.kind = kind
        learner.organization.save()
    printed = learner_list(known.officer, known.training_class, grouped=True)
    assert [group.heading for group in printed.groups] == ["Khối Đảng", "Khối báo chí", "Khối khác"]
    assert [row[0] for group in printed.groups for row in group.rows] == [str(number) for number in range(1, 10)]
    assert "Khối Đảng" in text_of(known, [printed], tmp_path)
    assert learner_list(known.officer, known.training_class).groups[0].heading == ""


def test_pages_are_counted_for_each_list_and_each_has_the_heading(known: World, tmp_path: Path) -> None:
    enrol_many(known.training_class, 100)
    lists = sign_sheets(known.officer, known.training_class, known.sessions)
    text = text_of(known, lists, tmp_path)
    pages = re.findall(r"Trang (\d+)/(\d+)", text)
    total = int(pages[0][1])
    assert total > 2
    assert pages == [(str(page), str(total)) for page in range(1, total + 1)] * 2
    for page in text.rstrip("\f").split("\f")[: total - 1]:
        assert "Họ và tên" in page


def test_words_stay_inside_their_column(known: World, tmp_path: Path) -> None:
    """The longest words break; nothing reaches over the column to its right, or beyond the page."""
    endless = "Wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww"
    known.training_class.enrollments.filter(full_name="Đỗ Văn Ân").update(full_name=endless, position=endless)
    path = tmp_path / "list.pdf"
    for printed in every_list(known)[:3]:
        path.write_bytes(pdf(known.training_class, [printed]).content)
        boxes = pdf_text(path, "-bbox")
        width = float(re.search(r'page width="([\d.]+)"', boxes)[1])  # type: ignore[index]
        unit = (width - 2 * 12 * 72 / 25.4) / sum(column.share for column in printed.columns)
        right = 12 * 72 / 25.4 + unit * sum(column.share for column in printed.columns[:2])
        found = re.findall(r'xMin="([\d.]+)"[^>]*xMax="([\d.]+)"[^>]*>[Ww\u200b]{3,}<', boxes)
        assert found
        for start, end in found:
            assert float(end) <= width
            assert float(start) >= right or float(end) <= right + 0.5


def test_hostile_words_are_printed_as_they_stand(known: World, tmp_path: Path) -> None:
    hostile = '#read("x") *b* $x$ @a = \\n <b>'
    known.training_class.title = hostile
    text = flat(text_of(known, [learner_list(known.officer, known.training_class)], tmp_path))
    assert hostile in text


def test_two_thousand_rows_become_one_file(tmp_path: Path) -> None:
    here = world(teaching=False, names=())
    enrol_many(here.training_class, 2000)
    lists = [spelling_check(here.officer, here.training_class)]
    text = text_of(here, lists, tmp_path, "-raw")
    assert len(set(re.findall(r"Nghiệm\s(\d+)", text))) == 2000
    (page,) = sheets(workbook(here.training_class, lists).content)
    assert page.max_row > 2000


def test_the_workbook_prints_as_it_is(known: World) -> None:
    lists = every_list(known)
    pages = sheets(workbook(known.training_class, lists).content)
    assert [page.title for page in pages] == [printed.tab for printed in lists]
    for page, printed in zip(pages, lists, strict=True):
        labels = len(printed.details) + 3
        assert [cell.value for cell in page[labels]][: len(printed.columns)] == [c.label for c in printed.columns]
        assert page.freeze_panes == f"A{labels + 1}"
        assert page.print_title_rows == f"${labels}:${labels}"
        assert (page.page_setup.paperSize, page.page_setup.fitToHeight) == (9, 0)
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert page.oddFooter.right.text == "Trang &P/&N"


def test_a_workbook_keeps_zeros_names_and_signs(known: World) -> None:
    first = known.training_class.enrollments.get(full_name="Đỗ Văn Ân")
    known.training_class.enrollments.filter(pk=first.pk).update(phone="0912345678", note='=HYPERLINK("x")')
    (page,) = sheets(workbook(known.training_class, [learner_list(known.officer, known.training_class)]).content)
    rows = [list(row) for row in page.iter_rows(min_row=6, max_row=10)]
    assert {row[1].value for row in rows} == set(NAMES)
    (row,) = (row for row in rows if row[1].value == "Đỗ Văn Ân")
    assert (row[6].value, row[6].data_type, row[6].number_format) == ("0912345678", "s", "@")
    assert (row[7].value, row[7].data_type) == ('=HYPERLINK("x")', "s")
    assert [row[0].value for row in rows] == [1, 2, 3, 4, 5]


def test_rows_of_a_workbook_are_high_enough_for_their_words(known: World) -> None:
    enrol_many(known.training_class, 1)
    (page,) = sheets(workbook(known.training_class, [learner_list(known.officer, known.training_class)]).content)
    heights = {page.cell(row, 2).value: page.row_dimensions[row].height for row in range(6, 12)}
    assert heights["Nguyễn Văn Thử Nghiệm 0"] > 3 * heights["H'Hen Niê"]


def test_lists_are_for_officer_clerk_and_leader(known: World) -> None:
    about = known.training_class
    for actor in (staff(known.office, RoleKind.EDITOR), staff(world().office)):
        for make in (
            lambda actor=actor: learner_list(actor, about),
            lambda actor=actor: spelling_check(actor, about),
            lambda actor=actor: sign_sheets(actor, about, known.sessions),
            lambda actor=actor: hand_over(actor, about, CERTIFICATES),
        ):
            with pytest.raises(NotAllowedError):
                make()
    for kind in (RoleKind.CLERK, RoleKind.LEADER):
        assert learner_list(staff(known.office, kind), about).groups


def test_the_list_for_the_door_has_a_letter_for_each_name(known: World, tmp_path: Path) -> None:
    printed = door_list(known.officer, known.training_class)
    letters = [group.heading for group in printed.groups]
    assert letters[1:] == sorted(set(letters[1:]), key=sort_key), "but for a name that begins with a sign"
    names = {row[1]: group.heading for group in printed.groups for row in group.rows}
    assert names["Đỗ Văn Ân"] == "Â" and names["Hoàng Thị Bích Tuyền"] == "T" and names["H'Hen Niê"] == "N"
    assert [row[0] for group in printed.groups for row in group.rows] == ["1", "2", "3", "4", "5"]
    assert "Đỗ Văn Ân" in text_of(known, [printed], tmp_path)


def test_each_place_has_its_own_sheet_with_its_contact(known: World, tmp_path: Path) -> None:
    about = known.training_class
    contact = PersonFactory(full_name="Trần Thị Đầu Mối", honorific="Bà", phone="0912000222")
    point = arrangements.add_venue(known.officer, about, name="Điểm cầu Cam Ranh", is_remote=True, contact=contact)
    seat_learners(known.officer, known.enrollments[:2], point)
    lists = sign_sheets(known.officer, about, known.sessions[:1])
    assert [sum(len(group.rows) for group in one.groups) for one in lists] == [3, 2]
    assert any("0912000222" in line for line in lists[1].details)
    assert not any("0912000222" in line for line in lists[0].details)
    assert len(sign_sheets(known.officer, about, known.sessions, place=str(point.pk))) == 2
    assert len(sign_sheets(known.officer, about, known.sessions, place=MAIN)) == 2
    assert len(set(sheets(workbook(about, lists).content))) == 2


def test_group_lists_say_telephones_only_when_asked(known: World) -> None:
    about = known.training_class
    with pytest.raises(DomainError):
        group_lists(known.officer, about)
    form_groups(known.officer, about, number=2)
    about.enrollments.update(phone="0987654321")
    assert "0987654321" not in str(group_lists(known.officer, about))
    assert str(group_lists(known.officer, about, phones=True)).count("0987654321") == 5
