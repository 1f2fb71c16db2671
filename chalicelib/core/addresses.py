"""The address by which a caller reached us, for links, QR codes and pages.

A stage or a base path may stand before our own paths, so it is found from the request: what
precedes the segments of the matched route.
"""

from collections.abc import Mapping
from typing import Any, Protocol

from chalicelib.core.settings import Settings


def split_path(whole: str, route: str) -> tuple[str, str]:
    """(what stands before our paths, our own path), both without a slash at the end.

    `route` is the matched pattern, such as `/j/{code}`; it only tells how many segments are ours.

        >>> split_path("/api/j/celadon", "/j/{code}")
        ('/api', 'j/celadon')
    """
    segments = whole.rstrip("/").split("/")
    own_count = len([segment for segment in route.split("/") if segment])
    first_own = len(segments) - own_count
    return "/".join(segments[:first_own]), "/".join(segments[first_own:])


def host(context: Mapping[str, Any], headers: Mapping[str, str]) -> str:
    """The name we were called by: API Gateway's word for it, which no caller can choose.

    The local cloud gives none; there the Host header stands in.
    """
    return str(context.get("domainName") or headers.get("host", ""))


class Asked(Protocol):
    """A request, as Chalice has it. `path`: the pattern of its route, or what was asked for, where
    there is none."""

    context: dict[str, Any]
    headers: Any
    path: str


def site_url(request: Asked, settings: Settings) -> str:
    """What stands before our paths in links: what the deployment says, else as we were called."""
    return settings.public_base_url or base_url(
        request.context, request.headers, request.path, settings.scheme
    )


def base_url(
    context: Mapping[str, Any], headers: Mapping[str, str], route: str, scheme: str
) -> str:
    stage_path, _ = split_path(str(context.get("path", "")), route)
    return f"{scheme}://{host(context, headers)}{stage_path}"
