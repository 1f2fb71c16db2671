"""A member of staff, and what one proposal under one Idempotency-Key stands for."""

from msgspec import Struct

from chalicelib.core.text import cleaned, in_form


class Person(Struct, frozen=True):
    """`subject` is the account's own id, which stays when it is renamed; `username` is for
    reading, and stays when the account is deleted and made again. `person_key` is the keyed hash of
    the account's phone number, as of a member's: by it the own wallet is known. It is not kept."""

    subject: str
    username: str
    person_key: str = ""

    def may_be(self, other: "Person") -> bool:
        """Whether two steps may have been taken by one human being: an account that was renamed
        has its id, one that was made anew its name. Names differ by more than case or the way
        that their letters are put together."""
        return self.subject == other.subject or _folded(self.username) == _folded(other.username)


def _folded(username: str) -> str:
    narrow = in_form("NFKC", username)
    return in_form("NFKC", cleaned(narrow).casefold())


class IdempotencyRecord(Struct, frozen=True, kw_only=True):
    """What one person asked for under one Idempotency-Key, a member of staff or whoever signs up:
    `digest` names it, `resource_id` is what it made, and `fingerprint` what was asked."""

    county_id: str
    digest: str
    resource_id: str
    fingerprint: str
