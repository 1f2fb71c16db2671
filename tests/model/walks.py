"""The steps of the walks."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.model import orders, scene, seoul
from tests.model.commands import Message
from tests.model.desk_walks import ANYONE, OFTEN, DeskWalk
from tests.model.machine import HOW, PERSON, SKEWS, Who

_SHORT = [1, 1000, 60_000, 60_000, 180_000, seoul.HOUR, seoul.HOUR, 5 * seoul.HOUR]
WAITS = [*_SHORT, *(days * seoul.DAY for days in (1, 1, 2, 4, 30))]
PLACES = st.sampled_from([-1, -1, -1, -2, 1, 2, 3, 0, 4, 5])
_MONEY = ["pay", "cancel", "buy", "undo", "refund", "convert"]
_DESK = ["identify", "sell", "approve_sale", "approve_file", "work", "suspend"]
FACES_WHOLE = st.sampled_from([1000, 2000, 3000, 1001])


class Walks(DeskWalk):
    @rule(n=ANYONE, data=st.data(), how=HOW, skew=SKEWS)
    def convert(self, n: int, data: Any, how: str, skew: int) -> None:
        self.make("convert", n, data, how, skew)

    @rule(n=ANYONE, data=st.data(), how=HOW, skew=SKEWS)
    def buy(self, n: int, data: Any, how: str, skew: int) -> None:
        self.make("buy", n, data, how, skew)

    @rule(n=ANYONE, data=st.data(), how=HOW, skew=SKEWS)
    def pay(self, n: int, data: Any, how: str, skew: int) -> None:
        self.make("pay", n, data, how, skew)

    @rule(n=ANYONE, data=st.data(), how=HOW)
    def pay_again(self, n: int, data: Any, how: str) -> None:
        self.make("pay_again", n, data, how)

    @rule(n=ANYONE, data=st.data())
    def give_up_before_it_comes(self, n: int, data: Any) -> None:
        """A till takes back what it sent, and that comes after."""
        m = orders.pay(self, self.anyone(n), data.draw)
        if m["code"] is not None:
            facts = {name: m[name] for name in ("shop", "order", "code")}
            self.send(self.new("net_cancel", m["who"], **facts), "now")
        self.send(m, "now")

    @rule(n=ANYONE, data=st.data(), how=HOW, skew=SKEWS)
    def cancel(self, n: int, data: Any, how: str, skew: int) -> None:
        self.make("cancel", n, data, how, skew)

    @rule(n=ANYONE, data=st.data(), how=HOW, skew=SKEWS)
    def net_cancel(self, n: int, data: Any, how: str, skew: int) -> None:
        self.make("net_cancel", n, data, how, skew)

    @rule(n=ANYONE, data=st.data(), how=HOW, skew=SKEWS)
    def undo(self, n: int, data: Any, how: str, skew: int) -> None:
        self.make("undo", n, data, how, skew)

    @rule(n=ANYONE, data=st.data(), how=HOW)
    def refund(self, n: int, data: Any, how: str) -> None:
        self.make("refund", n, data, how)

    @rule(n=ANYONE, data=st.data(), how=HOW, leaves=st.sampled_from([True, False, False]))
    def leave_and_come_to_the_desk(self, n: int, data: Any, how: str, leaves: bool) -> None:
        """With something bought; or somebody who has left comes, or is to be adjusted."""
        who = self.anyone(n)
        if leaves and self.wallet(who)["active"]:
            self.send(self.new("buy", who, round="rnd_long", amount=1000), "now")
            self.make("leave", n, data, "now")
        gone = [m for m, w in enumerate(self.wallets()) if self.wallet(w)["left_at"] is not None]
        if gone:
            self.make(data.draw(orders.AFTER_LEAVING), gone[n % len(gone)], data, how)

    @rule(n=ANYONE, data=st.data())
    def spend_to_the_share_and_ask_for_the_rest(self, n: int, data: Any) -> None:
        self.make("spend_down", n, data, "now")
        self.make("refund", n, data, "now")

    @rule(n=ANYONE, data=st.data(), times=st.integers(2, 4))
    def pay_from_several_lots_and_take_it_back(self, n: int, data: Any, times: int) -> None:
        """In parts, one over the other, some of them days later."""
        m = orders.pay_over_lots(self, self.anyone(n))
        if m is None:
            return
        self.send(m, "now")
        for _ in range(times):
            self.now += data.draw(st.sampled_from([0, 0, 0, 0, seoul.DAY, 7 * seoul.DAY]))
            part = orders.part_cancel(self, m, data.draw)
            if part is not None:
                self.send(part, data.draw(HOW))

    @rule(n=ANYONE, data=st.data(), how=HOW, spends=OFTEN, pays=OFTEN)
    def earn_and_take_it_back(self, n: int, data: Any, how: str, spends: bool, pays: bool) -> None:
        """Cashback of what was just bought; mostly it is spent before the cancel, and is owed."""
        who = self.anyone(n)
        self.send(self.new("buy", who, round="rnd_long", amount=2000), "now")
        everything = self.amount(who, "diner", "all")
        first = self.new("pay", who, shop="diner", code=self.code(who), amount=everything,
                         order=f"order-{self.count:06}")  # fmt: skip
        self.send(first, "now")
        if spends:
            rest = self.amount(who, "diner", "all")
            again = self.new("pay", who, shop="diner", code=self.code(who), amount=rest,
                             order=f"order-{self.count:06}")  # fmt: skip
            self.send(again, "now")
        self.make("pay_again", n, data, "now")
        for _ in range(2):
            part = orders.part_cancel(self, first, data.draw)
            if part is not None:
                self.send(part, how)
        self.make("buy", n, data, "now")
        if pays:
            self.make("settle", n, data, how)

    @rule(n=ANYONE, data=st.data(), how=HOW, days=st.sampled_from([0, 0, 1, 7, 8]))
    def buy_and_undo(self, n: int, data: Any, how: str, days: int) -> None:
        self.make("buy", n, data, how)
        self.now += days * seoul.DAY
        self.make("undo", n, data, "now")

    @precondition(lambda self: seoul.last_of_month(self.today) - self.today < 8)
    @rule(n=ANYONE, data=st.data(), again=st.booleans(), before=st.sampled_from([8, 7]))
    def buy_and_undo_when_the_month_is_over(
        self, n: int, data: Any, again: bool, before: int
    ) -> None:
        """In December, when the year is over."""
        who = self.anyone(n)
        buy = self.new("buy", who, round="rnd_long", amount=data.draw(FACES_WHOLE))
        self.send(buy, "now")
        self.now = max(self.now, seoul.midnight(seoul.last_of_month(self.today) + 1) - before)
        if again:
            self.send(self.new("buy", who, round="rnd_long", amount=1000), "now")
        self.send(self.new("undo", who, purchase=buy["no"]), "now")

    @rule(n=ANYONE, data=st.data())
    def undo_after_the_round(self, n: int, data: Any) -> None:
        """Bought a moment before a round closes, taken back a moment after."""
        who = self.anyone(n)
        of = self.bench.state["rounds"][who[0], "rnd_first"]
        if self.now < of["closes"]:
            self.now = max(self.now, of["closes"] - data.draw(st.sampled_from([8, 7, 6])))
            buy = self.new("buy", who, round="rnd_first", amount=data.draw(FACES_WHOLE))
            self.send(buy, "now")
            self.make("undo", n, data, "now")

    @rule(n=ANYONE, data=st.data(), how=HOW)
    def adjust(self, n: int, data: Any, how: str) -> None:
        self.make("adjust", n, data, how)

    @rule(n=ANYONE, data=st.data(), how=HOW, who=PERSON, what=st.integers(0, 7))
    def come_or_go(self, n: int, data: Any, how: str, who: Who, what: int) -> None:
        """Mostly someone who is a member already applies again, or someone returns; now and then
        the number is somebody else's by then."""
        gone = [w for w in self.wallets() if self.wallet(w)["left_at"] is not None]
        if what == 7:
            self.make("leave", n, data, how)
        elif gone and what < 5:
            self.send(orders.sign_up(self, gone[n % len(gone)], data.draw), how)
        else:
            self.send(orders.sign_up(self, who, data.draw), how)

    @rule(n=ANYONE, data=st.data())
    def ask_first(self, n: int, data: Any) -> None:
        """A dry run says what the payment then does, and moves nothing."""
        m = orders.pay(self, self.anyone(n), data.draw)
        if m["code"] is None:
            return
        length = len(self.bench.driver.table.items)
        said = self.bench.driver.quote(m, self.now)
        assert len(self.bench.driver.table.items) == length
        done = self.bench.deliver(m, self.now)
        self.note(m)
        assert said[0] == done[0]
        assert said[1] == ({"moved": done[1]["moved"]} if done[0] == "done" else done[1])

    @precondition(lambda self: self.held)
    @rule(data=st.data(), skew=SKEWS)
    def deliver_what_was_held(self, data: Any, skew: int) -> None:
        """In any order, however much later."""
        m = self.held.pop(data.draw(st.integers(0, len(self.held) - 1)))
        if self.fits(m):
            self.send(m, "now", skew)

    @precondition(lambda self: self.repeatable())
    @rule(data=st.data(), process=st.integers(0, 2))
    def deliver_again(self, data: Any, process: int) -> None:
        m = data.draw(st.sampled_from(self.repeatable()))
        self.now += 1
        self.bench.deliver(m, self.now, process=process)

    @precondition(lambda self: self.repeatable())
    @rule(data=st.data())
    def reuse_a_key(self, data: Any) -> None:
        m = data.draw(st.sampled_from(self.repeatable()))
        changed = orders.other_body(self, m, data.draw)
        if changed is not None:
            self.send(changed, "now")

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def deliver_very_late(self, data: Any) -> None:
        """Long after it was forgotten a payment or a cancel still cannot happen again."""
        late = [m for m in self.sent if m["do"] in ("pay", "cancel") and not self.fits(m)]
        late = [m for m in late if m["do"] == "cancel" or m["code"] is not None]
        if not late:
            return
        m = data.draw(st.sampled_from(late))
        if self.bench.answers.get(m["no"]) is None:
            return
        length = len(self.bench.driver.table.items)
        answer = self.bench.driver.perform(m, self.now)
        assert answer == self.bench.answers[m["no"]] or answer[0] == "refused"
        self.bench.met["very_late", answer[0]] += 1
        assert len(self.bench.driver.table.items) == length

    @rule(data=st.data(), n=ANYONE, size=st.sampled_from([2, 2, 2, 3]))
    def race(self, data: Any, n: int, size: int) -> None:
        """Two or three at once, mostly on one wallet, each in the midst of the first."""
        messages: list[Message] = []
        for _ in range(size):
            m = None
            if messages:
                m = orders.rival(self, messages[0], data.draw)
            if m is None:
                other = data.draw(st.sampled_from([n, n, n, n + 1]))
                name = data.draw(orders.RACING)
                m = orders.MAKERS[name](self, self.anyone(other), data.draw)
            old = [*self.repeatable()[-3:], *(m for m in self.held if self.fits(m))]
            if m is None or (old and not data.draw(st.integers(0, 5))):
                m = data.draw(st.sampled_from(old)) if old else None
            if m is not None and m not in messages:
                messages.append(m)
        if not messages:
            return
        if len(messages) == 1:
            messages.append(messages[0])
        self.run_at_once(messages, data)

    @rule(
        data=st.data(),
        n=ANYONE,
        name=st.sampled_from([*_MONEY, *_MONEY, *_DESK]),
        size=st.sampled_from([1, 1, 2]),
    )
    def race_of_rivals(self, data: Any, n: int, name: str, size: int) -> None:
        """The same order twice, its net-cancel, the same message again, the same budget."""
        for _ in range(data.draw(st.integers(1, 3))):
            m = orders.MAKERS[name](self, self.anyone(n), data.draw)
            if m is not None:
                rivals = [orders.rival(self, m, data.draw) or m for _ in range(size)]
                self.run_at_once([m, *rivals], data)

    def run_at_once(self, messages: list[Message], data: Any) -> None:
        places = [data.draw(PLACES) for _ in messages[1:]]
        self.now += 7
        self.bench.interleave(messages, self.now, places)
        for m in messages:
            self.note(m)

    @rule(county=st.sampled_from(scene.COUNTIES))
    def write_off(self, county: str) -> None:
        self.now += 1
        self.bench.deliver(self.new("write_off", (county, "")), self.now)

    @rule(
        county=st.sampled_from(scene.COUNTIES),
        data=st.data(),
        key=st.sampled_from(sorted(scene.CHANGES)),
        ahead=st.sampled_from([1, 1, 2, 10]),
    )
    def announce_a_change(self, county: str, data: Any, key: str, ahead: int) -> None:
        value = data.draw(st.sampled_from(scene.CHANGES[key]))
        self.bench.state["settings"][county][key][self.today + ahead] = value
        self.bench.driver.set_rule(county, key, value, self.today + ahead)
        if data.draw(st.booleans()):
            self.bench.driver.restart()

    @rule(by=st.sampled_from(WAITS))
    def wait(self, by: int) -> None:
        self.now += by

    @rule(data=st.data(), before=st.sampled_from([8, 8, 7, 7, 1, 0]))
    def wait_for_an_edge(self, data: Any, before: int) -> None:
        """What is sent next comes 7 ms later: at 23:59:59.999 of a last day in Seoul, say, or at
        00:00:00.000 of the day after."""
        edges = [self.today, *self.edges()]
        end = seoul.midnight(data.draw(st.sampled_from(edges[:3] * 4 + edges[3:12])) + 1)
        self.now = max(self.now, end - before)
