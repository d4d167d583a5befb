"""The disk: loading and watching files, whole-or-nothing writing, stars, saved views, config, and opening addresses."""
