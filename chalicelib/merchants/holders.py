"""Whose an account is, by the name that a bank has for it."""

from chalicelib.core.text import in_form

_FIRM_WORDS = ("주식회사", "유한회사", "농업회사법인", "영농조합법인", "(주)", "(유)", "㈜")


def same_holder(bank: str, shop: str) -> bool:
    """Whether a bank's name of a holder is the shop's. Banks cut long names and write firms their
    own way, so spaces and the words for a firm do not count, and the shorter may begin the
    longer."""
    one, other = _bare(bank), _bare(shop)
    if not one or not other:
        return False
    shorter, longer = sorted((one, other), key=len)
    return one == other or (len(shorter) >= 5 and longer.startswith(shorter))


def _bare(name: str) -> str:
    name = in_form("NFC", name)
    for word in _FIRM_WORDS:
        name = name.replace(word, "")
    return "".join(c for c in name.casefold() if c.isalnum())
