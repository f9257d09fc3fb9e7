"""``khuevan office``: the first office of an empty installation, and a way back in when nobody can sign in."""

import argparse
from itertools import count

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from khuevan.config.commands import preparing
from khuevan.core.actors import SYSTEM
from khuevan.core.errors import DomainError
from khuevan.people.domain.colleagues import reopen_account, reset_second_step
from khuevan.people.domain.offices import create_office, create_user, reset_password
from khuevan.people.domain.organizations import add_organization
from khuevan.people.domain.second_step import has_second_step
from khuevan.people.enums import RoleKind
from khuevan.people.models import Office, Organization, User
from khuevan.vietnamese.folding import fold

SLUG_LENGTH = 60
NAMELESS_SLUG = "don-vi"
"""For a name without a single Latin letter or digit."""


def run(arguments: argparse.Namespace) -> int:
    return rescue(arguments.user) if arguments.action == "rescue" else add(arguments)


def rescue(username: str) -> int:
    """For the only administrator who lost password or telephone: whoever owns the machine lets the account in again.

    A new password, shown once; the second step is set up anew; a closed account is open; its sessions end.
    """
    user = User.objects.filter(username=username).first()
    role = user.roles.select_related("office").order_by("pk").first() if user else None
    if user is None or role is None:
        raise DomainError("no_such_account", _("No account named “%(name)s” has a role in an office."), name=username)
    with transaction.atomic():
        password = reset_password(SYSTEM, office=role.office, user=user)
        if has_second_step(user):
            reset_second_step(SYSTEM, role.office, user)
        if not user.is_active:
            reopen_account(SYSTEM, role.office, user)
    print(f"{user.username} đăng nhập lại được, mật khẩu dùng lần đầu: {password}")
    return 0


def add(arguments: argparse.Namespace) -> int:
    with preparing.alone():
        preparing.migrate()
        with transaction.atomic():
            return _add(arguments)


def _add(arguments: argparse.Namespace) -> int:
    known = Office.objects.filter(organization__name=arguments.name.strip()).first()
    if known:
        text = _("An office with the address “%(slug)s” is already here.")
        raise DomainError("office_known", text, slug=known.slug)
    organization = add_organization(
        SYSTEM,
        name=arguments.name,
        symbol=arguments.symbol,
        place_name=arguments.place,
        parent=_parent(arguments.parent.strip()),
    )
    office = create_office(SYSTEM, organization=organization, slug=free_slug(arguments.name))
    user, password = create_user(
        SYSTEM,
        office=office,
        username=arguments.admin,
        full_name=arguments.admin_name or arguments.admin,
        kinds=[RoleKind.ADMINISTRATOR],
    )
    print(f"Đã lập {office}. Đăng nhập: {user.username}, mật khẩu dùng lần đầu: {password}")
    return 0


def _parent(name: str) -> Organization | None:
    if not name:
        return None
    return Organization.objects.filter(name=name).first() or add_organization(SYSTEM, name=name)


def free_slug(name: str) -> str:
    """The name as part of an address, numbered from 2 where an office has it already."""
    whole = slugify(fold(name))[:SLUG_LENGTH].strip("-") or NAMELESS_SLUG
    taken = set(Office.objects.values_list("slug", flat=True))
    numbered = (f"{whole[: SLUG_LENGTH - len(f'-{n}')].rstrip('-')}-{n}" for n in count(2))
    return whole if whole not in taken else next(slug for slug in numbered if slug not in taken)
