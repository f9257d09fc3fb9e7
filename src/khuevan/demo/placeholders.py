"""Drawn stand-ins for the photographs of a class, so that the demo shows pages as they are in use.

``draw("opening")`` gives a JPEG of 1600 x 1000 pixels.  The same scene and seed give the same bytes; the seed changes
who sits where and what they wear.  Scenes are laid out on a sheet of 1200 x 750 units and drawn twice as large as the
result, which smooths the edges.
"""

import io
import math
import random
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1600, 1000
SHEET_WIDTH, SHEET_HEIGHT = 1200, 750
SMOOTHING = 2
SCALE = WIDTH * SMOOTHING / SHEET_WIDTH

Point = tuple[float, float]

CLOTHES = ("#3d4a5c", "#f4efe4", "#7a8aa0", "#efe9dc", "#c9b48a", "#5d6d5a", "#8c2a2a", "#e8e1d0", "#27313f")
SUITS = ("#27313f", "#3d4a5c", "#2f3b36", "#43332f")
HAIR = ("#1f1a17", "#2b2320", "#3a302a", "#211b18")
SKIN = ("#d2a27c", "#c9966e", "#dbae8a", "#be8b64")
RED, DARK_RED, PAPER, GOLD = "#8e171b", "#7a1216", "#f7f2e6", "#d9a441"
WOOD, LIGHT_WOOD, DARK_WOOD = "#6e4a2c", "#84593a", "#5a3a24"
WALL, SAND = "#c9b78e", "#b9a074"


class Sheet:
    """A canvas addressed in sheet units."""

    def __init__(self, ground: str) -> None:
        size = (WIDTH * SMOOTHING, HEIGHT * SMOOTHING)
        self.image = Image.new("RGB", size, ground)
        self._pen = ImageDraw.Draw(self.image)

    def box(self, x: float, y: float, width: float, height: float, ink: str, *, radius: float = 0) -> None:
        corners = self._scaled([(x, y), (x + width, y + height)])
        self._pen.rounded_rectangle(corners, radius * SCALE, fill=ink)

    def shape(self, points: list[Point], ink: str) -> None:
        self._pen.polygon(self._scaled(points), fill=ink)

    def oval(self, x: float, y: float, across: float, down: float, ink: str) -> None:
        self._pen.ellipse(self._scaled([(x - across, y - down), (x + across, y + down)]), fill=ink)

    def ring(self, x: float, y: float, radius: float, width: float, ink: str) -> None:
        corners = self._scaled([(x - radius, y - radius), (x + radius, y + radius)])
        self._pen.ellipse(corners, outline=ink, width=round(width * SCALE))

    def line(self, points: list[Point], width: float, ink: str) -> None:
        self._pen.line(self._scaled(points), fill=ink, width=round(width * SCALE), joint="curve")

    def light(self, shine: Image.Image, ink: str) -> None:
        """Lays ``ink`` over the sheet as strongly as the greys of ``shine`` say (0 to 255, any size)."""
        mask = shine.resize(self.image.size, Image.Resampling.BICUBIC)
        self.image.paste(Image.new("RGB", self.image.size, ink), mask=mask)

    def jpeg(self) -> bytes:
        stream = io.BytesIO()
        small = self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        small.save(stream, "JPEG", quality=88, optimize=True)
        return stream.getvalue()

    @staticmethod
    def _scaled(points: list[Point]) -> list[Point]:
        return [(x * SCALE, y * SCALE) for x, y in points]


def curve(start: Point, bend: Point, end: Point, steps: int = 24) -> list[Point]:
    """Points along the quadratic curve from ``start`` to ``end`` drawn towards ``bend``."""
    points = []
    for step in range(steps + 1):
        t = step / steps
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
        points.append((a * start[0] + b * bend[0] + c * end[0], a * start[1] + b * bend[1] + c * end[1]))
    return points


