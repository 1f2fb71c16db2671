"""Particles after words that may end in any sound."""

import re
import unicodedata
from pathlib import Path

import pytest

from chalicelib.core.particles import with_particle

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("word", "forms", "written"),
    [
        ("강진군", "과/와", "강진군과"),
        ("여수시", "과/와", "여수시와"),
        ("세종", "은/는", "세종은"),
        ("제주", "이/가", "제주가"),
        ("서울", "으로/로", "서울로"),
        ("부산", "으로/로", "부산으로"),
        ("대구", "으로/로", "대구로"),
        ("7", "으로/로", "7로"),
        ("2026", "을/를", "2026을"),
        ("R5", "이/가", "R5가"),
        ("‘청자 찻집’", "은/는", "‘청자 찻집’은"),
        (unicodedata.normalize("NFD", "여수시"), "과/와", "여수시와"),
        ("다방 (본점)", "이/가", "다방 (본점)이"),
        ("Cafe", "을/를", "Cafe를"),
        ("Kim", "을/를", "Kim을"),
        ("Park", "을/를", "Park을(를)"),
        ("喫茶", "이/가", "喫茶이(가)"),
        ("", "이/가", "이(가)"),
    ],
)
def test_a_particle_follows_the_last_sound(word: str, forms: str, written: str) -> None:
    assert with_particle(word, forms) == written


_FOLLOWED = re.compile(
    r"(\{[^{}]*\}\}?|%s)[’”'\"]?(은|는|이|가|을|를|과|와|으로|로|이나|이며|이고)(?=[ ,.<'\"`’)]|$)",
    re.MULTILINE,
)
# All of these end in 원, 점 or 일, whatever they are filled with.
_FIXED = re.compile(r"\{(won|points|sumOf)\(.*\}|\{(last_on|amount|owed)\}")


@pytest.mark.parametrize("ending", [".py", ".js", ".html", ".txt"])
def test_no_sentence_fixes_the_particle_of_a_word_that_may_be_any(ending: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in (ROOT / "chalicelib").rglob(f"*{ending}")
        if path.parent.name != "lib"
        for match in _FOLLOWED.finditer(path.read_text(encoding="utf-8"))
        if not _FIXED.fullmatch(match[1])
    ]
    assert found == []
