"""Messages as their steps, what became of each recipient, and when a person was sent any."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from chalicelib.analysis.small_counts import People
from chalicelib.approvals.approvals import DECISION, PROPOSAL, Step
from chalicelib.approvals.keys import split_step
from chalicelib.approvals.step_store import StepStore, read_requests, step_from_item
from chalicelib.aws.table import Item, Table
from chalicelib.core.errors import TryAgainError
from chalicelib.core.values import format_time, parse_time
from chalicelib.marketing import keys
from chalicelib.marketing.messages import WEEK, Reminder, Result, SegmentMessage, is_over_cap
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.audit_store import item_from_record

KEPT_FOR = timedelta(days=180)
REMINDERS_KEPT_FOR = timedelta(days=3 * 366)
CLAIM_TRIES_MAX = 5
"""Two messages may want the same person at once."""


class MessageStore(StepStore[SegmentMessage]):
    """Access pattern 370: one by its id. Access pattern 371: a page, newest first."""

    def __init__(self, table: Table) -> None:
        super().__init__(table, keys.messages, message_from_items)

    def create(self, message: SegmentMessage, record: AuditRecord) -> bool:
        """Access pattern 369: the proposal, with its record in one transaction. `False` if it is
        there, or another writer was at it."""
        proposal = self._item(message, PROPOSAL, message.steps[0]) | {
            "segment_id": message.segment_id,
            "name": message.name,
            "text_ko": message.text_ko,
            "text_en": message.text_en,
            "channel": message.channel,
            "people": [message.people.count, message.people.key],
            "count": message.count,
            "price": message.price_amount,
            "budget": message.budget_amount,
        }
        return self._table.put_together([proposal, item_from_record(record)], [])

    def put_decision(self, message: SegmentMessage, step: Step, record: AuditRecord) -> None:
        """Access pattern 243: the decision, with its record in one transaction. Does nothing if it
        was decided already, or another writer was at it."""
        decision = self._item(message, DECISION, step)
        self._table.put_together([decision, item_from_record(record)], [])

    def unfinished(self, county_id: str) -> list[SegmentMessage]:
        """Those that were approved and have recipients without an outcome."""
        found = (
            message_from_items(county_id, items)
            for items in read_requests(self._table, keys.messages(county_id), None)
        )
        return [one for one in found if one.status == "approved"]

    def outcomes(
        self, county_id: str, message_id: str, *, first: int, last: int
    ) -> dict[int, Result]:
        """Access pattern 372: of the recipients `first` to `last`, by number, consistently."""
        low, high = (keys.outcome(county_id, message_id, n).sk for n in (first, last))
        items = self._table.query_all(
            keys.outcomes(county_id, message_id), between=(low, high), consistent=True
        )
        return {keys.split_outcome(item["sk"]): item["result"] for item in items}

    def claim(
        self,
        message: SegmentMessage,
        number: int,
        member_id: str,
        *,
        now: datetime,
        day: int,
        week: int,
    ) -> Result | None:
        """Access pattern 373: before it is sent: the recipient's outcome, `unknown` for now, and
        the time among those at which the person was sent any, in one transaction. So it is sent
        once whoever else has the message, and no two messages pass a cap together.

        `None` if it is this caller's to send; else what it is not sent for: `over_cap`, or the
        outcome that is there. Raises `TryAgainError` if others are always faster.
        """
        key = keys.contacts(message.county_id, member_id)
        for _ in range(CLAIM_TRIES_MAX):
            stood = self._table.get(key, consistent=True)
            sent = [parse_time(text) for text in stood["times"]] if stood else []
            if is_over_cap(sent, now, day=day, week=week):
                # It may be this very message by which the cap is reached: then it was sent.
                taken = self.outcomes(
                    message.county_id, message.message_id, first=number, last=number
                )
                return taken.get(number, "over_cap")
            contacts: Item = {
                **key._asdict(),
                "type": "contacts",
                "times": [format_time(at) for at in (*sent, now) if at > now - WEEK],
                "version": (stood["version"] if stood else 0) + 1,
                "ttl": int((now + WEEK * 2).timestamp()),
            }
            new = [_outcome(message, number, "unknown", now)]
            replaced = [contacts]
            if stood is None:
                new, replaced = [*new, contacts], []
            if self._table.put_together(new, replaced):
                return None
            taken = self.outcomes(message.county_id, message.message_id, first=number, last=number)
            if number in taken:
                return taken[number]
        raise TryAgainError(retry_after_seconds=1)

    def put_outcome(
        self, message: SegmentMessage, number: int, result: Result, *, now: datetime
    ) -> None:
        """Access pattern 374: what became of a recipient, by who claimed it alone."""
        self._table.put(_outcome(message, number, result, now))

    def pass_over(
        self, message: SegmentMessage, number: int, result: Result, *, now: datetime
    ) -> None:
        """Access pattern 387: that a recipient is sent nothing. Does nothing where there is an
        outcome: another worker may have sent it, and that stays on record."""
        self._table.put_new(_outcome(message, number, result, now))

    def begin_reminder(self, wanted: Reminder, *, now: datetime) -> Reminder | None:
        """Access pattern 375: before it is sent: that a member may have been reminded of the
        consent of a day. `None` if that is done, has been tried often enough, or somebody else is
        at it."""
        key = keys.reminder(wanted.county_id, wanted.member_id, wanted.since, wanted.years)
        item = self._table.get(key, consistent=True)
        stood = _reminder_from(wanted, item) if item else None
        if stood is not None and not stood.may_be_tried(now):
            return None
        begun = replace(
            wanted,
            tries=(stood.tries if stood else 0) + 1,
            refusals=stood.refusals if stood else 0,
            version=(stood.version if stood else 0) + 1,
        )
        new = _item_of_reminder(begun, now)
        return begun if self._table.put_together(*(([], [new]) if stood else ([new], []))) else None

    def end_reminder(self, reminder: Reminder) -> None:
        """Access pattern 388: what came of it, by who began it, whose lease outlasts them."""
        item = _item_of_reminder(reminder, reminder.leased_until)
        self._table.put_together([], [item | {"version": reminder.version + 1}])


def _item_of_reminder(reminder: Reminder, now: datetime) -> Item:
    one = reminder
    return {
        **keys.reminder(one.county_id, one.member_id, one.since, one.years)._asdict(),
        "type": "consent_reminder",
        "tries": one.tries,
        "refusals": one.refusals,
        "is_done": one.is_done,
        "leased_until": format_time(one.leased_until),
        "version": one.version,
        "ttl": int((now + REMINDERS_KEPT_FOR).timestamp()),
    }


def _reminder_from(wanted: Reminder, item: Item) -> Reminder:
    """One that has nothing but `at` was sent, or cut off, by a release that tried once."""
    if "tries" not in item:
        return replace(wanted, is_done=True)
    return replace(
        wanted,
        tries=item["tries"],
        refusals=item["refusals"],
        is_done=item["is_done"],
        leased_until=parse_time(item["leased_until"]),
        version=item["version"],
    )


def _outcome(message: SegmentMessage, number: int, result: Result, now: datetime) -> Item:
    return {
        **keys.outcome(message.county_id, message.message_id, number)._asdict(),
        "type": "message_outcome",
        "result": result,
        "at": format_time(now),
        "ttl": int((now + KEPT_FOR).timestamp()),
    }


def message_from_items(county_id: str, items: list[Item]) -> SegmentMessage:
    proposal = items[0]
    return SegmentMessage(
        county_id=county_id,
        message_id=split_step(proposal["sk"])[0],
        segment_id=proposal["segment_id"],
        name=proposal["name"],
        text_ko=proposal["text_ko"],
        text_en=proposal["text_en"],
        channel=proposal["channel"],
        people=People(*proposal["people"]),
        count=proposal["count"],
        price_amount=proposal["price"],
        budget_amount=proposal["budget"],
        steps=tuple(map(step_from_item, items)),
    )
