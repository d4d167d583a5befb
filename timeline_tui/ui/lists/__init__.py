"""Lists of any length, and the views that are lists."""
