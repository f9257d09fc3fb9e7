import io
import json
import re
import shutil
import subprocess
import threading
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from khuevan.certificates.rendering import TEMPLATES, CertificateFacts, CertificateRenderer, qr_svg
from khuevan.certificates.typst import ornament
from khuevan.core.errors import DomainError

needs_pdftotext = pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext (poppler) is not installed")
needs_pdffonts = pytest.mark.skipif(not shutil.which("pdffonts"), reason="pdffonts (poppler) is not installed")

FACTS = CertificateFacts(
    parent="ỦY BAN NHÂN DÂN TỈNH BÌNH PHƯỚC",
    office="SỞ THÔNG TIN VÀ TRUYỀN THÔNG",
    authority="GIÁM ĐỐC SỞ THÔNG TIN VÀ TRUYỀN THÔNG TỈNH BÌNH PHƯỚC",
    honorific="Bà",
    name="Hoàng Thị Bích Tuyền",
    born="14/08/1985",
    post="Chuyên viên, Ủy ban nhân dân huyện Bù Đăng",
    completed_line="Đã hoàn thành lớp",
    course="Bồi dưỡng kỹ năng, nghiệp vụ thông tin đối ngoại năm 2014",
    period="từ ngày 02/06/2014 đến ngày 06/06/2014, thời lượng 40 tiết",
    number="27/GCN-STTTT",
    entry="Vào sổ số 27, năm 2014",
    place="Bình Phước",
    date="ngày 06 tháng 6 năm 2014",
    title="GIÁM ĐỐC",
    signer="Vũ Sỹ Thắng",
    verify_url="https://ma.khuevan.example/gcn/7K2M-9QTD",
    verify_label="Kiểm tra tại ma.khuevan.example/gcn/7K2M-9QTD",
)

LONGEST = replace(
    FACTS,
    parent="BỘ NÔNG NGHIỆP VÀ PHÁT TRIỂN NÔNG THÔN VÀ ỦY BAN NHÂN DÂN TỈNH BÀ RỊA - VŨNG TÀU",
    office="TRƯỜNG BỒI DƯỠNG CÁN BỘ, CÔNG CHỨC, VIÊN CHỨC VÀ NGƯỜI LAO ĐỘNG NGÀNH NÔNG NGHIỆP KHU VỰC PHÍA NAM",
    authority="HIỆU TRƯỞNG TRƯỜNG BỒI DƯỠNG CÁN BỘ, CÔNG CHỨC, VIÊN CHỨC VÀ NGƯỜI LAO ĐỘNG NGÀNH NÔNG NGHIỆP",
    name="Nguyễn Phúc Hoàng Công Tằng Tôn Nữ Thị Huyền Trân Bảo Ngọc Quỳnh",
    post="Phó Trưởng phòng phụ trách Phòng Quản lý hội nghị, hội thảo quốc tế và tổ chức phi chính phủ nước ngoài, "
    "Văn phòng Ủy ban nhân dân huyện đảo Trường Sa, tỉnh Khánh Hòa, kiêm Thư ký Ban Chỉ đạo thông tin đối ngoại",
    course="Bồi dưỡng kỹ năng, nghiệp vụ thông tin đối ngoại, lễ tân, quản lý đoàn ra, đoàn vào, ký kết và thực hiện "
    "thỏa thuận quốc tế cho cán bộ, công chức, viên chức của các sở, ban, ngành, đoàn thể, địa phương và doanh "
    "nghiệp nhà nước trên địa bàn tỉnh năm 2014 (lớp thứ hai, khu vực phía Bắc)",
    period="từ ngày 02/06/2014 đến ngày 06/06/2014 tại Hội trường Sở Thông tin và Truyền thông, thị xã Đồng Xoài, "
    "tỉnh Bình Phước, thời lượng 40 tiết",
    number="12345/GCN-TBDCBNNPTNT",
    title="KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\nPHỤ TRÁCH SỞ",
    signer="Tôn Nữ Hoàng Phương Quế Chi Lan Anh Nguyễn Phúc",
)


@pytest.fixture(scope="module")
def renderer() -> CertificateRenderer:
    return CertificateRenderer()


