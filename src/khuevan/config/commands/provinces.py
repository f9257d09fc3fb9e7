"""``khuevan province``: the bodies of a province, entered from the command line."""

import argparse

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from khuevan.config.commands import preparing
from khuevan.core.actors import SYSTEM
from khuevan.core.errors import DomainError
from khuevan.people.domain.places import load_province, preview_province
from khuevan.people.domain.province_plan import Part
from khuevan.vietnamese.places import became, province_named


def run(arguments: argparse.Namespace) -> int:
    """Enters, or only tells, what a province has; exit status 1 for a name or part nobody knows."""
    code, parts = _code(arguments.name), _parts(arguments.parts)
    with preparing.alone():
        preparing.migrate()
        preview = preview_province(code, parts)
        print(capfirst(preview.plan.province.full_name()))
        for share in preview.shares:
            print(f"  {capfirst(share.part.label)}: {share.new} mới, {share.completed} bổ sung, {share.same} đã có")
        print(f"  Kế thừa: {preview.successions}")
        if not arguments.preview:
            done = load_province(SYSTEM, code, parts)
            print(f"Đã nạp {done.made} cơ quan, bổ sung {done.completed}, ghi {done.successions} dòng kế thừa.")
    return 0


def _code(text: str) -> str:
    """The code of today behind a code, or behind the name of a province of today or before."""
    if text.strip().isdecimal():
        return text.strip().zfill(2)
    province = province_named(text)
    today = became(province) if province else None
    if today is None:
        raise DomainError("no_such_province", _("No province is called “%(name)s”."), name=text)
    return today.code


def _parts(text: str) -> list[Part]:
    asked = [one.strip() for one in text.split(",") if one.strip()]
    for one in asked:
        if one not in Part.values:
            raise DomainError("no_such_part", _("There is no part “%(name)s” of a province."), name=one)
    return [Part(one) for one in asked]
