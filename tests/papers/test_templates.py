"""Word templates of an office: checked with the place of every fault, versioned, filled with the words of a class."""

import io
from collections.abc import Callable, Iterator

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from docx.document import Document

from khuevan.core.permissions import NotAllowedError
from khuevan.core.rows import stamp
from khuevan.papers.domain import template_problems
from khuevan.papers.domain.building import written
from khuevan.papers.domain.facts import Facts
from khuevan.papers.domain.fields import FIELDS, context_of, example_context, schema_of
from khuevan.papers.domain.template_keeping import (
    activate_template,
    look_through,
    note_template,
    retire_template,
    upload_template,
)
from khuevan.papers.domain.template_starting import starting_template
from khuevan.papers.domain.templating import active_template, check, tried, tried_with
from khuevan.papers.enums import PaperKind, TemplateState
from khuevan.papers.models import PaperTemplate
from khuevan.people.enums import RoleKind
from tests.factories import staff
from tests.factories.worlds import World, refused, world
from tests.papers.conftest import ODD_NAME, enrol_many, opened, words

pytestmark = pytest.mark.django_db
KIND = PaperKind.CLASS_PLAN
NOBODY = 0
"""The number of no office: its worker looks through all files of these tests."""


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Places are compared as words."""
    with translation.override("en"):
        yield


def saved(document: Document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def with_paragraphs(*texts: str) -> bytes:
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    return saved(document)


def with_rows(*rows: tuple[str, ...]) -> bytes:
    document = docx.Document()
    table = document.add_table(len(rows), len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    return saved(document)


def sent(here: World, content: bytes, kind: PaperKind = KIND, **values: str) -> PaperTemplate:
    looked = look_through(SimpleUploadedFile("Mẫu của Sở.docx", content), kind, office=here.office)
    return upload_template(here.officer, office=here.office, looked=looked, **values)


def _is_plain(sentence: str) -> bool:
    """No place for words is left open in it; the signs around a tag belong to what it talks about."""
    return bool(sentence) and "%" not in sentence.replace("{%", "").replace("%}", "")


def faults(content: bytes, kind: PaperKind = KIND) -> list[tuple[str, str, str]]:
    found = [one for one in check(content, kind, office_id=NOBODY).problems if not one["is_warning"]]
    told = [(one, template_problems.told(one)) for one in found]
    assert all(_is_plain(problem.sentence) for _one, problem in told)
    return [(one["code"], problem.place, problem.likely) for one, problem in told]


SHAPES = (
    PaperKind.CLASS_PLAN, PaperKind.INVITATION, PaperKind.BACKDROP, PaperKind.PROGRAMME, PaperKind.LEARNER_LIST,
    PaperKind.FEE_LIST, PaperKind.ESTIMATE,
)  # fmt: skip
"""Papers whose beginnings differ: numbered, a letter, without a number, with lists of their own."""


@pytest.mark.parametrize("kind", SHAPES)
def test_what_we_give_to_begin_with_passes_the_check_and_can_be_filled(kind: PaperKind) -> None:
    found = check(starting_template(kind), kind, office_id=NOBODY)
    assert found.problems == []
    assert "co_quan" in found.fields


def test_every_field_is_named_for_typing_and_explains_itself() -> None:
    for field in FIELDS.values():
        assert field.name.isascii() and field.name.isidentifier() and field.name == field.name.lower()
        assert str(field.description) and field.value and field.example() is not None
        assert not field.is_list or field.row_name not in FIELDS
    assert set(example_context(KIND)) == set(schema_of(KIND))
    assert "thu_lao" not in schema_of(KIND), "fees and account numbers are known on papers of money only"
    assert "thu_lao" in schema_of(PaperKind.FEE_LIST)


def test_a_template_says_what_the_paper_of_the_class_says(known: World) -> None:
    for kind in (KIND, PaperKind.OPENING_DECISION, PaperKind.INVITATION, PaperKind.LEARNER_LIST):
        sent(known, starting_template(kind), kind)
    for template in PaperTemplate.objects.all():
        activate_template(known.officer, template)
        said = words(opened(tried_with(known.officer, template, known.training_class)))
        assert "{" not in said, template.kind
    plan = words(opened(tried_with(known.officer, active_template(known.office, KIND), known.training_class)))
    lecture = "Một số nét lớn của tình hình"
    for expected in ("KẾ HOẠCH", "Hội nhập ngày càng sâu rộng.", "Vũ Sỹ Thắng", lecture, "Nơi nhận:"):
        assert expected in plan
    assert plan.index("Nơi nhận:") < plan.rindex(lecture), "appendices come after the signature"
    listed = PaperTemplate.objects.get(kind=PaperKind.LEARNER_LIST)
    assert ODD_NAME in words(opened(tried_with(known.officer, listed, known.training_class)))


def test_the_same_names_mean_the_same_words(known: World) -> None:
    paper = written(known.officer, known.training_class, KIND)
    facts = Facts(known.officer, known.training_class, kind=KIND)
    said = context_of(facts, paper, FIELDS)
    assert set(said) == set(schema_of(KIND))
    assert said["so_hoc_vien"] == "05"
    assert said["thoi_gian"] == "ngày 04 tháng 10 năm 2019"
    assert said["hoc_vien"][0]["ho_ten"]
    assert said["buoi"][0]["viec"][0]["ten"] == "Một số nét lớn của tình hình"
    for name, value in said.items():
        _same_shape(schema_of(KIND)[name], value)


def _same_shape(schema: object, value: object) -> None:
    """What the check believes of a field is what a paper gives it."""
    if schema == "text":
        assert type(value) is str
    elif isinstance(schema, list):
        assert type(value) is list
        for one in value:
            _same_shape(schema[0], one)
    else:
        assert isinstance(schema, dict) and isinstance(value, dict) and set(schema) <= set(value)
        for name, inner in schema.items():
            _same_shape(inner, value[name])


TR = ("{%tr for hv in hoc_vien %}", ""), ("{{ hv.stt }}", "{{ hv.ho_ten }}"), ("{%tr endfor %}", "")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (lambda: with_paragraphs("Lớp", "{{ ten_lopp }}"), ("unknown_field", "Paragraph 2", "ten_lop")),
        (lambda: with_paragraphs("{{ Tên_Lớp }}"), ("unknown_field", "Paragraph 1", "ten_lop")),
        (lambda: with_paragraphs("{{ ten_lop"), ("torn_tag", "Paragraph 1", "")),
        (lambda: with_paragraphs("{{ ten lop }}"), ("syntax", "Paragraph 1", "")),
        (lambda: with_paragraphs("{{ }}"), ("empty_tag", "Paragraph 1", "")),
        (lambda: with_paragraphs("{{ hoc_vien }}"), ("prints_a_list", "Paragraph 1", "")),
        (lambda: with_paragraphs("{{ ten_lop.ten }}"), ("no_entries", "Paragraph 1", "")),
        (lambda: with_paragraphs("{{ ten_lop|safe }}"), ("unknown_filter", "Paragraph 1", "")),
        (lambda: with_paragraphs("{{p ten_lop }}"), ("prefix_in_field", "Paragraph 1", "")),
        (lambda: with_paragraphs("{% include 'x' %}"), ("unknown_statement", "Paragraph 1", "")),
        (lambda: with_paragraphs("{% for x in ten_lop %}", "{% endfor %}"), ("no_list", "Paragraph 1", "")),
        (lambda: with_paragraphs("{% for hv in hoc_vien %}", "{{ hv.ten }}", "{% endfor %}"),
         ("unknown_entry", "Paragraph 2", "")),
        (lambda: with_paragraphs("a", "{% for hv in hoc_vien %}", "{{ hv.stt }}"), ("never_ended", "Paragraph 2", "")),
        (lambda: with_paragraphs("{% if do_khan %}", "a"), ("never_ended", "Paragraph 1", "")),
        (lambda: with_paragraphs("a", "{% endif %}"), ("begun_nowhere", "Paragraph 2", "")),
        (lambda: with_paragraphs("{%p for n in noi_nhan %} tới", "{{ n }}", "{%p endfor %}"),
         ("not_alone", "Paragraph 1", "")),
        (lambda: with_paragraphs("{%p for n in noi_nhan %}", "{{ n }}", "{% endfor %}"),
         ("other_prefix", "Paragraph 3", "")),
        (lambda: with_paragraphs("{%tr for n in noi_nhan %}", "{%tr endfor %}"), ("no_table", "Paragraph 1", "")),
        (lambda: with_rows(("{% for hv in hoc_vien %}{{ hv.stt }}", "{{ hv.ho_ten }}{% endfor %}")),
         ("over_cells", "Table 1, row 1, cell 2", "")),
        (lambda: with_rows(("{%tr for hv in hoc_vien %}", "{{ hv.ho_ten }}"), ("{%tr endfor %}", "")),
         ("not_alone", "Table 1, row 1, cell 1", "")),
        (lambda: with_rows(*TR[:1], ("{{ hv.so }}", ""), *TR[2:]), ("unknown_entry", "Table 1, row 2, cell 1", "")),
        (lambda: with_rows(*TR[:2]), ("never_ended", "Table 1, row 1, cell 1", "")),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_place(content: Callable[[], bytes], expected: tuple[str, str, str]) -> None:
    assert expected in faults(content())


def test_tags_that_word_cut_into_pieces_and_those_in_header_and_footer_are_read() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    for piece in ("{", "{ ten", "_lop", " }", "}"):
        paragraph.add_run(piece)
    document.sections[0].header.paragraphs[0].text = "{{ co_quan }}"
    document.sections[0].footer.paragraphs[0].text = "{{ khong_co }}"
    found = check(saved(document), KIND, office_id=NOBODY)
    assert found.fields == ["ten_lop", "co_quan"]
    assert [template_problems.told(one).place for one in found.problems if not one["is_warning"]] == [
        "Footer, paragraph 1"
    ]


def test_what_is_hardly_missing_is_a_warning_and_refuses_nothing() -> None:
    found = check(with_paragraphs("{{ ten_lop }} {ten_lop}"), KIND, office_id=NOBODY)
    assert found.is_ready
    said = {problem["code"]: problem["words"] for problem in found.problems}
    assert said["missing_field"] == {"names": "so_ky_hieu, dia_danh, ngay_thang, nguoi_ky"}
    assert said["single_bracket"] == {"name": "ten_lop"}
    assert all(template_problems.told(problem).sentence for problem in found.problems)


def test_faults_that_an_earlier_program_wrote_down_are_still_told() -> None:
    old = {"code": "gone", "place": {}, "around": "", "words": {}, "is_warning": False}
    assert template_problems.told(old).sentence
    assert template_problems.told({**old, "code": "missing_field", "words": {"name": "x"}}).sentence


def test_names_with_signs_of_markup_stay_names(known: World) -> None:
    someone = known.enrollments[0]
    someone.full_name = 'A <w:t> & \x07\x0c{{ ten_lop }} "B"'
    someone.save()
    template = sent(known, with_rows(*TR), PaperKind.LEARNER_LIST)
    made = opened(tried_with(known.officer, template, known.training_class))
    assert 'A <w:t> & {{ ten_lop }} "B"' in [row.cells[1].text for row in made.tables[0].rows]


def test_a_class_of_hundreds_is_filled() -> None:
    here = world(teaching=False, names=())
    enrol_many(here.training_class, 500)
    template = sent(here, with_rows(*TR), PaperKind.LEARNER_LIST)
    made = opened(tried_with(here.officer, template, here.training_class))
    assert len(made.tables[0].rows) == 500


def test_versions_follow_each_other_and_one_is_in_use() -> None:
    here = world(teaching=False, names=())
    first = sent(here, with_paragraphs("{{ ten_lop }}"), note=" của Sở ")
    assert (first.version, first.state, first.note) == (1, TemplateState.READY, "của Sở")
    with first.file.open("rb") as file:
        assert sent(here, file.read()).pk == first.pk, "the same file again is no new version"
    faulty = sent(here, with_paragraphs("{{ ten_lopp }}"))
    assert (faulty.version, faulty.state) == (2, TemplateState.FAULTY)
    with refused("template_faulty"):
        activate_template(here.officer, faulty)
    assert active_template(here.office, KIND) is None
    assert activate_template(here.officer, first) is None
    third = sent(here, with_paragraphs("Mới: {{ ten_lop }}"))
    seen = stamp(third)
    assert activate_template(here.officer, third) == first
    with refused("changed_meanwhile"):
        retire_template(here.officer, third, seen=seen)
    assert active_template(here.office, KIND) == third
    assert activate_template(here.officer, first) == third, "back to the one before"
    retire_template(here.officer, first)
    assert active_template(here.office, KIND) is None
    note_template(here.officer, first, "cũ")
    assert words(opened(tried(third))).startswith("Mới: Lớp bồi dưỡng")
    with pytest.raises(NotAllowedError):
        activate_template(staff(here.office, RoleKind.LEADER), first)
