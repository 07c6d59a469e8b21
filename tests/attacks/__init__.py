"""What somebody with bad intentions tries, on every address there is: no list of exceptions but what is said with its reason."""
