"""The model and the product side by side: messages are handed to both, one at a time or in one
another's midst, and must come to the same."""

import itertools
from collections import Counter
from typing import Any

from tests.model import people, rules
from tests.model.commands import Expectation, Message
from tests.model.driver import Answer, Driver
from tests.model.purse import State, new_state

Order = tuple[int, ...]


PASSING = ("#THROTTLE#", "#PROPOSAL#", "#SELLERDAY#")
WRITES = ("put_new", "put_new_with_counts", "replace", "put", "put_all_new", "put_together")


class Bench:
    """`state` is what the model believes; `answers` the first answer to each message."""

    def __init__(self) -> None:
        self.state: State = new_state()
        self.driver = Driver()
        self.answers: dict[int, Answer] = {}
        self.interleavings = 0
        self.met: Counter[tuple[str, str]] = Counter()
        self._seen = self._kept = 0

    def _length(self) -> int:
        """Of the table, without what a refused request leaves: counters, and the desk's keys."""
        items = self.driver.table.items
        if len(items) < self._seen:
            self._seen = self._kept = 0
        new = itertools.islice(items, self._seen, None)
        self._kept += sum(not any(part in pk for part in PASSING) for pk, _ in new)
        self._seen = len(items)
        return self._kept

    def deliver(self, m: Message, now: int, *, process: int = 0) -> Answer:
        length = self._length()
        answer = self.driver.perform(m, now, process=process)
        expected = rules.apply(self.state, m, now)
        problem = self._settle(self.state, m, expected, answer, self.answers)
        assert problem is None, problem
        if expected[0] != "done":
            assert self._length() == length, f"{m} wrote, though {expected}"
        self._note(m, expected, answer)
        return answer

    def interleave(self, messages: list[Message], now: int, places: list[int]) -> None:
        """Run the first message, and each other one, whole and in a process of its own, in the
        midst of it: `places` says before which of its calls of the table, or, if minus, before
        which of its writes. All must come out as if handled one after another, in some order."""
        table, answers, grown = self.driver.table, dict[int, Answer](), dict[int, int]()
        waiting = dict(enumerate(places, start=1))
        calls = writes = 0

        def before(name: str) -> None:
            nonlocal calls, writes
            calls += 1
            writes += name in WRITES
            for n, place in list(waiting.items()):
                if calls > place >= 0 or (place < 0 and writes >= -place):
                    del waiting[n]
                    table.before_call = _nothing
                    perform(n)
                    table.before_call = before

        def perform(n: int) -> None:
            length = self._length()
            answers[n] = self.driver.perform(messages[n], now, process=n)
            grown[n] = self._length() - length

        table.before_call = before
        try:
            perform(0)
            grown[0] -= sum(grown.values()) - grown[0]
        finally:
            table.before_call = _nothing
        for n in waiting:
            perform(n)
        wrote = {n: growth > 0 for n, growth in grown.items()}
        self._take_an_order(messages, answers, wrote, now)
        self.interleavings += 1

    def _take_an_order(
        self,
        messages: list[Message],
        answers: dict[int, Answer],
        wrote: dict[int, bool],
        now: int,
    ) -> None:
        """Go on with the order that explains all answers, and who wrote: of two messages for one
        order of a shop the answers alone do not tell whose key stands in the entry."""
        problems = []
        for order in itertools.permutations(range(len(messages))):
            state, known = rules.fork(self.state), dict(self.answers)
            problem, outcomes = None, []
            for n in order:
                outcomes.append(_without_farewell(rules.apply(state, messages[n], now)))
                problem = self._settle(state, messages[n], outcomes[-1], answers[n], known)
                problem = problem or _who_wrote(outcomes[-1], answers[n], wrote[n])
                if problem is not None:
                    break
            if problem is None and self.driver.standings() != people.standings(state):
                problem = "who may act is not what it is afterwards"
            if problem is None:
                self.state, self.answers = state, known
                for n, outcome in zip(order, outcomes, strict=True):
                    self._note(messages[n], outcome, answers[n])
                return
            problems.append((order, problem))
        raise AssertionError(f"as if in no order: {problems}")

    def _note(self, m: Message, expected: Expectation, answer: Answer) -> None:
        what = answer[1] if expected[0] == "refused" else expected[0]
        if expected[0] == "done" and answer[1].get("budget"):
            what += "/" + answer[1]["budget"]
        for name in ("reason", "why", "status"):
            if expected[0] == "done" and answer[1].get(name):
                what += "/" + answer[1][name]
        for result, code in answer[1].get("rows", ()) if expected[0] == "done" else ():
            self.met["row", code or result] += 1
        self.met[m["do"], what] += 1

    def _settle(
        self,
        state: State,
        m: Message,
        expected: Expectation,
        answer: Answer,
        known: dict[int, Answer],
    ) -> str | None:
        """What is wrong with the answer, if anything; notes it and the ids that it names."""
        kind, wanted = expected
        if kind == "replay":
            first = known.get(wanted)
            return None if answer == first else f"{m}: {answer}, the first answer was {first}"
        if kind == "refused":
            is_so = answer[0] == "refused" and answer[1] in wanted
            return None if is_so else f"{m}: {answer}, not refused with one of {wanted}"
        problem = self._compare(state, m, wanted, answer)
        if problem is None:
            known.setdefault(m["no"], answer)
        return problem

    def _compare(
        self, state: State, m: Message, wanted: dict[str, Any], answer: Answer
    ) -> str | None:
        if answer[0] != "done":
            return f"{m}: {answer}, expected {wanted}"
        facts: dict[str, Any] = answer[1]
        for name, value in wanted.items():
            if name not in ("moved", "opened") and not _fits(value, facts[name]):
                return f"{m}: {name} is {facts[name]}, expected {value}"
        if m["do"] == "sign_up":
            self._bind_first_lot(state, m)
        moved = [(wanted.get("life"), *one) for one in wanted.get("moved", ())]
        amounts = [amount for _, _, amount in moved]
        if [amount for _, amount in facts.get("moved", ())] != amounts and "moved" in wanted:
            return f"{m}: moved {facts['moved']}, expected {wanted['moved']}"
        places = [(life, number) for life, number, _ in moved] + wanted.get("opened", [])
        ids = [lot_id for lot_id, _ in facts["moved"]] if moved else []
        ids += facts.get("opened", [])
        if len(places) != len(ids):
            return f"{m}: opened {ids}, expected {places}"
        for (life, number), lot_id in zip(places, ids, strict=True):
            name = state["wallets"][life]["lots"][number]["id"]
            name[0] = name[0] or lot_id
            if name[0] != lot_id:
                return f"{m}: moved lot {lot_id}, expected {name[0]}"
        return None

    def _bind_first_lot(self, state: State, m: Message) -> None:
        lots = state["wallets"][m["who"]]["lots"] if m["who"] in state["wallets"] else []
        if lots and not lots[0]["id"][0]:
            allocations = self.driver.first_entry(m["who"]).allocations
            if allocations:
                lots[0]["id"][0] = allocations[0].lot_id


def _fits(wanted: Any, told: Any) -> bool:
    """A set is of what may be told, any of the rules that are broken."""
    if isinstance(wanted, set):
        return told in wanted
    if isinstance(wanted, list | tuple) and isinstance(told, list | tuple):
        return len(wanted) == len(told) and all(map(_fits, wanted, told))
    return bool(wanted == told)


def _who_wrote(expected: Expectation, answer: Answer, wrote: bool) -> str | None:
    names_an_entry = answer[0] == "done" and answer[2] != ""
    if names_an_entry and expected[0] in ("done", "replay") and wrote != (expected[0] == "done"):
        return f"{'' if wrote else 'not '}written, though {expected}"
    return None


def _nothing(name: str) -> None:
    """Between the calls of whoever is not interrupted."""


def _without_farewell(expected: Expectation) -> Expectation:
    """What was left in a wallet is told to whoever leaves as it was when they asked; a payment
    made in that very moment may not be in it. Nothing is decided by it."""
    if expected[0] == "done" and "mileage" in expected[1]:
        return "done", {}
    return expected
