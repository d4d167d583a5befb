"""The paths of copies after a timeline is written into another folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from timeline_tui.cli.main import main
from timeline_tui.model.timeline import Timeline
from timeline_tui.storage.files import load_timeline

ONE = (
    f"sources: {{a: {{title: A, publisher: P, copy: c.txt, sha256: {'0' * 64}}}}}\n"
    "events: [{date: 2024-01-05, title: E1, sources: [a]}]\n"
)
IN_PLACE = "events: [{date: 2024-01-06, title: E2, quotes: [{text: two words, source: {title: B, copy: c.txt}}]}]\n"


def copies(timeline: Timeline) -> dict[str, str]:
    """The path of the copy of each source, by title."""
    cited = [source for event in timeline.events for source in event.cited]
    return {source.title: source.copy for source in (*timeline.sources, *cited) if source.copy}


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    for folder, text, words in (("", ONE, "one words"), ("sub", IN_PLACE, "two words")):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / "t.yaml").write_text(text)
        (tmp_path / folder / "c.txt").write_text(words)
    monkeypatch.chdir(tmp_path)
    return "t.yaml", "sub/t.yaml"


def written(words: list[str], output: str) -> Timeline:
    Path(output).parent.mkdir(parents=True, exist_ok=True)
    assert main([*words, "-o", output]) == 0
    return load_timeline([output]).timeline


def test_a_copy_is_found_from_the_folder_of_the_output(files: tuple[str, str]) -> None:
    one, other = files
    deep = written(["export", one], "x/deep/out.yaml")
    assert copies(deep) == {"A": "../../c.txt"}
    assert deep.sources[0].sha256 == "0" * 64
    assert copies(written(["export", one, other], "both.json")) == {"A": "c.txt", "B": "sub/c.txt"}
    assert copies(written(["export", one, other, "-q", "id:2024-01-06-e2"], "x/part.csv")) == {"B": "../sub/c.txt"}
    assert copies(written(["merge", one, other], "x/merged.yaml")) == {"A": "../c.txt", "B": "../sub/c.txt"}


def test_one_event_of_two_sides_finds_the_copies_of_both(files: tuple[str, str]) -> None:
    one, other = files
    Path(other).write_text(IN_PLACE.replace("01-06", "01-05").replace("E2", "E1"))
    merged = written(["merge", one, other], "x/merged.yaml")
    assert len(merged.events) == 1
    assert copies(merged) == {"A": "../c.txt", "B": "../sub/c.txt"}


def test_paths_that_do_not_depend_on_the_folder_stay(files: tuple[str, str]) -> None:
    for path in ("/tmp/c.txt", "~/c.txt", "https://a.example/c.txt"):
        Path(files[0]).write_text(f"events: [{{date: 2024, title: E, sources: [{{title: A, copy: '{path}'}}]}}]\n")
        assert copies(written(["export", files[0], "--force"], "x/out.yaml")) == {"A": path}


def test_standard_output_keeps_paths_that_have_one_meaning(
    files: tuple[str, str], capfd: pytest.CaptureFixture[str]
) -> None:
    said = "paths of copies are now relative to the current folder"
    main(["export", files[1], "-f", "yaml"])
    out, err = capfd.readouterr()
    assert "copy: c.txt" in out
    assert said not in err
    main(["export", *files, "-f", "yaml"])
    out, err = capfd.readouterr()
    assert "copy: c.txt" in out
    assert "copy: sub/c.txt" in out
    assert said in err
