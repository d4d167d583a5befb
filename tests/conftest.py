"""What holds for all tests."""

import asyncio
import gc
import math
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# No test asserts a wall-clock time, and a busy machine is no counterexample.
# In CI the examples are the same in every run, so that a change lands or fails for its own sake.
SAME_EXAMPLES = "CI" in os.environ
QUIET = [HealthCheck.too_slow]
settings.register_profile(
    "default", max_examples=20, deadline=None, derandomize=SAME_EXAMPLES, suppress_health_check=QUIET
)
settings.register_profile("thorough", settings.get_profile("default"), max_examples=100)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

# A shell's background jobs ignore these, and so would all programs that the tests start.
for name in ("SIGHUP", "SIGINT", "SIGQUIT"):
    number = getattr(signal, name, None)
    if number is not None and signal.getsignal(number) is signal.SIG_IGN:
        signal.signal(number, signal.default_int_handler if name == "SIGINT" else signal.SIG_DFL)

# Apps are full of circles, and to look for them as often as usual takes a seventh of the suite's time.
gc.set_threshold(200_000, 10, 1000)

# Else each program that the tests start compiles the whole package.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

TOP = Path(__file__).parents[1]
SOON = 0.01  # seconds that Textual puts off pictures and new sizes for at most
STEPS_MOST = 5_000  # of the event loop; to open the screen takes some hundreds


@pytest.fixture(autouse=True, scope="session")
def plain_environment() -> Iterator[None]:
    """The terminal that the tests are run in changes nothing."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("NO_COLOR", "COLUMNS", "LINES", "TEXTUAL_THEME"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(autouse=True, scope="session")
def no_delays() -> Iterator[None]:
    """Textual's Pilot continues when the app has nothing more to do; by default it waits until the processor is idle.

    That takes a sixth of the time, also on a busy machine. Nobody sees the pictures: they need no delays or animation.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("textual.app.wait_for_idle", _at_rest)
        patch.setattr("textual.pilot.wait_for_idle", _at_rest)
        patch.setattr("textual.screen.UPDATE_PERIOD", 1 / 1000)
        patch.setattr("textual.constants.TEXTUAL_ANIMATIONS", "none")
        yield


@pytest.fixture(autouse=True, scope="session")
def clean_repository() -> Iterator[None]:
    """No test writes a file to the top folder of the repository."""
    before = _entries()
    yield
    assert _entries() <= before, "a test wrote to the top folder of the repository; it needs a folder of its own"


def _entries() -> set[str]:
    """The names in the top folder. pytest, Hypothesis and others keep their caches under hidden names."""
    return {path.name for path in TOP.iterdir() if not path.name.startswith((".", "__pycache__"))}


async def _at_rest(*_: object) -> None:
    """Return when nothing in this thread is ready to run, and nothing is to be drawn.

    An app that draws for ever, as one does whose layout never settles, fails the test.
    """
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
