"""The disk: loading and watching files, atomic writing, stars, saved views, config, and opening addresses."""
