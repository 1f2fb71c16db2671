"""The templates, and what they need, loaded when the first page is asked for: a till's payment must
not wait for them at a cold start."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from chalicelib.county.counties import County

if TYPE_CHECKING:
    import jinja2

    from chalicelib.web.page_words import PageWords

_TEMPLATES = Path(__file__).parent / "templates"


def page_words(lang: str, county: County) -> "PageWords":
    """What a template of this county is handed, in this language."""
    from chalicelib.web.page_words import PageWords

    return PageWords(lang, county)


@cache
def pages_of_staff() -> list[str]:
    """The desk's pages; in which order their tabs stand is said in static/staff/tabs.js."""
    found = (_TEMPLATES / "staff" / "pages").glob("*.html")
    return sorted(path.relative_to(_TEMPLATES).as_posix() for path in found)


@cache
def templates() -> "jinja2.Environment":
    """All of them, made once: what a template names and nobody gives is an error."""
    import jinja2

    from chalicelib.core.particles import with_particle

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["with_particle"] = with_particle
    return environment
