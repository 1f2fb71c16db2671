"""A page of a list, and the cursor that leads on to the next.

A cursor is bound to the list and to its reader: the operation with what its path names, the
county, every filter of the query, and who is asking. Services know positions only; nothing but
this makes a cursor of one, so no list can have another kind.
"""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chalicelib.aws.signer import Signer
    from chalicelib.core.actors import Actor
    from chalicelib.http.shapes import PageQuery


@dataclass(frozen=True, slots=True)
class Page:
    """At most `limit` rows, from where `position` says that the page before ended."""

    limit: int
    position: str | None
    signer: "Signer"
    scope: str

    def cursor(self, position: str | None) -> str | None:
        """For the answer's `next_cursor`: `position` is where this page ended, if more follows."""
        return None if position is None else self.signer.cursor(self.scope, position)


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
