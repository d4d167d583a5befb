"""Selections of a chronology that is not in memory: their parts are answers to `index.questions`."""
