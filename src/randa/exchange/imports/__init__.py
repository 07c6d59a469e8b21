"""Reading in a university's list of students for a course occasion."""
