"""Codes that people type or scan: of shops, campaigns and booths, and pay codes.

Case, spaces and width make no difference. A scanner is a keyboard: if its computer types Korean,
each key comes as the letter of the Korean layout, put together to syllables.
"""

from chalicelib.core.text import in_form

_KEYS = (
    "ㅂq ㅈw ㄷe ㄱr ㅅt ㅛy ㅕu ㅑi ㅐo ㅔp ㅁa ㄴs ㅇd ㄹf ㅎg ㅗh ㅓj ㅏk ㅣl "
    "ㅋz ㅌx ㅊc ㅍv ㅠb ㅜn ㅡm "
    "ㅃQ ㅉW ㄸE ㄲR ㅆT ㅒO ㅖP ㅘhk ㅙho ㅚhl ㅝnj ㅞnp ㅟnl ㅢml "
    "ㄳrt ㄵsw ㄶsg ㄺfr ㄻfa ㄼfq ㄽft ㄾfx ㄿfv ㅀfg ㅄqt"
)
"""The two-set layout (KS X 5002): each letter and the keys that make it."""
_KEYS_OF = {ord(letter_and_keys[0]): letter_and_keys[1:] for letter_and_keys in _KEYS.split()}
_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_MEDIALS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FINALS = "\0ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_FIRST_SYLLABLE, _LAST_SYLLABLE = 0xAC00, 0xD7A3


def read_code(text: str) -> str:
    """The code in lower case, as it is looked up. May be empty."""
    if text.isascii() and text.isprintable() and " " not in text:
        # As every till's scanner sends it: nothing of what follows would change it.
        return text.lower()
    text = in_form("NFKC", text)
    return "".join(c for c in text if c.isprintable() and not c.isspace()).lower()


def read_id(prefix: str, text: str) -> str:
    """An id as it stands on a card, `06BX 3K9Q Z7M2 T4WA`, or with its prefix: as ours are written.
    What is none stays one that nothing has."""
    bare = read_code(text).replace("-", "").removeprefix(f"{prefix}_")
    return f"{prefix}_{bare.upper()}"


def read_scanned(text: str) -> str:
    """What a scanner sent, in the letters of its keys and without its frame: a symbology prefix
    such as `]Q1`, control characters. In lower case, with the signs that stand in it."""
    if not text.isascii():
        letters = "".join(_letters_of(c) for c in in_form("NFC", text))
        text = letters.translate(_KEYS_OF)
    code = read_code(text)
    return code[3:] if code[:1] == "]" else code


def _letters_of(character: str) -> str:
    """Of a Hangul syllable its letters, as one typed them; of anything else itself."""
    if not _FIRST_SYLLABLE <= ord(character) <= _LAST_SYLLABLE:
        return character
    rest, final = divmod(ord(character) - _FIRST_SYLLABLE, len(_FINALS))
    initial, medial = divmod(rest, len(_MEDIALS))
    return (_INITIALS[initial] + _MEDIALS[medial] + _FINALS[final]).rstrip("\0")
