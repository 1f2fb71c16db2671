"""Addresses of pages of other sites, as people paste them."""

import re

_FORM = re.compile(
    r"(?P<scheme>https?)://(?P<host>(?:[\w-]{1,63}\.)+[\w-]{2,63})(?P<port>:\d{1,5})?"
    r"(?P<rest>[/?#][^\s<>\"\\]*)?",
    re.IGNORECASE,
)
"""No name or password before the host, and no host without a dot."""
_TELLING = re.compile(r"(utm_\w+|fbclid|igsh|igshid|si|from)=[^&#]*&?")
"""Of a query: by which way somebody came to the page, not which it is."""


def is_web_address(text: str) -> bool:
    return _FORM.fullmatch(text) is not None


def same_address(text: str) -> str:
    """What two addresses of one page share: without scheme, `www.` or `m.`, and the way by which it
    was come to. Raises `ValueError` for what is no address."""
    found = _FORM.fullmatch(text)
    if found is None:
        raise ValueError("not a web address")
    host = re.sub(r"^(www|m)\.", "", found["host"].lower())
    path, mark, query = (found["rest"] or "").partition("?")
    query = _TELLING.sub("", query).rstrip("&")
    return f"{host}{path.rstrip('/')}{mark if query else ''}{query}"
