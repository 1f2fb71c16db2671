"""The desk's views, as its templates name them."""

import re
from functools import cache

from chalicelib.web.rendering import TEMPLATES


@cache
def names() -> frozenset[str]:
    """What may stand in an address of the desk."""
    texts = [(TEMPLATES / page).read_text(encoding="utf-8") for page in templates()]
    return frozenset(re.findall(r'data-screen="([a-z-]+)"', "".join(texts)))


@cache
def templates() -> list[str]:
    """In which order their tabs stand is said in static/staff/tabs.js."""
    found = (TEMPLATES / "staff" / "pages").glob("*.html")
    return sorted(path.relative_to(TEMPLATES).as_posix() for path in found)
