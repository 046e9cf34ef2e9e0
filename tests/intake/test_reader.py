"""One bad row never costs the next."""

from __future__ import annotations

import io

import pytest

from dialq.intake.lines import LONGEST_LINE, Lines
from dialq.intake.reader import LONGEST_CELL, MOST_LINES, Row, read_rows


def rows(text: str, width: int = 3, delimiter: str = ",") -> list[Row]:
    """The rows of a text."""
    return list(read_rows(Lines(io.StringIO(text, newline="")), delimiter, width))


def good(text: str, width: int = 3) -> list[tuple[int, list[str]]]:
    """Line and cells of the rows without a problem."""
    return [(row.number, row.cells) for row in rows(text, width) if not row.problem]


def bad(text: str, width: int = 3) -> list[tuple[int, str]]:
    """Line and problem of the others."""
    return [(row.number, row.problem) for row in rows(text, width) if row.problem]


def test_rows_carry_the_line_they_begin_on() -> None:
    text = 'a,b,c\n\nd,"e\ne",f\r\ng,h,i'
    assert good(text) == [(1, ["a", "b", "c"]), (3, ["d", "e\ne", "f"]), (5, ["g", "h", "i"])]


def test_quotes_are_read_as_spreadsheets_write_them() -> None:
    assert good('"a,""b""",c,5" pipe\n') == [(1, ['a,"b"', "c", '5" pipe'])]


@pytest.mark.parametrize("blank", [",,\n", " , ,\n", "\n", "\r\n", ",,,,,,\n", "   \n", '"","",""\n'])
def test_rows_with_nothing_in_them_are_no_rows(blank: str) -> None:
    assert rows(f"a,b,c\n{blank}d,e,f\n") == [Row(1, ["a", "b", "c"], ""), Row(3, ["d", "e", "f"], "")]


def test_blank_cells_too_many_are_dropped() -> None:
    assert good("a,b,c,,\n") == [(1, ["a", "b", "c"])]


@pytest.mark.parametrize(("line", "found"), [("a,b", 2), ("a,b,c,d", 4), ("a", 1)])
def test_another_number_of_cells_is_a_problem(line: str, found: int) -> None:
    text = f"a,b,c\n{line}\nd,e,f\n"
    ((number, problem),) = bad(text)
    assert number == 2
    assert f"{found} cells where the header has 3" in problem
    assert len(good(text)) == 2


def test_an_unclosed_quote_costs_one_row() -> None:
    text = 'a,b,c\nd,"e,f\ng,h,i\nj,"k",l\nm,n,o\n'
    assert bad(text) == [(2, "a quote is opened and never closed")]
    assert [number for number, _cells in good(text)] == [1, 3, 4, 5]


def test_an_unclosed_quote_at_the_end_costs_one_row() -> None:
    assert bad('a,b,c\nd,e,"f\n') == [(2, "a quote is opened and never closed")]


def test_two_unclosed_quotes_do_not_swallow_what_lies_between() -> None:
    text = 'a,"b,c\n' + "d,e,f\n" * 2 + 'g,"h,i\nj,k,l\n'
    assert [number for number, _problem in bad(text)] == [1, 4]
    assert [number for number, _cells in good(text)] == [2, 3, 5]


def test_a_long_note_in_quotes_is_one_cell() -> None:
    note = "\n".join(f"line {count}" for count in range(MOST_LINES - 10))
    assert good(f'a,"{note}",c\nd,e,f\n')[0] == (1, ["a", note, "c"])
    assert len(good(f'a,"{note}",c\nd,e,f\n')) == 2


def test_unclosed_quotes_everywhere_end_in_time() -> None:
    text = 'a,"b,c\n' * 3000
    assert len(bad(text)) == 3000


def test_nul_bytes_spoil_only_their_row() -> None:
    text = 'a,b,c\nd,\0e,f\ng,"h\n\0",i\nj,k,l\n'
    damaged = "it holds NUL bytes: the file is damaged here"
    assert bad(text) == [(2, damaged), (3, damaged)]
    assert [number for number, _cells in good(text)] == [1, 5]
    assert all("\0" not in cell for row in rows(text) for cell in row.cells)


@pytest.mark.parametrize("quote", ["", '"'])
@pytest.mark.parametrize("length", [LONGEST_CELL + 1, LONGEST_LINE + 5, 3 * LONGEST_LINE])
def test_a_cell_without_end_spoils_only_its_row(quote: str, length: int) -> None:
    text = f"a,b,c\nd,{quote}{'x' * length}{quote},f\ng,h,i\n"
    ((number, problem),) = bad(text)
    assert number == 2
    assert problem
    assert [cells for _number, cells in good(text)] == [["a", "b", "c"], ["g", "h", "i"]]
    assert all(len(cell) <= 1000 for row in rows(text) for cell in row.cells)
