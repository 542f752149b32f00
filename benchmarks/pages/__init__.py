"""How fast the pages are that people work in all day, beside bare views of the same size; and how fast deciding is.

`make bench` runs it. What is bare, and what was seen on which machine, stands in docs/benchmarks.md.
"""
