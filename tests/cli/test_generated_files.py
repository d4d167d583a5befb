"""Completions of shells and the man page: up to date, and correct in real shells and in ``man``.

The man page contains the pages of the manual, so these are updated first:
``UPDATE_GOLDEN=1 python -m pytest tests/test_readme.py && UPDATE_GOLDEN=1 python -m pytest tests/cli``.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from generated_files import completion, man_page
from tables import each_row
from terminals import Terminal

from timeline_tui.cli import manual_pages
from timeline_tui.cli.parser import COMMANDS, parser_of
from timeline_tui.cli.parsers_of_program import SHELLS
from timeline_tui.formats import FORMATS
from timeline_tui.model import fields
from timeline_tui.query.query_fields import FIELDS
from timeline_tui.storage.config import SETTINGS
from timeline_tui.ui.keymap import every_binding

CLI = Path(manual_pages.__file__).parent
COMPLETIONS = CLI / "completions"
MAN_PAGE = CLI / "manual" / "timeline-tui.1"


def compare(file: Path, wanted: str) -> None:
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(wanted, encoding="utf-8")
    else:
        assert file.read_text(encoding="utf-8") == wanted, "update it: see the top of tests/cli/test_generated_files.py"


@pytest.mark.parametrize("shell", SHELLS)
def test_a_completion_is_up_to_date(shell: str) -> None:
    pytest.importorskip("shtab", reason="there is no shtab here: pip install -e '.[test]'")
    compare(COMPLETIONS / f"timeline-tui.{shell}", completion(shell))


def test_the_man_page_is_up_to_date() -> None:
    compare(MAN_PAGE, man_page())


@pytest.mark.skipif(not shutil.which("man") or not shutil.which("groff"), reason="there is no man here")
def test_man_renders_everything_without_a_warning() -> None:
    env = {**os.environ, "MANWIDTH": "80", "LC_ALL": "C.UTF-8", "MAN_KEEP_FORMATTING": ""}
    done = subprocess.run(["man", "--warnings=w", "-l", MAN_PAGE], capture_output=True, encoding="utf-8", env=env)
    assert (done.returncode, done.stderr) == (0, "")
    lines = re.sub(r".\x08|\x1b\[[0-9;]*m", "", done.stdout).splitlines()
    assert [line for line in lines if len(line) > 80] == []
    words = {word.strip(",:`()") for line in lines for word in line.split()}
    options = [option for name in COMMANDS for action in parser_of(name)._actions for option in action.option_strings]
    names = [
        *(option for option in options if option not in ("-h", "--help")),
        *(binding.id for binding in every_binding()),
        *FIELDS,
        *(field.name for entry in fields.ENTRIES for field in entry.fields),
        *(format.name for format in FORMATS),
        *SETTINGS,
    ]
    assert [name for name in names if name not in words] == []


COMPLETED = [  # what is typed, with a word that is to be completed, and the word that it becomes
    ("timeline-tui vali", "validate"),
    ("timeline-tui chro", "chronology.yaml"),
    ("timeline-tui chronology.yaml --pla", "--plain"),
    ("timeline-tui --theme solarized-l", "solarized-light"),
    ("timeline-tui validate --str", "--strict"),
    ("timeline-tui validate chro", "chronology.yaml"),
    ("timeline-tui export a.yaml b.yaml chro", "chronology.yaml"),
    ("timeline-tui export -f icale", "icalendar"),
    ("timeline-tui export chronology.yaml --from fro", "front-matter"),
    ("timeline-tui export -o chro", "chronology.yaml"),
    ("timeline-tui completion fi", "fish"),
    ("timeline-tui help que", "query"),
]

BASH = """
source "$0"
COMP_CWORD=$(( $# - 1 ))
COMP_WORDS=("$@")
_shtab_timeline_tui
printf '%s\\n' "${COMPREPLY[@]}"
"""

SPACED = [  # what is typed before the Tab, and the line after it
    (r"timeline-tui my\ ch", r"timeline-tui my\ chronology.yaml"),
    (r"timeline-tui --sources my", r"timeline-tui --sources my\ chronology.yaml"),
    ('timeline-tui "my ch', 'timeline-tui "my chronology.yaml"'),
]

# A second zsh, in a pseudo-terminal, reads what is typed. Ctrl+X writes its line to a file.
ZSH = """
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell 'fpath+=$FUNCTIONS; autoload -Uz compinit; compinit -u -D'
zpty -w shell 'write() { print -r -- "$BUFFER" >> "$RESULT"; BUFFER= }; zle -N write; bindkey "^X" write'
for line; do
  zpty -wn shell "$line"$'\\t\\x18'
  (( number += 1 ))
  for try in {1..200}; do
    (( $(wc -l < $RESULT) >= number )) && break
    sleep 0.05
    zpty -rt shell output
  done
done
zpty -d shell
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "chronology.yaml").touch()
    return tmp_path


def run(folder: Path, *command: str | Path, **env: str) -> str:
    done = subprocess.run(
        command, cwd=folder, capture_output=True, encoding="utf-8", env={**os.environ, "HOME": str(folder), **env}
    )
    assert done.stderr == ""
    return done.stdout


@pytest.mark.slow
@each_row(("typed", "wanted"), COMPLETED)
def test_bash_completes(folder: Path, typed: str, wanted: str) -> None:
    if not shutil.which("bash"):
        pytest.skip("there is no bash here")
    assert run(folder, "bash", "-c", BASH, COMPLETIONS / "timeline-tui.bash", *typed.split()).split() == [wanted]


@pytest.mark.slow
@each_row(("typed", "wanted"), SPACED)
def test_bash_completes_names_with_spaces(folder: Path, typed: str, wanted: str) -> None:
    if not shutil.which("bash"):
        pytest.skip("there is no bash here")
    (folder / "my chronology.yaml").touch()
    start = folder / "start"
    start.write_text(f"PS1='ready> '; cd {folder}; source {COMPLETIONS}/timeline-tui.bash")
    code = "import os, sys; os.execvp('bash', ['bash', *sys.argv[1:]])"
    with Terminal("--noprofile", "--rcfile", str(start), "-i", code=code) as bash:
        bash.wait_for("ready>")
        bash.press(f"{typed}\t")
        bash.wait_for(f"ready> {wanted}")


@pytest.mark.slow
@each_row(("typed", "wanted"), COMPLETED)
def test_fish_completes(folder: Path, typed: str, wanted: str) -> None:
    if not shutil.which("fish"):
        pytest.skip("there is no fish here")
    written = run(folder, "fish", "--no-config", "-c", f"source {COMPLETIONS}/timeline-tui.fish; complete -C '{typed}'")
    assert [line.split("\t")[0] for line in written.splitlines()] == [wanted]


@pytest.mark.slow
def test_zsh_completes(folder: Path) -> None:
    if not shutil.which("zsh"):
        pytest.skip("there is no zsh here")
    result = folder / "result"
    result.touch()
    functions = folder / "functions"
    functions.mkdir()
    shutil.copy(COMPLETIONS / "timeline-tui.zsh", functions / "_timeline-tui")
    lines = [typed for typed, _ in COMPLETED]
    run(folder, "zsh", "-f", "-c", ZSH, "zsh", *lines, FUNCTIONS=str(functions), RESULT=str(result))
    wanted = [f"{typed.rpartition(' ')[0]} {word}" for typed, word in COMPLETED]
    assert [line.rstrip() for line in result.read_text().splitlines()] == wanted
