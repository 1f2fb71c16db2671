"""What a teller sends of a sale or an exchange, and how it is answered."""

from datetime import date
from typing import Annotated

from pydantic import Field

from chalicelib.agents.answers import NotesRow, NotesShape, notes_row
from chalicelib.core.languages import Language
from chalicelib.core.values import sibling_id
from chalicelib.county.settings import CountySettings
from chalicelib.http.call import Shape
from chalicelib.http.shapes import Letters, MemberId, OneLine, Time
from chalicelib.http.terms import (
    EntryRef,
    MaskedName,
    MemberRef,
    MerchantRef,
    PurchaseRef,
    RoundRef,
    VoucherRef,
)
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.given_back_answer import GivenBackAnswer
from chalicelib.paper.exchange_service import SeenNote
from chalicelib.paper.exchanges import NOTES_IN_EXCHANGE_MAX
from chalicelib.paper.selling import RANGES_IN_SALE_MAX
from chalicelib.paper.serials import NoteRange
from chalicelib.sales.limits_answer import PurchaseLimits, purchase_limits

RoundText = Annotated[str, Field(min_length=1, max_length=64)]
Receipt = Annotated[OneLine, Letters(40)]
MerchantCode = Annotated[str, Field(min_length=1, max_length=64)]


class AgentSaleBody(Shape):
    member_id: MemberId
    round_id: RoundText
    """The round to sell from."""
    amount: int
    """Won of face value to sell."""
    receipt_reference: Receipt | None = None
    """The number on the receipt for the money; one sale's of a day."""


class PaperSaleBody(Shape):
    member_id: MemberId
    round_id: RoundText
    """The round to sell from."""
    notes: Annotated[list[NotesShape], Field(min_length=1, max_length=RANGES_IN_SALE_MAX)]
    """The notes that are handed over, of the agent's own stock."""
    receipt_reference: Receipt | None = None
    """The number on the receipt for the money; one sale's of a day."""


class SalePreviewAnswer(Shape):
    member_name_masked: MaskedName
    face_amount: int
    """Won of face value."""
    price_amount: int
    """Won that the buyer is to pay."""
    note_count: int
    """How many notes; 0 for a sale into the wallet."""


class AgentSaleAnswer(Shape):
    """`voucher_id` of what went into the wallet; `notes` of what was handed over."""

    entry_id: EntryRef
    member_id: MemberRef
    purchase_id: PurchaseRef
    voucher_id: VoucherRef | None
    round_id: RoundRef
    notes: list[NotesRow]
    """The notes that were sold; none for a sale into the wallet."""
    face_amount: int
    """Won of face value that were sold."""
    price_amount: int
    """Won that the buyer paid."""
    at: Time
    """When it was sold."""
    purchase_limits: PurchaseLimits
    """What the member may still buy, in all ways together."""


class PaperReturnBody(Shape):
    member_id: MemberId
    notes: Annotated[list[NotesShape], Field(min_length=1, max_length=80)]
    """All notes of the sale; each of its series in as few ranges as they make."""


class PaperReturnAnswer(Shape):
    entry_id: EntryRef
    purchase_id: PurchaseRef
    notes: list[NotesRow]
    """The notes that were taken back; they are no vouchers any more."""
    refund_amount: int
    """Won to hand back to the buyer."""
    given_back: GivenBackAnswer
    """What else went back, by the written rule."""


class ExchangeBody(Shape):
    merchant_code: MerchantCode
    """The shop's code, as its QR has it."""
    notes: Annotated[list[NotesShape], Field(min_length=1, max_length=NOTES_IN_EXCHANGE_MAX)]
    """The notes that the shop brings."""


class NoteRow(Shape):
    serial: str
    """The serial number."""
    amount: int
    """Won of its value; 0 if it is none of the county's."""
    refusal: str | None
    """Why it is not taken: a code; null if it is."""
    detail: str | None
    """The same for people."""


class ExchangePreviewAnswer(Shape):
    merchant_name: str
    """Whose notes they are."""
    amount: int
    """Won of the notes that can be taken."""
    data: list[NoteRow]
    """Each note that was shown."""


class ExchangeAnswer(Shape):
    exchange_id: str
    """Names the exchange; it is the row of the shop's settlement."""
    merchant_id: MerchantRef
    note_count: int
    """How many notes were taken."""
    amount: int
    """Won of face value; the settlement takes the fee off."""
    on: date
    """The day that it is settled with."""
    at: Time
    """When it was taken."""


def sale_answer(
    entry: Entry, notes: tuple[NoteRange, ...], settings: CountySettings
) -> AgentSaleAnswer:
    """Made from the entry, the same at every replay; `notes` none of what went into the wallet."""
    fact = entry.purchase
    if fact is None:
        raise AssertionError("a sale is a purchase")
    return AgentSaleAnswer(
        entry_id=entry.entry_id,
        member_id=entry.member_id,
        purchase_id=fact.purchase_id,
        voucher_id=None if notes else sibling_id("vch", entry.entry_id),
        round_id=fact.round_id,
        notes=[notes_row(each) for each in notes],
        face_amount=entry.budget_amount,
        price_amount=fact.price_amount,
        at=entry.at,
        purchase_limits=purchase_limits(entry, settings, entry.on),
    )


def note_row(note: SeenNote, language: Language) -> NoteRow:
    refusal = note.refusal
    return NoteRow(
        serial=note.serial.text,
        amount=note.amount,
        refusal=refusal.code if refusal else None,
        detail=refusal.detail(language) if refusal else None,
    )
