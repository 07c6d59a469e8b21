"""Who learns which discipline at which hospital and when: the public benchmark of medical student scheduling.

`model`, `dzn`, `codec` and `check` are light; `solve` loads a compiler and a solver of linear programmes.
"""
