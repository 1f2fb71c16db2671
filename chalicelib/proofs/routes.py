"""What proves the ledger: the published days, open to everybody, and a member's own proof."""

from datetime import date
from typing import Any

from pydantic import Field

from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Day, PageQuery
from chalicelib.http.terms import EntryRef, NextCursor
from chalicelib.ledger.errors import (
    EntryNotFoundError,
    MemberNotFoundError,
    MemberSuspendedError,
)
from chalicelib.proofs.errors import EntryNotPublishedError, ProofNotReadyError
from chalicelib.proofs.proofs import VERSION
from chalicelib.proofs.roots import DayRoot
from chalicelib.proofs.wiring import ProofsWiring

routes = Operations(tag="ledger")

_PUBLISHED = "public, max-age=86400"
"""A published day never changes."""
_CHANGING = "public, max-age=60"


class DayRootAnswer(Shape):
    county_id: str
    """The county."""
    on: date
    """The day in Seoul."""
    entry_count: int
    """How many entries the day has."""
    merkle_root: str
    """The root over their hashes, in hex (RFC 6962)."""
    previous: str
    """The hash of the published day before, in hex."""
    hash: str
    """The hash of this day's record, in hex."""


class DayRootsAnswer(Shape):
    data: list[DayRootAnswer]
    """Published days, the newest first."""
    next_cursor: NextCursor


class DayRootsQuery(PageQuery):
    on: Day | None = None
    """Only this day."""


class ProofAnswer(Shape):
    version: int
    """The form of the proof."""
    entry: dict[str, Any] = Field(description="The entry's canonical record, with its hash.")
    leaf_index: int
    """The entry's place among the day's, from 0."""
    tree_size: int
    """How many entries the day has."""
    path: list[str] = Field(description="Siblings from the leaf up to the root, RFC 6962.")
    day: DayRootAnswer
    """The published day that the path leads to."""


@routes.operation(
    "GET",
    "/v1/ledger/roots",
    summary="The published days of the ledger, newest first",
    audience="anyone",
    query=DayRootsQuery,
    answer=DayRootsAnswer,
)
def list_roots(call: Call[None]) -> DayRootsAnswer:
    service = call.wired(ProofsWiring).published
    page = call.page()
    cursor: str | None = None
    if call.query.on:
        root = service.on(call.county_id, call.query.on)
        roots = [root] if root else []
    else:
        roots, cursor = page.read(
            lambda position: service.page(call.county_id, limit=page.limit, position=position)
        )
    call.headers["Cache-Control"] = _PUBLISHED if call.query.on and roots else _CHANGING
    return DayRootsAnswer(data=[_answer(root) for root in roots], next_cursor=cursor)


@routes.operation(
    "GET",
    "/v1/me/entries/{entry_id}/proof",
    summary="The proof that an entry of mine is in the published ledger; to be checked at /verify",
    audience="member",
    answer=ProofAnswer,
    errors=(
        MemberNotFoundError,
        MemberSuspendedError,
        EntryNotFoundError,
        EntryNotPublishedError,
        ProofNotReadyError,
    ),
)
def show_proof(call: Call[None], entry_id: EntryRef) -> ProofAnswer:
    proof = call.wired(ProofsWiring).proofs.prove(call.member, entry_id)
    return ProofAnswer(
        version=VERSION,
        entry=proof.entry,
        leaf_index=proof.leaf_index,
        tree_size=proof.tree_size,
        path=list(proof.path),
        day=_answer(proof.day),
    )


def _answer(root: DayRoot) -> DayRootAnswer:
    return DayRootAnswer(
        county_id=root.county_id,
        on=root.on,
        entry_count=root.entry_count,
        merkle_root=root.merkle_root,
        previous=root.previous,
        hash=root.hash,
    )
