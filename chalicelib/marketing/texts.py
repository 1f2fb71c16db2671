"""The words of an advertising message, as the law wants them, and how long a text is.

Act on Promotion of Information and Communications Network Utilization art. 50, para. 4, and the
decree's table 6: "(광고)" exactly so and the sender's name and contact at the beginning, how to
refuse free of charge at the end.
"""

import re
from datetime import date

from chalicelib.core.languages import Language
from chalicelib.county.counties import County, contact_of
from chalicelib.marketing.errors import MessageTextInvalidError

LETTERS_MAX = 120
MARK = "(광고)"
_NOT_TYPED = re.compile(r"광\s*고\s*[)\]}>]|수신\s*거부|opt[\s-]*out|unsubscribe", re.IGNORECASE)
NOBODY = "0" * 16
"""For whose address an example is."""
ONE_PART, OF_PARTS = 70, 67
"""Letters of UCS-2 that a text message has: alone, and in each part of a longer one."""


def check(text: str, param: str) -> None:
    """Raises `MessageTextInvalidError`."""
    is_plain = text.isprintable() and bool(text.strip())
    if not is_plain or len(text) > LETTERS_MAX or _NOT_TYPED.search(text):
        raise MessageTextInvalidError(param=param, maximum=LETTERS_MAX)


def heading(county: County, language: Language) -> str:
    """The mark and the sender."""
    english = language == "en"
    sender = county.programme_en if english else county.programme
    phone = contact_of(county, english=english).phone
    return " ".join(filter(None, (MARK, sender, phone)))


def finished(county: County, text: str, language: Language, refusal_url: str) -> str:
    """As it is sent by text message."""
    refuse = "Refuse, free of charge" if language == "en" else "무료 수신거부"
    return f"{heading(county, language)}\n{text}\n{refuse}: {refusal_url}"


def pushed(text: str, language: Language) -> str:
    """Below the heading of a notice, whose tap opens the wallet."""
    how = (
        "Refuse, free: My data › news" if language == "en" else "무료 수신거부: 내 정보 › 소식 받기"
    )
    return f"{text}\n{how}"


def reminder(county: County, since: date, refusal_url: str) -> str:
    """That consent was given and when, and how to keep or withdraw it (the decree's art. 62-3): no
    advertisement, so it has no mark."""
    contact = contact_of(county, english=False)
    day = f"{since.year}년 {since.month}월 {since.day}일"
    return (
        f"[{county.programme}] {day}에 소식(광고성 정보) 받기에 동의하셨습니다. "
        f"계속 받으시려면 그대로 두시면 됩니다.\n그만 받기: {refusal_url}\n문의 {contact.phone}"
    )


def parts(text: str) -> int:
    """How many parts a text message is charged as. Any letter of Korean makes it UCS-2."""
    units = len(text.encode("utf-16-be")) // 2
    return 1 if units <= ONE_PART else -(-units // OF_PARTS)
