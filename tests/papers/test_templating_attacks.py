"""Word files that somebody sends instead of a template: each is refused with a sentence, and none harms the server."""

import base64
import io
import zipfile
from collections.abc import Callable, Iterator

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from khuevan.core.errors import DomainError
from khuevan.papers.domain import templating
from khuevan.papers.domain.template_keeping import look_through
from khuevan.papers.enums import PaperKind
from khuevan.people.models import Office
from tests.factories.worlds import refused
from tests.papers.test_templates import NOBODY, faults, saved, with_paragraphs

MEGABYTE = 1024 * 1024
KIND = PaperKind.CLASS_PLAN
_OUTSIDE = '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" {}/>'


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Places are compared as words."""
    with translation.override("en"):
        yield


def look(content: bytes, name: str = "mau.docx") -> None:
    look_through(SimpleUploadedFile(name, content), KIND, office=Office(pk=NOBODY))


def changed(*, replaced: dict[str, tuple[str, str]] | None = None, **added: bytes) -> bytes:
    """A good template with words of its parts replaced and parts added; ``__`` in a name is a slash."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(with_paragraphs("{{ ten_lop }}"))) as good,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
    ):
        for name in good.namelist():
            content = good.read(name)
            if replaced and name in replaced:
                before, after = replaced[name]
                assert before.encode() in content
                content = content.replace(before.encode(), after.encode())
            archive.writestr(name, content)
        for name, content in added.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return made.getvalue()


def related(kind: str, attributes: str) -> bytes:
    new = _OUTSIDE.format(kind, attributes) + "</Relationships>"
    return changed(replaced={"word/_rels/document.xml.rels": ("</Relationships>", new)})


def in_body(xml: str) -> bytes:
    return changed(replaced={"word/document.xml": ("<w:sectPr", f"{xml}<w:sectPr")})


def huge_picture() -> bytes:
    """200 MB when unpacked from the Word file, and some hundred kB in it."""
    return b"\x89PNG\r\n\x1a\n" + bytes(200 * MEGABYTE)


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__ }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ ten_lop['__class__'] }}",
        "{{ ten_lop|attr('__class__') }}",
        "{{ self._TemplateReference__context }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ lipsum() }}",
        "{{ range(10**9) }}",
        "{{ 'a' * 10**9 }}",
        "{{ hoc_vien.append('x') }}",
        "{{ '%s'.format(ten_lop) }}",
        "{% if ''.__class__ %}{% endif %}",
        "{% for x in ''.__class__.__mro__ %}{% endfor %}",
        "{{ loop.__class__ }}",
        "{{ ten_lop[0:9] }}",
        "{{ [1, 2] }}",
    ],
)
def test_code_in_the_place_of_a_field_is_refused_or_a_fault(text: str) -> None:
    try:
        found = faults(with_paragraphs(text))
    except DomainError as error:
        assert error.code == "template_forbidden"
        assert "Paragraph 1" in error.message
    else:
        assert found, text


def test_the_class_of_a_string_is_refused_with_a_sentence_that_says_where() -> None:
    with refused("template_forbidden") as caught:
        look(with_paragraphs("Kính gửi", "Lớp {{ ''.__class__ }}"))
    assert "Paragraph 2" in caught.value.message
    assert "__class__" in caught.value.message


def test_the_sandbox_itself_refuses_what_the_check_would_have_to_miss() -> None:
    """As if the file had been changed behind the check: the child that fills looks at the tree again."""
    for text in ("{{ ''.__class__ }}", "{{ ten_lop.__class__ }}", "{{ hoc_vien.append }}", "{{ range(9) }}"):
        with refused("template_failed"):
            templating._asked(_fill(with_paragraphs(text)), NOBODY)


def _fill(content: bytes) -> dict[str, object]:
    return {"file": base64.b64encode(content).decode(), "context": {"ten_lop": "x", "hoc_vien": []}}


