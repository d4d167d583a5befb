"""The findings about copies: `validate` with files beside the timeline."""

from __future__ import annotations

import gzip
import io
import json
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables import each_row

from timeline_tui.analysis import quote_search
from timeline_tui.cli.findings import all_findings
from timeline_tui.storage import copy_checks, copy_process, copy_texts
from timeline_tui.storage.copy_checks import check_copies, copy_paths
from timeline_tui.storage.files import load_timeline
from timeline_tui.storage.page_text import plain_text


def findings(folder: Path, timeline: str) -> list[str]:
    """The findings as validate lists them, without the path of the folder."""
    file = folder / "t.yaml"
    file.write_text(timeline, encoding="utf-8")
    loaded = load_timeline([str(file)])
    assert not loaded.problems
    found = check_copies(loaded.timeline, loaded.files)
    shown = (f"{problem}{f' | {problem.hint}' if problem.hint else ''} ({problem.check})" for problem in found)
    return [line.replace(f"{file}:", "").strip() for line in shown]


def quoting(copy: str, *quotes: str, more: str = "") -> str:
    """A timeline with a source and quotes from it. The source is on line 2, the first quote on line 7."""
    listed = "".join(f"  - {{text: '{quote}', speaker: S, source: a}}\n" for quote in quotes)
    quoted = f"  quotes:\n{listed}" if quotes else ""
    return f"sources:\n  a: {{title: A, copy: '{copy}'{more}}}\nevents:\n- date: 2024-06-13\n  title: One\n{quoted}"


PAGE = """<!doctype html><html><head><meta charset="utf-8"><title>Accord</title><style>p { color: red }</style>
<script>document.write("<p>We never said that</p>")</script></head><body><h1>Joint statement</h1>
<!-- hidden words --><p>We will stand <em>with&nbsp;Ukraine</em> for as
long as it takes.</p><blockquote>It is a do&shy;cument</blockquote><ul><li>First<li>Second</ul></body>"""


