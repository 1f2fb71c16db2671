"""Joining, mileage, leaving, the night's write-off: what the model expects of each message.

A message is a plain dict with its number `no`, what to `do`, and for `who` (county, person).
An expectation is `("done", facts)`, `("replay", number of the first message)` or
`("refused", codes)`: any of the rules that are broken may be the one that is named.
"""

from typing import Any

from tests.model import purse, seoul
from tests.model.purse import State, Wallet

Message = dict[str, Any]
Expectation = tuple[str, Any]

AMOUNT_MAX = 1_000_000_000
CATCH_UP = 60


def sign_up(state: State, m: Message, now: int) -> Expectation:
    """`who` is a number here, and `born` whoever has it. How it ended stands, however often it is
    delivered."""
    if m["no"] not in state["signups"]:
        state["signups"][m["no"]] = _join(state, m, now)
    return "done", state["signups"][m["no"]]


def _join(state: State, m: Message, now: int) -> Message:
    """The first on a number gets the mileage. Who proved the number after its holder left begins a
    wallet of their own, without; until then it is the holder's alone, whoever else has it."""
    county, name = m["who"]
    number = state["numbers"].get(m["who"])
    if number is None:
        wallet = state["wallets"][m["who"]] = purse.new_wallet(now) | {"born": m["born"]}
        state["numbers"][m["who"]] = _holding(m, m["who"], freed_at=None, lives=1)
        if m["grant"]:
            ends = _mileage_end(state, county, seoul.day_of(now))
            purse.open_lot(wallet, "mileage", m["grant"], ends)
        return _ended(granted=m["grant"])
    left_at = state["wallets"][number["holder"]]["left_at"]
    if left_at is not None and m["accepted_at"] > left_at:
        lives = number["lives"] + 1
        life = (county, f"{name}+{lives}")
        state["wallets"][life] = purse.new_wallet(now) | {"born": m["born"]}
        state["numbers"][m["who"]] = _holding(m, life, freed_at=left_at, lives=lives)
        return _ended()
    is_stale = number["freed_at"] is not None and m["accepted_at"] <= number["freed_at"]
    if is_stale or m["born"] != number["born"]:
        return {"reason": "phone_in_use", "already": None, "granted": None}
    return _ended(already=True)


def _holding(m: Message, life: tuple[str, str], **facts: Any) -> Message:
    return {"holder": life, "born": m["born"], **facts}


def _ended(*, already: bool = False, granted: int = 0) -> Message:
    return {"reason": None, "already": already, "granted": granted}


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
    broken = set()
    if not wallet["active"]:
        broken.add("member_not_found")
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
    lot = purse.open_lot(wallet, "policy", amount, _policy_end(state, county, day))
    wallet["issued"] += amount
    purse.remember(wallet, m["no"], now, key=key, reference=key, body=body)
    return "done", {"moved": [[n, -part] for n, part in taken] + [[lot, amount]]}


def adjust(state: State, m: Message, now: int) -> Expectation:
    """Points or won, plus or minus, for a written reason; never for someone who has left."""
    county, wallet = m["who"][0], state["wallets"][m["who"]]
    now = max(now, wallet["at"])
    key, points, won = ("adjust", m["key"]), m["mileage"], m["won"]
    body = (points, won)
    if (known := purse.prior(wallet, now, key=key, reference=key, body=body)) is not None:
        return _known(known)
    day = seoul.day_of(now)
    broken = set() if wallet["active"] else {"member_unknown"}
    if (points == 0) == (won == 0):
        return "refused", broken | {"adjustment_invalid"}
    if abs(points or won) > (purse.setting(state, county, "adjustment.maximum", day) or 0):
        broken.add("amount_out_of_range")
    broken |= _lacking(wallet, points, won, day)
    cap = purse.setting(state, county, "voucher.holding_cap", day)
    if won > 0 and cap is not None and purse.live(wallet, day, vouchers=True) + won > cap:
        broken.add("holding_cap_exceeded")
    if broken:
        return "refused", broken
    if points > 0:
        ends = _mileage_end(state, county, day)
        moved = [[purse.open_lot(wallet, "mileage", points, ends), points]]
    elif won > 0:
        moved = [[purse.open_lot(wallet, "policy", won, _policy_end(state, county, day)), won]]
    else:
        lots = _given(wallet, day) if won else purse.mileage_lots(wallet, day)
        moved = [[n, -part] for n, part in purse.take(wallet, lots, -won or -points)]
    wallet["issued"] += won
    purse.remember(wallet, m["no"], now, key=key, reference=key, body=body)
    return "done", {"moved": moved}


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


def leave(state: State, m: Message, now: int) -> Expectation:
    """Nothing moves; the ledger stays, and who left can do nothing with it."""
    wallet = state["wallets"][m["who"]]
    if not wallet["active"]:
        # Of two who leave at once the second is told that the record changed under it.
        return "refused", {"member_not_found", "version_conflict"}
    day = seoul.day_of(now)
    wallet["active"], wallet["left_at"] = False, now
    return "done", {
        "mileage": purse.live(wallet, day, vouchers=False),
        "vouchers": purse.live(wallet, day, vouchers=True),
    }


def write_off(state: State, m: Message, now: int) -> Expectation:
    """It looks at the days since the last time, and then at all lots of whom it finds there."""
    county, today = m["who"][0], seoul.day_of(now)
    through = state["written_off_through"].get(county, 0)
    oldest = max(today - CATCH_UP, through + 1)
    for (of, _), wallet in state["wallets"].items():
        if of == county and _is_found(wallet, oldest, today):
            _write_off(wallet, today, now)
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


def _policy_end(state: State, county: str, day: int) -> int:
    return seoul.months_after(day, purse.setting(state, county, "policy.valid_months", day) or 0)


def _mileage_end(state: State, county: str, day: int) -> int | None:
    months = purse.setting(state, county, "mileage.valid_months", day)
    return None if months is None else seoul.months_after(day, months)


def _known(known: tuple[str, Any]) -> Expectation:
    return known if known[0] == "replay" else ("refused", {known[1]})