def shade(colour: str, share: float) -> str:
    """``colour`` made darker by ``share`` of itself (0 to 1), lighter when negative."""
    parts = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    mixed = (part * (1 - share) if share >= 0 else part - (255 - part) * share for part in parts)
    return "#" + "".join(f"{round(part):02x}" for part in mixed)


def star(x: float, y: float, outer: float, inner: float, rays: int) -> list[Point]:
    points = []
    for step in range(2 * rays):
        reach = inner if step % 2 else outer
        angle = math.pi * step / rays - math.pi / 2
        points.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
    return points


def curtain(sheet: Sheet, left: float, width: float, bottom: float) -> None:
    """Velvet in folds, each lit on one side."""
    fold = 46.0
    sheet.box(left, 0, width, bottom, RED)
    for index in range(int(width / fold) + 1):
        x = left + index * fold
        for step, share in enumerate((0.05, 0.14, 0.24, 0.16, 0.06)):
            inset = x + 6 + step * 6
            if inset < left + width:
                sheet.box(inset, 0, min(6.4, left + width - inset), bottom, shade(RED, share))
    sheet.box(left, bottom - 5, width, 5, shade(GOLD, 0.25))


def board(sheet: Sheet, x: float, y: float, width: float) -> None:
    """The panel behind the speaker: the office's line, the title of the class, place and date."""
    high = width * 0.56
    sheet.box(x + 6, y + 8, width, high, shade(RED, 0.45), radius=4)
    sheet.box(x, y, width, high, PAPER, radius=4)
    sheet.box(x, y, width, high * 0.13, RED, radius=4)
    sheet.shape(star(x + width / 2, y + high * 0.065, high * 0.05, high * 0.02, 5), GOLD)
    bars = ((0.27, 0.42, 0.05, "#8c7d63"), (0.41, 0.78, 0.1, RED), (0.56, 0.66, 0.1, RED), (0.76, 0.36, 0.045, SAND))
    for top, share, thick, ink in bars:
        sheet.box(x + width * (1 - share) / 2, y + high * top, width * share, high * thick, ink, radius=2)


def lectern(sheet: Sheet, x: float) -> None:
    sheet.shape([(x - 230, 530), (x + 230, 530), (x + 190, 750), (x - 190, 750)], WOOD)
    sheet.shape([(x - 230, 530), (x - 198, 530), (x - 165, 750), (x - 190, 750)], shade(WOOD, 0.18))
    sheet.box(x - 250, 505, 500, 34, LIGHT_WOOD, radius=4)
    sheet.box(x - 250, 531, 500, 8, shade(LIGHT_WOOD, 0.25))
    sheet.ring(x, 640, 54, 6, GOLD)
    sheet.shape(star(x, 640, 40, 16, 8), GOLD)
    sheet.line(curve((x + 78, 506), (x + 86, 430), (x + 36, 402)), 6, "#222222")
    sheet.oval(x + 30, 396, 17, 12, "#222222")


def flowers(sheet: Sheet, x: float, y: float, chance: random.Random) -> None:
    """A low arrangement, as stands before every lectern."""
    for _ in range(34):
        angle, reach = chance.uniform(math.pi, 2 * math.pi), chance.uniform(20, 92)
        tip = (x + reach * 1.35 * math.cos(angle), y + reach * 0.62 * math.sin(angle))
        sheet.line(curve((x, y + 8), ((x + tip[0]) / 2, y - 10), tip, 8), 4, chance.choice(("#47633f", "#5b7a4d")))
    for _ in range(30):
        angle, reach = chance.uniform(math.pi, 2 * math.pi), chance.uniform(6, 88)
        spot = (x + reach * 1.3 * math.cos(angle), y + reach * 0.58 * math.sin(angle))
        petal = chance.choice(("#f0c8c0", "#f7f2e6", "#e3a24b", "#d9766f"))
        sheet.oval(*spot, 10, 9, petal)
        sheet.oval(*spot, 4, 4, shade(petal, 0.2))
    sheet.box(x - 96, y + 2, 192, 18, shade(WOOD, 0.15), radius=8)


