"""Mileage, adjustments, the night's write-off: what the model expects of each message.

A message is a plain dict with its number `no`, what to `do`, and for `who` (county, person).
An expectation is `("done", facts)`, `("replay", number of the first message)` or
`("refused", codes)`: any of the rules that are broken may be the one that is named.
"""

from typing import Any

from tests.model import people, purse, seoul
from tests.model.purse import State, Wallet

Message = dict[str, Any]
Expectation = tuple[str, Any]

AMOUNT_MAX = 1_000_000_000
CATCH_UP = 60


def convert(state: State, m: Message, now: int) -> Expectation:
    county, wallet = m["who"][0], state["wallets"][m["who"]]
    now = max(now, wallet["at"])
    key, body, mileage = ("convert", m["key"]), m["mileage"], m["mileage"]
    if (known := purse.prior(wallet, now, key=key, reference=key, body=body)) is not None:
        return _known(known)
    day = seoul.day_of(now)

    def rule(name: str) -> int | None:
        return purse.setting(state, county, name, day)

    minimum, multiple = rule("conversion.minimum") or 0, rule("conversion.multiple") or 1
    amount = mileage * (rule("mileage.won_per_point") or 0)
    broken = people.refusal(wallet)
    if rule("identity.conversion") and wallet["person"] is None:
        broken.add("identity_required")
    if mileage < minimum:
        broken.add("conversion_below_minimum")
    if mileage % multiple:
        broken.add("conversion_not_a_multiple")
    if mileage > purse.live(wallet, day, vouchers=False):
        broken.add("insufficient_mileage")
    cap = rule("voucher.holding_cap")
    if cap is not None and purse.live(wallet, day, vouchers=True) + amount > cap:
        broken.add("holding_cap_exceeded")
    if broken:
        return "refused", broken
    taken = purse.take(wallet, purse.mileage_lots(wallet, day), mileage)
    lot = purse.open_lot(wallet, "policy", amount, purse.policy_end(state, county, day))
    wallet["issued"] += amount
    purse.remember(wallet, m["no"], now, key=key, reference=key, body=body)
    return "done", {"moved": [[n, -part] for n, part in taken] + [[lot, amount]]}


def adjust(state: State, m: Message, now: int) -> Expectation:
    """Points or won, plus or minus, for a written reason; never for someone who has left, but for
    whoever is suspended: that is about paying."""
    county, wallet = m["who"][0], state["wallets"][m["who"]]
    now = max(now, wallet["at"])
    key, points, won = ("adjust", m["key"]), m["mileage"], m["won"]
    body = (points, won)
    if (known := purse.prior(wallet, now, key=key, reference=key, body=body)) is not None:
        return _known(known)
    day = seoul.day_of(now)
    broken = set() if wallet["left_at"] is None else {"member_unknown"}
    if (points == 0) == (won == 0):
        return "refused", broken | {"adjustment_invalid"}
    broken |= added_too_much(state, county, wallet, points, won, day)
    broken |= _lacking(wallet, points, won, day)
    if broken:
        return "refused", broken
    if points > 0 or won > 0:
        moved = [add(state, county, wallet, points, won, day)]
    else:
        lots = _given(wallet, day) if won else purse.mileage_lots(wallet, day)
        moved = [[n, -part] for n, part in purse.take(wallet, lots, -won or -points)]
    wallet["issued"] += won
    purse.remember(wallet, m["no"], now, key=key, reference=key, body=body)
    return "done", {"moved": moved}


def added_too_much(
    state: State, county: str, wallet: Wallet, points: int, won: int, day: int
) -> set[str]:
    broken = {"receivable_open"} if wallet["owed"] and max(points, won) > 0 else set()
    if abs(points or won) > (purse.setting(state, county, "adjustment.maximum", day) or 0):
        broken.add("amount_out_of_range")
    cap = purse.setting(state, county, "voucher.holding_cap", day)
    if won > 0 and cap is not None and purse.live(wallet, day, vouchers=True) + won > cap:
        broken.add("holding_cap_exceeded")
    return broken


def add(
    state: State, county: str, wallet: Wallet, points: int, won: int, day: int,
    ends: int | None = None,
) -> list[int]:  # fmt: skip
    """A lot of what the county gives: [its number, how much]. `ends`: a fixed last day."""
    if points:
        until = purse.mileage_end(state, county, day)
        return [purse.open_lot(wallet, "mileage", points, until), points]
    until = purse.policy_end(state, county, day) if ends is None else ends
    return [purse.open_lot(wallet, "policy", won, until), won]


def _given(wallet: Wallet, day: int) -> list[int]:
    """Vouchers that were given and not bought: the county takes no others."""
    return [n for n in purse.voucher_lots(wallet, day) if wallet["lots"][n]["kind"] == "policy"]


def _lacking(wallet: Wallet, points: int, won: int, day: int) -> set[str]:
    if -points > purse.live(wallet, day, vouchers=False):
        return {"insufficient_mileage"}
    if -won > purse.live(wallet, day, vouchers=True):
        return {"insufficient_balance"}
    if -won > sum(wallet["lots"][n]["left"] for n in _given(wallet, day)):
        return {"bought_vouchers"}
    return set()


def write_off(state: State, m: Message, now: int) -> Expectation:
    """It looks at the days since the last time, and then at all lots of whom it finds there."""
    county, today = m["who"][0], seoul.day_of(now)
    through = state["written_off_through"].get(county, 0)
    oldest = max(today - CATCH_UP, through + 1)
    # Whoever was in a file whose vouchers all end on one of the days is looked at, too.
    holders = {
        row["life"]
        for (of, _), file in state["files"].items()
        if of == county and file["decided"] == "approved"
        if file["ends"] is not None and oldest <= file["ends"] < today
        for row in file["rows"]
    }
    for life, wallet in state["wallets"].items():
        if life[0] == county and (life in holders or _is_found(wallet, oldest, today)):
            _write_off(wallet, today, now)
            if wallet["continues"] is not None:
                _write_off(state["wallets"][wallet["continues"]], today, now)
    state["written_off_through"][county] = today - 1
    return "done", {}


def _is_found(wallet: Wallet, oldest: int, today: int) -> bool:
    days = [x["ends"] for x in wallet["lots"] if x["ends"] is not None]
    return any(oldest <= day < today for day in days + wallet["gifts_after_the_end"])


def _write_off(wallet: Wallet, today: int, now: int) -> None:
    over = [x for x in wallet["lots"] if x["left"] and not purse.is_live(x, today)]
    for lot in over:
        if purse.is_voucher(lot):
            wallet["expired"] += lot["left"]
        lot["left"] = 0
    if over:
        wallet["at"] = max(now, wallet["at"])
        wallet["entries"] += 1


def _known(known: tuple[str, Any]) -> Expectation:
    return known if known[0] == "replay" else ("refused", {known[1]})
