"""Dates: days as numbers, the EDTF notation, and dates said in English."""
