"""Who a person is, and which wallet is theirs: joining, identity, leaving, suspension, sessions.

A number has a holder; a person whom an agency knows has one membership and one sign-up grant, for
ever. A membership whose person had left another goes on in that one, with all that it holds.
"""

from typing import Any

from tests.model import earning, purse, seoul
from tests.model.purse import Life, State, Wallet

Message = dict[str, Any]
Expectation = tuple[str, Any]

BORN = {"kim": 0, "lee": 0, "park": 1}
"""Persons whom the agency knows, each with which of the two birth dates."""
TOKEN_LIFE = 30 * 60 * seoul.SECOND


def sign_up(state: State, m: Message, now: int) -> Expectation:
    """`who` is a number here, and `born` whoever has it. How it ended stands, however often it is
    delivered."""
    if m["no"] not in state["signups"]:
        state["signups"][m["no"]] = _join(state, m, now)
    return "done", state["signups"][m["no"]]


def _join(state: State, m: Message, now: int) -> Message:
    """The first on a number gets the mileage, once a person. Who proved the number after its
    holder left, or as another person, begins a wallet of their own; until then it is the holder's
    alone, whoever else has it."""
    county, person = m["who"][0], m["person"]
    number = state["numbers"].get(m["who"])
    known = state["persons"].get((county, person))
    if known is not None and state["wallets"][known["life"]]["left_at"] is None:
        return _ended(already=True)
    if number is None:
        granted = 0 if known else m["grant"]
        life = _begin(state, m, now, granted, freed_at=None)
    else:
        holder = state["wallets"][number["holder"]]
        left_at = number["released_at"] or holder["left_at"]
        if number["freed_at"] is not None and m["accepted_at"] <= number["freed_at"]:
            return _rejected()
        is_other = person is not None and (
            m["born"] != number["born"] or holder["person"] not in (None, person)
        )
        if left_at is not None and m["accepted_at"] > left_at:
            life = _begin(state, m, now, 0, freed_at=left_at)
        elif is_other:
            _count(state, "took a number")
            life = _begin(state, m, now, 0, freed_at=m["accepted_at"])
        elif m["born"] != number["born"]:
            return _rejected()
        else:
            if person is not None and holder["active"]:
                bind(state, number["holder"], person, now)
            return _ended(already=True)
        granted = 0
    if person is not None:
        bind(state, life, person, now)
    return _ended(granted=granted)


def _begin(state: State, m: Message, now: int, granted: int, *, freed_at: int | None) -> Life:
    """A wallet of its own, whose number this is from now on."""
    (county, name), before = m["who"], state["numbers"].get(m["who"])
    lives = before["lives"] + 1 if before else 1
    life = (county, name if before is None else f"{name}+{lives}")
    wallet = state["wallets"][life] = purse.new_wallet(now)
    wallet |= {"born": m["born"], "number": m["who"], "granted": granted}
    had = None if before is None else before["had_grant"] or before["holder"]
    if before is not None:
        wallet["withheld"] = (had, m["grant"])
    state["numbers"][m["who"]] = {
        "holder": life,
        "born": m["born"],
        "freed_at": freed_at,
        "released_at": None,
        "had_grant": had,
        "lives": lives,
    }
    if granted:
        ends = purse.mileage_end(state, county, seoul.day_of(now))
        purse.open_lot(wallet, "mileage", granted, ends, is_signup=True)
    return life


def _ended(*, already: bool = False, granted: int = 0) -> Message:
    return {"reason": None, "already": already, "granted": granted}


def _rejected() -> Message:
    return {"reason": "phone_in_use", "already": None, "granted": None}


def identify(state: State, m: Message, now: int) -> Expectation:
    """By the token of a verification; its person is this member, or another wallet's holder."""
    life, wallet = m["who"], state["wallets"][m["who"]]
    if wallet["born"] != BORN[m["person"]]:
        return "refused", {"identity_mismatch"}
    if wallet["person"] not in (None, m["person"]):
        return "refused", {"identity_mismatch"}
    where = bind(state, life, m["person"], now)
    reason = None if where else "belongs_to_other"
    # Of the wallet in which the session began, whenever that was.
    carried = state["wallets"][m.get("via", life)]["carried"]
    return "done", {"reason": reason, "life": where, "carried": carried}


