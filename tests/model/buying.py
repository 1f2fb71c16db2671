"""Buying out of a round's budget, taking a purchase back, and the rest of a nearly spent lot."""

from collections.abc import Callable
from typing import Any

from tests.model import people, purse, seoul
from tests.model.commands import AMOUNT_MAX, Expectation, Message, _known
from tests.model.purse import Lot, State, Wallet


def buy(state: State, m: Message, now: int) -> Expectation:
    return sell(state, m, now, ("buy", m["key"]), lambda day: set())


def sell(
    state: State, m: Message, now: int, key: tuple[Any, ...], refusals: Callable[[int], set[str]]
) -> Expectation:
    """`key`: whose it is, the member's or a seller's; `refusals`: what else forbids it on a day."""
    county, wallet = m["who"][0], state["wallets"][m["who"]]
    of = state["rounds"].get((county, m["round"]))
    if of is None:
        return "refused", {"round_not_found"}
    now = max(now, wallet["at"])
    face = m["amount"]
    body = (m["round"], face)
    if (known := purse.prior(wallet, now, key=key, reference=key, body=body)) is not None:
        return _known(known)
    day = seoul.day_of(now)
    broken = _broken_limits(state, county, wallet, face, day)
    broken |= people.refusal(wallet) | refusals(day)
    if purse.setting(state, county, "identity.purchase", day) and wallet["person"] is None:
        broken.add("identity_required")
    if not of["opens"] <= now < of["closes"]:
        broken.add("round_not_open")
    if face > of["left"]:
        broken.add("round_sold_out")
    if broken:
        return "refused", broken
    price = face * (100 - of["discount"]) // 100
    lot = purse.open_lot(
        wallet,
        "sale",
        face,
        seoul.months_after(day, purse.setting(state, county, "sale.valid_months", day) or 0),
        price=price,
        percent=purse.setting(state, county, "sale.refund_percent", day),
    )
    wallet["bought"][m["no"]] = {
        "lot": lot,
        "round": m["round"],
        "day": day,
        "face": face,
        "undone": False,
    }
    of["left"] -= face
    of["sold"] += face
    wallet["issued"] += face
    wallet["bank"] += price
    purse.remember(wallet, m["no"], now, key=key, reference=key, body=body)
    return "done", {"moved": [[lot, face]], "price": price, "budget": "round"}


def _broken_limits(state: State, county: str, wallet: Wallet, face: int, day: int) -> set[str]:
    broken = broken_face(state, county, face, day)
    if wallet["owed"]:
        broken.add("receivable_open")

    def rule(name: str) -> int | None:
        return purse.setting(state, county, name, day)

    in_month, in_year = purse.bought_in(wallet, day)
    month_cap, year_cap = rule("purchase.month_cap"), rule("purchase.year_cap")
    if month_cap is not None and in_month + face > month_cap:
        broken.add("purchase_limit_exceeded")
    if year_cap is not None and in_year + face > year_cap:
        broken.add("purchase_limit_exceeded")
    cap = rule("voucher.holding_cap")
    if cap is not None and purse.live(wallet, day, vouchers=True) + face > cap:
        broken.add("holding_cap_exceeded")
    return broken


def broken_face(state: State, county: str, face: int, day: int) -> set[str]:
    broken = set()
    if not (purse.setting(state, county, "purchase.minimum", day) or 0) <= face <= AMOUNT_MAX:
        broken.add("amount_out_of_range")
    if face % (purse.setting(state, county, "purchase.multiple", day) or 1):
        broken.add("purchase_not_a_multiple")
    return broken


