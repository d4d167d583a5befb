from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tables import each_row

from timeline_tui.ui import browser as addresses
from timeline_tui.ui.browser import Address, NoBrowser, Refused, check, open_in_browser

# As written → what the browser gets.
PLAIN = {
    "https://example.org": "https://example.org/",
    "HTTPS://Example.ORG/Path": "https://example.org/Path",
    "  http://example.org/a\u00a0": "http://example.org/a",
    "http://example.org:8080/a": "http://example.org:8080/a",
    "http://example.org:/a": "http://example.org/a",
    "http://example.org./a": "http://example.org/a",
    "http://localhost/": "http://localhost/",
    "http://foo_bar.example.org/": "http://foo_bar.example.org/",
    "http://127.0.0.1:80/": "http://127.0.0.1:80/",
    "http://[2001:db8::1]:8080/x": "http://[2001:db8::1]:8080/x",
    "https://example.org/ü?q=ä|b#§": "https://example.org/%C3%BC?q=%C3%A4%7Cb#%C2%A7",
    "https://example.org/a%20b%C3%BC": "https://example.org/a%20b%C3%BC",
    "https://example.org/(a);b,c=d&e?f=g/h?i#j/k": "https://example.org/(a);b,c=d&e?f=g/h?i#j/k",
    "https://example.org/<\"'`{}^>": "https://example.org/%3C%22'%60%7B%7D%5E%3E",
    "https://fa.wikipedia.org/wiki/می‌خواهم": "https://fa.wikipedia.org/wiki/%D9%85%DB%8C%E2%80%8C%D8%AE%D9%88%D8%A7%D9%87%D9%85",
    "https://xn--80ak6aa92e.com/": "https://xn--80ak6aa92e.com/",
}

# As written → the host it leads to, which is not the one that is shown.
DISGUISED = {
    "http://ex\u2024ample.org/": "ex.ample.org",  # one-dot leader
    "http://ｅｘａｍｐｌｅ．ｏｒｇ/": "example.org",  # full width
    "http://example。org/": "example.org",  # ideographic full stop
    "https://аpple.com/": "xn--pple-43d.com",  # Cyrillic а
    "https://münchen.de/": "xn--mnchen-3ya.de",
    "https://faß.de/": "xn--fa-hia.de",  # not fass.de, where Python's idna codec leads
    "https://\u212aelvin.org/": "kelvin.org",  # the sign for kelvin
    "https://ليبيا.com/": "xn--mgbb7fyab.com",
    "https://例え.テスト/": "xn--r8jz45g.xn--zckzah",
}

# As written → a part of the reason.
REFUSED = {
    "https://example.org/a,https://example.org/b": "more than one",
    "": "no https://",
    "example.org": "no https://",
    "//example.org": "no https://",
    "javascript:alert(1)": "not javascript",
    "JAVASCRIPT://example.org/%0Aalert(1)": "not javascript",
    "file:///etc/passwd": "not file",
    "data:text/html,x": "not data",
    "ftp://example.org/": "not ftp",
    "vbscript:x": "not vbscript",
    "-psn://x": "http",  # Pythons differ in whether that is a scheme
    "http:": "no host",
    "http:example.org": "no host",
    "http:/example.org": "no host",
    "http:///example.org": "no host",
    "http://@example.org/": "user name",
    "https://paypal.com@example.org/": "user name",
    "https://user:pass@example.org/": "user name",
    "https://good.org\\@example.org/": "U+005C",
    "https://example.org\\": "U+005C",
    "https://exam ple.org/": "U+0020",
    "https://example.org/a b": "U+0020",
    "https://example.org/\u3000x": "U+3000",
    "https://example.org/\n-oProxy": "U+000A",
    "https://exam\tple.org/": "U+0009",
    "https://example.org/\x1b]0;x\x07": "U+001B",
    "https://example.org/\u202egpj.exe": "U+202E",
    "https://example.org/\u200b": "U+200B",
    "https://example.org/\ud800": "U+D800",
    "https://exa\u00admple.org/": "U+00AD",
    "https://exa\u200dmple.org/": "host is malformed",
    "https://.example.org/": "host is malformed",
    "https://a..b/": "host is malformed",
    "https://…/": "host is malformed",
    "https://-a.org/": "host is malformed",
    "https://a-.org/": "host is malformed",
    "https://a%2eb/": "host is malformed",
    "https://i❤.ws/": "host is malformed",
    f"https://{'a' * 64}.org/": "host is malformed",
    f"https://{'ä' * 64}.org/": "host is malformed",
    f"https://{'a.' * 127}org/": "host is too long",
    "https://a:b@c/": "user name",
    "https://a:b/": "port is malformed",
    "https://a:99999/": "port is malformed",
    "https://a:８０/": "port is malformed",
    "https://a：80/": "malformed",
    "https://[::1/": "malformed",
    "https://[::1]x/": "malformed",
    "https://[::g]/": "malformed",
    "https://[fe80::1%25eth0]/": "malformed",
    "http://2130706433/": "plain internet address",
    "http://0x7f.1/": "plain internet address",
    "http://0x7f000001/": "plain internet address",
    "http://127.1/": "plain internet address",
    "http://1.2.3.04/": "plain internet address",
    "http://1.2.3.256/": "plain internet address",
    f"https://example.org/{'a' * 9000}": "too long",
}


