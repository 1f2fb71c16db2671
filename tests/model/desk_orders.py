"""Drawing what identified people, staff and managers may ask for, sensible and not."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from tests.model import seoul
from tests.model.commands import Message
from tests.model.machine import FACES, Walk, Who
from tests.model.people import BORN

Maker = Callable[[Walk, Who, Any], Message | None]

PERSON = st.sampled_from(["kim", "kim", "kim", "lee", "park"])
SELLER = st.sampled_from(["seo", "seo", "yun", "noh"])
DECIDER = st.sampled_from(["noh", "noh", "noh", "yun", "seo", "SEO"])
RECEIPT = st.sampled_from([None, None, "own", "own", "own", "R-1"])
GIVEN = st.sampled_from([100, 100, 300, 700, 2500, 7000, 1_000_001])
"""Of a row: a person may get 6,000 of a file, and a file may give 10,000."""
LAST_DAYS = st.sampled_from([None, None, 1, 3, 20, 0, 4000])
SHOP = st.sampled_from(["diner", "mart", "shut"])


def join_as(walk: Walk, who: Who, draw: Any) -> Message:
    """By a verified identity, on a number that may be anybody's."""
    number, person = (who[0], who[1].partition("+")[0]), draw(PERSON)
    facts = {"accepted_at": walk.now, "grant": 5000, "born": BORN[person], "person": person}
    return walk.new("sign_up", number, **facts)


def identify(walk: Walk, who: Who, draw: Any) -> Message:
    """Mostly in time, and mostly by a person of the right birth date."""
    proved_at = walk.now - draw(st.sampled_from([0, 0, 0, 1_799_000, 1_800_000]))
    return walk.new("identify", who, person=draw(PERSON), proved_at=proved_at)


def suspend(walk: Walk, who: Who, draw: Any) -> Message:
    return walk.new("suspend", who)


def readmit(walk: Walk, who: Who, draw: Any) -> Message:
    return walk.new("readmit", who)


def close_shop(walk: Walk, who: Who, draw: Any) -> Message:
    return walk.new(draw(st.sampled_from(["close_shop", "open_shop"])), who, shop=draw(SHOP))


def sell(walk: Walk, who: Who, draw: Any) -> Message:
    return walk.new("sell", who, **_sale(walk, who, draw))


def ask_sale(walk: Walk, who: Who, draw: Any) -> Message:
    return walk.new("ask_sale", who, **_sale(walk, who, draw))


def _sale(walk: Walk, who: Who, draw: Any) -> dict[str, Any]:
    receipt = draw(RECEIPT)
    return {
        "county": who[0],
        "by": draw(SELLER),
        "round": draw(st.sampled_from(["rnd_long"] * 4 + ["rnd_first", "rnd_none"])),
        "amount": walk.face(who, draw(FACES)),
        "receipt": f"R-{walk.count}-B" if receipt == "own" else receipt,
    }


def decide_sale(walk: Walk, who: Who, draw: Any) -> Message | None:
    return _decision(walk, who, draw, "request", "requests", "sale")


def decide_file(walk: Walk, who: Who, draw: Any) -> Message | None:
    return _decision(walk, who, draw, "file", "files", "file")


def _decision(walk: Walk, who: Who, draw: Any, name: str, kept: str, what: str) -> Message | None:
    """Of one of the last, or of none."""
    found = sorted(no for county, no in walk.bench.state[kept] if county == who[0])
    if not found:
        return None
    verb = draw(st.sampled_from(["approve"] * 4 + ["reject"]))
    chosen = draw(st.sampled_from([*found[-2:] * 4, 0]))
    facts = {"county": who[0], "by": draw(DECIDER), name: chosen}
    return walk.new(f"{verb}_{what}", (who[0], ""), **facts)


def upload(walk: Walk, who: Who, draw: Any) -> Message:
    """Row keys of a few, in both cases, so that they meet again."""
    lives = [w for w in walk.wallets() if w[0] == who[0]]
    unit = draw(st.sampled_from(["mileage", "won", "won"]))
    ends = draw(LAST_DAYS) if unit == "won" or not draw(st.integers(0, 7)) else None
    first = draw(st.integers(1, 40))
    rows = []
    if not draw(st.integers(0, 9)):
        # More than one slice, most of it of strangers.
        rows = [(f"S{walk.count}-{n}", None, 100) for n in range(50)]
    for n in range(draw(st.integers(1, 3))):
        key = draw(st.sampled_from(["Gift", "gift", "GIFT"])) + f"-a{first + n}"
        rows.append((key, draw(st.sampled_from([who, who, *lives])), draw(GIVEN)))
    granted = [of for of in walk.bench.state["files"].values() if of["outcomes"]]
    earlier = [of for of in granted if of["rows"][0]["key"][0] in "gG" and who[0] == _county(of)]
    if earlier and not draw(st.integers(0, 2)):
        # The rows of an earlier file once more, as another spreadsheet writes them.
        unit, rows = (
            earlier[-1]["unit"],
            [(row["key"].swapcase(), row["life"], row["amount"]) for row in earlier[-1]["rows"]],
        )
        ends = None
    facts = {"county": who[0], "by": draw(SELLER), "unit": unit, "rows": rows}
    return walk.new("upload", who, ends=None if ends is None else walk.today + ends, **facts)


def _county(file: Message) -> str:
    return str(file["rows"][0]["life"][0])


def work(walk: Walk, who: Who, draw: Any) -> Message | None:
    """A message of the queue; now and then one that nobody sent."""
    files = {no: of for (c, no), of in walk.bench.state["files"].items() if c == who[0]}
    if not files:
        return None
    undone = [no for no, of in files.items() if len(of["outcomes"]) < len(of["rows"])]
    approved = [no for no in undone if files[no]["decided"] == "approved"]
    chosen = draw(
        st.sampled_from([*(approved[-2:] or sorted(files)[-2:]) * 5, *sorted(files)[-3:]])
    )
    number = draw(st.integers(1, (len(files[chosen]["rows"]) - 1) // 50 + 1))
    return walk.new("work", (who[0], ""), county=who[0], file=chosen, slice=number)


def rival(walk: Walk, m: Message, draw: Any) -> Message | None:
    """The same receipt or the same seller's day; the other decision; the same person elsewhere."""
    county = m["who"][0]
    facts = {k: v for k, v in m.items() if k not in ("no", "do", "who", "key", "gen")}
    others = [w for w in walk.wallets() if w[0] == county]
    if m["do"] in ("sell", "ask_sale", "identify"):
        return walk.new(m["do"], draw(st.sampled_from(others)), **facts)
    if m["do"] in ("suspend", "readmit"):
        return walk.new(draw(st.sampled_from(["suspend", "readmit", "leave"])), m["who"])
    if m["do"].endswith(("_sale", "_file")):
        what = m["do"].partition("_")[2]
        verb = draw(st.sampled_from(["approve", "reject"]))
        return walk.new(f"{verb}_{what}", m["who"], **facts | {"by": draw(DECIDER)})
    return None


MAKERS: dict[str, Maker] = {
    "identify": identify,
    "suspend": suspend,
    "readmit": readmit,
    "close_shop": close_shop,
    "sell": sell,
    "ask_sale": ask_sale,
    "approve_sale": decide_sale,
    "approve_file": decide_file,
    "upload": upload,
    "work": work,
}
DAYS_BEFORE = st.sampled_from([0, 0, 0, seoul.DAY])
