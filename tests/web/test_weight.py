"""What a first visit weighs, and the typeface, which is most of it."""

import gzip
import re

from infra.deploy.typeface import LETTERS, letters
from tests.conftest import Stack
from tests.web.test_pages import as_browser


def test_a_first_visit_of_the_sign_up_page_is_light(stack: Stack) -> None:
    """150 kB with the typeface, as API Gateway compresses it."""
    html = as_browser(stack, "/j/celadon")
    names = set(re.findall(r'[" ]static/([^"?]+)\?v=', html)) - {"design/share.png"}
    files = [stack.call("GET", f"/static/{name}") for name in names | {"design/onmin-sans.woff2"}]
    text = [f.raw for f in files if "font" not in f.headers["Content-Type"]]
    whole = [f.raw for f in files if "font" in f.headers["Content-Type"]]
    weight = sum(len(gzip.compress(body)) for body in [html.encode(), *text])
    assert weight + sum(map(len, whole)) < 150_000


def test_the_typeface_has_every_syllable_that_pages_say() -> None:
    """make typeface, when a page gained letters."""
    kept = set(LETTERS.read_text(encoding="utf-8"))
    assert {one for one in letters() if "가" <= one <= "힣"} <= kept


def test_the_typeface_is_named_at_once_where_a_browser_has_it(stack: Stack) -> None:
    """A first visit is not to wait for it: static/common/typeface.js."""
    assert '<html lang="ko">' in as_browser(stack, "/terms")
    assert '<html lang="ko" class="set">' in as_browser(stack, "/terms", Cookie="a=b; typeface=1")
