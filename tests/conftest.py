"""What holds for all tests."""

import asyncio
import gc
import math
import os
import signal

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

SOON = 0.01  # seconds that Textual puts off pictures and new sizes for at most
STEPS_MOST = 5_000  # of the event loop; to open the screen takes some hundreds


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the terminal of whoever runs the tests is like changes nothing."""
    for name in ("NO_COLOR", "COLUMNS", "LINES", "TEXTUAL_THEME"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def no_waiting_for_eyes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Textual's Pilot goes on when an app has answered, and not when the processor seems to rest.

    That takes a sixth of the time, and holds on a busy machine too. Pictures that nobody sees need not wait for eyes,
    nor move smoothly.
    """
    monkeypatch.setattr("textual.app.wait_for_idle", _at_rest)
    monkeypatch.setattr("textual.pilot.wait_for_idle", _at_rest)
    monkeypatch.setattr("textual.screen.UPDATE_PERIOD", 1 / 1000)
    monkeypatch.setattr("textual.constants.TEXTUAL_ANIMATIONS", "none")


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
