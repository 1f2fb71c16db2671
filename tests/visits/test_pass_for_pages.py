"""The pass that the tests of the pages read: made here, so that both sides have the same form."""

import json
from datetime import UTC, datetime
from pathlib import Path

from chalicelib.aws.signer import Signer
from chalicelib.visits.passes import make_pass, read_pass

KEPT = Path(__file__).parents[1] / "data" / "pass.json"
NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)


def test_the_pages_tests_read_a_pass_as_it_is_made() -> None:
    keys = Signer(b"1" * 32).pass_keys
    holder = keys.holder("gangjin", "mem_06H02CHZG2WVD3YG")
    text, expires_at = make_pass(keys, holder=holder, age_class="youth", facility_id=None, now=NOW)
    made = {
        "text": text,
        "key_id": keys.key_id,
        "public_key": keys.public_key.hex(),
        "holder": holder.hex()[:16],
        "until": expires_at.isoformat(),
    }
    assert json.loads(KEPT.read_text()) == made
    assert keys.member_id("gangjin", read_pass(keys, text).holder) == "mem_06H02CHZG2WVD3YG"
    assert keys.member_id("jinju", holder) is None
