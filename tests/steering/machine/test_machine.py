"""The administrator's cycle under all circumstances, and that the machine would see it go wrong.

`machine.py` does with the product's own services, on a real database and in any order, what people
do: members join, leave now or on a later day, move to another agency, get another address, want
post; meetings are planned, imported, moved, changed, cancelled; invitations and cancellations are
sent and undone; members reply; notices are held, released, dropped, sent now; mail is paused; time
passes; beat looks what is due and the worker sends, soon, late or twice. `model.py` works out
without the product who must have got which notice. What left is compared with it whenever the
worker has been, so everybody entitled has it once and nobody else has it at all. Besides:

- nobody who has left is mailed, but for the cancellation that takes a meeting out of a calendar;
- whoever was on the list of an invitation gets it once, and no entry of one sending comes twice;
- a cancelled meeting has nothing waiting but its cancellation;
- nobody who is reached by post gets mail that was written since;
- nobody who left keeps a meeting to come in their calendar.

Not modelled: what the mail server answers (tests/outbox/test_states.py), the lines of the cycle for
chair, administrator and owners of papers and actions (tests/steering/cycle), agendas and minutes.
"""

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.steering.machine.faults import FAULTS, Plant
from tests.steering.machine.machine import Cycle, set_up
from tests.steering.machine.post import Post

SEED, EXAMPLES, STEPS = 5, 100, 25
"""The same for the product as it is and with each fault: what fails with one passes without."""


@pytest.fixture
def cycle(db: None, monkeypatch: pytest.MonkeyPatch) -> type[Cycle]:
    """The machine, with its world in the database; all of it goes with the test."""
    post = Post()
    monkeypatch.setattr("outbox.services.delivery.Line", lambda: post)
    Cycle.world, Cycle.post = set_up(), post
    return Cycle


def run(cycle: type[Cycle]) -> None:
    """A failure is shown as it was found, and not made smaller, which would take minutes."""
    run_state_machine_as_test(
        seed(SEED)(cycle),
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_everybody_entitled_once_and_nobody_else(cycle: type[Cycle]) -> None:
    run(cycle)


@pytest.mark.parametrize("plant", FAULTS, ids=lambda plant: plant.__name__)
def test_the_machine_finds(
    cycle: type[Cycle], plant: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(monkeypatch)
    with pytest.raises(AssertionError):
        run(cycle)
