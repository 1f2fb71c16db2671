"""Links and QR codes must lead back to us, whatever stands before our paths."""

import pytest

from chalicelib.core.addresses import base_url, split_path


@pytest.mark.parametrize(
    ("whole", "route", "expected"),
    [
        ("/api/j/celadon", "/j/{code}", ("/api", "j/celadon")),
        ("/j/celadon", "/j/{code}", ("", "j/celadon")),
        ("/api/", "/", ("/api", "")),
        ("/", "/", ("", "")),
        ("/a/b/v1/x/1/poster.svg", "/v1/x/{id}/poster.svg", ("/a/b", "v1/x/1/poster.svg")),
    ],
)
def test_what_precedes_our_own_path_is_found(
    whole: str, route: str, expected: tuple[str, str]
) -> None:
    assert split_path(whole, route) == expected


def test_a_caller_cannot_choose_the_host_of_links() -> None:
    context = {"domainName": "onmin.example", "path": "/api/v1/merchant"}
    headers = {"host": "evil.example"}
    url = base_url(context, headers, "/v1/merchant", "https")
    assert url == "https://onmin.example/api"
