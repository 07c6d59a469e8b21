"""Who is where, week by week: one programme per doctor under the units' weekly capacity (`randa-plan/1`).

Nothing is imported here, because the solver loads a compiler that a web page never needs: `model`, `codec`, `check` and
`diagnose` are light; `solve` and `explain` are not.
"""
