"""Which bodies a province has, written down before anything is stored: what the preview shows and the verb makes."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from khuevan.core.errors import DomainError
from khuevan.people.domain.organizations import LAST
from khuevan.people.domain.standard_bodies import (
    COMMITTEE,
    DEPARTMENTS,
    FATES,
    FORMER,
    MERGED_ON,
    OFFICE,
    SPECIAL,
    UNITS,
    Department,
)
from khuevan.people.enums import OrganizationKind, SuccessionKind
from khuevan.vietnamese.places import (
    LAST_OLD_DAY,
    REFORM,
    Place,
    Province,
    communes,
    districts,
    formed_from,
    former_communes,
    place_name,
    province_of_code,
)

_COMMITTEE_ORDER, _DEPARTMENT_ORDER, _COMMUNE_ORDER = 200, 300, 1000
_DAY = timedelta(days=1)


class Part(TextChoices):
    """What may be entered of a province."""

    DEPARTMENTS = "so", _("departments every province has")
    EXTERNAL = "ngv", _("Department of Foreign Affairs")
    ETHNIC = "dttg", _("Department of Ethnic and Religious Affairs")
    TOURISM = "dl", _("Department of Tourism")
    PLANNING = "qhkt", _("Department of Planning and Architecture")
    COMMUNES = "xa", _("communes, wards and special zones")
    UNITS = "phong", _("offices and divisions of the communes")
    FORMER = "truoc", _("bodies before 1/7/2025 and who took over from them")
    DISTRICTS = "huyen", _("districts until 30/6/2025")


@dataclass
class Planned:
    """One body to be; ``above`` is the key of the planned body it belongs to."""

    key: str
    part: Part
    place: str
    values: dict[str, Any]
    above: str = ""
    verified: bool = True


@dataclass(frozen=True)
class PlannedSuccession:
    """Who took over from whom, by keys of planned bodies."""

    before: str
    after: str
    kind: SuccessionKind
    on: date
    scope: str = ""


@dataclass
class ProvincePlan:
    """All bodies of a province in an order in which each follows the one it belongs to."""

    province: Province
    bodies: list[Planned] = field(default_factory=list)
    successions: list[PlannedSuccession] = field(default_factory=list)

    @property
    def keys(self) -> set[str]:
        return {one.key for one in self.bodies}


def plan_province(code: str, parts: Collection[Part | str], on: date | None = None) -> ProvincePlan:
    """The plan for a province of today, by its code.  Raises ``no_such_province`` and ``nothing_chosen``."""
    province = province_of_code(code, max(on or date.today(), REFORM))
    if province is None:
        raise DomainError("no_such_province", _("No province has the code %(number)s today."), number=code)
    wanted = {Part(one) for one in parts}
    if not wanted:
        raise DomainError("nothing_chosen", _("Choose what is to be entered."))
    plan = ProvincePlan(province)
    plan.bodies += _province_bodies(province, wanted)
    if wanted & {Part.COMMUNES, Part.UNITS}:
        plan.bodies += _communes(province, units=Part.UNITS in wanted)
    for old in formed_from(province) if wanted & {Part.FORMER, Part.DISTRICTS} else ():
        _add_former(plan, old, wanted)
    known = plan.keys
    plan.successions = [one for one in plan.successions if {one.before, one.after} <= known]
    return plan


def _province_bodies(province: Province, wanted: Collection[Part]) -> Iterator[Planned]:
    day = date.today()
    level, place = province.full_name(day), place_name(province)
    yield _committee(COMMITTEE, Part.DEPARTMENTS, level, place, area_code=province.code)
    chosen = [(Part.DEPARTMENTS, one) for one in DEPARTMENTS] if Part.DEPARTMENTS in wanted else []
    chosen += [(Part(one.code), one) for one in SPECIAL if one.code in set(wanted)]
    for order, (part, one) in enumerate(chosen):
        values = {"valid_from": one.since, "protocol_order": _DEPARTMENT_ORDER + order}
        yield _department(one.code, part, one, (level, place), COMMITTEE, **values)


def _communes(province: Province, *, units: bool) -> Iterator[Planned]:
    for order, commune in enumerate(communes(province.code)):
        place = commune.full_name.capitalize() if commune.name.isdecimal() else commune.name
        key = f"xa:{commune.code}"
        yield _committee(
            key,
            Part.COMMUNES,
            commune.full_name,
            place,
            above=COMMITTEE,
            area_code=commune.code,
            kind=OrganizationKind.DISTRICT,
            protocol_order=_COMMUNE_ORDER + order,
            valid_from=REFORM,
        )
        if units:
            yield from _units(commune, key, place)


def _units(commune: Place, key: str, place: str) -> Iterator[Planned]:
    for unit in UNITS:
        if commune.kind in unit.kinds:
            values = {
                "name": f"{unit.name} {commune.full_name}",
                "short_name": f"{unit.short} {commune.full_name}",
                "kind": OrganizationKind.DISTRICT,
                "place_name": place,
                "protocol_order": LAST,
                "valid_from": REFORM,
            }
            yield Planned(f"{key}:{unit.name}", Part.UNITS, place, values, key, unit.verified)


def _add_former(plan: ProvincePlan, old: Province, wanted: Collection[Part]) -> None:
    """An old province: one of another name ended as a whole, one of the same name only lost departments."""
    goes_on = old.name == plan.province.name
    prefix = "" if goes_on else f"{old.code}:"
    above = f"{prefix}{COMMITTEE}"
    level, place = old.full_name(LAST_OLD_DAY), place_name(old)
    if not goes_on:
        committee = _committee(above, Part.FORMER, level, place, area_code=old.code, valid_to=LAST_OLD_DAY)
        plan.bodies.append(committee)
        plan.successions.append(PlannedSuccession(above, COMMITTEE, SuccessionKind.MERGED, REFORM))
    if Part.FORMER in wanted:
        _add_former_departments(plan, prefix, level, place)
    if Part.DISTRICTS in wanted:
        _add_districts(plan, old, above)


def _add_former_departments(plan: ProvincePlan, prefix: str, level: str, place: str) -> None:
    above = f"{prefix}{COMMITTEE}"
    for order, one in enumerate(FORMER):
        values = {"valid_to": MERGED_ON - _DAY, "protocol_order": _DEPARTMENT_ORDER + 50 + order}
        plan.bodies.append(_department(f"{prefix}{one.code}", Part.FORMER, one, (level, place), above, **values))
    if prefix:
        for order, one in enumerate((*DEPARTMENTS, SPECIAL[0])):
            values = {"valid_from": one.since, "valid_to": LAST_OLD_DAY, "protocol_order": _DEPARTMENT_ORDER + order}
            plan.bodies.append(_department(f"{prefix}{one.code}", Part.FORMER, one, (level, place), above, **values))
            to = one.code if one.code in plan.keys or one.code != SPECIAL[0].code else OFFICE
            plan.successions.append(PlannedSuccession(f"{prefix}{one.code}", to, SuccessionKind.MERGED, REFORM))
    plan.successions += [
        PlannedSuccession(f"{prefix}{fate.code}", f"{prefix}{fate.to}", fate.kind, MERGED_ON, fate.scope)
        for fate in FATES
    ]


def _add_districts(plan: ProvincePlan, old: Province, above: str) -> None:
    heirs: dict[str, list[str]] = {}
    for commune in communes(plan.province.code) if any(one.part == Part.COMMUNES for one in plan.bodies) else ():
        for name in dict.fromkeys(one.district for one in former_communes(commune.code)):
            heirs.setdefault(name, []).append(f"xa:{commune.code}")
    for district in districts(old.code):
        key = f"{old.code}:huyen:{district.code}"
        plan.bodies.append(
            _committee(
                key,
                Part.DISTRICTS,
                district.full_name,
                district.name,
                above=above,
                area_code=district.code,
                kind=OrganizationKind.DISTRICT,
                protocol_order=LAST,
                valid_to=LAST_OLD_DAY,
            )
        )
        took_over = heirs.get(district.full_name, [])
        kind = SuccessionKind.SPLIT if len(took_over) > 1 else SuccessionKind.MERGED
        plan.successions += [PlannedSuccession(key, one, kind, REFORM) for one in took_over]


def _committee(key: str, part: Part, level: str, place: str, *, above: str = "", **values: Any) -> Planned:  # noqa: ANN401 - columns
    fields = {
        "name": f"Ủy ban nhân dân {level}",
        "short_name": f"UBND {level}",
        "symbol": "UBND",
        "kind": OrganizationKind.COMMITTEE,
        "place_name": place,
        "protocol_order": _COMMITTEE_ORDER,
        "head_title": "Chủ tịch",
        **values,
    }
    return Planned(key, part, place, fields, above)


def _department(
    key: str,
    part: Part,
    one: Department,
    at: tuple[str, str],
    above: str,
    **values: Any,  # noqa: ANN401 - columns
) -> Planned:
    level, place = at
    fields = {
        "name": f"{one.name} {level}",
        "short_name": f"{one.name} {level.split(' ', maxsplit=1)[0].lower()}" if one.of_level else one.name,
        "symbol": one.symbol,
        "kind": OrganizationKind.DEPARTMENT,
        "place_name": place,
        **values,
    }
    if one.of_level:
        word = "thành phố" if level.lower().startswith("thành phố") else "tỉnh"
        fields["short_name"] = f"{one.name} {word}".replace("Ủy ban nhân dân", "UBND")
    return Planned(key, part, place, fields, above, one.verified)
