"""The page that checks proofs refuses each that is not genuine, and says what does not fit."""

import copy
import hashlib
import json
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Browser, expect

from chalicelib.proofs import merkle
from tests.e2e.conftest import Cloud
from tests.e2e.proofs import Holder, give, missed, verdict
from tests.e2e.test_in_browser import PHONE, Screen, browser

__all__ = ["browser"]


def changes(record: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every value within a proof, each with another one for it, of the same kind."""
    if isinstance(record, dict):
        for name, value in record.items():
            yield from changes(value, (*path, name))
    elif isinstance(record, list):
        for place, value in enumerate(record):
            yield from changes(value, (*path, place))
    elif isinstance(record, int):
        yield path, record + 1
    elif record is None:
        yield path, "something"
    else:
        # Another last character that leaves hashes hashes and days days.
        yield path, record[:-1] + ("1" if record[-1:] != "1" else "2")


def changed(proof: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    other = copy.deepcopy(proof)
    place = other
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = value
    return other


def test_a_proof_with_any_field_changed_is_refused(
    browser: Browser, cloud: Cloud, holder: Holder
) -> None:
    screen = Screen(browser, cloud, PHONE)
    screen.open("/verify")
    tried = 0
    for proof in holder.proofs:
        for path, value in changes(proof):
            give(screen.page, changed(proof, path, value))
            assert verdict(screen.page) == "bad", path
            assert screen.page.locator("[data-proven]").is_hidden(), path
            if path[0] == "entry" and path[1] not in ("at", "hash", "county_id"):
                assert missed(screen.page) == {"entry"}, path
            tried += 1
    assert tried >= 90
    give(screen.page, changed(holder.payment, ("entry", "voucher_amount"), -900))
    expect(screen.page.locator(".reasons")).to_contain_text("내역의 내용이 바뀌었습니다")
    screen.shoot("proof-bad-390")


def test_a_proof_with_parts_missing_or_added_is_refused(
    browser: Browser, cloud: Cloud, holder: Holder
) -> None:
    screen = Screen(browser, cloud, PHONE)
    screen.open("/verify")
    proof = holder.payment
    texts = ["", "{}", "[]", "null", "not json", '{"version": 1}', "[" * 100_000]
    texts += [json.dumps({n: v for n, v in proof.items() if n != name}) for name in proof]
    texts += [json.dumps(proof | {"surprise": 1}), json.dumps(proof | {"path": proof["path"][1:]})]
    texts += [json.dumps(proof).replace("-1200", "-1200.5"), "1" * 1_000_001]
    for name in proof["entry"]:
        entry = {n: v for n, v in proof["entry"].items() if n != name}
        texts.append(json.dumps(proof | {"entry": entry}))
    for text in texts:
        give(screen.page, text)
        assert verdict(screen.page) == "bad", text[:80]
    assert screen.complaints == []


def test_what_looks_like_a_proof_but_is_none_does_not_keep_the_verdict_before(
    browser: Browser, cloud: Cloud, holder: Holder
) -> None:
    """A list of one text passes for the text where a pattern is matched, and names may be twice."""
    screen = Screen(browser, cloud, PHONE)
    screen.open("/verify")
    proof = holder.payment
    places = [("entry", "hash"), ("entry", "at"), ("path",), ("day", "merkle_root")]
    places += [("day", name) for name in ("hash", "previous", "on")]
    texts = []
    for path in places:
        value = proof[path[0]][path[1]] if len(path) == 2 else proof["path"][0]
        texts.append(json.dumps(changed(proof, path, [[value]] if path == ("path",) else [value])))
    texts += [json.dumps(changed(proof, ("day", "on"), f"2026-{d}")) for d in ("99-99", "00-00")]
    twice = '"voucher_amount": 9000000, "voucher_amount": '
    texts.append(json.dumps(proof).replace('"voucher_amount": ', twice))
    for text in texts:
        give(screen.page, proof)
        assert verdict(screen.page) == "good"
        give(screen.page, text)
        assert verdict(screen.page) == "bad", text[:200]
    assert screen.complaints == []


def test_a_slow_answer_on_one_proof_is_no_verdict_on_the_next(
    browser: Browser, cloud: Cloud, holder: Holder
) -> None:
    screen = Screen(browser, cloud, PHONE)
    screen.open("/verify")
    waiting: list[Any] = []
    screen.page.route("**/v1/ledger/roots?on=*", lambda route: waiting.append(route))
    chosen = json.dumps(holder.payment).encode()
    with screen.page.expect_request("**/v1/ledger/roots?on=*"):
        screen.page.set_input_files(
            "#file", {"name": "proof.json", "mimeType": "application/json", "buffer": chosen}
        )
    give(screen.page, "no proof")
    assert verdict(screen.page) == "bad"
    with screen.page.expect_response("**/v1/ledger/roots?on=*"):
        waiting[0].continue_()
    screen.page.wait_for_timeout(300)
    assert verdict(screen.page) == "bad"


def canonical_hash(record: dict[str, Any]) -> str:
    sealed = {name: value for name, value in record.items() if name != "hash"}
    text = json.dumps(sealed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def test_a_forgery_that_fits_itself_is_not_what_was_published(
    browser: Browser, cloud: Cloud, holder: Holder
) -> None:
    """Every hash made anew: only the county's own record gives it away."""
    entry = holder.payment["entry"] | {"voucher_amount": -200, "voucher_balance": 2800}
    entry["hash"] = canonical_hash(entry)
    root = merkle.tree_root([bytes.fromhex(entry["hash"])]).hex()
    day = holder.payment["day"] | {"entry_count": 1, "merkle_root": root}
    day["hash"] = canonical_hash(day)
    forged = {"version": 1, "entry": entry, "leaf_index": 0, "tree_size": 1, "path": [], "day": day}
    screen = Screen(browser, cloud, PHONE)
    screen.open("/verify")
    give(screen.page, forged)
    assert (verdict(screen.page), missed(screen.page)) == ("bad", {"published"})
    unheard = day | {"on": "2025-01-01"}
    unheard["hash"] = canonical_hash(unheard)
    moved = entry | {"at": "2025-01-01T03:00:00.000Z"}
    moved["hash"] = canonical_hash(moved)
    unheard["merkle_root"] = merkle.tree_root([bytes.fromhex(moved["hash"])]).hex()
    unheard["hash"] = canonical_hash(unheard)
    give(screen.page, forged | {"day": unheard, "entry": moved})
    assert (verdict(screen.page), missed(screen.page)) == ("bad", {"published"})
    expect(screen.page.locator(".reasons")).to_contain_text("공개한 적이 없습니다")


def test_without_a_connection_nothing_is_called_proven(
    browser: Browser, cloud: Cloud, holder: Holder
) -> None:
    screen = Screen(browser, cloud, PHONE)
    screen.open("/verify")
    screen.page.wait_for_load_state("networkidle")
    screen.page.context.set_offline(True)
    give(screen.page, holder.payment)
    assert verdict(screen.page) == "unsure"
    screen.shoot("proof-unsure-390")
    screen.page.context.set_offline(False)
    screen.press("[data-do=retry]")
    screen.page.wait_for_selector(".verdict.good")


def test_the_browser_writes_canonical_json_as_python_does(browser: Browser, cloud: Cloud) -> None:
    screen = Screen(browser, cloud, PHONE)
    screen.open("/verify")
    names = [
        "é",
        "z",
        "가",
        "\ue000",
        "\uffee",
        "\U0001f600",
        "\U00010000",
        "Z",
        "",
        "__proto__",
        '"',
    ]
    texts = ["".join(map(chr, range(0x80))), "\u2028\u2029\x7f\xa0", "\U0001f600\ud7ff", "<&>\\/"]
    record = {name: [n, -n, None, *texts, {}, []] for n, name in enumerate(names)}
    source = json.dumps(
        {**record, "deep": {name: dict.fromkeys(names, 2**53 - 1) for name in names}}
    )
    made = screen.page.evaluate(
        "async source => (await import(new URL('static/public/proof-check.js', document.baseURI)))"
        ".canonical(JSON.parse(source))",
        source,
    )
    assert made == json.dumps(
        json.loads(source), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
