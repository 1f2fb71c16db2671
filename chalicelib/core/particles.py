"""Korean particles, whose form follows the last sound of the word before them."""

from chalicelib.core.text import cleaned

_FINALS = 28
_RIEUL = 8
# Digits as they are read aloud: 영, 일, 삼, 육, 칠, 팔; the others end in a vowel.
_FINAL_OF = dict.fromkeys("2459aeiouy", 0)
_FINAL_OF |= {"0": 21, "1": _RIEUL, "3": 16, "6": 1, "7": _RIEUL, "8": _RIEUL}
_FINAL_OF |= {"l": _RIEUL, "m": 16, "n": 4}


def with_particle(word: str, forms: str) -> str:
    """The word and the form that fits: `with_particle("진주시", "과/와")` is `진주시와`.

    `forms`: after a consonant, and after a vowel, as in `은/는`, `이/가`, `을/를`, `으로/로`. Where
    the last sound cannot be told, both stand: `Zoë과(와)`.
    """
    word = cleaned(word)
    after_consonant, after_vowel = forms.split("/")
    final = _final(word)
    if final is None:
        return f"{word}{after_consonant}({after_vowel})"
    # 로 follows ㄹ as it follows a vowel: 서울로.
    is_vowel = final == 0 or (final == _RIEUL and after_consonant == "으로")
    return word + (after_vowel if is_vowel else after_consonant)


def _final(word: str) -> int | None:
    """The number of the last syllable's final consonant, 0 for none; `None` if nobody can tell."""
    last = next((c for c in reversed(word) if c.isalnum()), "")
    if "가" <= last <= "힣":
        return (ord(last) - ord("가")) % _FINALS
    return _FINAL_OF.get(last.lower())
