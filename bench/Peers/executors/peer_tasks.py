"""The measured function, the same for Granary's Python workers and for Python's own executors."""
import time


def echo(data):
    return data


def block(seconds):
    time.sleep(seconds)
    return seconds
