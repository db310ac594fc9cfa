"""Sums about money and days that a borrower needs: exact, pure, each with what it rests on. No sentence is written here.

Money is a whole number of fen, a rate a `Decimal` percent a year with two places, a day a `date`; no float anywhere. What cannot
be computed comes back as a typed result with its reason, never as an exception and never as a guess.
"""
