"""Small ranking models of the libraries that others train with, and what they answer to a few rows: the fixtures that
src/trainer/ranker/import is held to. Run by rankers.ts.

usage: rankers.py FOLDER; writes the models and parity.json there. Rows hold missing values, zeros and categories that no
training saw. Same versions (requirements.txt), same files.
"""
import json
import sys
import warnings

import lightgbm as lgb
import numpy as np
import onnx
import onnxmltools
import xgboost as xgb
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator
from onnxmltools.convert.common.data_types import FloatTensorType as OmlFloats
from skl2onnx import to_onnx
from sklearn.ensemble import GradientBoostingRegressor, HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.neural_network import MLPClassifier, MLPRegressor

warnings.filterwarnings("ignore")
make_attribute = helper.make_attribute


def make_attribute_of_ints(key, value, *rest, **more):
    """skl2onnx 1.19.1 gives booleans and numpy's integers, which protobuf no longer takes for integers."""
    is_list = isinstance(value, list) and len(value) > 0 and isinstance(value[0], (bool, np.bool_, np.integer))
    return make_attribute(key, [int(one) for one in value] if is_list else value, *rest, **more)


helper.make_attribute = make_attribute_of_ints
folder = sys.argv[1]
random = np.random.default_rng(5)
NAMES = ["visits", "recency", "price", "age", "category", "stock"]
CATEGORIES = 40
KINDS = ["q", "q", "q", "q", "c", "q"]


def draw(count):
    rows = random.normal(size=(count, 6)).astype(np.float32)
    rows[:, 0] = random.poisson(1, count)
    rows[:, 4] = random.integers(0, CATEGORIES, count)
    rows[:, 5] = np.abs(rows[:, 5]) * (random.random(count) < 0.6)
    rows[random.random(count) < 0.25, 1] = np.nan
    rows[random.random(count) < 0.1, 2] = np.nan
    return rows


train = draw(400)
filled = np.nan_to_num(train)
taste = filled[:, 0] * 0.5 + np.isnan(train[:, 1]) * 1.5 - filled[:, 2] + (filled[:, 4] % 3 == 1) + (filled[:, 5] == 0)
label = (taste + random.normal(size=400) * 0.7 > np.median(taste)).astype(int)
groups = [20] * 20
rows = draw(32)
rows[:8, 4] = [np.nan, -1, 45, 39, 64, 31, 32, 1000]
rows[8:12, 0] = [np.nan, 0, np.inf, -np.inf]
rows[12] = np.nan
rows[13] = 0
full = np.nan_to_num(rows, posinf=9, neginf=-9)
full_train = filled
models = {}


def keep(name, file, inputs, margins, predictions=None, **more):
    def numbers(values):
        return [float(f"{value:.9g}") for value in np.asarray(values, dtype=np.float64).ravel()]

    models[name] = {"file": file, "rows": inputs, "margins": numbers(margins), **more}
    if predictions is not None:
        models[name]["predictions"] = numbers(predictions)


def lightgbm(name, objective, target=label, rows_of="rows", train_rows=train, group=None, trees=4, category=True, **more):
    params = {"objective": objective, "num_leaves": 6, "verbose": -1, "num_threads": 1, "seed": 1, "min_data_in_leaf": 10}
    params |= {"min_data_per_group": 5, "cat_smooth": 1, **more}
    data = lgb.Dataset(
        train_rows, target, feature_name=NAMES, categorical_feature=[4] if category else [], group=group, free_raw_data=False
    )
    booster = lgb.train(params, data, trees)
    booster.save_model(f"{folder}/{name}.txt")
    asked = rows if rows_of == "rows" else full
    margins = booster.predict(asked, raw_score=True)
    if more.get("boosting") == "rf":
        # Its raw_score is the sum; what predict links is the mean.
        margins = margins / trees
    keep(name, f"{name}.txt", rows_of, margins, booster.predict(asked) if objective in LINKED else None)


