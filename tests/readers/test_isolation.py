"""Files built to break a parser break a child process; this process says one sentence and goes on."""

import itertools
import os
import resource
import subprocess
import sys
import textwrap
import zipfile
import zlib
from pathlib import Path

import pytest

from khuevan.core.sandbox.children import Program
from khuevan.core.sandbox.inside.child import NOT_STARTED
from khuevan.readers import isolation
from khuevan.readers.gate import Admitted, Kind
from khuevan.readers.limits import Limits
from khuevan.readers.roster import UnreadableFile, read_roster
from tests.readers import making

PEOPLE = (("STT", "Họ và tên", "Năm sinh"), (1, "Nguyễn Văn An", 1980))
DOCUMENT = "word/document.xml"
BODY = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{}</w:document>'
END = b"</sheetData>"
TABLE = """
def table(**told):
    usual = {"way": 0, "name": "a", "first_row": 1, "merges": [], "hidden": False, "hidden_rows": [], "unvalued": []}
    print(json.dumps({"table": usual | {"notices": []} | told}))
"""


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_roster(path)
    assert caught.value.message
    return caught.value.code


def sheet_with(path: Path, rows: bytes) -> Path:
    return making.edited(making.xlsx(path, PEOPLE), making.SHEET, lambda xml: xml.replace(END, rows + END))


def document(path: Path, inner: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(DOCUMENT, BODY.format(inner))
    return path


def answered_by(program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[isolation.Grid]]:
    """What becomes of the answer of a child that somebody else has taken over."""
    work = textwrap.indent(f"sys.stdin.buffer.read()\n{program}\nreturn 0\n", "    ")
    lines = ["import json, os, sys, time", TABLE, "def work():", work, "def prepare(settings):", "    return work", ""]
    (tmp_path / "taken_over.py").write_text("\n".join(lines))
    monkeypatch.setattr(isolation, "_PROGRAM", Program("taken_over", folders=(tmp_path,)))
    return isolation.read_grids(Admitted(Kind.TEXT, b"x"), Limits())


def code_for(program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    with pytest.raises(UnreadableFile) as caught:
        answered_by(program, tmp_path, monkeypatch)
    return caught.value.code


@pytest.mark.parametrize("address", ['r = "XFD1048576"', "r\n=\n'XFD1048576'"])
def test_addresses_written_in_ways_that_nobody_searches_for(tmp_path: Path, address: str) -> None:
    row = f"<row r='3'><c {address}><v>2</v></c></row>".encode()
    path = sheet_with(tmp_path / "a.xlsx", row)
    assert path.stat().st_size < 10_000
    assert refusal(path) == "suspicious"


def test_cells_without_address_are_counted_sideways(tmp_path: Path) -> None:
    wide = b'<row r="3">' + b"<c><v>2</v></c>" * 16_000 + b"</row>"
    assert refusal(sheet_with(tmp_path / "a.xlsx", wide)) == "too_many_columns"
    assert refusal(sheet_with(tmp_path / "b.xlsx", wide + b'<row r="20000"><c><v>1</v></c></row>')) == "suspicious"


def test_entities_behind_a_long_comment(tmp_path: Path) -> None:
    path = making.ods(tmp_path / "a.ods", making.ods_row("STT", "&i;"))
    names = "abcdefghi"
    entities = '<!ENTITY a "ha ha">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 20}">' for before, name in itertools.pairwise(names)
    )
    bomb = f"<!--{'x' * 5_000}--><!DOCTYPE a [{entities}]><office:document-content".encode()
    making.edited(path, "content.xml", lambda xml: xml.replace(b"<office:document-content", bomb))
    assert refusal(path) == "suspicious"


def test_one_text_in_very_many_pieces(tmp_path: Path) -> None:
    """Each piece once cost a copy of all before it."""
    path = making.ods(tmp_path / "a.ods", making.ods_row("Họ và tên") + making.ods_row("x<text:s/>" * 600_000))
    assert refusal(path) in {"long_cell", "suspicious"}


def test_thirty_megabytes_of_empty_paragraphs_cost_this_process_nothing(tmp_path: Path) -> None:
    path = document(tmp_path / "a.docx", f"<w:body>{'<w:p/>' * 5_000_000}</w:body>")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("media/noise", os.urandom(200_000))  # else the ratio gives it away
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert refusal(path) in {"no_names", "suspicious"}
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000  # kilobytes


def test_damaged_documents(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    assert refusal(document(path, "")) == "damaged"
    assert refusal(document(path, "<w:body>")) == "damaged"
    whole = document(path, f"<w:body>{'<w:p><w:r/></w:p>' * 50}</w:body>").read_bytes()
    packed = zlib.compress(b"")[:2]
    start = whole.index(DOCUMENT.encode()) + len(DOCUMENT)
    path.write_bytes(whole[:start] + b"\xff" * 8 + packed + whole[start + 10 :])
    assert refusal(path) == "damaged"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr(DOCUMENT, BODY.format("<w:body/>"))
    assert refusal(path) == "damaged"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<a/>")
    assert refusal(path) == "damaged"


def test_damage_beside_the_list_does_no_harm(tmp_path: Path) -> None:
    path = making.docx_table(tmp_path / "a.docx", PEOPLE)
    making.edited(path, "word/styles.xml", lambda _xml: b"<broken")
    assert [row.full_name for row in read_roster(path).rows] == ["Nguyễn Văn An"]


@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("os.abort()", "suspicious"),
        ("os.kill(os.getpid(), 9)", "suspicious"),
        ("os.kill(os.getpid(), 11)", "damaged"),
        ("sys.exit(1)", "damaged"),
        ("", "damaged"),
        ("print('[')", "damaged"),
        ("print('[' * 100000)", "damaged"),
        ("print('7')", "damaged"),
        ("print('[1]')", "damaged"),
        ('print(\'{"refused": "%(x)s"}\')', "damaged"),
        ('print(\'{"refused": "protected"}\')', "protected"),
        ("print('{\"done\": -1}')", "damaged"),
        ("print('{\"done\": 99999999}')", "damaged"),
        ('print(\'{"done": 1}\', end="")', "damaged"),
        ("table(merges=[[1]])", "damaged"),
        ("table(way=900)", "damaged"),
        ("table(name=5)", "damaged"),
        ("table(hidden='no')", "damaged"),
        ("table(more=1)", "damaged"),
        ("table(hidden_rows=[[0, 2**40]])", "damaged"),
        ("table(hidden_rows=[[0, 149999]] * 2)", "damaged"),
        ("table(unvalued=[[0]])", "damaged"),
        ("[table() for _ in range(51)]", "damaged"),
        ("table(); print('[[NaN]]')", "damaged"),
        ("table(); print('[[-Infinity]]')", "damaged"),
        ("table(); print('[1]')", "damaged"),
        ("table(); print('[[[\"x\"]]]')", "damaged"),
        ('table(); print(\'[[["x", "utf8"]]]\')', "damaged"),
        ("table(); print('[[{}]]')", "damaged"),
        ("table(); print('[[' + '1,' * 300 + '1]]')", "damaged"),
        ("table(); print('[' + '[],' * 150000 + '[]]')", "damaged"),
        ('print("x" * 9000000)', "suspicious"),
        ("table(merges=[[0, 0, 9, 0]] * 99); print('[' + '[1],' * 8 + '[1]]'); print('{\"done\": 1}')", "suspicious"),
    ],
)
def test_a_child_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, code: str) -> None:
    assert code_for(program, tmp_path, monkeypatch) == code


