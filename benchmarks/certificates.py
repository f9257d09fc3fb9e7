"""Certificates with QR code rendered per second on one core, in the sandbox.

Beside it, in the same run, the same template, fonts and words in this process, without a sandbox: with one compiler
for all (what the sandbox costs), and with a new compiler for every certificate (what a user might write first).  Load
generator: this process, one thread, one certificate after the other; every certificate has its own name, number and QR
code.  Three warm-up certificates; then the ways take turns, and the median of several runs counts.
"""

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace

import typst

from khuevan.certificates.rendering import (
    FONT_FOLDERS,
    TEMPLATES,
    CertificateFacts,
    CertificateRenderer,
    moment,
    printed_words,
)

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
FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Điểu", "Vũ", "Đặng")
GIVEN = ("Thị Bích Tuyền", "Văn Khánh", "Hữu Nghĩa", "Ngọc Ánh", "Quốc Dũng", "Thu Hường", "Minh Đức")


def facts(index: int) -> CertificateFacts:
    code = f"{index:04d}-9QTD"
    return replace(
        FACTS,
        name=f"{FAMILIES[index % len(FAMILIES)]} {GIVEN[index % len(GIVEN)]}",
        number=f"{index}/GCN-STTTT",
        entry=f"Vào sổ số {index}, năm 2014",
        verify_url=f"https://ma.khuevan.example/gcn/{code}",
        verify_label=f"Kiểm tra tại ma.khuevan.example/gcn/{code}",
    )


Render = Callable[[CertificateFacts], bytes]


def unprotected(compiler: typst.Compiler, words: CertificateFacts) -> bytes:
    """As the sandbox does it, but here."""
    made = compiler.compile(
        format="pdf",
        sys_inputs={"data": json.dumps(printed_words(words), ensure_ascii=False)},
        timestamp=moment(words),
        pdf_standards=["a-2a"],
    )
    assert isinstance(made, bytes)
    return made


def new_compiler() -> typst.Compiler:
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder) for folder in FONT_FOLDERS]
    )
    return typst.Compiler(str(TEMPLATES / "certificate.typ"), root=str(TEMPLATES), font_paths=fonts)


def per_second(ways: dict[str, tuple[Render, int]], runs: int) -> dict[str, float]:
    """The median rate of each way, which comes with how many certificates it makes in a run."""
    for render, _count in ways.values():
        for index in range(3):
            render(facts(90_000 + index))
    rates: dict[str, list[float]] = {name: [] for name in ways}
    for run in range(runs):
        for name, (render, count) in ways.items():
            start = time.perf_counter()
            for index in range(count):
                render(facts(run * count + index))
            rates[name].append(count / (time.perf_counter() - start))
    return {name: round(statistics.median(found), 1) for name, found in rates.items()}


def on_one_core() -> None:
    """Keeps Typst's own threads on one core, where the system allows it."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--small", action="store_true", help="a short run, under 50 seconds")
    options = parser.parse_args()
    on_one_core()
    count, runs = (60, 5) if options.small else (400, 5)
    renderer, compiler = CertificateRenderer(), new_compiler()
    rates = per_second(
        {
            "render_per_s": (renderer.render, count),
            "unprotected_per_s": (lambda words: unprotected(compiler, words), count),
            "fresh_compiler_per_s": (lambda words: unprotected(new_compiler(), words), max(count // 10, 6)),
        },
        runs,
    )
    result = {
        **rates,
        "pdf_bytes": len(renderer.render(FACTS)),
        "certificates_a_run": count,
        "runs": runs,
    }
    if options.json:
        json.dump(result, sys.stdout)
        sys.stdout.write("\n")
        return
    for name, value in result.items():
        sys.stdout.write(f"{name:22} {value}\n")


if __name__ == "__main__":
    main()
