"""A QR code brings its own white ground, as far as its quiet zone goes."""

import re

import pytest

from chalicelib.core import qr


@pytest.mark.parametrize("text", ["x", "https://onmin.example/j/celadon-a", "2ZRYF" * 12])
def test_the_ground_is_white_from_edge_to_edge(text: str) -> None:
    svg = qr.svg(text)
    side = re.search(r'viewBox="0 0 (\d+) \1"', svg)
    assert side
    ground, modules = re.findall(r"<path [^>]*>", svg)

    assert 'fill="#fff"' in ground
    assert f'd="M0 0h{side[1]}v{side[1]}h-{side[1]}z"' in ground
    assert 'stroke="#000"' in modules
    assert svg.index(ground) < svg.index(modules)
    assert re.search(r'd="M4 4\.5h7', modules), "four modules are quiet on each side"
