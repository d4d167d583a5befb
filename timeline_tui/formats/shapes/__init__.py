"""Known shapes: files of well-known programs and projects, recognised by their headings or keys."""
