"""PyYAML compiles its expressions late, and works as always."""

import subprocess
import sys

CODE = """
import re
compile_now, compiled = re.compile, []
re.compile = lambda *words: compiled.append(words) or compile_now(*words)
import timeline_tui.formats.yaml
assert not compiled, compiled
import datetime, yaml
text = "[2024-06-13, yes, 0x1f, 1.5, 2024-06-13 15:05:00]"
assert yaml.safe_load(text) == yaml.load(text, yaml.CSafeLoader)
assert yaml.safe_load(text) == [datetime.date(2024, 6, 13), True, 31, 1.5, datetime.datetime(2024, 6, 13, 15, 5)]
assert compiled
try:
    yaml.safe_load("a\\x01")
except yaml.reader.ReaderError:
    print("refused")
"""


def test_expressions_of_pyyaml_are_compiled_at_their_first_use() -> None:
    ended = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (0, "refused\n"), ended.stderr
