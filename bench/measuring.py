"""What every benchmark here needs: a process measured from its start to its end, and what it ran on.

Only the standard library is used: a small parent process matters, because the kernel counts the parent's memory at the moment of the
start into the child's peak.
"""
import datetime
import hashlib
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SKIPPED = 77  # the exit status by which a peer says that it is not installed


def say(text):
    print(f"{datetime.datetime.now():%H:%M:%S} {text}", file=sys.stderr, flush=True)


class Failed(Exception):
    """A program that is being measured has failed; its output is the message."""


@dataclass
class Measured:
    seconds: float  # wall clock, from before the start until its end was noticed
    first_line_seconds: float  # until its first line of output had come
    cpu_seconds: float
    others_cpu_seconds: float  # what everything else on the machine took in the same time
    peak_memory_mb: float
    status: int
    output: str
    errors: str

    def json(self):
        return json.loads(self.output)


def measure(command, environment=None, may_skip=False):
    """Runs a program alone and measures it. Raises Failed unless it ends with 0 (or, if it may, with SKIPPED)."""
    command = [str(word) for word in command]
    with tempfile.TemporaryFile() as errors:
        reader, writer = os.pipe()
        actions = [(os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0), (os.POSIX_SPAWN_DUP2, writer, 1),
                   (os.POSIX_SPAWN_DUP2, errors.fileno(), 2), (os.POSIX_SPAWN_CLOSE, reader)]
        busy = busy_seconds()
        begin = time.perf_counter()
        pid = os.posix_spawnp(command[0], command, {**os.environ, **(environment or {})}, file_actions=actions)
        os.close(writer)
        output, first_line = read_all(reader, begin)
        _, status, usage = os.wait4(pid, 0)
        seconds = time.perf_counter() - begin
        busy = busy_seconds() - busy
        errors.seek(0)
        error_text = errors.read().decode("utf-8", "replace")
    cpu = usage.ru_utime + usage.ru_stime
    measured = Measured(seconds, first_line, cpu, max(0.0, busy - cpu), usage.ru_maxrss * 1024 / 1e6,
                        os.waitstatus_to_exitcode(status), output, error_text)
    if measured.status != 0 and not (may_skip and measured.status == SKIPPED):
        raise Failed(f"{' '.join(command)} ended with {measured.status}:\n{error_text}{output}")
    return measured


def read_all(reader, begin):
    chunks, first_line = [], None
    with os.fdopen(reader, "rb", buffering=0) as pipe:
        while chunk := pipe.read(1 << 16):
            if first_line is None and b"\n" in chunk:
                first_line = time.perf_counter() - begin
            chunks.append(chunk)
    return b"".join(chunks).decode("utf-8", "replace"), first_line


def busy_seconds():
    """CPU time that all processors together have spent on work since the machine started."""
    with open("/proc/stat", encoding="ascii") as stat:
        user, nice, system, _, _, irq, soft_irq, steal = (int(field) for field in stat.readline().split()[1:9])
    return (user + nice + system + irq + soft_irq + steal) / os.sysconf("SC_CLK_TCK")


def summary(values):
    """Median and spread; p99 by the nearest rank."""
    values = sorted(values)
    return {"median": statistics.median(values), "min": values[0], "max": values[-1],
            "p99": values[min(len(values) - 1, int(0.99 * len(values)))], "n": len(values)}


def file_hash(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def output_of(*command):
    """A program's output without the line's end, or '' if it cannot be run."""
    try:
        return subprocess.run(command, capture_output=True, check=True, cwd=ROOT, text=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def machine():
    cpu = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    memory = re.search(r"^MemTotal:\s*(\d+) kB", Path("/proc/meminfo").read_text(), re.MULTILINE)
    virtual = " (virtual machine)" if " hypervisor" in Path("/proc/cpuinfo").read_text() else ""
    return {"processor": (cpu.group(1) if cpu else platform.machine()) + virtual, "cores": len(os.sched_getaffinity(0)),
            "memory_gb": round(int(memory.group(1)) * 1024 / 1e9, 1) if memory else None,
            "kernel": f"{platform.system()} {platform.release()}"}


def source_state():
    """The commit, and whether the tree differs from it in more than the reports that the benchmarks write."""
    difference = output_of("git", "diff", "HEAD", "--", ".", ":!bench/*.md")
    untracked = output_of("git", "ls-files", "--others", "--exclude-standard", "--", ".", ":!bench/*.md")
    dirty = bool(difference or untracked)
    state = {"commit": output_of("git", "rev-parse", "HEAD") or "unknown", "dirty": dirty}
    if dirty:
        state["difference"] = hashlib.sha256((difference + untracked).encode()).hexdigest()
    return state


def compiler_of(build):
    """The compiler's first line of --version, and the build type, from a build folder's cache."""
    cache = (build / "CMakeCache.txt").read_text() if (build / "CMakeCache.txt").is_file() else ""
    found = {key: value for key, value in re.findall(r"^(CMAKE_CXX_COMPILER|CMAKE_BUILD_TYPE):\w+=(.*)$", cache, re.MULTILINE)}
    version = output_of(found.get("CMAKE_CXX_COMPILER", "c++"), "--version").split("\n")[0]
    return f"{version}, {found.get('CMAKE_BUILD_TYPE', 'unknown build type')}"


def build_release(build_dir, targets):
    """Builds programs of the release; ends this program if that fails."""
    say("building the release")
    build_dir.mkdir(parents=True, exist_ok=True)
    log = build_dir / "bench.log"
    with open(log, "w", encoding="utf-8") as output:
        for command in (["cmake", "--preset", "release", "-B", build_dir, "-DKINORA_BUILD_BENCHMARKS=ON"],
                        ["cmake", "--build", build_dir, "--target", *targets]):
            if subprocess.run(command, cwd=ROOT, stdout=output, stderr=output, check=False).returncode != 0:
                sys.exit(f"{Path(sys.argv[0]).name}: the build failed: {log}")


SAME = ("source", "machine", "compiler", "catalogue", "data", "threads", "quick")


def earlier_results(path):
    return json.loads(path.read_text()) if path.is_file() else None


def merged(earlier, results):
    """Parts measured earlier are kept if they are of the same source, machine, data and options."""
    if earlier is None or results["source"]["dirty"] or any(earlier.get(key) != results.get(key) for key in SAME):
        return results
    together = {key: {**earlier[key], **results[key]} for key in ("parts", "skipped", "measured_at")}
    return {**results, **together, "disturbances": earlier["disturbances"] + results["disturbances"]}


def save(path, results):
    path.write_text(json.dumps(results, indent=1) + "\n")
    return results


def merge(path, results):
    return save(path, merged(earlier_results(path), results))
