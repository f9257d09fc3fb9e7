"""The import part of ``roster.py``, in a process with a database of its own; prints its figures as JSON.

    python benchmarks/served/importing.py ROWS KNOWN RUNS

Three ways to bring the same rows into the same database of ``KNOWN`` people, in turn: ``enroll`` (matching, agencies,
audit, directory, search index), django-import-export as it comes, and with its ``use_bulk``.  Before each run the
database is as it was.
"""

import json
import random
import shutil
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from types import SimpleNamespace

import django

django.setup()

import tablib  # noqa: E402 - after setup
from django.conf import settings  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from import_export import resources  # noqa: E402

from benchmarks.served.tables import make_tables  # noqa: E402
from khuevan.core.actors import SYSTEM  # noqa: E402
from khuevan.core.bulk import store, write  # noqa: E402
from khuevan.core.models import AuditEntry  # noqa: E402
from khuevan.core.search.entering import entered_at_once  # noqa: E402
from khuevan.nominations.domain.enrolling import enroll  # noqa: E402
from khuevan.nominations.models import Enrollment  # noqa: E402
from khuevan.people.domain.offices import create_office, create_user  # noqa: E402
from khuevan.people.domain.organizations import add_organization  # noqa: E402
from khuevan.people.domain.persons import new_person  # noqa: E402
from khuevan.people.enums import RoleKind  # noqa: E402
from khuevan.people.models import DirectoryEntry, Office, Organization, Person, User  # noqa: E402
from khuevan.people.search import PEOPLE  # noqa: E402
from khuevan.training.domain.classes import begin_preparation, open_class, open_nominations  # noqa: E402
from khuevan.training.models import TrainingClass  # noqa: E402

FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý")
MIDDLE = ("Văn", "Thị", "Ngọc", "Minh", "Đức", "Thanh", "Hữu", "Quốc", "Xuân", "Thu")
GIVEN = ("An", "Bình", "Hạnh", "Ân", "Ước", "Đạt", "Quỳnh", "Tuyền", "Châu", "Dũng", "Hòa", "Lan", "Phượng", "Mỹ")
GENDERS = {"Nam": "male", "Nữ": "female"}
FIRST = date(2026, 11, 16)
NAMESAKES = 100
AGENCIES = 150
WARM_UP = 50


def row(number: int) -> SimpleNamespace:
    """A row of a list; numbers below the number of known people mean one of these."""
    rng = random.Random(number)
    name = f"{rng.choice(FAMILY)} {rng.choice(MIDDLE)} {rng.choice(MIDDLE)} {rng.choice(GIVEN)}"
    return SimpleNamespace(
        full_name="Nguyễn Văn An" if number < NAMESAKES else name,
        birth=f"{rng.randint(1965, 1999)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}",
        gender=rng.choice(("Nam", "Nữ")),
        position=rng.choice(("Chuyên viên", "Phó Trưởng phòng", "Văn thư - Lưu trữ")),
        organization=f"Ủy ban nhân dân xã Tân Hòa {number % AGENCIES}",
        phone=f"09{rng.randint(0, 99_999_999):08d}",
        email=f"canbo{number}@tinh.example.vn",
        citizen_id=None,
        note=None,
    )


