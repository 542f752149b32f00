"""The last minute before a deadline, with every part of the machine killed in it: is all there that was acknowledged?

`make rush` runs it; what was seen stands in docs/rush.md. Five programs take part, none of which asserts how long
anything takes: this package's `__main__` starts and kills, `inside.world` lays out the competition, `bidders` is the
people with their browsers, and `inside.findings` looks afterwards at what is stored.
"""
