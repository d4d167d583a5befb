"""Commands start quickly: each imports only the modules that it uses."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from timeline_tui.formats.read_options import DEFAULTS
from timeline_tui.index.index import Index
from timeline_tui.storage.files import load_timeline
from timeline_tui.storage.inputs import find_inputs
from timeline_tui.storage.opening.cache import Cache
from timeline_tui.storage.opening.cache_key import cache_key

SLOW = {"dataclasses", "importlib.metadata", "inspect", "pathlib", "platformdirs", "rich", "tempfile", "textual"}
CODE = """
import sys
before = {*sys.modules}  # an installation may bring more than Python itself
from timeline_tui.cli.main import main
try:
    code = main()
except SystemExit as ended:
    code = ended.code
sys.stderr.write(" ".join(sys.modules.keys() - before))
sys.exit(code)
"""


def run(*words: str, cache: Path | None = None) -> tuple[str, set[str]]:
    """What a command writes, and the modules that it imports. The package's modules are without its name."""
    env = {**os.environ, "XDG_CACHE_HOME": str(cache)} if cache else None
    command = [sys.executable, "-c", CODE, *words]
    ended = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True, env=env)
    return ended.stdout, {name.removeprefix("timeline_tui.") for name in ended.stderr.split()}


COMPILING = """
import sys, typing
def watch(event, _):
    if event == "compile":
        frame = by = sys._getframe(1)
        while by.f_globals["__name__"] == "typing":
            by = by.f_back
        if by is not frame:
            sys.stderr.write("compiled: " + by.f_globals["__name__"] + "\\n")
sys.addaudithook(watch)
"""


def test_no_annotation_is_compiled_at_the_start() -> None:
    """In a module with ``from __future__ import annotations``, a named tuple compiles its annotations.

    The first takes 2 ms and each other 6 µs: together a tenth of an export. So the modules with named tuples that
    these commands import do without it.
    """
    for words in (["--help"], ["export"], ["export", "-q", "topic:aid OR ukraine"]):
        command = [sys.executable, "-c", COMPILING + CODE, *words]
        ended = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
        assert not {line for line in ended.stderr.splitlines() if line.startswith("compiled")}


def test_help_imports_only_the_parser() -> None:
    said, imported = run("--help")
    assert said
    assert not imported & (SLOW | {"json", "yaml", "cli.show", "model.timeline"})


def test_a_shell_gets_its_completions_without_delay() -> None:
    said, imported = run("completion", "bash")
    assert "complete " in said
    assert not imported & (SLOW | {"json", "yaml", "cli.show", "model.timeline"})


def test_an_export_imports_only_readers_and_writers() -> None:
    written, imported = run("export")
    assert written
    assert "yaml" in imported
    assert not imported & (
        SLOW
        | {
            "json",
            "model.json_schema",
            "dates.guesses",
            "index.index",
            "analysis.slice",
            "storage.opening.cache",
            "formats.writing.dump",
            "formats.reading.meanings_lookup",
            "storage.folders",
            "random",
            "subprocess",
        }
    )


def test_checks_of_a_timeline_without_copies_need_nothing_for_copies() -> None:
    said, imported = run("validate")
    assert "warning" not in said
    assert "analysis.checks" in imported
    assert not imported & {"storage.copies", "storage.copy_checks", "analysis.quote_search", "subprocess", "hashlib"}


def test_the_screen_imports_nothing_that_compares_timelines_or_opens_a_dialog() -> None:
    code = "import sys, timeline_tui.ui.screen.explorer; print(*sys.modules)"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    imported = {name.removeprefix("timeline_tui.") for name in ended.stdout.split()}
    assert "ui.screen.late_helpers" in imported
    assert not imported & {"analysis.compared_index", "analysis.event_differences", "text.word_changes", "yaml"}
    late = "column_choice", "editing", "exports", "saved_views", "source_opener"
    assert not imported & {"ui.dialogs.asking", "ui.textual_fixes.left_once", *(f"ui.screen.{name}" for name in late)}


def test_the_screen_imports_no_tls_and_no_widgets_that_it_never_shows() -> None:
    code = """if True:
        import sys, timeline_tui.ui.app
        print(*sys.modules)
        import platformdirs, ssl, textual.app, textual.types
        assert textual.app.user_downloads_path() == platformdirs.user_downloads_path()
        print(ssl.SSLContext, textual.types.DirEntry)
    """
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    imported, later = ended.stdout.splitlines()
    assert "textual.command" in imported.split()
    unused = {"platformdirs", "ssl", "textual.types", "textual.widgets._tree", "textual.widgets._select"}
    assert not {*imported.split()} & unused
    assert "SSLContext" in later


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere platformdirs knows where the cache is")
def test_a_query_on_a_cached_file_imports_no_reader(tmp_path: Path) -> None:
    file = tmp_path / "large.yaml"
    title = "long " * 60
    lines = (f"- {{date: {n % 9000 + 1000}, title: {title}, topics: [t{n % 99}]}}" for n in range(4000))
    file.write_text("\n".join(lines))
    inputs = find_inputs([str(file)])
    made_of = cache_key(inputs, DEFAULTS)
    assert inputs.large
    assert made_of
    assert Cache(tmp_path / "timeline-tui").save(made_of, Index(load_timeline([str(file)]).timeline), ())
    words = ("export", str(file), "-q", "topic:t7")
    written, imported = run(*words, cache=tmp_path)
    assert "topic:t7" in written
    assert "index.mapped.mapped_index" in imported
    readers = {
        "yaml",
        "storage.files",
        "storage.merging",
        "formats.reading.timeline_reader",
        "formats.reading.document",
        "model.fields",
    }
    others = {
        "analysis.slice",
        "analysis.histogram",
        "dates.bins",
        "analysis.grid",
        "dates.guesses",
        "index.mapped.index_writer",
        "cli.progress",
        "cli.parsers_of_two",
        "model.checked",
        "model.starred",
        "query.date_ranges",
        "query.matching",
        "storage.remembered",
        "text.spelling",
        "text.web_addresses",
    }
    parts = {"collecting", "date_facet", "intervals", "known_since", "lines", "numbered_sources", "ordering"}
    parts |= {"quote_index", "text_search", "tie", "vocabulary", "database", "mapped.line_table", "mapped.stored_texts"}
    assert not imported & (SLOW | readers | others | {f"index.{part}" for part in parts})
    again, read = run(*words, cache=tmp_path / "none")
    assert "yaml" in read
    assert written == again
