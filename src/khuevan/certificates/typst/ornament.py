"""Draws ``ornament.svg``, the frame and the faint drum face behind every certificate.

The motifs are those of the Ngọc Lũ drum: a many-rayed star with peacock-feather chevrons between the rays, rings of
dotted circles joined by tangents, saw teeth, combs, and birds flying round against the clock.  The page is A4 across;
all lengths are millimetres.  The result is kept as a file because Typst places one image four times faster than it
lays out two thousand shapes; ``python -m khuevan.certificates.typst.ornament`` writes it anew, and a test holds both
equal.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from math import cos, pi, sin
from pathlib import Path

PAGE_WIDTH, PAGE_HEIGHT = 297.0, 210.0
MARGIN, BAND = 9.5, 7.0
CENTRE = (PAGE_WIDTH / 2, PAGE_HEIGHT / 2)

RED = "#8e171b"
GOLD = "#b08a45"
PALE_GOLD = "#d9bf87"
LIGHT = "#f3dfae"
BAND_GROUND = "#fcf5e4"
GHOST = "#efe3c6"
GHOST_FILL = "#f8f1df"

Point = tuple[float, float]

# A bird of the drum flying along +x with its back towards +y, bill to tail 19 mm: head with bill and crest, both
# wings, body with fan tail, and the feather lines of the tail.
BIRD: tuple[tuple[Point, ...], ...] = (
    ((9.8, 0.1), (5.6, 1.25), (4.7, 1.75), (3.6, 2.3), (-0.8, 4.3), (2.9, 1.5), (1.8, 0.95), (0.4, 0.75),
     (0.2, -0.4), (3.4, 0.1), (5.2, 0.45)),
    ((1.3, 0.75), (-0.8, 1.9), (-7.2, 5.9), (-4.6, 1.9), (-3.1, 0.55)),
    ((1.0, -0.3), (-0.8, -1.2), (-5.9, -5.0), (-4.2, -1.3), (-3.1, -0.3)),
    ((0.6, 0.75), (-3.2, 0.75), (-9.6, 2.3), (-8.7, 0.55), (-9.5, -1.5), (-3.2, -0.5), (0.4, -0.45)),
)  # fmt: skip
FEATHERS: tuple[tuple[Point, ...], ...] = (
    ((-3.6, 0.45), (-9.0, 1.35)),
    ((-3.6, 0.15), (-8.6, 0.5)),
    ((-3.6, -0.15), (-9.0, -0.6)),
    ((0.2, 1.1), (-5.6, 4.2)),
    ((0.0, -0.6), (-4.8, -3.6)),
)


@dataclass
class Drawing:
    """Outlines gathered by ink, so that each ink becomes one path."""

    strokes: dict[tuple[str, float], list[str]] = field(default_factory=lambda: defaultdict(list))
    dots: dict[tuple[str, float], list[str]] = field(default_factory=lambda: defaultdict(list))
    fills: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def stroke(self, ink: str, width: float, outline: str) -> None:
        self.strokes[ink, width].append(outline)

    def fill(self, ink: str, outline: str) -> None:
        self.fills[ink].append(outline)

    def dot(self, ink: str, x: float, y: float, radius: float) -> None:
        """A full circle, as a line of no length with a round end: a tenth of the bytes of four curves."""
        self.dots[ink, radius].append(f"M{_number(x)} {_number(y)}h.001")

    def svg_paths(self) -> str:
        filled = [f'<path fill="{ink}" d="{"".join(parts)}"/>' for ink, parts in self.fills.items()]
        lined = [
            f'<path fill="none" stroke="{ink}" stroke-width="{width:g}" d="{"".join(parts)}"/>'
            for (ink, width), parts in self.strokes.items()
        ]
        round_ended = [
            f'<path fill="none" stroke="{ink}" stroke-width="{2 * radius:g}" stroke-linecap="round" '
            f'd="{"".join(parts)}"/>'
            for (ink, radius), parts in self.dots.items()
        ]
        return "\n".join(filled + lined + round_ended)


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _outline(points: tuple[Point, ...] | list[Point], *, closed: bool = True) -> str:
    return "M" + "L".join(f"{_number(x)} {_number(y)}" for x, y in points) + ("Z" if closed else "")


def _circle(x: float, y: float, radius: float) -> str:
    r = _number(radius)
    left, right, level = _number(x - radius), _number(x + radius), _number(y)
    return f"M{left} {level}A{r} {r} 0 1 1 {right} {level}A{r} {r} 0 1 1 {left} {level}Z"


def _box(x: float, y: float, width: float, height: float) -> str:
    return _outline([(x, y), (x + width, y), (x + width, y + height), (x, y + height)])


def _polar(radius: float, angle: float) -> Point:
    """The point at ``radius`` mm from the drum's centre; ``angle`` in turns, 0 upwards, against the clock."""
    turn = -pi / 2 - 2 * pi * angle
    return CENTRE[0] + radius * cos(turn), CENTRE[1] + radius * sin(turn)


