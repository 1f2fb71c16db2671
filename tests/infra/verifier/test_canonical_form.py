"""The verifier writes canonical JSON by another library than the standard one: the same bytes."""

import hashlib
import json
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from infra.verifier import packed_entries
from infra.verifier.ledger_audit import canonical_bytes

# Lone surrogates are no UTF-8: neither writes them, and DynamoDB takes none.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
VALUES: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.integers(-(10**40), 10**40) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=10,
)
ODD = "".join(map(chr, range(0x80))) + "\u2028\u2029\ufeff\uffff가\U0001f375"


@given(st.dictionaries(TEXTS, VALUES, max_size=8))
@example({ODD: ODD, "é": 1, "\U0001f375": 2, "\uffff": 3, "Z": [2**63, 2**64, -(2**64), 10**30]})
def test_it_is_what_the_standard_library_writes(record: dict[str, Any]) -> None:
    sealed = {name: value for name, value in record.items() if name != "hash"}
    expected = json.dumps(sealed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    assert canonical_bytes(record) == expected.encode()


@given(TEXTS, TEXTS, st.integers())
@example(ODD, ODD, 10**30)
def test_what_a_payment_asked_for_has_the_products_bytes(
    merchant_id: str, order_id: str, amount: int
) -> None:
    asked = {"amount": amount, "merchant": merchant_id, "order_id": order_id}
    content = json.dumps(asked, sort_keys=True, ensure_ascii=False).encode()

    expected = hashlib.sha256(content).hexdigest()[:32]
    assert packed_entries.fingerprint_of(merchant_id, order_id, amount) == expected
