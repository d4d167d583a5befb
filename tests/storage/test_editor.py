"""Which editor is opened, with which arguments, and which files it can change."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline_tui.storage import editor
from timeline_tui.storage.editor import Editor, EditorError, command, fault_of, file_to_edit, find_editor
from timeline_tui.storage.inputs import bundled

VIM = ["-c", "7", "-c", "call cursor(7, byteidx(getline(7), 3 - 1) + 1)", "/a b.yaml"]


@pytest.mark.parametrize(
    ("words", "arguments"),
    [
        ("vim", VIM),
        ("nvim", VIM),
        ("/usr/bin/vim.basic -u NONE", VIM),
        ("vi", ["-c", "7", "/a b.yaml"]),
        ("nano", ["+7,3", "/a b.yaml"]),
        ("emacs", ["+7:3", "/a b.yaml"]),
        ("emacs-29.1 -nw", ["+7:3", "/a b.yaml"]),
        ("emacsclient -t", ["+7:3", "/a b.yaml"]),
        ("hx", ["/a b.yaml:7:3"]),
        ("micro", ["+7:3", "/a b.yaml"]),
        ("kak", ["+7:3", "/a b.yaml"]),
        ("mcedit", ["+7", "/a b.yaml"]),
        ("code -w", ["-g", "/a b.yaml:7:3"]),
        ("codium", ["-g", "/a b.yaml:7:3"]),
        ("subl", ["/a b.yaml:7:3"]),
        ("zed", ["/a b.yaml:7:3"]),
        ("kate", ["-l", "7", "-c", "3", "/a b.yaml"]),
        ("gedit", ["+7:3", "/a b.yaml"]),
        ("unheard-of --flag", ["/a b.yaml"]),
    ],
)
def test_each_editor_gets_the_place_in_its_own_syntax(words: str, arguments: list[str]) -> None:
    given = shlex.split(words)
    assert command(given, "/a b.yaml", 7, 3) == [*given, *arguments]


@pytest.mark.parametrize("name", sorted(editor._ARGUMENTS))
def test_each_editor_gets_the_file_and_nothing_that_is_not_replaced(name: str) -> None:
    words = command([name], "/f.yaml", 7, 3)
    assert sum("/f.yaml" in word for word in words) == 1
    assert not any("{" in word for word in words)
    assert command([name], "/f.yaml", 0) == [name, "/f.yaml"], "a place that is not known is not made up"


FILES = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1)


@given(FILES)
def test_the_name_of_a_file_is_part_of_one_argument_as_it_is(name: str) -> None:
    assert command(["mine", "--at={line}:{column}:{file}", "-x"], name, 7, 3) == ["mine", f"--at=7:3:{name}", "-x"]
    assert command(["code"], name, 7, 3) == ["code", "-g", f"{name}:7:3"]
    assert command(["vim"], name, 7)[-1] == name


@pytest.mark.parametrize(
    ("words", "has_window"),
    [
        *(("vim", False), ("nano", False), ("emacs", False), ("emacsclient -t", False), ("emacsclient", True)),
        *(("code -w", True), ("/usr/bin/subl", True), ("gedit", True), ("gvim", True), ("unheard-of", False)),
    ],
)
def test_which_editors_have_a_window(words: str, has_window: bool) -> None:
    assert Editor(tuple(words.split())).has_window == has_window


def programs(folder: Path, *names: str) -> dict[str, str]:
    for name in names:
        file = folder / name
        file.write_text("#!/bin/sh\n")
        file.chmod(0o755)
    return {"PATH": str(folder)}


@pytest.mark.skipif(sys.platform == "win32", reason="programs are found by other rules on Windows")
class TestFindEditor:
    def test_the_config_comes_first_then_visual_then_editor(self, tmp_path: Path) -> None:
        path = programs(tmp_path, "a", "b", "c", "vi", "nano")
        environment = {**path, "VISUAL": "b -w", "EDITOR": "c"}
        assert find_editor("a {file}", environment) == Editor(("a", "{file}"))
        assert find_editor("", environment) == Editor(("b", "-w"))
        assert find_editor("", {**path, "VISUAL": " ", "EDITOR": "'c'"}) == Editor(("c",))
        assert find_editor("", path) == Editor(("nano",), is_chosen=False)

    def test_the_message_says_what_to_set_if_there_is_none(self, tmp_path: Path) -> None:
        path = programs(tmp_path, "a")
        for environment, message in (
            ({}, "No editor was found: set $EDITOR to the command of your editor"),
            ({"VISUAL": "b -w"}, "$VISUAL names “b”, which cannot be found: set it to the command of your editor"),
            ({"EDITOR": "a 'b"}, "$EDITOR has a quote that is not closed: a 'b"),
        ):
            with pytest.raises(EditorError) as error:
                find_editor("", {**path, **environment})
            assert str(error.value) == message

    def test_nothing_of_a_shell_is_run(self, tmp_path: Path) -> None:
        path = programs(tmp_path, "a")
        assert find_editor("", {**path, "EDITOR": "a $HOME `b` > c"}).words == ("a", "$HOME", "`b`", ">", "c")
        with pytest.raises(EditorError):
            find_editor("", {**path, "EDITOR": "a; rm x"})


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("code", ""),
        ("mine {file}:{line}:{column}", ""),
        ("mine {}", ""),
        ("mine 'x", "this has a quote that is not closed"),
        ("mine {file} {row}", "there is no {row}"),
        ("mine +{line}", "this has a place and no {file}"),
        ("{file}", "this has a place and no command before it"),
        ("{file}:{line} mine", "this has a place and no command before it"),
    ],
)
def test_faults_of_the_setting(text: str, fault: str) -> None:
    assert fault_of(text) == fault


def refused(shown: str, *paths: str) -> str:
    with pytest.raises(EditorError) as error:
        file_to_edit(shown, paths)
    return str(error.value)


class TestFileToEdit:
    def test_a_file_by_the_name_that_is_shown(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        for name in ("-w.yaml", "a\x1b.yaml", "b.csv"):
            Path(name).write_text("date,title\n")
        assert file_to_edit("-w.yaml", ["-w.yaml"]) == str(tmp_path / "-w.yaml")
        assert file_to_edit("a␛.yaml", ["a\x1b.yaml"]) == str(tmp_path / "a\x1b.yaml")
        assert file_to_edit(f"{tmp_path}/a␛.yaml", [str(tmp_path)]) == str(tmp_path / "a\x1b.yaml"), "in a folder"
        assert file_to_edit(str(tmp_path / "b.csv"), ["-w.yaml"]) == str(tmp_path / "b.csv"), "such as a bibliography"

    def test_what_no_editor_can_change(self, tmp_path: Path) -> None:
        sheet = tmp_path / "week.xlsx"
        sheet.write_bytes(b"PK\x03\x04\0\0\0\0")
        assert refused("<stdin>", "-") == "Standard input cannot be edited: save it to a file, and open that"
        said = "week.xlsx is not text: change it in the program that it is from, and press R"
        assert refused(str(sheet), f"{sheet}#June") == said
        assert refused(str(tmp_path), str(tmp_path)) == f"{tmp_path.name} is a folder: no file in it is known for this"
        gone = str(tmp_path / "gone.yaml")
        assert refused(gone, gone) == "gone.yaml is not there any more"
        assert file_to_edit(gone, [gone], may_be_new=True) == gone
        nowhere = str(tmp_path / "no" / "a.yaml")
        assert refused(nowhere, nowhere) == f"a.yaml: the folder {tmp_path}/no does not exist"
        assert refused("your last choice", gone) == "your last choice is not a file that can be edited"

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
    def test_a_pipe(self, tmp_path: Path) -> None:
        pipe = str(tmp_path / "pipe")
        os.mkfifo(pipe)
        assert refused(pipe, pipe) == "pipe is a pipe, which cannot be edited: save it to a file, and open that"

    def test_the_bundled_timeline_only_if_it_can_be_written(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(os, "access", lambda *_: True)
        assert file_to_edit(bundled(), []) == os.path.abspath(bundled())
        monkeypatch.setattr(os, "access", lambda *_: False)
        assert refused(bundled()).startswith("The bundled timeline cannot be changed. Copy it to edit it: /")
