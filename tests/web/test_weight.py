"""What a first visit weighs, and the typeface, which is most of it."""

import gzip
import re

from infra.deploy.typeface import LETTERS, letters
from tests.api_gateway import Answer
from tests.conftest import Stack
from tests.web.test_pages import as_browser


def test_a_first_visit_of_the_sign_up_page_is_light(stack: Stack) -> None:
    """With the typeface and what every answer says of itself, as API Gateway compresses it: the
    budget is 150 kB, and 10 of it are for what a county brings, its emblem and a picture."""
    page = stack.call("GET", "/j/celadon")
    named = set(re.findall(r'[" ]static/([^"?]+)\?v=', page.raw.decode()))
    names = named - ASKED_FOR_LATER | {"design/onmin-sans.woff2"}
    files = [stack.call("GET", f"/static/{name}") for name in names]
    assert sum(map(transferred, [page, *files])) < 140_000


ASKED_FOR_LATER = {"design/share.png", "regions.json"}
"""By who shares the page, and by who has agreed and goes on."""


def transferred(answer: Answer) -> int:
    """Bytes of its head, a line each, and of its body."""
    head = {**answer.headers, "Content-Length": "000000", "Content-Encoding": "gzip"}
    lines = ["HTTP/1.1 200 OK", *(f"{name}: {value}" for name, value in head.items()), "", ""]
    is_whole = "font" in str(answer.headers["Content-Type"])
    body = answer.raw if is_whole else gzip.compress(answer.raw)
    return len("\r\n".join(lines)) + len(body)


def test_the_typeface_has_every_syllable_that_pages_say() -> None:
    """make typeface, when a page gained letters."""
    kept = set(LETTERS.read_text(encoding="utf-8"))
    assert {one for one in letters() if "가" <= one <= "힣"} <= kept


def test_the_typeface_is_named_at_once_where_a_browser_has_it(stack: Stack) -> None:
    """A first visit is not to wait for it: static/common/typeface.js."""
    assert '<html lang="ko">' in as_browser(stack, "/terms")
    assert '<html lang="ko" class="set">' in as_browser(stack, "/terms", Cookie="a=b; typeface=1")
