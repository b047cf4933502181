"""The Python worker of Granary's executor pools: Python 3.9 or newer, standard library only.

A pool starts this file with an interpreter; it is not started by hand. It connects to the host's socket, imports the configured file or module, runs
the initializer, and then carries out calls: `async def` functions on one asyncio loop, others on one thread per lane. The protocol is described in
docs/worker-protocol.md.

A function may take a parameter named `ctx`:
    ctx.cancelled            True when nobody wants the result any more
    ctx.wait_cancelled(s)    waits up to s seconds for that
    ctx.progress(percent=None, message=None, data=None)
    ctx.log(message, level="information")
    ctx.time_left            seconds until the task is cancelled, as it was at the start; None: no limit
    ctx.attempt, ctx.tenant, ctx.traceparent, ctx.tracestate, ctx.pool, ctx.worker
    ctx.preloaded            what the initializer returned
A function with the attribute `idempotent = True` is run once more when its worker is lost.
"""

import asyncio
import collections
import importlib
import importlib.util
import inspect
import io
import json
import logging
import os
import platform
import queue
import select
import signal
import socket
import struct
import sys
import threading
import time
import traceback

PROTOCOL = 1
HEADER = struct.Struct("<IBBHQ")
MAX_META = 65535
MAX_DATA = 1024 * 1024
CHUNK = 256 * 1024
MORE, JSON = 1, 2
HELLO, WELCOME, READY, REFUSED, CALL, DATA, PROGRESS, RESULT, ERROR, CANCEL, LOG, PING, PONG, SHUTDOWN, BYE = range(1, 16)
LOGS_PER_SECOND = 200
PROGRESS_PAUSE = 0.1
EARLY_CANCELS = 1024


class ProtocolError(Exception):
    """The host broke the protocol."""


class ArgumentError(Exception):
    """The argument does not fit the function."""


class ResultError(Exception):
    """The result cannot be sent."""

    def __init__(self, message, kind=None):
        super().__init__(message)
        self.kind = kind


def cut(text, size):
    """The text, at most so many bytes of UTF-8."""
    data = text.encode("utf-8", "replace")
    return text if len(data) <= size else data[:size].decode("utf-8", "ignore")


# ------------------------------------------------------------------------------------------------------------- lifeline


def watch_host():
    """Standard input is a pipe whose only write end is the host's; its end is the host's end, and ours.

    On Linux the descriptor itself raises SIGKILL, also while C code holds the interpreter; elsewhere a thread waits for it.
    """
    lifeline = os.dup(0)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    sys.stdin = io.TextIOWrapper(open(0, "rb", closefd=False), encoding="utf-8")
    if sys.platform == "linux":
        import fcntl

        f_setsig = getattr(fcntl, "F_SETSIG", 10)
        fcntl.fcntl(lifeline, f_setsig, signal.SIGKILL)
        fcntl.fcntl(lifeline, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(lifeline, fcntl.F_SETFL, fcntl.fcntl(lifeline, fcntl.F_GETFL) | os.O_ASYNC)
        # The host may have died before the signal was asked for.
        poll = select.poll()
        poll.register(lifeline, select.POLLHUP)
        if any(event & select.POLLHUP for _, event in poll.poll(0)):
            os.kill(os.getpid(), signal.SIGKILL)
        return

    def wait():
        while os.read(lifeline, 64):
            pass
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=wait, name="lifeline", daemon=True).start()


# ----------------------------------------------------------------------------------------------------------- connection


