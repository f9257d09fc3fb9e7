"""Whatever is edited: no change exactly when both programmes read the same, and nobody concerned is forgotten."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from khuevan.training.domain.timetable.changes import differences
from khuevan.training.domain.timetable.rows import Row, people_of

CLOCKS = ["07:30", "08:00", "08:45", "09:30", "10:15"]
VENUES = [
    None,
    *(
        {"key": key, "name": name, "address": "", "is_remote": key == 2, "is_main": key == 1}
        for key, name in ((1, "Hội trường A"), (2, "Điểm cầu B"))
    ),
]
lecturer = st.sampled_from(
    [
        {"key": key, "person": key if key < 4 else None, "name": f"ông Lê Văn {key}", "post": post}
        for key in (1, 2, 3, 4)
        for post in ("", "Trưởng phòng")
    ]
)
item = st.fixed_dictionaries(
    {
        "key": st.integers(1, 6),
        "kind": st.sampled_from(["lecture", "test"]),
        "starts_at": st.sampled_from(CLOCKS),
        "title": st.sampled_from(["Lễ tân", "Đón đoàn"]),
        "topic": st.sampled_from(["", "Lễ tân ngoại giao"]),
        "lecturers": st.lists(lecturer, max_size=2, unique_by=lambda one: one["key"]),
    }
)
half_day = st.fixed_dictionaries(
    {
        "key": st.integers(1, 4),
        "date": st.sampled_from(["2026-10-05", "2026-10-06"]),
        "part": st.sampled_from(["morning", "afternoon"]),
        "starts_at": st.sampled_from(CLOCKS[:2]),
        "ends_at": st.sampled_from(["11:00", "11:30"]),
        "periods": st.sampled_from([4, 5]),
        "venue": st.sampled_from(VENUES),
        "groups": st.lists(
            st.sampled_from([{"key": 1, "name": "Tổ 1"}, {"key": 2, "name": "Tổ 2"}]),
            max_size=2,
            unique_by=lambda one: one["key"],
        ),
        "items": st.lists(item, max_size=3, unique_by=lambda one: one["key"]),
    }
)
programme = st.lists(half_day, max_size=4, unique_by=lambda row: row["key"])


@st.composite
def edited(draw: st.DrawFn) -> tuple[list[Row], list[Row]]:
    """A programme, and the same after some edits: half days from another draw, single values changed."""
    old: list[Any] = draw(programme)
    new: list[Any] = json.loads(json.dumps(old))
    for row in new:
        if draw(st.booleans()):
            field = draw(st.sampled_from(["date", "starts_at", "venue", "groups", "items", "periods"]))
            row[field] = draw(half_day)[field]
        if row["items"] and draw(st.booleans()):
            line = draw(st.sampled_from(row["items"]))
            field = draw(st.sampled_from(["starts_at", "title", "lecturers", "kind", "topic"]))
            line[field] = draw(item)[field]
    if draw(st.booleans()):
        new = [row for row in new if draw(st.booleans())]
    taken = {row["key"] for row in new}
    new += [row for row in draw(programme) if row["key"] not in taken]
    return old, new


def reading(rows: list[Row]) -> list[Any]:
    """What people read of it: without the keys of lines and lecturers, and without which venue is the main one."""
    return [
        {
            **row,
            "venue": row["venue"] and {**row["venue"], "is_main": None},
            "items": [
                {**line, "key": 0, "lecturers": [{**one, "key": 0} for one in line["lecturers"]]}
                for line in row["items"]
            ],
        }
        for row in sorted(rows, key=lambda one: one["key"])
    ]


@given(edited())
def test_there_is_a_change_exactly_when_it_reads_otherwise(pair: tuple[list[Row], list[Row]]) -> None:
    old, new = pair
    assert bool(differences(old, new)) == (reading(old) != reading(new))


@given(edited())
def test_whoever_teaches_something_that_changed_is_concerned(pair: tuple[list[Row], list[Row]]) -> None:
    old, new = pair
    told = frozenset[int]().union(*(change.lecturers for change in differences(old, new)))
    for person in (1, 2, 3):
        if own(old, person) != own(new, person):
            assert person in told
    assert told <= people_of(item for row in [*old, *new] for item in row["items"])


@given(edited())
def test_learners_of_every_group_that_had_or_has_it_are_concerned(pair: tuple[list[Row], list[Row]]) -> None:
    old, new = pair
    changes = differences(old, new)
    for group in (1, 2, None):
        before, after = of_group(old, group), of_group(new, group)
        if reading(before) != reading(after):
            assert any(change.groups is None or group in change.groups for change in changes)


@given(programme)
def test_a_first_version_brings_each_half_day_once(rows: list[Row]) -> None:
    assert sorted(change.session for change in differences([], rows)) == sorted(row["key"] for row in rows)


def own(rows: list[Row], person: int) -> list[Any]:
    """When, where and what one lecturer teaches."""
    return [
        (row["key"], row["date"], row["part"], row["ends_at"], row["venue"] and row["venue"]["name"],
         line["starts_at"], line["title"], line["kind"])
        for row in sorted(rows, key=lambda one: one["key"])
        for line in sorted(row["items"], key=lambda one: (one["starts_at"], one["title"], one["kind"]))
        if person in people_of([line])
    ]  # fmt: skip


def of_group(rows: list[Row], group: int | None) -> list[Row]:
    return [row for row in rows if not row["groups"] or group in {one["key"] for one in row["groups"]}]
