"""Cuts the typeface of the pages out of Pretendard GOV: the letters of our own words, no others.

Three files: what one who joins reads, so that a first visit is light; what a member reads beside
it; and the letters that only other pages have. A browser fetches one where its letters occur
(`unicode-range`).

What people type or are called is written in the system's typeface, so that no name is set in two.
Run it when a page gained letters (tests/web/test_pages.py says so):

    npm pack pretendard-gov@1.3.9 && tar xzf pretendard-gov-1.3.9.tgz
    make typeface FONT=package/dist/web/variable/woff2/PretendardGOVVariable.woff2

It needs the dependency group `typeface`. The licence (OFL 1.1) reserves the name Pretendard for
what is unchanged, so the result has a name of its own.
"""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DESIGN = ROOT / "chalicelib" / "web" / "static" / "design"
FONT = DESIGN / "onmin-sans.woff2"
FONT_OF_MEMBERS = DESIGN / "onmin-sans-wallet.woff2"
FONT_OF_OTHERS = DESIGN / "onmin-sans-more.woff2"
FACES = DESIGN / "typeface.css"
COUNTIES = Path(__file__).parent / "counties"
LETTERS = Path(__file__).parent / "typeface.letters"
NAME = "Onmin Sans"
_SOURCES = ("*.html", "*.js", "*.py", "reference_words.json")
_OF_JOINING = (
    "core", "identity", "joining", "web/static/common", "web/static/join",
    "web/templates/common", "web/templates/join",
)  # fmt: skip
"""What one reads who joins: pages and refusals. Home comes with them."""
_OF_MEMBERS = (
    "festivals", "ledger", "members", "paying", "trips", "wallets", "web/static/wallet",
    "web/templates/wallet",
)  # fmt: skip
_HOME = ("web/templates/public/home.html", "web/static/public/home.js", "web/words.py")
_ALWAYS = {chr(code) for code in range(0x20, 0x7F)} | set("·−–—“”‘’…→←✓✕₩※×")
_WEIGHTS = (400, 700)
_FAMILY, _FULL, _UNIQUE, _POSTSCRIPT, _TYPO_FAMILY = 1, 4, 3, 6, 16


def letters() -> set[str]:
    """Every printable character of what the application says."""
    return _letters_of(ROOT / "chalicelib")


def _parts() -> list[tuple[Path, set[str]]]:
    """Each file, and the letters that stand in it and in none before."""
    product = ROOT / "chalicelib"
    joining = _letters_of(*(product / name for name in (*_OF_JOINING, *_HOME)))
    joining |= _letters_of_names() & letters()
    members = _letters_of(*(product / name for name in _OF_MEMBERS)) - joining
    others = letters() - joining - members
    return [(FONT, joining), (FONT_OF_MEMBERS, members), (FONT_OF_OTHERS, others)]


def _letters_of_names() -> set[str]:
    """Of counties and campaigns: these stand on every page that a member sees first."""
    found: set[str] = set()
    for path in COUNTIES.glob("*.json"):
        data = json.loads(path.read_text(encoding="utf-8"))
        for row in (data.get("county", {}), *data.get("campaigns", ())):
            found |= {letter for name in ("name", "programme") for letter in row.get(name, "")}
    return found


def _letters_of(*places: Path) -> set[str]:
    found = set(_ALWAYS)
    for place in places:
        files = [place] if place.is_file() else [f for p in _SOURCES for f in place.rglob(p)]
        for path in files:
            if "lib" not in path.relative_to(ROOT / "chalicelib").parts:
                found |= set(path.read_text(encoding="utf-8"))
    return {letter for letter in found if letter.isprintable()}


def cut(source: Path) -> None:
    """Writes the files, their style sheet, and the list of what is in them."""
    parts = _parts()
    for font, some in parts:
        _cut(source, font, some)
    faces = (_face(font, "" if font == FONT else _range(some)) for font, some in parts)
    FACES.write_text("".join(faces))
    LETTERS.write_text("".join(sorted(letters())) + "\n", encoding="utf-8")


def _range(some: set[str]) -> str:
    codes = ", ".join(f"U+{ord(letter):X}" for letter in sorted(some))
    return f"  unicode-range: {codes};\n"


def _face(font: Path, only: str) -> str:
    return (
        "@font-face {\n"
        '  font-family: "Onmin Sans";\n'
        f'  src: url("./design/{font.name}") format("woff2");\n'
        "  font-weight: 400 700;\n"
        "  font-display: swap;\n"
        f"{only}}}\n\n"
    )


def _cut(source: Path, target: Path, some: set[str]) -> None:
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    font = TTFont(source)
    options = subset.Options()
    options.layout_features = ["kern", "tnum", "ccmp"]
    options.hinting = False
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(some))
    cutter.subset(font)
    font = instancer.instantiateVariableFont(font, {"wght": _WEIGHTS})
    for record in list(font["name"].names):
        if record.nameID in (_FAMILY, _FULL, _UNIQUE, _TYPO_FAMILY):
            record.string = NAME
        elif record.nameID == _POSTSCRIPT:
            record.string = NAME.replace(" ", "")
        elif "Pretendard" in str(record):
            font["name"].removeNames(record.nameID)
    font.flavor = "woff2"
    font.save(target)


if __name__ == "__main__":
    cut(Path(sys.argv[1]))
