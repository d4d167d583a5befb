"""Settings and fixtures for all tests."""

import asyncio
import gc
import math
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

import pytest
from hypothesis import HealthCheck, settings
from textual._compositor import Compositor, CompositorUpdate
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.geometry import Size
from textual.screen import Screen
from textual.strip import Strip

if TYPE_CHECKING:
    from postgres_server import PostgresServer

# There is no deadline: no test asserts wall-clock time, and the machine may be busy.
# The examples are the same in every run, so that a failure is due to the change. "search" draws new ones.
QUIET = [HealthCheck.too_slow]
settings.register_profile("default", max_examples=20, deadline=None, derandomize=True, suppress_health_check=QUIET)
settings.register_profile("thorough", settings.get_profile("default"), max_examples=100)
settings.register_profile("search", settings.get_profile("default"), max_examples=300, derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

# A background job of a shell ignores these signals, and the programs that the tests start would ignore them too.
for name in ("SIGHUP", "SIGINT", "SIGQUIT"):
    number = getattr(signal, name, None)
    if number is not None and signal.getsignal(number) is signal.SIG_IGN:
        signal.signal(number, signal.default_int_handler if name == "SIGINT" else signal.SIG_DFL)

# Apps have many reference cycles. With the default threshold the collector takes a seventh of the suite's time.
gc.set_threshold(200_000, 10, 1000)

# Otherwise each program that the tests start compiles the whole package.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

TOP = Path(__file__).parents[1]
SOON = 0.01  # the most seconds by which Textual delays drawing and resizing
STEPS_MOST = 5_000  # steps of the event loop; opening the screen takes some hundreds


def pytest_xdist_auto_num_workers() -> int:
    """One worker more than processors, for the tests that wait. Each worker takes 3 s of CPU time to begin."""
    return 1 + (os.cpu_count() or 1)


def pytest_collection_finish() -> None:
    """Leave out what stays until the end when pytest searches for garbage, twice at the end of each worker."""
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def plain_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Remove the settings of the terminal in which the tests run, and use an empty folder for the user's state."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("NO_COLOR", "COLUMNS", "LINES", "TEXTUAL_THEME"):
            patch.delenv(name, raising=False)
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Use empty folders in place of the folders of the user who runs the tests."""
    for name in ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))


@pytest.fixture(autouse=True, scope="session")
def no_delays() -> Iterator[None]:
    """Let Textual's Pilot continue when the app has nothing more to do, without delays and animation.

    By default it waits until the processor is idle, which takes six times as long, and until each widget has answered
    a message, which takes a sixth of the CPU time of an app's tests.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("textual.app.wait_for_idle", _no_more_to_do)
        patch.setattr("textual.pilot.wait_for_idle", _at_rest)
        patch.setattr("textual.pilot.Pilot._wait_for_screen", _at_rest)
        patch.setattr("textual.screen.UPDATE_PERIOD", 1 / 1000)
        patch.setattr("textual.constants.TEXTUAL_ANIMATIONS", "none")
        # Else a half-typed word counts as complete when a busy machine needs 0.8 s for the next key.
        patch.setattr("timeline_tui.ui.query.query_bar.PAUSE", 60.0)
        yield


@pytest.fixture(autouse=True, scope="session")
def css_parsed_once() -> Iterator[None]:
    """Parse each CSS once for each theme. Textual parses it again for each app: 6 of the 150 ms that one takes."""
    parse = Stylesheet._parse_rules
    known: dict[object, list[RuleSet]] = {}

    def parse_once(self: Stylesheet, css: str, **options: Any) -> list[RuleSet]:
        key = (css, *options.values(), *self._variables, *self._variables.values())
        if key not in known:
            known[key] = parse(self, css, **options)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", parse_once)
        yield


UNDRAWN: WeakSet[Compositor] = WeakSet()
"""The compositors of screens that have changed since they were drawn."""
DRAWS_EACH = bool(os.environ.get("TEST_EACH_FRAME"))
"""Whether to draw each time that the app has come to rest, not only what a test reads. ``.ci/run`` sets it."""
_draw = Compositor.render_update


@pytest.fixture(autouse=True, scope="session")
def drawn_when_read() -> Iterator[None]:
    """Draw a screen when a test reads it. To draw each frame takes a sixth of the CPU time of the tests of ``ui``."""
    render = Compositor.render_strips

    def draw_later(self: Compositor, **_: object) -> CompositorUpdate | None:
        UNDRAWN.add(self)
        return None

    def draw_then_render(self: Compositor, size: Size | None = None) -> list[Strip]:
        draw_frames()
        return render(self, size)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Compositor, "render_update", draw_later)
        patch.setattr(Compositor, "render_strips", draw_then_render)
        yield


def draw_frames() -> None:
    """Draw the screens that have changed and are still shown."""
    while UNDRAWN:
        compositor = UNDRAWN.pop()
        screen = compositor.root
        if isinstance(screen, Screen) and screen.is_attached and screen.is_current:
            with screen.app._context():
                _draw(compositor, screen_stack=screen.app._background_screens)


@pytest.fixture(autouse=True, scope="session")
def clean_repository() -> Iterator[None]:
    """No test writes a file to the top folder of the repository."""
    before = _entries()
    yield
    assert _entries() <= before, "a test wrote to the top folder of the repository; it needs a folder of its own"


def _entries() -> set[str]:
    """The names in the top folder, without hidden ones, which are caches of pytest, Hypothesis and others."""
    return {path.name for path in TOP.iterdir() if not path.name.startswith((".", "__pycache__"))}


async def _at_rest(*_: object) -> None:
    """Return when the app has nothing more to do. If each frame is drawn, draw it, then wait again.

    The test fails if the app never stops drawing, for example because its layout never settles.
    """
    for _ in range(STEPS_MOST):
        await _no_more_to_do()
        if not (DRAWS_EACH and UNDRAWN):
            return
        draw_frames()
    raise AssertionError("the app does not come to rest")


async def _no_more_to_do(*_: object) -> None:
    """Return when no callback of this thread is ready to run, and none is due soon."""
    loop = asyncio.get_running_loop()
    for _ in range(STEPS_MOST):
        await asyncio.sleep(0)
        if loop._ready:
            continue
        due = min((timer.when() for timer in loop._scheduled if not timer.cancelled()), default=math.inf)
        if due > loop.time() + SOON:
            return
        await asyncio.sleep(due - loop.time())
    raise AssertionError("the app does not come to rest")


@pytest.fixture(scope="session")
def postgres() -> Iterator["PostgresServer"]:
    """A running PostgreSQL server. Without one, the test is skipped; where TEST_POSTGRES is set, it fails."""
    pytest.importorskip("pwd", reason="the server is started as another user, which needs Unix")
    from postgres_server import Missing, PostgresServer

    try:
        pytest.importorskip("psycopg", reason="needs the packages of the extra postgres")
        pytest.importorskip("sqlalchemy", reason="needs the packages of the extra postgres")
        server = PostgresServer()
    except (Missing, pytest.skip.Exception) as reason:
        if os.environ.get("TEST_POSTGRES"):
            pytest.fail(f"TEST_POSTGRES is set: {reason}")
        pytest.skip(str(reason))
    yield server
    server.remove()


@pytest.fixture
def url(postgres: "PostgresServer") -> str:
    """The address of a new, empty database."""
    return postgres.new_database()