LINKED = ("binary", "cross_entropy", "lambdarank", "regression")
lightgbm("lightgbm-binary", "binary", sigmoid=1.7)
lightgbm("lightgbm-lambdarank", "lambdarank", group=groups)
lightgbm("lightgbm-regression", "regression", taste, use_missing=False)
lightgbm("lightgbm-forest", "binary", boosting="rf", bagging_freq=1, bagging_fraction=0.5, feature_fraction=0.8)
lightgbm("lightgbm-dart", "cross_entropy", label * 0.8 + 0.1, boosting="dart", drop_rate=0.5)
lightgbm("lightgbm-poisson", "poisson", label * 2.0)
lightgbm("lightgbm-constant", "binary", min_data_in_leaf=390, trees=1)
# Stock is never below 0, and what is sold out behaves as what has least.
plain = np.column_stack([np.abs(full_train[:, 5]) for _ in NAMES]).astype(np.float32)
lightgbm("lightgbm-zero", "regression", -plain[:, 5], train_rows=plain, category=False, zero_as_missing=True)
for name, more in {"multiclass": {"objective": "multiclass", "num_class": 3}, "linear": {"linear_tree": True}}.items():
    params = {"objective": "regression", "num_leaves": 3, "verbose": -1, "num_threads": 1, "linear_lambda": 1, **more}
    target = label + (taste > 2) if name == "multiclass" else taste
    lgb.train(params, lgb.Dataset(full_train, target), 1).save_model(f"{folder}/lightgbm-{name}.txt")
params = {"objective": "regression", "num_leaves": 3, "verbose": -1, "num_threads": 1, "zero_as_missing": True}
lgb.train(params, lgb.Dataset(full_train[:, :4], taste), 2).save_model(f"{folder}/lightgbm-zero-refused.txt")


def xgboost(name, objective, ending, target=label, trees=4, group=None, **more):
    data = xgb.DMatrix(train, target, feature_names=NAMES, feature_types=KINDS, enable_categorical=True)
    if group:
        data.set_group(group)
    params = {"objective": objective, "max_depth": 3, "nthread": 1, "seed": 1, "max_cat_to_onehot": 2, **more}
    booster = xgb.train(params, data, trees)
    booster.save_model(f"{folder}/{name}.{ending}")
    # A category below 0 is an error to XGBoost, in place of a value.
    asked = rows.copy()
    asked[:, 4][asked[:, 4] < 0] = np.nan
    asked = np.where(np.isinf(asked), 9, asked).astype(np.float32)
    given = xgb.DMatrix(asked, feature_names=NAMES, feature_types=KINDS, enable_categorical=True)
    predictions = None if objective == "reg:gamma" else booster.predict(given)
    keep(name, f"{name}.{ending}", "categories", booster.predict(given, output_margin=True), predictions)
    return asked


categories = xgboost("xgboost-binary", "binary:logistic", "json")
xgboost("xgboost-binary-ubj", "binary:logistic", "ubj")
xgboost("xgboost-dart", "reg:squarederror", "json", taste, booster="dart", rate_drop=0.5)
xgboost("xgboost-ndcg", "rank:ndcg", "ubj", group=groups)
xgboost("xgboost-gamma", "reg:gamma", "ubj", label + 0.5)
xgboost("xgboost-raw", "binary:logitraw", "ubj")
xgboost("xgboost-forest", "binary:logistic", "ubj", num_parallel_tree=3, subsample=0.5, trees=2)
for name, more in {"softprob": {"objective": "multi:softprob", "num_class": 3}, "linear": {"booster": "gblinear"}}.items():
    data = xgb.DMatrix(full_train, label + (taste > 2) if name == "softprob" else label)
    xgb.train({"max_depth": 2, "nthread": 1, **more}, data, 1).save_model(f"{folder}/xgboost-{name}.json")


def save(name, model, inputs, margins, predictions=None, **more):
    # Converters name graphs and nodes by chance.
    model.graph.name = name
    for number, node in enumerate(model.graph.node):
        node.name = str(number)
    with open(f"{folder}/{name}.onnx", "wb") as file:
        file.write(model.SerializeToString())
    keep(name, f"{name}.onnx", inputs, margins, predictions, **more)


