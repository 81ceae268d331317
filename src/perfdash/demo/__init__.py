"""The demonstration force: Staffordshire-shaped, invented, seeded and repeatable to the byte.

It writes extracts as two suppliers would and knows nothing of the store: what it writes goes through the same
front door as a real extract, with `data/profiles/demo.toml` and `demo_*.toml`. What is invented, and what was
planted in it, is told in `docs/demonstration.md`.

- `shape`      the constants: teams, grades, sources, rhythm, stages, each with its reason
- `effects`    what was planted, from when and how large
- `clocks`     the span, the files, and the clock on the wall
- `draws`      seeded draws
- `calls`      who called, when, from where, about what
- `timings`    the instants of each call when all goes as recorded
- `faults`     how each ends and what is missing or wrong in its record
- `extract`    instants and codes as a supplier's text
- `incidents`  the files
- `telephony`  the telephone system's files: 999 and 101 calls, apart from the incidents

The people, ten years of them, whatever the number of years of the incidents:

- `workforce`           the force, run month by month
- `workforce_shape`     its constants: strengths, commands, ranks, roles, hours
- `workforce_effects`   what was planted in it, from when and how large
- `workforce_people`    who is in the force, and the posts they have put behind them
- `workforce_leaving`, `workforce_moves`, `workforce_joining`  what happens in a month
- `workforce_exits`, `workforce_stays`  exit interviews; stay interviews and who holds them
- `workforce_cells`, `workforce_files`  the personnel system's files

What is done for their wellbeing, four years of it:

- `wellbeing_shape`, `wellbeing_effects`  its constants; what was planted in it, from when and how large
- `wellbeing_people`       whom the records are about, on which day
- `wellbeing_programmes`, `wellbeing_trauma`, `wellbeing_health`  screening and support; exposures; referrals
- `wellbeing_absences`, `wellbeing_training`, `wellbeing_pilots`  absences; courses; assessments and the wellbeing bus
- `wellbeing_files`        the files of the systems that know of it
"""

from perfdash.demo.effects import CALL_EFFECTS, EFFECTS, CallEffect, Effect
from perfdash.demo.incidents import write_extracts
from perfdash.demo.telephony import write_call_extracts
from perfdash.demo.wellbeing_effects import FALLS_BEHIND, OFFERED_SOONER
from perfdash.demo.wellbeing_files import write_wellbeing_extracts
from perfdash.demo.workforce_effects import CONTACT_REASONS, EARLY_PEAK
from perfdash.demo.workforce_files import write_workforce_extracts

__all__ = [
    "CALL_EFFECTS",
    "CONTACT_REASONS",
    "EARLY_PEAK",
    "EFFECTS",
    "FALLS_BEHIND",
    "OFFERED_SOONER",
    "CallEffect",
    "Effect",
    "write_call_extracts",
    "write_extracts",
    "write_wellbeing_extracts",
    "write_workforce_extracts",
]
