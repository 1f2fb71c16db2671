"""A page of a list, and the cursor that leads on to the next.

A cursor is bound to the list and to its reader: the operation with what its path names, the
county, every filter of the query, and who is asking. Services know positions only; nothing but
this makes a cursor of one, so no list can have another kind.
"""

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct

from chalicelib.core.errors import SearchTooWideError

if TYPE_CHECKING:
    from chalicelib.aws.signer import Signer
    from chalicelib.core.actors import Actor
    from chalicelib.http.shapes import PageQuery


Row = TypeVar("Row")
Load = Callable[[str | None], tuple[list[Row], str | None]]
"""From a position on: rows, and where they end, if more may follow."""
READ_ON_MAX = 25
"""Of some hundred rows each, which are looked through: a second's work."""


class Page(Struct, frozen=True):
    """At most `limit` rows, from where `position` says that the page before ended."""

    limit: int
    position: str | None
    signer: "Signer"
    scope: str

    def read(self, load: Load[Row]) -> tuple[list[Row], str | None]:
        """The rows, and the answer's `next_cursor`. A service looks through so much at a time and
        may find nothing there: then it is read on, as an empty page with a cursor looks like the
        end of the list. Raises `SearchTooWideError`."""
        position = self.position
        for _ in range(READ_ON_MAX):
            rows, position = load(position)
            if position is None:
                return rows, None
            if rows:
                return rows, self.signer.cursor(self.scope, position)
        raise SearchTooWideError

    def of(self, rows: Sequence[Row], name: Callable[[Row], str]) -> tuple[list[Row], str | None]:
        """Those of a list that is known whole, and short. It goes on behind the row by which the
        page before ended, or at its number, if there is none of that `name` any more."""
        begin = 0
        if self.position is not None:
            number, _, last = self.position.partition(" ")
            behind = (at for at, row in enumerate(rows, 1) if name(row) == last)
            begin = next(behind, int(number))
        end = begin + self.limit
        if end >= len(rows):
            return list(rows[begin:]), None
        position = f"{end} {name(rows[end - 1])}"
        return list(rows[begin:end]), self.signer.cursor(self.scope, position)


def page_of(
    query: "PageQuery",
    signer: "Signer",
    *,
    name: str,
    county_id: str,
    reader: "Actor | None",
    defaults: dict[str, Any],
) -> Page:
    """What the query asks for of the list `name`. `defaults` are the values of filters that it
    left out. Raises `CursorInvalidError`."""
    filters = query.model_dump(mode="json", exclude={"limit", "cursor"}) | defaults
    subject = reader.subject if reader else None
    scope = json.dumps([name, county_id, subject, filters], sort_keys=True, default=str)
    position = signer.read_cursor(scope, query.cursor) if query.cursor else None
    return Page(query.limit, position, signer, scope)
