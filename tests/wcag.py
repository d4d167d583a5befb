"""The contrast of two colours."""

from __future__ import annotations

RGB = tuple[int, int, int]


def ratio(one: RGB, other: RGB) -> float:
    """The contrast by the words of WCAG 2.2, "contrast ratio" and "relative luminance"."""
    dark, light = sorted(map(_luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: RGB) -> float:
    parts = (part / 255 for part in color)
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
