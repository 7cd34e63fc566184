"""How fast the portal is: its pages and writes against a one-file Django project on the same machine.

`./dev bench` runs them; docs/performance.md says what is measured, how, and what came out.
"""
