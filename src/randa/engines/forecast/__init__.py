"""Forecast of posts, people and load per region, quarter and placement area (`randa-forecast/1`).

`solve.run(problem)` gives a `Result`; `check.violations(problem, result)` judges it. See `docs/engines/forecast.md`.
"""