def is_proof_over(m: Message, now: int) -> bool:
    return bool(now >= (m["proved_at"] + TOKEN_LIFE) // 1000 * 1000)


def bind(state: State, life: Life, person: str, now: int) -> Life | None:
    """The life that is the person's from now on; `None` if another one is, which they use."""
    wallet = state["wallets"][life]
    known = state["persons"].get((life[0], person))
    if known is not None and known["life"] != life:
        if _take_grant_back(wallet, now):
            _count(state, "grant taken back")
        other = state["wallets"][known["life"]]
        if other["left_at"] is None:
            return None
        _reopen(state, life, known["life"], now)
        _count(state, "old wallet opened")
        return Life(known["life"])
    if known is None:
        _count(state, "first")
    wallet["person"] = person
    had = known is not None and known["has_grant"]
    has_grant = had or _is_granted(state, life, person, now)
    state["persons"][life[0], person] = {"life": life, "has_grant": has_grant}
    return life


def _is_granted(state: State, life: Life, person: str, now: int) -> bool:
    """Whether this person has the sign-up mileage from here on. What was withheld because of the
    number is paid if the one who had it there is somebody else, or left without touching it."""
    wallet = state["wallets"][life]
    if wallet["granted"] or wallet["withheld"] is None:
        return bool(wallet["granted"])
    had, mileage = wallet["withheld"]
    other = state["wallets"][had]
    if other["person"] in (None, person):
        whole = sum(lot["left"] for lot in _signup_lots(other, now))
        if other["left_at"] is None or other["continues"] or whole != other["granted"]:
            return False
        _take_grant_back(other, now)
    at = max(now, wallet["at"])
    ends = purse.mileage_end(state, life[0], seoul.day_of(at))
    purse.open_lot(wallet, "mileage", mileage, ends, is_signup=True)
    purse.write(wallet, at)
    _count(state, "granted at last")
    return True


def _count(state: State, event: str) -> None:
    """What no answer tells that it happened."""
    state["events"][event] = state["events"].get(event, 0) + 1


def _signup_lots(wallet: Wallet, now: int) -> list[purse.Lot]:
    day = seoul.day_of(max(now, wallet["at"]))
    return [x for x in wallet["lots"] if x["is_signup"] and x["left"] and purse.is_live(x, day)]


def _take_grant_back(wallet: Wallet, now: int) -> bool:
    """As far as it is still there."""
    lots = _signup_lots(wallet, now)
    for lot in lots:
        lot["left"] = 0
    if lots:
        purse.write(wallet, max(now, wallet["at"]))
    return bool(lots)


def _reopen(state: State, life: Life, old: Life, now: int) -> None:
    """The wallet that the person had left opens again, and this one ends in it. The number goes
    along; the one that the old wallet had is nobody's. What both bought counts to one limit."""
    wallet, other = state["wallets"][life], state["wallets"][old]
    wallet["offset"] = len(other["lots"])
    other["lots"] += [x | {"left": 0} for x in wallet["lots"]]
    for no, bought in wallet["bought"].items():
        other["bought"][no] = bought | {"lot": wallet["offset"] + bought["lot"]}
    earning.join(wallet, other, max(now, wallet["at"], other["at"]))
    wallet["continues"] = old
    wallet["carried"] = _carry(state, wallet, now)
    number, before = state["numbers"][wallet["number"]], state["numbers"][other["number"]]
    if other["number"] != wallet["number"] and before["holder"] == old:
        before["released_at"] = other["left_at"]
    if number["holder"] == life:
        number["holder"] = old
    other |= {"active": True, "left_at": None, "number": wallet["number"], "withheld": None}
    other["generation"] += 1
    wallet |= {"active": False, "left_at": now, "then": other["generation"]}


def _carry(state: State, wallet: Wallet, now: int) -> int:
    """What lives goes on as it is; how much, in points and won."""
    other = state["wallets"][wallet["continues"]]
    at = max(now, wallet["at"], other["at"])
    carried = 0
    for number, lot in enumerate(wallet["lots"]):
        if lot["left"] and purse.is_live(lot, seoul.day_of(at)):
            onward = other["lots"][wallet["offset"] + number]
            onward["left"] += lot["left"]
            onward["paid_back"] = max(onward["paid_back"], lot["paid_back"])
            carried += lot["left"]
            sign = lot["left"] if purse.is_voucher(lot) else 0
            wallet["issued"] -= sign
            other["issued"] += sign
            lot["left"] = 0
    other["owed"], wallet["owed"] = other["owed"] + wallet["owed"], 0
    purse.write(wallet, at)
    purse.write(other, at)
    return carried


def carry_on(state: State, life: Life, now: int) -> None:
    """What comes back to a wallet that ended goes on to where its person is."""
    wallet = state["wallets"][life]
    if wallet["continues"] is None:
        return
    other = state["wallets"][wallet["continues"]]
    day = seoul.day_of(max(now, wallet["at"], other["at"]))
    if wallet["owed"] or any(x["left"] and purse.is_live(x, day) for x in wallet["lots"]):
        _carry(state, wallet, now)


def leave(state: State, m: Message, now: int) -> Expectation:
    """Nothing moves; the ledger stays, and who left can do nothing with it."""
    wallet = state["wallets"][m["who"]]
    day = seoul.day_of(now)
    wallet |= {"active": False, "left_at": now, "is_found": True}
    return "done", {
        "mileage": purse.live(wallet, day, vouchers=False),
        "vouchers": purse.live(wallet, day, vouchers=True),
    }


def suspend(state: State, m: Message, now: int) -> Expectation:
    """All sessions end, and none lives again when it is lifted."""
    wallet = state["wallets"][m["who"]]
    if wallet["left_at"] is not None:
        return "refused", {"member_not_found"}
    if wallet["active"]:
        wallet["active"] = False
        wallet["generation"] += 1
    return "done", {"status": "suspended"}


def readmit(state: State, m: Message, now: int) -> Expectation:
    wallet = state["wallets"][m["who"]]
    if wallet["left_at"] is not None:
        return "refused", {"member_not_found"}
    wallet["active"] = True
    return "done", {"status": "active"}


def close_shop(state: State, m: Message, now: int) -> Expectation:
    state["shops"][m["who"][0], m["shop"]]["open"] = False
    return "done", {"status": "suspended"}


def open_shop(state: State, m: Message, now: int) -> Expectation:
    state["shops"][m["who"][0], m["shop"]]["open"] = True
    return "done", {"status": "active"}


def standings(state: State) -> dict[Life, tuple[str, int, bool]]:
    """Who may act, by sessions of which generation, and whether it is known who it is; and of
    shops, whether they may."""
    found = {}
    for life, wallet in state["wallets"].items():
        gone = "left" if wallet["left_at"] is not None else "suspended"
        status = "active" if wallet["active"] else gone
        found[life] = (status, wallet["generation"], wallet["person"] is not None)
    for (county, shop), of in state["shops"].items():
        found[county, f"shop {shop}"] = ("active" if of["open"] else "suspended", 0, False)
    return found


def refusal(wallet: Wallet) -> set[str]:
    """Why a member may do nothing; empty for who may."""
    if wallet["active"]:
        return set()
    return {"member_not_found" if wallet["left_at"] is not None else "member_suspended"}


def session(state: State, m: Message) -> tuple[set[str], Message | None]:
    """What the session of a message is refused with; and if its membership goes on elsewhere, the
    message as it is meant there."""
    wallet = state["wallets"][m["who"]]
    if wallet["continues"] is not None and m["gen"] == wallet["generation"]:
        return set(), m | {"who": wallet["continues"], "gen": wallet["then"], "via": m["who"]}
    broken = refusal(wallet)
    if not broken and m["gen"] != wallet["generation"]:
        broken = {"token_expired"}
    return broken, None
