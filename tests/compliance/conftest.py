"""Property tests here judge rules, not the speed of the machine that they share."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
