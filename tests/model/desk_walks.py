"""The steps of the walks by which people are known, and those of staff."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.model import desk_orders, orders
from tests.model.machine import HOW, Walk, Who

ANYONE = st.integers(0, 7)
OFTEN = st.sampled_from([True, True, False])


class DeskWalk(Walk):
    def anyone(self, n: int) -> Who:
        return self.wallets()[n % len(self.wallets())]

    def make(self, name: str, n: int, data: Any, how: str, skew: int = 0) -> None:
        m = orders.MAKERS[name](self, self.anyone(n), data.draw)
        if m is not None:
            self.send(m, how, skew)

    @rule(n=ANYONE, data=st.data(), how=HOW)
    def identify(self, n: int, data: Any, how: str) -> None:
        self.make("identify", n, data, how)

    @rule(n=ANYONE, data=st.data(), how=HOW)
    def join_as_a_person(self, n: int, data: Any, how: str) -> None:
        """Mostly on somebody's number, who may be that person or not."""
        self.send(desk_orders.join_as(self, self.anyone(n), data.draw), how)

    @rule(n=ANYONE, data=st.data(), how=HOW, spends=OFTEN, is_proved=OFTEN)
    def leave_and_come_back(
        self, n: int, data: Any, how: str, spends: bool, is_proved: bool
    ) -> None:
        """An identified person leaves, joins anew by the same number, and is identified again."""
        who = self.anyone(n)
        wallet = self.wallet(who)
        person = data.draw(desk_orders.PERSON) if wallet["person"] is None else wallet["person"]
        self.send(self.new("identify", who, person=person, proved_at=self.now), "now")
        self.send(self.new("leave", who), "now")
        self.send(orders.sign_up(self, who, data.draw), "now")
        newest = self.bench.state["numbers"][who[0], who[1].partition("+")[0]]["holder"]
        if spends:
            self.send(self.new("buy", newest, round="rnd_long", amount=1000), "now")
        if is_proved:
            self.send(self.new("identify", newest, person=person, proved_at=self.now), how)

    @rule(n=ANYONE, data=st.data(), how=HOW, again=OFTEN)
    def suspend_and_try(self, n: int, data: Any, how: str, again: bool) -> None:
        """What can be done while suspended, and by a session from before."""
        who = self.anyone(n)
        for other in self.wallets():
            wallet = self.wallet(other)
            if not wallet["active"] and wallet["left_at"] is None:
                self.send(self.new("readmit", other), "now")
        before = self.wallet(who)["generation"]
        self.send(self.new("suspend", who), "now")
        self.make(data.draw(st.sampled_from(["pay", "convert", "buy", "cancel"])), n, data, "now")
        if again:
            self.send(self.new("readmit", who), how)
            self.send(self.new("convert", who, mileage=1000, gen=before), "now")

    @rule(n=ANYONE, data=st.data(), how=HOW)
    def close_or_open_a_shop(self, n: int, data: Any, how: str) -> None:
        self.make("close_shop", n, data, how)
        self.make("pay", n, data, "now")
        county = self.anyone(n)[0]
        if data.draw(OFTEN):
            self.send(self.new("open_shop", (county, ""), shop="diner"), "now")

    @rule(n=ANYONE, data=st.data(), how=HOW, times=st.integers(1, 2))
    def sell(self, n: int, data: Any, how: str, times: int) -> None:
        for _ in range(times):
            self.make("sell", n, data, how)

    @rule(n=ANYONE, data=st.data(), how=HOW, waits=desk_orders.DAYS_BEFORE)
    def ask_and_approve_a_sale(self, n: int, data: Any, how: str, waits: int) -> None:
        self.make("ask_sale", n, data, "now")
        self.now += waits
        self.make("approve_sale", n, data, how)
        self.make("approve_sale", n, data, "now")

    @rule(n=ANYONE, data=st.data(), how=HOW, waits=desk_orders.DAYS_BEFORE)
    def grant_by_a_file(self, n: int, data: Any, how: str, waits: int) -> None:
        self.make("upload", n, data, "now")
        self.make("approve_file", n, data, how)
        self.now += waits
        self.make("work", n, data, how)

    @rule(n=ANYONE, data=st.data(), how=HOW)
    def work_off(self, n: int, data: Any, how: str) -> None:
        self.make("work", n, data, how)

    @precondition(lambda self: len(self.sent) > 40)
    @rule(data=st.data(), process=st.integers(0, 2))
    def decide_again_long_after(self, data: Any, process: int) -> None:
        """What was decided, granted or proved stays so, whenever it is sent again."""
        kinds = ("approve_sale", "reject_sale", "approve_file", "reject_file", "work", "identify")
        late = [m for m in self.sent[:-40] if m["do"] in kinds]
        if late:
            m = data.draw(st.sampled_from(late[-20:]))
            self.now += 1
            answer = self.bench.deliver(m, self.now, process=process)
            self.bench.met["very_late/desk", answer[0]] += 1