def test_the_copy_is_missing_or_has_changed(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    found = sha256(PAGE.encode()).hexdigest()
    right, wrong = f", sha256: {found}", f", sha256: {'0' * 64}"
    assert findings(tmp_path, quoting("page.html", more=right)) == []
    assert findings(tmp_path, quoting("page.html", more=wrong)) == [
        f"2:1: warning: page.html is not the file whose hash is stated | its hash is now: sha256: {found} (hash)"
    ]
    assert findings(tmp_path, quoting("pages.html", more=right)) == [
        "2:1: warning: the copy pages.html: there is no such file | did you mean page.html? (copy)"
    ]


def test_the_words_of_a_quote_are_searched(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    quotes = ["We will stand with Ukraine", "It is a document", "First", "We shall stand with Ukraine", "hidden words"]
    assert findings(tmp_path, quoting("page.html", *quotes, "We never said that")) == [
        (
            "10:1: warning: these words of a quote are not in page.html: “We shall stand with Ukraine” | the copy "
            "says: We [-shall-] {+will+} stand with Ukraine; [-in the quote-] {+in the copy+} (words)"
        ),
        "11:1: warning: these words of a quote are not in page.html: “hidden words” (words)",
        "12:1: warning: these words of a quote are not in page.html: “We never said that” (words)",
    ]


def test_the_original_words_are_enough(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("日本語の声明", encoding="utf-8")
    timeline = quoting("a.txt", "The statement").replace("speaker", "original: 日本語の声明, speaker")
    assert findings(tmp_path, timeline) == []
    assert len(findings(tmp_path, timeline.replace("日本語の声明", "英語の声明"))) == 1


def test_nothing_of_a_file_outside_is_shown(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "secret.txt").write_text("The password is swordfish", encoding="utf-8")
    found = findings(tmp_path / "in", quoting("../secret.txt", "The password is tuna", more=f", sha256: {'0' * 64}"))
    assert found == [
        "2:1: warning: ../secret.txt is not the file whose hash is stated | timeline-tui hash prints its hash (hash)",
        (
            "7:1: warning: these words of a quote are not in ../secret.txt: “The password is tuna” | the copy is "
            "outside of the folder of this file, so its words are not shown (words)"
        ),
    ]
    (absent,) = findings(tmp_path / "in", quoting("../secrets.txt"))
    assert absent == "2:1: warning: the copy ../secrets.txt: there is no such file (copy)"


def test_copies_without_text_are_counted_in_one_note(tmp_path: Path) -> None:
    for name in ("a.png", "b.gz"):
        (tmp_path / name).write_bytes(b"\x89PNG\r\n\0" if name == "a.png" else gzip.compress(b"words"))
    timeline = quoting("a.png", "One", "Two").replace("events:", "  b: {title: B, copy: b.gz}\nevents:")
    timeline += "  - {text: Three, speaker: S, source: b}\n"
    assert findings(tmp_path, timeline) == [
        "note: 3 quotes not looked for, because the copy has no text: a.png and b.gz (copy)"
    ]


def test_each_copy_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("words", encoding="utf-8")
    opened = []
    real = copy_checks.open_copy
    monkeypatch.setattr(copy_checks, "open_copy", lambda path: opened.append(path) or real(path))
    timeline = quoting("a.txt", "words", "words", more=f", sha256: {sha256(b'words').hexdigest()}")
    assert findings(tmp_path, timeline.replace("events:", "  b: {title: B, copy: a.txt}\nevents:")) == []
    assert len(opened) == 1


@each_row(
    ("name", "data", "text"),
    [
        ("a.txt", "naïve".encode(), "naïve"),
        ("a.txt", "naïve".encode("utf-16"), "naïve"),
        ("a.txt", "naïve".encode("cp1252"), "naïve"),
        ("a.html", b'<meta charset="shift_jis">' + "髙橋".encode("cp932"), "髙橋"),
        ("a.html", b"<p>" + "caf\u00e9 \u201cA\u201d".encode("cp1252"), "\ncafé “A”"),
        ("a.html", b"<meta charset=punycode>words", "words"),  # no encoding of pages
        ("a", b"<!-- x --> <!DOCTYPE html><p>A<br>B</p>", " \nA\nB\n"),
        ("a.html", b"<head><title>T</title><p>A", "\nT\n\nA"),  # no end of the head
        ("a.html", b"A<script>x", "A"),
        ("a.md", b"# Title\n> A *very* [long](https://e.org) __day__\\.[^1]", "Title\nA very long day."),
        ("a.md", b"snake_case", "snake_case"),
    ],
)
def test_the_text_of_a_page(name: str, data: bytes, text: str) -> None:
    assert plain_text(data, name) == text


@given(st.binary(max_size=200), st.sampled_from(["a.html", "a.md", "a.txt", "a", "a.pdf"]), st.binary(max_size=9))
def test_any_bytes_give_a_text(data: bytes, name: str, charset: bytes) -> None:
    assert isinstance(plain_text(data, name), str)
    assert isinstance(plain_text(b"<meta charset=" + charset + b">" + data, "a.html"), str)


def test_the_text_of_hostile_pages_is_found_at_once() -> None:
    """Each of these takes hours if it is read in quadratic time."""
    for part in ("<!--", "<a ", "<p class='", "<script>", "</script", "&#1;", "[a](", "**", "> ", "\\", "<![CDATA["):
        for name in ("a.html", "a.md"):
            assert isinstance(plain_text(part.encode() * 50_000, name), str)


def pdf(*pages: str) -> bytes:
    """A PDF with a line of text on each page."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, words in enumerate(pages):
        stream = f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET"
        page = f"/Contents {5 + 2 * number} 0 R /Resources << /Font << /F1 3 0 R >> >> /MediaBox [0 0 612 792]"
        objects += [
            f"<< /Type /Page /Parent 2 0 R {page} >>",
            f"<< /Length {len(stream)} >> stream\n{stream}\nendstream",
        ]
    body, starts = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        starts.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{start:010} 00000 n \n" for start in starts)
    size = len(objects) + 1
    end = f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF"
    return f"{body}xref\n0 {size}\n0000000000 65535 f \n{table}{end}".encode()


def warc(*pages: tuple[str, bytes]) -> bytes:
    """A compressed web archive with a response for each (media type, data)."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    file = io.BytesIO()
    writer = WARCWriter(file, gzip=True)
    for media, data in pages:
        headers = StatusAndHeaders("200 OK", [("Content-Type", media)], protocol="HTTP/1.0")
        address = "https://example.org/a"
        writer.write_record(writer.create_warc_record(address, "response", io.BytesIO(data), http_headers=headers))
    return file.getvalue()


def test_the_text_of_a_pdf_is_searched(tmp_path: Path) -> None:
    pytest.importorskip("pypdf")
    data = pdf("We will stand", "for as long as it takes", *["other words " * 50] * 20)  # more than a buffer of Python
    (tmp_path / "a.pdf").write_bytes(data)
    stated = f", sha256: {sha256(data).hexdigest()}"
    assert findings(tmp_path, quoting("a.pdf", "We will stand for as long", more=stated)) == []
    (found,) = findings(tmp_path, quoting("a.pdf", "We shall stand for as long"))
    assert "the copy says: We [-shall-] {+will+} stand for as long" in found
    (tmp_path / "b.pdf").write_bytes(pdf(""))
    assert findings(tmp_path, quoting("b.pdf", "We")) == [
        "2:1: note: the quotes are not looked for in b.pdf: it has no text; is it a scan? (copy)"
    ]
    (tmp_path / "c.pdf").write_bytes(b"%PDF-1.4 and no more")
    (damaged,) = findings(tmp_path, quoting("c.pdf", "We"))
    assert "note: the quotes are not looked for in c.pdf: it is a damaged PDF (" in damaged


def test_the_pages_of_a_web_archive_are_searched(tmp_path: Path) -> None:
    pytest.importorskip("warcio")
    pytest.importorskip("pypdf")
    pages = [
        ("image/png", b"\x89PNG We lie"),
        ("text/html; charset=shift_jis", "<p>高橋</p>".encode("cp932")),
        ("application/pdf", pdf("We will stand")),
    ]
    (tmp_path / "a.warc.gz").write_bytes(warc(*pages))
    assert findings(tmp_path, quoting("a.warc.gz", "高橋", "We will stand")) == []
    (found,) = findings(tmp_path, quoting("a.warc.gz", "We lie"))
    assert "not in a.warc.gz" in found
    for name, data in (("b.warc", b"WARC/1.0\r\nnothing"), ("c.warc", b"We"), ("c.warc.gz", b"\x1f\x8bWe")):
        (tmp_path / name).write_bytes(data)
        (damaged,) = findings(tmp_path, quoting(name, "We"))
        assert f"2:1: note: the quotes are not looked for in {name}: " in damaged
        assert "web archive" in damaged or "no text" in damaged


def test_bytes_of_a_document_are_not_its_text(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_text("junk")
    assert findings(tmp_path, quoting("a.docx", "We")) == [
        "note: 1 quote not looked for, because the copy has no text: a.docx (copy)"
    ]


def test_a_missing_package_is_reported_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copy_texts, "find_spec", lambda _: None)
    timeline = quoting("a.pdf", "One").replace("events:", "  b: {title: B, copy: b.pdf}\nevents:")
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / name).write_bytes(pdf("One"))
    assert findings(tmp_path, timeline + "  - {text: Two, speaker: S, source: b}\n") == [
        (
            "note: the quotes are not looked for in a.pdf and b.pdf: pypdf is not installed | "
            "pip install 'timeline-tui[copies]' (copy)"
        )
    ]


@pytest.mark.slow
def test_a_copy_that_unpacks_to_gigabytes_is_read_in_part(tmp_path: Path) -> None:
    pytest.importorskip("warcio")
    (tmp_path / "a.warc.gz").write_bytes(warc(("text/plain", b"x" * 30_000_000)))
    assert (tmp_path / "a.warc.gz").stat().st_size < 200_000
    (found,) = findings(tmp_path, quoting("a.warc.gz", "other"))
    assert "note: these words of a quote are not in a.warc.gz" in found
    assert "(its text was read only in part, in a long page)" in found


def test_a_copy_that_takes_too_long_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After some such copies, others that need a process are not read at all."""
    code = "import time; print('\"first words\"', flush=True); time.sleep(60)"
    monkeypatch.setattr(copy_texts, "command", lambda _: [sys.executable, "-c", code])
    monkeypatch.setattr(copy_texts, "SECONDS", 0.5)
    monkeypatch.setattr(copy_checks, "_MOST_SLOW", 1)
    monkeypatch.setattr(copy_texts, "find_spec", lambda _: True)
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / name).write_bytes(pdf("One"))
    timeline = quoting("a.pdf", "first words", "last words")
    timeline = timeline.replace("events:", "  b: {title: B, copy: b.pdf}\nevents:")
    assert findings(tmp_path, timeline + "  - {text: Two, speaker: S, source: b}\n") == [
        (
            "9:1: note: these words of a quote are not in a.pdf: “last words” (its text was read only in part, "
            "before the end: it takes too much time or memory) | the copy says: [-last-] {+first+} words; "
            "[-in the quote-] {+in the copy+} (words)"
        ),
        "3:1: note: the quotes are not looked for in b.pdf: other copies have taken too long (copy)",
    ]


def read_here(data: bytes, kind: str, monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], dict[str, str]]:
    """The texts that the process sends, and its last message, without a process."""
    sent: list[Any] = []
    monkeypatch.setattr(copy_process, "send", sent.append)
    monkeypatch.setattr(copy_process, "limit", lambda *_: None)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    copy_process.main(kind)
    return sent[:-1], sent[-1]


def test_where_the_text_of_a_copy_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pypdf")
    pytest.importorskip("warcio")
    monkeypatch.setattr(copy_process, "MAX_TEXT", 8)
    assert read_here(pdf("First", "Second", "Third"), "pdf", monkeypatch) == (["First", "Sec"], {"cut": "after page 2"})
    texts = [("text/plain", b"First"), ("text/plain", b"Second"), ("text/plain", b"Third")]
    cut = {"cut": "after https://example.org/a"}
    assert read_here(warc(*texts), "warc", monkeypatch) == (["First", "Sec"], cut)
    monkeypatch.setattr(copy_process, "MAX_TEXT", 80)
    monkeypatch.setattr(copy_process, "_MAX_RECORD", 3)
    assert read_here(warc(texts[0]), "warc", monkeypatch) == (["Fir"], {"cut": "in a long page"})


def test_why_a_pdf_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    pypdf = pytest.importorskip("pypdf")
    from pypdf.errors import DependencyError

    writer = pypdf.PdfWriter()
    writer.add_blank_page(10, 10)
    writer.encrypt("secret", algorithm="RC4-128")
    protected = io.BytesIO()
    writer.write(protected)
    assert read_here(protected.getvalue(), "pdf", monkeypatch) == ([], {"fault": "it is protected by a password"})

    class LimitReachedError(Exception):
        """As in later versions of pypdf."""

    for error, said in {
        DependencyError("cryptography>=3.1 is required for AES algorithm"): "it is encrypted with AES, which pypdf",
        LimitReachedError(): "it unpacks to more than pypdf reads",
        RecursionError(): "it is a damaged PDF (RecursionError)",
        MemoryError(): "there is not enough memory to read it",
    }.items():

        def fail(file: object, error: BaseException = error) -> None:  # as PdfReader
            raise error

        monkeypatch.setattr(pypdf, "PdfReader", fail)
        texts, last = read_here(b"", "pdf", monkeypatch)
        assert (texts, last["fault"][: len(said)]) == ([], said)


def test_a_pdf_in_a_web_archive_needs_a_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("warcio")
    data = warc(("application/pdf", b"%PDF-"))
    monkeypatch.setattr(copy_process, "find_spec", lambda _: None)
    _, last = read_here(data, "warc", monkeypatch)
    assert last == {"cut": "at a PDF, for which pypdf is not installed", "needs": "pypdf"}

    def sends(*messages: Any) -> None:
        code = "".join(f"print({json.dumps(message)!r});" for message in messages)
        monkeypatch.setattr(copy_texts, "command", lambda _: [sys.executable, "-S", "-c", code])

    (tmp_path / "a.warc").write_bytes(b"WARC/1.0\r\n")
    sends(last)
    assert findings(tmp_path, quoting("a.warc", "We")) == [
        (
            "note: the quotes are not looked for in a.warc: pypdf is not installed | "
            "pip install 'timeline-tui[copies]' (copy)"
        )
    ]
    sends("They", last)
    (found,) = findings(tmp_path, quoting("a.warc", "They", "We"))
    assert "“We” (its text was read only in part, at a PDF, for which pypdf is not installed)" in found


def test_a_process_that_cannot_be_started_is_a_fault_of_the_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copy_texts, "command", lambda _: [str(tmp_path / "gone")])
    monkeypatch.setattr(copy_texts, "find_spec", lambda _: True)
    (tmp_path / "a.pdf").write_bytes(pdf("One"))
    assert findings(tmp_path, quoting("a.pdf", "One")) == [
        "2:1: warning: the copy a.pdf: the process that reads it cannot be started: No such file or directory (copy)"
    ]


def test_words_in_another_order_and_searches_that_take_too_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("We came and we saw", encoding="utf-8")
    (found,) = findings(tmp_path, quoting("a.txt", "we saw … We came"))
    assert "“We came” | they are in the copy, but not after the words before them (words)" in found
    monkeypatch.setattr(quote_search, "_STEPS", 0)
    assert findings(tmp_path, quoting("a.txt", "we lost", "We came")) == [
        "2:1: note: not all quotes are looked for in a.txt, because that takes too long (copy)"
    ]


def test_the_paths_of_copies_are_those_that_can_be_watched(tmp_path: Path) -> None:
    file = tmp_path / "t.yaml"
    file.write_text(
        "sources: {a: {title: A, copy: a.txt}, b: {title: B, copy: 'https://example.org/b'}}\n"
        "events:\n- {date: 2024, title: One, sources: [a, {title: C, copy: sub/c.pdf}, {title: D, copy: a.txt}]}\n"
    )
    loaded = load_timeline([str(file)])
    assert copy_paths(loaded.timeline, loaded.files) == [str(tmp_path / "a.txt"), str(tmp_path / "sub/c.pdf")]


def test_a_large_copy_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copy_texts, "_LARGEST", 10)
    monkeypatch.setattr(copy_checks, "LARGEST", 10)
    (tmp_path / "a.txt").write_text("many words", encoding="utf-8")
    assert findings(tmp_path, quoting("a.txt", "many", more=f", sha256: {sha256(b'many words').hexdigest()}")) == []
    (tmp_path / "a.txt").write_text("many more words", encoding="utf-8")
    assert findings(tmp_path, quoting("a.txt", "none", more=f", sha256: {'0' * 64}")) == [
        "2:1: note: the hash of a.txt is not checked: the limit is 10 bytes | timeline-tui hash prints it (hash)",
        "2:1: note: the quotes are not looked for in a.txt: it is too large: the limit for a text is 10 bytes (copy)",
    ]


def test_a_text_beyond_the_limit_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copy_texts, "MAX_TEXT", 5)
    (tmp_path / "a.txt").write_text("first second", encoding="utf-8")
    (found,) = findings(tmp_path, quoting("a.txt", "first", "second"))
    assert "“second” (its text was read only in part, after 5 characters)" in found
    assert copy_process.MAX_TEXT > 1_000_000


def test_validate_has_these_findings_and_notes_for_sources_without_a_copy(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("words", encoding="utf-8")
    file = tmp_path / "t.yaml"
    others = "  b: {title: B}\n  c: {title: C, archived: https://e.org}\n"
    timeline = quoting("a.txt", "word").replace("events:", f"{others}events:")
    file.write_text(timeline + "  sources: [a, b, c, {title: D}]\n", encoding="utf-8")
    problems, _ = all_findings(load_timeline([str(file)]))
    assert [(problem.line, problem.check, problem.severity) for problem in problems] == [
        (9, "words", "warning"),
        (3, "unarchived", "note"),
        (10, "unarchived", "note"),
    ]
    file.write_text("events:\n- {date: 2024, title: One, sources: [{title: A}, {title: B}]}\n", encoding="utf-8")
    problems, _ = all_findings(load_timeline([str(file)]))
    assert problems == []
