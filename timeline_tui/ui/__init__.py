"""The screen."""

from timeline_tui.ui.textual_fixes.lean_imports import import_lean

import_lean()
