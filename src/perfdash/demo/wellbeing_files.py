"""The wellbeing files, in the manner of four systems: occupational health, trauma support, personnel and training.

They are about the invented workforce, by the same employee numbers, and cover four years to the day of the other extracts.
There is no column for a name, a score, a diagnosis or anything in a person's own words.
"""

from collections.abc import Callable
from pathlib import Path

from perfdash.demo import workforce_cells as cells
from perfdash.demo.wellbeing_absences import absence_columns
from perfdash.demo.wellbeing_health import referral_columns
from perfdash.demo.wellbeing_people import main_posts
from perfdash.demo.wellbeing_pilots import assessment_columns, session_columns
from perfdash.demo.wellbeing_programmes import contact_columns
from perfdash.demo.wellbeing_training import training_columns
from perfdash.demo.wellbeing_trauma import exposure_columns
from perfdash.demo.workforce import posts_held

# The profile that reads each file, and what the file is called.
WELLBEING_FILES = {
    "demo_programme_contacts": "programme-contacts.csv",
    "demo_exposures": "trauma-exposures.csv",
    "demo_referrals": "occupational-health-referrals.csv",
    "demo_absences": "absences.csv",
    "demo_training": "training-completed.csv",
    "demo_assessments": "msk-assessments.csv",
    "demo_sessions": "wellbeing-bus.csv",
}


def write_wellbeing_extracts(
    folder: Path, *, seed: int = 1, progress: Callable[[float], None] | None = None
) -> dict[str, Path]:
    """Write the seven extracts into `folder`, made if need be, and return their paths by the profile that reads them.

    They cover four years, whatever the number of years of the incidents. `progress` is told the share done. The same seed
    gives the same bytes with the pinned libraries.
    """
    folder.mkdir(parents=True, exist_ok=True)
    told = progress or (lambda share: None)
    posts = main_posts(posts_held(seed))
    told(0.5)
    tables = (
        contact_columns(seed, posts),
        exposure_columns(seed, posts),
        referral_columns(seed, posts),
        absence_columns(seed, posts),
        training_columns(seed, posts),
        assessment_columns(seed, posts),
        session_columns(seed),
    )
    paths = {
        profile: cells.write(folder / name, columns)
        for (profile, name), columns in zip(WELLBEING_FILES.items(), tables, strict=True)
    }
    told(1.0)
    return paths
