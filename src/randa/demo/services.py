"""The demo world: made when the database holds nobody, remade on demand."""


def make_demo_world_if_empty() -> bool:
    """Make the demo world unless somebody is registered already. Return whether it was made."""
    return False


def reset_demo_world() -> str:
    """Empty the database of everything but its shape, load reference data and make the demo world. Return a sentence."""
    return "0 people."
