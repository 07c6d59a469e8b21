"""Sending a proposal, answering it, and what publishing makes of the answers."""
