"""The budgets of sale rounds against all that was ever sold of them, and each price against its
round's discount. Worked out anew from what is stored, by none of the code that sells."""

from collections import defaultdict
from collections.abc import Iterator

from infra.verifier.ledger_audit import Record
from infra.verifier.typed_values import Attributes

_CARRY_OVER = "CARRYOVER"


class BudgetBook:
    """Won of face value. Held: a line for each round, shard, and pair of face value and price."""

    def __init__(self) -> None:
        self._taken: dict[str, int] = defaultdict(int)
        self._returned = 0
        self._sold: dict[tuple[str, int, int], str] = {}
        """The first entry by round, face value and price."""
        self._rounds: dict[str, Attributes] = {}
        self._left: dict[str, dict[str, int]] = defaultdict(dict)
        self._unreadable: list[str] = []

    def add(self, record: Record) -> None:
        _, round_id, price, budget, *held = record["purchase"]
        amount = record["voucher_amount"] + sum(held)
        if budget == "round":
            self._taken[round_id] += amount
        elif budget == "carry_over":
            self._returned -= amount
        if record["kind"] in ("purchase", "online_purchase", "paper_sale"):
            sold = record["voucher_amount"] if record["kind"] != "paper_sale" else amount
            self._sold.setdefault((round_id, sold, price), record["entry_id"])

    def note(self, part: str, item: Attributes) -> None:
        """`part`: what follows the county in the partition key. Others' items are passed over."""
        name, _, rest = part.partition("#")
        if part == "ROUNDS":
            facts = {x: item.get(x) for x in ("budget_amount", "discount_percent", "shard_count")}
            if all(type(value) is int for value in facts.values()):
                self._rounds[str(item["sk"])] = facts
            else:
                self._unreadable.append(f"round {item['sk']}: {facts}")
        elif name == "BUDGET":
            round_id, _, shard = rest.partition("#")
            if round_id.startswith("cmp_"):
                return  # A campaign's: see `CampaignBook`.
            if type(item.get("left")) is int:
                self._left[round_id][shard] = item["left"]
            else:
                self._unreadable.append(f"budget {rest}: {item.get('left')!r} left")

    def problems(self) -> Iterator[tuple[str, str]]:
        """(what is wrong, the whole sentence), round by round."""
        yield from (("unreadable", each) for each in self._unreadable)
        for round_id in sorted(self._rounds.keys() | self._taken.keys() | self._left.keys()):
            if round_id != _CARRY_OVER:
                yield from self._of_round(round_id)
        held = sum(self._left.get(_CARRY_OVER, {}).values())
        if held != self._returned:
            yield (
                "carry-over",
                f"carry-over account: holds {held:,} won, and {self._returned:,} came back",
            )

    def _of_round(self, round_id: str) -> Iterator[tuple[str, str]]:
        round_ = self._rounds.get(round_id)
        if round_ is None:
            yield round_id, f"round {round_id}: it was sold, or has a budget, and does not exist"
            return
        shards = {f"{n:02d}" for n in range(round_["shard_count"])}
        left = self._left.get(round_id, {})
        if left.keys() != shards:
            odd = ", ".join(sorted(left.keys() ^ shards))
            yield f"{round_id} shards", f"round {round_id}: shards {odd} are missing or too many"
        held, sold = sum(left.values()), self._taken.get(round_id, 0)
        if held + sold != round_["budget_amount"]:
            yield (
                round_id,
                f"round {round_id}: {held:,} won left and {sold:,} sold less given back are not "
                f"its budget of {round_['budget_amount']:,}",
            )
        for (of_round, face, price), entry_id in self._sold.items():
            expected = face * (100 - round_["discount_percent"]) // 100
            if of_round == round_id and price != expected:
                yield (
                    f"{round_id} {entry_id}",
                    f"round {round_id}: {entry_id} sold {face:,} won for {price:,}, "
                    f"not for {expected:,}",
                )
