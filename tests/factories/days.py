"""Days that tests agree on."""

import datetime as dt

TODAY = dt.date(2027, 1, 11)
YEAR_BEFORE = dt.date(2026, 1, 5)
YEARS_AFTER = dt.date(2030, 1, 7)
