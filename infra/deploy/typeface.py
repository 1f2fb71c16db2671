"""Cuts the typeface of the pages out of Pretendard GOV: the letters of our own words, no others.

What people type or are called is written in the system's typeface, so that no name is set in two.
Run it when a page gained letters (tests/web/test_typeface.py says so):

    npm pack pretendard-gov@1.3.9 && tar xzf pretendard-gov-1.3.9.tgz
    make typeface FONT=package/dist/web/variable/woff2/PretendardGOVVariable.woff2

It needs the dependency group `typeface`. The licence (OFL 1.1) reserves the name Pretendard for
what is unchanged, so the result has a name of its own.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DESIGN = ROOT / "chalicelib" / "web" / "static" / "design"
FONT = DESIGN / "onmin-sans.woff2"
LETTERS = Path(__file__).parent / "typeface.letters"
NAME = "Onmin Sans"
_SOURCES = ("*.html", "*.js", "*.py")
_ALWAYS = {chr(code) for code in range(0x20, 0x7F)} | set("·−–—“”‘’…→←✓✕₩※×")
_WEIGHTS = (400, 700)
_FAMILY, _FULL, _UNIQUE, _POSTSCRIPT, _TYPO_FAMILY = 1, 4, 3, 6, 16


def letters() -> set[str]:
    """Every printable character of what the application says."""
    found = set(_ALWAYS)
    for pattern in _SOURCES:
        for path in (ROOT / "chalicelib").rglob(pattern):
            if "lib" not in path.relative_to(ROOT / "chalicelib").parts:
                found |= set(path.read_text(encoding="utf-8"))
    return {letter for letter in found if letter.isprintable()}


def cut(source: Path) -> None:
    """Writes the typeface and the list of what is in it."""
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    font = TTFont(source)
    options = subset.Options()
    options.layout_features = ["kern", "tnum", "ccmp"]
    options.hinting = False
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(letters()))
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
    font.save(FONT)
    LETTERS.write_text("".join(sorted(letters())) + "\n", encoding="utf-8")


if __name__ == "__main__":
    cut(Path(sys.argv[1]))
