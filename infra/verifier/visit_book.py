"""What visits to campaigns were rewarded with: as much as their terms say, and once for a wallet, a
number and a person. Worked out anew from what is stored, by none of the code that grants."""

from collections import defaultdict
from collections.abc import Iterator

from infra.verifier.ledger_audit import Record, moment
from infra.verifier.typed_values import Attributes

_TERMS_LATER_MS = 120_000
"""A decision may be by terms that ended while it was made."""


class VisitBook:
    """Points, of one county. Held: a line for each visit, and for each time somebody had one."""

    def __init__(self) -> None:
        self._visits: dict[str, tuple[str, str, str, int, int]] = {}
        """By entry: member, campaign, turn, points and moment."""
        self._had: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
        """By entry, and by who had it: member and `campaign#turn`."""
        self._terms: dict[str, list[tuple[str, int, Attributes]]] = defaultdict(list)
        self._twice: list[str] = []
        self._turns: dict[tuple[str, str], str] = {}

    def add(self, record: Record) -> None:
        _, campaign_id, turn = record["reference"].split("/")
        member_id, entry_id = record["member_id"], record["entry_id"]
        at_ms, day = moment(record["at"])
        self._visits[entry_id] = (member_id, campaign_id, turn, record["mileage_amount"], at_ms)
        other = self._turns.setdefault((member_id, record["reference"]), entry_id)
        if other != entry_id or (turn not in ("once", "printed") and turn > day):
            self._twice.append(entry_id)

    def note(self, part: str, item: Attributes) -> None:
        """`part`: what follows the county in the partition key. Others' items are passed over."""
        name, _, who = part.partition("#")
        if name == "VISITED" and item.get("type") == "visit":
            had = (str(item.get("member_id")), str(item["sk"]))
            self._had[str(item.get("entry_id"))][who] = had
        elif part == "CAMPAIGNTERMS":
            campaign_id, _, number = str(item["sk"]).partition("#")
            since = moment(str(item["holds_from"]))[0]
            self._terms[campaign_id].append((number, since, item))

    def problems(self) -> Iterator[tuple[str, str]]:
        """(what is wrong, the whole sentence)."""
        for entry_id in sorted(self._visits.keys() | self._had.keys()):
            if faults := list(self._faults(entry_id)):
                yield entry_id, f"{entry_id}: a visit that is not so ({', '.join(faults)})"

    def _faults(self, entry_id: str) -> Iterator[str]:
        had = self._had.get(entry_id, {})
        if entry_id not in self._visits:
            yield "no entry"
            return
        member_id, campaign_id, turn, points, at_ms = self._visits[entry_id]
        if entry_id in self._twice:
            yield "once"
        # The wallet, its number, and the person if it was known.
        if member_id not in had or not 2 <= len(had) <= 3:
            yield "who"
        if any(each != (member_id, f"{campaign_id}#{turn}") for each in had.values()):
            yield "what"
        if points not in self._promised(campaign_id, turn, at_ms):
            yield "points"

    def _promised(self, campaign_id: str, turn: str, at_ms: int) -> list[object]:
        """By the terms of that moment, or those that ended just before."""
        begun = [t for t in sorted(self._terms[campaign_id], key=_number) if t[1] <= at_ms]
        late = [t for t in begun if t[1] <= at_ms - _TERMS_LATER_MS]
        newer = [t for t in begun if t[1] > at_ms - _TERMS_LATER_MS]
        promised = []
        for _, _, terms in (*late[-1:], *newer):
            if turn == "printed":
                promised.append(terms.get("printed_visit_mileage"))
            elif (turn == "once") == (terms.get("visits_once_a") == "campaign"):
                promised.append(terms.get("visit_mileage"))
        return promised


def _number(terms: tuple[str, int, Attributes]) -> str:
    return terms[0]