class Connection:
    """Frames over the socket. One thread reads; any thread sends. Payloads go out in parts, so that other frames get between them."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.connect(path)
        self.lock = threading.Lock()
        self.buffer = bytearray()

    def send(self, kind, call=0, meta=None, data=b"", is_json=False):
        head = b"" if meta is None else json.dumps(meta, separators=(",", ":"), allow_nan=False).encode()
        if len(head) > MAX_META:
            raise ValueError("the meta of a frame is too long")
        flags = JSON if is_json else 0
        if len(data) <= CHUNK:
            frame = HEADER.pack(len(head) + len(data), kind, flags, len(head), call) + head + data
            with self.lock:
                self.socket.sendall(frame)
            return
        view = memoryview(data)
        for start in range(0, len(view), CHUNK):
            part = view[start:start + CHUNK]
            more = MORE if start + CHUNK < len(view) else 0
            frame = HEADER.pack(len(head) + len(part), kind if start == 0 else DATA, flags | more, len(head), call) + head
            head = b""
            with self.lock:
                self.socket.sendall(frame)
                self.socket.sendall(part)

    def fill(self, count):
        buffer = self.buffer
        while len(buffer) < count:
            part = self.socket.recv(max(65536, count - len(buffer)))
            if not part:
                if buffer:
                    raise ProtocolError("the connection ended inside a frame")
                return False
            buffer += part
        return True

    def read(self):
        """The next frame as (type, flags, call, meta, data); None at the end."""
        if not self.fill(HEADER.size):
            return None
        length, kind, flags, meta, call = HEADER.unpack_from(self.buffer)
        if length > MAX_META + MAX_DATA or meta > length or length - meta > MAX_DATA:
            raise ProtocolError("a frame of type %d says it has %d bytes, %d of them meta" % (kind, length, meta))
        if kind < 128 and (kind < HELLO or kind > BYE or flags & ~(MORE | JSON)):
            raise ProtocolError("there is no frame of type %d with flags %d" % (kind, flags))
        end = HEADER.size + length
        if not self.fill(end):
            raise ProtocolError("the connection ended inside a frame")
        head = bytes(self.buffer[HEADER.size:HEADER.size + meta])
        data = bytes(self.buffer[HEADER.size + meta:end])
        del self.buffer[:end]
        return kind, flags, call, head, data


def parse_meta(head):
    try:
        meta = json.loads(head)
    except (ValueError, RecursionError) as error:
        raise ProtocolError("the meta of a frame cannot be read: %s" % error) from None
    if not isinstance(meta, dict):
        raise ProtocolError("the meta of a frame is no object")
    return meta


def number(meta, name, default=None):
    value = meta.get(name, default)
    if value is not None and (isinstance(value, bool) or not isinstance(value, (int, float))):
        raise ProtocolError("%s is no number" % name)
    return value


# ------------------------------------------------------------------------------------------------------------------ logs


class Logs:
    """Log frames: so many a second, the rest is counted."""

    def __init__(self, connection):
        self.connection = connection
        self.lock = threading.Lock()
        self.second = 0.0
        self.taken = 0
        self.dropped = 0

    def write(self, level, category, message):
        with self.lock:
            now = time.monotonic()
            dropped = 0
            if now - self.second >= 1:
                dropped, self.dropped = self.dropped, 0
                self.second, self.taken = now, 0
            if self.taken >= LOGS_PER_SECOND:
                self.dropped += 1
                return
            self.taken += 1
        if dropped:
            self.send("warning", "granary", "%d messages were dropped" % dropped)
        self.send(level, category, message)

    def send(self, level, category, message):
        try:
            self.connection.send(LOG, meta={"level": level, "category": cut(category, 256), "message": cut(message, 8192)})
        except OSError:
            pass  # the connection is gone; so is whoever would read this


class LogStream(io.TextIOBase):
    """What is printed becomes log frames, line by line."""

    def __init__(self, logs, name, descriptor):
        self.logs, self.name, self.descriptor = logs, name, descriptor
        self.line = []
        self.length = 0
        self.lock = threading.RLock()
        self.buffer = LogBytes(self)

    encoding = "utf-8"
    errors = "replace"

    def writable(self):
        return True

    def fileno(self):
        return self.descriptor

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError("write() argument must be str, not " + type(text).__name__)
        with self.lock:
            start = 0
            while True:
                end = text.find("\n", start)
                part = text[start:] if end < 0 else text[start:end]
                if part and self.length < 8192:
                    part = part[:8192 - self.length]
                    self.line.append(part)
                    self.length += len(part)
                if end < 0:
                    return len(text)
                self.flush()
                start = end + 1

    def flush(self):
        with self.lock:
            if self.line:
                line, self.line, self.length = "".join(self.line), [], 0
                self.logs.write("information", self.name, line)


class LogBytes(io.RawIOBase):
    def __init__(self, stream):
        self.stream = stream

    def writable(self):
        return True

    def write(self, data):
        self.stream.write(bytes(data).decode("utf-8", "replace"))
        return len(data)

    def flush(self):
        self.stream.flush()


class LogHandler(logging.Handler):
    LEVELS = {"DEBUG": "debug", "INFO": "information", "WARNING": "warning", "ERROR": "error", "CRITICAL": "critical"}

    def __init__(self, logs):
        super().__init__()
        self.logs = logs

    def emit(self, record):
        self.logs.write(self.LEVELS.get(record.levelname, "information"), record.name, self.format(record))


# ----------------------------------------------------------------------------------------------------------------- calls


class Context:
    """What a function may ask and say about its call."""

    def __init__(self, session, call):
        self._session, self._call = session, call
        meta = call.meta
        left = number(meta, "timeLeftMs")
        self.time_left = None if left is None else left / 1000
        self.attempt = meta.get("attempt", 1)
        self.tenant = meta.get("tenant")
        self.traceparent = meta.get("traceparent")
        self.tracestate = meta.get("tracestate")
        self.pool = session.pool
        self.worker = session.worker
        self.preloaded = session.preloaded

    @property
    def cancelled(self):
        return self._call.cancelled.is_set()

    def wait_cancelled(self, seconds=None):
        return self._call.cancelled.wait(seconds)

    def progress(self, percent=None, message=None, data=None):
        self._session.flusher.report(self._call, percent, message, data)

    def log(self, message, level="information"):
        self._session.logs.write(level, self._call.handler.name, str(message))


class Flusher:
    """Progress frames: at most ten a second per call, the latest wins."""

    def __init__(self, connection):
        self.connection = connection
        self.condition = threading.Condition()
        self.waiting = {}
        self.thread = None

    def report(self, call, percent, message, data):
        if data is not None and len(json.dumps(data, allow_nan=False)) > 4096:
            data = None
        meta = {}
        if percent is not None:
            meta["percent"] = min(100.0, max(0.0, float(percent)))
        if message is not None:
            meta["message"] = cut(str(message), 1024)
        if data is not None:
            meta["data"] = data
        now = time.monotonic()
        with self.condition:
            if call.ended:
                return
            if now >= call.progress_at and call.id not in self.waiting:
                call.progress_at = now + PROGRESS_PAUSE
            else:
                self.waiting[call.id] = (call, meta)
                if self.thread is None:
                    self.thread = threading.Thread(target=self.run, name="progress", daemon=True)
                    self.thread.start()
                self.condition.notify()
                return
        self.connection.send(PROGRESS, call.id, meta)

    def run(self):
        while True:
            with self.condition:
                while not self.waiting:
                    self.condition.wait()
                now = time.monotonic()
                due = [key for key, (call, _) in self.waiting.items() if call.progress_at <= now]
                ready = [self.waiting.pop(key) for key in due]
                for call, _ in ready:
                    call.progress_at = now + PROGRESS_PAUSE
                    # Under the lock: the end of the call takes it too, so no report follows a result.
                    self.connection.send(PROGRESS, call.id, _)
                if not ready:
                    first = min(call.progress_at for call, _ in self.waiting.values())
                    self.condition.wait(max(0.001, first - now))

    def end(self, call):
        with self.condition:
            call.ended = True
            last = self.waiting.pop(call.id, None)
            if last is not None:
                self.connection.send(PROGRESS, call.id, last[1])


class Handler:
    def __init__(self, name, function):
        self.name, self.function = name, function
        self.is_async = inspect.iscoroutinefunction(function)
        self.is_idempotent = getattr(function, "idempotent", False) is True
        self.signature = inspect.signature(function)
        parameters = self.signature.parameters
        self.takes_context = "ctx" in parameters
        others = [parameter for parameter in parameters.values() if parameter.name != "ctx"]
        self.takes_nothing = not others
        # By name, so that `ctx` may stand anywhere; by position where there is no name.
        first = others[0] if others else None
        self.first = first.name if first is not None and first.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD else None

    def bind(self, argument, is_object, context):
        positional, named = [], {}
        if is_object:
            named = dict(argument)
            if self.takes_context and "ctx" in named:
                raise ArgumentError("the argument has a member 'ctx', which is the name of the context")
        elif not (argument is None and self.takes_nothing):
            if self.first is None:
                positional = [argument]
            else:
                named = {self.first: argument}
        if self.takes_context:
            named["ctx"] = context
        try:
            self.signature.bind(*positional, **named)
        except TypeError as error:
            raise ArgumentError("%s%s: %s" % (self.name, self.signature, error)) from None
        return positional, named


class Call:
    __slots__ = ("id", "meta", "handler", "is_json", "size", "parts", "filled", "cancelled", "task", "ended", "progress_at", "begun")

    def __init__(self, call_id, meta, handler):
        self.id, self.meta, self.handler = call_id, meta, handler
        self.is_json, self.size, self.parts, self.filled = False, 0, None, 0
        self.cancelled = threading.Event()
        self.task = None
        self.ended = False
        self.progress_at = 0.0
        self.begun = 0.0


def encode(value, limit):
    """The result as (data, is JSON)."""
    if isinstance(value, (bytes, bytearray, memoryview)):
        data, is_json = bytes(value), False
    else:
        try:
            data, is_json = json.dumps(value, separators=(",", ":"), allow_nan=False).encode("utf-8"), True
        except (TypeError, ValueError, RecursionError) as error:
            raise ResultError("the result of type %s does not serialize: %s" % (type(value).__name__, error)) from None
    if len(data) > limit:
        raise ResultError("the result has %d bytes, above the limit MaxPayload %d" % (len(data), limit), "payload_too_large")
    return data, is_json


class Session:
    def __init__(self, connection):
        self.connection = connection
        self.logs = Logs(connection)
        self.flusher = Flusher(connection)
        self.calls = {}
        self.answering = 0
        self.condition = threading.Condition()
        self.last = 0
        self.early = collections.deque(maxlen=EARLY_CANCELS)
        self.lanes = queue.SimpleQueue()
        self.loop = None
        self.preloaded = None
        self.handlers = {}
        self.pool, self.worker, self.limit, self.lane_count = "", 0, 0, 1

    def greet(self, token):
        self.connection.send(HELLO, meta={
            "minProtocol": PROTOCOL, "maxProtocol": PROTOCOL, "runtime": "python", "version": platform.python_version(),
            "pid": os.getpid(), "token": token})
        frame = self.connection.read()
        if frame is None:
            raise ProtocolError("the host closed the connection before its welcome")
        kind, _, _, head, _ = frame
        if kind != WELCOME:
            raise ProtocolError("a frame of type %d came instead of a welcome" % kind)
        welcome = parse_meta(head)
        if welcome.get("protocol") != PROTOCOL:
            raise ProtocolError("the host chose version %r of the protocol, which was not offered" % welcome.get("protocol"))
        self.pool = str(welcome.get("pool", ""))
        self.worker = number(welcome, "worker", 0)
        self.lane_count = int(number(welcome, "lanes", 1))
        self.limit = int(number(welcome, "maxPayload", 0))
        return welcome

    def prepare(self, settings, welcome):
        begun = time.monotonic()
        if sys.version_info < (3, 9):
            self.refuse("import", "Python %s at %s is too old; it must be 3.9 or newer" % (platform.python_version(), sys.executable))
            return False
        try:
            sys.path[:0] = settings.get("path") or []
            module = load_module(settings)
            self.handlers = find_handlers(module, settings.get("handlers") or [])
        except BaseException:
            self.refuse("import", traceback.format_exc())
            return False
        try:
            if welcome.get("initializer"):
                initializer = find_function(module, welcome["initializer"])
                result = initializer(**(welcome.get("initializerArguments") or {}))
                if inspect.isawaitable(result):
                    result = asyncio.run_coroutine_threadsafe(result, self.get_loop()).result()
                self.preloaded = result
        except BaseException:
            self.refuse("preload", traceback.format_exc())
            return False
        for number_of_lane in range(self.lane_count):
            threading.Thread(target=self.run_lane, name="lane %d" % number_of_lane, daemon=True).start()
        self.connection.send(READY, meta={
            "handlers": [
                {"name": handler.name, "asynchronous": handler.is_async, "idempotent": handler.is_idempotent}
                for handler in self.handlers.values()],
            "preloadMs": (time.monotonic() - begun) * 1000, "residentBytes": resident_bytes()})
        return True

    def refuse(self, stage, error):
        self.connection.send(REFUSED, meta={"stage": stage, "error": cut(error, 32768)})

    def get_loop(self):
        if self.loop is None:
            self.loop = asyncio.new_event_loop()
            threading.Thread(target=self.loop.run_forever, name="asyncio", daemon=True).start()
        return self.loop

    def serve(self):
        """Reads frames until told to end; the exit code."""
        while True:
            frame = self.connection.read()
            if frame is None:
                return 0
            kind, flags, call_id, head, data = frame
            if kind == CALL:
                self.begin(call_id, flags, parse_meta(head), data)
            elif kind == DATA:
                self.add(call_id, flags, data)
            elif kind == CANCEL:
                self.cancel(call_id)
            elif kind == PING:
                self.connection.send(PONG, meta={"residentBytes": resident_bytes(), "running": len(self.calls)})
            elif kind == SHUTDOWN:
                self.finish((number(parse_meta(head), "graceMs", 0) or 0) / 1000)
                sys.stdout.flush()
                sys.stderr.flush()
                self.connection.send(BYE, meta={"reason": "shutdown"})
                return 0
            elif kind < 128:
                raise ProtocolError("a frame of type %d came from the host" % kind)

    def begin(self, call_id, flags, meta, data):
        name = meta.get("handler")
        if not isinstance(name, str):
            raise ProtocolError("a call names no handler")
        call = Call(call_id, meta, self.handlers.get(name))
        call.is_json = bool(flags & JSON)
        size = number(meta, "size")
        call.size = len(data) if size is None else int(size)
        if call.size > self.limit or call.size < len(data) or (size is None and flags & MORE):
            raise ProtocolError("the payload of the call %d has %d bytes" % (call_id, call.size))
        with self.condition:
            if call_id <= self.last:
                raise ProtocolError("the call %d came after the call %d" % (call_id, self.last))
            self.last = call_id
            self.calls[call_id] = call
            # Control frames overtake payloads, so the cancel of a call may come before it.
            if call_id in self.early:
                call.cancelled.set()
        if flags & MORE:
            call.parts = bytearray(data)
        elif call.size != len(data):
            raise ProtocolError("the payload of the call %d is not what it names" % call_id)
        else:
            self.start(call, data)

    def add(self, call_id, flags, data):
        call = self.calls.get(call_id)
        if call is None or call.parts is None:
            raise ProtocolError("data came for the call %d, which waits for none" % call_id)
        if len(call.parts) + len(data) > call.size:
            raise ProtocolError("the payload of the call %d is longer than it names" % call_id)
        call.parts += data
        if not flags & MORE:
            if len(call.parts) != call.size:
                raise ProtocolError("the payload of the call %d is shorter than it names" % call_id)
            data, call.parts = bytes(call.parts), None
            self.start(call, data)

    def cancel(self, call_id):
        with self.condition:
            call = self.calls.get(call_id)
            if call is None:
                if call_id > self.last:
                    self.early.append(call_id)
                return
            call.cancelled.set()
            if call.task is not None:
                self.loop.call_soon_threadsafe(call.task.cancel)

    def finish(self, grace):
        end = time.monotonic() + grace
        with self.condition:
            pending = list(self.calls)
        for call_id in pending:
            self.cancel(call_id)
        with self.condition:
            while (self.calls or self.answering) and time.monotonic() < end:
                self.condition.wait(end - time.monotonic())

    def start(self, call, data):
        if call.handler is None:
            names = ", ".join(sorted(self.handlers)) or "none"
            self.end(call, error={"reason": "unknown", "message": "there is no handler '%s'; there are %s" % (call.meta["handler"], names)})
        elif call.handler.is_async:
            asyncio.run_coroutine_threadsafe(self.run_async(call, data), self.get_loop())
        else:
            self.lanes.put((call, data))

    def run_lane(self):
        while True:
            call, data = self.lanes.get()
            try:
                value = self.invoke(call, data)
            except BaseException as error:  # also SystemExit: a function does not end its worker that way
                self.end(call, error=self.describe(call, error))
            else:
                self.end(call, value=value)
            call = data = value = None  # an idle lane keeps nothing alive

    async def run_async(self, call, data):
        with self.condition:
            call.task = asyncio.current_task()
        try:
            value = await self.invoke(call, data)
        except BaseException as error:
            self.end(call, error=self.describe(call, error))
        else:
            self.end(call, value=value)

    def invoke(self, call, data):
        call.begun = time.monotonic()
        if call.cancelled.is_set():
            raise asyncio.CancelledError()
        if call.is_json:
            try:
                argument = json.loads(data)
            except (ValueError, RecursionError) as error:
                raise ArgumentError("the argument is no JSON: %s" % error) from None
        else:
            argument = data
        positional, named = call.handler.bind(
            argument, call.is_json and isinstance(argument, dict), Context(self, call) if call.handler.takes_context else None)
        return call.handler.function(*positional, **named)

    def describe(self, call, error):
        if isinstance(error, ArgumentError):
            return {"reason": "argument", "message": cut(str(error), 8192)}
        if isinstance(error, asyncio.CancelledError) and call.cancelled.is_set():
            return {"reason": "cancelled", "message": "cancelled"}
        # The first two frames are this file's.
        inner = error.__traceback__ and error.__traceback__.tb_next and error.__traceback__.tb_next.tb_next
        stack = "".join(traceback.format_exception(type(error), error, inner or error.__traceback__))
        kind = type(error)
        name = kind.__qualname__ if kind.__module__ in ("builtins", "__main__") else kind.__module__ + "." + kind.__qualname__
        return {"reason": "handler", "type": name, "message": cut(str(error), 8192), "stack": cut(stack, 16384)}

    def end(self, call, value=None, error=None):
        data, is_json, meta = b"", False, None
        if error is None:
            try:
                data, is_json = encode(value, self.limit)
                meta = {"runMs": round((time.monotonic() - call.begun) * 1000, 3)}
                if len(data) > CHUNK:
                    meta["size"] = len(data)
            except ResultError as refused:
                error = {"reason": "result", "message": cut(str(refused), 8192)}
                if refused.kind:
                    error["type"] = refused.kind
            except BaseException as failed:
                error = self.describe(call, failed)
        try:
            if call.handler is not None and call.handler.takes_context:
                self.flusher.end(call)
            # Out of the table first: once the answer is out, the host may send the next call for this lane.
            with self.condition:
                self.calls.pop(call.id, None)
                self.answering += 1
            try:
                if error is None:
                    self.connection.send(RESULT, call.id, meta, data, is_json)
                else:
                    self.connection.send(ERROR, call.id, error)
            finally:
                with self.condition:  # a farewell waits for the answers that are on their way
                    self.answering -= 1
                    self.condition.notify_all()
        except OSError:
            pass  # the host is gone; the lifeline ends this process


# --------------------------------------------------------------------------------------------------------------- modules


def load_module(settings):
    path = settings.get("file")
    if not path:
        return importlib.import_module(settings["module"])
    sys.path.insert(0, os.path.dirname(path))
    name = os.path.splitext(os.path.basename(path))[0]
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None:
        raise ImportError("'%s' is no Python file" % path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def find_handlers(module, wanted):
    listed = getattr(module, "__all__", None)
    found = {}
    for name, value in vars(module).items():
        if not inspect.isfunction(value):
            continue
        if name in listed if listed is not None else (value.__module__ == module.__name__ and not name.startswith("_")):
            handler = Handler("%s:%s" % (module.__name__, name), value)
            found[handler.name] = handler
    if not wanted:
        return found
    chosen = {}
    for name in wanted:
        full = name if ":" in name else "%s:%s" % (module.__name__, name)
        if full not in found:
            raise ImportError("there is no function '%s'; there are %s" % (full, ", ".join(sorted(found)) or "none"))
        chosen[full] = found[full]
    return chosen


def find_function(module, name):
    module_name, _, function = name.rpartition(":")
    owner = module if module_name in ("", module.__name__) else importlib.import_module(module_name)
    found = getattr(owner, function, None)
    if not callable(found):
        raise ImportError("there is no function '%s'" % name)
    return found


def resident_bytes():
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0


def main():
    path = os.environ.get("GRANARY_WORKER_SOCKET")
    token = os.environ.pop("GRANARY_WORKER_TOKEN", None)
    if not path or not token:
        sys.stderr.write("granary_worker: an executor pool starts this file; its variables are missing from the environment\n")
        return 2
    # Ctrl-C and service managers signal whole groups of processes; when this one ends is for the host to say.
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, lambda *_: None)
    watch_host()
    settings = json.loads(os.environ.get("GRANARY_WORKER_PYTHON") or "{}")
    # The folder of this file is not the user's.
    sys.path[:] = [entry for entry in sys.path if entry != os.path.dirname(os.path.abspath(__file__))]
    session = Session(Connection(path))
    try:
        welcome = session.greet(token)
        sys.stdout = LogStream(session.logs, "stdout", 1)
        sys.stderr = LogStream(session.logs, "stderr", 2)
        logging.basicConfig(level=logging.INFO, handlers=[LogHandler(session.logs)], format="%(message)s")
        return session.serve() if session.prepare(settings, welcome) else 1
    except (ProtocolError, OSError) as error:
        os.write(2, ("granary_worker: %s\n" % error).encode())
        return 70


if __name__ == "__main__":
    code = main()
    # Threads of users must not keep the process, and nothing of theirs is to run at exit while the host waits.
    os._exit(code)
