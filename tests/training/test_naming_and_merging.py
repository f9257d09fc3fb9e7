"""A unit names its lecturer while an officer merges two entries of the one it had named: neither waits for ever."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from khuevan.core.rows import alone
from khuevan.people.domain import merging
from khuevan.people.domain.persons import know
from khuevan.training.domain.lecturers import states
from tests.factories import PersonFactory
from tests.training.lecturing import lecturing


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
def test_naming_holds_no_row_that_a_merge_wants_while_it_waits_for_the_merge(monkeypatch: pytest.MonkeyPatch) -> None:
    here = lecturing()
    named, known = PersonFactory(full_name="Lê Văn Một"), PersonFactory(full_name="Lê Văn Một")
    know(here.office, [named, known])
    states.name_person(here.officer, here.promised, person=named)
    both, failed = Barrier(2, timeout=10), list[Exception]()

    def after(work: str) -> None:
        alone(work)
        both.wait()

    def before(work: str) -> None:
        both.wait()
        alone(work)

    monkeypatch.setattr(merging, "alone", after)
    monkeypatch.setattr(states, "alone", before)

    def run(work: Callable[[], object]) -> None:
        try:
            work()
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    told = {"full_name": "Trần Thị Hai", "phone": "0905 333 444"}
    works: tuple[Callable[[], object], ...] = (
        lambda: merging.merge_people(here.officer, known, named),
        lambda: states.name_by_unit(here.unit_link, here.promised, **told),
    )
    threads = [Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert not failed
