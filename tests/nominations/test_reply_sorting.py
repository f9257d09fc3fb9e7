"""Letters with heads that mislead: each goes to its agency or is asked for; none goes to a wrong one."""

from dataclasses import dataclass
from datetime import date, datetime, time

import pytest
from django.utils import timezone

from khuevan.nominations.domain.sorting import Sorted, Sorter
from khuevan.nominations.models import Invitation, Quota
from khuevan.people.domain.contacts import add_contact
from khuevan.people.enums import OrganizationKind
from khuevan.people.models import Organization, Succession, User
from khuevan.readers.letters import Letter, letter_of
from khuevan.training.domain.classes import open_class
from tests.factories import OfficeFactory, OrganizationFactory, staff

pytestmark = pytest.mark.django_db
PLACE = "Khánh Hòa"
DEPARTMENTS = {
    "Sở Nội vụ": "SNV",
    "Sở Tư pháp": "STP",
    "Sở Tài chính": "STC",
    "Sở Y tế": "SYT",
    "Sở Nông nghiệp và Môi trường": "SNNMT",
    "Sở Văn hóa, Thể thao và Du lịch": "SVHTTDL",
    "Sở Giáo dục và Đào tạo": "SGDĐT",
    "Sở Khoa học và Công nghệ": "",
    "Văn phòng Ủy ban nhân dân tỉnh Khánh Hòa": "VPUBND",
    "Thanh tra tỉnh Khánh Hòa": "TTr",
}
COMMUNES = (
    "phường Ninh Hòa", "xã Bắc Ninh Hòa", "xã Nam Ninh Hòa", "xã Vạn Thắng", "xã Vạn Ninh", "xã Diên Khánh",
    "xã Diên Lạc", "phường Bắc Nha Trang", "phường Nam Nha Trang", "phường Nha Trang", "đặc khu Trường Sa",
)  # fmt: skip
PARTY = {
    "Ban Tổ chức Tỉnh ủy Khánh Hòa": "BTCTU",
    "Ban Tuyên giáo và Dân vận Tỉnh ủy Khánh Hòa": "BTGDVTU",
    "Hội Liên hiệp Phụ nữ tỉnh Khánh Hòa": "BTV",
    "Công an tỉnh Khánh Hòa": "CAT",
    "Bộ Chỉ huy Quân sự tỉnh Khánh Hòa": "BCH",
    "Đài Phát thanh và Truyền hình Khánh Hòa": "PTTH",
}


def body(name: str, **values: object) -> Organization:
    return OrganizationFactory(**{"name": name, "symbol": "", "place_name": PLACE, **values})


def invited_by(own: Organization, bodies: list[Organization], day: date = date(2036, 11, 17)) -> Invitation:
    office = OfficeFactory(organization=own)
    officer = staff(office)
    training_class = open_class(officer, office=office, title="Lớp bồi dưỡng", start_date=day, end_date=day)
    reply_by = timezone.make_aware(datetime.combine(day, time(8)))
    invitation = Invitation.objects.create(training_class=training_class, code="ABC234", reply_by=reply_by)
    Quota.objects.bulk_create(Quota(invitation=invitation, organization=one, name=one.name) for one in bodies)
    return invitation


@dataclass
class Province:
    """The office, whom it invited, and who writes beside them."""

    invitation: Invitation

    @property
    def officer(self) -> User:
        return staff(self.invitation.training_class.office)

    def sort(
        self, head: tuple[str, ...] = (), code: str = "", *, rows: tuple[str, ...] = (), name: str = "scan001.pdf",
        folder: str = "", words: str = "Đơn vị cử cán bộ tham dự lớp như sau:", place: str = PLACE, last: str = "",
    ) -> Sorted:  # fmt: skip
        letter = letter_of(_lines(head, code, words, place, last)) if head or code or last else Letter()
        return Sorter(self.invitation).sort(letter, rows, name, folder)

    def named(self, found: Sorted) -> str | None:
        if found.quota is None:
            return None
        name: str = self.invitation.quotas.get(pk=found.quota).organization.name
        return name


