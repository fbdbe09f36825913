"""LightFM's WARP on the pairs that warp.ts hands over: trains, writes the tables, prints its seconds as JSON.

usage: warp.py FOLDER DIMENSIONS EPOCHS RATE MAX_SAMPLED SEED; FOLDER holds users.i32 and items.i32, a pair a place.
"""
import json
import sys
import time

import numpy as np
import scipy.sparse as sp
from lightfm import LightFM, __version__

folder, dimensions, epochs, rate, max_sampled, seed = sys.argv[1], *map(float, sys.argv[2:7])
users = np.fromfile(f"{folder}/users.i32", dtype=np.int32)
items = np.fromfile(f"{folder}/items.i32", dtype=np.int32)
taken = sp.coo_matrix((np.ones(len(users), dtype=np.float32), (users, items)))
model = LightFM(
    no_components=int(dimensions),
    loss="warp",
    learning_schedule="adagrad",
    learning_rate=rate,
    max_sampled=int(max_sampled),
    random_state=int(seed),
)
wall, cpu = time.perf_counter(), time.process_time()
model.fit(taken, epochs=int(epochs), num_threads=1)
wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
model.user_embeddings.astype(np.float32).tofile(f"{folder}/users.f32")
model.item_embeddings.astype(np.float32).tofile(f"{folder}/vectors.f32")
model.item_biases.astype(np.float32).tofile(f"{folder}/biases.f32")
print(json.dumps({"version": __version__, "seconds": wall, "cpuSeconds": cpu}))
