"""Bodies every province has, as data: departments by Nghị định 150/2025/NĐ-CP, what 2025 merged, units of a commune.

``verified`` is False where the name or symbol is common practice and no text of law was seen; symbols are set by each
office itself (Nghị định 30/2020) and are only proposals.
"""

from dataclasses import dataclass
from datetime import date

from khuevan.people.enums import SuccessionKind
from khuevan.vietnamese.places import PlaceKind

MERGED_ON = date(2025, 3, 1)
"""When the departments of 2025 began (Nghị định 45/2025/NĐ-CP; provinces followed within days)."""


@dataclass(frozen=True)
class Department:
    """A department; ``of_level`` says that its name ends in the word for the province ("Thanh tra tỉnh")."""

    code: str
    name: str
    symbol: str
    verified: bool = True
    since: date | None = None
    of_level: bool = False


@dataclass(frozen=True)
class Fate:
    """What became of a department of before 2025: the code of its successor, and which work went there."""

    code: str
    to: str
    kind: SuccessionKind
    scope: str = ""
    verified: bool = False


OFFICE, COMMITTEE = "vp", "ubnd"

DEPARTMENTS = (
    Department(OFFICE, "Văn phòng Ủy ban nhân dân", "VPUBND", of_level=True),
    Department("nv", "Sở Nội vụ", "SNV"),
    Department("tp", "Sở Tư pháp", "STP"),
    Department("tc", "Sở Tài chính", "STC"),
    Department("ct", "Sở Công Thương", "SCT"),
    Department("nnmt", "Sở Nông nghiệp và Môi trường", "SNNMT", since=MERGED_ON),
    Department("xd", "Sở Xây dựng", "SXD"),
    Department("khcn", "Sở Khoa học và Công nghệ", "SKHCN"),
    Department("vhttdl", "Sở Văn hóa, Thể thao và Du lịch", "SVHTTDL"),
    Department("gddt", "Sở Giáo dục và Đào tạo", "SGDĐT"),
    Department("yt", "Sở Y tế", "SYT"),
    Department("tt", "Thanh tra", "TTr", of_level=True),
)
"""The twelve of every province (names: Nghị định 150/2025/NĐ-CP)."""

SPECIAL = (
    Department("ngv", "Sở Ngoại vụ", "SNgV"),
    Department("dttg", "Sở Dân tộc và Tôn giáo", "SDTTG", since=MERGED_ON),
    Department("dl", "Sở Du lịch", "SDL"),
    Department("qhkt", "Sở Quy hoạch - Kiến trúc", "SQHKT"),
)
"""Where the province has them."""

FORMER = (
    Department("khdt", "Sở Kế hoạch và Đầu tư", "SKHĐT", verified=False),
    Department("gtvt", "Sở Giao thông vận tải", "SGTVT", verified=False),
    Department("nnptnt", "Sở Nông nghiệp và Phát triển nông thôn", "SNN", verified=False),
    Department("tnmt", "Sở Tài nguyên và Môi trường", "STNMT", verified=False),
    Department("tttt", "Sở Thông tin và Truyền thông", "STTTT"),
    Department("ldtbxh", "Sở Lao động - Thương binh và Xã hội", "SLĐTBXH", verified=False),
)
"""Departments that ended with the mergers of 2025."""

FATES = (
    Fate("khdt", "tc", SuccessionKind.MERGED),
    Fate("gtvt", "xd", SuccessionKind.MERGED),
    Fate("nnptnt", "nnmt", SuccessionKind.MERGED),
    Fate("tnmt", "nnmt", SuccessionKind.MERGED),
    Fate("tttt", "khcn", SuccessionKind.SPLIT, "viễn thông, công nghệ thông tin, chuyển đổi số", verified=True),
    Fate("tttt", "vhttdl", SuccessionKind.SPLIT, "báo chí, xuất bản, thông tin đối ngoại", verified=True),
    Fate("ldtbxh", "nv", SuccessionKind.MERGED),
)


@dataclass(frozen=True)
class Unit:
    """A unit of a People's Committee of a commune, ward or zone."""

    name: str
    short: str
    kinds: frozenset[PlaceKind]
    verified: bool = False


_ALL = frozenset({PlaceKind.COMMUNE, PlaceKind.WARD, PlaceKind.ZONE})

UNITS = (
    Unit("Văn phòng Hội đồng nhân dân và Ủy ban nhân dân", "VP HĐND và UBND", _ALL),
    Unit("Phòng Kinh tế", "Phòng Kinh tế", frozenset({PlaceKind.COMMUNE})),
    Unit("Phòng Kinh tế, Hạ tầng và Đô thị", "Phòng KT, HT và ĐT", frozenset({PlaceKind.WARD, PlaceKind.ZONE})),
    Unit("Phòng Văn hóa - Xã hội", "Phòng VH - XH", _ALL),
    Unit("Trung tâm Phục vụ hành chính công", "TTPVHCC", _ALL),
)
"""Since 1/7/2025; smaller communes may have fewer (the text of the decree was not seen)."""