def _lines(head: tuple[str, ...], code: str, words: str, place: str, last: str) -> list[list[str]]:
    right = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    left = [*head, *([f"Số: {code}"] if code else []), "V/v cử cán bộ tham dự lớp bồi dưỡng"]
    right += [""] * (len(left) - 3) + [f"{place}, ngày 05 tháng 10 năm 2026"]
    both = [
        [left[at] if at < len(left) else "", right[at] if at < len(right) else ""]
        for at in range(max(len(left), len(right)))
    ]
    rest = ["Kính gửi: Sở Ngoại vụ tỉnh Khánh Hòa.", words, "Nơi nhận:", "- Như trên;", "- Sở Tư pháp (p/h);", last]
    return [*both, *([line] for line in rest)]


@pytest.fixture
def province() -> Province:
    committee = body("Ủy ban nhân dân tỉnh Khánh Hòa", symbol="UBND", kind=OrganizationKind.COMMITTEE)
    department = {"kind": OrganizationKind.DEPARTMENT, "parent": committee}
    own = body("Sở Ngoại vụ tỉnh Khánh Hòa", symbol="SNgV", **department)
    chosen = [body(name, symbol=symbol, **department) for name, symbol in DEPARTMENTS.items()]
    chosen += [body(name, symbol=symbol, kind=OrganizationKind.PARTY) for name, symbol in PARTY.items()]
    for name in COMMUNES:
        values = {"kind": OrganizationKind.DISTRICT, "place_name": name.split(" ", 1)[1], "symbol": "UBND"}
        commune = body(f"Ủy ban nhân dân {name}", parent=committee, **values)
        body(f"Phòng Văn hóa - Xã hội {name}", parent=commune, kind=OrganizationKind.DISTRICT, place_name=name)
        chosen.append(commune)
    body("Sở Xây dựng", symbol="SXD", **department)
    body("Sở Nội vụ tỉnh Lâm Đồng", symbol="SNV", place_name="Lâm Đồng")
    by_name = {one.name: one for one in chosen}
    body("Chi cục Kiểm lâm", parent=by_name["Sở Nông nghiệp và Môi trường"], kind=OrganizationKind.DEPARTMENT)
    ended = body("Sở Tài nguyên và Môi trường", valid_to=date(2025, 2, 28), symbol="STNMT", **department)
    heir = by_name["Sở Nông nghiệp và Môi trường"]
    Succession.objects.create(predecessor=ended, successor=heir, kind="merged", on=date(2025, 3, 1))
    split = body("Sở Thông tin và Truyền thông", valid_to=date(2025, 2, 28), symbol="STTTT", **department)
    for name in ("Sở Khoa học và Công nghệ", "Sở Văn hóa, Thể thao và Du lịch"):
        Succession.objects.create(predecessor=split, successor=by_name[name], kind="split", on=date(2025, 3, 1))
    return Province(invited_by(own, chosen))


