"""Files that are made to break a reader: each is read or refused with a place, in little memory, without a crash."""

import sys
from pathlib import Path
from typing import Any

import hostile_files
import pytest
from hostile_files import files

pytestmark = pytest.mark.slow

if not sys.platform.startswith("linux"):
    pytest.skip("memory is measured with /proc", allow_module_level=True)

MEGABYTES = 180
SECONDS = 10  # of the processor; none takes one where it is measured, and what grows with the square takes minutes
NO_FAULTS = {  # odd, but sound
    "yaml: a chain of aliases",
    "yaml: a letter that becomes eighteen",
    "yaml: alike events",
    "yaml: huge comment",
    "yaml: long address",
    "yaml: relations in a ring",
    "yaml: UTF-16",
    "yaml: UTF-16 without a mark",
    "yaml: UTF-32",
    "json: a mark",
    "json: UTF-16",
    "jsonl: only breaks",
}


REFUSED = {
    "yaml: alias bomb, lists": "the aliases (*) of this file expand to more than 100,000 values",
    "yaml: alias bomb, mappings": "the aliases (*) of this file expand to more than 100,000 values",
    "yaml: alias bomb in events": "the aliases (*) of this file expand to more than 100,000 values",
    "yaml: self-alias": "*a is inside the value that it repeats",
    "yaml: merge cycle": "*a is inside the value that it repeats",
    "yaml: merge cycle of two": "*a is inside the value that it repeats",
    "yaml: deep flow lists": "nested more than 32 levels deep; line 1 is left out",
    "yaml: deep block": "nested more than 32 levels deep; lines 1 to 2000 are left out",
    "yaml: deep block lists": "nested more than 32 levels deep; line 1 is left out",
    "yaml: many keys": "90,000 more warnings from here on",
    "yaml: a long prefix of tags": "directives (%) of more than 1,024 characters; reading stops here",
    "yaml: many directives": "directives (%) of more than 1,024 characters; reading stops here",
    "yaml: a long title, again and again": "the aliases (*) of this file expand to more than 4,194,304 characters",
    "yaml: huge scalar": "a text of 3,000,000 characters; the limit is 1,048,576",
    "yaml: python/object": "the tag !!python/object/apply:os.system is not supported",
    "yaml: binary": "the tag !!binary is not supported",
    "yaml: set": "the tag !!set is not supported",
    "yaml: several documents": "a second document begins here; lines 3 to 5 are left out",
    "yaml: torn UTF-8": "not UTF-8 text (byte 0xC3)",
    "yaml: NUL": "this is not a text file",
    "yaml: conflict": "a merge conflict was left in the file",
    "yaml: HTML": "this is a web page (HTML), not a timeline",
    "json: deep lists": "nested more than 32 levels deep; line 1 is left out; reading stops here",
    "json: huge number": "a text of 3,000,000 characters; the limit is 1,048,576",
    "json: huge string": "a text of 3,000,000 characters; the limit is 1,048,576",
    "json: conflict": "a merge conflict was left in the file",
    "json: HTML": "this is a web page (HTML), not a timeline",
}


def test_each_file_is_read_or_refused_with_a_place_within_bounds(tmp_path: Path) -> None:
    """One test for all files. One process reads all files of an ending, to save time."""
    sound = set()
    for ending in dict.fromkeys(name.partition(":")[0] for name in files()):
        names = [name for name in files() if name.startswith(f"{ending}:")]
        readings = hostile_files.read_apart([hostile_files.write(name, tmp_path) for name in names])
        assert len(readings) == len(names), f"it crashed at {names[len(readings)]}"
        for name, reading in zip(names, readings, strict=True):
            check(name, reading)
            if not reading["problems"]:
                sound.add(name)
    told = ("yaml:", "json:", "jsonl:")
    assert {name for name in sound if name.startswith(told) and "slides" not in name} == NO_FAULTS
    assert not Path("PWNED").exists()


def check(name: str, reading: dict[str, Any]) -> None:
    assert reading["megabytes"] < MEGABYTES, name
    assert reading["seconds"] < SECONDS, name
    for line, column, message, _, severity in reading["problems"]:
        assert message, name
        assert (line > 0) == (column > 0), name
        assert severity in ("error", "warning", "note"), name
    if name in REFUSED:
        assert REFUSED[name] in [problem[2] for problem in reading["problems"]], (name, reading["problems"][:3])


def test_a_small_stack_is_enough(tmp_path: Path) -> None:
    names = [name for name in files() if "deep" in name or "bomb" in name or "cycle" in name]
    found = hostile_files.read_apart([hostile_files.write(name, tmp_path) for name in names], "thread")
    assert len(found) == len(names), f"it crashed at {names[len(found)]}"
