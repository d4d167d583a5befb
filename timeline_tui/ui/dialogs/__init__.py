"""Dialogs: questions, export, help and the palette."""
