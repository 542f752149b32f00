"""`python -m benchmarks.pages`, on an empty database."""

from importlib import import_module

from benchmarks.pages.ready import ready

ready()
# Models can be imported only now.
import_module("benchmarks.pages.measuring").main()