def bust(sheet: Sheet, x: float, chin: float, size: float, *, chance: random.Random, tie: str | None = RED) -> None:
    """Someone facing us down to the waist; ``size`` is half the width of the head; without a tie, a woman."""
    suit, skin, hair = chance.choice(SUITS), chance.choice(SKIN), chance.choice(HAIR)
    u = size / 70

    def at(across: float, below: float) -> Point:
        return x + across * u, chin + below * u

    if tie is None:
        sheet.box(*at(-74, -130), 148 * u, 186 * u, hair, radius=66 * u)
    left = curve(at(-150, 245), at(-140, 15), at(-20, 4))
    sheet.shape([*left, *curve(at(20, 4), at(140, 15), at(150, 245))], suit)
    sheet.box(*at(-25, -40), 50 * u, 70 * u, shade(skin, 0.14))
    if tie is None:
        sheet.shape([at(-40, 6), at(0, 74), at(40, 6), at(0, 40)], PAPER)
    else:
        sheet.shape([at(-36, 4), at(0, 112), at(36, 4), at(0, 24)], PAPER)
        sheet.shape([at(-10, 20), at(10, 20), at(14, 92), at(0, 114), at(-14, 92)], tie)
    for side in (-1, 1):
        depth = 84 if tie is None else 132
        sheet.shape([at(side * 36, 2), at(side * 66, 40), at(side * 4, depth)], shade(suit, -0.1))
        sheet.oval(*at(side * 64, -66), 10 * u, 17 * u, shade(skin, 0.1))
    sheet.oval(*at(0, -70), 64 * u, 80 * u, skin)
    crown = curve(at(-68, -76), at(-72, -168), at(0, -164)) + curve(at(0, -164), at(72, -168), at(68, -76))
    parting = curve(at(58, -108), at(20, -130), at(-58, -108))
    if tie is None:
        parting = curve(at(62, -70), at(40, -122), at(-12, -136)) + curve(at(-12, -136), at(-50, -118), at(-62, -70))
    sheet.shape([*crown, *parting], hair)
    face(sheet, at, u, skin, hair)


def face(sheet: Sheet, at: Callable[[float, float], Point], u: float, skin: str, hair: str) -> None:
    """Brows, eyes, nose and a friendly mouth; ``at`` gives the point so far across and below the chin."""
    for side in (-1, 1):
        sheet.line(curve(at(side * 14, -86), at(side * 26, -91), at(side * 37, -84), 6), 4 * u, shade(hair, -0.12))
        sheet.oval(*at(side * 25, -72), 4.5 * u, 4.8 * u, "#2b211c")
    sheet.line(curve(at(-19, -33), at(0, -18), at(19, -33), 10), 4 * u, shade(skin, 0.38))
    sheet.line([at(0, -64), at(-4, -48)], 3 * u, shade(skin, 0.2))


def from_behind(sheet: Sheet, x: float, y: float, size: float, *, chance: random.Random, depth: float) -> None:
    """A learner; ``y`` is the middle of the head, ``depth`` darkens those far from the lights."""
    cloth, hair = shade(chance.choice(CLOTHES), depth), shade(chance.choice(HAIR), depth)
    left = curve((x - 2.15 * size, y + 4.3 * size), (x - 2.1 * size, y + 1.45 * size), (x, y + 1.2 * size))
    right = curve((x, y + 1.2 * size), (x + 2.1 * size, y + 1.45 * size), (x + 2.15 * size, y + 4.3 * size))
    sheet.box(x - 0.42 * size, y + 0.5 * size, 0.84 * size, size, shade(chance.choice(SKIN), 0.15 + depth))
    sheet.shape([*left, *right], cloth)
    sheet.line(curve((x - 0.6 * size, y + 1.36 * size), (x, y + 1.6 * size), (x + 0.6 * size, y + 1.36 * size), 8),
               0.12 * size, shade(cloth, 0.16))  # fmt: skip
    if chance.random() < 0.45:
        sheet.box(x - 0.95 * size, y - 0.1 * size, 1.9 * size, 1.9 * size, hair, radius=0.8 * size)
    sheet.oval(x, y, size, 1.08 * size, hair)
    sheet.oval(x - 0.25 * size, y - 0.4 * size, 0.45 * size, 0.3 * size, shade(hair, -0.07))


