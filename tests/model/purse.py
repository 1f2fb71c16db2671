"""What the model knows: plain dicts and lists, and the arithmetic on lots. No code of the product.

`numbers` says whose life in the programme a phone number belongs to; `wallets` are named by such
lives: the first of a number as the number itself. A wallet is `{active, left_at, at, lots, …}`; a
lot is `{id, kind, face, left, ends, price, percent}` and is never thrown away, so that a payment
can point at it by its number. `active` is who may act; `left_at` stands while one is gone.
"""

from typing import Any

from tests.model import seoul

State = dict[str, Any]
Wallet = dict[str, Any]
Lot = dict[str, Any]
Life = tuple[str, str]

MEMORY = 15 * seoul.DAY
"""How long a command is certainly remembered."""


def new_state() -> State:
    return {
        "settings": {},
        "shops": {},
        "rounds": {},
        "cashbacks": {},
        "carried": {},
        "numbers": {},
        "persons": {},
        "events": {},
        "earnings": {},
        "signups": {},
        "desk_keys": {},
        "requests": {},
        "files": {},
        "row_keys": {},
        "sold_by": {},
        "receipts": set(),
        "wallets": {},
        "written_off_through": {},
        "tills": {},
    }


def new_wallet(at: int) -> Wallet:
    return {
        "active": True,
        "left_at": None,
        "is_found": False,
        "born": 0,
        "number": None,
        "person": None,
        "granted": 0,
        "withheld": None,
        "generation": 1,
        "continues": None,
        "then": 1,
        "offset": 0,
        "carried": 0,
        "at": at,
        "entries": 1,
        "lots": [],
        "payments": {},
        "bought": {},
        "seen": [],
        "gifts_after_the_end": [],
        "issued": 0,
        "spent": 0,
        "expired": 0,
        "refunded": 0,
        "bank": 0,
        "earned": (at // seoul.DAY, 0),
        "owed": 0,
    }


def setting(state: State, county: str, key: str, day: int) -> int | None:
    """The version with the latest day that has come."""
    versions = state["settings"][county][key]
    value: int | None = versions[max(on for on in versions if on <= day)]
    return value


def is_voucher(lot: Lot) -> bool:
    return bool(lot["kind"] != "mileage")


def is_live(lot: Lot, day: int) -> bool:
    return bool(lot["ends"] is None or day <= lot["ends"])


def held(wallet: Wallet, *, vouchers: bool) -> int:
    return sum(x["left"] for x in wallet["lots"] if is_voucher(x) == vouchers)


def live(wallet: Wallet, day: int, *, vouchers: bool) -> int:
    lots = (x for x in wallet["lots"] if is_voucher(x) == vouchers)
    return sum(x["left"] for x in lots if is_live(x, day))


def spendable_lots(state: State, county: str, wallet: Wallet, shop: str, day: int) -> list[int]:
    """Numbers of the lots that the shop may take, in the order in which they are spent."""
    is_big = state["shops"][county, shop]["big"]
    found = []
    for number in voucher_lots(wallet, day):
        kind = wallet["lots"][number]["kind"]
        if not (is_big and setting(state, county, f"{kind}.barred_over_cap", day)):
            found.append(number)
    return found


def mileage_lots(wallet: Wallet, day: int) -> list[int]:
    return _live_lots(wallet, day, vouchers=False)


def voucher_lots(wallet: Wallet, day: int) -> list[int]:
    return _live_lots(wallet, day, vouchers=True)


def _live_lots(wallet: Wallet, day: int, *, vouchers: bool) -> list[int]:
    lots = enumerate(wallet["lots"])
    found = [n for n, x in lots if is_voucher(x) == vouchers and is_live(x, day) and x["left"]]
    return in_order(wallet, found)


def in_order(wallet: Wallet, numbers: list[int]) -> list[int]:
    """What ends first is spent first; of the same day, the older lot."""
    lots = wallet["lots"]

    def place(number: int) -> tuple[float, str]:
        ends = lots[number]["ends"]
        return (float("inf") if ends is None else ends, lots[number]["id"][0])

    return sorted(numbers, key=place)


def take(wallet: Wallet, numbers: list[int], amount: int) -> list[list[int]]:
    """[[lot, won], …]; takes them."""
    taken = []
    for number in numbers:
        lot = wallet["lots"][number]
        part = min(amount, lot["left"])
        if part:
            lot["left"] -= part
            amount -= part
            taken.append([number, part])
    assert amount == 0
    return taken


def open_lot(wallet: Wallet, kind: str, amount: int, ends: int | None, **facts: Any) -> int:
    wallet["lots"].append(
        {
            # Shared by the copies of a lot that went on to another wallet.
            "id": [""],
            "kind": kind,
            "face": amount,
            "left": amount,
            "ends": ends,
            "price": None,
            "paid_back": 0,
            "percent": None,
            "is_signup": False,
            **facts,
        }
    )
    return len(wallet["lots"]) - 1


def bought_in(wallet: Wallet, day: int) -> tuple[int, int]:
    """What counts to the limits of the month and of the year of `day`: purchases not undone."""
    standing = [b for b in wallet["bought"].values() if not b["undone"]]
    month = sum(b["face"] for b in standing if seoul.same_month(b["day"], day))
    year = sum(b["face"] for b in standing if seoul.same_year(b["day"], day))
    return month, year


def prior(
    wallet: Wallet,
    now: int,
    *,
    key: Any,
    reference: Any,
    body: Any,
    code: Any = None,
    void: Any = None,
) -> tuple[str, Any] | None:
    """How the memory of earlier commands answers: ("replay", number) or ("refused", code). It goes
    as far back for all, and no further."""
    seen = [s for s in wallet["seen"] if s["at"] >= now - MEMORY]
    if void is not None and any(s["reference"] == void for s in seen):
        return "refused", "net_canceled"
    for s in seen:
        if key is not None and s["key"] == key:
            same = s["body"] == body
            return ("replay", s["no"]) if same else ("refused", "idempotency_key_reused")
    for s in seen:
        if s["reference"] == reference:
            if s["pays"] and s["body"] != body:
                return "refused", "order_already_paid"
            return "replay", s["no"]
    if code is not None and any(s["code"] == code for s in seen):
        return "refused", "pay_code_used"
    return None


def remember(
    wallet: Wallet,
    no: int,
    now: int,
    *,
    key: Any,
    reference: Any,
    body: Any,
    code: Any = None,
    pays: bool = False,
) -> None:
    wallet["seen"].append(
        {
            "no": no,
            "at": now,
            "key": key,
            "reference": reference,
            "body": body,
            "code": code,
            "pays": pays,
        }
    )
    write(wallet, now)


def write(wallet: Wallet, at: int) -> None:
    """One entry more."""
    wallet["at"] = at
    wallet["entries"] += 1


def policy_end(state: State, county: str, day: int) -> int:
    return seoul.months_after(day, setting(state, county, "policy.valid_months", day) or 0)


def mileage_end(state: State, county: str, day: int) -> int | None:
    months = setting(state, county, "mileage.valid_months", day)
    return None if months is None else seoul.months_after(day, months)
