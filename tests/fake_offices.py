"""Plays the tax office and the banks: what they will say of each number and account."""

from collections.abc import Sequence
from datetime import date

from chalicelib.aws.tax_office import NUMBERS_MAX, Authenticity, TaxState
from chalicelib.core.errors import TryAgainError


class FakeTaxOffice:
    """A number that nothing was said of is in business, and its owner's. `is_down`: at night, or
    over its quota."""

    def __init__(self) -> None:
        self.states_by_number: dict[str, TaxState] = {}
        self.impostors: set[str] = set()
        self.is_down = False
        self.calls: list[int] = []
        self.calls_left: int | None = None

    def states(self, county_id: str, numbers: Sequence[str]) -> dict[str, TaxState]:
        assert len(numbers) <= NUMBERS_MAX
        self._answer(len(numbers))
        return {number: self._state(number) for number in numbers}

    def authenticity(
        self, county_id: str, number: str, *, opened_on: date, owner_name: str
    ) -> tuple[Authenticity, TaxState]:
        self._answer(1)
        return ("not_confirmed" if number in self.impostors else "confirmed"), self._state(number)

    def _answer(self, count: int) -> None:
        self.calls.append(count)
        if self.is_down or self.calls_left == 0:
            raise TryAgainError(retry_after_seconds=60)
        if self.calls_left is not None:
            self.calls_left -= 1

    def _state(self, number: str) -> TaxState:
        return self.states_by_number.get(
            number, TaxState(status="active", tax_kind="일반과세자", tax_class="general")
        )


class FakeAccountHolders:
    """`names` by account number; any other account is of whom the shop says, or `is_down`."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.is_down = False

    def holder(self, county_id: str, bank_code: str, account_number: str) -> str:
        if self.is_down or account_number not in self.names:
            raise TryAgainError(retry_after_seconds=60)
        return self.names[account_number]
