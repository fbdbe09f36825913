"""LightGBM's predict on one thread, timed from outside. usage: predict.py MODEL ROWS INPUTS COUNT, where ROWS is float32, row by row,
COUNT rows a question. For every number on stdin it answers as many questions in turn and prints how long that took, ms; for `margins`
the first question's raw scores."""

import json
import sys
import time

import lightgbm
import numpy

model, file, inputs, count = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
booster = lightgbm.Booster(model_file=model)
questions = list(numpy.fromfile(file, dtype=numpy.float32).reshape(-1, count, inputs))


def answer(turn):
    return booster.predict(questions[turn % len(questions)], raw_score=True, num_threads=1)


turn = 0
for line in sys.stdin:
    if line.strip() == "margins":
        print(json.dumps(answer(0).tolist()), flush=True)
        continue
    start = time.perf_counter()
    for _ in range(int(line)):
        answer(turn)
        turn += 1
    print(json.dumps(1000 * (time.perf_counter() - start)), flush=True)