options = {"initial_types": [("rows", OmlFloats([None, 6]))]}
numeric = lgb.LGBMClassifier(n_estimators=4, num_leaves=6, verbose=-1, n_jobs=1).fit(train, label)
model = onnxmltools.convert_lightgbm(numeric, zipmap=False, target_opset=15, **options)
save("onnx-lightgbm", model, "rows", numeric.predict(rows, raw_score=True), numeric.predict_proba(rows)[:, 1])
zipped = onnxmltools.convert_lightgbm(numeric, target_opset=15, **options)
save("onnx-lightgbm-zipmap", zipped, "rows", numeric.predict(rows, raw_score=True), numeric.predict_proba(rows)[:, 1])
few = {"min_child_samples": 5, "cat_smooth": 0, "cat_l2": 0, "max_cat_to_onehot": 64}
numeric = lgb.LGBMRegressor(n_estimators=4, num_leaves=6, verbose=-1, n_jobs=1, **few).fit(
    train[:, [4, 5]], 3 * (train[:, 4] % 7 == 1) + 0.1 * taste, categorical_feature=[0]
)
pair = full[:, [4, 5]]
model = onnxmltools.convert_lightgbm(numeric, target_opset=15, initial_types=[("rows", OmlFloats([None, 2]))])
save("onnx-lightgbm-categories", model, "pair", numeric.predict(pair))

boosted = GradientBoostingRegressor(n_estimators=4, max_depth=3, random_state=1).fit(full_train, taste)
save("onnx-sklearn", to_onnx(boosted, full[:1], target_opset=15), "full", boosted.predict(full))
forest = RandomForestClassifier(n_estimators=4, max_depth=4, random_state=1).fit(full_train, label)
model = to_onnx(forest, full[:1], target_opset=15, options={"zipmap": False})
save("onnx-forest", model, "full", forest.predict_proba(full)[:, 1])
histogram = HistGradientBoostingClassifier(max_iter=4, max_leaf_nodes=6, random_state=1).fit(train, label)
model = to_onnx(histogram, full[:1], target_opset=15, options={"zipmap": False})
finite = np.where(np.isinf(rows), 9, rows)
save("onnx-histogram", model, "finite", histogram.decision_function(finite), histogram.predict_proba(finite)[:, 1])

settings = {"hidden_layer_sizes": (8, 4), "max_iter": 40, "random_state": 1}
net = MLPRegressor(**settings).fit(full_train, taste)
save("onnx-mlp", to_onnx(net, full[:1], target_opset=15), "full", net.predict(full))
net = MLPRegressor(**settings, activation="tanh").fit(full_train, taste)
save("onnx-tanh", to_onnx(net, full[:1], target_opset=15), "full", net.predict(full))
net = MLPClassifier(**settings, activation="tanh").fit(full_train, label)
with open(f"{folder}/onnx-classes.onnx", "wb") as file:
    file.write(to_onnx(net, full[:1], target_opset=15, options={"zipmap": False}).SerializeToString())

# As torch.onnx.export writes a Sequential of Linear, ReLU, Linear, Sigmoid.
weights = [random.normal(size=shape).astype(np.float32) * 0.5 for shape in ((5, 6), (5,), (1, 5), (1,))]
NAMED = ("0.weight", "0.bias", "2.weight", "2.bias")
graph = helper.make_graph(
    [
        helper.make_node("Gemm", ["rows", NAMED[0], NAMED[1]], ["a"], transB=1),
        helper.make_node("Relu", ["a"], ["b"]),
        helper.make_node("Gemm", ["b", NAMED[2], NAMED[3]], ["c"], transB=1, alpha=1.0, beta=1.0),
        helper.make_node("Sigmoid", ["c"], ["scores"]),
    ],
    "main_graph",
    [helper.make_tensor_value_info("rows", TensorProto.FLOAT, ["batch", 6])],
    [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["batch", 1])],
    [numpy_helper.from_array(weight, name) for weight, name in zip(weights, NAMED)],
)
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)], ir_version=8)
hidden = np.maximum(full.astype(np.float64) @ weights[0].T.astype(np.float64) + weights[1], 0)
margins = (hidden @ weights[2].T.astype(np.float64) + weights[3]).ravel()
save("onnx-torch", model, "full", margins, 1 / (1 + np.exp(-margins)))

