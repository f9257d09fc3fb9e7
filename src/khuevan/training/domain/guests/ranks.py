"""In which order guests are introduced: a rule that can be followed by hand, and that an officer may overrule.

Guests stand, one after another,

1. by the level of their post (``level_of``), the highest of several ("Ủy viên Ban Thường vụ Tỉnh ủy, Giám đốc Sở ...");
2. within a level by the place of their body in the directory (``Organization.protocol_order``);
3. within a body heads, permanent deputies, deputies, everybody else;
4. and as they stood before.

The levels follow the groups by which provinces grade speakers and guests; which body comes first is the office's own
decision and stands in the directory.  A body that has not said whom it sends stands where one of its deputies would.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from khuevan.vietnamese.folding import fold

LOWEST: Final = 9
_CITIES = "ha noi|ho chi minh|hai phong|da nang|can tho|hue"
"""Thành phố trực thuộc Trung ương; any other city is, or was, below a province."""

_STEPS: Final[dict[str, int]] = {"head": 0, "deputy": 2, "other": 3}
_LEVELS: Final[dict[str, tuple[int, int, int]]] = {
    "state": (1, 1, 2),
    "ministry": (2, 3, 5),
    "province": (3, 4, 5),
    "central unit": (4, 5, 7),
    "department": (5, 6, 8),
    "local": (6, 7, 8),
    "unit": (7, 8, 9),
    "unknown": (7, 8, 9),
}
"""Of each kind of body: the level of its head, of its deputies, of everybody else."""

_BODIES: Final[tuple[tuple[str, re.Pattern[str]], ...]] = tuple(
    (kind, re.compile(words))
    for kind, words in (
        ("unit", r"(van phong|phong|to|doi|trung tam|chi cuc|truong|tram|khoa)\b(?! (ubnd|uy ban nhan dan|tinh uy|"
                 r"thanh uy|hdnd|hoi dong nhan dan|doan dai bieu|bo|chinh phu|chu tich|quoc hoi|trung uong|dai hoc"
                 r"|chinh tri))"),
        ("state", r"(chinh phu|quoc hoi|nuoc|ban chap hanh trung uong|dang cong san)\b"),
        ("department", r"(van phong|ban|co quan) .*\b(tinh uy|thanh uy|tinh)\b|van phong (ubnd|uy ban nhan dan|hdnd)\b"
                       r"|(so|cong an tinh|cong an thanh pho|bo chi huy|bo tu lenh|toa an nhan dan tinh|thanh tra tinh"
                       r"|vien kiem sat nhan dan tinh|bao|dai phat thanh|truong chinh tri|lien hiep|lien doan)\b"),
        ("central unit", r"(cuc|vu|tong cuc|vien|hoc vien|thanh tra bo|van phong bo|truong dai hoc"
                         r"|uy ban bien gioi)\b"),
        ("ministry", r"(bo|van phong chinh phu|van phong trung uong|van phong quoc hoi|van phong chu tich nuoc"
                     r"|ban .* trung uong|dai su quan|tong lanh su|thong tan xa|ngan hang nha nuoc)\b"),
        ("province", r"(tinh uy|tinh|thanh uy|((doan )?dai bieu quoc hoi|ubnd|uy ban nhan dan|hdnd|hoi dong nhan dan"
                     r"|uy ban mat tran to quoc.*|ubmttq.*)( viet nam)? (tinh|thanh pho (" + _CITIES + r")|tp\.? ("
                     + _CITIES + r"))|ubnd$|ban thuong vu tinh uy|ban thuong vu thanh uy)\b"),
        ("local", r".*\b(huyen|quan|thi xa|thi tran|thanh pho|xa|phuong|dac khu)\b"),
    )
)  # fmt: skip
_OWN: Final[dict[str, tuple[int, int]]] = {
    "tong bi thu": (1, 1),
    "thu tuong": (1, 1),
    "bo truong": (2, 3),
    "thu truong": (3, 3),
    "dai su": (3, 4),
    "tong lanh su": (4, 5),
}
"""Posts that say their level themselves: theirs, and that of their deputies."""
_POST = re.compile(
    r"^(?:nguyen |quyen |q\. ?)?(?P<deputy>pho |thu truong)?"
    r"(?P<post>tong bi thu|bi thu|chu tich|chu nhiem|thu tuong|bo truong|truong doan|truong ban|truong phong|truong"
    r"|tong giam doc|giam doc|tong cuc truong|chi cuc truong|cuc truong|vu truong|vien truong|hieu truong"
    r"|chanh van phong|chanh thanh tra|chanh an|chi huy truong|tu lenh|chinh uy|tong bien tap|dai su|tong lanh su"
    r"|uy vien ban thuong vu|uy vien thuong vu|thuong truc)?\s*(?P<permanent>thuong truc\b)?\s*(?P<body>.*)$"
)
_PARTS = re.compile(r"[,;]| kiem | dong thoi ")


@dataclass(frozen=True)
class Ranked:
    """A guest as far as the order goes; ``place`` is where they stand now, ``body_order`` None for a body not known."""

    key: int
    title: str
    body: str
    body_order: int | None
    place: int
    is_named: bool = True


def in_protocol_order(guests: Sequence[Ranked]) -> list[int]:
    """Keys of the guests in the order of the rule above."""
    return [one.key for one in sorted(guests, key=_rank)]


def level_of(title: str, body: str = "") -> tuple[int, int]:
    """Level from 1 (highest) to 9, and step within the body, of the highest of the posts that ``title`` names.

    >>> level_of("Phó Chủ tịch UBND tỉnh"), level_of("Giám đốc", "Sở Ngoại vụ"), level_of("Chuyên viên", "Sở Y tế")
    ((4, 2), (5, 0), (8, 3))
    """
    parts = [part.strip() for part in _PARTS.split(fold(title)) if part.strip()] or [""]
    return min(_of_post(part, fold(body) if part is parts[-1] else "") for part in parts)


def _rank(one: Ranked) -> tuple[int, int, int, int]:
    level, step = level_of(one.title, one.body)
    if not one.is_named and not one.title:
        level, step = level_of("Phó", one.body)
    order = 1_000_000 if one.body_order is None else one.body_order
    return level, order, step, one.place


def _of_post(text: str, said_body: str) -> tuple[int, int]:
    match = _POST.match(text)
    if match is None or not (match["post"] or match["deputy"]):
        return (_LEVELS[_kind(said_body, "")][2] if said_body else LOWEST), _STEPS["other"]
    post, body = match["post"] or "", f"{match['body']} {said_body}".strip()
    is_deputy = bool(match["deputy"])
    role = "deputy" if is_deputy else "head" if post else "other"
    own = "thu truong" if match["deputy"] == "thu truong" else post
    if own in _OWN:
        return _OWN[own][is_deputy], _STEPS[role]
    kind = _kind(body, post)
    if kind == "province" and post == "bi thu":
        return (3 if is_deputy else 2), _STEPS[role]
    if kind == "province" and post.startswith(("uy vien", "thuong truc")):
        return 4, _STEPS["other"]
    level = _LEVELS[kind][("head", "deputy", "other").index(role)]
    return level, 1 if role == "deputy" and match["permanent"] else _STEPS[role]


def _kind(body: str, post: str) -> str:
    """What kind of body the words behind a post name."""
    if post in {"truong ban", "chanh van phong", "chanh thanh tra", "chanh an"} and not _begins_twice(post, body):
        body = f"{post.removeprefix('truong ').removeprefix('chanh ')} {body}"
    if post in {"cuc truong", "vu truong", "tong cuc truong"}:
        return "central unit"
    if post in {"truong phong", "chi cuc truong"}:
        return "unit"
    return next((kind for kind, words in _BODIES if words.match(body)), "unknown")


def _begins_twice(post: str, body: str) -> bool:
    """Trưởng ban Ban Tuyên giáo: the body says its kind once more."""
    return body.startswith(post.split(" ", 1)[-1])
