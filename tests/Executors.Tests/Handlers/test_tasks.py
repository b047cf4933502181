"""The handlers of the behaviour suite in Python; TestModule.cs has the same."""
import asyncio
import os
import select
import socket
import sys

kept = []


def echo(value):
    return value


echo.idempotent = True


async def echo_later(value):
    await asyncio.sleep(0)
    return value


def add(a, b):
    return a + b


def fail(ctx, value=None):
    raise ValueError("bad")


def hold(path, obedient, ctx):
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(path)
    connection.sendall(b"s")
    told = False
    while not select.select([connection], [], [], 0.01)[0]:
        if ctx.cancelled and not told:
            told = True
            connection.sendall(b"c")
            if obedient:
                raise asyncio.CancelledError()
    return 7


async def hold_async(path, ctx):
    reader, writer = await asyncio.open_unix_connection(path)
    writer.write(b"s")
    await writer.drain()
    try:
        await reader.read(1)
    except asyncio.CancelledError:
        writer.write(b"c")
        await writer.drain()
        raise
    return 7


def unsendable(value=None):
    return object()


def nan():
    return float("nan")


def long(length):
    return "x" * length


def progress(ctx, value=None):
    ctx.progress(10, "first", 1)
    ctx.progress(20, "second")
    ctx.progress(30, "last", {"n": 3})
    return 3


def context(ctx, value=None):
    return {"attempt": ctx.attempt, "tenant": ctx.tenant, "hasTimeLeft": ctx.time_left is not None,
            "hasTrace": ctx.traceparent is not None, "pool": ctx.pool}


def print_(megabytes):
    line = "y" * 1023
    for _ in range(megabytes * 1024):
        print(line)
    # What native code writes goes to the descriptor itself.
    for _ in range(megabytes):
        os.write(1, b"z" * 1024 * 1024)
    return megabytes


def pid(value=None):
    return os.getpid()


def exit(code):
    os._exit(code)


def system_exit():
    sys.exit(3)


def exit_first_time(path, ctx):
    with open(path, "a") as file:
        file.write("x")
    if os.path.getsize(path) == 1:
        os._exit(9)
    return ctx.attempt


exit_first_time.idempotent = True


def variable(name):
    return os.environ.get(name)


def preloaded(ctx, value=None):
    return ctx.preloaded


def spend(size):
    kept.append(bytearray(b"1") * size)
    return size


def folder(value=None):
    return os.getcwd()


def spin():
    while True:
        pass


def read_input():
    return sys.stdin.read()


def _load(path, number):
    with open(path, "a") as file:
        file.write("x\n")
    return {"number": number}


def _load_third_time(path):
    with open(path, "a") as file:
        file.write("x")
    if os.path.getsize(path) < 3:
        raise RuntimeError("the model is not there yet")


def _private():
    return 1
