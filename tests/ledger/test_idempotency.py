"""Keys and digests of commands."""

from chalicelib.ledger.idempotency import digest, fingerprint


def test_parts_of_a_digest_cannot_be_shifted() -> None:
    assert digest("ab", "c") != digest("a", "bc")
    assert len(digest("a")) == 32


def test_a_fingerprint_does_not_depend_on_the_order_of_fields() -> None:
    assert fingerprint({"a": 1, "b": 2}) == fingerprint({"b": 2, "a": 1})
    assert fingerprint({"a": 1}) != fingerprint({"a": 2}) != fingerprint({"a": "2"})