# The ensemble of ai.onnx.ml 5: every mode of a node, a set among them.
values = np.array([0.25, 1, -0.5, 3, 0, np.nan], dtype=np.float32)
node = helper.make_node(
    "TreeEnsemble",
    ["rows"],
    ["scores"],
    domain="ai.onnx.ml",
    n_targets=1,
    aggregate_function=1,
    post_transform=0,
    tree_roots=[0, 3],
    nodes_modes=numpy_helper.from_array(np.array([0, 1, 2, 3, 4, 6], dtype=np.uint8)),
    nodes_featureids=[1, 0, 2, 3, 0, 4],
    nodes_splits=numpy_helper.from_array(values),
    nodes_truenodeids=[1, 0, 2, 4, 5, 6],
    nodes_trueleafs=[0, 1, 1, 0, 1, 1],
    nodes_falsenodeids=[2, 1, 3, 5, 4, 7],
    nodes_falseleafs=[0, 1, 1, 0, 1, 1],
    nodes_missing_value_tracks_true=[1, 0, 1, 0, 0, 0],
    leaf_targetids=[0] * 8,
    leaf_weights=numpy_helper.from_array(np.arange(1, 9, dtype=np.float32) / 8),
    membership_values=numpy_helper.from_array(np.array([3, 31, 32, 39, np.nan], dtype=np.float32)),
)
graph = helper.make_graph(
    [node],
    "trees",
    [helper.make_tensor_value_info("rows", TensorProto.FLOAT, [None, 6])],
    [helper.make_tensor_value_info("scores", TensorProto.FLOAT, [None, 1])],
)
model = helper.make_model(
    graph, opset_imports=[helper.make_opsetid("", 15), helper.make_opsetid("ai.onnx.ml", 5)], ir_version=10
)
save("onnx-ensemble", model, "finite", ReferenceEvaluator(model).run(None, {"rows": finite})[0])

# Every mode of the older ensemble, with what is missing on either side.
modes = ["BRANCH_LT", "BRANCH_GTE", "BRANCH_GT", "BRANCH_EQ", "BRANCH_NEQ", "BRANCH_LEQ"]
node = helper.make_node(
    "TreeEnsembleRegressor",
    ["rows"],
    ["scores"],
    domain="ai.onnx.ml",
    n_targets=1,
    base_values=[0.5],
    post_transform="NONE",
    nodes_treeids=[tree for tree in range(12) for _ in range(3)],
    nodes_nodeids=[0, 1, 2] * 12,
    nodes_featureids=[feature for mode in range(12) for feature in ([0, 0, 0, 4, 0, 2][mode % 6], 0, 0)],
    nodes_modes=[mode for tree in range(12) for mode in (modes[tree % 6], "LEAF", "LEAF")],
    nodes_values=[value for tree in range(12) for value in ([1, 1, 1, 39, 2, -0.25][tree % 6], 0, 0)],
    nodes_truenodeids=[1, 0, 0] * 12,
    nodes_falsenodeids=[2, 0, 0] * 12,
    nodes_missing_value_tracks_true=[flag for tree in range(12) for flag in (tree // 6, 0, 0)],
    target_treeids=[tree for tree in range(12) for _ in range(2)],
    target_nodeids=[1, 2] * 12,
    target_ids=[0] * 24,
    target_weights=[float(weight) for weight in random.normal(size=24).astype(np.float32)],
)
graph = helper.make_graph(
    [node],
    "modes",
    [helper.make_tensor_value_info("rows", TensorProto.FLOAT, [None, 6])],
    [helper.make_tensor_value_info("scores", TensorProto.FLOAT, [None, 1])],
)
model = helper.make_model(
    graph, opset_imports=[helper.make_opsetid("", 15), helper.make_opsetid("ai.onnx.ml", 3)], ir_version=8
)
# Without missing values, of which onnx's own evaluator says that none differs from a number; onnxruntime says that all do.
save("onnx-modes", model, "full", ReferenceEvaluator(model).run(None, {"rows": full})[0])


def numbers_of(table):
    """Rows as JSON has them: what it has no number for is a word."""
    return [
        [None if np.isnan(x) else "inf" if x == np.inf else "-inf" if x == -np.inf else float(f"{x:.9g}") for x in row]
        for row in table
    ]


tables = {"rows": rows, "full": full, "finite": finite, "pair": pair, "categories": categories}
with open(f"{folder}/parity.json", "w") as file:
    json.dump({"names": NAMES, "tables": {name: numbers_of(table) for name, table in tables.items()}, "models": models}, file)
    file.write("\n")
print(json.dumps({"models": len(models), "onnx": onnx.__version__}))
