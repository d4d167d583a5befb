"""Names as the reader has to type them."""

import shlex

import yaml
from hypothesis import given
from hypothesis import strategies as st
from tables import each_row

from timeline_tui.text.quoting import for_shell, for_yaml
from timeline_tui.text.text import clean_line

LINES = st.text().map(clean_line)


@each_row(
    ("name", "shown"),
    [
        ("my.yaml", "my.yaml"),
        ("my file.yaml", "'my file.yaml'"),
        ("it's.yaml", "'it'\"'\"'s.yaml'"),
        ("-y.yaml", "./-y.yaml"),
        ("~a", "'~a'"),
        ("", "''"),
    ],
)
def test_a_file_is_one_word_of_a_shell(name, shown):
    assert for_shell(name) == shown


@given(LINES)
def test_a_shell_reads_the_name_that_was_shown(name):
    assert shlex.split(for_shell(name)) == [f"./{name}" if name.startswith("-") else name]


@each_row(("line", "shown"), [("a b", "a b"), ("a: c", '"a: c"'), ("2024-06-13-a", "2024-06-13-a"), ("a #b", '"a #b"')])
def test_an_id_is_in_quotes_only_if_it_needs_them(line, shown):
    assert for_yaml(line) == shown


@given(LINES.filter(lambda line: line.isprintable()))
def test_yaml_reads_the_text_that_was_shown(line):
    [read] = yaml.load(f"[{for_yaml(line)}]", yaml.BaseLoader)
    assert read == line
