"""``timeline-tui config``: print the settings in effect, or check the config file."""

from __future__ import annotations

import json
import os
from typing import Any

from timeline_tui.cli import BAD, DONE
from timeline_tui.cli.options import Options
from timeline_tui.cli.streams import write_data, write_message, write_problems
from timeline_tui.model.problems import render
from timeline_tui.storage.config import SETTINGS, Config, config_file, load_config
from timeline_tui.text.text import clean_line, plural


def run(options: Options) -> int:
    """Write the settings, path, schema or problems to stdout. ``--check`` returns BAD if a setting is wrong."""
    if options.path:
        write_data(f"{config_file()}\n".encode())
        return DONE
    if options.schema:
        write_data(f"{json.dumps(config_schema(), ensure_ascii=False, indent=2)}\n".encode())
        return DONE
    return _check() if options.check else _show()


def _check() -> int:
    # 0.3 s, and the path does not need it
    from timeline_tui.ui.app import theme_names
    from timeline_tui.ui.settings import check

    problems = check(load_config(), theme_names()).problems
    write_data("".join(f"{render(problem)}\n\n" for problem in problems).encode())
    write_message(f"{_shown_path()}: {plural(len(problems), 'problem')}")
    return BAD if problems else DONE


def _show() -> int:
    """Write the settings in effect as YAML. Problems go to stderr."""
    # 0.3 s, and the path does not need it
    from timeline_tui.storage.state import State
    from timeline_tui.ui.app import DEFAULT_THEME, theme_names
    from timeline_tui.ui.settings import check, kept_theme

    config, names = load_config(), theme_names()
    settings = check(config, names)
    kept, faults = kept_theme(State.load(), names)
    write_problems([*settings.problems, *(() if settings.theme else faults)])
    values = config._asdict()
    values.update(theme=settings.theme or kept or DEFAULT_THEME, keymap=settings.user_keys)
    lines = [f"# {_shown_path()}", *(_setting(name, values[name]) for name in SETTINGS)]
    write_data("".join(f"{line}\n" for line in lines).encode())
    return DONE


def _shown_path() -> str:
    path = config_file()
    return clean_line(str(path)) + ("" if os.path.exists(path) else " (there is no such file)")


def _setting(name: str, value: object) -> str:
    if isinstance(value, dict) and value:
        return "\n".join([f"{name}:", *(f"  {_setting(key, item)}" for key, item in value.items())])
    return f"{name}: {json.dumps(value, ensure_ascii=False)}"


def config_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the config file. A setting and its default have the same type."""
    # 0.3 s, and the path does not need it
    from timeline_tui.ui.app import theme_names
    from timeline_tui.ui.keymap import every_binding

    keys = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
    bindings = {
        binding.id: {"description": binding.tooltip or binding.description, **keys} for binding in every_binding()
    }
    defaults = Config()._asdict()
    types: dict[str, dict[str, Any]] = {
        name: {"type": "boolean" if isinstance(defaults[name], bool) else "string"} for name in SETTINGS
    }
    types["theme"]["enum"] = list(theme_names())
    types["keymap"] = {"type": "object", "properties": bindings, "additionalProperties": False}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Config of timeline-tui",
        "type": "object",
        "properties": {name: {"description": meaning, **types[name]} for name, meaning in SETTINGS.items()},
        "additionalProperties": False,
    }
