"""Every table and key is found on its line, however the file is written."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dialq.policy.toml_lines import line_numbers

TEXT = """# key = "in a comment"
top = 1
[team]
"quoted key" = 2
a.b = 3
[ spaced . out ]  # behind a header
x = 1
[[step]]
key = "one"
[step.more]
key = "inside one"
[[step]]
key = "two"
[step.more]
key = "inside two"
words = '''
key = "no key at all"
[no.table]
'''
last = 1
"""


def test_lines_of_tables_and_keys() -> None:
    found = line_numbers(TEXT)
    assert {path: line for path, line in found.items() if path} == {
        ("top",): 2,
        ("team",): 3,
        ("team", "quoted key"): 4,
        ("team", "a"): 5,
        ("team", "a", "b"): 5,
        ("spaced", "out"): 6,
        ("spaced", "out", "x"): 7,
        ("step", 0): 8,
        ("step", 0, "key"): 9,
        ("step", 0, "more"): 10,
        ("step", 0, "more", "key"): 11,
        ("step", 1): 12,
        ("step", 1, "key"): 13,
        ("step", 1, "more"): 14,
        ("step", 1, "more", "key"): 15,
        ("step", 1, "more", "words"): 16,
        ("step", 1, "more", "last"): 20,
    }


@given(st.text(max_size=300))
def test_any_text_has_lines(text: str) -> None:
    assert all(1 <= line <= max(1, len(text.splitlines())) for line in line_numbers(text).values())
