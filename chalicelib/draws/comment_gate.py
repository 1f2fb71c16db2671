"""Comments that members entered by, as a draw's list takes them: the accepted ones, until it is
frozen.

A comment is accepted over the gate's version, in one transaction; the freezing closes the gate
first and reads then. So what was accepted is in the list, and nothing is accepted after it.
"""

from chalicelib.aws.table import Item, Table
from chalicelib.core.errors import TryAgainError
from chalicelib.draws import keys
from chalicelib.draws.draws import Draw
from chalicelib.draws.entrants import Row
from chalicelib.draws.errors import CommentsUndecidedError

TRIES_MAX = 20
"""Against as many acceptances at the very moment of the freezing."""


class CommentGate:
    def __init__(self, table: Table) -> None:
        self._table = table

    def open(self, draw: Draw) -> None:
        """Access pattern 378: with the announcement; what stands there stays."""
        self._table.put_new(_gate(draw, version=1, is_closed=False))

    def passed(self, draw: Draw) -> Item | None:
        """Access pattern 378: the gate as an acceptance writes it, over the version that was read;
        `None` once it is closed."""
        found = self._read(draw)
        if found is None or found["is_closed"]:
            return None
        return _gate(draw, version=int(found["version"]) + 1, is_closed=False)

    def taken(self, draw: Draw, *, after: int) -> tuple[Row, ...]:
        """Access pattern 379: those accepted, for good, as lines of a file after so many others.
        Again, the same.

        Raises `CommentsUndecidedError`, `TryAgainError`.
        """
        waiting = sum(1 for item in self._comments(draw) if item["status"] == "sent")
        if waiting and self.passed(draw) is not None:
            raise CommentsUndecidedError(count=waiting)
        self._close(draw)
        accepted = [item for item in self._comments(draw) if item["status"] == "accepted"]
        return tuple(
            Row(number, f"member/{item['member_id']}", "", item["handle_mark"])
            for number, item in enumerate(accepted, after + 1)
        )

    def _close(self, draw: Draw) -> None:
        for _ in range(TRIES_MAX):
            passed = self.passed(draw)
            if passed is None or self._table.put_together([], [passed | {"is_closed": True}]):
                return
        raise TryAgainError(retry_after_seconds=1)

    def _read(self, draw: Draw) -> Item | None:
        return self._table.get(keys.comment_gate(draw.county_id, draw.draw_id), consistent=True)

    def _comments(self, draw: Draw) -> list[Item]:
        pk = keys.comments(draw.county_id, draw.draw_id)
        return list(self._table.query_all(pk, consistent=True))


def _gate(draw: Draw, *, version: int, is_closed: bool) -> Item:
    return {
        **keys.comment_gate(draw.county_id, draw.draw_id)._asdict(),
        "type": "comment_gate",
        "version": version,
        "is_closed": is_closed,
        "ttl": int(draw.erased_at.timestamp()),
    }
