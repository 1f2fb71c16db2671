"""What every template is handed: words in the reader's language, and the addresses of files."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from chalicelib.core.values import last_day_before
from chalicelib.county.counties import County, contact_of
from chalicelib.county.pictures import size_of
from chalicelib.web import county_files, static_files, words

if TYPE_CHECKING:
    from markupsafe import Markup


_BEFORE_A_PARTICLE = re.compile(r"([)’”])(?=[가-힣])")


class PageWords:
    def __init__(self, lang: str, county: County) -> None:
        self._lang = lang
        self._county = county
        self._asked_for: set[str] = set()

    def served(self) -> Mapping[str, Any]:
        """By the names that templates use."""
        english = self._lang == "en"
        return {
            "t": self._words,
            "programme": self._words(self._county.programme, self._county.programme_en),
            "contact": contact_of(self._county, english=english),
            "mileage": self._mileage,
            "until": self._until,
            "days": self._days,
            "asset": _asset,
            "emblem": _asset(county_files.emblem(self._county)),
            "touch_icon": _asset(county_files.touch_icon(self._county)),
            "county_style": county_files.style(self._county),
            "picture": _picture,
            "script": self._script,
            "served": lambda *names: words.served(self._lang, *names),
            "table": lambda name: words.table(name, self._lang),
        }

    def _words(self, korean: str, english: str) -> str:
        """What stands behind a bracket or a quotation mark stays with it, as `t` in
        static/common/lang.js has it: browsers would begin a line with a particle."""
        return english if self._lang == "en" else _BEFORE_A_PARTICLE.sub("\\1\u2060", korean)

    def _mileage(self, amount: int) -> str:
        """As `points` in static/common/lang.js has it."""
        return self._words(f"마일리지 {amount:,}점", f"{amount:,} points")

    def _script(self, name: str, after: str = "") -> "Markup":
        """A page's script, and what it imports asked for beside it, each once: not one round trip
        after another. `after`: a script that this one loads once the page can be used, whose files
        it is told."""
        from markupsafe import Markup

        first, *others = static_files.modules(name)
        if after:
            later = " ".join(_asset(one) for one in static_files.modules(after))
            return Markup('<script type="module" src="{}" data-after="{}"></script>').format(
                _asset(first), later
            )
        links = [
            Markup('<link rel="modulepreload" href="{}">').format(_asset(one))
            for one in others
            if one not in self._asked_for
        ]
        self._asked_for.update(others)
        script = Markup('<script type="module" src="{}"></script>').format(_asset(first))
        return Markup("\n").join([script, *links])

    def _days(self, first: date, last: date) -> str:
        """One day, or from the first through the last."""
        said = [
            self._words(f"{day.month}월 {day.day}일", f"{day:%-d %B}")
            for day in dict.fromkeys((first, last))
        ]
        return "–".join(said)

    def _until(self, closes_at: datetime) -> str:
        day = last_day_before(closes_at)
        return self._words(f"{day.month}월 {day.day}일까지", f"until {day:%-d %B}")


def _picture(name: str) -> dict[str, Any]:
    """Where it is, and how large."""
    width, height = size_of(name)
    return {"src": _asset(county_files.file(name)), "width": width, "height": height}


def _asset(name: str) -> str:
    return f"static/{name}?v={static_files.version()}"
