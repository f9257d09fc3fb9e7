"""A row corrected by hand is read as a cell of a list is."""

import datetime as dt

from khuevan.readers.roster import Level, Place, Problem, RosterRow
from khuevan.readers.roster.retyped import retype

TODAY = dt.date(2026, 1, 1)


def _row(**values: object) -> RosterRow:
    return RosterRow(Place("Sheet1", 7), **{"full_name": "Đỗ Văn Ân", **values})  # type: ignore[arg-type]


def test_what_is_typed_is_read_and_its_problem_goes() -> None:
    broken = _row(problems=[Problem("birth", "“31/02/1980” is not a date"), Problem("phone", "no number")])
    mended = retype(broken, {"birth": "1/2/1980"}, today=TODAY)
    assert mended.birth == "1980-02-01"
    assert [problem.field for problem in mended.problems] == ["phone"]
    assert broken.birth is None, "the row handed over stays as it was"


def test_a_form_sent_back_whole_loses_no_problem() -> None:
    broken = _row(problems=[Problem("birth", "“31/02/1980” is not a date")], phone="0912345678")
    mended = retype(broken, {"full_name": "Đỗ Văn Ân", "birth": "", "phone": "0912345679"}, today=TODAY)
    assert mended.phone == "0912345679"
    assert [problem.field for problem in mended.problems] == ["birth"]


def test_a_new_slip_is_named_and_the_value_dropped() -> None:
    slips = {"birth": "30/2/1980", "gender": "x", "phone": "12", "email": "a@", "full_name": "123"}
    read = retype(_row(birth="1980"), slips, today=TODAY)
    assert (read.birth, read.gender, read.phone, read.email, read.full_name) == (None,) * 5
    assert {problem.field for problem in read.problems if problem.level is Level.ERROR} == set(slips)


def test_a_missing_name_is_said() -> None:
    read = retype(_row(), {"full_name": "  "}, today=TODAY)
    assert [problem.field for problem in read.problems] == ["full_name"]


def test_a_name_typed_in_capitals_by_hand_is_meant() -> None:
    proposed = _row(full_name="Y Bhốk", problems=[Problem("full_name", "typed in capitals", level=Level.NOTICE)])
    read = retype(proposed, {"full_name": "Y BHỐK"}, today=TODAY)
    assert (read.full_name, read.problems) == ("Y BHỐK", [])


def test_a_form_of_address_typed_before_the_name_is_kept_apart() -> None:
    read = retype(_row(honorific="ông", rank="TS"), {"full_name": "Bà Trần Thị Bé"}, today=TODAY)
    assert (read.full_name, read.honorific, read.rank) == ("Trần Thị Bé", "bà", "TS")


def test_plain_fields_are_tidied() -> None:
    read = retype(_row(), {"position": "  Phó\u00a0Giám   đốc ", "organization": "Sở\nY tế", "note": "-"}, today=TODAY)
    assert (read.position, read.organization, read.note) == ("Phó Giám đốc", "Sở Y tế", None)
