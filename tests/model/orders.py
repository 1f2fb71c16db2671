"""Drawing messages: what people and shops may ask for, sensible and not."""

from typing import Any

from hypothesis import strategies as st

from tests.model import desk_orders, purse
from tests.model.commands import Message
from tests.model.machine import FACES, MILEAGE, WON, Walk, Who

SHOP = st.sampled_from(["diner"] * 5 + ["mart"] * 4 + ["shut"])
AGES = st.sampled_from([0] * 12 + [170_000, 179_992, 179_993, 180_000, 4_000_000])
"""How long ago a code was shown, in milliseconds: it lives 180 seconds."""
CANCELS = st.sampled_from([None, None, 1, 100, 700, 1000, 5000, 0, -1, "left"])


def sign_up(walk: Walk, who: Who, draw: Any) -> Message:
    """By whoever has the number of this wallet, mostly its holder."""
    number = (who[0], who[1].partition("+")[0])
    born = draw(st.sampled_from([0, 0, 0, 1]))
    return walk.new("sign_up", number, accepted_at=walk.now, grant=5000, born=born, person=None)


def convert(walk: Walk, who: Who, draw: Any) -> Message:
    return walk.new("convert", who, mileage=draw(MILEAGE))


_GIVEN = [(3000, 0), (500, 0), (0, 2000), (0, 9000)]
_TAKEN = [(-200, 0), (-4000, 0), (0, -700), (0, -5000)]
ADJUSTED = st.sampled_from([*_GIVEN, *_TAKEN, (0, 0), (100, 100), (1_000_001, 0)])


def adjust(walk: Walk, who: Who, draw: Any) -> Message:
    points, won = draw(ADJUSTED)
    return walk.new("adjust", who, mileage=points, won=won)


def leave(walk: Walk, who: Who, draw: Any) -> Message:
    return walk.new("leave", who)


def pay(walk: Walk, who: Who, draw: Any) -> Message:
    shop = draw(SHOP)
    code = walk.code(who, draw(AGES)) if draw(st.booleans()) else None
    amount = walk.amount(who, shop, draw(WON))
    order = None if code is None and draw(st.booleans()) else f"order-{walk.count:06}"
    return walk.new("pay", who, shop=shop, code=code, amount=amount, order=order)


def pay_again(walk: Walk, who: Who, draw: Any) -> Message | None:
    """The same order once more: by a fresh code, or with another amount, or an old code anew."""
    paid = [m for m in walk.repeatable("pay", "net_cancel") if m["who"] == who and m["order"]]
    if not paid:
        return None
    old = draw(st.sampled_from(paid))
    change = draw(st.sampled_from(["code", "amount", "order", "standing"]))
    facts = {
        "shop": old["shop"],
        "code": old["code"] if change == "order" else walk.code(who),
        "amount": old.get("amount", 1000) + (100 if change == "amount" else 0),
        "order": f"order-{walk.count:06}" if change == "order" else old["order"],
    }
    if change == "standing":
        facts["code"] = None
    return walk.new("pay", who, since=old["since"], **facts)


def cancel(walk: Walk, who: Who, draw: Any) -> Message | None:
    payments = walk.wallet(who)["payments"]
    if not payments:
        return None
    recent = [no for no in sorted(payments) if payments[no]["left"]][-2:]
    no = draw(st.sampled_from(recent * 4 + sorted(payments)[-5:]))
    left, shop = payments[no]["left"], payments[no]["shop"]
    amount = draw(CANCELS)
    return walk.new(
        "cancel",
        who,
        payment=no,
        shop=draw(st.sampled_from([shop] * 9 + ["mart"])),
        amount=left if amount == "left" else amount,
        expected=left + draw(st.sampled_from([0] * 6 + [1, -100])),
    )


