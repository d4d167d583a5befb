"""The user's settings, in ``config.yaml`` of the system's folder for settings.

```yaml
theme: textual-light
watch: false              # do not reload files when they change
plain: true               # words in place of marks, no ornaments
editor: "mine {file}:{line}:{column}"   # the command of an editor, in place of $VISUAL and $EDITOR
keymap:
  star: f2                # id of a binding: a key, keys separated by commas, or a list of keys
```

The names of themes, bindings and keys are checked by the screen, which reports problems with `Setting.problem`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from timeline_tui.model.problems import Problem
from timeline_tui.storage.user_folders import user_folder
from timeline_tui.text.text import clean_line

if TYPE_CHECKING:
    from timeline_tui.formats.reading.document import Document
    from timeline_tui.formats.reading.nodes import Map, Node

SETTINGS: Mapping[str, str] = {
    "theme": "the theme; without it, the one that you chose last (Ctrl+P, Theme); --theme has priority over both",
    "watch": "whether to read files again when they change on disk: true or false; default: true",
    "plain": "whether to show words in place of marks, as with --plain: true or false; default: false",
    "editor": "the command of the editor for the key E, such as “mine {file}:{line}”; default: $VISUAL, else $EDITOR",
    "keymap": "other keys for actions: the name of the action, then a key, keys separated by commas, or a list of keys",
}
"""Name of each setting → what it sets."""
_BOOLEANS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


class Setting(NamedTuple):
    """A text of the config file, clean and on one line, and ``place``: a problem at that place without a message."""

    value: str
    place: Problem

    def problem(self, message: str, hint: str = "") -> Problem:
        """A problem at the place of this text."""
        return self.place._replace(message=message, hint=hint)


class Remap(NamedTuple):
    """New keys for a binding: its id, and keys separated by commas."""

    id: Setting
    keys: Setting


class Config(NamedTuple):
    """The settings, and the problems of the file. Each id in ``keymap`` occurs once."""

    theme: Setting | None = None
    watch: bool = True
    plain: bool = False
    editor: str = ""
    keymap: tuple[Remap, ...] = ()
    problems: tuple[Problem, ...] = ()


def config_file() -> Path:
    """The path of the user's config file, whether it exists or not."""
    return Path(user_folder("config")) / "config.yaml"


def load_config(file: Path | None = None) -> Config:
    """Read the settings in ``file``, by default the user's. A missing file is empty; wrong settings are left out."""
    file = file or config_file()
    shown = clean_line(str(file))
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return Config()
    except OSError as error:
        return Config(problems=(Problem(shown, 0, 0, clean_line(error.strerror or str(error)), severity="warning"),))
    # 17 ms, and most users have no such file
    from timeline_tui.formats.yaml.excerpts import read_yaml

    document, root = read_yaml(data, shown)
    config = _ConfigReader(document).read(root)
    return config._replace(problems=document.problems())


class _ConfigReader:
    """Makes a config from nodes, and adds the problems to the document."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def read(self, root: Node) -> Config:
        if not isinstance(root, dict):
            if root is not None:
                self._document.error(0, "a config is a mapping", f"its keys are {', '.join(SETTINGS)}")
            return Config()
        for key, (offset, _, _) in root.items():
            if key not in SETTINGS:
                # the spelling of most configs is right
                from timeline_tui.text.spelling import did_you_mean, nearest

                near = nearest(key, SETTINGS)
                hint = did_you_mean(near and f"“{near}”", f"there are {', '.join(SETTINGS)}")
                self._document.warning(offset, f"there is no setting “{key}”", hint)
        _, theme_offset, theme = root.get("theme", (0, 0, None))
        _, editor_offset, editor = root.get("editor", (0, 0, None))
        _, keymap_offset, keymap = root.get("keymap", (0, 0, None))
        return Config(
            self._text(theme, theme_offset),
            self._switch(root, "watch", Config().watch),
            self._switch(root, "plain", Config().plain),
            self._editor(editor, editor_offset),
            self._keymap(keymap, keymap_offset),
        )

    def _text(self, node: Node, offset: int) -> Setting | None:
        if isinstance(node, str):
            return self._setting(clean_line(node), offset)
        if node is not None:
            self._document.error(offset, "this has to be text")
        return None

    def _switch(self, root: Map, name: str, default: bool) -> bool:
        """The value of a setting that is true or false."""
        _, offset, node = root.get(name, (0, 0, None))
        if node is None:
            return default
        value = _BOOLEANS.get(node.lower()) if isinstance(node, str) else None
        if value is None:
            self._document.error(offset, f"“{name}” is true or false")
            return default
        return value

    def _editor(self, node: Node, offset: int) -> str:
        """The command of the user's editor, as it is written; "" if there is none, or if it is wrong."""
        if self._text(node, offset) is None or not isinstance(node, str):
            return ""
        # 2 ms, and few users set it
        from timeline_tui.storage.editor import PLACEHOLDERS, fault_of

        fault = fault_of(node)
        if fault:
            places = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
            self._document.error(offset, fault, f"such as “mine {{file}}:{{line}}”; in braces there can be {places}")
        return "" if fault else node

    def _keymap(self, node: Node, offset: int) -> tuple[Remap, ...]:
        if not isinstance(node, dict):
            if node is not None:
                self._document.error(offset, "“keymap” is a mapping", "such as “star: f2”: id of a binding, its keys")
            return ()
        remaps = []
        for binding, (key_offset, value_offset, value) in node.items():
            keys = self._keys(value, value_offset)
            if keys:
                remaps.append(Remap(self._setting(binding, key_offset), keys))
        return tuple(remaps)

    def _keys(self, node: Node, offset: int) -> Setting | None:
        if not isinstance(node, list):
            return self._text(node, offset)
        keys = [self._text(item, at) for at, item in node]
        return self._setting(",".join(key.value for key in keys if key), offset)

    def _setting(self, value: str, offset: int) -> Setting:
        return Setting(value, self._document.problem(offset, ""))