UBND = "UBND TỈNH KHÁNH HÒA"
NNMT = "Sở Nông nghiệp và Môi trường"
CASES: dict[str, tuple[dict[str, object], str | None]] = {
    "plain": ({"head": (UBND, "SỞ NỘI VỤ"), "code": "12/SNV-CCVC"}, "Sở Nội vụ"),
    "committee in full": ({"head": ("ỦY BAN NHÂN DÂN", "TỈNH KHÁNH HÒA", "SỞ Y TẾ"), "code": "9/SYT-TCCB"}, "Sở Y tế"),
    "old tone": ({"head": ("UỶ BAN NHÂN DÂN", "TỈNH KHÁNH HOÀ", "SỞ TƯ PHÁP"), "code": "9/STP"}, "Sở Tư pháp"),
    "province in the name": ({"head": ("SỞ TÀI CHÍNH TỈNH KHÁNH HÒA",), "code": "77/STC-VP"}, "Sở Tài chính"),
    "wrapped": (
        {"head": (UBND, "SỞ VĂN HÓA, THỂ THAO", "VÀ DU LỊCH"), "code": "5/SVHTTDL-VP"},
        "Sở Văn hóa, Thể thao và Du lịch",
    ),
    "wrapped before và": ({"head": (UBND, "SỞ GIÁO DỤC VÀ", "ĐÀO TẠO"), "code": "5/SGDĐT"}, "Sở Giáo dục và Đào tạo"),
    "number by hand": ({"head": (UBND, "SỞ NỘI VỤ"), "code": "      /SNV-CCVC"}, "Sở Nội vụ"),
    "no number": ({"head": (UBND, "SỞ NỘI VỤ")}, "Sở Nội vụ"),
    "no symbol known": ({"head": (UBND, "SỞ KHOA HỌC VÀ CÔNG NGHỆ"), "code": "1/X"}, "Sở Khoa học và Công nghệ"),
    "a slip": ({"head": (UBND, "SỞ NÔNG NGHIỆP VÀ MÔI TRƯƠNG"), "code": "3/SNNMT-VP"}, NNMT),
    "abbreviated": ({"head": (UBND, "SỞ NN&MT"), "code": "3/SNNMT-VP"}, NNMT),
    "unit with a seal": ({"head": ("SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "CHI CỤC KIỂM LÂM"), "code": "3/CCKL"}, NNMT),
    "unknown unit": ({"head": ("SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "CHI CỤC THỦY LỢI"), "code": "3/CCTL"}, NNMT),
    "old name": ({"head": (UBND, "SỞ TÀI NGUYÊN VÀ MÔI TRƯỜNG"), "code": "3/STNMT-VP"}, NNMT),
    "split body": ({"head": (UBND, "SỞ THÔNG TIN VÀ TRUYỀN THÔNG"), "code": "3/STTTT-VP"}, None),
    "office of the committee": (
        {"head": (UBND, "VĂN PHÒNG"), "code": "3/VPUBND-HCTC"},
        "Văn phòng Ủy ban nhân dân tỉnh Khánh Hòa",
    ),
    "inspectorate": ({"head": (UBND, "THANH TRA TỈNH"), "code": "8/TTr-VP"}, "Thanh tra tỉnh Khánh Hòa"),
    "party": (
        {"head": ("TỈNH ỦY KHÁNH HÒA", "BAN TỔ CHỨC", "*"), "code": "77-CV/BTCTU"},
        "Ban Tổ chức Tỉnh ủy Khánh Hòa",
    ),
    "party in full": (
        {"head": ("TỈNH ỦY KHÁNH HÒA", "BAN TUYÊN GIÁO VÀ DÂN VẬN", "*"), "code": "7-CV/BTGDVTU"},
        "Ban Tuyên giáo và Dân vận Tỉnh ủy Khánh Hòa",
    ),
    "police": ({"head": ("BỘ CÔNG AN", "CÔNG AN TỈNH KHÁNH HÒA"), "code": "55/CAT-PX01"}, "Công an tỉnh Khánh Hòa"),
    "soldiers": (
        {"head": ("QUÂN KHU 5", "BỘ CHỈ HUY QUÂN SỰ", "TỈNH KHÁNH HÒA"), "code": "5/BCH-TM"},
        "Bộ Chỉ huy Quân sự tỉnh Khánh Hòa",
    ),
    "women": (
        {"head": ("HỘI LIÊN HIỆP PHỤ NỮ VIỆT NAM", "BAN THƯỜNG VỤ HỘI LHPN", "TỈNH KHÁNH HÒA"), "code": "5/BTV-VP"},
        "Hội Liên hiệp Phụ nữ tỉnh Khánh Hòa",
    ),
    "commune": ({"head": ("ỦY BAN NHÂN DÂN", "XÃ VẠN THẮNG"), "code": "6/UBND-VX"}, "Ủy ban nhân dân xã Vạn Thắng"),
    "commune abbreviated": ({"head": ("UBND XÃ VẠN NINH",), "code": "6/UBND-VHXH"}, "Ủy ban nhân dân xã Vạn Ninh"),
    "ward of a name in others": ({"head": ("UBND PHƯỜNG NINH HÒA",)}, "Ủy ban nhân dân phường Ninh Hòa"),
    "commune that holds the name": ({"head": ("UBND XÃ BẮC NINH HÒA",)}, "Ủy ban nhân dân xã Bắc Ninh Hòa"),
    "commune below the province": ({"head": (UBND, "UBND XÃ DIÊN LẠC")}, "Ủy ban nhân dân xã Diên Lạc"),
    "zone": ({"head": ("ỦY BAN NHÂN DÂN", "ĐẶC KHU TRƯỜNG SA")}, "Ủy ban nhân dân đặc khu Trường Sa"),
    "room of a commune": (
        {"head": ("UBND XÃ DIÊN KHÁNH", "PHÒNG VĂN HÓA - XÃ HỘI"), "code": "6/VHXH"},
        "Ủy ban nhân dân xã Diên Khánh",
    ),
    "unknown room": ({"head": ("UBND PHƯỜNG NHA TRANG", "PHÒNG NỘI VỤ")}, "Ủy ban nhân dân phường Nha Trang"),
    "only rows": ({"rows": ("Sở Y tế", "Sở Y tế")}, "Sở Y tế"),
    "rows of communes": ({"rows": ("UBND xã Vạn Ninh",) * 3, "name": "ds.xlsx"}, "Ủy ban nhân dân xã Vạn Ninh"),
    "rows of a unit": ({"rows": ("Chi cục Kiểm lâm",) * 2}, NNMT),
    "forwarded": (
        {"head": (UBND, "SỞ NGOẠI VỤ"), "code": "4/SNgV-VP", "rows": ("Sở Y tế",) * 2, "name": "So Y te.docx"},
        "Sở Y tế",
    ),
    "our own letter": ({"head": (UBND, "SỞ NGOẠI VỤ"), "code": "4/SNgV-VP"}, None),
    "our own form filled": ({"head": (UBND, "SỞ NGOẠI VỤ"), "rows": ("Sở Y tế",) * 2}, None),
    "not invited": ({"head": (UBND, "SỞ XÂY DỰNG"), "code": "4/SXD-VP"}, None),
    "not invited, rows of another": ({"head": (UBND, "SỞ XÂY DỰNG"), "rows": ("Sở Y tế",) * 2}, None),
    "another province": (
        {"head": ("UBND TỈNH LÂM ĐỒNG", "SỞ NỘI VỤ"), "code": "4/SNV-CC", "rows": ("Sở Nội vụ",)},
        None,
    ),
    "two agencies": ({"rows": ("Sở Y tế", "Sở Y tế", "Sở Tư pháp", "Sở Tư pháp")}, None),
    "letter for two": (
        {"head": (UBND, "SỞ NỘI VỤ"), "code": "4/SNV-C", "rows": ("Sở Y tế", "Sở Tư pháp")},
        "Sở Nội vụ",
    ),
    "head against rows": ({"head": (UBND, "SỞ NỘI VỤ"), "rows": ("Sở Y tế", "Sở Y tế")}, None),
    "symbol against head": ({"head": (UBND, "SỞ NỘI VỤ"), "code": "4/STP-VP"}, None),
    "file name against head": ({"head": (UBND, "SỞ NỘI VỤ"), "name": "Sở Y tế.docx"}, None),
    "only a file name": ({"name": "So Noi vu.pdf"}, None),
    "folder and file": ({"name": "SoNoiVu_danh_sach.pdf", "folder": "tra loi/So Noi vu"}, "Sở Nội vụ"),
    "nothing": ({}, None),
    "a common symbol": ({"code": "4/UBND-VX"}, None),
    "attached to a letter": (
        {"last": "(Kèm theo Công văn số 15/SNV-CCVC ngày 5/10/2026 của Sở Nội vụ)", "name": "phu luc.xlsx"},
        "Sở Nội vụ",
    ),
    "attached to our letter": ({"last": "(Kèm theo Công văn số 15/SNgV-VP ngày 5/9/2026 của Sở Ngoại vụ)"}, None),
    "rows and e-mail": ({"rows": ("Sở Tư pháp", "Văn phòng"), "last": "E-mail: STP@khanhhoa.gov.vn"}, "Sở Tư pháp"),
    "no tone marks": ({"head": ("UBND TINH KHANH HOA", "SO NOI VU"), "code": "4/SNV-CCVC"}, "Sở Nội vụ"),
}


def test_every_letter_goes_to_its_agency_or_is_asked_for(province: Province) -> None:
    add_contact(
        province.officer,
        Organization.objects.get(name="Sở Tư pháp"),
        name="Trần Thị Hoa",
        email="stp@khanhhoa.gov.vn",
    )
    found = {case: province.named(province.sort(**given)) for case, (given, _expected) in CASES.items()}  # type: ignore[arg-type]
    assert found == {case: expected for case, (_given, expected) in CASES.items()}


LATER: dict[str, tuple[dict[str, object], str | None]] = {
    "people's council": ({"head": ("HỘI ĐỒNG NHÂN DÂN", "XÃ VẠN THẮNG"), "code": "6/HĐND"}, None),
    "communes of half a name": ({"head": ("ỦY BAN NHÂN DÂN", "XÃ NINH HÒA"), "code": "6/UBND-VX"}, None),
    "ward written as commune": ({"head": ("UBND XÃ NHA TRANG",), "rows": ("UBND phường Nha Trang",) * 2}, None),
    "commune of another province": ({"head": ("UBND TỈNH LÂM ĐỒNG", "UBND XÃ DIÊN LẠC"), "code": "6/UBND"}, None),
    "ministry": ({"head": ("BỘ NGOẠI GIAO", "CỤC NGOẠI VỤ"), "code": "6/NgV"}, None),
    "committee itself": ({"head": ("ỦY BAN NHÂN DÂN", "TỈNH KHÁNH HÒA"), "code": "6/UBND-KGVX"}, None),
    "party committee of a commune": ({"head": ("ĐẢNG BỘ TỈNH KHÁNH HÒA", "ĐẢNG ỦY XÃ VẠN NINH", "*")}, None),
    "school": ({"head": ("SỞ GIÁO DỤC VÀ ĐÀO TẠO", "TRƯỜNG THPT LÝ TỰ TRỌNG")}, "Sở Giáo dục và Đào tạo"),
    "star and rule": ({"head": (UBND, "SỞ Y TẾ", "________", "*"), "code": "6/SYT-VP"}, "Sở Y tế"),
    "small letters": ({"head": ("UBND tỉnh Khánh Hòa", "Sở Y tế"), "code": "6/SYT-VP"}, "Sở Y tế"),
    "dots for the number": ({"head": (UBND, "SỞ TÀI CHÍNH"), "code": "...../STC-VP"}, "Sở Tài chính"),
    "and sign": ({"head": (UBND, "SỞ VH, TT&DL"), "code": "6/SVHTTDL"}, "Sở Văn hóa, Thể thao và Du lịch"),
    "television": (
        {"head": (UBND, "ĐÀI PHÁT THANH VÀ", "TRUYỀN HÌNH"), "code": "6/PTTH"},
        "Đài Phát thanh và Truyền hình Khánh Hòa",
    ),
    "rows of one and a stray": ({"rows": ("Sở Y tế",) * 9 + ("Sở Tư pháp",)}, None),
    "folder of another": ({"head": (UBND, "SỞ Y TẾ"), "folder": "So Tu phap"}, None),
    "folder and rows": ({"rows": ("Sở Tư pháp", "Phòng Hành chính"), "folder": "Sở Tư pháp"}, "Sở Tư pháp"),
    "only a folder": ({"folder": "Sở Tư pháp"}, None),
    "named in the text": ({"words": "Sở Tư pháp cử 02 công chức.", "code": "6/STP-VP"}, None),
    "recipient only": ({"head": (UBND, "SỞ LẠ"), "code": "6/SL"}, None),
    "commune by file name alone": ({"name": "DS Van Thang.docx"}, None),
    "our name in a file name": ({"name": "gui So Ngoai vu.docx", "rows": ("Sở Y tế",)}, "Sở Y tế"),
}
"""Written after the rules were set; where nothing is expected, a question is the right answer."""


def test_letters_nobody_thought_of_are_asked_for_rather_than_guessed(province: Province) -> None:
    found = {case: province.named(province.sort(**given)) for case, (given, _expected) in LATER.items()}  # type: ignore[arg-type]
    wrong = {case: name for case, name in found.items() if name is not None and name != LATER[case][1]}
    assert not wrong
    right = sum(found[case] == expected for case, (_given, expected) in LATER.items())
    assert right >= 0.95 * len(LATER), {case: name for case, name in found.items() if name != LATER[case][1]}


def test_communes_of_one_name_are_told_apart_by_the_district_above() -> None:
    own = body("Sở Ngoại vụ tỉnh Bình Phước", place_name="Bình Phước", symbol="SNgV")
    bodies = []
    for district in ("Bù Đốp", "Đồng Phú"):
        above = body(f"Ủy ban nhân dân huyện {district}", place_name="Bình Phước", kind=OrganizationKind.DISTRICT)
        bodies.append(
            body("Ủy ban nhân dân xã Tân Tiến", place_name="Bình Phước", parent=above, kind=OrganizationKind.DISTRICT)
        )
    here = Province(invited_by(own, bodies, date(2014, 6, 2)))
    told = here.sort(("UBND HUYỆN ĐỒNG PHÚ", "UBND XÃ TÂN TIẾN"), "6/UBND-VX")
    assert told.quota == here.invitation.quotas.get(organization=bodies[1]).pk
    unsure = here.sort(("ỦY BAN NHÂN DÂN", "XÃ TÂN TIẾN"), "6/UBND-VX")
    assert unsure.quota is None and len(unsure.candidates) == 2