@each_row("url", PLAIN)
def test_what_the_browser_gets(url: str) -> None:
    address = check(url)
    assert address.url == PLAIN[url]
    assert not address.suspicious


@each_row("url", DISGUISED)
def test_a_host_that_differs_from_what_is_shown(url: str) -> None:
    address = check(url)
    assert address.host == DISGUISED[url]
    assert address.suspicious
    assert address.shown_host == url.split("/")[2]
    assert address.url == f"{url.split(':')[0]}://{address.host}/"


@each_row("url", REFUSED)
def test_refusals(url: str) -> None:
    with pytest.raises(Refused, match=re.escape(REFUSED[url])) as caught:
        check(url)
    assert str(caught.value).isascii()


def test_an_invalid_ipv6_host_is_refused() -> None:
    with pytest.raises(Refused):  # by urlsplit, in the Pythons that look at it
        check("https://[1:2]/")


@pytest.mark.parametrize("host", ["bücher.example", "δοκιμή.example", "пример.испытание", "例え.テスト", "ÀÉÎ.example"])
def test_international_hosts_are_as_the_idna_codec_encodes_them(host: str) -> None:
    assert check(f"https://{host}/").host == host.encode("idna").decode("ascii")


def test_the_host_of_an_address() -> None:
    assert check("https://Example.org:8080/a?b#c").host == "example.org"
    assert check("https://аpple.com/").host == "xn--pple-43d.com"
    for url in ("mailto:a@example.org", ""):
        with pytest.raises(Refused):
            check(url)


@given(st.one_of(st.text(), st.text().map("https://{}".format), st.text().map("http://example.org/{}".format)))
@example("https://[")
@example("https://\u2100")
def test_any_text_is_refused_or_made_safe(url: str) -> None:
    try:
        address = check(url)
    except Refused:
        return
    assert address.url.startswith(("http://", "https://"))
    assert address.url.isascii()
    assert address.url.isprintable()
    assert not set(address.url) & set(' \\"<>`{}|^')
    assert address.host.isascii()
    assert check(address.url) == Address(address.url, address.host, address.host, suspicious=False)


# — opening —

ADDRESS = check("https://example.org/a?b=c&d=$(touch%20x);e#f'g")


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder as the whole PATH, and no desktop."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    for name in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    return folder


RECORDER = """#!{python} -S
import os, sys
nowhere = os.stat(os.devnull)
facts = [os.getsid(0) == os.getpid(), *(os.path.samestat(os.fstat(fd), nowhere) for fd in range(3))]
print("to the screen", file=sys.stderr)
with open({out!r} + ".part", "w") as file:
    print(*facts, *sys.argv, sep="\\n", file=file)
os.rename({out!r} + ".part", {out!r})
"""


def install(folder: Path, name: str) -> Path:
    """A program that records how it was started; the file it writes."""
    out = folder.parent / f"{name}.out"
    program = folder / name
    program.write_text(RECORDER.format(python=sys.executable, out=str(out)))
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return out


def started(out: Path) -> list[str]:
    for _ in range(500):
        if out.exists():
            return out.read_text().splitlines()
        time.sleep(0.02)
    raise AssertionError(f"{out.stem} was not started")


