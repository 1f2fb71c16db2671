"""A wallet's purchases, followed on plain records: counters, prices, what was paid back.

Like `lot_audit`, it repeats no code of the decisions that wrote the entries.
"""

from datetime import date, timedelta
from typing import Any

from infra.verifier.ids import id_day
from infra.verifier.kinds import KINDS
from infra.verifier.lot_audit import BrokenChainError
from infra.verifier.numbers import CANCEL_DAYS_MAX

_REFUNDS_KEPT = timedelta(days=CANCEL_DAYS_MAX + 2)

_PURCHASE_KINDS = {name for name, kind in KINDS.items() if "purchase" in kind.must}


class PurchaseBook:
    """What was bought in the month and the year, in which month each purchase was, and what of a
    lot was paid back and so not spent."""

    __slots__ = (
        "_carried", "_counters", "_month_by_purchase", "_online", "_paper", "_refunds", "_reserved",
    )  # fmt: skip

    def __init__(self) -> None:
        # `[month, won, year, won]`, in Seoul's calendar.
        self._counters: list[Any] = ["", 0, "", 0]
        self._month_by_purchase: dict[str, str] = {}
        # By lot: `[won, day of the last]`.
        self._refunds: dict[str, list[Any]] = {}
        # What is being paid, by purchase: `[round, face, price, percent, pay by]`.
        self._reserved: dict[str, list[Any]] = {}
        # Paid online: such a purchase is canceled, or reversed, as what it is.
        self._online: set[str] = set()
        # Whether another wallet ended in this one: what was paid online there is taken back, or
        # reversed, here, and `identity_book` holds it against that wallet.
        self._carried = False
        # Sold on paper and not taken back, by purchase: `[round, price, face]`.
        self._paper: dict[str, list[Any]] = {}

    def check(self, record: dict[str, Any], day: str) -> None:
        """`day` is the entry's Seoul day. Raises `BrokenChainError`."""
        kind = record["kind"]
        if kind in ("reservation", "reservation_end"):
            self._check_reservation(record, kind, day)
        elif kind in ("paper_sale", "paper_return"):
            self._check_paper(record, kind, day)
        elif kind == "purchase_reversal":
            self._check_reversal(record)
        elif kind in _PURCHASE_KINDS:
            self._check_purchase(record, kind, day)
        elif kind == "carry_over":
            self._take_over(record, day)
        stated = record.get("purchases")
        if (stated if stated is not None else ["", 0, "", 0]) != self._counters:
            raise BrokenChainError("purchases", f"the counters are not {self._counters}")
        if self._refunds:
            self._forget_refunds(record, day)
        if record.get("refunds", {}) != self._refunds:
            raise BrokenChainError("purchases", f"what was paid back is not {self._refunds}")
        if record.get("reservations", {}) != self._reserved:
            raise BrokenChainError("purchases", f"what is reserved is not {self._reserved}")

    def _check_reservation(self, record: dict[str, Any], kind: str, day: str) -> None:
        """Nothing moves but what is held: of the round, of the month's and the year's limits."""
        purchase_id, round_id, price, budget, held = record["purchase"]
        if kind == "reservation":
            terms = record["reservations"][purchase_id]
            is_right = (
                purchase_id not in self._month_by_purchase
                and (terms[:2], price, budget) == ([round_id, held], 0, "round")
                and 0 <= terms[2] <= held
                and 0 <= terms[3] <= 100
                and terms[4] > record["at"]
                # Its month is that of its id, by which a later cancel goes.
                and id_day(purchase_id, "pur") == day
                and held > 0
            )
            self._month_by_purchase[purchase_id] = day[:7]
            self._reserved = {**self._reserved, purchase_id: terms}
            self._count(day, month=held, year=held)
        else:
            terms = self._reserved.pop(purchase_id, None)
            is_right = (
                terms is not None
                and (terms[:2], price) == ([round_id, -held], 0)
                and budget in ("round", "carry_over")
            )
            self._give_back(purchase_id, day, -held)
        if not is_right or record.get("allocations"):
            raise BrokenChainError("purchases", f"a {kind} of {held}, {budget}")

    def _check_paper(self, record: dict[str, Any], kind: str, day: str) -> None:
        """A sale takes from a round and from the limits; a return gives one of them back whole."""
        purchase_id, round_id, price, budget, face = record["purchase"]
        if kind == "paper_sale":
            is_right = (
                (purchase_id[3:], budget) == (record["entry_id"][3:], "round")
                and 0 <= price <= face
                and face > 0
            )
            self._month_by_purchase[purchase_id] = day[:7]
            self._paper[purchase_id] = [round_id, price, face]
            self._count(day, month=face, year=face)
        else:
            sold = self._paper.pop(purchase_id, None)
            if sold is None and self._carried:
                # Sold in the wallet that ended: that the notes were, `paper_book` knows.
                sold = [round_id, -price, -face]
                self._month_by_purchase[purchase_id] = id_day(purchase_id, "pur")[:7]
            is_right = sold == [round_id, -price, -face] and budget in ("round", "carry_over")
            self._give_back(purchase_id, day, -face)
        if not is_right or record.get("allocations"):
            raise BrokenChainError("purchases", f"a {kind} of {face} for {price}, {budget}")

    def _check_reversal(self, record: dict[str, Any]) -> None:
        """Of what was paid online, at most what is there is voided, and no more than was taken
        back; the limits stay used."""
        purchase_id, round_id, price, budget = record["purchase"]
        rows = record.get("allocations", ())
        is_known = purchase_id in self._online or self._carried
        is_right = is_known and price < 0 and len(rows) <= 1
        for lot_id, _, source, face, amount, _, lot_price, _ in rows:
            is_right = (
                is_right
                and (lot_id[3:], source) == (purchase_id[3:], round_id)
                and budget in ("round", "carry_over")
                and (-amount - 1) * lot_price // face <= -price
            )
        if not is_right or (not rows and budget is not None):
            raise BrokenChainError("purchases", f"{purchase_id} reversed by {price}, {budget}")

    def _give_back(self, purchase_id: str, day: str, face: int) -> None:
        """To the limits of the months and years that are not over."""
        bought = self._month_by_purchase.get(purchase_id, "")
        self._count(
            day,
            month=-face if bought == day[:7] else 0,
            year=-face if bought[:4] == day[:4] else 0,
        )

    def _take_over(self, record: dict[str, Any], day: str) -> None:
        """Purchases that come from another wallet: bought when their id was made. What the one that
        ended had bought counts to the limits here, by how much `identity_book` holds against it;
        what was paid back of a lot comes along, as the entry says, unless it is known here."""
        for row in record.get("allocations", ()):
            lot_id, lot_kind, _, _, amount = row[:5]
            if amount <= 0 or lot_kind != "sale":
                continue
            self._month_by_purchase["pur" + lot_id[3:]] = id_day(lot_id)[:7]
            if lot_id in record.get("refunds", {}):
                self._refunds.setdefault(lot_id, record["refunds"][lot_id])
        self._take_over_reserved(record)
        stated = record.get("purchases")
        if stated is not None and stated != self._counters:
            old = self._counters
            self._count(day, month=0, year=0)
            if (stated[0], stated[2]) != (day[:7], day[:4]) or not (
                stated[1] >= self._counters[1] and stated[3] >= self._counters[3]
            ):
                raise BrokenChainError("purchases", f"{stated} takes from {old}")
            self._counters = list(stated)

    def _take_over_reserved(self, record: dict[str, Any]) -> None:
        """What is being paid goes out whole, or comes to what is held here; from where and whether
        it went there, is `identity_book`'s."""
        self._carried = record["reference"].split("/")[1] != record["member_id"] or self._carried
        held = record.get("reservations", {})
        if held == self._reserved:
            return
        if held and not self._reserved.items() <= held.items():
            raise BrokenChainError("purchases", f"carried over {held} to {self._reserved}")
        for purchase_id in held.keys() - self._reserved.keys():
            self._month_by_purchase[purchase_id] = id_day(purchase_id, "pur")[:7]
        self._reserved = held

    def _forget_refunds(self, record: dict[str, Any], day: str) -> None:
        """Of lots that are closed for longer than a cancel could open them again."""
        kept = {row[0] for row in record.get("lots", ())}
        oldest = (date.fromisoformat(day) - _REFUNDS_KEPT).isoformat()
        self._refunds = {
            lot_id: refund
            for lot_id, refund in self._refunds.items()
            if lot_id in kept or refund[1] >= oldest
        }

    def _check_purchase(self, record: dict[str, Any], kind: str, day: str) -> None:
        purchase_id, round_id, price, budget, *held = record["purchase"]
        rows = record["allocations"]
        if len(rows) != 1:
            raise BrokenChainError("purchases", "a purchase is one lot")
        lot_id, _, source, face, amount, _, lot_price, percent = rows[0]
        if lot_id[3:] != purchase_id[3:] or source != round_id:
            raise BrokenChainError("purchases", f"{purchase_id} is not the purchase of {lot_id}")
        if kind == "purchase":
            self._month_by_purchase[purchase_id] = day[:7]
            is_right = (price, budget, purchase_id[3:]) == (
                lot_price, "round", record["entry_id"][3:]
            )  # fmt: skip
            self._count(day, month=face, year=face)
        elif kind == "online_purchase":
            terms = self._reserved.pop(purchase_id, None)
            is_right = (
                [round_id, face, price, percent] == (terms or ())[:4]
                and (price, budget, held) == (lot_price, None, [-face])
            )  # fmt: skip
            self._online.add(purchase_id)
        elif purchase_id not in self._month_by_purchase:
            raise BrokenChainError("purchases", f"{purchase_id} is no earlier purchase here")
        elif kind in ("purchase_cancel", "online_purchase_cancel"):
            is_online = purchase_id in self._online
            is_by_its_way = is_online == (kind == "online_purchase_cancel")
            is_right = (
                (amount, price) == (-face, -lot_price)
                and budget in ("round", "carry_over")
                and (is_by_its_way or (self._carried and not is_online))
            )  # fmt: skip
            self._give_back(purchase_id, day, face)
        else:
            # The promised share is spent, or its holder left; the rest is worth what was paid for
            # it. Entries of release 1.0.0 do not remember what was paid back before.
            before = self._refunds.get(lot_id, [0])[0]
            if "refunds" in record:
                self._refunds[lot_id] = [before - amount, day]
            is_right = (
                (kind == "leaving_refund" or (face + amount - before) * 100 >= face * percent)
                and price == -(-amount * lot_price // face)
                and budget is None
            )
        if not is_right or (held and kind != "online_purchase"):
            raise BrokenChainError("purchases", f"a {kind} of {amount} for {price}, {budget}")

    def _count(self, day: str, *, month: int, year: int) -> None:
        """A new month or year begins at zero."""
        old_month, month_amount, old_year, year_amount = self._counters
        self._counters = [
            day[:7],
            (month_amount if old_month == day[:7] else 0) + month,
            day[:4],
            (year_amount if old_year == day[:4] else 0) + year,
        ]
