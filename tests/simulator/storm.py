"""Commands at random, over calls that fail at random, by one seed.

After every command each new entry of the wallet that it touched is held to its chain.
"""

import random
from collections import Counter
from typing import Any

from chalicelib.approvals.adjusting import Adjustments
from chalicelib.aws.attributes import unpack
from chalicelib.core.errors import DomainError, TooManyError, UnavailableError
from chalicelib.ledger import keys
from chalicelib.ledger.entry_codec import entry_from_item
from chalicelib.ledger.wiring import LedgerWiring
from chalicelib.paying.wiring import PayingWiring
from infra.verifier.ledger_audit import WalletAudit
from tests.builders import COUNTY
from tests.ledger_checks import follow
from tests.simulator.commands.scene import convert, join, pay_code, redeem, shop
from tests.simulator.faults import FAULTS, Call, KilledError
from tests.simulator.universe import Universe, new_process, process
from tests.worlds import Holder, a_till_may

TRIES_MAX = 40
PEOPLE = 12
_ASIDE = {"duplicate", "reorder", "delay", "part-of-batch"}


class Storm:
    """`faults` counts what hit."""

    def __init__(self, universe: Universe, rng: random.Random, rate: float) -> None:
        self._universe = universe
        self._rng = rng
        self._rate = rate
        self.faults: Counter[str] = Counter()
        self._holders = [join(universe, f"p{n}") for n in range(PEOPLE)]
        self._audits = {h.member_id: WalletAudit(COUNTY, h.member_id) for h in self._holders}
        self._paid: list[tuple[Holder, str, int]] = []
        self._count = 0
        network = universe.network
        network.choose = self._choose
        network.is_armed = True

    def _choose(self, call: Call) -> str | None:
        if self._rng.random() >= self._rate:
            return None
        can = [n for n, f in FAULTS.items() if f.can_hit(call) and n not in _ASIDE]
        name = self._rng.choice(can)
        self.faults[FAULTS[name].kind] += 1
        return name

    def run(self, commands: int) -> None:
        for _ in range(commands):
            self._count += 1
            holder = self._rng.choice(self._holders)
            choices: list[tuple[Any, int]] = [
                (self._convert, 1), (self._redeem, 6), (self._cancel, 3), (self._adjust, 2),
            ]  # fmt: skip
            choice = self._rng.choices(*zip(*choices, strict=True))[0]
            self._until_answered(choice(holder))
            self._universe.clock.advance(self._rng.random() * 600)
            self._check(holder)

    def _until_answered(self, command: Any) -> None:
        """The same request again, until something is answered, and then once more."""
        answered = 0
        for _ in range(TRIES_MAX):
            try:
                # What is sent again is the same, word for word.
                command(random.Random(self._count))
            except KilledError:
                new_process()
            except (UnavailableError, TooManyError):
                self._universe.clock.skew *= 0
            except DomainError:
                break
            else:
                answered += 1
                if answered == 2:
                    break
            self._universe.clock.advance(1.0)
        self._universe.clock.skew *= 0
        network = self._universe.network
        network.is_armed = False
        network.land_all()
        network.is_armed = True

    def _convert(self, holder: Holder) -> Any:
        number = self._count
        return lambda rng: convert(holder, 1000, f"convert-{number}")

    def _redeem(self, holder: Holder) -> Any:
        number = self._count

        def run(rng: random.Random) -> None:
            amount = rng.randint(1, 400)
            code = pay_code(self._universe, holder)
            paid = redeem(code, amount, f"order-{number}", f"pay-{number}")
            entry = paid.redemption.entry
            assert entry.voucher_amount == -amount
            if (holder, entry.redemption_id, amount) not in self._paid[-3:]:
                self._paid.append((holder, entry.redemption_id, amount))

        return run

    def _cancel(self, holder: Holder) -> Any:
        number = self._count
        own = [p for p in self._paid if p[0] == holder][-5:]

        def run(rng: random.Random) -> None:
            if not own:
                return
            _, redemption_id, amount = rng.choice(own)
            process().wired(PayingWiring).cancellations.cancel(
                shop(), redemption_id, amount=None, expected_remaining_amount=amount,
                reason="손님 요청", idempotency_key=f"cancel-{number}", may_cancel=a_till_may,
            )  # fmt: skip

        return run

    def _adjust(self, holder: Holder) -> Any:
        number = self._count

        def run(rng: random.Random) -> None:
            chain, counties = process().wired(LedgerWiring).chain, self._universe.county.counties
            Adjustments(chain, counties).adjust(
                COUNTY, holder.member_id, mileage=rng.randint(1, 900), reason="시험",
                adjustment_id=f"adj-{number}",
            )  # fmt: skip

        return run

    def _check(self, holder: Holder) -> None:
        """The entries that are new since the last look, from where the chain stood then."""
        audit = self._audits[holder.member_id]
        rows = self._universe.db.store.table
        while True:
            entry = _entry(rows, holder, audit.entry_count + 1)
            if entry is None:
                return
            follow(audit, entry)


def _entry(rows: Any, holder: Holder, seq: int) -> Any:
    row = rows.get(tuple(keys.entry(COUNTY, holder.member_id, seq)))
    return entry_from_item(unpack(row.item)) if row else None
