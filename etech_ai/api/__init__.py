"""What every part of the API shares: errors, parsing, queries, pages, throttles. Knows no person and no app.

Each app brings its own endpoints (`<app>/api.py`) on top of `people.api`, which knows who is calling.
"""