def rows_of_people(sheet: Sheet, rows: list[tuple[float, float, float]], chance: random.Random) -> None:
    """Rows from far to near: (height of the heads, size, distance between two), each with its bench."""
    for number, (y, size, pitch) in enumerate(rows):
        depth = 0.12 * (len(rows) - 1 - number) / max(1, len(rows) - 1)
        shift = -pitch / 2 if number % 2 else 0.0
        for seat in range(int(SHEET_WIDTH / pitch) + 3):
            x = seat * pitch + shift + chance.uniform(-0.15, 0.15) * size
            from_behind(sheet, x, y + chance.uniform(-0.12, 0.12) * size, size, chance=chance, depth=depth)
        top = y + 3.2 * size
        sheet.box(0, top, SHEET_WIDTH, 1.5 * size, shade(WOOD, depth))
        sheet.box(0, top, SHEET_WIDTH, 0.22 * size, shade(LIGHT_WOOD, depth))


def opening(sheet: Sheet, chance: random.Random) -> None:
    curtain(sheet, 0, SHEET_WIDTH, SHEET_HEIGHT)
    board(sheet, 690, 96, 430)
    bust(sheet, 420, 312, 70, chance=chance, tie=RED)
    lectern(sheet, 420)
    flowers(sheet, 905, 690, chance)
    sheet.box(690, 708, 430, 42, DARK_WOOD)


def hall(sheet: Sheet, chance: random.Random) -> None:
    sheet.box(0, 0, SHEET_WIDTH, 400, SAND)
    curtain(sheet, 0, 180, 400)
    curtain(sheet, 1020, 180, 400)
    board(sheet, 330, 34, 540)
    sheet.box(0, 372, SHEET_WIDTH, 40, DARK_WOOD)
    rows = [(404.0, 22.0, 76.0), (476.0, 30.0, 104.0), (570.0, 40.0, 138.0), (696.0, 54.0, 186.0)]
    rows_of_people(sheet, rows, chance)


def lecture(sheet: Sheet, chance: random.Random) -> None:
    sheet.box(0, 0, SHEET_WIDTH, SHEET_HEIGHT, "#c7b692")
    sheet.box(0, 600, SHEET_WIDTH, 150, shade("#c7b692", 0.14))
    sheet.box(82, 84, 640, 424, "#5a4a35", radius=6)
    sheet.box(96, 98, 612, 396, PAPER)
    sheet.box(96, 98, 612, 60, RED)
    sheet.box(140, 118, 330, 20, PAPER, radius=2)
    for index, value in enumerate((96, 132, 118, 170, 204)):
        sheet.box(150 + index * 62, 420 - value, 40, value, "#2b5680" if index < 4 else GOLD, radius=2)
    sheet.line([(136, 422), (472, 422)], 4, "#8c7d63")
    for index, share in enumerate((1.0, 0.82, 0.94, 0.6)):
        sheet.box(506, 226 + index * 52, 14, 14, RED, radius=7)
        sheet.box(532, 226 + index * 52, 140 * share, 14, SAND, radius=3)
    bust(sheet, 930, 330, 64, chance=chance, tie="#2b5680")
    lectern(sheet, 930)
    rows_of_people(sheet, [(664.0, 40.0, 150.0)], chance)


