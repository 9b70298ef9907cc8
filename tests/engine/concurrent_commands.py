#!/usr/bin/python3
"""Runs commands on one bundle at the same time, kills some of them, and checks that the bundle is whole after each round.

usage: concurrent_commands.py KINORA SAMPLE_CSV ROUNDS [SEED]
"""

import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

KINORA, SAMPLE = (str(pathlib.Path(path).resolve()) for path in sys.argv[1:3])
ROUNDS = int(sys.argv[3])
RANDOM = random.Random(int(sys.argv[4]) if len(sys.argv) > 4 else 1)
QUICK = ["--set", "doc2vec.epochs=2", "--set", "classifier.encoder_epochs=2", "--set", "classifier.epochs=2",
         "--set", "doc2vec.dimension=8", "--threads", "1", "-q"]
ALLOWED = {0, -signal.SIGKILL}


def start(*arguments):
    return subprocess.Popen([KINORA, *map(str, arguments)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def check(condition, message):
    if not condition:
        sys.exit(message)


def one_round(number, directory, films):
    bundle = directory / f"b{number % 10}"  # ten bundles: first builds and later ones
    existed = (bundle / "bundle.json").exists()
    (directory / "new.csv").write_text(f"id,title,year,genres\n{9_000_000 + number},A New Film,2001,Drama\n")
    commands = [("build", films, "-o", bundle, *QUICK)]
    for _ in range(RANDOM.randint(1, 2)):
        add = ("add", bundle, directory / "new.csv")
        commands.append(RANDOM.choice([commands[0], add]) if existed else commands[0])
    running = []
    for command in commands:
        running.append(start(*command))
        time.sleep(RANDOM.random() * 0.15)
    if RANDOM.random() < 0.6:
        time.sleep(RANDOM.random() * 0.4)
        RANDOM.choice(running).kill()
    finished = 0
    for process, command in zip(running, commands):
        errors = process.communicate(timeout=300)[1]
        check(process.returncode in ALLOWED, f"round {number}: {command[0]} ended with {process.returncode}: {errors}")
        finished += process.returncode == 0
    if finished or existed:
        for question in (["info", bundle], ["table", bundle, "verify"]):
            answer = subprocess.run([KINORA, *question], capture_output=True, text=True, timeout=60)
            check(answer.returncode == 0, f"round {number}: the bundle is broken: {answer.stderr}")
    check((directory / "notes.txt").read_text() == "mine", "a foreign file is gone")


def main():
    with tempfile.TemporaryDirectory() as name:
        directory = pathlib.Path(name)
        films = directory / "films.csv"
        films.write_text("".join(open(SAMPLE, encoding="utf-8").readlines()[:400]), encoding="utf-8")
        (directory / "notes.txt").write_text("mine")
        for number in range(ROUNDS):
            one_round(number, directory, films)
        for bundle in directory.glob("b*"):
            again = start("build", films, "-o", bundle, *QUICK)
            errors = again.communicate(timeout=300)[1]
            check(again.returncode == 0, f"the next build of {bundle.name} fails: {errors}")
            check(not list(bundle.glob("models/unfinished-*")), f"{bundle.name}: what was killed is left")
    print(f"{ROUNDS} rounds")


main()
