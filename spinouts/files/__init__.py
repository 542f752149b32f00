"""A company as a file, in and out: what the product writes and reads itself, and the formats that others know.

Here too stands what files of every app share: YAML whose numbers stay exact, and faults that are told with their line.
"""
