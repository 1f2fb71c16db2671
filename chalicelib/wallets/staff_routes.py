"""A member's wallet and its entries, for staff who answer a member; who looks is on record."""

import re
from datetime import date
from typing import Any

from pydantic import Field

from chalicelib.core.values import ID_FORM
from chalicelib.county.answers import SettingVersionAnswer, version_answer
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import PageQuery
from chalicelib.http.terms import EntryRef, MemberRef, NextCursor
from chalicelib.ledger.answers import EntryAnswer, entry_answer
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.errors import EntryNotFoundError, MemberUnknownError
from chalicelib.ledger.wiring import LedgerWiring
from chalicelib.staff.actor import person_of
from chalicelib.staff.wiring import StaffWiring
from chalicelib.wallets.answers import WalletAnswer, wallet_answer
from chalicelib.wallets.wiring import WalletsWiring

routes = Operations(tag="staff")

_MEMBER_ID, _ENTRY_ID = (re.compile(f"{prefix}_{ID_FORM}") for prefix in ("mem", "ent"))
OFFICE = ("operator", "manager", "treasurer", "auditor")


class StaffEntryAnswer(EntryAnswer):
    """As the member sees it; `reason` of who canceled or put it right, and for which entry."""

    reason: str | None
    """Why, of what staff put right or a shop canceled; null where nobody gave a reason."""
    corrects_entry_id: str | None
    """The entry that it puts right; null for all others."""


class StaffEntriesAnswer(Shape):
    data: list[StaffEntryAnswer]
    """Entries, the newest first."""
    next_cursor: NextCursor


class LinkAnswer(Shape):
    """`is_whole`: the entry gives its own hash, and names the hash of the one before it."""

    seq: int
    """The place in the wallet's chain, counted from 1."""
    hash: str
    """The hash of the entry, in hex."""
    prev_hash: str
    """The hash of the entry before, in hex."""
    previous_entry_id: str | None
    """The entry before; null for the first."""
    is_whole: bool
    """Whether the entry gives its own hash, and names that of the one before it."""


class ExplanationAnswer(Shape):
    entry: dict[str, Any] = Field(description="The entry's canonical record, with its hash.")
    link: LinkAnswer
    """Its link in the wallet's chain."""
    on: date
    """The day in Seoul whose rules applied."""
    settings: list[SettingVersionAnswer] = Field(
        description="The versions in force that day that the rule of this kind of entry reads."
    )


@routes.operation(
    "GET",
    "/v1/staff/members/{member_id}/wallet",
    summary="A member's balance, lots and limits, of who is suspended too; on record",
    audience="staff",
    roles=OFFICE,
    answer=WalletAnswer,
    errors=(MemberUnknownError,),
)
def show_wallet_to_staff(call: Call[None], member_id: MemberRef) -> WalletAnswer:
    balance = call.wired(WalletsWiring).wallets.balance_for_staff(call.county_id, member_id)
    call.wired(StaffWiring).audit_trail.note(
        call.county_id, person_of(call), "member_viewed", member_id
    )
    return wallet_answer(balance)


@routes.operation(
    "GET",
    "/v1/staff/members/{member_id}/entries",
    summary="A member's entries, newest first, with the reasons that staff gave; on record",
    audience="staff",
    roles=OFFICE,
    query=PageQuery,
    answer=StaffEntriesAnswer,
    errors=(MemberUnknownError,),
)
def list_entries_for_staff(call: Call[None], member_id: MemberRef) -> StaffEntriesAnswer:
    page = call.page()
    wallets = call.wired(WalletsWiring).wallets
    entries, cursor = page.read(
        lambda position: wallets.entries_for_staff(
            call.county_id, member_id, limit=page.limit, position=position
        )
    )
    call.wired(StaffWiring).audit_trail.note(
        call.county_id,
        person_of(call),
        "entries_listed",
        member_id,
        facts={"entries": len(entries)},
    )
    rows = [_entry_row(entry, call.language) for entry in entries]
    return StaffEntriesAnswer(data=rows, next_cursor=cursor)


def _entry_row(entry: Entry, language: str) -> StaffEntryAnswer:
    return StaffEntryAnswer(
        **dict(entry_answer(entry, language)),
        reason=entry.reason or None,
        corrects_entry_id=entry.corrects_entry_id,
    )


@routes.operation(
    "GET",
    "/v1/staff/members/{member_id}/entries/{entry_id}",
    summary="An entry, its link in the chain, and the settings it was decided by; on record",
    audience="staff",
    roles=OFFICE,
    answer=ExplanationAnswer,
    errors=(EntryNotFoundError,),
)
def explain_entry(call: Call[None], member_id: MemberRef, entry_id: EntryRef) -> ExplanationAnswer:
    # What is typed in place of an id may be a name or a phone number: no record may have it.
    if not (_MEMBER_ID.fullmatch(member_id) and _ENTRY_ID.fullmatch(entry_id)):
        raise EntryNotFoundError
    explained = call.wired(LedgerWiring).explanations.explain(call.county_id, member_id, entry_id)
    # Whose wallet was looked into, and by whom; no name, no amount.
    call.wired(StaffWiring).audit_trail.note(
        call.county_id, person_of(call), "entry_viewed", member_id, facts={"entry_id": entry_id}
    )
    entry, previous = explained.entry, explained.previous
    return ExplanationAnswer(
        entry=explained.record,
        link=LinkAnswer(
            seq=entry.seq,
            hash=entry.hash,
            prev_hash=entry.prev_hash,
            previous_entry_id=previous.entry_id if previous else None,
            is_whole=explained.is_whole,
        ),
        on=entry.on,
        settings=[version_answer(v) for v in explained.settings],
    )