def _star(x: float, y: float, rays: int, outer: float, inner: float) -> str:
    points = []
    for step in range(2 * rays):
        radius = inner if step % 2 else outer
        angle = pi * step / rays - pi / 2
        points.append((x + radius * cos(angle), y + radius * sin(angle)))
    return _outline(points)


def _band_motif(drawing: Drawing, length: float, count: int, place: "Placement") -> None:
    """Dotted circles joined by tangents between two rows of teeth, along a side of ``length``."""
    pitch = length / count
    for index in range(count):
        along = pitch * (index + 0.5)
        for ink, radius in ((GOLD, 1.58), (BAND_GROUND, 1.42), (GOLD, 1.05), (BAND_GROUND, 0.95), (GOLD, 0.46)):
            drawing.dot(ink, *place(along, BAND / 2), radius)
        if index < count - 1:
            start, end = place(along + 0.52, BAND / 2 - 1.41), place(along + pitch - 0.52, BAND / 2 + 1.41)
            drawing.stroke(GOLD, 0.16, _outline([start, end], closed=False))
    step = length / (count * 8)
    for base, tip in ((0.45, 1.35), (BAND - 0.45, BAND - 1.35)):
        saw = [place(step * index, tip if index % 2 else base) for index in range(count * 8 + 1)]
        drawing.fill(PALE_GOLD, _outline(saw))


@dataclass(frozen=True)
class Placement:
    """Maps (along the side, into the band) to the page; sides are walked along x, or along y when ``upright``."""

    x: float
    y: float
    upright: bool = False

    def __call__(self, along: float, across: float) -> Point:
        return (self.x + across, self.y + along) if self.upright else (self.x + along, self.y + across)


def _frame(drawing: Drawing) -> None:
    right, bottom = PAGE_WIDTH - MARGIN - BAND, PAGE_HEIGHT - MARGIN - BAND
    inner = MARGIN + BAND
    wide, high = PAGE_WIDTH - 2 * inner, PAGE_HEIGHT - 2 * inner
    for x, y, width, height in (
        (inner, MARGIN, wide, BAND),
        (inner, bottom, wide, BAND),
        (MARGIN, inner, BAND, high),
        (right, inner, BAND, high),
    ):
        drawing.fill(BAND_GROUND, _box(x, y, width, height))
    for y in (MARGIN, bottom):
        _band_motif(drawing, wide, 50, Placement(inner, y))
    for x in (MARGIN, right):
        _band_motif(drawing, high, 34, Placement(x, inner, upright=True))
    drawing.stroke(RED, 0.42, _box(MARGIN, MARGIN, PAGE_WIDTH - 2 * MARGIN, PAGE_HEIGHT - 2 * MARGIN))
    drawing.stroke(RED, 0.3, _box(inner, inner, wide, high))
    _corners(drawing, right, bottom)
    _inner_line(drawing, inner + 1.8)


def _corners(drawing: Drawing, right: float, bottom: float) -> None:
    for x in (MARGIN, right):
        for y in (MARGIN, bottom):
            middle = (x + BAND / 2, y + BAND / 2)
            drawing.fill(RED, _box(x - 0.2, y - 0.2, BAND + 0.4, BAND + 0.4))
            drawing.stroke(LIGHT, 0.14, _box(x + 0.55, y + 0.55, BAND - 1.1, BAND - 1.1))
            drawing.stroke(LIGHT, 0.14, _circle(*middle, 2.65))
            drawing.fill(LIGHT, _star(*middle, 8, 2.25, 0.85))


def _inner_line(drawing: Drawing, inset: float) -> None:
    """A hairline whose corners step inwards round a small ring, as on old diplomas."""
    step = 5.0
    x0, y0, x1, y1 = inset, inset, PAGE_WIDTH - inset, PAGE_HEIGHT - inset
    drawing.stroke(
        GOLD,
        0.14,
        f"M{x0 + step} {y0}H{x1 - step}A{step} {step} 0 0 0 {x1} {y0 + step}V{y1 - step}"
        f"A{step} {step} 0 0 0 {x1 - step} {y1}H{x0 + step}A{step} {step} 0 0 0 {x0} {y1 - step}V{y0 + step}"
        f"A{step} {step} 0 0 0 {x0 + step} {y0}Z",
    )
    for x in (x0 + 1.55, x1 - 1.55):
        for y in (y0 + 1.55, y1 - 1.55):
            drawing.stroke(GOLD, 0.14, _circle(x, y, 1.05))
            drawing.dot(GOLD, x, y, 0.42)


