"""What a wallet holds, as plain lists of lots: the independent side of test_wallet_machine."""

from dataclasses import dataclass, field
from datetime import date


@dataclass
class ModelLot:
    is_mileage: bool
    remaining: int
    ends: date


@dataclass
class ModelPayment:
    order_id: str
    redemption_id: str
    amount: int
    on: date
    taken: list[tuple[ModelLot, int]]
    canceled: int = 0
    net_canceled: bool = False


@dataclass
class Model:
    lots: list[ModelLot] = field(default_factory=list)
    late_gifts: list[date] = field(default_factory=list)

    def live(self, is_mileage: bool, on: date) -> int:
        return sum(x.remaining for x in self._of(is_mileage) if x.ends >= on)

    def held(self, is_mileage: bool) -> int:
        return sum(x.remaining for x in self._of(is_mileage))

    def take(self, is_mileage: bool, amount: int, on: date) -> list[tuple[ModelLot, int]]:
        taken = []
        for lot in sorted(self._of(is_mileage), key=lambda x: x.ends):
            part = min(amount, lot.remaining) if lot.ends >= on else 0
            if part:
                lot.remaining -= part
                amount -= part
                taken.append((lot, part))
        assert amount == 0
        return taken

    def _of(self, is_mileage: bool) -> list[ModelLot]:
        return [x for x in self.lots if x.is_mileage == is_mileage]

    def give_back(self, payment: ModelPayment, amount: int, on: date) -> None:
        """The won taken last comes back first."""
        owed = [lot for lot, part in payment.taken for _ in range(part)]
        left = len(owed) - payment.canceled
        for lot in owed[left - amount : left]:
            lot.remaining += 1
            if lot.ends <= on and on not in self.late_gifts:
                self.late_gifts.append(on)
        payment.canceled += amount

    def days_to_find_it_by(self) -> list[date]:
        """When a lot ended, be it spent by then, or was given to after its end."""
        return [lot.ends for lot in self.lots] + self.late_gifts

    def write_off(self, today: date) -> None:
        for lot in self.lots:
            lot.remaining = 0 if lot.ends < today else lot.remaining
