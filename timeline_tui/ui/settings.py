"""Checks the settings of the config file: themes, ids of bindings, and keys that do not exist are problems."""

from collections.abc import Mapping
from typing import NamedTuple

from timeline_tui.model.problems import Problem, UsageError
from timeline_tui.storage.config import Config
from timeline_tui.storage.state import State
from timeline_tui.text.text import clean_line, fold
from timeline_tui.ui.app import theme_names
from timeline_tui.ui.keymap import check_keys, clashes, every_binding

MOST_ALIKE = 4  # names in a hint


class Settings(NamedTuple):
    """The correct settings of a config, and a problem for each of the others."""

    theme: str | None
    user_keys: Mapping[str, str]
    problems: tuple[Problem, ...]


def check(config: Config, themes: tuple[str, ...]) -> Settings:
    """Check the settings. Each wrong one is left out, and is a problem at its place in the config file."""
    problems = list(config.problems)
    theme = config.theme
    if theme and theme.value not in themes:
        problems.append(theme.problem(f"there is no theme “{theme.value}”", near_or_all(theme.value, themes)))
        theme = None
    ids = tuple(dict.fromkeys(binding.id for binding in every_binding() if binding.id))
    remaps = {}
    for remap in config.keymap:
        wrong = check_keys(remap.keys.value)
        if remap.id.value not in ids:
            problems.append(remap.id.problem(f"no key is called “{remap.id.value}”", _near_id(remap.id.value, ids)))
        elif wrong is not None:
            problems.append(remap.keys.problem(f"there is no key “{wrong}”", "such as f2, ctrl+g, question_mark or x"))
        else:
            remaps[remap.id.value] = remap
    user_keys = {id: remap.keys.value for id, remap in remaps.items()}
    while clashing := clashes(user_keys):
        key, first, second = clashing[0]
        refused, other = (second, first) if second in user_keys else (first, second)
        del user_keys[refused]
        hint = f"{refused} keeps its own keys; give {other} another key too"
        problems.append(remaps[refused].keys.problem(f"{first} and {second} have the same key, {key}", hint))
    return Settings(theme.value if theme else None, user_keys, tuple(problems))


def kept_theme(state: State, themes: tuple[str, ...]) -> tuple[str | None, tuple[Problem, ...]]:
    """The theme that the user chose in an earlier session, and a problem if it does not exist any more."""
    name = clean_line(state.setting("theme"))
    if not name or name in themes:
        return name or None, ()
    near = near_or_all(name, themes)
    return None, (
        Problem("your last choice of a theme", 0, 0, f"there is no theme “{name}”", near, severity="warning"),
    )


def check_theme(name: str) -> None:
    """Raise UsageError if there is no theme of that name."""
    themes = theme_names()
    if name not in themes:
        raise UsageError(f"there is no theme “{clean_line(name)}”\n  {near_or_all(name, themes)}")


def _near_id(id: str, ids: tuple[str, ...]) -> str:
    """A hint: the nearest name of a key, else the names with the same word, else where all are listed."""
    return _near_or_alike(id, fold(id).rpartition(".")[2], ids, "timeline-tui help keys lists the names")


def near_or_all(name: str, names: tuple[str, ...]) -> str:
    """A hint: the nearest name that exists, else the names that contain it, else all of them."""
    return _near_or_alike(name, fold(name), names, f"there are {', '.join(names)}")


def _near_or_alike(name: str, part: str, names: tuple[str, ...], otherwise: str) -> str:
    """A hint: the nearest of ``names``, else those with ``part`` in them, else ``otherwise``."""
    from timeline_tui.text.spelling import did_you_mean, nearest  # only a wrong name needs it

    near = nearest(name, names)
    alike = [near] if near else [known for known in names if part and part in known][:MOST_ALIKE]
    return did_you_mean(" or ".join(f"“{known}”" for known in alike), otherwise)
