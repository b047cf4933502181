"""Handlers for an executor pool with Python workers. Every public function here can be called as tasks:NAME; plain functions, no base class.

An object becomes keyword arguments; a parameter `ctx`, if there is one, has progress, log, cancelled, time_left, attempt and tenant.
"""
import re
import time

WORD = re.compile(r"[^\W\d_]+")


def statistics(text, top=3):
    """A column: the number of words, and the most frequent ones."""
    counts = {}
    for word in WORD.findall(text.lower()):
        counts[word] = counts.get(word, 0) + 1
    frequent = sorted(counts, key=lambda word: (-counts[word], word))[:top]
    return {"words": sum(counts.values()), "frequent": frequent}


def ranks(texts):
    """A batch column: 1 for the longest text of the row group, 2 for the next. Lists in, a list of the same length out."""
    order = sorted(range(len(texts)), key=lambda index: -len(texts[index]))
    ranks = [0] * len(texts)
    for rank, index in enumerate(order, 1):
        ranks[index] = rank
    return ranks


def polite(value, forbidden=()):
    """A validator: True, or what is wrong."""
    found = sorted({word for word in WORD.findall(value.lower()) if word in forbidden})
    return True if not found else {"valid": False, "errors": ["has the word '%s'" % word for word in found]}


def countdown(seconds, ctx):
    """A job: takes its time, says how far it is, and stops when nobody wants it any more."""
    for passed in range(seconds):
        if ctx.cancelled:
            return None
        ctx.progress(100 * passed / seconds, "%d of %d s" % (passed, seconds))
        time.sleep(1)
    return {"seconds": seconds, "attempt": ctx.attempt}