def poppler(program: str, pdf: bytes, tmp_path: Path, *options: str) -> str:
    path = tmp_path / "certificate.pdf"
    path.write_bytes(pdf)
    done = subprocess.run([program, *options, str(path), *(["-"] if program == "pdftotext" else [])],
                          capture_output=True, check=True, timeout=60)  # fmt: skip
    return done.stdout.decode()


def words(text: str) -> str:
    return " ".join(text.split())


@needs_pdftotext
@pytest.mark.parametrize(
    "name",
    [
        "Hoàng Thị Bích Tuyền",
        "H'Hen Niê Ênuôl Y Bhốk",
        "Nguyễn Phúc Hoàng Công Tằng Tôn Nữ Thị Huyền Trân Bảo Ngọc Q",
        "Ẩm Ế Ổ Ữ Ỵ ẵ ặ ỗ ợ ỷ Đặng Đỗ Fi Phỉ Off",
        "Y Ƀlă Ktŭl Čư̆ Êban",
        "#import *bold* _it_ $x$ \\ @ref `raw` <tag> // ~ [a] {b} -- ... \"q\" 'q'",
    ],
)
def test_the_name_comes_back_letter_for_letter(renderer: CertificateRenderer, name: str, tmp_path: Path) -> None:
    text = poppler("pdftotext", renderer.render(replace(FACTS, name=name)), tmp_path, "-layout")
    assert unicodedata.normalize("NFC", name) in words(text)


@needs_pdftotext
def test_decomposed_words_are_printed_composed(renderer: CertificateRenderer, tmp_path: Path) -> None:
    facts = replace(FACTS, name=unicodedata.normalize("NFD", "Nguyễn Thị Ánh Tuyết"))
    assert facts.name == "Nguyễn Thị Ánh Tuyết"
    assert "Nguyễn Thị Ánh Tuyết" in words(poppler("pdftotext", renderer.render(facts), tmp_path, "-layout"))


@needs_pdftotext
def test_every_word_is_on_the_page(renderer: CertificateRenderer, tmp_path: Path) -> None:
    text = words(poppler("pdftotext", renderer.render(FACTS), tmp_path))
    for field, value in FACTS.to_dict().items():
        if field not in {"verify_url"}:
            assert str(value) in text


@needs_pdftotext
@pytest.mark.parametrize("facts", [FACTS, LONGEST], ids=["usual", "longest"])
def test_a_sample_says_so_and_leaves_the_rest_alone(
    renderer: CertificateRenderer, facts: CertificateFacts, tmp_path: Path
) -> None:
    pdf = renderer.render(replace(facts, sample="BẢN MẪU"))
    text = words(poppler("pdftotext", pdf, tmp_path))
    for value in ("BẢN MẪU", facts.name, facts.number, facts.verify_label):
        assert value in text
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    assert "BẢN MẪU" not in words(poppler("pdftotext", renderer.render(facts), tmp_path))


@needs_pdftotext
def test_an_empty_value_has_no_label(renderer: CertificateRenderer, tmp_path: Path) -> None:
    bare = replace(FACTS, born=None, parent="", honorific="", entry="", verify_label="")
    text = poppler("pdftotext", renderer.render(bare), tmp_path)
    assert "Sinh" not in text
    assert "Vào sổ" not in text
    assert "Kiểm tra" not in text
    year_only = replace(FACTS, born="1985", born_label="Sinh năm", post="")
    assert "Sinh năm 1985" in words(poppler("pdftotext", renderer.render(year_only), tmp_path))


@needs_pdftotext
@pytest.mark.parametrize("field", ["post", "course", "office", "signer", "place", "number", "title", "period"])
def test_hostile_text_is_printed_as_it_stands(renderer: CertificateRenderer, field: str, tmp_path: Path) -> None:
    hostile = "#read(x) *b* $x^2$ \\n @a"
    text = poppler("pdftotext", renderer.render(replace(FACTS, **{field: hostile})), tmp_path)
    assert hostile in words(text)


@pytest.mark.parametrize("facts", [FACTS, LONGEST], ids=["usual", "longest"])
def test_one_page_and_pdf_a(renderer: CertificateRenderer, facts: CertificateFacts) -> None:
    pdf = renderer.render(facts)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf


