"""How a change that a shop asked for looks to the shop and to staff."""

from datetime import date
from typing import Any

from chalicelib.core.values import seoul_date
from chalicelib.http.call import Call, Shape
from chalicelib.http.shapes import Time
from chalicelib.http.terms import ChangeRef
from chalicelib.merchants.application_routes import MILLION
from chalicelib.merchants.applications import SalesClass
from chalicelib.merchants.banks import BANKS
from chalicelib.merchants.sealing import tail_of
from chalicelib.merchants.shop_changes import ChangeStatus, ShopChange
from chalicelib.merchants.trades import TRADES, Trade


class PlaceAnswer(Shape):
    """A point on a map."""

    latitude: float
    """Degrees north."""
    longitude: float
    """Degrees east."""


def place_answer(latitude_e6: int | None, longitude_e6: int | None) -> PlaceAnswer | None:
    """Of millionths of a degree."""
    if latitude_e6 is None or longitude_e6 is None:
        return None
    return PlaceAnswer(latitude=latitude_e6 / MILLION, longitude=longitude_e6 / MILLION)


class ShopChangeAnswer(Shape):
    """What stays as it is, is null."""

    change_id: ChangeRef
    status: ChangeStatus
    """How it stands; what is `received` is being decided."""
    received_at: Time
    """When it was asked for."""
    decide_by_on: date
    """The day by which it is to be decided."""
    name: str | None
    """The name that the shop is to have."""
    trade: Trade | None
    """The trade that it is to have."""
    category: str | None
    """That trade in words."""
    address: str | None
    """Where the shop is to be."""
    place: PlaceAnswer | None
    """Where it is to be on a map."""
    sales_class: SalesClass | None
    """The business's yearly sales."""
    contact_tail: str | None
    """The last digits of the contact's new number."""
    bank: str | None
    """The bank of the new account; payouts wait until it is decided."""
    account_tail: str | None
    """The last digits of the new account."""
    account_holder: str | None
    """In whose name the new account is."""
    note: str
    """What the shop says of it."""
    decided_at: Time | None
    """When it was decided or taken back; null before that."""
    reason: str | None
    """What staff said of it; null before that."""


def change_answer(call: Call[Any], change: ShopChange) -> ShopChangeAnswer:
    return ShopChangeAnswer(**change_facts(call, change))


def change_facts(call: Call[Any], change: ShopChange) -> dict[str, Any]:
    wished, decision = change.wished, change.decision

    def tail(name: str) -> str | None:
        return tail_of(change.sealed.open(call.adapters.cipher, name)) or None

    return {
        "change_id": change.change_id,
        "status": change.status,
        "received_at": change.received_at,
        "decide_by_on": change.decide_by_on,
        "name": wished.name,
        "trade": wished.trade,
        "category": TRADES[wished.trade][call.language == "en"] if wished.trade else None,
        "address": wished.address,
        "place": place_answer(*(wished.place_e6 or (None, None))),
        "sales_class": wished.sales_class,
        "contact_tail": tail("contact_phone"),
        "bank": BANKS.get(change.bank_code, change.bank_code) if change.bank_code else None,
        "account_tail": tail("account_number"),
        "account_holder": change.sealed.open(call.adapters.cipher, "account_holder") or None,
        "note": change.note,
        "decided_at": decision.at if decision else None,
        "reason": decision.reason or None if decision else None,
    }


def is_overdue(call: Call[Any], change: ShopChange) -> bool:
    return change.is_overdue(seoul_date(call.now()))
