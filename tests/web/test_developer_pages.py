"""The guide's commands run as they stand; each operation has a page that says all of it."""

import html
import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from chalicelib.core.values import seoul_date
from chalicelib.http.openapi import document, errors_of
from chalicelib.http.operations import Operation
from chalicelib.routes import OPERATIONS
from chalicelib.web import reference, reference_words, refusal_guide
from tests import builders
from tests.conftest import Stack
from tests.screens.served import served

ENGLISH = {"Accept": "text/html", "Accept-Language": "en"}


def page(stack: Stack, path: str) -> str:
    answer = stack.call("GET", path, headers=ENGLISH)
    assert answer.status == 200, path
    return answer.raw.decode()


def commands(guide: str) -> list[str]:
    blocks = re.findall(r"<pre data-run[^>]*><code>(.*?)</code></pre>", guide, re.DOTALL)
    return [html.unescape(block) for block in blocks]


def test_the_guide_leads_from_nothing_to_the_days_close_by_its_own_commands(
    stack: Stack, tmp_path: Path
) -> None:
    blocks = commands(page(stack, "/docs"))
    calendar = tmp_path / "date"
    calendar.write_text(f"#!/bin/sh\necho {seoul_date(stack.now)}\n")
    calendar.chmod(0o755)
    with served(stack) as address:
        facts = {"base_url": address, "merchants": [{"api_key": builders.SHOP_KEY}]}
        (tmp_path / ".local").mkdir()
        (tmp_path / ".local" / "stack.json").write_text(json.dumps(facts))
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", "\necho ---\n".join(blocks)],
            cwd=tmp_path,
            env={**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    assert done.returncode == 0, done.stderr
    said = [each.strip() for each in done.stdout.split("---\n")]
    assert len(said) == 9
    assert "HTTP/1.1 201" in said[2]
    assert '"captured"' in said[2]
    assert said[3] == "Idempotent-Replayed: true"
    assert "HTTP/1.1 503" in said[4]
    assert said[4].endswith("Idempotent-Replayed: true")
    assert said[5:] == ["net_canceled", "partially_canceled", '"captured"', "3000"]


def test_the_guide_names_every_amount_for_rehearsing_and_the_headers(stack: Stack) -> None:
    guide = page(stack, "/docs")

    assert guide.count('<th scope="row">9') == 21
    for header in ("X-Request-Id", "Retry-After", "Accept-Language", "RateLimit-Policy"):
        assert f"<code>{header}</code>" in guide


def test_the_reference_lists_every_operation_a_tills_first(stack: Stack) -> None:
    listed = re.findall(r'href="docs/reference/(\w+)"', page(stack, "/docs/reference"))

    assert listed[0] == "redeem_voucher"
    assert sorted(listed) == sorted(o.view.__name__ for o in OPERATIONS)


@pytest.mark.parametrize(
    "operation", [o for o in OPERATIONS if o.audience == "merchant"], ids=lambda o: o.view.__name__
)
def test_an_operation_has_a_page_with_a_request_to_copy(stack: Stack, operation: Operation) -> None:
    shown = page(stack, f"/docs/reference/{operation.view.__name__}")

    assert f"curl -X {operation.method} &#34;$BASE/v1/" in shown
    assert "Authorization: Bearer $KEY" in shown
    assert '<a href="docs/errors/not_authenticated">' in shown


def said_to_others() -> Iterator[str]:
    """Who build on the API with programs of their own: tills, agents, and the public."""
    theirs = [each for each in OPERATIONS if each.audience in ("merchant", "agent", "anyone")]
    for call in reference.calls(document(theirs)).values():
        yield from (call.summary, *call.notes)
        yield from words_of(call.parameters + call.body + call.answer + call.answer_headers)
    guide = refusal_guide.by_code(OPERATIONS)
    yield from (guide[code].note for code in {e.code for each in theirs for e in errors_of(each)})


def words_of(rows: list[reference.FieldRow]) -> Iterator[str]:
    for row in rows:
        yield row.words
        yield from words_of(row.inner)


def test_what_others_are_told_of_their_requests_is_there_in_korean_and_nothing_else() -> None:
    assert {words for words in said_to_others() if words} == reference_words.table().keys()


def test_a_page_of_the_reference_is_in_the_readers_language(stack: Stack) -> None:
    path = "/docs/reference/redeem_voucher"
    korean = stack.call("GET", path, headers=ENGLISH | {"Accept-Language": "ko"}).raw.decode()

    assert "손님의 결제 코드로 결제합니다" in korean
    assert 'lang="en"' not in korean.partition("<main")[2].partition("</main>")[0]
    assert "Take a payment with the customer" in page(stack, path)


def test_what_is_no_operation_has_no_page(stack: Stack) -> None:
    assert stack.call("GET", "/docs/reference/nothing", headers=ENGLISH).status == 404
