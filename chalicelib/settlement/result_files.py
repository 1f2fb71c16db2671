"""What a bank says became of its transfers: a list as the bank makes it.

Banks name their columns each in their own way, put lines above and below the list, and say an
amount twice. Everything that names a line, its result or its amount has to agree; what does not is
refused with its line, and never chosen from.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from msgspec import Struct

from chalicelib.core.amounts import read_amount
from chalicelib.core.csv_rows import CsvBrokenError, rows_of
from chalicelib.core.text import cleaned, is_shown
from chalicelib.settlement.errors import ResultFileInvalidError, ResultFileUnclearError
from chalicelib.settlement.outcomes import PayoutResult
from chalicelib.settlement.payout_batches import LineResult

REASON_LETTERS_MAX = 100
HEAD_LINES_MAX = 20
"""So many lines of title and dates may stand above the names of the columns."""
COLUMNS_MAX = 100
_DELIMITERS = ",\t;"
_REFERENCES = ("참조번호", "reference")
_RESULTS = ("처리결과", "이체결과", "입금결과", "송금결과", "지급결과", "결과", "result")
_REASONS = ("사유", "오류사유", "실패사유", "불능사유", "처리사유", "오류내용", "reason")
_AMOUNTS = ("입금액", "이체액", "송금액", "지급액", "처리액", "amount")
_OTHER_AMOUNTS = ("수수료", "한도", "잔액", "실패", "오류", "불능")
"""`금액` of these is no amount that was paid."""
_UNIT = re.compile(r"[(\[（].*?[)\]）]")
_RESULT = re.compile(
    r"(?:이체|입금|송금|지급|처리)?"
    r"(?:(정상|성공|완료)(?:처리)?(?:\(0+\))?|(오류|실패|불능|거절)(?:처리)?)"
    r"|(paid|success|0000)|(failed|fail|error)"
)


class _Columns(Struct, frozen=True):
    """Where each stands, and how the bank names them; of each there may be several."""

    titles: list[str]
    references: list[int]
    results: list[int]
    reasons: list[int]
    amounts: list[int]


def read_results(text: str, amounts: Mapping[str, int]) -> list[LineResult]:
    """What became of each line, by its reference; whatever columns stand beside. `amounts`: won of
    each line of the batch. Raises `ResultFileInvalidError` with the first line that cannot be read,
    is no line of the batch, is there twice with another result, or says that another amount was
    paid than was to be; `ResultFileUnclearError` if two columns of a line contradict each other."""
    found: dict[str, LineResult] = {}
    try:
        columns, lines = _table(text)
        for line, written in lines:
            if len(written) > COLUMNS_MAX:
                raise ResultFileInvalidError(line=line)
            cells = [cleaned(cell) for cell in written]
            if _says_nothing(cells, columns):
                continue
            result = _result(line, cells, columns)
            known = None if result is None else found.get(result.reference, result)
            if result is None or result.reference not in amounts or known != result:
                raise ResultFileInvalidError(line=line)
            if result.result == "paid":
                _check_paid(line, cells, columns, amounts[result.reference])
            found[result.reference] = result
    except CsvBrokenError as exc:
        raise ResultFileInvalidError(line=exc.line) from exc
    if not found:
        raise ResultFileInvalidError(line=1)
    return list(found.values())


def _table(text: str) -> tuple[_Columns, Iterator[tuple[int, list[str]]]]:
    """The columns, and the records below their names, however cells are parted."""
    for delimiter in _DELIMITERS:
        lines = rows_of(text, delimiter)
        try:
            for _, cells in islice(lines, HEAD_LINES_MAX):
                columns = _columns(cells[:COLUMNS_MAX])
                if columns.references and columns.results:
                    return columns, lines
        except CsvBrokenError:
            continue
    raise ResultFileInvalidError(line=1)


def _columns(cells: list[str]) -> _Columns:
    titles = [cleaned(cell) for cell in cells]
    folded = [_folded(title) for title in titles]

    def among(names: tuple[str, ...]) -> list[int]:
        return [place for place, name in enumerate(folded) if name in names]

    paid = [place for place, name in enumerate(folded) if _is_amount(name)]
    return _Columns(titles, among(_REFERENCES), among(_RESULTS), among(_REASONS), paid)


def _folded(title: str) -> str:
    """Without the unit behind it, spaces and signs."""
    return "".join(c for c in _UNIT.sub("", title).casefold() if c.isalnum())


def _is_amount(name: str) -> bool:
    is_other = any(word in name for word in _OTHER_AMOUNTS)
    return name in _AMOUNTS or (name.endswith("금액") and not is_other)


def _says_nothing(cells: list[str], columns: _Columns) -> bool:
    """An empty line, or one of sums below the list. One of several lines was made by a stray
    quotation mark, of what are other shops'."""
    named = (*columns.references, *columns.results)
    return not any(_cells(cells, named)) and all(map(is_shown, cells))


def _cells(cells: list[str], places: tuple[int, ...] | list[int]) -> list[str]:
    return [cells[place] if place < len(cells) else "" for place in places]


def _result(line: int, cells: list[str], columns: _Columns) -> LineResult | None:
    """`None` also for a reason of several lines: a stray quotation mark made it of other shops'
    rows, and the shop reads it."""
    references = _cells(cells, columns.references)
    words = [_read_word(word) for word in _cells(cells, columns.results)]
    reason = next(filter(None, _cells(cells, columns.reasons)), "")
    _check_alike(line, references, columns.references, columns)
    _check_alike(line, words, columns.results, columns)
    result = words[0]
    if result is None or not is_shown(reason):
        return None
    return LineResult(
        reference=references[0],
        result=result,
        reason=reason[:REASON_LETTERS_MAX] if result == "failed" else "",
    )


def _read_word(word: str) -> PayoutResult | None:
    said = _RESULT.fullmatch(word.casefold().replace(" ", ""))
    if said is None:
        return None
    return "paid" if said[1] or said[3] else "failed"


def _check_paid(line: int, cells: list[str], columns: _Columns, amount: int) -> None:
    """Of what failed a bank may say that nothing was paid; an empty cell says nothing."""
    places = [place for place in columns.amounts if place < len(cells) and cells[place]]
    said = [read_amount(cells[place]) for place in places]
    _check_alike(line, said, places, columns)
    if said and said[0] != amount:
        raise ResultFileInvalidError(line=line)


def _check_alike(
    line: int, values: list[str] | list[PayoutResult | None] | list[int | None],
    places: list[int], columns: _Columns,
) -> None:  # fmt: skip
    """Raises `ResultFileUnclearError` with the first column that says another thing."""
    for place, value in zip(places, values, strict=True):
        if value != values[0]:
            raise ResultFileUnclearError(line=line, column=columns.titles[place])
