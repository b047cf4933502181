"""Python's own executors, driven line by line: `process 8 1.0` keeps 8 echoes of 1 KB in flight for a second and answers with a JSON line."""
import concurrent.futures
import json
import statistics
import sys
import threading
import time

import peer_tasks

DATA = b"x" * 1024


def measure(executor, in_flight, seconds):
    latencies = []
    end = time.perf_counter() + seconds
    begun = time.perf_counter()
    if in_flight == 1:
        # What a caller would write, without the cost of waiting for one of many.
        while time.perf_counter() < end:
            start = time.perf_counter()
            executor.submit(peer_tasks.echo, DATA).result()
            latencies.append(time.perf_counter() - start)
        return latencies, time.perf_counter() - begun
    lock = threading.Lock()
    done = threading.Event()
    running = [0]

    def next_one():
        if time.perf_counter() >= end:
            with lock:
                running[0] -= 1
                if running[0] == 0:
                    done.set()
            return
        start = time.perf_counter()

        def ended(_):
            latencies.append(time.perf_counter() - start)
            next_one()

        executor.submit(peer_tasks.echo, DATA).add_done_callback(ended)

    running[0] = in_flight
    for _ in range(in_flight):
        next_one()
    done.wait()
    return latencies, time.perf_counter() - begun


def main():
    executors = {
        "process": concurrent.futures.ProcessPoolExecutor(int(sys.argv[1])),
        "thread": concurrent.futures.ThreadPoolExecutor(int(sys.argv[2])),
    }
    for executor in executors.values():
        list(executor.map(peer_tasks.echo, [DATA] * 200))
    for line in sys.stdin:
        name, in_flight, seconds = line.split()
        latencies, wall = measure(executors[name], int(in_flight), float(seconds))
        latencies.sort()
        print(json.dumps({
            "perSecond": len(latencies) / wall,
            "p50": statistics.median(latencies) * 1e6,
            "p99": latencies[int(len(latencies) * 0.99)] * 1e6}), flush=True)
    for executor in executors.values():
        executor.shutdown(cancel_futures=True)


if __name__ == "__main__":
    main()
