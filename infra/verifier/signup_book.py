"""What sign-ups granted, against what their campaign, or the county's setting, promised."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from infra.verifier.ledger_audit import Record, moment
from infra.verifier.typed_values import Attributes

_GRANT_SETTING = "mileage.signup"
_QUEUE_DAYS = timedelta(days=14)


class SignupBook:
    """Points. Held: a line for each campaign, day and sum."""

    def __init__(self) -> None:
        self._granted: dict[tuple[str, str, int], str] = {}
        """The first entry by campaign (empty if none), day and sum."""
        self._campaigns: dict[str, object] = {}
        self._terms: dict[str, list[tuple[str, str, object]]] = defaultdict(list)
        """Number, moment and points of what a campaign grants, by campaign."""
        self._settings: dict[str, object] = {}
        """The value by the day from which it holds."""

    def add(self, record: Record) -> None:
        mileage = record["mileage_amount"]
        if mileage:
            key = (record["origin"][2] or "", moment(record["at"])[1], mileage)
            self._granted.setdefault(key, record["entry_id"])

    def note(self, part: str, item: Attributes) -> None:
        """`part`: what follows the county in the partition key. Others' items are passed over."""
        if part == "CAMPAIGNS":
            self._campaigns[str(item["sk"])] = item.get("signup_mileage")
        elif part == "CAMPAIGNTERMS":
            campaign_id, _, number = str(item["sk"]).partition("#")
            self._terms[campaign_id].append(
                (number, str(item.get("holds_from")), item.get("signup_mileage"))
            )
        elif part == "SETTINGS":
            key, _, effective_on = str(item["sk"]).partition("#")
            if key == _GRANT_SETTING:
                self._settings[effective_on] = item.get("value")

    def problems(self) -> Iterator[tuple[str, str]]:
        """(what is wrong, the whole sentence)."""
        for (campaign_id, day, mileage), entry_id in sorted(self._granted.items()):
            promised = self._promised(campaign_id, day)
            if mileage not in promised:
                expected = " or ".join(f"{points:,}" for points in promised) or "nothing"
                yield (
                    f"signup {entry_id}",
                    f"{campaign_id or 'no campaign'}, {day}: {entry_id} granted {mileage:,} "
                    f"points to a newcomer, not {expected}",
                )

    def _promised(self, campaign_id: str, day: str) -> list[int]:
        first = (date.fromisoformat(day) - _QUEUE_DAYS).isoformat()
        if campaign_id:
            terms = [("", "", self._campaigns.get(campaign_id)), *sorted(self._terms[campaign_id])]
            begun = [(moment(at)[1] if at else "", points) for _, at, points in terms]
            last = [points for on, points in begun if on < first][-1:]
            points_of = (*last, *(points for on, points in begun if first <= on <= day))
            return [points for points in points_of if type(points) is int]
        days = sorted(self._settings)
        holding = [d for d in days if d <= first][-1:] + [d for d in days if first < d <= day]
        values = (self._settings[d] for d in holding)
        return [value for value in values if type(value) is int]
