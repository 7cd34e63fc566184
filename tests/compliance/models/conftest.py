import pytest

from builders.clock import NOW


@pytest.fixture(autouse=True)
def _on_the_day(time_machine):
    """Proofs, roles and policies in force are those of the house's day."""
    time_machine.move_to(NOW, tick=False)
