"""The design system's values: that all exist, and that each pair can be read in every mode."""

import re
from collections.abc import Mapping

import pytest

from chalicelib.web import static_files

STYLES = {
    name: path.read_text(encoding="utf-8")
    for name, path in static_files._paths().items()
    if path.suffix == ".css"
}
TOKENS = STYLES["design/tokens.css"]
MODES = {
    "light": (),
    "dark": ("(prefers-color-scheme: dark)",),
    "contrast": ("(prefers-contrast: more)",),
    "dark, contrast": (
        "(prefers-color-scheme: dark)",
        "(prefers-contrast: more)",
        "(prefers-contrast: more) and (prefers-color-scheme: dark)",
    ),
}
GROUNDS = ("page", "surface")
TEXTS = [
    *((text, ground) for text in ("ink", "ink-soft", "brand-text") for ground in GROUNDS),
    *((f"{kind}-text", ground) for kind in ("benefit", "danger") for ground in GROUNDS),
    *((f"{kind}-text", f"{kind}-soft") for kind in ("brand", "benefit", "danger", "warning")),
    ("ink", "surface-soft"),
    ("ink", "brand-soft"),
    ("ink", "line"),
    ("on-brand", "brand"),
    ("on-danger", "danger"),
    ("on-sign", "warning-sign"),
    ("disabled-ink", "disabled"),
]
"""(text, what it stands on); a quiet button stands on a line's colour outside high contrast."""
EDGES = [("line-strong", "surface"), ("focus", "page"), ("focus", "surface"), ("brand", "surface")]


def values(mode: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    blocks = re.findall(r"(?:@media ([^{]+) \{\s*)?:root \{(.*?)\}", TOKENS, re.DOTALL)
    for media, block in blocks:
        if not media or media in MODES[mode]:
            found |= dict(re.findall(r"--([\w-]+):\s*([^;]+);", block))
    return found


def color(known: Mapping[str, str], name: str) -> tuple[float, ...]:
    value = known[name]
    while other := re.fullmatch(r"var\(--([\w-]+)\)", value):
        value = known[other[1]]
    digits = value.removeprefix("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    return tuple(int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))


def luminance(parts: tuple[float, ...]) -> float:
    """Of WCAG 2."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(known: Mapping[str, str], one: str, other: str) -> float:
    low, high = sorted(luminance(color(known, name)) for name in (one, other))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("mode", MODES)
def test_every_text_can_be_read_on_what_it_stands_on(mode: str) -> None:
    known = values(mode)
    least = 7 if "contrast" in mode else 4.5
    poor = {pair: contrast(known, *pair) for pair in TEXTS if "disabled" not in pair[1]}
    if least == 7:
        # There a quiet button is an outline.
        del poor["ink", "line"]
    assert {pair: ratio for pair, ratio in poor.items() if ratio < least} == {}


@pytest.mark.parametrize("mode", MODES)
def test_every_edge_can_be_seen(mode: str) -> None:
    known = values(mode)
    assert {pair: contrast(known, *pair) for pair in EDGES if contrast(known, *pair) < 3} == {}


@pytest.mark.parametrize("name", STYLES)
def test_a_style_names_only_values_that_exist(name: str) -> None:
    defined = set(re.findall(r"--([\w-]+):", "".join(STYLES.values())))
    assert set(re.findall(r"var\(--([\w-]+)", STYLES[name])) <= defined


@pytest.mark.parametrize("name", set(STYLES) - {"design/tokens.css"})
def test_colors_have_names(name: str) -> None:
    """But for what is paper in every mode."""
    text = re.sub(r"#fff\b|#000\b|#0{3,4}|#b1b8be", "", STYLES[name])
    assert re.findall(r"#[0-9a-f]{3,8}\b(?=[ ;,])", text) == []


@pytest.mark.parametrize("name", STYLES)
def test_text_grows_with_its_reader(name: str) -> None:
    """What is capped by the width of the window stays small where text is enlarged."""
    assert re.findall(r"font-size:[^;]*\dv[wh]", STYLES[name]) == []


def test_danger_stays_red_under_the_pointer() -> None:
    parts = STYLES["design/components.css"]
    danger = re.findall(r"\.button\.danger[^{]*\{([^}]*)\}", parts)
    assert len(danger) == 2
    for rule in danger:
        assert re.findall(r"--fill-(?:hover|pressed): var\(--danger", rule)


def test_a_pages_own_style_redefines_no_part_of_the_design() -> None:
    """A part that came later would change how the page looks, and the page every other."""
    parts = set(re.findall(r"^\s*(\.[\w-]+) \{", STYLES["design/components.css"], re.MULTILINE))
    own = {
        name: set(re.findall(r"^\s*(\.[\w-]+) \{", text, re.MULTILINE)) & parts
        for name, text in STYLES.items()
        if not name.startswith("design/")
    }
    assert {name: twice for name, twice in own.items() if twice} == {}


def test_a_status_and_a_code_stand_in_one_line() -> None:
    """Of the refusals in the docs: a narrow first column once broke them letter by letter."""
    style = STYLES["common/desk.css"]
    [first] = re.findall(r"^\.refusals th \{([^}]*)\}", style, re.MULTILINE)
    assert "white-space: nowrap" in first


def test_a_button_in_a_list_is_not_taken_for_a_line_of_it() -> None:
    """A line that is one button has no edge; the ways on of a photo in a list once had none."""
    parts = STYLES["design/components.css"]
    assert re.findall(r"\.lines > li > button(?!:not\(\.button\))", parts) == []