def _ring_of_circles(drawing: Drawing, middle: float, radius: float, count: int) -> None:
    for index in range(count):
        x, y = _polar(middle, index / count)
        drawing.stroke(GHOST, 0.2, _circle(x, y, radius))
        drawing.dot(GHOST, x, y, radius * 0.32)
        lean = radius * 0.35 / (2 * pi * middle)
        start = _polar(middle + radius * 0.94, index / count + lean)
        end = _polar(middle - radius * 0.94, (index + 1) / count - lean)
        drawing.stroke(GHOST, 0.2, _outline([start, end], closed=False))


def _ring_of_teeth(drawing: Drawing, base: float, tip: float, count: int) -> None:
    for index in range(count):
        points = [_polar(base, index / count), _polar(tip, (index + 0.5) / count), _polar(base, (index + 1) / count)]
        drawing.fill(GHOST_FILL, _outline(points))
        drawing.stroke(GHOST, 0.16, _outline(points, closed=False))


def _ring_of_combs(drawing: Drawing, inner: float, outer: float, count: int) -> None:
    for index in range(count):
        turn = index / count
        drawing.stroke(GHOST, 0.16, _outline([_polar(inner, turn), _polar(outer, turn)], closed=False))


def _birds(drawing: Drawing, middle: float, count: int) -> None:
    for index in range(count):
        turn = index / count
        for part in BIRD:
            points = [_polar(middle + back, turn + ahead / (2 * pi * middle)) for ahead, back in part]
            drawing.fill(GHOST_FILL, _outline(points))
            drawing.stroke(GHOST, 0.2, _outline(points))
        for feather in FEATHERS:
            points = [_polar(middle + back, turn + ahead / (2 * pi * middle)) for ahead, back in feather]
            drawing.stroke(GHOST, 0.14, _outline(points, closed=False))
        drawing.dot(GHOST, *_polar(middle + 1.05, turn + 4.7 / (2 * pi * middle)), 0.32)


def _sun(drawing: Drawing, rays: int, outer: float, inner: float) -> None:
    """The star of the drum's middle; between two rays chevrons nest, the peacock feathers of the old drums."""
    drawing.fill(GHOST_FILL, _star(*CENTRE, rays, outer, inner))
    drawing.stroke(GHOST, 0.22, _star(*CENTRE, rays, outer, inner))
    drawing.stroke(GHOST, 0.2, _circle(*CENTRE, inner * 0.72))
    for ray in range(rays):
        middle = (ray + 0.5) / rays
        for nest in range(5):
            tip = inner + 3.0 + nest * 2.9
            foot = tip + 2.9
            free = 0.5 / rays * (foot - inner) / (outer - inner)  # the ray takes the rest
            points = [_polar(foot, middle - free * 0.86), _polar(tip, middle), _polar(foot, middle + free * 0.86)]
            drawing.stroke(GHOST, 0.18, _outline(points, closed=False))


def _drum(drawing: Drawing) -> None:
    for radius in (68.0, 67.2, 63.4, 58.4, 57.8, 54.4, 53.8, 38.6, 38.0, 34.2, 31.2, 30.6):
        drawing.stroke(GHOST, 0.2, _circle(*CENTRE, radius))
    _ring_of_teeth(drawing, 67.2, 63.4, 120)
    _ring_of_circles(drawing, 60.9, 1.65, 66)
    _ring_of_combs(drawing, 54.4, 57.8, 240)
    _birds(drawing, 46.0, 14)
    _ring_of_circles(drawing, 36.1, 1.3, 48)
    _ring_of_teeth(drawing, 34.2, 31.2, 70)
    _sun(drawing, 14, 30.6, 9.0)


def draw() -> str:
    """The whole ornament as an SVG document, the same text every time."""
    ground, frame = Drawing(), Drawing()
    _drum(ground)
    _frame(frame)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{PAGE_WIDTH:g}mm" height="{PAGE_HEIGHT:g}mm" '
        f'viewBox="0 0 {PAGE_WIDTH:g} {PAGE_HEIGHT:g}">\n{ground.svg_paths()}\n{frame.svg_paths()}\n</svg>\n'
    )


if __name__ == "__main__":
    Path(__file__).with_name("ornament.svg").write_text(draw(), encoding="utf-8")
