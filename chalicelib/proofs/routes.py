"""What proves the ledger: the published days, open to everybody, and a member's own proof."""

from datetime import date
from typing import Any

from pydantic import Field

from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Day, PageQuery
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
    on: date
    entry_count: int
    merkle_root: str
    previous: str
    hash: str


class DayRootsAnswer(Shape):
    data: list[DayRootAnswer]
    next_cursor: str | None


class DayRootsQuery(PageQuery):
    on: Day | None = None


class ProofAnswer(Shape):
    version: int
    entry: dict[str, Any] = Field(description="The entry's canonical record, with its hash.")
    leaf_index: int
    tree_size: int
    path: list[str] = Field(description="Siblings from the leaf up to the root, RFC 6962.")
    day: DayRootAnswer


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
def show_proof(call: Call[None], entry_id: str) -> ProofAnswer:
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