def test_what_takes_for_ever_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(templating, "_SECONDS", 0.5)
    loops = "{% for a in hoc_vien %}" * 12 + "x" + "{% endfor %}" * 12
    for number in range(12):
        loops = loops.replace("for a in", f"for a{number} in", 1)
    many = _fill(with_paragraphs(loops))
    many["context"] = {"hoc_vien": [{}] * 50}
    with refused("template_too_much"):
        templating._asked(many, NOBODY)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (lambda: changed(word__vbaProject_dot_bin=b"x"), "file_macros"),
        (lambda: changed(replaced={"[Content_Types].xml": (
            "wordprocessingml.document.main", "ms-word.document.macroEnabled.main")}), "file_macros"),
        (lambda: changed(word__vbaData_dot_xml=b"<x/>"), "template_macros"),
        (lambda: changed(word__embeddings__oleObject1_dot_bin=b"x"), "template_embedded"),
        (lambda: changed(word__activeX__activeX1_dot_xml=b"<x/>"), "template_embedded"),
        (lambda: related("oleObject", 'Target="a.bin"'), "template_embedded"),
        (lambda: related("aFChunk", 'Target="a.html"'), "template_embedded"),
        (lambda: related("attachedTemplate", 'Target="http://x.example/a.dotm" TargetMode="External"'),
         "template_attached"),
        (lambda: related("image", 'Target="http://x.example/a.png" TargetMode="External"'), "template_outside"),
        (lambda: related("hyperlink", 'Target="file:///etc/passwd" TargetMode="External"'), "template_outside"),
        (lambda: in_body('<w:p><w:fldSimple w:instr=" INCLUDEPICTURE http://x.example/a.png "/></w:p>'),
         "template_fetching"),
        (lambda: in_body('<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DDE</w:instrText></w:r>'
                         '<w:r><w:instrText>AUTO cmd</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
                         "</w:p>"), "template_fetching"),
        (lambda: changed(word__media__a_dot_png=huge_picture()), "template_picture_too_large"),
        (lambda: changed(**{f"word__media__a{n}_dot_png": bytes(9 * MEGABYTE) for n in range(8)}),
         "template_unpacked_too_large"),
        (lambda: changed(word__footnotes_dot_xml=b"<x>" + b" " * 17 * MEGABYTE + b"</x>"),
         "template_unpacked_too_large"),
        (lambda: changed(replaced={"word/document.xml": ("<w:document", "<!DOCTYPE x []><w:document")}),
         "template_damaged"),
        (lambda: changed(replaced={"word/document.xml": ("</w:body>", "")}), "template_damaged"),
        (lambda: changed()[:-200], "file_damaged"),
        (lambda: b"%PDF-1.7", "template_kind"),
        (lambda: b"", "file_empty"),
    ],
    ids=[str(number) for number in range(20)],  # the bytes hold the time of their making
)  # fmt: skip
def test_what_fetches_runs_or_bursts_is_refused_with_a_sentence(content: Callable[[], bytes], code: str) -> None:
    with refused(code):
        look(content())


def test_an_upload_that_is_too_large_is_not_read_to_its_end(settings: pytest.fixture) -> None:
    settings.KHUEVAN_UPLOAD_LIMIT = MEGABYTE
    file = SimpleUploadedFile("mau.docx", b"PK\x03\x04" + bytes(3 * MEGABYTE))
    with refused("file_too_large"):
        look_through(file, KIND, office=Office(pk=NOBODY))
    assert file.tell() == MEGABYTE + 1


def test_a_field_where_nobody_reads_it_is_a_fault() -> None:
    link = '<w:p><w:fldSimple w:instr=" HYPERLINK {{ ten_lop }} "><w:r><w:t>x</w:t></w:r></w:fldSimple></w:p>'
    assert ("hidden_tag", "", "") in faults(in_body(link))


def test_an_ordinary_link_and_a_picture_are_taken() -> None:
    document = docx.Document()
    document.add_paragraph("{{ ten_lop }}")
    document.part.relate_to(
        "https://khanhhoa.gov.vn/",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
        is_external=True,
    )
    look(saved(document))
