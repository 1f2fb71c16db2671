"""Fees paid at gates, of which half comes back as a voucher: once for an admission."""

from collections import Counter
from contextlib import suppress
from datetime import date, timedelta

from chalicelib.core.errors import ForbiddenError, NotFoundError, RuleViolationError
from chalicelib.core.values import day_start, seoul_date
from chalicelib.visits.admission_service import ShownScan
from chalicelib.visits.admissions import Scan
from chalicelib.visits.fee_share_store import FeeShareStore
from chalicelib.visits.passes import make_pass
from tests.builders import COUNTY, FACILITY
from tests.model.feature_walk import Act, FeatureWalk
from tests.races.visit_cases import admissions_of, fee_shares_of
from tests.visits.shared_fees import SHARE, share_fees
from tests.worlds import SIGNER, Holder

Visit = tuple[str, date]
"""Whose wallet, and on which day."""


class FeeShareSteps:
    def __init__(self, walk: FeatureWalk) -> None:
        self.walk = walk
        share_fees(walk.table)
        self.phones = [f"fee{n}" for n in range(4)]
        self.wallets = {phone: [walk.world.join(person=phone)] for phone in self.phones}
        self.left: set[str] = set()
        self.admitted: set[Visit] = set()
        self.first_on = seoul_date(walk.world.now)

    def act(self) -> Act:
        return self.walk.chance.choice(
            (self._admit, self._admit, self._report_late, self._give, self._give, self._spend,
             self._leave)
        )()  # fmt: skip

    def rival(self) -> Act:
        return self.walk.chance.choice((self._admit, self._report_late, self._give, self._spend))()

    def check(self) -> None:
        """Nobody has had more than their admissions are worth, and each share has its entry."""
        had, noted = self._had(), self._noted()
        assert max(had.values(), default=1) == 1
        assert set(had) == noted
        assert noted <= self.admitted

    def end(self) -> None:
        """After a night's run, whoever is still a member has had all."""
        self._give_all(self._days())
        self.check()
        missing = self.admitted - set(self._had())
        assert {member_id for member_id, _ in missing} <= self.left

    def _admit(self) -> Act:
        phone, number, now = self._phone(), self.walk.number(), self.walk.world.now
        holder = self.wallets[phone][-1]
        shown = self._shown(holder, f"now/{number}", 0)

        def admit() -> str:
            admission, _, _ = admissions_of(self.walk.world).admit(shown)
            return admission.admission_id

        def noted(told: str) -> bool:
            self.admitted.add((holder.member_id, seoul_date(now)))
            return True

        return Act("admit", admit, noted)

    def _report_late(self) -> Act:
        """A gate that was without a net: earlier than whatever is known of the day."""
        phone, number, now = self._phone(), self.walk.number(), self.walk.world.now
        holder = self.wallets[phone][-1]
        early = (now - day_start(seoul_date(now))) * self.walk.chance.random()
        shown = self._shown(holder, f"gate/{number}", int(early.total_seconds()))

        def report() -> bool:
            (settled,) = admissions_of(self.walk.world).report([shown])
            return settled.outcome in ("admitted", "already_admitted_today")

        def noted(is_in: bool) -> bool:
            if is_in:
                self.admitted.add((holder.member_id, seoul_date(now)))
            return True

        return Act("report late", report, noted)

    def _give(self) -> Act:
        """What the worker does at each call, of today and yesterday."""
        today = seoul_date(self.walk.world.now)

        def give() -> str:
            self._give_all([today, today - timedelta(days=1)])
            return "given"

        return Act("give", give)

    def _give_all(self, days: list[date]) -> None:
        shares = fee_shares_of(self.walk.world)
        for known, admission in shares.due(COUNTY, days):
            with suppress(ForbiddenError, NotFoundError, RuleViolationError):
                shares.give(known, admission)
            if admission.scan.on < seoul_date(self.walk.world.now):
                self.walk.met["given late"] += 1

    def _spend(self) -> Act:
        phone, number = self._phone(), self.walk.number()
        holder, now = self.wallets[phone][-1], self.walk.world.now

        def spend() -> int:
            payment = self.walk.world.redeem(
                holder.pay_code(now), 700, order_id=f"o{number}", key=f"s{number}"
            )
            return payment.redemption.entry.voucher_amount

        return Act("spend", spend)

    def _leave(self) -> Act:
        """What was not given yet stays so; another member comes in their place."""
        phone = self._phone()
        holder = self.wallets[phone][-1]

        def leave() -> str:
            if self.wallets[phone][-1] == holder:
                # Cut off right after, it is told that it has left.
                with suppress(NotFoundError):
                    self.walk.world.leave(holder)
                self.left.add(holder.member_id)
                other = self.walk.world.join(person=f"{phone} {self.walk.number()}")
                self.wallets[phone].append(other)
            return "left"

        return Act("leave", leave)

    def _phone(self) -> str:
        return self.walk.chance.choice(self.phones)

    def _shown(self, holder: Holder, scan_key: str, seconds_ago: int) -> ShownScan:
        keys, now = SIGNER.pass_keys, self.walk.world.now
        text, _ = make_pass(
            keys, holder=keys.holder(COUNTY, holder.member_id), age_class="adult",
            facility_id=None, now=now - timedelta(hours=23),
        )  # fmt: skip
        scan = Scan(
            county_id=COUNTY, facility_id=FACILITY, scan_key=scan_key, gate=scan_key[:4],
            scanned_at=now - timedelta(seconds=seconds_ago), reported_at=now,
        )  # fmt: skip
        return ShownScan(text, scan)

    def _days(self) -> list[date]:
        last = seoul_date(self.walk.world.now)
        return [self.first_on + timedelta(days=n) for n in range((last - self.first_on).days + 1)]

    def _had(self) -> Counter[Visit]:
        had: Counter[Visit] = Counter()
        for wallets in self.wallets.values():
            for holder in wallets:
                for entry in self.walk.entries(holder):
                    if entry.kind == "fee_share":
                        _, _, on, member_id = entry.reference.split("/")
                        assert (entry.voucher_amount, member_id) == (SHARE, holder.member_id)
                        had[member_id, date.fromisoformat(on)] += 1
        return had

    def _noted(self) -> set[Visit]:
        store = FeeShareStore(self.walk.table)
        return {(one, on) for on in self._days() for one in store.of_day(COUNTY, FACILITY, on)}
