"""Paying, by the customer's code or the shop's standing QR, and taking it back."""

from typing import Any

from tests.model import earning, people, purse, seoul
from tests.model.commands import Expectation, Message, _known
from tests.model.purse import State, Wallet

CODE_LIFE = 180 * seoul.SECOND
AHEAD_OF_PAYMENT = seoul.HOUR
VOIDS = 5
"""What a shop can forbid with one code."""


def pay(state: State, m: Message, now: int, *, dry: bool = False) -> Expectation:
    """`m["code"]` is when the customer's code was shown, or `None` at a standing QR."""
    (county, _), wallet, shop = m["who"], state["wallets"][m["who"]], m["shop"]
    now = max(now, wallet["at"])
    code, amount = m["code"], m["amount"]
    key = ("pay", shop if code is not None else "", m["key"])
    # What a member numbers is another thing than what a till does.
    order = m["order"] if code is not None else ("own", m["order"] or m["key"])
    keys: dict[str, Any] = {
        "key": None if dry else key,
        "reference": ("order", shop, order),
        "body": (shop, order, amount),
        "code": code,
    }
    if (known := purse.prior(wallet, now, void=("net", shop, order), **keys)) is not None:
        return _known(known)
    day = seoul.day_of(now)
    broken = set()
    low = purse.setting(state, county, "redemption.minimum", day) or 0
    high = purse.setting(state, county, "redemption.maximum", day) or 0
    if amount < low or amount > high:
        broken.add("amount_out_of_range")
    if not state["shops"][county, shop]["open"]:
        broken.add("merchant_suspended")
    if code is not None and now >= code[0] + CODE_LIFE:
        broken.add("pay_code_expired")
    broken |= people.refusal(wallet)
    lots = purse.spendable_lots(state, county, wallet, shop, day)
    if sum(wallet["lots"][n]["left"] for n in lots) < amount:
        if purse.live(wallet, day, vouchers=True) >= amount:
            broken.add("merchant_not_eligible")
        elif purse.held(wallet, vouchers=True) >= amount:
            broken.add("voucher_expired")
        else:
            broken.add("insufficient_balance")
    if broken:
        return "refused", broken
    taken = purse.take(wallet, lots, amount)
    wallet["payments"][m["no"]] = {
        "shop": shop,
        "order": order,
        "day": day,
        "at": now,
        "left": amount,
        "owed": [list(part) for part in taken],
    }
    wallet["spent"] += amount
    state["tills"][county, shop] += amount
    purse.remember(wallet, m["no"], now, pays=True, **keys)
    payment = wallet["payments"][m["no"]]
    earned, opened = earning.give(state, m["who"], payment, taken, now)
    if earned:
        purse.write(wallet, now)
    moved = [[n, -part] for n, part in taken]
    return "done", {"moved": moved, "earned": earned, "opened": opened}


def cancel(state: State, m: Message, now: int) -> Expectation:
    """To the very lots it came from, the won taken last first; by its own shop only."""
    county, wallet = m["who"][0], state["wallets"][m["who"]]
    payment = wallet["payments"].get(m["payment"])
    if payment is None or m["shop"] != payment["shop"]:
        return "refused", {"redemption_not_found"}
    now = max(now, wallet["at"])
    key = ("cancel", m["shop"], m["key"])
    body = (m["payment"], m["amount"], m["expected"])
    if (known := purse.prior(wallet, now, key=key, reference=key, body=body)) is not None:
        return _known(known)
    day = seoul.day_of(now)
    broken = set()
    if _is_too_late(state, county, payment, day):
        broken.add("cancel_window_closed")
    if m["expected"] != payment["left"]:
        broken.add("expected_remaining_mismatch")
    if m["amount"] is not None and m["amount"] <= 0:
        broken.add("amount_out_of_range")
    amount = payment["left"] if m["amount"] is None else m["amount"]
    if payment["left"] == 0 or amount > payment["left"]:
        broken.add("cancel_amount_exceeds_remaining")
    if broken:
        return "refused", broken
    returned = _give_back(state, county, wallet, payment, amount, day)
    purse.remember(wallet, m["no"], now, key=key, reference=key, body=body)
    back = _said(wallet, returned, day)
    earned = -earning.take_back(state, m["who"], payment, returned, now)
    people.carry_on(state, m["who"], now)
    facts = {"moved": returned, "left": payment["left"], "back": back, "earned": earned}
    return "done", facts


def net_cancel(state: State, m: Message, now: int) -> Expectation:
    """Undoes the order whole, or forbids it before it comes."""
    county, wallet, shop = m["who"][0], state["wallets"][m["who"]], m["shop"]
    code_ends = m["code"][0] + CODE_LIFE
    if now >= code_ends + purse.MEMORY:
        return "refused", {"cancel_window_closed"}
    now = max(now, wallet["at"])
    reference = ("net", shop, m["order"])
    keys: dict[str, Any] = {
        "key": ("net", shop, m["key"]),
        "reference": reference,
        "body": m["order"],
    }
    if (known := purse.prior(wallet, now, **keys)) is not None:
        return _known(known)
    day = seoul.day_of(now)
    payment = next(
        (
            p
            for p in wallet["payments"].values()
            if (p["shop"], p["order"]) == (shop, m["order"]) and p["at"] >= now - purse.MEMORY
        ),
        None,
    )
    if payment is None and now >= code_ends + AHEAD_OF_PAYMENT:
        return "refused", {"pay_code_expired"}
    returned: list[list[int]] = []
    earned = 0
    if payment and payment["left"]:
        if _is_too_late(state, county, payment, day):
            return "refused", {"cancel_window_closed"}
        returned = _give_back(state, county, wallet, payment, payment["left"], day)
    else:
        keys["code"] = ("void", shop, m["code"])
        if sum(s["code"] == keys["code"] for s in wallet["seen"]) == VOIDS:
            return "refused", {"net_cancel_limit_exceeded"}
    purse.remember(wallet, m["no"], now, **keys)
    back = _said(wallet, returned, day)
    if payment and returned:
        earned = -earning.take_back(state, m["who"], payment, returned, now)
    people.carry_on(state, m["who"], now)
    return "done", {"moved": returned, "back": back, "earned": earned}


def _said(wallet: Wallet, returned: list[list[int]], day: int) -> tuple[Any, ...]:
    """No limit, no budget, no money; and whether what went to each lot can still be spent."""
    return 0, 0, 0, 0, [purse.is_live(wallet["lots"][n], day) for n, _ in returned]


def _is_too_late(state: State, county: str, payment: dict[str, Any], day: int) -> bool:
    """By the rule of the day on which it was paid."""
    window = purse.setting(state, county, "redemption.cancel_days", payment["day"]) or 0
    return day > int(payment["day"]) + window


def _give_back(
    state: State, county: str, wallet: Wallet, payment: dict[str, Any], amount: int, day: int
) -> list[list[int]]:
    payment["left"] -= amount
    wallet["spent"] -= amount
    state["tills"][county, payment["shop"]] -= amount
    returned = []
    while amount:
        owed = payment["owed"][-1]
        part = min(amount, owed[1])
        lot = wallet["lots"][owed[0]]
        lot["left"] += part
        amount -= part
        owed[1] -= part
        returned.append([owed[0], part])
        if owed[1] == 0:
            payment["owed"].pop()
        if lot["ends"] is not None and lot["ends"] <= day:
            wallet["gifts_after_the_end"].append(day)
    return returned
