# What LightGBM's own TreeSHAP (pred_contrib) says of a small forest of every kind of node, as a fixture of src/engine/ranking/explain/shap.test.ts.
# usage: bench/peers/.venv/bin/python -P bench/peers/shap.py > src/engine/ranking/explain/fixtures/lightgbm.json
import json
import sys

import lightgbm as lgb
import numpy as np

rng = np.random.default_rng(7)
ROWS, ASKED = 600, 12

x = rng.normal(size=(ROWS, 5)).astype(np.float32)
x[:, 2] = rng.integers(0, 12, ROWS)  # names of categories
x[:, 3] = np.round(x[:, 3])
x[rng.random((ROWS, 5)) < np.array([0.2, 0.0, 0.0, 0.1, 0.0])] = np.nan
known = np.nan_to_num(x)
truth = known[:, 0] * known[:, 1] + np.isin(known[:, 2], [1, 4, 7, 11]) + 0.5 * np.isnan(x[:, 3]) + known[:, 4] ** 2
y = (truth + rng.normal(size=ROWS) > 1.2).astype(int)

booster = lgb.train(
    {
        "objective": "binary",
        "num_leaves": 9,
        "min_data_in_leaf": 10,
        "learning_rate": 0.2,
        "min_data_per_group": 10,
        "max_cat_to_onehot": 2,
        "cat_smooth": 1,
        "deterministic": True,
        "force_row_wise": True,
        "num_threads": 1,
        "seed": 1,
        "verbosity": -1,
    },
    lgb.Dataset(x.astype(np.float64), y, categorical_feature=[2]),
    num_boost_round=8,
)


def float32_below(threshold):
    """The largest float32 that is no larger: a float32 goes the same way by both."""
    near = np.float32(min(threshold, float(np.finfo(np.float32).max)))
    return float(near if float(near) <= threshold else np.nextafter(near, np.float32(-np.inf)))


def tree_of(structure):
    tree = {name: [] for name in ("feature", "threshold", "left", "right", "missingLeft", "set", "sets", "leaves", "cover")}

    def place(node):
        if "split_index" not in node:
            tree["leaves"].append(node["leaf_value"])
            tree["cover"].append(node["leaf_count"])
            return ~(len(tree["leaves"]) - 1)
        at = len(tree["feature"])
        is_set = node["decision_type"] == "=="
        if is_set:
            goes_left = False
        elif node["missing_type"] == "None":  # never missing in training: taken as 0
            goes_left = node["threshold"] >= 0
        else:
            goes_left = node["default_left"]
        tree["feature"].append(node["split_feature"])
        tree["threshold"].append(0.0 if is_set else float32_below(node["threshold"]))
        tree["missingLeft"].append(int(goes_left))
        tree["set"].append(len(tree["sets"]) if is_set else -1)
        if is_set:
            tree["sets"].append([int(category) for category in node["threshold"].split("||")])
        for side in ("left", "right"):
            tree[side].append(None)
        tree["left"][at] = place(node["left_child"])
        tree["right"][at] = place(node["right_child"])
        return at

    place(structure)
    return tree


asked = x[:ASKED].copy()
asked[0, 1] = np.nan  # never missing in training
asked[1, 2] = np.nan
asked[2, 2] = 99  # never seen
contributions = booster.predict(asked.astype(np.float64), pred_contrib=True)
json.dump(
    {
        "by": f"lightgbm {lgb.__version__}",
        "trees": [tree_of(tree["tree_structure"]) for tree in booster.dump_model()["tree_info"]],
        "rows": [[None if np.isnan(value) else float(value) for value in row] for row in asked],
        "margins": booster.predict(asked.astype(np.float64), raw_score=True).tolist(),
        "contributions": contributions[:, :-1].tolist(),
        "base": float(contributions[0, -1]),
    },
    sys.stdout,
)
