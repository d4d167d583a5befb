"""Files that are made to break a reader, by their names. Run this module to see the time and memory for each.

``python tests/tools/hostile_files.py`` reads each in a process of its own. It prints time, memory and messages.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

DEEP = 100_000
EVENT = "events:\n  - {date: 2024-06-10, title: One}\n"
JSON_EVENT = b'{"events": [{"date": "2024-06-10", "title": "One"}]}'


def _laughs(width: int, height: int, opening: str, joint: str, closing: str) -> str:
    """Text in which each line contains the line before many times."""
    lines = [f"a0: &a0 {opening}lol{closing}\n" if opening == "[" else "a0: &a0 {k: lol}\n"]
    for n in range(1, height):
        items = joint.join(f"*a{n - 1}" if opening == "[" else f"k{i}: *a{n - 1}" for i in range(width))
        lines.append(f"a{n}: &a{n} {opening}{items}{closing}\n")
    return "".join(lines)


def _yaml() -> dict[str, str | bytes]:
    big = "x" * 3_000_000
    return {
        "alias bomb, lists": _laughs(10, 12, "[", ", ", "]") + EVENT,
        "alias bomb, mappings": _laughs(10, 12, "{", ", ", "}") + EVENT,
        "alias bomb in events": "x: &x [1, 2, 3, 4, 5, 6, 7, 8, 9]\nevents:\n"
        + "".join(
            f"  - &e{n} {{date: 2024, title: t, o: [{', '.join([f'*e{n - 1}' if n else '*x'] * 20)}]}}\n"
            for n in range(40)
        ),
        "aliases without number": "a: &a text\nb: [" + "*a, " * 300_000 + "]\n" + EVENT,
        "merge bomb": "a0: &a0 {k0: v}\n"
        + "".join(f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 50)}], k{n}: v}}\n" for n in range(1, 60))
        + EVENT,
        "merge of everything": "a: &a {"
        + ", ".join(f"k{n}: v" for n in range(20_000))
        + "}\nevents:\n"
        + "".join(f"  - {{<<: *a, date: 2024, title: t{n}}}\n" for n in range(300)),
        "self-alias": "a: &a [*a]\n" + EVENT,
        "merge cycle": "a: &a {<<: *a, b: c}\n" + EVENT,
        "merge cycle of two": "a: &a {x: &b {<<: *a}}\nb: {<<: *b}\n" + EVENT,
        "deep flow lists": "a: " + "[" * DEEP + "]" * DEEP + "\n" + EVENT,
        "deep flow lists, open": "a: " + "[" * DEEP,
        "deep flow mappings": "a: " + "{a: " * DEEP + "}" * DEEP + "\n" + EVENT,
        "deep flow keys": "? " * 10_000 + "a\n",
        "deep block": "".join(" " * n + "a:\n" for n in range(2_000)) + EVENT,
        "deep block lists": "- " * DEEP + "a\n",
        "wide indentation": "a:\n" + " " * 1_000_000 + "b: c\n",
        "huge scalar": f"title: {big}\n{EVENT}",
        "huge key": f'? "{big}"\n: v\n{EVENT}',
        "huge plain key": f"{big}: v\n{EVENT}",
        "huge comment": f"# {big}\n{EVENT}",
        "huge anchor": f"a: &{big} b\n{EVENT}",
        "huge tag": f"a: !{big} b\n{EVENT}",
        "many keys": "".join(f"k{n}: v\n" for n in range(100_000)) + EVENT,
        "many unknown keys in an event": EVENT + "".join(f"    k{n}: v\n" for n in range(50_000)),
        "many equal keys": "k: v\n" * 50_000 + EVENT,
        "many anchors": "a: [" + ", ".join(f"&a{n} b" for n in range(50_000)) + "]\n" + EVENT,
        "many colons": "a: " + "b: " * 100_000 + "\n",
        "many quotes": '"' * 300_001 + "\n",
        "many tabs": "\t" * 300_000 + "a: b\n",
        "many breaks": "a: |\n" + "\n" * 1_000_000 + EVENT,
        "many controls": 'title: "' + "\\x1b" * 100_000 + '"\n' + EVENT,
        "many raw controls": "title: " + "\x01" * 100_000 + "\n" + EVENT,
        "many marks": "title: Z" + "\u0301" * 300_000 + "\n" + EVENT,
        "many wrong events": "events:\n" + "  - nothing\n" * 50_000,
        "many wrong dates": "events:\n" + "  - {date: 2024-13-45, title: t}\n" * 20_000,
        "long date": f"events:\n  - {{date: {'1' * 500_000}, title: t}}\n",
        "long date of Xs": f"events:\n  - {{date: Y-{'9' * 100_000}, title: t}}\n",
        "long address": f"events:\n  - {{date: 2024, title: t, sources: ['https://{'a.' * 200_000}']}}\n",
        "long query": f'views: [{{name: v, query: "{"-(" * 100_000}"}}]\n{EVENT}',
        "alike ids": "events:\n" + "".join("  - {id: a, date: 2024, title: t}\n" for _ in range(20_000)),
        "alike events": "events:\n" + "  - {date: 2024, title: t}\n" * 20_000,
        "relations in a ring": "events:\n"
        + "".join(f"  - {{id: e{n}, date: 2024, title: t, related: [e{(n + 1) % 9000}]}}\n" for n in range(9000)),
        "python/object": "a: !!python/object/apply:os.system ['touch PWNED']\n" + EVENT,
        "python/name": "a: !!python/name:os.system\n" + EVENT,
        "binary": "a: !!binary R0lGODlh\n" + EVENT,
        "set": "a: !!set {b, c}\n" + EVENT,
        "own tag": "%TAG ! tag:evil,2024:\n---\na: !x b\n" + EVENT,
        "unknown version": "%YAML 9.9\n---\n" + EVENT,
        "several documents": EVENT + "---\n" + EVENT,
        "many documents": "---\na: b\n" * 50_000,
        "UTF-16": EVENT.encode("utf-16"),
        "UTF-16 without a mark": EVENT.encode("utf-16-be"),
        "UTF-32": EVENT.encode("utf-32"),
        "latin-1": "title: Café\n".encode("latin-1") + EVENT.encode(),
        "torn UTF-8": EVENT.encode() + "title: é".encode()[:-1],
        "overlong UTF-8": b"title: \xc0\xaf\xed\xa0\x80\xf5\x80\x80\x80\n" + EVENT.encode(),
        "all bytes": bytes(range(256)) * 100,
        "NUL": b"\0" * 1_000_000,
        "NUL later": EVENT.encode() * 200 + b"\0\0\0",
        "random": bytes((n * 7919 + n // 3) % 251 + 4 for n in range(300_000)),
        "a long prefix of tags": f"%TAG !e! tag:{'x' * 330_000}\n---\na: [{'!e!x y, ' * 80_000}]\n{EVENT}",
        "many directives": "".join(f"%TAG !e{n}! tag:x\n" for n in range(40_000)) + f"---\n{EVENT}",
        "a chain of aliases": "aliases:\n" + "".join(f"  n{n}: n{n + 1}\n" for n in range(60_000)) + EVENT,
        **{
            f"a long {name}, again and again": f"a: &a {'x y ' * 120_000}\nevents:\n"
            + f"  - {{date: 2024, title: t, {name}: *a}}\n" * 12_000
            for name in ("id", "summary", "sources", "countries", "related", "unknown")
        },
        "a long title, again and again": f"a: &a {'x y ' * 120_000}\nevents:\n"
        + "  - {date: 2024, title: *a}\n" * 15_000,
        "a letter that becomes eighteen": "events:\n  - {date: 2024, title: " + "\ufdfa" * 330_000 + "}\n",
        "many overrides": "events:\n  - {date: 2024, title: a" + "\u202e" * 330_000 + "}\n",
        "many selectors": "events:\n  - {date: 2024, title: a" + "\ufe0f" * 330_000 + "}\n",
        "marks out of order": "events:\n  - {date: 2024, title: a" + "\u0301\u0316" * 250_000 + "}\n",
        "a mark in each line": "\ufeff# a\n" * 140_000 + EVENT,
        "keys with a question mark": "".join(f"? k{n}\n" for n in range(120_000)) + EVENT,
        "relations of one event": "events:\n  - date: 2024\n    title: t\n    related: ["
        + ", ".join(f"e{n}" for n in range(120_000))
        + "]\n",
        "sources of one event": "events:\n  - date: 2024\n    title: t\n    sources: ["
        + ", ".join(f"s{n}" for n in range(120_000))
        + "]\n",
        "conflict": f"<<<<<<< HEAD\n{EVENT}=======\n{EVENT}>>>>>>> other\n",
        "HTML": "<!DOCTYPE html>\n<html><body>404</body></html>\n",
        "empty": "",
        "only a mark": b"\xef\xbb\xbf",
        "only a dash": "-",
        "surrogate escape": 'title: "\\ud800"\n' + EVENT,
        "too large an escape": 'title: "\\U7fffffff"\n' + EVENT,
    }


def _json() -> dict[str, str | bytes]:
    big = "x" * 3_000_000
    return {
        "deep lists": "[" * DEEP + "]" * DEEP,
        "deep lists, open": "[" * DEEP,
        "deep objects": '{"a":' * DEEP + "1" + "}" * DEEP,
        "huge string": f'{{"title": "{big}", "events": []}}',
        "huge key": f'{{"{big}": 1, "events": []}}',
        "huge number": f'{{"title": {"1" * 3_000_000}, "events": []}}',
        "many escapes": '{"title": "' + "\\u001b" * 200_000 + '", "events": []}',
        "half a pair": '{"title": "\\ud800", "events": []}',
        "many equal keys": "{" + '"k": 1, ' * 100_000 + '"events": []}',
        "open string": '{"a": "' + "x\\" * 300_000,
        "many commas": "[" + "," * 300_000 + "]",
        "not a number": '{"a": NaN, "events": []}',
        "NUL": JSON_EVENT.replace(b"One", b"O\0e"),
        "torn UTF-8": JSON_EVENT.replace(b"One", b"One\xe2\x80"),
        "UTF-16": JSON_EVENT.decode().encode("utf-16"),
        "a mark": b"\xef\xbb\xbf" + JSON_EVENT,
        "two values": JSON_EVENT * 2,
        "conflict": b"<<<<<<< HEAD\n" + JSON_EVENT + b"\n=======\n>>>>>>> x\n",
        "HTML": "<html></html>",
        "many controls": '{"events": [{"date": "2024", "title": "' + "\x01" * 1_000_000 + '"}]}',
        "many nests": '{"events": [{"date": "2024", "title": "t", "x": ['
        + ",".join(["[" * 27 + "]" * 27] * 9_000)
        + "]}]}",
        "a string": '"text"',
        "empty": "",
    }


def _lines() -> dict[str, str | bytes]:
    line = '{"date": "2024-06-10", "title": "One"}\n'
    return {
        "deep": "[" * DEEP + "\n" + line,
        "deep each": ("[" * 40 + "\n") * 3_000 + line,
        "broken each": "{\n" * 50_000 + line,
        "headers": '{"timeline": {}}\n' * 20_000 + line,
        "torn": line + line[:-9],
        "no breaks": line.replace("\n", " ") * 10_000,
        "only breaks": "\n" * 1_000_000 + line,
        "carriage returns": line.replace("\n", "\r") * 3,
        "HTML": "<html></html>",
    }


def _csv() -> dict[str, str | bytes]:
    head = "date,title,countries\n"
    row = '2024-06-10,"One","Japan; Ukraine"\n'
    return {
        "open quote": head + '2024-06-10,"One' + ",\n" * 300_000,
        "many columns": ",".join(f"c{n}" for n in range(20_000)) + "\n" + "," * 19_999 + "\n",
        "many rows without a date": head + ",,\n" * 50_000,
        "huge cell": head + f'2024-06-10,"{"x" * 3_000_000}",\n',
        "many quotes": head + '"' * 500_001 + "\n",
        "formulas": head + '2024-06-10,"=HYPERLINK(""http://evil"")",\'@SUM\n',
        "NUL": head + "2024-06-10,O\0e,\n",
        "torn UTF-8": (head + row).encode() + b"2024-06-11,\xe2\x80",
        "UTF-16": (head + row).encode("utf-16"),
        "equal columns": "date,title,title,date\n1,2,3,4\n",
        "only a head": head,
        "carriage returns": (head + row).replace("\n", "\r"),
        "long list": head + "2024-06-10,One," + "a;" * 300_000 + "\n",
        "conflict": "<<<<<<< HEAD\n" + head + row,
        "HTML": "<html></html>",
        "empty": "",
    }


def _ics() -> dict[str, str | bytes]:
    event = "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20240610\r\nSUMMARY:One\r\nEND:VEVENT\r\n"

    def calendar(body: str) -> str:
        return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{body}END:VCALENDAR\r\n"

    return {
        "deep": calendar("BEGIN:VEVENT\r\n" * DEEP),
        "folded without end": calendar(event.replace("One", "One" + "\r\n x" * 300_000)),
        "huge line": calendar(event.replace("One", "x" * 3_000_000)),
        "recurring for ever": calendar(event.replace("SUMMARY", "RRULE:FREQ=SECONDLY\r\nSUMMARY")),
        "recurring often": calendar(event.replace("SUMMARY", "RRULE:FREQ=DAILY;COUNT=999999999\r\nSUMMARY")),
        "many parameters": calendar(event.replace("SUMMARY", "SUMMARY" + ";A=b" * 100_000)),
        "open quote": calendar(event.replace("SUMMARY", 'SUMMARY;A="' + "b" * 300_000)),
        "unknown zone": calendar(event.replace("VALUE=DATE:20240610", "TZID=../../etc/passwd:20240610T100000")),
        "absurd date": calendar(event.replace("20240610", "99999999999999999999")),
        "no end": "BEGIN:VCALENDAR\r\n" + event * 10_000,
        "ends only": "END:VEVENT\r\n" * 100_000,
        "NUL": calendar(event).replace("One", "O\0e"),
        "torn UTF-8": calendar(event).encode()[:-20] + b"\xe2\x80",
        "carriage returns": calendar(event).replace("\n", ""),
        "HTML": "<html></html>",
        "empty": "",
    }


def _markwhen() -> dict[str, str | bytes]:
    event = "2024-06-10: One\n"
    return {
        "deep": "section a\n" * DEEP + event + "end\n" * DEEP,
        "many events": event * 50_000,
        "huge line": event.replace("One", "x" * 3_000_000),
        "recurring for ever": "every second for 100000 years: x\n" * 10_000,
        "dates in a chain": "now / 10 days: x\n" * 50_000,
        "many tags": event.replace("One", "#a " * 300_000),
        "many links": event.replace("One", "[a](b)" * 200_000),
        "many brackets": event.replace("One", "[" * 500_000 + "](" * 100_000),
        "a header with an alias of itself": f"---\na: &a [*a]\n---\n{event}",
        "open header": "---\n" + "a: b\n" * 100_000,
        "only breaks": "\n" * 1_000_000 + event,
        "torn UTF-8": event.encode() + b"\xe2\x80",
        "NUL": event.replace("One", "O\0e"),
    }


def _slides() -> dict[str, str | bytes]:
    """Files of TimelineJS with hostile HTML."""

    def slide(text: str) -> str:
        return json.dumps({"events": [{"start_date": {"year": "2024"}, "text": {"headline": "One", "text": text}}]})

    return {
        "open tags": slide("<b>" * 200_000),
        "open attributes": slide("<a " + "href=x " * 100_000),
        "open comments": slide("<!--" * 200_000),
        "open declarations": slide("<![CDATA[" * 50_000 + "<!x" * 100_000),
        "many references": slide("&#27;&lt;" * 100_000),
        "script": slide("<script>alert(1)</script><a href='javascript:x'>y</a>" * 5_000),
        "a tag without an end": slide("<a" + "-" * 1_000_000),
        "an absurd number of a character": slide(f"&#{'9' * 1_000_000};"),
        "absurd year": slide("x").replace("2024", "9" * 100_000),
    }


@cache
def files() -> dict[str, str | bytes]:
    """The files by name. They are made when they are asked for, because they take a third of a second and 100 MB."""
    kinds = (
        ("yaml", _yaml()),
        ("json", _json()),
        ("jsonl", _lines()),
        ("csv", _csv()),
        ("ics", _ics()),
        ("mw", _markwhen()),
        ("json", {f"slides, {name}": content for name, content in _slides().items()}),
    )
    return {f"{ending}: {name}": content for ending, made in kinds for name, content in made.items()}


_CHILD = """
import json, resource, sys, threading
resource.setrlimit(resource.RLIMIT_CPU, (300, 300))
from timeline_tui import formats
def high():
    lines = open("/proc/self/status").read().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