def undo(state: State, m: Message, now: int) -> Expectation:
    """Whole, unused, in time: the budget goes back to an open round, else to the county."""
    county, wallet = m["who"][0], state["wallets"][m["who"]]
    now = max(now, wallet["at"])
    key, body = ("undo", m["key"]), m["purchase"]
    if (known := purse.prior(wallet, now, key=key, reference=key, body=body)) is not None:
        return _known(known)
    day = seoul.day_of(now)
    purchase = wallet["bought"].get(m["purchase"])
    lot = wallet["lots"][purchase["lot"]] if purchase else None
    broken = people.refusal(wallet)
    if purchase is None or lot is None or lot["left"] == 0:
        return "refused", broken | {"purchase_not_found"}
    window = purse.setting(state, county, "purchase.cancel_days", purchase["day"]) or 0
    if day > purchase["day"] + window:
        broken.add("purchase_cancel_window_closed")
    if not purse.is_live(lot, day):
        broken.add("voucher_expired")
    if lot["left"] != lot["face"]:
        broken.add("purchase_used")
    if broken:
        return "refused", broken
    of = state["rounds"][county, purchase["round"]]
    is_open = of["opens"] <= now < of["closes"]
    if is_open:
        of["left"] += lot["face"]
        of["sold"] -= lot["face"]
    else:
        state["carried"][county] += lot["face"]
        of["carried"] += lot["face"]
    purchase["undone"] = True
    moved = _close(wallet, purchase["lot"])
    wallet["bank"] -= lot["price"]
    purse.remember(wallet, m["no"], now, key=key, reference=key, body=body)
    return "done", {
        "moved": moved,
        "price": -lot["price"],
        "budget": "round" if is_open else "carry_over",
        "back": (
            lot["face"] if seoul.same_month(purchase["day"], day) else 0,
            lot["face"] if seoul.same_year(purchase["day"], day) else 0,
            lot["face"],
            lot["price"],
            [False],
        ),
    }


def refund(state: State, m: Message, now: int) -> Expectation:
    wallet = state["wallets"][m["who"]]
    now = max(now, wallet["at"])
    key, body = ("refund", m["key"]), m["lot_id"]
    if (known := purse.prior(wallet, now, key=key, reference=key, body=body)) is not None:
        return _known(known)
    day = seoul.day_of(now)
    lot = _lot_named(wallet, m)
    broken = people.refusal(wallet)
    if lot is None or lot["left"] == 0 or not purse.is_voucher(lot):
        return "refused", broken | {"voucher_not_found"}
    if lot["kind"] != "sale":
        return "refused", broken | {"voucher_not_refundable"}
    if not purse.is_live(lot, day):
        broken.add("voucher_expired")
    # What was paid back of it before is not spent, wherever a cancel brought the rest from.
    if (lot["face"] - lot["left"] - lot["paid_back"]) * 100 < lot["face"] * lot["percent"]:
        broken.add("change_refund_not_reached")
    if broken:
        return "refused", broken
    facts = _pay_back(wallet, wallet["lots"].index(lot))
    purse.remember(wallet, m["no"], now, key=key, reference=key, body=body)
    return "done", facts


def _lot_named(wallet: Wallet, m: Message) -> Lot | None:
    return next((x for x in wallet["lots"] if x["id"][0] == m["lot_id"]), None)


def refund_left(state: State, m: Message, now: int) -> Expectation:
    """At the desk, of who has left: any bought lot, by whoever knows number and birth date."""
    wallet = state["wallets"][m["who"]]
    if not wallet["is_found"] or m["born"] != wallet["born"]:
        return "refused", {"left_wallet_not_found"}
    now = max(now, wallet["at"])
    key, body = ("refund_left", m["key"]), m["lot_id"]
    if (known := purse.prior(wallet, now, key=key, reference=key, body=body)) is not None:
        return _known(known)
    if wallet["left_at"] is None:
        # Came back into it.
        return "refused", {"left_wallet_not_found"}
    lot = _lot_named(wallet, m)
    if lot is None or lot["left"] == 0 or not purse.is_voucher(lot):
        return "refused", {"voucher_not_found"}
    if lot["kind"] != "sale":
        return "refused", {"voucher_not_refundable"}
    if not purse.is_live(lot, seoul.day_of(now)):
        return "refused", {"voucher_expired"}
    facts = _pay_back(wallet, wallet["lots"].index(lot))
    purse.remember(wallet, m["no"], now, key=key, reference=key, body=body)
    return "done", facts


def _pay_back(wallet: Wallet, number: int) -> Message:
    """The rest of a lot at its price."""
    lot = wallet["lots"][number]
    back = lot["left"] * lot["price"] // lot["face"]
    lot["paid_back"] += lot["left"]
    moved = _close(wallet, number)
    wallet["bank"] -= back
    said = (0, 0, 0, back, [False])
    return {"moved": moved, "price": -back, "budget": None, "back": said}


def _close(wallet: Wallet, number: int) -> list[list[int]]:
    lot = wallet["lots"][number]
    taken = lot["left"]
    lot["left"] = 0
    wallet["refunded"] += taken
    return [[number, -taken]]
