"""The three stages of an attendance: one after the other, from the call to the first arrival."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Stage:
    """One stage: its key, its name for people and the two instants it lies between, in words."""

    key: str
    name: str
    starts: str
    stops: str

    @property
    def column(self) -> str:
        """Its seconds in the mart `incident_times`, and its mean in an answer."""
        return f"{self.key}_seconds"

    @property
    def measure(self) -> str:
        """Its row in the register of measures."""
        return f"{self.key}_time"


STAGES = (
    Stage("control_room", "control room", "call answered (or created)", "ready for despatch"),
    Stage("despatch", "despatch", "ready for despatch", "first despatched"),
    Stage("travel", "travel", "first despatched", "first arrival"),
)
BY_KEY = {stage.key: stage for stage in STAGES}

# An extract that leaves one of these blank throughout has no incident with all three stages.
NEEDED_COLUMNS = ("ready_for_despatch_at", "despatched_at", "arrived_at")
