"""What full stamp cards, referrals and activities were rewarded with: as much as was promised, and
once for a wallet, a number and a person; and what was taken back of referrals. Worked out anew from
what is stored, by none of the code that grants. Visits are in `visit_book.py`."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from infra.verifier.ledger_audit import Record, moment
from infra.verifier.typed_values import Attributes

_TERMS_LATER_MS = 120_000
"""A decision may be by terms that ended while it was made."""
_SETTINGS = ("activity.login", "activity.post")


class _Given(NamedTuple):
    kind: str
    member_id: str
    scope: str
    turn: str
    points: int
    at_ms: int
    day: str


class RewardBook:
    """Points, of one county. Held: a line for each reward, for each time somebody had one, and for
    each sign-up by a member's link."""

    def __init__(self) -> None:
        self._given: dict[str, _Given] = {}
        self._had: dict[str, dict[str, dict[str, Attributes]]] = defaultdict(
            lambda: defaultdict(dict)
        )
        """By entry, by who had it, by mark."""
        self._returns: dict[str, tuple[str, str, int]] = {}
        """By what was given: the entry that took it back, whose, and the points."""
        self._returned: dict[str, str] = {}
        """By what was given: the entry that a mark names."""
        self._terms: dict[str, list[tuple[str, int, Attributes]]] = defaultdict(list)
        self._settings: dict[str, list[tuple[str, Any]]] = defaultdict(list)
        self._joined: dict[str, tuple[str, int]] = {}
        """By who joined by a member's link: the campaign and when."""
        self._twice: list[str] = []
        self._references: dict[tuple[str, str], str] = {}

    def add_signup(self, record: Record) -> None:
        origin = record["origin"]
        if len(origin) > 4 and origin[4].startswith("friend-"):
            self._joined[record["member_id"]] = (origin[2] or "", moment(record["at"])[0])

    def add(self, record: Record) -> None:
        entry_id, member_id = record["entry_id"], record["member_id"]
        other = self._references.setdefault((member_id, record["reference"]), entry_id)
        if other != entry_id:
            self._twice.append(entry_id)
        if record["kind"] == "referral_return":
            given = record["reference"].partition("/")[2]
            self._returns[given] = (entry_id, member_id, -record["mileage_amount"])
            return
        _, scope, turn = record["reference"].split("/")
        at_ms, day = moment(record["at"])
        self._given[entry_id] = _Given(
            record["kind"], member_id, scope, turn, record["mileage_amount"], at_ms, day
        )

    def note(self, part: str, item: Attributes) -> None:
        """`part`: what follows the county in the partition key. Others' items are passed over."""
        name, _, who = part.partition("#")
        if name == "VISITED" and str(item["sk"]).startswith("returned#"):
            self._returned[str(item["sk"]).partition("#")[2]] = str(item.get("entry_id"))
        elif name == "VISITED" and item.get("type") != "visit":
            self._had[str(item.get("entry_id"))][who][str(item["sk"])] = item
        elif part == "CAMPAIGNTERMS":
            campaign_id, _, number = str(item["sk"]).partition("#")
            since = moment(str(item["holds_from"]))[0]
            self._terms[campaign_id].append((number, since, item))
        elif part == "SETTINGS":
            key, _, since_on = str(item["sk"]).partition("#")
            if key in _SETTINGS:
                self._settings[key].append((since_on[:10], item.get("value")))

    def problems(self) -> Iterator[tuple[str, str]]:
        """(what is wrong, the whole sentence)."""
        for entry_id in sorted(self._given.keys() | self._had.keys()):
            if faults := list(self._faults(entry_id)):
                yield entry_id, f"{entry_id}: a reward that is not so ({', '.join(faults)})"
        for given in sorted(self._returns.keys() | self._returned.keys()):
            if faults := list(self._return_faults(given)):
                yield given, f"{given}: not taken back as it was given ({', '.join(faults)})"

    def _faults(self, entry_id: str) -> Iterator[str]:
        given, had = self._given.get(entry_id), self._had.get(entry_id, {})
        if given is None:
            yield "no entry"
            return
        if entry_id in self._twice:
            yield "once"
        yield from self._owner_faults(given, had)
        marks = {mark for each in had.values() for mark in each}
        if given.kind == "tour_grant":
            rows = [row for each in had.values() for row in each.values()]
            places = {tuple(row.get("places", ())) for row in rows}
            if len(places) != 1 or not any(self._fills(given, each) for each in places):
                yield "card"
        elif given.kind == "activity_grant":
            yield from self._activity_faults(given)
        else:
            yield from self._referral_faults(given, marks)

    def _owner_faults(self, given: _Given, had: dict[str, dict[str, Attributes]]) -> Iterator[str]:
        """The wallet, its number, and the person if it was known, as both of a referral must be."""
        fewest = 3 if given.kind == "referral_grant" else 2
        if given.member_id not in had or not fewest <= len(had) <= 3:
            yield "who"
        marks = {mark for each in had.values() for mark in each}
        if f"{given.scope}#{given.turn}" not in marks or any(
            each.keys() != marks for each in had.values()
        ):
            yield "what"
        rows = (row for each in had.values() for row in each.values())
        if any(row.get("member_id") != given.member_id for row in rows):
            yield "member"

    def _activity_faults(self, given: _Given) -> Iterator[str]:
        if given.points != self._setting(f"activity.{given.scope}", given.day):
            yield "points"
        if given.scope == "login" and given.turn > given.day:
            yield "day"

    def _fills(self, given: _Given, places: tuple[str, ...]) -> bool:
        for terms in self._terms_at(given.scope, given.at_ms):
            tour = terms.get("tour")
            if not tour or given.points != tour["mileage"]:
                continue
            known = {str(place).lower() for place in tour["places"]}
            found = {place.lower() for place in places}
            if found <= known and len(found) >= tour["needed"]:
                return True
        return False

    def _referral_faults(self, given: _Given, marks: set[str]) -> Iterator[str]:
        is_newcomer = given.turn == "joined"
        newcomer = given.member_id if is_newcomer else given.turn
        campaign_id, at_ms = self._joined.get(newcomer, ("", 0))
        if campaign_id != given.scope:
            yield "link"
            return
        offers = [terms.get("referral") or {} for terms in self._terms_at(campaign_id, at_ms)]
        name = "newcomer_mileage" if is_newcomer else "referrer_mileage"
        if given.points not in [offer.get(name) for offer in offers]:
            yield "points"
        if is_newcomer:
            return
        if newcomer == given.member_id:
            yield "self"
        if (newcomer, f"referral_grant/{campaign_id}/joined") not in self._references:
            yield "newcomer"
        places = [m.rpartition("-")[2] for m in marks if m.startswith(f"{campaign_id}#friend-")]
        most = max((offer.get("friends_max", 0) for offer in offers), default=0)
        in_year = [m for m in marks if m.startswith(f"friends#{given.day[:4]}-")]
        if len(places) != 1 or not 1 <= int(places[0]) <= most or len(in_year) != 1:
            yield "bound"

    def _return_faults(self, given_id: str) -> Iterator[str]:
        given, done = self._given.get(given_id), self._returns.get(given_id)
        if given is None or given.kind != "referral_grant":
            yield "grant"
        elif done is None or self._returned.get(given_id) != done[0]:
            yield "mark"
        elif done[1] != given.member_id or done[2] > given.points:
            yield "points"

    def _terms_at(self, campaign_id: str, at_ms: int) -> list[Attributes]:
        """The terms of that moment, and those that ended just before."""
        known = sorted(self._terms[campaign_id], key=lambda one: one[0])
        begun = [each for each in known if each[1] <= at_ms]
        late = [each for each in begun if each[1] <= at_ms - _TERMS_LATER_MS]
        newer = [each for each in begun if each[1] > at_ms - _TERMS_LATER_MS]
        return [terms for _, _, terms in (*late[-1:], *newer)]

    def _setting(self, key: str, day: str) -> Any:
        held = [each for each in sorted(self._settings[key], key=str) if each[0] <= day]
        return held[-1][1] if held else 0
