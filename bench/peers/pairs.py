"""implicit's models on the pairs that train.ts hands over: trains one, writes its lists, prints its seconds as JSON.

usage: pairs.py FOLDER MODEL JSON; FOLDER holds users.i32 and items.i32, a pair a place. MODEL is als, cosine, tf-idf or bm25; JSON its
settings. Writes lists.i32: the 20 best items of every user beside those of training, -1 where there are fewer.
"""
import json
import sys
import time
import warnings

import implicit
import numpy as np
import scipy.sparse as sp
from implicit.als import AlternatingLeastSquares
from implicit.nearest_neighbours import BM25Recommender, CosineRecommender, TFIDFRecommender

warnings.simplefilter("ignore")
folder, name, settings = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
users = np.fromfile(f"{folder}/users.i32", dtype=np.int32)
items = np.fromfile(f"{folder}/items.i32", dtype=np.int32)
taken = sp.csr_matrix((np.ones(len(users), dtype=np.float32), (users, items)))
if name == "als":
    model = AlternatingLeastSquares(num_threads=1, random_state=1, **settings)
else:
    model = {"cosine": CosineRecommender, "tf-idf": TFIDFRecommender, "bm25": BM25Recommender}[name](num_threads=1, **settings)
wall, cpu = time.perf_counter(), time.process_time()
model.fit(taken, show_progress=False)
wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
lists = np.full((taken.shape[0], 20), -1, dtype=np.int32)
for start in range(0, taken.shape[0], 1000):
    some = np.arange(start, min(start + 1000, taken.shape[0]))
    found, scores = model.recommend(some, taken[some], N=20, filter_already_liked_items=True)
    lists[some, : found.shape[1]] = np.where(scores > -1e30, found, -1)
lists.tofile(f"{folder}/lists.i32")
print(json.dumps({"version": implicit.__version__, "seconds": wall, "cpuSeconds": cpu}))
