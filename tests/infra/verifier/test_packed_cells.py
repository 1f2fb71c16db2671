"""A list that is cut as text gives what decoding it in full gives, or is refused as that is."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from infra.verifier import packed_cells
from infra.verifier.typed_values import StrangeFormError

# What may look like the end of a value, or like another one.
TEXTS = st.text(
    st.sampled_from(list('NSBL:,{}[]"\\ 5=가')), max_size=6
) | st.sampled_from(['"},{"', 'S":"', '"}]},{"L":[{"', '"}]}'])  # fmt: skip
CELLS = st.dictionaries(st.sampled_from(["N", "S", "B"]), TEXTS, min_size=1, max_size=1)
ODD: Any = st.dictionaries(
    st.sampled_from(["N", "S", "B", "L", "X"]) | TEXTS,
    TEXTS | st.integers() | st.none() | st.lists(TEXTS | CELLS, max_size=2),
    max_size=2,
)
LISTS = st.lists(CELLS | ODD, max_size=3)
LINES = st.lists(LISTS.map(lambda cells: {"L": cells}) | CELLS | ODD, max_size=3)
FORMS = st.sampled_from([(",", ":"), (", ", ": "), (",", ": "), (", ", ":")])


def cells(values: list[Any]) -> list[str]:
    """By the plain reading of JSON."""
    found = []
    for value in values:
        ((tag, content),) = value.items()
        if tag not in ("N", "S", "B") or type(content) is not str:
            raise ValueError
        found.append(f'{tag}":"{content}')
    return found


def lines(values: list[Any]) -> list[list[str]]:
    if any(value.keys() != {"L"} or type(value["L"]) is not list for value in values):
        raise ValueError
    return [cells(value["L"]) for value in values]


def outcome(read: Any, of: Any) -> Any:
    try:
        return read(of)
    except (AttributeError, ValueError):
        return None


@given(LISTS, FORMS)
@example([{"S": "x"}, {"a": 5}, {"N": "y"}], (",", ":"))
@example([{"S": "x", "a": "b"}], (",", ": "))
@example([{"S": 'x","N":"5'}], (",", ":"))
def test_cells_are_those_of_the_decoded_list(values: list[Any], form: tuple[str, str]) -> None:
    content = json.dumps({"L": values}, separators=form, ensure_ascii=False).encode()
    assert used(outcome(packed_cells.cells_of, content)) == used(outcome(cells, values))


@given(LINES, FORMS)
@example([{"L": [{"N": "1"}]}, {"L": [{"N": "2"}, {"N": "3"}]}], (",", ":"))
@example([{"L": [{"N": "1"}], "X": [{"N": "2"}]}], (",", ":"))
def test_lines_are_those_of_the_decoded_lists(values: list[Any], form: tuple[str, str]) -> None:
    content = json.dumps({"L": values}, separators=form, ensure_ascii=False).encode()
    assert used_lines(outcome(packed_cells.lines_of, content)) == used_lines(outcome(lines, values))


def used_lines(found: list[list[str]] | None) -> list[Any] | None:
    read = [used(line) for line in found or ()]
    return None if found is None or None in read else read


def used(cells: list[str] | None) -> list[Any] | None:
    """As whoever reads them does; `None` for what is refused at the latest then."""
    readers = (packed_cells.number_in, packed_cells.hex_in, packed_cells.tag_and_value)
    found = [next((got for read in readers if (got := outcome(read, each)) is not None), None)
             for each in cells or ()]  # fmt: skip
    return None if cells is None or None in found else found


@pytest.mark.parametrize("cell", ['N":"05', 'N":"٣', 'N":" 5', 'N":"', 'S":"5', 'B":"5', "N"])
def test_a_number_has_one_form(cell: str) -> None:
    with pytest.raises(ValueError):
        packed_cells.number_in(cell)


@pytest.mark.parametrize("cell", ['B":"AA', 'B":"AB==', 'B":"A A=', 'S":"AA==', 'N":"5'])
def test_binary_has_one_form(cell: str) -> None:
    with pytest.raises((StrangeFormError, ValueError)):
        packed_cells.hex_in(cell)


def test_what_is_no_list_is_refused() -> None:
    for value in ({"S": "x"}, {"L": {}}, {"L": [], "S": "x"}, [], None, 5, {"L": [5]}):
        with pytest.raises(StrangeFormError):
            packed_cells.cells_of(msgspec.json.encode(value))