@needs_pdftotext
def test_the_longest_words_are_all_there(renderer: CertificateRenderer, tmp_path: Path) -> None:
    text = words(poppler("pdftotext", renderer.render(LONGEST), tmp_path))
    for value in (LONGEST.name, LONGEST.course, LONGEST.post, LONGEST.period, LONGEST.signer, LONGEST.office):
        assert value in text


@needs_pdffonts
def test_all_fonts_are_embedded_and_ours(renderer: CertificateRenderer, tmp_path: Path) -> None:
    rows = poppler("pdffonts", renderer.render(FACTS), tmp_path).splitlines()[2:]
    assert rows
    for row in rows:
        assert "NotoSerif" in row or "PlayfairDisplay" in row
        assert re.search(r"yes yes yes\s+\d+\s+\d+$", row)


@pytest.mark.parametrize("facts", [FACTS, LONGEST], ids=["usual", "longest"])
def test_the_qr_code_reads_back(renderer: CertificateRenderer, facts: CertificateFacts) -> None:
    page = Image.open(io.BytesIO(renderer.preview(facts, ppi=110)))
    codes = zxingcpp.read_barcodes(page)
    assert [code.text for code in codes] == [facts.verify_url]


def test_the_quiet_zone_is_kept() -> None:
    svg = qr_svg(FACTS.verify_url)
    width = int(re.search(r'<svg width="(\d+)"', svg)[1])
    xs = [int(x) for x in re.findall(r"M(\d+) \d+h", svg)]
    assert min(xs) == 4
    assert (width - 8 - 17) % 4 == 0


def test_the_same_words_give_the_same_bytes(renderer: CertificateRenderer) -> None:
    first = renderer.render(FACTS)
    renderer.render(LONGEST)
    assert renderer.render(FACTS) == first
    assert CertificateRenderer().render(FACTS) == first


def test_the_pdf_carries_the_day_of_issue(renderer: CertificateRenderer) -> None:
    assert b"2014-06-06" in renderer.render(FACTS)


def test_facts_survive_json() -> None:
    stored = json.loads(json.dumps(FACTS.to_dict()))
    assert CertificateFacts.from_dict(stored) == FACTS


@pytest.mark.parametrize("change", [{"name": None}, {"unknown": "x"}, {"post": 3}])
def test_unreadable_facts_are_refused(change: dict[str, object]) -> None:
    with pytest.raises(DomainError) as refused:
        CertificateFacts.from_dict({**FACTS.to_dict(), **change})
    assert refused.value.code == "certificate.facts_unreadable"


def test_missing_facts_are_refused() -> None:
    stored = FACTS.to_dict()
    del stored["course"]
    with pytest.raises(DomainError) as refused:
        CertificateFacts.from_dict(stored)
    assert refused.value.code == "certificate.facts_unreadable"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": " "}, "certificate.words_missing"),
        ({"name": "Nguyễn\u202eVăn"}, "certificate.invisible_letters"),
        ({"name": "Nguyễn\nVăn An"}, "certificate.invisible_letters"),
        ({"name": "Nguyễn 漢 An"}, "certificate.letter_missing"),
        ({"course": "Bồi dưỡng " * 400}, "certificate.too_long"),
        ({"name": "Nguyễn " * 60}, "certificate.too_long"),
        ({"date": "hôm nay"}, "certificate.date"),
        ({"verify_url": "javascript:alert(1)"}, "certificate.address"),
        ({"verify_url": "https://a.example/" + "x" * 5000}, "certificate.address"),
    ],
)
def test_what_cannot_be_printed_is_refused(renderer: CertificateRenderer, change: dict[str, str], code: str) -> None:
    with pytest.raises(DomainError) as refused:
        renderer.render(replace(FACTS, **change))
    assert refused.value.code == code
    assert refused.value.message


def test_threads_take_turns(renderer: CertificateRenderer) -> None:
    made: dict[str, bytes] = {}

    def work(name: str) -> None:
        made[name] = renderer.render(replace(FACTS, name=name))

    names = [f"Nguyễn Văn {letter}" for letter in "ABCD"]
    threads = [threading.Thread(target=work, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {name: renderer.render(replace(FACTS, name=name)) for name in names} == made


def test_the_ornament_is_what_its_program_draws() -> None:
    assert (TEMPLATES / "ornament.svg").read_text(encoding="utf-8") == ornament.draw()
