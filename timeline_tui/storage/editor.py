"""The user's text editor: which one it is, and its arguments for a line and column of a file.

Each editor has its own syntax for a place in a file. They are written here as in the setting ``editor`` of the config:
a command with ``{file}``, ``{line}`` and ``{column}``. A place is put into one argument, and no shell reads it.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePath
from typing import NamedTuple

from timeline_tui.storage.inputs import STDIN, bundled, find_inputs, is_stream, shown_name, split_sheet
from timeline_tui.text.text import clean_line

_VIM = "-c {line} -c 'call cursor({line}, byteidx(getline({line}), {column} - 1) + 1)' {file}"

# Editors of the terminal, by the arguments that they take: from their manuals. Vim counts columns in bytes.
_IN_TERMINAL = {
    "vim nvim vimx": _VIM,
    "vi view nvi elvis": "-c {line} {file}",
    "nano rnano ne": "+{line},{column} {file}",
    "emacs emacsclient micro kak": "+{line}:{column} {file}",
    "hx helix": "{file}:{line}:{column}",
    "joe jmacs jstar jpico mcedit mg jove zile pico vis": "+{line} {file}",
}
# Editors that open a window of their own.
_IN_WINDOW = {
    "code code-insiders code-oss codium vscodium cursor windsurf positron": "-g {file}:{line}:{column}",
    "subl sublime_text zed zeditor": "{file}:{line}:{column}",
    "kate kwrite": "-l {line} -c {column} {file}",
    "gedit": "+{line}:{column} {file}",
    "pluma bbedit": "+{line} {file}",
    "mousepad": "--line {line} --column {column} {file}",
    "geany": "-l {line} --column {column} {file}",
    "mate": "-l {line}:{column} {file}",
    "gvim mvim": _VIM,
    "idea pycharm webstorm phpstorm clion goland rubymine rider": "--line {line} --column {column} {file}",
    "gnome-text-editor xed leafpad featherpad notepad notepad++ textedit": "{file}",
}
_ARGUMENTS = {
    name: form for table in (_IN_TERMINAL, _IN_WINDOW) for names, form in table.items() for name in names.split()
}
_WINDOWED = {name for names in _IN_WINDOW for name in names.split()}
_EMACS_IN_TERMINAL = {"-t", "-nw", "--tty", "-tty"}
_USUAL = ("nano", "vim", "vi")  # if the user has not chosen one
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
PLACEHOLDERS = ("file", "line", "column")
"""What the setting ``editor`` can contain in braces."""


class EditorError(Exception):
    """A file cannot be opened in an editor. The message is one line for the user."""


class Editor(NamedTuple):
    """A command that starts an editor, as words. ``is_chosen``: the user named it; else it is one that is there."""

    words: tuple[str, ...]
    is_chosen: bool = True

    @property
    def name(self) -> str:
        """The name of the program."""
        return clean_line(PurePath(self.words[0]).name)

    @property
    def has_window(self) -> bool:
        """Whether it opens a window of its own. An unknown one is taken for an editor of the terminal."""
        if _known_name(self.words[0]) == "emacsclient":
            return _EMACS_IN_TERMINAL.isdisjoint(self.words)
        return _known_name(self.words[0]) in _WINDOWED


def command(words: Sequence[str], file: str, line: int, column: int = 1) -> list[str]:
    """The arguments that open ``file`` at ``line`` and ``column`` (from 1; line 0: not known).

    Placeholders in ``words`` are replaced. Without ``{file}``, the arguments of a known editor are added; an unknown
    editor gets just the file.
    """
    if not any("{file}" in word for word in words):
        form = _ARGUMENTS.get(_known_name(words[0]), "{file}") if line else "{file}"
        words = [*words, *shlex.split(form)]
    values = {"file": file, "line": str(max(1, line)), "column": str(max(1, column))}
    return [_PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), word) for word in words]


def find_editor(setting: str = "", environment: Mapping[str, str] | None = None) -> Editor:
    """The editor of the setting in the config, else of $VISUAL, else of $EDITOR, else a usual one that is there.

    Raises EditorError.
    """
    environment = os.environ if environment is None else environment
    given = {"“editor” in the config": setting}
    given |= {f"${name}": environment.get(name, "") for name in ("VISUAL", "EDITOR")}
    where, text = next(((where, text) for where, text in given.items() if text.strip()), ("", ""))
    path = environment.get("PATH")
    if not text:
        usual = next((name for name in _USUAL if shutil.which(name, path=path)), None)
        if usual is None:
            raise EditorError("No editor was found: set $EDITOR to the command of your editor")
        return Editor((usual,), is_chosen=False)
    try:
        words = split(text)
    except ValueError:
        raise EditorError(f"{where} has a quote that is not closed: {clean_line(text)}") from None
    if not words or shutil.which(words[0], path=path) is None:
        name = clean_line(words[0]) if words else clean_line(text)
        raise EditorError(f"{where} names “{name}”, which cannot be found: set it to the command of your editor")
    return Editor(words)


def split(text: str) -> tuple[str, ...]:
    """The words of a command as a shell splits them; ``~`` at the beginning is the home folder.

    Raises ValueError for a quote that is not closed.
    """
    on_windows = os.name == "nt"  # where a backslash separates folders
    words = [word.strip('"') if on_windows else word for word in shlex.split(text, posix=not on_windows)]
    return (os.path.expanduser(words[0]), *words[1:]) if words else ()


def fault_of(text: str) -> str:
    """What is wrong with a value of the setting ``editor``; "" if nothing is."""
    try:
        words = split(text)
    except ValueError:
        return "this has a quote that is not closed"
    if words and _PLACEHOLDER.search(words[0]):
        return "this has a place and no command before it"
    placeholders = [name for word in words for name in _PLACEHOLDER.findall(word)]
    unknown = next((name for name in placeholders if name not in PLACEHOLDERS), None)
    if unknown:
        return f"there is no {{{unknown}}}"
    return "this has a place and no {file}" if placeholders and "file" not in placeholders else ""


def file_to_edit(shown: str, paths: Sequence[str], *, may_be_new: bool = False) -> str:
    """The absolute path of the file that events and problems call ``shown``. ``paths`` are the files of the timeline.

    ``may_be_new``: it need not exist yet, if its folder does; the editor makes it. Raises EditorError if an editor
    cannot change it.
    """
    file = next((split_sheet(path)[0] for path in _paths_called(shown, paths)), None)
    name = clean_line(PurePath(shown).name) or shown
    if file is None:
        raise EditorError(f"{shown} is not a file that can be edited")
    if file == STDIN:
        raise EditorError("Standard input cannot be edited: save it to a file, and open that")
    if is_stream(file):
        raise EditorError(f"{name} is a pipe, which cannot be edited: save it to a file, and open that")
    path = Path(file).absolute()  # No editor takes an absolute path for an option.
    if os.path.isdir(path):
        raise EditorError(f"{name} is a folder: no file in it is known for this")
    if may_be_new and not os.path.lexists(path) and path.parent.is_dir():
        return str(path)
    if not path.parent.is_dir():
        raise EditorError(f"{name}: the folder {clean_line(str(path.parent))} does not exist")
    if not os.path.isfile(path):
        raise EditorError(f"{name} is not there any more")
    if path == Path(bundled()).absolute() and not os.access(path, os.W_OK):
        raise EditorError(f"The bundled timeline cannot be changed. Copy it to edit it: {clean_line(str(path))}")
    if not _is_text(path):
        raise EditorError(f"{name} is not text: change it in the program that it is from, and press R")
    return str(path)


def _paths_called(shown: str, paths: Sequence[str]) -> Iterator[str]:
    """The paths that are shown like this: of the timeline, else a path elsewhere, else of a file in its folders."""
    names = find_inputs(paths).names
    yield from (name for name in names if shown in (shown_name(name), clean_line(split_sheet(name)[0])))
    if os.path.lexists(shown):
        yield shown
    folders = [name for name in names if os.path.isdir(name)]
    if folders:
        from timeline_tui.storage.folders import content_of  # 0.6 ms, and few timelines are folders

        yield from (path for folder in folders for path, _ in content_of(folder).files if clean_line(path) == shown)


def _is_text(path: Path) -> bool:
    # 1 ms, and only a key needs it
    from timeline_tui.formats.reading.decoding import HEAD, encoding_of

    try:
        with path.open("rb") as file:
            return bool(encoding_of(file.read(HEAD))[0])
    except OSError as error:
        raise EditorError(f"{clean_line(str(path))}: {clean_line(error.strerror or str(error))}") from error


def _known_name(program: str) -> str:
    """The name in the tables for a program such as ``/usr/bin/vim.basic``, ``emacs-29.1`` or ``code.cmd``."""
    name = PurePath(program).name.lower()
    return re.sub(r"-[\d.]+$", "", name).partition(".")[0]
