"""A county's two colours, and the shades that its pages and posters make of them.

The design system's own shades were chosen so that every text can be read on what it stands on
(WCAG 2, 4.5 to 1), and contrast depends on luminance alone. So a county's shades get the luminance
of the design's, and only the colour itself, which stays as the county named it, has to be judged.
"""

import re
from collections.abc import Mapping

CONTRAST_MIN = 4.5
NAMED = 60
"""The shade that is the county's colour itself: buttons, amounts, the ground of a poster."""
LUMINANCES: Mapping[str, Mapping[int, float]] = {
    "brand": {
        5: 0.905, 10: 0.8081, 20: 0.6369, 30: 0.4648, 40: 0.2992, 50: 0.153, 60: 0.0925,
        70: 0.0529, 80: 0.0307, 85: 0.0246, 90: 0.0167, 95: 0.0101,
    },
    "accent": {
        5: 0.9119, 10: 0.8042, 20: 0.6318, 40: 0.3322, 60: 0.1273, 65: 0.0572, 70: 0.0494,
        95: 0.0102,
    },
}  # fmt: skip
"""Of the shades in static/design/tokens.css."""
_GROUNDS = ("#ffffff", "#f4f5f6")
"""What pages lie on, in the light."""
_HEX = re.compile(r"#[0-9a-f]{6}")


class CountyColorError(ValueError):
    """A colour that is none, or on which or in which nothing can be read."""


def shades(name: str, color: str) -> Mapping[int, str]:
    """Every shade of `brand` or `accent`, by its number. Raises `CountyColorError` for what is no
    colour, or cannot be read on the grounds and on its own lightest shade."""
    if not _HEX.fullmatch(color):
        raise CountyColorError(f"{name}: {color!r} is no colour like #17614c")
    made = {step: _shade(color, luminance) for step, luminance in LUMINANCES[name].items()}
    made[NAMED] = color
    for ground in (*_GROUNDS, made[5]):
        if (ratio := contrast(color, ground)) < CONTRAST_MIN:
            raise CountyColorError(
                f"{name}: {color} on {ground} has a contrast of {ratio:.2f}, not {CONTRAST_MIN}"
            )
    return made


def contrast(one: str, other: str) -> float:
    """Of WCAG 2: from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(color: str) -> float:
    red, green, blue = _linear(color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _shade(color: str, wanted: float) -> str:
    """Mixed with white or black until it is as light as wanted: luminance mixes in proportion."""
    parts, known = _linear(color), luminance(color)
    if wanted >= known:
        share = (wanted - known) / (1 - known)
        return _hex([part + (1 - part) * share for part in parts])
    return _hex([part * wanted / known for part in parts])


def _linear(color: str) -> list[float]:
    parts = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def _hex(parts: list[float]) -> str:
    curved = (p * 12.92 if p <= 0.0031308 else 1.055 * p ** (1 / 2.4) - 0.055 for p in parts)
    return "#" + "".join(f"{round(255 * part):02x}" for part in curved)
