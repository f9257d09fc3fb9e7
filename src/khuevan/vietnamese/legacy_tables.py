"""The tables of three encodings from before Unicode, as their bytes look when they were read as Latin-1.

TCVN3: TCVN 5712:1993 (VN3), fonts named ``.Vn…``.  VNI: VNI-Windows, fonts named ``VNI-…``.  VPS: the fonts of the
Vietnamese Professionals Society, named ``VPS …``.
"""

# Lower-case letters with all tones, and the seven capitals of the alphabet: there are no other capitals, fonts whose
# name ends with H draw small letters as capitals.
_TCVN3 = """
A1Ă A2Â A3Ê A4Ô A5Ơ A6Ư A7Đ A8ă A9â AAê ABô ACơ ADư AEđ B5à B6ả B7ã B8á B9ạ BBằ BCẳ BDẵ BEắ C6ặ C7ầ C8ẩ C9ẫ CAấ CBậ
CCè CEẻ CFẽ D0é D1ẹ D2ề D3ể D4ễ D5ế D6ệ D7ì D8ỉ DCĩ DDí DEị DFò E1ỏ E2õ E3ó E4ọ E5ồ E6ổ E7ỗ E8ố E9ộ EAờ EBở ECỡ EDớ
EEợ EFù F1ủ F2ũ F3ú F4ụ F5ừ F6ử F7ữ F8ứ F9ự FAỳ FBỷ FCỹ FDý FEỵ
"""
# Where VPS differs from Latin-1.
_VPS = """
02Ạ 03Ậ 04Ặ 05Ẹ 06Ệ 10Ị 11Ọ 12Ộ 13Ợ 14Ụ 15Ự 19Ỵ 1CẪ 1DỮ 80À 81Ả 82Ã 83Ấ 84Ầ 85Ẩ 86ọ 87ỗ 88Ă 89ế 8Aề 8Bể 8Cệ 8DẮ 8EẰ 8FẲ
90Ế 93Ề 94Ể 95Ễ 96Ố 97Ồ 98Ổ 99Ỗ 9Aý 9Bỷ 9Cỵ 9DỚ 9EỜ 9FỞ A1ắ A2ằ A3ẳ A4ẵ A5ặ A6Ỡ A7ớ A8Ù A9ờ AAở ABỡ ACŨ ADỨ AEợ AFỪ B0ổ
B1Ử B2Ỳ B3Ỹ B4Í B5Ì B6ộ B7Ỉ B8Ĩ B9Ó BAử BBữ BCÒ BDỎ BEÕ BFự C0ầ C3ấ C4ẩ C5ẫ C6ậ C7đ C8ẻ CBẹ CCỉ CDễ CEị CFỹ D0Ư D1Ủ
D2ồ D3ố D5ỏ D6ơ D7È D8ừ D9ứ DBũ DCư DEẺ E4ả E5ạ E6ă EBẽ EFĩ F0Ẵ F1Đ F7Ơ F8ụ FBủ FDỶ FEẼ FFỳ
"""
# Letters that VPS leaves where Latin-1 has them.
_VPS_LATIN_1 = "ÁÂÉÊÔÚÝàáâãèéêìíòóôõùú"
# A base letter and the mark behind it; the single characters below are letters by themselves.
_VNI_MARKS = {
    "a": "ùá øà ûả õã ïạ êă éắ èằ úẳ üẵ ëặ ââ áấ àầ åẩ ãẫ äậ",
    "e": "ùé øè ûẻ õẽ ïẹ âê áế àề åể ãễ äệ",
    "o": "ùó øò ûỏ õõ ïọ âô áố àồ åổ ãỗ äộ",
    "ô": "ùớ øờ ûở õỡ ïợ",
    "u": "ùú øù ûủ õũ ïụ",
    "ö": "ùứ øừ ûử õữ ïự",
    "y": "ùý øỳ ûỷ õỹ",
}
_VNI_ALONE = "ñđ öư ôơ îỵ òị æỉ óĩ íí ìì"
# Written by some converters; never by from_unicode.
_VNI_ALSO = {"iù": "í", "iø": "ì", "iû": "ỉ", "iõ": "ĩ", "iï": "ị", "yï": "ỵ"}


def _bytes(table: str) -> dict[str, str]:
    return {chr(int(entry[:-1], 16)): entry[-1] for entry in table.split()}


def _vni() -> dict[str, str]:
    small = {base + pair[0]: pair[1] for base, pairs in _VNI_MARKS.items() for pair in pairs.split()}
    small |= {pair[0]: pair[1] for pair in _VNI_ALONE.split()}
    return small | {old.upper(): new.upper() for old, new in small.items()}


def _vni_read() -> dict[str, str]:
    """All that may stand in a file: a capital with the mark of a small letter, too ("Aùnh" for "Ánh")."""
    table = _vni()
    table |= {old.upper(): new.upper() for old, new in _VNI_ALSO.items()} | _VNI_ALSO
    for old, new in list(table.items()):
        if len(old) == 2:
            table[old[0] + old[1].lower()] = table[old[0] + old[1].upper()] = new
    return table


TCVN3 = _bytes(_TCVN3)
VPS = _bytes(_VPS) | {letter: letter for letter in _VPS_LATIN_1}
VNI = _vni()
VNI_READ = _vni_read()
