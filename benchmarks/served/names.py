"""Random names with about the frequencies of Vietnamese ones, and what an officer types to find somebody.

Shares are rounded from published counts of surnames and of given names; nobody here is real.
"""

import random
from collections.abc import Iterator
from itertools import accumulate, pairwise

from khuevan.vietnamese.folding import fold

FAMILY = (
    "Nguyễn 310 Trần 110 Lê 95 Phạm 70 Hoàng 31 Huỳnh 20 Phan 45 Vũ 26 Võ 13 Đặng 21 Bùi 20 Đỗ 14 Hồ 13 Ngô 13 "
    "Dương 10 Lý 5 Đinh 9 Trịnh 8 Đoàn 8 Mai 7 Trương 14 Lâm 5 Hà 6 Cao 6 Lương 7 Tạ 3 Phùng 3 Châu 2 Quách 1 Thái 3 "
    "Triệu 2 Nông 2 Lò 3 Hứa 1 Tô 2 Kiều 1 Vàng 1 Giàng 2 Hoàng 2 Sùng 1 Điểu 1 Siu 1 Rơ 1"
)
MIDDLE = (
    "Văn 420 Đức 60 Minh 60 Quốc 40 Hữu 50 Xuân 40 Công 30 Thanh 40 Ngọc 40 Đình 40 Trọng 20 Anh 25 Hoàng 30 Quang 35 "
    "Tiến 25 Duy 25 Bá 10 Viết 10",
    "Thị 620 Ngọc 70 Thu 50 Thanh 50 Minh 30 Hồng 30 Kim 25 Phương 30 Bích 15 Mỹ 15 Thùy 20 Quỳnh 20 Diệu 10 Như 10 "
    "Vân 8 Hải 10 Lan 6",
)
GIVEN = (
    "Anh 20 Hùng 38 Dũng 35 Tuấn 40 Minh 35 Nam 25 Long 20 Thắng 25 Cường 25 Hải 25 Đức 22 Sơn 22 Thành 25 Hiếu 20 "
    "Trung 25 Quân 12 Bình 20 Phong 12 Tâm 8 Tùng 14 Kiên 12 Hoàng 20 Huy 22 Khánh 8 Việt 12 Đạt 14 Phúc 14 Vinh 14 "
    "Toàn 14 Thịnh 10 An 8 Bảo 10 Lâm 8 Nghĩa 8 Quang 16 Ân 2 Ước 1 Khoa 8 Tài 8 Lộc 7 Tú 9 Duy 10 Hưng 16 Mạnh 10 "
    "Phương 10 Quyết 4 Sỹ 2 Thái 8 Yên 1 Vũ 5 Xuân 3",
    "Anh 30 Hương 38 Lan 30 Hoa 32 Hà 34 Linh 36 Trang 30 Thảo 28 Hạnh 22 Hằng 30 Nga 22 Mai 22 Yến 18 Vân 22 Thu 14 "
    "Thủy 28 Nhung 16 Huyền 24 Ngọc 20 Phương 28 Loan 12 Liên 14 Dung 20 Hiền 24 Hồng 14 Lệ 6 My 8 Ngân 12 Nhi 8 "
    "Oanh 10 Quyên 8 Quỳnh 12 Tâm 10 Thanh 14 Thúy 12 Trâm 8 Tuyết 10 Uyên 6 Xuân 8 Ánh 8 Bích 4 Chi 8 Diệp 4 Giang 10 "
    "Châu 5 Vy 6 Tuyền 3 Ý 1",
)
ETHNIC = ("H'Hen Niê", "H'Mai Êban", "Y Thông Kbuôr", "Y-Moan Ênuôl", "K'Brêu", "A Lý Pơr", "Sùng A Pó", "Kpă H'Loan")
MISSES = ("zzz", "nguyen van xyz", "trump", "hen rich", "nguyenvan", "0000000000")


class Names:
    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)

    def full_name(self) -> tuple[str, str]:
        """A name and "male" or "female"."""
        rng, sex = self.rng, self.rng.randrange(2)
        if rng.random() < 0.01:
            return rng.choice(ETHNIC), ("male", "female")[sex]
        words = [self._one(FAMILY), self._one(MIDDLE[sex])]
        if rng.random() < 0.05:
            words.insert(1, self._one(FAMILY))
        if rng.random() < 0.25:
            words.append(self._one(GIVEN[sex]))
        return " ".join([*words, self._one(GIVEN[sex])]), ("male", "female")[sex]

    def phone(self) -> str:
        """Of a sort given to nobody; empty for three in ten."""
        return f"0900{self.rng.randrange(10**6):06d}" if self.rng.random() < 0.7 else ""

    def _one(self, shares: str) -> str:
        if shares not in _SHARES:
            words = shares.split()
            _SHARES[shares] = (words[::2], list(accumulate(map(int, words[1::2]))))
        names, sums = _SHARES[shares]
        return self.rng.choices(names, cum_weights=sums)[0]


_SHARES: dict[str, tuple[list[str], list[int]]] = {}


def typed(seed: int) -> Iterator[tuple[str, str]]:
    """Without end: a kind of query and what is typed, every kind in turn."""
    names = Names(seed)
    rng = names.rng
    while True:
        words = names.full_name()[0].split()
        name = " ".join(words) if rng.random() < 0.3 else fold(" ".join(words))
        words = name.split()
        yield "name being typed", name[: rng.randint(1, len(name))].strip()
        yield "given name", words[-1]
        yield "family name", words[0]
        yield "beginning of a word", rng.choice(words)[: rng.randint(1, 3)]
        yield "family and given", f"{words[0]} {words[-1]}"
        yield "middle and given", " ".join(words[-2:])
        yield (
            "two beginnings",
            " ".join(word[: rng.randint(1, 3)] for word in rng.choice(list(pairwise(words)) or [words])),
        )
        yield "whole name", name
        yield "name being typed", f"{words[0]} {' '.join(words[1:])[: rng.randint(1, 6)]}".strip()
        if rng.random() < 0.5:
            yield "telephone", f"0900{rng.randrange(10**6):06d}"[: rng.choice((7, 8, 10))]
        if rng.random() < 0.3:
            yield "ethnic name", rng.choice(ETHNIC)
        if rng.random() < 0.3:
            yield "nobody", rng.choice(MISSES)
