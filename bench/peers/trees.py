"""LightGBM on the rows that trees.ts hands over: trains, scores the held-out rows, prints its seconds as JSON.

usage: trees.py FOLDER JSON; FOLDER holds train.rows and held.rows (treesData.ts says how), JSON LightGBM's parameters and `rounds`.
Writes scores.f64: the margin of every held-out row.
"""
import json
import sys
import time

import lightgbm as lgb
import numpy as np

folder, settings = sys.argv[1], json.loads(sys.argv[2])


def read(name):
    words = np.fromfile(f"{folder}/{name}", dtype=np.int32)
    _, rows, inputs, groups, is_weighted = words[:5]
    at = 5
    offsets = words[at : at + groups + 1]
    at += groups + 1
    kinds = words[at : at + inputs]
    at += inputs
    floats = words.view(np.float32)
    labels = floats[at : at + rows]
    at += rows
    weights = None
    if is_weighted:
        weights = floats[at : at + rows]
        at += rows
    # Rows beside each other, as LightGBM takes them without a copy.
    matrix = np.ascontiguousarray(floats[at:].reshape(inputs, rows).T)
    return matrix, labels, weights, np.diff(offsets), [i for i in range(inputs) if kinds[i]]


rounds = settings.pop("rounds")
matrix, labels, weights, groups, categories = read("train.rows")
held, *_ = read("held.rows")
wall, cpu = time.perf_counter(), time.process_time()
data = lgb.Dataset(
    matrix,
    labels,
    weight=weights,
    group=groups if settings["objective"] == "lambdarank" else None,
    categorical_feature=categories,
    params=settings,
).construct()
built = time.perf_counter() - wall
model = lgb.train(settings, data, rounds)
wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
model.predict(held, raw_score=True).tofile(f"{folder}/scores.f64")
print(json.dumps({"version": lgb.__version__, "seconds": wall, "binning": built, "cpuSeconds": cpu}))
