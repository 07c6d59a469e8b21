"""Facts with their provenance: data files and the readers that type them. No Django, no writes.

Provenance of a fact is `a` (stated in one of the documents 000-004), `b` (read in public text), `c` (general
knowledge, to be verified before it is relied on), or `a+b`. What each file holds and where it comes from:
docs/sources.md.
"""