def test_a_child_that_never_ends_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "_SECONDS", 0.3)
    assert code_for("time.sleep(60)", tmp_path, monkeypatch) == "too_slow"
    assert code_for("os.close(1); time.sleep(60)", tmp_path, monkeypatch) == "too_slow"


def test_more_output_than_a_list_has_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = """table()\nwhile True: print('[["' + 'x' * 7_000_000 + '"]]')"""
    assert code_for(lines, tmp_path, monkeypatch) == "suspicious"


def test_a_child_without_its_parsers_is_a_fault_of_the_installation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(RuntimeError):
        answered_by(f"sys.exit({NOT_STARTED})", tmp_path, monkeypatch)


def test_the_child_gets_no_secrets_of_the_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KHUEVAN_SECRET_KEY", "do-not-tell")
    program = "table()\nprint(json.dumps([[' '.join(os.environ)]]))\nprint(json.dumps({'done': 1}))"
    [[grid]] = answered_by(program, tmp_path, monkeypatch)
    assert "KHUEVAN" not in str(grid.rows)


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods", "docx", "text", "html", "xml", "pdf"])
def test_the_child_starts_light(kind: str) -> None:
    """No Django, no settings: a parser must start in a few hundredths of a second and know nothing."""
    folders = [entry for entry in sys.path if entry]
    code = (
        f"import sys; sys.path += {folders!r}\n"
        f"from khuevan.readers.parsing import reader_of; reader_of({kind!r})\n"
        "from khuevan.readers import limits, grids, members\n"
        "assert not {'django', 'docx', 'lxml', 'openpyxl'} & sys.modules.keys(), sorted(sys.modules)"
    )
    subprocess.run([sys.executable, "-I", "-S", "-c", code], check=True)
