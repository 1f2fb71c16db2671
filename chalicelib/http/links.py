"""Links to pages of other sites, as people paste them."""

from typing import Annotated

from pydantic import AfterValidator

from chalicelib.core.web_addresses import is_web_address
from chalicelib.http.shapes import Letters, OneLine


def _check_is_address(text: str) -> str:
    if not is_web_address(text):
        raise ValueError("must be a link that begins with https:// or http://")
    return text


WebAddress = Annotated[OneLine, AfterValidator(_check_is_address), Letters(500)]
"""Of a page of another site, that a browser may open."""
