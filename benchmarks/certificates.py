"""Certificates with QR code rendered per second on one core.

Beside it, in the same run, what a user might write first: the same template and fonts, with a new Typst compiler for
every certificate.  Load generator: this process, one thread, one certificate after the other; every certificate has its
own name, number and QR code.  Three warm-up certificates, then the median of several runs.
"""

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace

from khuevan.certificates.rendering import CertificateFacts, CertificateRenderer

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


def per_second(render: Callable[[CertificateFacts], bytes], count: int, runs: int) -> float:
    for index in range(3):
        render(facts(90_000 + index))
    rates = []
    for run in range(runs):
        start = time.perf_counter()
        for index in range(count):
            render(facts(run * count + index))
        rates.append(count / (time.perf_counter() - start))
    return statistics.median(rates)


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
    count, runs = (60, 3) if options.small else (400, 5)
    renderer = CertificateRenderer()
    reused = per_second(renderer.render, count, runs)
    fresh = per_second(lambda words: CertificateRenderer().render(words), max(count // 10, 6), runs)
    result = {
        "render_per_s": round(reused, 1),
        "fresh_compiler_per_s": round(fresh, 1),
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
