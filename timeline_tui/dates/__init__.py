"""Dates: days as numbers, the EDTF notation, and dates in English words."""
