"""``khuevan office add``: how an empty installation gets its first office and administrator."""

import argparse

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils.text import slugify

from khuevan.core.actors import SYSTEM
from khuevan.people.domain.directory import add_organization
from khuevan.people.domain.offices import create_office, create_user
from khuevan.people.enums import RoleKind
from khuevan.vietnamese.folding import fold


def add(arguments: argparse.Namespace) -> int:
    settings.KHUEVAN_DATA_DIR.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    with transaction.atomic():
        return _add(arguments)


def _add(arguments: argparse.Namespace) -> int:
    parent = add_organization(SYSTEM, name=arguments.parent) if arguments.parent else None
    organization = add_organization(
        SYSTEM, name=arguments.name, symbol=arguments.symbol, place_name=arguments.place, parent=parent
    )
    office = create_office(SYSTEM, organization=organization, slug=slugify(fold(arguments.name))[:60])
    user, password = create_user(
        SYSTEM,
        office=office,
        username=arguments.admin,
        full_name=arguments.admin_name or arguments.admin,
        kinds=[RoleKind.ADMINISTRATOR],
    )
    print(f"Đã lập {office}. Đăng nhập: {user.username}, mật khẩu dùng lần đầu: {password}")
    return 0
