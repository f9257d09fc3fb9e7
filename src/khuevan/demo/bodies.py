"""The bodies, officials and accounts of one seed class."""

import csv
from dataclasses import dataclass, field
from pathlib import Path

from khuevan.core.actors import SYSTEM
from khuevan.people.domain.offices import create_office, create_user
from khuevan.people.domain.organizations import add_organization
from khuevan.people.domain.persons import add_person
from khuevan.people.enums import RoleKind
from khuevan.people.models import Office, Organization, Person, User

LISTS = Path(__file__).parent / "lists"


@dataclass(frozen=True)
class Account:
    """An account of the demo with the password that is shown once."""

    username: str
    password: str
    role: str
    office: str


@dataclass(frozen=True)
class House:
    """One office of the demo: its place, its invented staff, and the folder of its lists."""

    lists: str
    place: str
    slug: str
    suffix: str
    staff: tuple[tuple[RoleKind, str, str], ...]


HOUSES = (
    House(
        "binh-phuoc-2014",
        "Bình Phước",
        "so-tttt-binh-phuoc",
        "bp",
        (
            (RoleKind.OFFICER, "canbo", "Phạm Thu Hằng"),
            (RoleKind.LEADER, "lanhdao", "Trần Quốc Bảo"),
            (RoleKind.ADMINISTRATOR, "quantri", "Lê Hoài An"),
        ),
    ),
    House(
        "khanh-hoa-2019",
        "Khánh Hòa",
        "so-ngoai-vu-khanh-hoa",
        "kh",
        (
            (RoleKind.OFFICER, "canbo", "Nguyễn Minh Châu"),
            (RoleKind.LEADER, "lanhdao", "Đặng Thanh Sơn"),
            (RoleKind.ADMINISTRATOR, "quantri", "Bùi Khánh Vy"),
        ),
    ),
)


@dataclass
class Scene:
    """What the demo has made for one office, by the names its texts use."""

    house: House
    office: Office
    organizations: dict[str, Organization]
    users: dict[RoleKind, User]
    accounts: list[Account]
    people: dict[str, Person] = field(default_factory=dict)

    @property
    def officer(self) -> User:
        return self.users[RoleKind.OFFICER]

    def organization(self, short_name: str) -> Organization:
        return self.organizations[short_name]

    def person(self, name: str, honorific: str) -> Person | None:
        """The official of that name, entered at the first mention; None where only a unit is named."""
        if name and name not in self.people:
            self.people[name] = add_person(self.officer, full_name=name, honorific=honorific, office=self.office)
        return self.people.get(name)


def set_scene(house: House, organizer: str) -> Scene:
    """Enters the bodies of the house, opens the office of ``organizer`` and gives it staff."""
    organizations = _organizations(house)
    office = create_office(SYSTEM, organization=organizations[organizer], slug=house.slug)
    users, accounts = {}, []
    for kind, login, full_name in house.staff:
        user, password = create_user(
            SYSTEM, office=office, username=username(house, login), full_name=full_name, kinds=[kind]
        )
        users[kind] = user
        accounts.append(Account(user.username, password, str(kind.label), office.organization.short))
    return Scene(house, office, organizations, users, accounts)


def username(house: House, login: str) -> str:
    return f"{login}.{house.suffix}"


def _organizations(house: House) -> dict[str, Organization]:
    known: dict[str, Organization] = {}
    by_name: dict[str, Organization] = {}
    with (LISTS / house.lists / "organizations.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            known[row["short_name"]] = by_name[row["name"]] = add_organization(
                SYSTEM,
                name=row["name"],
                short_name=row["short_name"],
                symbol=row["symbol"],
                kind=row["kind"],
                parent=by_name[row["parent"]] if row["parent"] else None,
                place_name=house.place,
                protocol_order=int(row["protocol_order"]),
            )
    return known