@contextmanager
def keyboard() -> Iterator[None]:
    """Standard input that is not empty."""
    before = os.dup(0)
    read, write = os.pipe()
    os.dup2(read, 0)
    try:
        yield
    finally:
        os.dup2(before, 0)
        for fd in (before, read, write):
            os.close(fd)


posix = pytest.mark.skipif(os.name != "posix", reason="the opener of a POSIX desktop")


@posix
@pytest.mark.parametrize("variable", ["DISPLAY", "WAYLAND_DISPLAY"])
def test_the_desktop_opener_gets_one_argument_and_no_terminal(
    programs: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], variable: str
) -> None:
    monkeypatch.setenv(variable, ":0")
    out = install(programs, "xdg-open")
    install(programs, "sensible-browser")
    with keyboard():
        open_in_browser(ADDRESS)
    own_session, stdin, stdout, stderr, program, *arguments = started(out)
    assert (own_session, stdin, stdout, stderr) == ("True",) * 4
    assert program == str(programs / "xdg-open") or program == "xdg-open"
    assert arguments == [ADDRESS.url]
    assert capfd.readouterr() == ("", "")


@posix
def test_the_next_opener_is_found(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    out = install(programs, "sensible-browser")
    open_in_browser(ADDRESS)
    assert started(out)[5:] == [ADDRESS.url]


@posix
@pytest.mark.parametrize(
    ("browser", "arguments"),
    [
        ("firefox", ["{}"]),
        ("firefox --new-window", ["--new-window", "{}"]),
        ("firefox --url=%s --quiet", ["--url={}", "--quiet"]),
        ("missing:firefox", ["{}"]),
        ("'unclosed:firefox", ["{}"]),
        ("w3m:firefox", ["{}"]),
        ("::firefox", ["{}"]),
    ],
)
def test_the_browser_variable_is_tried_first(
    programs: Path, monkeypatch: pytest.MonkeyPatch, browser: str, arguments: list[str]
) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("BROWSER", browser)
    install(programs, "xdg-open")
    install(programs, "w3m")
    out = install(programs, "firefox")
    open_in_browser(ADDRESS)
    assert started(out)[5:] == [argument.replace("{}", ADDRESS.url) for argument in arguments]


@posix
@pytest.mark.parametrize("browser", ["", "missing", "w3m", "/usr/bin/w3m -T text/html"])
def test_nothing_is_started_on_a_text_terminal(programs: Path, monkeypatch: pytest.MonkeyPatch, browser: str) -> None:
    monkeypatch.setenv("BROWSER", browser)
    install(programs, "xdg-open")
    install(programs, "w3m")
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **__: pytest.fail("started"))
    with pytest.raises(NoBrowser, match="no desktop"):
        open_in_browser(ADDRESS)


@posix
def test_a_desktop_without_an_opener(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    with pytest.raises(NoBrowser, match="xdg-open was not found"):
        open_in_browser(ADDRESS)


@posix
def test_an_opener_that_does_not_start(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER", "broken")
    program = programs / "broken"
    program.write_text("#!/no/such/interpreter\n")
    program.chmod(0o755)
    with pytest.raises(NoBrowser, match="did not start"):
        open_in_browser(ADDRESS)


@posix
def test_no_zombie_stays(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    processes: list[Any] = []
    start = subprocess.Popen

    def recorded(*arguments: Any, **options: Any) -> Any:
        processes.append(start(*arguments, **options))
        return processes[-1]

    monkeypatch.setattr(addresses.subprocess, "Popen", recorded)
    monkeypatch.setenv("BROWSER", "firefox")
    started_file = install(programs, "firefox")
    open_in_browser(ADDRESS)
    started(started_file)
    for _ in range(500):
        if processes[0].returncode is not None:
            break
        time.sleep(0.02)
    assert processes[0].returncode == 0


def test_windows_and_mac(monkeypatch: pytest.MonkeyPatch, programs: Path) -> None:
    opened: list[str] = []
    monkeypatch.setattr(os, "startfile", opened.append, raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    open_in_browser(ADDRESS)
    assert opened == [ADDRESS.url]
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(addresses, "_start", opened.extend)
    open_in_browser(ADDRESS)
    assert opened[1:] == ["open", ADDRESS.url]
