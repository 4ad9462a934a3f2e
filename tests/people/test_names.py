"""What somebody is called."""

import pytest

from people.names import familiar


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Priya Nair", "Priya"),
        ("Priya", "Priya"),
        ("Dr Fiona Hale", "Dr Fiona Hale"),
        ("Prof. Ann Lee", "Prof. Ann Lee"),
        ("Mrs O’Neill", "Mrs O’Neill"),
    ],
)
def test_a_title_stays_with_its_name(name: str, called: str) -> None:
    assert familiar(name) == called
