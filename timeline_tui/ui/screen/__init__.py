"""The main screen: panes, query and files."""