def rows_of(count: int, known: int, first: int = 0) -> list[SimpleNamespace]:
    """Three in ten are people already known."""
    step = max(1, known // count)
    numbers = range(first, first + count)
    return [row(number * step % known if number % 10 < 3 else known + number) for number in numbers]


def fill(known: int) -> None:
    organization = add_organization(SYSTEM, name="Sở Ngoại vụ tỉnh Khánh Hòa", place_name="Khánh Hòa")
    office = create_office(SYSTEM, organization=organization, slug="so-ngoai-vu")
    roles = [RoleKind.OFFICER]
    user, _password = create_user(SYSTEM, office=office, username="canbo", full_name="Nguyễn Minh Châu", kinds=roles)
    for title in ("Lớp thử", "Lớp bồi dưỡng"):
        training_class = open_class(user, office=office, title=title, start_date=FIRST, end_date=FIRST + timedelta(4))
        begin_preparation(user, training_class)
        open_nominations(user, training_class)
    for number in range(0, AGENCIES, 2):
        add_organization(SYSTEM, name=f"Ủy ban nhân dân xã Tân Hòa {number}", place_name="Khánh Hòa")
    with transaction.atomic():
        people = [_person(row(number)) for number in range(known)]
        store(people)
        with entered_at_once(PEOPLE, office.pk, people):
            write(DirectoryEntry, ("office_id", "person_id"), [(office.pk, person.pk) for person in people])
    _settle()


def _person(one: SimpleNamespace) -> Person:
    values = {"full_name": one.full_name, "gender": GENDERS[one.gender], "phone": one.phone, "email": one.email}
    return new_person(values, one.birth)


def _settle() -> None:
    """What PostgreSQL does by itself within a minute."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


class Plain(resources.ModelResource):
    """django-import-export as it comes."""

    class Meta:
        model = Person


class Bulk(resources.ModelResource):
    class Meta:
        model = Person
        use_bulk = True


def dataset(rows: Sequence[SimpleNamespace]) -> tablib.Dataset:
    headers = ["id", "full_name", "birth_date", "birth_year", "gender", "phone", "email"]
    data = tablib.Dataset(headers=headers)
    for one in rows:
        data.append(("", one.full_name, one.birth, one.birth[:4], GENDERS[one.gender], one.phone, one.email))
    return data


def by_enroll(rows: Sequence[SimpleNamespace], title: str) -> Callable[[], int]:
    user, training_class = User.objects.get(), TrainingClass.objects.get(title=title)
    return lambda: len(enroll(user, training_class, rows).taken)


def by_resource(kind: type[resources.ModelResource], rows: Sequence[SimpleNamespace]) -> Callable[[], int]:
    data = dataset(rows)
    return lambda: int(kind().import_data(data, raise_errors=True).totals["new"])


class Restored:
    """The database as it was when this was made."""

    def __init__(self) -> None:
        self.last = {model: model._base_manager.order_by("-pk").values_list("pk", flat=True).first() for model in ADDED}
        self.file = settings.DATABASES["default"]["NAME"]
        if connection.vendor == "sqlite":
            connection.close()
            with sqlite3.connect(self.file) as database:
                database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            database.close()
            shutil.copy(self.file, f"{self.file}.before")

    def again(self) -> None:
        if connection.vendor == "sqlite":
            connection.close()
            for ending in ("-wal", "-shm"):
                self.file.with_name(self.file.name + ending).unlink(missing_ok=True)
            shutil.copy(f"{self.file}.before", self.file)
            return
        for model, last in self.last.items():
            model._base_manager.filter(pk__gt=last or 0)._raw_delete("default")
        _settle()


ADDED = (AuditEntry, Enrollment, DirectoryEntry, Person, Organization)


def main(count: int, known: int, runs: int) -> None:
    make_tables()
    fill(known)
    before = Restored()
    warm, rows = rows_of(WARM_UP, known, first=count), rows_of(count, known)
    seconds: dict[str, list[float]] = {"khuevan": [], "import-export": [], "import-export bulk": []}
    for _run in range(runs):
        for name, times in seconds.items():
            before.again()
            first, work = _work(name, warm, rows)
            first()
            start = time.perf_counter()
            done = work()
            times.append(time.perf_counter() - start)
            if done != count:
                raise SystemExit(f"{name}: {done} of {count} rows")
            _check(name, count)
    speeds = {name: round(count / statistics.median(taken)) for name, taken in seconds.items()}
    print(json.dumps({"database": connection.vendor, "rows": count, "known": known, "rows_per_second": speeds}))


def _work(
    name: str, warm: list[SimpleNamespace], rows: list[SimpleNamespace]
) -> tuple[Callable[[], int], Callable[[], int]]:
    if name == "khuevan":
        return by_enroll(warm, "Lớp thử"), by_enroll(rows, "Lớp bồi dưỡng")
    kind = Bulk if name.endswith("bulk") else Plain
    return by_resource(kind, warm), by_resource(kind, rows)


def _check(name: str, count: int) -> None:
    """Who was known is recognised, and everything stands in the audit."""
    if name != "khuevan":
        return
    learners = Enrollment.objects.filter(training_class__title="Lớp bồi dưỡng")
    keys = [str(key) for key in learners.values_list("pk", flat=True)]
    told = AuditEntry.objects.filter(subject_type="nominations.enrollment", subject_id__in=keys).count()
    known = learners.filter(person__in=Office.objects.get().directory.values("person")).count()
    if (learners.count(), told, known) != (count, count, count):
        raise SystemExit(f"{learners.count()} learners, {told} entries, {known} in the directory")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
