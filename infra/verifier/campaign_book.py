"""The budgets of campaigns against all that was given of them, and their terms against what two
people agreed on. Worked out anew from what is stored, by none of the code that grants."""

from collections import defaultdict
from collections.abc import Iterator

from infra.verifier.approval_book import approval_faults
from infra.verifier.ledger_audit import Record, moment
from infra.verifier.typed_values import Attributes

_FACTS = (
    "signup_mileage", "budget", "legal_basis", "gives_in_elections",
    "visit_mileage", "visits_once_a", "printed_visit_mileage", "tour", "referral",
)  # fmt: skip


class CampaignBook:
    """Points, of one county. Held: a line for each campaign, shard, proposal and its steps."""

    def __init__(self) -> None:
        self._given: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        """By campaign and Seoul day."""
        self._left: dict[str, int] = defaultdict(int)
        self._terms: dict[str, list[tuple[str, Attributes]]] = defaultdict(list)
        self._steps: dict[str, dict[str, Attributes]] = defaultdict(dict)

    def add(self, record: Record) -> None:
        words = record["reference"].split("/")
        if record["kind"] in ("visit_grant", "tour_grant", "referral_grant"):
            campaign_id = words[1]
        elif record["kind"] == "identity_grant":
            campaign_id = words[2] if len(words) > 2 else ""
        else:
            campaign_id = record["origin"][2]
        if campaign_id:
            self._given[campaign_id][moment(record["at"])[1]] += record["mileage_amount"]

    def note(self, part: str, item: Attributes) -> None:
        """`part`: what follows the county in the partition key. Others' items are passed over."""
        name, _, rest = part.partition("#")
        owner, _, number = str(item["sk"]).partition("#")
        if part == "CAMPAIGNTERMS":
            self._terms[owner].append((number, item))
        elif part == "CAMPAIGNPROPOSALS":
            self._steps[owner][number] = item
        elif name == "BUDGET" and rest.startswith("cmp_"):
            left = item.get("left")
            self._left[rest.partition("#")[0]] += left if type(left) is int else 0

    def problems(self) -> Iterator[tuple[str, str]]:
        """(what is wrong, the whole sentence), campaign by campaign."""
        for campaign_id in sorted(self._terms.keys() | self._left.keys()):
            terms = [item for _, item in sorted(self._terms[campaign_id], key=lambda one: one[0])]
            budget = terms[-1].get("budget") if terms else None
            given, left = self._counted(campaign_id, terms), self._left.get(campaign_id, 0)
            if budget is None and campaign_id not in self._left:
                pass  # It came with the county's first data, and nothing stops it.
            elif budget != given + left:
                yield (
                    campaign_id,
                    f"campaign {campaign_id}: {left:,} points left and {given:,} given are not "
                    f"its budget of {budget}",
                )
            for item in terms:
                if faults := list(self._faults(campaign_id, item)):
                    yield (
                        f"{campaign_id} {item['sk']}",
                        f"campaign terms {item['sk']}: not approved by two people "
                        f"({', '.join(faults)})",
                    )
        in_force = {str(i.get("proposal_id")) for each in self._terms.values() for _, i in each}
        for proposal_id, steps in self._steps.items():
            if steps.get("3", {}).get("step") == "applied" and proposal_id not in in_force:
                yield proposal_id, f"{proposal_id}: put in force, but there are no such terms"

    def _counted(self, campaign_id: str, terms: list[Attributes]) -> int:
        """What was given out of a budget: of a campaign that had none at first, from the day on
        from which it has one."""
        first = next((n for n, item in enumerate(terms) if item.get("budget") is not None), 0)
        # Of one that staff made, that is the proposal of the same id: it always had one.
        is_made = bool(terms) and terms[first].get("proposal_id") == f"cpr{campaign_id[3:]}"
        since = "" if is_made or not terms else moment(str(terms[first]["holds_from"]))[1]
        given = self._given.get(campaign_id, {})
        return sum(points for day, points in given.items() if day >= since)

    def _faults(self, campaign_id: str, terms: Attributes) -> Iterator[str]:
        steps = self._steps.get(str(terms.get("proposal_id")), {})
        if "1" not in steps:
            yield "proposal"
            return
        yield from approval_faults([steps[number] for number in sorted(steps)])
        if steps.get("3", {}).get("step") != "applied":
            yield "outcome"
        first = steps["1"]
        if f"{first.get('campaign_id')}#{first.get('number'):04d}" != terms["sk"]:
            yield "campaign"
        for name in _FACTS:
            if first.get(name) != terms.get(name):
                yield name
