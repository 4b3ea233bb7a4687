"""The doors to a sitting; each module holds the verbs of one matter."""
