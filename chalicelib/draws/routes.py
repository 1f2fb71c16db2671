"""A draw as anybody may see it: all that working it out again needs, and no person."""

from datetime import date
from typing import Annotated

from pydantic import Field

from chalicelib.draws import beacon_rounds
from chalicelib.draws.answers import DrawFacts, PlaceAnswer, draw_facts, place_answers
from chalicelib.draws.draws import CODE_VERSION
from chalicelib.draws.errors import DrawNotFoundError
from chalicelib.draws.wiring import DrawsWiring
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import PageQuery
from chalicelib.http.terms import DrawRef, EntrantRef, NextCursor

routes = Operations(tag="draws")

_SETTLING = "public, max-age=60"
_FROZEN = "public, max-age=86400"
"""A frozen list never changes."""

EntrantsLimit = Annotated[int, Field(ge=1, le=5_000)]
"""A whole list is read by whoever works the draw out again: 20,000 entrants are four pages."""


class ChainAnswer(Shape):
    """Where the randomness comes from; a round's time is `genesis_at` and as many periods."""

    name: str
    """The chain of public randomness."""
    chain_hash: str
    """Names the chain, in hex."""
    public_key: str = Field(description="96 bytes of G2, in hex: checks each round's signature.")
    genesis_at: int = Field(description="Of round 1, in seconds since 1970.")
    period_seconds: int
    """How long after a round the next one comes."""


class DrawAnswer(DrawFacts):
    """`winners` and `reserves` in their order; empty until lots are drawn."""

    rule: str = Field(description="How the order follows from the list and the round's value.")
    code_version: int
    """The version of the rule."""
    chain: ChainAnswer
    """Where the randomness comes from."""
    winners: list[PlaceAnswer]
    """The winners in their order; empty until lots are drawn."""
    reserves: list[PlaceAnswer]
    """The reserves in their order; empty until lots are drawn."""
    erased_on: date
    """The day on which who is behind the ids is erased."""


class EntrantsQuery(PageQuery):
    limit: EntrantsLimit = 100
    """How many entrants a page may have."""


class EntrantAnswer(Shape):
    entrant_id: EntrantRef = Field(examples=["etr_06BX3K9QZ7M2T4WA"])


class EntrantsAnswer(Shape):
    """In the order of the frozen list, which is that of the ids."""

    data: list[EntrantAnswer]
    """The entrants of the frozen list."""
    next_cursor: NextCursor


RULES: dict[int, str] = {
    CODE_VERSION: (
        "list_hash = SHA-256 of the entrants' ids, sorted, each followed by a line feed; "
        "randomness = SHA-256(signature); entrants in the order of "
        "SHA-256(randomness || draw_id || entrant_id), where randomness is 32 bytes and both ids "
        "are ASCII; the first ones win, the prizes in their order; the next ones are reserves; "
        "when a place passes, its prize goes to the next reserve"
    )
}


@routes.operation(
    "GET",
    "/v1/draws/{draw_id}",
    summary="A draw: its rule, frozen list's hash, public round, winners and reserves",
    audience="anyone",
    answer=DrawAnswer,
    errors=(DrawNotFoundError,),
)
def show_draw(call: Call[None], draw_id: DrawRef) -> DrawAnswer:
    wiring = call.wired(DrawsWiring)
    draw = wiring.draws.by_id(call.county_id, draw_id)
    places = place_answers(wiring.prizes.places(draw)) if draw.drawn else []
    call.headers["Cache-Control"] = _SETTLING
    quicknet = beacon_rounds.QUICKNET
    return DrawAnswer(
        **draw_facts(draw, call.now()),
        rule=RULES[draw.code_version],
        code_version=draw.code_version,
        chain=ChainAnswer(
            name=quicknet.name,
            chain_hash=quicknet.chain_hash,
            public_key=quicknet.public_key,
            genesis_at=quicknet.genesis_at,
            period_seconds=quicknet.period_seconds,
        ),
        winners=[place for place in places if not place.is_reserve],
        reserves=[place for place in places if place.is_reserve],
        erased_on=draw.erased_on,
    )


@routes.operation(
    "GET",
    "/v1/draws/{draw_id}/entrants",
    summary="The frozen list of a draw, by pseudonyms; empty until it is frozen",
    audience="anyone",
    query=EntrantsQuery,
    answer=EntrantsAnswer,
    errors=(DrawNotFoundError,),
)
def list_entrants(call: Call[None], draw_id: DrawRef) -> EntrantsAnswer:
    page, draws = call.page(), call.wired(DrawsWiring).draws
    ids, cursor = page.read(
        lambda position: draws.entrants(
            call.county_id, draw_id, limit=page.limit, position=position
        )
    )
    call.headers["Cache-Control"] = _FROZEN if ids else _SETTLING
    return EntrantsAnswer(data=[EntrantAnswer(entrant_id=one) for one in ids], next_cursor=cursor)
