"""Who takes part: one pseudonym for each account, and the frozen list of them.

A pseudonym is a keyed hash of the account under a salt of the draw's own. The salt is erased with
the personal data of the draw; from then on nobody, the county included, can tell whose it was.
"""

import hashlib
import hmac
import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Literal

from msgspec import Struct

from chalicelib.core.values import ID_CHARACTERS, ID_FORM, to_base32

ENTRANTS_MAX = 50_000
"""Of one draw: what a request can freeze and a browser work out again."""

UploadKind = Literal["entrants", "excluded", "withdrawn"]
DropReason = Literal["duplicate", "staff", "household", "other", "withdrawn"]

_FORM = re.compile(f"etr_{ID_FORM}", re.ASCII)


class Row(Struct, frozen=True, array_like=True):
    """A line of a file. `account` is `handle/…` of a platform or `member/mem_…`; `reason` is that
    of who is excluded. `alias`: of a member who also gave a handle, the pseudonym of that."""

    number: int
    account: str
    reason: Literal["", "staff", "household", "other"] = ""
    alias: str = ""

    @property
    def written(self) -> str:
        """The handle or member id alone."""
        return self.account.partition("/")[2]


class Upload(Struct, frozen=True):
    """A file as it was read; they count together, in the order of their ids."""

    upload_id: str
    kind: UploadKind
    rows: tuple[Row, ...]


class SiftedRow(Struct, frozen=True):
    """What became of a row of the entrants' files: `drop_reason`, if it is not in the list."""

    row: Row
    entrant_id: str
    drop_reason: DropReason | None


def entrant_id(salt: bytes, account: str) -> str:
    """80 bits: that two of 50,000 entrants have the same is one chance in 10^15."""
    mac = hmac.digest(salt, account.encode(), "sha256")
    return "etr_" + to_base32(int.from_bytes(mac[:10]), characters=ID_CHARACTERS)


def person_of(account: str, goes_on: Mapping[str, str]) -> str:
    """The account by which a person counts: of a member whose wallet ended, that of the one in
    which they go on."""
    kind, _, who = account.partition("/")
    return f"{kind}/{goes_on.get(who, who)}" if kind == "member" else account


def sift(
    uploads: Iterable[Upload], salt: bytes, goes_on: Mapping[str, str] | None = None
) -> list[SiftedRow]:
    """Each row of the entrants' files. Of rows of one person the first counts, as it is written.
    Who is excluded or has withdrawn is out, whichever file came first, and by whichever of their
    wallets, or by the handle that a member gave. `goes_on`: by each wallet that ended, the one in
    which its person goes on."""
    # Whoever can be reached as a member counts before the same handle in a file of a platform's.
    known = sorted(uploads, key=lambda one: (not any(row.alias for row in one.rows), one.upload_id))
    # Handles are compared by their pseudonyms only where a member gave one: it costs a hash a row.
    has_aliases = any(row.alias for upload in known for row in upload.rows)

    def names(row: Row) -> set[str]:
        found = {person_of(row.account, goes_on or {})}
        if has_aliases:
            found |= {entrant_id(salt, row.account), row.alias} - {""}
        return found

    out = _out(known, names)
    seen: set[str] = set()
    sifted: list[SiftedRow] = []
    for upload in known:
        if upload.kind != "entrants":
            continue
        for row in upload.rows:
            own = names(row)
            reason = next((out[name] for name in sorted(own) if name in out), None)
            if reason is None and not own.isdisjoint(seen):
                reason = "duplicate"
            seen |= own
            sifted.append(SiftedRow(row, entrant_id(salt, row.account), reason))
    return sifted


def _out(known: Iterable[Upload], names: Callable[[Row], set[str]]) -> dict[str, DropReason]:
    """By each name of who is not in the list, why."""
    out: dict[str, DropReason] = {}
    for upload in known:
        for row in upload.rows:
            if upload.kind == "withdrawn":
                out |= dict.fromkeys(names(row) - out.keys(), "withdrawn")
            elif upload.kind == "excluded":
                out |= dict.fromkeys(names(row), row.reason or "other")
    return out


def frozen_ids(sifted: Iterable[SiftedRow]) -> tuple[str, ...]:
    """The list as it is frozen: each id once, sorted."""
    return tuple(sorted({each.entrant_id for each in sifted if each.drop_reason is None}))


def dropped(sifted: Iterable[SiftedRow]) -> dict[str, int]:
    """By reason, how many rows are not in the list; reasons sorted, none of no rows."""
    counts = Counter(str(each.drop_reason) for each in sifted if each.drop_reason)
    return dict(sorted(counts.items()))


def canonical(entrant_ids: Iterable[str]) -> bytes:
    """The bytes of a list: each id on a line of its own, `\\n` after each. Of nobody: no bytes.

    Raises `ValueError` for ids that are not sorted, are there twice, or are none.
    """
    listed = list(entrant_ids)
    if any(one >= other for one, other in itertools.pairwise(listed)):
        raise ValueError("the entrants are not sorted, or one is there twice")
    if not all(_FORM.fullmatch(one) for one in listed):
        raise ValueError("not an entrant's id")
    return "".join(f"{one}\n" for one in listed).encode("ascii")


def list_hash(entrant_ids: Iterable[str]) -> str:
    """SHA-256 of the list's bytes, in hex: what is published when the list is frozen."""
    return hashlib.sha256(canonical(entrant_ids)).hexdigest()