def discussion(sheet: Sheet, chance: random.Random) -> None:
    sheet.box(0, 0, SHEET_WIDTH, SHEET_HEIGHT, "#dccfae")
    sheet.box(0, 0, SHEET_WIDTH, 320, WALL)
    for x in (60, 330, 600, 870):
        sheet.box(x, 36, 190, 214, "#8a7350", radius=3)
        sheet.box(x + 10, 46, 170, 194, "#dfe9e6")
        sheet.shape([(x + 10, 240), *curve((x + 10, 190), (x + 70, 140), (x + 120, 200)), (x + 120, 240)], "#9db59a")
        sheet.shape([(x + 70, 240), *curve((x + 90, 210), (x + 150, 150), (x + 180, 190)), (x + 180, 240)], "#86a386")
        sheet.box(x + 92, 46, 6, 194, "#8a7350")
    rows_of_people(sheet, [(316.0, 34.0, 150.0), (436.0, 44.0, 206.0)], chance)
    asking = 468 + chance.randint(-2, 2) * 94
    sleeve, skin = "#f4efe4", chance.choice(SKIN)
    sheet.line(curve((asking + 34, 700), (asking + 108, 600), (asking + 92, 470)), 40, sleeve)
    sheet.oval(asking + 90, 448, 22, 28, skin)
    for finger in range(4):
        sheet.line([(asking + 78 + finger * 9, 440), (asking + 74 + finger * 12, 404)], 8, skin)
    rows_of_people(sheet, [(604.0, 54.0, 262.0)], chance)


def certificates(sheet: Sheet, chance: random.Random) -> None:
    curtain(sheet, 0, SHEET_WIDTH, 620)
    sheet.box(0, 606, SHEET_WIDTH, 144, DARK_WOOD)
    sheet.box(0, 606, SHEET_WIDTH, 8, shade(DARK_WOOD, -0.12))
    for index in range(5):
        x, chin = 180 + index * 210, 330 + chance.uniform(-16, 16)
        sheet.box(x - 78, chin + 150, 156, 340, "#211d1c", radius=12)
        sheet.box(x - 2, chin + 220, 4, 270, "#36302e")
        bust(sheet, x, chin, 46, chance=chance, tie=chance.choice((RED, "#2b5680", "#5d6d5a")) if index % 2 else None)
        top = chin + 96
        sheet.box(x - 74, top, 148, 104, GOLD, radius=2)
        sheet.box(x - 68, top + 6, 136, 92, PAPER)
        sheet.box(x - 40, top + 24, 80, 9, RED)
        for row in range(3):
            sheet.box(x - 46, top + 44 + row * 14, 92, 4, SAND)
        for side in (-1, 1):
            sheet.oval(x + side * 74, top + 62, 13, 16, chance.choice(SKIN))
    flowers(sheet, 150, 724, chance)
    flowers(sheet, 1050, 724, chance)


SCENES: dict[str, Callable[[Sheet, random.Random], None]] = {
    "opening": opening,
    "hall": hall,
    "lecture": lecture,
    "discussion": discussion,
    "certificates": certificates,
}


def _lamplight(sheet: Sheet) -> None:
    """Warm light from above, a little dusk towards the corners."""
    glow = Image.new("L", (120, 75), 0)
    ImageDraw.Draw(glow).ellipse((12, -42, 108, 44), fill=46)
    sheet.light(glow.filter(ImageFilter.GaussianBlur(14)), "#fff1cf")
    dusk = Image.new("L", (120, 75), 78)
    ImageDraw.Draw(dusk).ellipse((-6, -10, 126, 82), fill=0)
    sheet.light(dusk.filter(ImageFilter.GaussianBlur(12)), "#1d120c")


def draw(scene: str, seed: int = 0) -> bytes:
    """The JPEG of ``scene``, one of ``SCENES``; KeyError for another."""
    paint = SCENES[scene]
    sheet = Sheet(WALL)
    paint(sheet, random.Random(f"{scene} {seed}"))  # noqa: S311 - pictures, no secrets
    _lamplight(sheet)
    return sheet.jpeg()