def pay_over_lots(walk: Walk, who: Who) -> Message | None:
    """A payment that takes all of the next lot and half of the one after."""
    lots = walk.wallet(who)["lots"]
    numbers = purse.spendable_lots(walk.bench.state, who[0], walk.wallet(who), "diner", walk.today)
    if len(numbers) < 2:
        return None
    amount = lots[numbers[0]]["left"] + (lots[numbers[1]]["left"] + 1) // 2
    order = f"order-{walk.count:06}"
    return walk.new("pay", who, shop="diner", code=walk.code(who), amount=amount, order=order)


def part_cancel(walk: Walk, paid: Message, draw: Any) -> Message | None:
    """A third of what is left of a payment, more or less, or all of it."""
    payment = walk.wallet(paid["who"])["payments"].get(paid["no"])
    if payment is None:
        return None
    left = payment["left"]
    amount = draw(st.sampled_from([left // 3, left // 2, 1, 700, None, left]))
    facts = {"payment": paid["no"], "shop": payment["shop"], "expected": left}
    return walk.new("cancel", paid["who"], amount=amount, **facts)


def settle(walk: Walk, who: Who, draw: Any) -> Message:
    """Somebody who owes comes to the desk, mostly."""
    owing = [w for w in walk.wallets() if walk.wallet(w)["owed"]]
    who = owing[0] if owing else who
    owed = walk.wallet(who)["owed"]
    return walk.new("settle", who, amount=draw(st.sampled_from([owed, owed, owed, 10, owed + 1])))


def net_cancel(walk: Walk, who: Who, draw: Any) -> Message:
    """Of a payment that was made, or of one that has not come (yet)."""
    held = [m for m in walk.held if m["do"] == "pay" and walk.fits(m)]
    paid = [
        m for m in walk.repeatable("pay") + held if m["who"] == who and m["order"] and m["code"]
    ]
    if paid and draw(st.integers(0, 4)):
        old = draw(st.sampled_from(paid))
        code = old["code"] if draw(st.booleans()) else walk.code(who)
        facts = {"shop": old["shop"], "order": old["order"], "since": old["since"]}
    else:
        code = walk.code(who, draw(AGES))
        facts = {"shop": draw(SHOP), "order": f"order-{walk.count:06}", "since": walk.now}
    return walk.new("net_cancel", who, code=code, **facts)


def buy(walk: Walk, who: Who, draw: Any) -> Message:
    names = ["rnd_first"] * 3 + ["rnd_long"] * 3 + ["rnd_second"] * 2 + ["rnd_none"]
    name = draw(st.sampled_from(names))
    return walk.new("buy", who, round=name, amount=walk.face(who, draw(FACES)))


def undo(walk: Walk, who: Who, draw: Any) -> Message | None:
    bought = walk.wallet(who)["bought"]
    if not bought:
        return None
    whole = [
        no for no, b in bought.items() if walk.wallet(who)["lots"][b["lot"]]["left"] == b["face"]
    ]
    chosen = draw(st.sampled_from(sorted(whole)[-3:] * 3 + sorted(bought)[-4:]))
    return walk.new("undo", who, purchase=chosen)


def refund(walk: Walk, who: Who, draw: Any) -> Message | None:
    """Mostly of a bought lot of which something is left."""
    lots = walk.wallet(who)["lots"]
    bought = [n for n, x in enumerate(lots) if x["kind"] == "sale" and x["left"]]
    if bought and draw(st.integers(0, 3)):
        number = draw(st.sampled_from(bought))
    elif lots and not draw(st.integers(0, 2)):
        number = draw(st.integers(0, len(lots) - 1))
    else:
        return None
    return walk.new("refund", who, lot_id=lots[number]["id"][0])


def refund_left(walk: Walk, who: Who, draw: Any) -> Message | None:
    """Mostly of someone who has left, by the right birth date."""
    m = refund(walk, who, draw)
    is_left = walk.wallet(who)["left_at"] is not None
    if m is None or (not is_left and draw(st.integers(0, 5))):
        return None
    wrong = int(not draw(st.integers(0, 7)))
    born = abs(walk.wallet(who)["born"] - wrong)
    return walk.new("refund_left", who, lot_id=m["lot_id"], born=born)


def spend_down(walk: Walk, who: Who, draw: Any) -> Message | None:
    """A payment that brings the next lot to just above, to, or just below its refund share."""
    numbers = purse.spendable_lots(walk.bench.state, who[0], walk.wallet(who), "diner", walk.today)
    for number in numbers[:1]:
        lot = walk.wallet(who)["lots"][number]
        share = lot["face"] * (lot["percent"] or 50) // 100
        amount = share - (lot["face"] - lot["left"]) + draw(st.sampled_from([-1, 0, 0, 1]))
        if amount > 0:
            return walk.new(
                "pay", who, shop="diner", code=None, amount=amount, order=f"o-{walk.count}"
            )
    return None


def rival(walk: Walk, m: Message, draw: Any) -> Message | None:
    """What collides with `m`: the same order by another code, its net-cancel, another cancel of
    the same payment, another purchase out of the same budget."""
    if draw(st.sampled_from(["same", "other"])) == "same":
        return m
    if m["do"] == "pay" and m["order"]:
        facts = {"shop": m["shop"], "order": m["order"], "since": m["since"]}
        if draw(st.booleans()):
            return walk.new("net_cancel", m["who"], code=walk.code(m["who"]), **facts)
        return walk.new("pay", m["who"], code=walk.code(m["who"]), amount=m["amount"], **facts)
    if m["do"] in ("cancel", "undo", "refund", "refund_left"):
        return walk.new(m["do"], m["who"], **_facts(m))
    if m["do"] == "sign_up":
        return sign_up(walk, m["who"], draw)
    if m["do"] in desk_orders.MAKERS:
        return desk_orders.rival(walk, m, draw)
    if m["do"] == "buy":
        others = [w for w in walk.wallets() if w[0] == m["who"][0]]
        return walk.new("buy", draw(st.sampled_from(others)), **_facts(m))
    return None


def _facts(m: Message) -> Message:
    return {k: v for k, v in m.items() if k not in ("no", "do", "who", "key")}


MAKERS: dict[str, desk_orders.Maker] = {
    "convert": convert,
    "pay": pay,
    "pay_again": pay_again,
    "cancel": cancel,
    "net_cancel": net_cancel,
    "buy": buy,
    "undo": undo,
    "refund": refund,
    "refund_left": refund_left,
    "spend_down": spend_down,
    "adjust": adjust,
    "settle": settle,
    "leave": leave,
    "sign_up": sign_up,
    **desk_orders.MAKERS,
}
AFTER_LEAVING = st.sampled_from(["refund_left"] * 4 + ["adjust"])
RACING = st.sampled_from([name for name in MAKERS if name != "upload"] + ["pay", "cancel", "buy"])


def other_body(walk: Walk, m: Message, draw: Any) -> Message | None:
    """The same key, with another body."""
    changes: dict[str, Any] = {}
    for name in ("mileage", "amount"):
        if isinstance(m.get(name), int):
            changes[name] = m[name] + 1000
    if m["do"] == "cancel":
        changes["expected"] = m["expected"] + 1
    elif m["do"] == "net_cancel":
        changes["order"] = m["order"] + "-b"
    elif m["do"] == "undo":
        bought = sorted(walk.wallet(m["who"])["bought"])
        changes["purchase"] = draw(st.sampled_from(bought))
    elif m["do"] == "refund":
        lots = walk.wallet(m["who"])["lots"]
        number = draw(st.integers(0, len(lots) - 1))
        changes["lot_id"] = lots[number]["id"][0]
    elif m["do"] == "sign_up" or not m["key"]:
        return None
    elif m["do"] == "pay":
        changes["code"] = m["code"] and walk.code(m["who"])
    if not changes:
        return None
    facts = {k: v for k, v in (m | changes).items() if k not in ("no", "do", "who")}
    return walk.new(m["do"], m["who"], **facts)
