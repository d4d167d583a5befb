"""Files of judgements: which are refused, and why."""

from __future__ import annotations

from pathlib import Path

import pytest
from tables import each_row

from timeline_tui.analysis.decisions import Judgements
from timeline_tui.storage.inputs import LoadError
from timeline_tui.storage.judgements import read_judgements


@each_row(
    ("content", "message"),
    [
        ("- [a, b]\n", "1:1: judgements are a mapping"),
        ("pairs: x\n", "1:8: this has to be a list of pairs of ids"),
        ("pairs:\n  - [a, b]\n  - [a, b, c]\n", "3:5: this has to be two ids"),
        ("apart:\n  - [a, 2]\n", ""),
        ("pair: []\n", "1:1: there is no key “pair” here"),
        ("pairs: \0", ": this is not a text file"),
        ("", ""),
    ],
)
def test_a_fault_is_never_ignored(tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "judgements.yaml"
    file.write_text(content)
    if not message:
        assert read_judgements(str(file)) == (Judgements(apart=(("a", "2"),)) if content else Judgements())
        return
    with pytest.raises(LoadError) as error:
        read_judgements(str(file))
    (problem,) = error.value.problems
    assert message in str(problem)


def test_a_folder_and_a_missing_file(tmp_path: Path) -> None:
    for path, message in ((tmp_path, "directory"), (tmp_path / "none.yaml", "there is no such file")):
        with pytest.raises(LoadError, match=message):
            read_judgements(str(path))
    assert read_judgements(str(tmp_path / "none.yaml"), may_be_missing=True) == Judgements()
