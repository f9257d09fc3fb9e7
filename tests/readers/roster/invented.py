"""Lists invented from the word tables, with what each row really says: one for every seed, the same each time."""

import dataclasses
import datetime as dt
import random

from khuevan.readers.grids import Cell, Merge
from tests.readers.roster import wordtables as words

type Truth = dict[str, str | None]
type Row = list[Cell]

FIELDS = ("full_name", "birth", "gender", "position", "organization", "phone", "email", "citizen_id", "note")
_OLD_PREFIXES = {"032": "0162", "079": "0121", "085": "0125"}


@dataclasses.dataclass
class Column:
    """``headings`` from the top down; ``write`` gives the cell of a person, whose truth it may make poorer."""

    headings: tuple[str, ...]
    cells: list[Cell]
    group: str = ""


class Invention:
    """``rows`` and ``merges`` as they stand in a file; ``truth`` is what must come out."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.truth = [self._person() for _number in range(self.dice.randint(3, 14))]
        self.merges: list[Merge] = []
        self.rows: list[Row] = []
        self.merged_agencies = False
        self.sectioned = False
        self.addressed = False
        self._arrange_work()
        columns = self._columns()
        self._write(columns)
        for person in self.truth:
            for field in FIELDS:
                person.setdefault(field, None)

    def _person(self) -> Truth:
        dice = self.dice
        gender = dice.choice(("Nam", "Nữ"))
        born = dt.date(1962, 1, 1) + dt.timedelta(days=dice.randrange(13_000))
        code = "1" if gender == "Nữ" else "0"
        return {
            "full_name": f"{dice.choice(words.FAMILIES)} {dice.choice(words.MIDDLES[gender])} "
            f"{dice.choice(words.GIVEN[gender])}",
            "birth": born.isoformat(),
            "gender": gender,
            "position": dice.choice(words.POSITIONS),
            "organization": dice.choice(words.AGENCIES),
            "phone": dice.choice(("032", "079", "085", "090", "097", "098")) + f"{dice.randrange(10**7):07d}",
            "email": f"cb{dice.randrange(10**5)}@tinh.example.vn",
            "citizen_id": f"{dice.choice(('070', '001', '079'))}{code}{born:%y}{dice.randrange(10**6):06d}",
            "note": dice.choice(("mới", "dự bị", "ăn chay")),
        }

    def _arrange_work(self) -> None:
        """Lists by agency put the people of one agency together."""
        self.work = self.dice.choice(
            ("two", "two", "two", "joined", "joined", "turned", "position", "agency", "merged", "sections", "ditto")
        )
        if self.work in {"merged", "sections", "ditto"}:
            bodies = self.dice.sample(words.AGENCIES, 3)
            for number, person in enumerate(self.truth):
                person["organization"] = bodies[number * 3 // len(self.truth)]

    def _columns(self) -> list[Column]:
        groups = [self._names(), self._births(), self._works()]
        for field, headings, chance in (
            ("email", words.EMAILS, 0.5), ("citizen_id", words.CITIZENS, 0.3), ("note", words.NOTES, 0.3),
        ):  # fmt: skip
            groups.append(self._plain(field, headings) if self.dice.random() < chance else self._absent(field))
        groups.append(self._phones() if self.dice.random() < 0.8 else self._absent("phone"))
        for heading in self.dice.sample(list(words.OTHERS), self.dice.randint(0, 2)):
            cells: list[Cell] = [self.dice.choice(words.OTHERS[heading]) for _person in self.truth]
            groups.append([Column((heading,), cells)])
        self.dice.shuffle(groups)
        columns = [column for group in groups for column in group]
        if self.dice.random() < 0.8 or self.work == "sections":
            numbers: list[Cell] = list(range(1, len(self.truth) + 1))
            if self.dice.random() < 0.3:
                numbers = [f"{number}." for number in numbers]
            columns.insert(0, Column((self.dice.choice(words.ORDERS),), numbers))
        return columns

    def _absent(self, field: str) -> list[Column]:
        for person in self.truth:
            person[field] = None
        return []

    def _plain(self, field: str, headings: tuple[str, ...]) -> list[Column]:
        cells: list[Cell] = []
        for person in self.truth:
            if self.dice.random() < 0.2:
                person[field] = None
            value = person[field]
            cells.append(value)
            if field == "citizen_id" and value and value[0] == "0" and self.dice.random() < 0.3:
                cells[-1] = float(value)
        return [Column((self.dice.choice(headings),), cells)]

    def _names(self) -> list[Column]:
        names = [str(person["full_name"]) for person in self.truth]
        form = self.dice.choice(("one", "one", "one", "capitals", "address", "two", "under", "three"))
        if form in {"one", "capitals", "address"}:
            cells: list[Cell] = [name.upper() if form == "capitals" else name for name in names]
            if form == "address":
                self.addressed = True
                cells = [
                    f"{'Bà' if person['gender'] == 'Nữ' else 'Ông'} {name}"
                    for person, name in zip(self.truth, names, strict=True)
                ]
            return [Column((self.dice.choice(words.NAMES),), cells)]
        parts = [name.rsplit(" ", 1) for name in names]
        if form == "three":
            split = [(first.split(" ", 1)[0], first.partition(" ")[2], last) for first, last in parts]
            headings = self.dice.choice(words.FAMILY_MIDDLE_GIVEN)
            return [Column((heading,), [part[i] for part in split]) for i, heading in enumerate(headings)]
        if form == "under":
            return [Column(("Họ và tên",), [part[i] for part in parts], group="Họ và tên") for i in range(2)]
        headings = self.dice.choice(words.FAMILY_GIVEN)
        return [Column((heading,), [part[i] for part in parts]) for i, heading in enumerate(headings)]

    def _births(self) -> list[Column]:
        form = self.dice.choice(("dates", "dates", "years", "two", "flat", "parts", "none"))
        if form == "dates":
            return [Column((self.dice.choice(words.BIRTHS),), [self._date(p) for p in self.truth]), *self._genders()]
        if form == "parts":
            dates = [dt.date.fromisoformat(str(person["birth"])) for person in self.truth]
            cells: list[list[Cell]] = [[d.day for d in dates], [d.month for d in dates], [d.year for d in dates]]
            below = ("Ngày", "Tháng", "Năm")
            heading = self.dice.choice(("Ngày sinh", "Ngày, tháng, năm sinh"))
            parts = [Column((heading, name), cell, group=heading) for name, cell in zip(below, cells, strict=True)]
            return [*parts, *self._genders()]
        if form == "none":
            return [*self._absent("birth"), *self._genders()]
        for person in self.truth:
            person["birth"] = str(person["birth"])[:4]
        years = [self.dice.choice((int, str))(str(person["birth"])) for person in self.truth]
        if form == "years":
            return [Column((self.dice.choice(words.YEARS),), years), *self._genders()]
        by_gender: list[Column] = []
        for gender in ("Nam", "Nữ"):
            cells_of: list[Cell] = [
                y if p["gender"] == gender else None for y, p in zip(years, self.truth, strict=True)
            ]
            heading = (gender,) if form == "flat" else ("Năm sinh", gender)
            by_gender.append(Column(heading, cells_of, group="" if form == "flat" else "Năm sinh"))
        return by_gender

    def _date(self, person: Truth) -> Cell:
        date = dt.date.fromisoformat(str(person["birth"]))
        forms: tuple[Cell, ...] = (
            date, f"{date:%d/%m/%Y}", f"{date.day}/{date.month}/{date.year}", f"{date:%d-%m-%Y}", f"{date:%d.%m.%Y}",
            f"{date:%d/%m/%y}", float((date - dt.date(1899, 12, 30)).days),
        )  # fmt: skip
        return self.dice.choice(forms)

    def _genders(self) -> list[Column]:
        form = self.dice.choice(("words", "words", "women", "marks", "none"))
        genders = [person["gender"] for person in self.truth]
        mark = self.dice.choice(("x", "X", "☒", "✓"))
        if form == "words":
            return [Column((self.dice.choice(words.GENDERS),), list(genders))]
        if form == "women" and "Nữ" in genders:
            return [Column(("Nữ",), [mark if gender == "Nữ" else None for gender in genders])]
        if form == "marks" and len(set(genders)) == 2:
            return [
                Column(("Giới tính", name), [mark if gender == name else None for gender in genders], "Giới tính")
                for name in ("Nam", "Nữ")
            ]
        for person in self.truth:
            person["gender"] = person["gender"] if self.addressed else None
        return []

    def _works(self) -> list[Column]:
        jobs: list[Cell] = [person["position"] for person in self.truth]
        bodies: list[Cell] = [person["organization"] for person in self.truth]
        match self.work:
            case "joined":
                sign = self.dice.choice((", ", " - ", "\n", " – ", "; "))
                cells: list[Cell] = [f"{job}{sign}{body}" for job, body in zip(jobs, bodies, strict=True)]
                return [Column((self.dice.choice(words.JOB_AND_BODY),), cells)]
            case "turned":
                sign = self.dice.choice((", ", " - ", "\n", " – "))
                cells = [f"{body}{sign}{job}" for job, body in zip(jobs, bodies, strict=True)]
                return [Column((self.dice.choice(words.BODY_AND_JOB + words.JOB_AND_BODY),), cells)]
            case "position":
                return [*self._absent("organization"), Column((self.dice.choice(words.JOBS),), jobs)]
            case "agency":
                return [*self._absent("position"), Column((self.dice.choice(words.BODIES),), bodies)]
            case "sections":
                self.sectioned = True
                return [Column((self.dice.choice(words.JOBS),), jobs)]
            case "merged" | "ditto":
                self.merged_agencies = self.work == "merged"
                again = None if self.merged_agencies else self.dice.choice(('"', "nt", "-nt-", "như trên", '-"-'))
                bodies = [b if i == 0 or bodies[i - 1] != b else again for i, b in enumerate(bodies)]
        pair = [Column((self.dice.choice(words.JOBS),), jobs), Column((self.dice.choice(words.BODIES),), bodies, "*")]
        self.dice.shuffle(pair)
        return pair

    def _phones(self) -> list[Column]:
        cells: list[Cell] = []
        for person in self.truth:
            if self.dice.random() < 0.15:
                person["phone"] = None
            phone = person["phone"]
            if phone is None:
                cells.append(None)
                continue
            spaced = f"{phone[:4]} {phone[4:7]} {phone[7:]}"
            forms: list[Cell] = [phone, spaced, spaced.replace(" ", "."), float(phone), f"+84 {phone[1:]}"]
            if phone[:3] in _OLD_PREFIXES:
                forms.append(_OLD_PREFIXES[phone[:3]] + phone[3:])
            cells.append(self.dice.choice(forms))
        return [Column((self.dice.choice(words.PHONES),), cells)]

    def _write(self, columns: list[Column]) -> None:
        for row in (*self.dice.choice(words.LETTERHEADS), *self.dice.choice(words.TITLES)):
            self.rows.append(list(row))
        self._write_heading(columns)
        if self.dice.random() < 0.2 and len(columns) > 2:
            self.rows.append([f"({number})" for number in range(1, len(columns) + 1)])
        first = len(self.rows)
        for number, person in enumerate(self.truth):
            self._write_section(number, person)
            if self.work == "two" and number and self.dice.random() < 0.05:
                self.rows.append([])
            self.rows.append([column.cells[number] for column in columns])
        if self.merged_agencies:
            self._merge_agencies(first, [column.group for column in columns].index("*"))
        for row in self.dice.choice(words.FOOTERS):
            filled = [cell.format(count=len(self.truth)) if isinstance(cell, str) else cell for cell in row]
            self.rows.append(filled[: max(len(columns), 2)])

    def _write_heading(self, columns: list[Column]) -> None:
        top = len(self.rows)
        self.rows.append([column.headings[0] for column in columns])
        two = any(len(column.headings) > 1 for column in columns)
        if two:
            self.rows.append([column.headings[1] if len(column.headings) > 1 else None for column in columns])
        place = 0
        while place < len(columns):
            group = columns[place].group
            last = place
            while group not in {"", "*"} and last + 1 < len(columns) and columns[last + 1].group == group:
                last += 1
                self.rows[top][last] = None
            bottom = top + (two and len(columns[place].headings) == 1)
            if last > place or bottom > top:
                self.merges.append(Merge(top, place, bottom, last))
            place = last + 1

    def _write_section(self, number: int, person: Truth) -> None:
        if self.sectioned and (number == 0 or self.truth[number - 1]["organization"] != person["organization"]):
            sign = self.dice.choice(("I. ", "A. ", "", "II - "))
            count = self.dice.choice(("", ":", " (03 người)"))
            self.rows.append([f"{sign}{person['organization']}{count}"])
        elif self.work == "two" and self.dice.random() < 0.05:
            self.rows.append([self.dice.choice(words.SECTIONS_OF_NO_AGENCY)])

    def _merge_agencies(self, first: int, column: int) -> None:
        start = first
        for number in range(first + 1, len(self.rows) + 1):
            if number == len(self.rows) or self.rows[number][column] is not None:
                if number - 1 > start:
                    self.merges.append(Merge(start, column, number - 1, column))
                start = number