def spent():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
how, *paths = sys.argv[1:]
for path in paths:
    open("/proc/self/clear_refs", "w").write("5")  # forgets the most memory so far
    before, readings = spent(), []
    def read():
        readings.append(formats.read(open(path, "rb").read(), path))
    if how == "thread":
        threading.stack_size(64 << 10)
        thread = threading.Thread(target=read)
        thread.start()
        thread.join()
    else:
        read()
    reading = readings.pop()
    print(json.dumps({
        "events": len(reading.timeline.events),
        "problems": [[p.line, p.column, p.message, p.hint, p.severity] for p in reading.problems],
        "seconds": spent() - before,
        "megabytes": high(),
    }), flush=True)
    del reading
"""


def read_apart(paths: list[Path], how: str = "main") -> list[dict[str, Any]]:
    """Read files in another process, in its main thread or (``how`` is "thread") in threads with a stack of 64 KiB.

    Returns for each file: the number of events, the problems, the seconds of CPU time, and the largest memory of the
    process in MB. Files after a crash of the process are missing. Linux only.
    """
    command = [sys.executable, "-c", _CHILD, how, *map(str, paths)]
    done = subprocess.run(command, stdout=subprocess.PIPE)
    return [json.loads(line) for line in done.stdout.splitlines()]


def write(name: str, folder: Path) -> Path:
    """Write the file with this name in ``files()`` into ``folder``."""
    content = files()[name]
    path = folder / f"{list(files()).index(name)}.{name.partition(':')[0]}"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    return path


def main() -> int:
    """Print the time and memory for each file. Return the exit code."""
    crashes = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in files():
            path = write(name, Path(folder))
            found = next(iter(read_apart([path])), None)
            if found is None:
                crashes += 1
                print(f"CRASH {name}")
                continue
            first = next(iter(found["problems"]), "")
            print(
                f"{found['seconds']:6.2f} s {found['megabytes']:6.0f} MB {path.stat().st_size / 1e6:5.1f} MB file"
                f" {found['events']:6} events {len(found['problems']):4} problems  {name}  {str(first)[:110]}"
            )
    return 1 if crashes else 0


if __name__ == "__main__":
    sys.exit(main())
