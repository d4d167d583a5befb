"""The dialogs: questions, export, help and the command palette."""
