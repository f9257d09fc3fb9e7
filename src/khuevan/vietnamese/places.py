"""Provinces, communes and what they were before 1/7/2025, by code, by name, and by day.

Codes were given anew that day: "24" was Bắc Giang and is Bắc Ninh now, so a code means nothing without a day.  The
district level (quận, huyện, thị xã, thành phố thuộc tỉnh) ended the same day.  Communes come from the package
``vietnam-provinces`` (GPL-3.0-or-later), which is large and read when first asked for.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from khuevan.vietnamese.folding import fold, spelling_key
from khuevan.vietnamese.place_tables import CITIES, EARLIER_NAMES, NEW, OLD, WARDS_SINCE

REFORM = date(2025, 7, 1)
"""34 provinces instead of 63, two levels instead of three."""
LAST_OLD_DAY = REFORM - timedelta(days=1)


class PlaceKind(StrEnum):
    """The word before the name of a place."""

    PROVINCE = "tỉnh"
    CITY = "thành phố"
    COMMUNE = "xã"
    WARD = "phường"
    ZONE = "đặc khu"
    TOWNSHIP = "thị trấn"
    RURAL_DISTRICT = "huyện"
    URBAN_DISTRICT = "quận"
    TOWN = "thị xã"


@dataclass(frozen=True)
class Province:
    """A province or city under the central government, as it was between two days (both included)."""

    code: str
    name: str
    valid_from: date | None
    valid_to: date | None
    parts: tuple[str, ...] = ()
    """Old codes of the provinces a new one was formed from."""

    def exists(self, on: date) -> bool:
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)

    def kind(self, on: date | None = None) -> PlaceKind:
        """Tỉnh or thành phố on a day, today when not said."""
        since = CITIES.get(self.name)
        day = on or date.today()
        return PlaceKind.PROVINCE if since is None or (since and day.isoformat() < since) else PlaceKind.CITY

    def full_name(self, on: date | None = None) -> str:
        """With the word before it: "tỉnh Bình Phước", "thành phố Huế", "Thành phố Hồ Chí Minh" (a name of honour)."""
        word = self.kind(on).value
        return f"{word.capitalize() if self.name == 'Hồ Chí Minh' else word} {self.name}"

    @property
    def is_new(self) -> bool:
        return self.valid_from == REFORM


@dataclass(frozen=True)
class Place:
    """A commune, ward or zone; before the reform inside a district."""

    code: str
    name: str
    kind: PlaceKind
    province_code: str
    district: str = ""

    @property
    def full_name(self) -> str:
        return f"{self.kind.value} {self.name}"


@lru_cache(maxsize=1)
def provinces() -> tuple[Province, ...]:
    """All of both times, the new ones first."""
    new, old = [], []
    for row in _rows(NEW):
        head, _colon, parts = row.partition(": ")
        new.append(Province(head[:2], head[3:], REFORM, None, tuple(parts.split())))
    for row in _rows(OLD):
        code, name, since = row[:2], row[3:], None
        if code in EARLIER_NAMES:
            earlier, last = EARLIER_NAMES[code][0], date.fromisoformat(EARLIER_NAMES[code][1])
            old.append(Province(code, earlier, None, last))
            since = last + timedelta(days=1)
        old.append(Province(code, name, since, LAST_OLD_DAY))
    return (*new, *old)


def provinces_on(on: date | None = None) -> tuple[Province, ...]:
    """Those of a day, by code: 63 until 30/6/2025, 34 since."""
    day = on or date.today()
    return tuple(one for one in provinces() if one.exists(day))


def province_of_code(code: str, on: date | None = None) -> Province | None:
    """What a statistical code meant on a day: "24" is Bắc Giang in 2024 and Bắc Ninh today."""
    wanted = code.strip().zfill(2)
    return next((one for one in provinces_on(on) if one.code == wanted), None)


def province_named(name: str, on: date | None = None) -> Province | None:
    """By name, with or without tỉnh or TP before it, in either tone style, or without diacritics.

    A name that no province bears on the day is looked for among those of the other time.
    """
    key, bare = _bare(spelling_key(name)), _bare(fold(name))
    day = on or date.today()
    found = sorted(_named().get(key, ()) or _named().get(bare, ()), key=lambda one: not one.exists(day))
    return found[0] if found else None


def became(province: Province) -> Province | None:
    """The province of today; itself when it is one of them."""
    if province.is_new:
        return province
    return next((one for one in provinces() if one.is_new and province.code in one.parts), None)


def formed_from(province: Province) -> tuple[Province, ...]:
    """The provinces as they were on 30/6/2025; none for an old one."""
    old = {one.code: one for one in provinces() if one.valid_to == LAST_OLD_DAY}
    return tuple(old[code] for code in province.parts)


def went_on(province: Province) -> bool:
    """Whether a province of today is what one old province was, under the same name."""
    parts = formed_from(province)
    return len(parts) == 1 and parts[0].name == province.name


def former_names(name: str) -> tuple[str, ...]:
    """Names of other provinces that are part of this one today: Đồng Nai holds Bình Phước."""
    province = next((one for one in _named().get(_bare(spelling_key(name)), ()) if one.is_new), None)
    return tuple(one.name for one in formed_from(province) if one.name != province.name) if province else ()


def family(name: str) -> tuple[str, ...]:
    """The province of today that a name, old or new, belongs to, and all it was formed from; the name itself first."""
    province = province_named(name)
    today = became(province) if province else None
    if today is None:
        return (name,)
    return tuple(dict.fromkeys([name, place_name(today), today.name, *(one.name for one in formed_from(today))]))


def place_name(province: Province) -> str:
    """As documents name it: only Thành phố Hồ Chí Minh with the word before it (a name of honour)."""
    return province.full_name() if province.name == "Hồ Chí Minh" else province.name


def is_city(name: str, on: date | None = None) -> bool:
    province = province_named(name, on) if name else None
    return province is not None and province.kind(on) == PlaceKind.CITY


@lru_cache(maxsize=1)
def _named() -> dict[str, tuple[Province, ...]]:
    found: dict[str, tuple[Province, ...]] = {}
    for one in provinces():
        for key in {_bare(spelling_key(one.name)), _bare(fold(one.name))}:
            found[key] = (*found.get(key, ()), one)
    return found


def _bare(key: str) -> str:
    words = key.replace("t.p", "tp").replace(".", ". ").replace("-", " - ").split()
    for head in _HEADS:
        if words[: len(head)] == head and len(words) > len(head):
            words = words[len(head) :]
            break
    joined = " ".join(word for word in words if word not in {"-", "–"})
    return _SHORT.get(joined, joined)


_HEADS = [
    *(spelling_key(text).split() for text in ("thành phố", "tỉnh", "tp.", "tp")),
    ["thanh", "pho"],
    ["tinh"],
]
_SHORT = {"hcm": "ho chi minh", "tphcm": "ho chi minh", "brvt": "ba ria vung tau"}


def _rows(table: str) -> Iterator[str]:
    return (row.strip() for line in table.strip().splitlines() for row in line.split("|"))


@dataclass(frozen=True)
class District:
    """A quận, huyện, thị xã or thành phố thuộc tỉnh, as it was until 30/6/2025."""

    code: str
    name: str
    kind: PlaceKind
    province_code: str

    @property
    def full_name(self) -> str:
        return f"{self.kind.value} {self.name}"


def communes(province_code: str, on: date | None = None) -> tuple[Place, ...]:
    """Xã, phường, đặc khu of a province by code, before the reform also thị trấn; codes are those of the day."""
    return tuple(one for one in all_communes(on) if one.province_code == province_code)


def all_communes(on: date | None = None) -> tuple[Place, ...]:
    """Those of the whole country: 3,321 since the reform."""
    day = on or date.today()
    if day < REFORM:
        return _old_communes()
    return _new_communes(" ".join(codes for since, codes in WARDS_SINCE.items() if since <= day.isoformat()))


def districts(province_code: str) -> tuple[District, ...]:
    """The district level of an old province, by its old code."""
    return tuple(one for one in _districts().values() if one.province_code == province_code)


def former_communes(code: str) -> tuple[Place, ...]:
    """What a commune of today was formed from, wholly or in part, by its code."""
    from vietnam_provinces import Ward, WardCode

    old = _old_by_code()
    sources = Ward.from_code(WardCode(int(code))).get_legacy_sources()
    return tuple(old[one] for one in (f"{source.code.value:05}" for source in sources) if one in old)


def became_communes(code: str) -> tuple[Place, ...]:
    """The communes of today that hold some of an old one, by its old code."""
    from vietnam_provinces import Ward

    new = {one.code: one for one in all_communes()}
    return tuple(new[f"{found.ward.code.value:05}"] for found in Ward.search_from_legacy(code=int(code)))


@lru_cache(maxsize=4)
def _new_communes(wards: str) -> tuple[Place, ...]:
    from vietnam_provinces import Ward

    became = set(wards.split())
    places = (_place(one.name, f"{one.code.value:05}", f"{one.province_code.value:02}") for one in Ward.iter_all())
    return tuple(replace(one, kind=PlaceKind.WARD) if one.code in became else one for one in places)


@lru_cache(maxsize=1)
def _old_communes() -> tuple[Place, ...]:
    from vietnam_provinces.legacy import Ward

    found = _districts()
    return tuple(
        _place(
            one.name,
            f"{one.code.value:05}",
            found[one.district_code.value].province_code,
            found[one.district_code.value].full_name,
        )
        for one in Ward.iter_all()
    )


@lru_cache(maxsize=1)
def _old_by_code() -> dict[str, Place]:
    return {one.code: one for one in _old_communes()}


@lru_cache(maxsize=1)
def _districts() -> dict[int, District]:
    from vietnam_provinces.legacy import District as Row

    return {
        one.code.value: District(f"{one.code.value:03}", *_split(one.name), f"{one.province_code.value:02}")
        for one in Row.iter_all()
    }


def _place(name: str, code: str, province_code: str, district: str = "") -> Place:
    bare, kind = _split(name)
    return Place(code, bare, kind, province_code, district)


def _split(name: str) -> tuple[str, PlaceKind]:
    """ "Phường Ba Đình" as name and kind."""
    for kind in _BY_LENGTH:
        if name.lower().startswith(f"{kind.value} "):
            return name[len(kind.value) + 1 :], kind
    raise ValueError(name)


_BY_LENGTH = sorted(PlaceKind, key=lambda kind: -len(kind.value))
