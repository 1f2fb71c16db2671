"""Writes the public holidays of Korea, and the days on which banks alone rest, for settlements.

The kept library `holidays` knows them, their substitutes and the elections, forecasts among them.
It has 14 MB, so what the worker needs of it is written out: run `make holidays` when a release of
the library knows of a new law or election, and read the diff. Days that are declared at short
notice are data of the county (`settlement/holiday_store.py`).
"""

import json
from pathlib import Path

FILE = Path(__file__).resolve().parents[2] / "chalicelib" / "settlement" / "holidays.json"
YEARS = range(2025, 2037)
LIBRARY = "0.109"
"""The first that knows the Act of 2026 by which 1 May and 17 July are holidays."""


def known_days() -> dict[str, str]:
    """Each day with its name, by the library."""
    import holidays

    if holidays.__version__ != LIBRARY:
        raise SystemExit(f"holidays {LIBRARY} is wanted, not {holidays.__version__}")
    found = holidays.KR(years=YEARS, categories=("public", "bank"), language="ko")
    return {day.isoformat(): name for day, name in sorted(found.items())}


def main() -> None:
    days = known_days()
    text = json.dumps(days, ensure_ascii=False, indent=0, separators=(",", ": "))
    FILE.write_text(text + "\n", encoding="utf-8")
    print(f"{FILE.name}: {len(days)} days of {YEARS[0]} to {YEARS[-1]}")


if __name__ == "__main__":
    main()
