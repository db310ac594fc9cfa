"""稳住 (wenzhu): the first voice a panicking borrower hears when an online loan is overdue."""

__version__ = "0.1.0"
