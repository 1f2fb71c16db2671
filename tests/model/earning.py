"""Cashback of payments: what is given beside one, what its cancel takes back, and what is owed."""

from typing import Any

from tests.model import purse, seoul
from tests.model.commands import Expectation, Message, _known
from tests.model.purse import Life, State, Wallet

Payment = dict[str, Any]


def give(
    state: State, life: Life, payment: Payment, taken: list[list[int]], now: int
) -> tuple[int, list[tuple[Life, int]]]:
    """(won, whose lot was opened): a share of what bought vouchers paid, up to the person's month
    and to what the campaign still has."""
    (county, _), wallet, day = life, state["wallets"][life], payment["day"]
    terms = state["cashbacks"][county]
    bought = sum(part for n, part in taken if wallet["lots"][n]["kind"] == "sale")
    payment["bought"], payment["bought_back"], payment["earned"] = bought, 0, None
    is_on = terms["opens"] <= now < terms["closes"]
    if not is_on or payment["shop"] not in terms["shops"] or bought < terms["floor"]:
        return 0, []
    month_left = max(0, terms["ceiling"] - earned_in(wallet, day))
    amount = min(bought * terms["rate"] // 100, month_left, terms["left"])
    if not amount:
        return 0, []
    _count(state, "given")
    if amount == terms["left"]:
        _count(state, "budget's rest")
    elif amount == month_left:
        _count(state, "month's rest")
    lot = purse.open_lot(wallet, "policy", amount, purse.policy_end(state, county, day))
    payment["earned"] = {"amount": amount, "lot": lot, "back": 0}
    terms["left"] -= amount
    wallet["issued"] += amount
    wallet["earned"] = (day, earned_in(wallet, day) + amount)
    return amount, [(life, lot)]


def take_back(
    state: State, life: Life, payment: Payment, returned: list[list[int]], now: int
) -> int:
    """Won that are no longer theirs after these came back to their lots: the same share of it, out
    of its own lot, and what is spent is owed. After the lot's last day nothing."""
    wallet, earned, day = state["wallets"][life], payment["earned"], seoul.day_of(now)
    payment["bought_back"] += sum(
        part for n, part in returned if wallet["lots"][n]["kind"] == "sale"
    )
    if earned is None:
        return 0
    due = earned["amount"] * payment["bought_back"] // payment["bought"]
    amount, earned["back"] = due - earned["back"], due
    lot = wallet["lots"][earned["lot"]]
    if not amount or not purse.is_live(lot, day):
        return 0
    taken = min(amount, lot["left"])
    _count(state, "taken back" if taken == amount else "owed")
    lot["left"] -= taken
    wallet["issued"] -= taken
    wallet["owed"] += amount - taken
    state["cashbacks"][life[0]]["left"] += taken
    if seoul.same_month(payment["day"], day):
        wallet["earned"] = (day, earned_in(wallet, day) - amount)
    purse.write(wallet, now)
    return amount


def _count(state: State, event: str) -> None:
    state["earnings"][event] = state["earnings"].get(event, 0) + 1


def earned_in(wallet: Wallet, day: int) -> int:
    """Won of this month, by which the month's ceiling is kept."""
    on, amount = wallet["earned"]
    return int(amount) if seoul.same_month(on, day) else 0


def join(source: Wallet, target: Wallet, now: int) -> None:
    """What one person earned in both counts to one ceiling."""
    day = seoul.day_of(now)
    target["earned"] = (day, earned_in(source, day) + earned_in(target, day))


def settle(state: State, m: Message, now: int) -> Expectation:
    """Paid at the desk: all of what is owed, or a part."""
    wallet = state["wallets"][m["who"]]
    now = max(now, wallet["at"])
    key, body = ("settle", m["key"]), m["amount"]
    if (known := purse.prior(wallet, now, key=key, reference=key, body=body)) is not None:
        return _known(known)
    if not 1 <= m["amount"] <= wallet["owed"]:
        return "refused", {"amount_out_of_range"}
    wallet["owed"] -= m["amount"]
    purse.remember(wallet, m["no"], now, key=key, reference=key, body=body)
    return "done", {"owed": wallet["owed"]}
