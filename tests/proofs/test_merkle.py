"""The tree of RFC 6962, against the RFC's own recursive definition and its published vectors."""

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.proofs import merkle

# The eight leaves, and the roots after each, of Certificate Transparency's own tests
# (google/certificate-transparency, merkle_tree_test).
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
PATHS = {
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}


def mth(leaves: list[bytes]) -> bytes:
    """The definition of section 2.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def path_of(m: int, leaves: list[bytes]) -> list[bytes]:
    """The definition of section 2.1.1, word for word."""
    if len(leaves) == 1:
        return []
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if m < k:
        return [*path_of(m, leaves[:k]), mth(leaves[k:])]
    return [*path_of(m - k, leaves[k:]), mth(leaves[:k])]


def test_the_published_vectors() -> None:
    for count, root in enumerate(ROOTS, start=1):
        assert merkle.tree_root(LEAVES[:count]).hex() == root
    assert merkle.tree_root([]).hex() == hashlib.sha256(b"").hexdigest()
    for (index, size), path in PATHS.items():
        assert [p.hex() for p in merkle.audit_path(LEAVES[:size], index)] == path


def root_from_path(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """As a reader checks a path (RFC 9162, section 2.1.3.2): the root of the tree of `size` leaves
    that has `leaf` at `index`.

    Raises `ValueError` if the path cannot be one of such a tree.
    """
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} among {size}")
    node = merkle.leaf_hash(leaf)
    last = size - 1
    siblings = iter(path)
    while last > 0:
        if index % 2 == 1 or index < last:
            sibling = next(siblings, None)
            if sibling is None:
                raise ValueError("the path is too short")
            node = merkle.node_hash(sibling, node) if index % 2 else merkle.node_hash(node, sibling)
        # Else the node is the last of an odd level and has no sibling: it rises as it is.
        index //= 2
        last //= 2
    if next(siblings, None) is not None:
        raise ValueError("the path is too long")
    return node


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=70), st.data())
def test_roots_and_paths_are_those_of_the_definition(leaves: list[bytes], data: st.DataObject):
    index = data.draw(st.integers(0, len(leaves) - 1))
    root = merkle.tree_root(leaves)
    path = merkle.audit_path(leaves, index)
    assert root == mth(leaves)
    assert list(path) == path_of(index, leaves)
    assert root_from_path(leaves[index], index, len(leaves), path) == root


@given(
    st.lists(st.binary(min_size=32, max_size=32), min_size=2, max_size=40, unique=True), st.data()
)
def test_nothing_else_leads_to_the_root(leaves: list[bytes], data: st.DataObject):
    size = len(leaves)
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(0, size - 1).filter(lambda n: n != index))
    path = merkle.audit_path(leaves, index)
    root = merkle.tree_root(leaves)

    def leads_there(leaf: bytes, index: int, size: int, path: tuple[bytes, ...]) -> bool:
        try:
            return root_from_path(leaf, index, size, path) == root
        except ValueError:
            return False

    assert not leads_there(leaves[other], index, size, path)
    assert not leads_there(leaves[index], other, size, path)
    assert not leads_there(leaves[index], index, size, path[:-1])
    assert not leads_there(leaves[index], index, size, (*path, leaves[other]))
    place = data.draw(st.integers(0, len(path) - 1))
    bit = data.draw(st.integers(0, 255))
    changed = bytearray(path[place])
    changed[bit // 8] ^= 1 << bit % 8
    assert not leads_there(
        leaves[index], index, size, (*path[:place], bytes(changed), *path[place + 1 :])
    )
    # A node is no leaf: the zero and the one before the bytes keep them apart.
    assert not leads_there(merkle.leaf_hash(leaves[index]) + path[0], index // 2, size, path[1:])


def test_an_index_outside_of_the_tree_is_refused() -> None:
    for index in (-1, 8):
        with pytest.raises(IndexError):
            merkle.audit_path(LEAVES, index)
