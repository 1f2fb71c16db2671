"""An entry explained, for staff who answer a member or an auditor."""

import re
from datetime import date
from typing import Any

from pydantic import Field

from chalicelib.core.observability import logger
from chalicelib.core.values import ID_FORM
from chalicelib.county.answers import SettingVersionAnswer, version_answer
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.terms import EntryRef, MemberRef
from chalicelib.ledger.errors import EntryNotFoundError
from chalicelib.ledger.wiring import LedgerWiring

routes = Operations(tag="setting_versions")

_MEMBER_ID, _ENTRY_ID = (re.compile(f"{prefix}_{ID_FORM}") for prefix in ("mem", "ent"))
OFFICE = ("operator", "manager", "treasurer", "auditor")


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
    "/v1/staff/members/{member_id}/entries/{entry_id}",
    summary="An entry, its link in the chain, and the settings it was decided by; logged",
    audience="staff",
    roles=OFFICE,
    answer=ExplanationAnswer,
    errors=(EntryNotFoundError,),
)
def explain_entry(call: Call[None], member_id: MemberRef, entry_id: EntryRef) -> ExplanationAnswer:
    # What is typed in place of an id may be a name or a phone number: no log may have it.
    if not (_MEMBER_ID.fullmatch(member_id) and _ENTRY_ID.fullmatch(entry_id)):
        raise EntryNotFoundError
    # Whose wallet was looked into, and by whom; no name, no amount.
    logger.info(
        "entry_looked_into",
        staff=call.staff.subject,
        county_id=call.county_id,
        member_id=member_id,
        entry_id=entry_id,
    )
    explained = call.wired(LedgerWiring).explanations.explain(call.county_id, member_id, entry_id)
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
