"""Random walks: people, shops, clocks and a careless network. What is done is drawn by Hypothesis;
what must come of it is said by the model."""

import random
import secrets
from collections import Counter
from typing import Any
from unittest import mock

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant

from tests.model import purse, rules, scene, seoul
from tests.model.bench import Bench
from tests.model.books import Books
from tests.model.commands import Message

Who = tuple[str, str]

DONE: Counter[str] = Counter()
"""Steps, walks and interleavings of all walks together."""
MET: Counter[tuple[str, str]] = Counter()
"""How often a command came to what: done, a replay, or the code of a refusal."""

HELD_MAX = 8
REMEMBERED = purse.MEMORY - seoul.HOUR
"""Repeats are sent within it; what comes later is `very_late`."""

PERSON = st.tuples(st.sampled_from(scene.COUNTIES), st.sampled_from(scene.PEOPLE))
HOW = st.sampled_from(["now"] * 7 + ["twice", "held", "held"])
MILEAGE = st.sampled_from([1000, 1000, 2000, 2000, 3000, 5000, 500, 1500, 0, -1000, 9000])
_SHARES = ["half", "half", "all", "over"]
WON = st.sampled_from(
    [700, 1000, 1600, 2400, 3100, 100, 101, 500, 1300, *_SHARES, 1, 99, 0, -5, 5000, 12_001]
)
FACES = st.sampled_from([1000, 2000, 2000, 3000, 1777, "rest", "more", 5000, 7000, 500, 0, -1000])
SKEWS = st.sampled_from([0] * 8 + [5, 2_000, 240_000])


class Walk(RuleBasedStateMachine):
    """The words of the walk; the steps are in `tests.model.walks`."""

    @initialize(now=st.sampled_from(scene.BEGINNINGS))
    def begin(self, now: int) -> None:
        # Ids decide by chance which shard a member buys from; a walk must be the same every time.
        self.chance = mock.patch.object(secrets, "randbits", random.Random(now).getrandbits)
        self.chance.start()
        self.now = now
        self.bench = Bench()
        scene.set_up(self.bench, now)
        self.books = Books(self.bench)
        self.count = 0
        self.held: list[Message] = []
        self.sent: list[Message] = []
        self.sent_at: dict[int, int] = {}
        for person, days in zip(scene.PEOPLE, (58, 26), strict=False):
            self.now = now - days * seoul.DAY
            for county in scene.COUNTIES:
                who = (county, person)
                facts = {"accepted_at": self.now, "grant": 5000, "born": 0, "person": None}
                self.send(self.new("sign_up", who, **facts), "now")
                if county == "jinju" and person == "ann":
                    self.send(self.new("identify", who, person="lee", proved_at=self.now), "now")
                self.send(self.new("convert", who, mileage=2000), "now")
                self.send(self.new("buy", who, round="rnd_long", amount=2000), "now")
        self.now = now
        DONE["walks"] += 1

    @property
    def today(self) -> int:
        return seoul.day_of(self.now)

    def wallets(self) -> list[Who]:
        return sorted(self.bench.state["wallets"])

    def wallet(self, who: Who) -> purse.Wallet:
        wallet: purse.Wallet = self.bench.state["wallets"][who]
        return wallet

    def new(self, do: str, who: Who, **facts: Any) -> Message:
        """`since`: when the oldest thing happened that its answer depends on."""
        self.count += 1
        m = {"no": self.count, "do": do, "who": who, "key": f"key-{self.count:06}"}
        m |= {"since": self.now, **facts}
        if "gen" not in m and rules.is_by_session(m):
            m["gen"] = self.wallet(who)["generation"]
        self.bench.driver.write_down(m)
        return m

    def send(self, m: Message, how: str, skew: int = 0) -> None:
        """Now, twice at once to two processes, or held back for another step to deliver."""
        if not self.fits(m):
            return
        if how == "held" and len(self.held) < HELD_MAX:
            self.held.append(m)
            return
        self.now += 7
        self.bench.deliver(m, self.now - skew)
        self.note(m)
        if how == "twice":
            self.bench.deliver(m, self.now + 3, process=1)

    def note(self, m: Message) -> None:
        if m["no"] not in self.sent_at:
            self.sent.append(m)
            self.sent_at[m["no"]] = self.now

    def code(self, who: Who, ago: int = 0) -> tuple[int, int]:
        """A code that was shown `ago` milliseconds ago; each is a code of its own."""
        self.count += 1
        return (self.now - ago, self.count)

    def fits(self, m: Message) -> bool:
        """Whether it is still certain what a delivery now comes to."""
        return m["do"] == "sign_up" or bool(self.now - m["since"] < REMEMBERED)

    def repeatable(self, *kinds: str) -> list[Message]:
        return [m for m in self.sent[-40:] if self.fits(m) and (not kinds or m["do"] in kinds)]

    def amount(self, who: Who, shop: str, drawn: int | str) -> int:
        """Won, or half or all of what can be spent at the shop, or one won more."""
        if isinstance(drawn, int):
            return drawn
        wallet = self.wallet(who)
        numbers = purse.spendable_lots(self.bench.state, who[0], wallet, shop, self.today)
        everything: int = sum(wallet["lots"][n]["left"] for n in numbers)
        return everything // 2 if drawn == "half" else everything + (drawn == "over")

    def face(self, who: Who, drawn: int | str) -> int:
        """Won, or what the month's limit leaves, or a thousand more."""
        if isinstance(drawn, int):
            return drawn
        cap = purse.setting(self.bench.state, who[0], "purchase.month_cap", self.today) or 0
        in_month, _ = purse.bought_in(self.wallet(who), self.today)
        return int(cap - in_month) + (1000 if drawn == "more" else 0)

    def edges(self) -> list[int]:
        """Last days: of lots, of cancel windows, of rounds; and of the month and the year."""
        today, state = self.today, self.bench.state
        days = [seoul.last_of_month(today), seoul.last_of_year(today)]
        for (county, _), wallet in state["wallets"].items():
            days += [x["ends"] for x in wallet["lots"] if x["left"] and x["ends"] is not None]
            window = purse.setting(state, county, "redemption.cancel_days", today) or 0
            days += [p["day"] + window for p in wallet["payments"].values() if p["left"]]
            window = purse.setting(state, county, "purchase.cancel_days", today) or 0
            days += [b["day"] + window for b in wallet["bought"].values() if not b["undone"]]
        days += [seoul.day_of(of["opens"]) - 1 for of in state["rounds"].values()]
        days += [seoul.day_of(of["closes"]) - 1 for of in state["rounds"].values()]
        return sorted({d for d in days if today <= d <= today + 400})

    @invariant()
    def all_is_well(self) -> None:
        if hasattr(self, "books"):
            DONE["steps"] += 1
            self.books.check(self.now)

    def teardown(self) -> None:
        if hasattr(self, "chance"):
            self.chance.stop()
        if hasattr(self, "bench"):
            DONE["interleavings"] += self.bench.interleavings
            MET.update(self.bench.met)
            events = self.bench.state["events"]
            MET.update({("person", event): count for event, count in events.items()})
            earnings = self.bench.state["earnings"]
            MET.update({("cashback", event): count for event, count in earnings.items()})
            self.books.check_every_chain()
