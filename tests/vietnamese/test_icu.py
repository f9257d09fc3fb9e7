"""The order of ICU for ``vi``, kept as data (``tools/icu_vectors.mjs`` made it), and ours."""

import gzip
import itertools
import json
import random
from pathlib import Path

from khuevan.vietnamese.collation import sort_key

DATA = Path(__file__).parent / "data" / "icu_order.txt.gz"


def vectors() -> list[tuple[str, str]]:
    """Pairs of "<" or "=" (to the text above) and a text."""
    lines = gzip.decompress(DATA.read_bytes()).decode().splitlines()
    assert lines[0].startswith("# ICU")
    return [(line[0], json.loads(line[1:])) for line in lines[1:]]


def test_ten_thousand_texts_stand_as_icu_puts_them() -> None:
    texts = vectors()
    assert len(texts) == 10_000
    assert sum(sign == "=" for sign, _ in texts) > 500
    wrong = []
    for (_, above), (sign, text) in itertools.pairwise(texts):
        first, second = sort_key(above), sort_key(text)
        if not (first == second if sign == "=" else first < second):
            wrong.append((above, sign, text))
    assert wrong == []


def test_shuffled_texts_come_back_in_order() -> None:
    texts = [text for _, text in vectors()]
    shuffled = random.Random(7).sample(texts, len(texts))
    keys = [sort_key(text) for text in sorted(shuffled, key=sort_key)]
    assert keys == [sort_key(text) for text in texts]
