"""Text as people type it, made one: every text that comes in goes through here.

Composed letters (NFC), one kind of space, nothing that cannot be seen. Written by hand, since the
one library that knows Unicode's properties and clusters (`regex`) costs 2.9 MB and a tenth of a
second at each cold start.
"""

import unicodedata
from typing import Literal

_UNSEEN = (
    *range(0x115F, 0x1161),  # Hangul fillers
    *range(0x17B4, 0x17B6),
    *range(0x180B, 0x1810),
    *range(0x2060, 0x2065),
    *range(0xFE00, 0xFE10),  # variation selectors
    *range(0xE0100, 0xE01F0),
    *(0xAD, 0x34F, 0x2800, 0x3164, 0xFEFF, 0xFFA0),  # among them Braille's blank
)
"""Characters that show nothing, and change nothing that is shown: dropped. Those that change the
direction or the width of what stands beside them are no text, and stay to be refused."""
_DROPPED = dict.fromkeys(_UNSEEN)

MARKS_MAX = 30
"""More marks in a row are no writing (UAX 15, 13: stream-safe text), and to put them in order takes
the square of their number: whoever sends 30,000 would keep a function busy for ten seconds."""
_MARKS_OF_NO_CLASS = "\u0f73\u0f75\u0f81\uff9e\uff9f"
"""Signs that come apart into marks."""

CHARACTERS_OF_A_LETTER_MAX = 8
"""No script has letters of more; one of a thousand marks is none."""
_JOINERS = "\u200c\u200d"
_JOINING_SCRIPTS = frozenset(
    {
        "ARABIC", "SYRIAC", "MONGOLIAN", "NKO", "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI",
        "ORIYA", "TAMIL", "TELUGU", "KANNADA", "MALAYALAM", "SINHALA", "KHMER", "MYANMAR",
        "TIBETAN", "BALINESE", "JAVANESE",
    }
)  # fmt: skip
"""In these scripts a joiner between two letters is spelling; anywhere else it shows nothing."""


def in_form(form: Literal["NFC", "NFKC"], text: str) -> str:
    """The text in a form of Unicode's; of marks in a row no more than `MARKS_MAX` are kept. Every
    text of others goes through here, and none through `unicodedata.normalize`."""
    return text if text.isascii() else unicodedata.normalize(form, _with_few_marks(text))


def _with_few_marks(text: str) -> str:
    if len(text) <= MARKS_MAX:
        return text
    kept: list[str] = []
    run = 0
    for character in text:
        is_mark = unicodedata.combining(character) or character in _MARKS_OF_NO_CLASS
        run = run + 1 if is_mark else 0
        if run <= MARKS_MAX:
            kept.append(character)
    return "".join(kept)


def cleaned(text: str) -> str:
    """The text as it is kept and compared. May be empty; what is no text stays: see `is_shown`."""
    text = in_form("NFC", text.translate(_DROPPED))
    kept = [
        character
        for i, character in enumerate(text)
        if character not in _JOINERS or _joins(text[:i], text[i + 1 :])
    ]
    return "".join(" " if unicodedata.category(c) == "Zs" else c for c in kept).strip()


def is_shown(text: str) -> bool:
    """Whether each character of cleaned text can be seen as what it is, on one line."""
    return all(c.isprintable() or c in _JOINERS for c in text)


def fits(text: str, letters_max: int) -> bool:
    """Whether cleaned text has at most so many letters, as people count them."""
    if text.isascii():
        return len(text) <= letters_max
    if len(text) > CHARACTERS_OF_A_LETTER_MAX * letters_max:
        return False
    letters = graphemes(text)
    return len(letters) <= letters_max and all(
        len(letter) <= CHARACTERS_OF_A_LETTER_MAX for letter in letters
    )


def has_letter(text: str) -> bool:
    return any(c.isalpha() for c in text)


def is_formula(text: str) -> bool:
    """Whether a spreadsheet may run it: it begins with one of `= + - @`, wide and small forms and
    the sign of subtraction included."""
    return in_form("NFKC", text).lstrip()[:1] in ("=", "+", "-", "@", "\u2212")


def graphemes(text: str) -> list[str]:
    """What people count as letters: a base with all marks on it, and what is joined to it."""
    found: list[str] = []
    for character in text:
        is_mark = unicodedata.category(character)[0] == "M" or character in _JOINERS
        if found and (is_mark or found[-1][-1] in _JOINERS):
            found[-1] += character
        else:
            found.append(character)
    return found


def mask_name(name: str) -> str:
    """`홍길동` → `홍*동`, `김수` → `김*`: what a till may see of a member."""
    letters = graphemes(name.strip())
    if len(letters) <= 1:
        return "*"
    if len(letters) == 2:
        return letters[0] + "*"
    return letters[0] + "*" * (len(letters) - 2) + letters[-1]


def _joins(before: str, after: str) -> bool:
    return bool(before and after) and _is_joining(before[-1]) and _is_joining(after[0])


def _is_joining(character: str) -> bool:
    if unicodedata.category(character)[0] not in "LM":
        return False
    return unicodedata.name(character, "").partition(" ")[0] in _JOINING_SCRIPTS
