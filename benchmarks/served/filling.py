"""Fills an empty database for ``lists.py``: an office, a class of many learners with its marks, a long directory."""

import json
import random
import sys
from datetime import date, time, timedelta
from types import SimpleNamespace

import django

django.setup()

from django.contrib.sessions.backends.db import SessionStore  # noqa: E402 - after setup
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from benchmarks.served.tables import make_tables  # noqa: E402
from khuevan.attendance.domain.taking import mark_all_but  # noqa: E402
from khuevan.attendance.enums import Way  # noqa: E402
from khuevan.core.actors import SYSTEM  # noqa: E402
from khuevan.nominations.domain.enrolling import close_list, enroll  # noqa: E402
from khuevan.people.domain.offices import create_office, create_user  # noqa: E402
from khuevan.people.domain.organizations import add_organization  # noqa: E402
from khuevan.people.domain.persons import know, new_person  # noqa: E402
from khuevan.people.enums import RoleKind  # noqa: E402
from khuevan.people.models import Office, Person, User  # noqa: E402
from khuevan.training.domain.classes import begin_preparation, begin_teaching, open_class, open_nominations  # noqa: E402
from khuevan.training.domain.timetable.programme import add_session  # noqa: E402
from khuevan.training.enums import DayPart  # noqa: E402
from khuevan.training.models import TrainingClass  # noqa: E402

FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Đỗ", "Vũ", "H'")
MIDDLE = ("Văn", "Thị", "Ngọc", "Minh", "Đức")
GIVEN = ("An", "Bình", "Hạnh", "Ân", "Ước", "Đạt", "Quỳnh", "Tuyền")
FIRST = date(2026, 11, 16)


def main(people: int, learners: int) -> None:
    make_tables()
    call_command("collectstatic", verbosity=0, interactive=False)
    rng = random.Random(2026)
    organization = add_organization(SYSTEM, name="Sở Ngoại vụ tỉnh Khánh Hòa", place_name="Khánh Hòa")
    office = create_office(SYSTEM, organization=organization, slug="so-ngoai-vu")
    user, _password = create_user(
        SYSTEM, office=office, username="canbo", full_name="Nguyễn Minh Châu", kinds=[RoleKind.OFFICER]
    )
    training_class = _class(user, office, learners, rng)
    missing = people - Person.objects.count()
    more = Person.objects.bulk_create([_person(rng) for _one in range(missing)], batch_size=1000)
    know(office, more)
    if connection.vendor == "postgresql":  # what its autovacuum does by itself within a minute
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    User.objects.filter(pk=user.pk).update(is_staff=True, is_superuser=True)
    print(json.dumps({"class": training_class.pk, "session": _session(User.objects.get(pk=user.pk))}))


def _class(user: User, office: Office, learners: int, rng: random.Random) -> TrainingClass:
    training_class = open_class(
        user, office=office, title="Lớp bồi dưỡng", start_date=FIRST, end_date=FIRST + timedelta(4)
    )
    begin_preparation(user, training_class)
    sessions = [
        add_session(
            user,
            training_class,
            date=FIRST + timedelta(day),
            part=part,
            starts_at=time(hour, 30),
            ends_at=time(hour + 4),
        )
        for day in range(5)
        for part, hour in ((DayPart.MORNING, 7), (DayPart.AFTERNOON, 13))
    ]
    open_nominations(user, training_class)
    enroll(user, training_class, [_row(rng, number) for number in range(learners)])
    close_list(user, training_class)
    begin_teaching(user, training_class)
    keys = list(training_class.enrollments.values_list("pk", flat=True))
    for session in sessions:
        absent = rng.sample(keys, len(keys) // 50)
        mark_all_but(user, session, absent, nonce=f"fill-{session.pk}", way=Way.PAPER)
    return training_class


def _name(rng: random.Random) -> str:
    return f"{rng.choice(FAMILY)} {rng.choice(MIDDLE)} {rng.choice(MIDDLE)} {rng.choice(GIVEN)}"


def _row(rng: random.Random, number: int) -> SimpleNamespace:
    birth = f"{rng.randint(1965, 1999)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
    return SimpleNamespace(
        full_name=_name(rng),
        birth=birth,
        gender=rng.choice(("Nam", "Nữ")),
        position="Chuyên viên Văn phòng",
        organization=f"Ủy ban nhân dân xã {number % 150}",
        phone="0912345678",
        email=None,
        citizen_id=None,
        note=None,
    )


def _person(rng: random.Random) -> Person:
    gender = rng.choice(("male", "female"))
    return new_person({"full_name": _name(rng), "gender": gender, "phone": "0912345678"}, str(rng.randint(1960, 2000)))


def _session(user: User) -> str:
    store = SessionStore()
    store["_auth_user_id"] = str(user.pk)
    store["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
    store["_auth_user_hash"] = user.get_session_auth_hash()
    store.save()
    return str(store.session_key)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
