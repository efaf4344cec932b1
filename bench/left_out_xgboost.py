"""The peer of left-out-courses.sh: one-hot XGBoost on the same 17 left-out courses, by several settings.

Usage: /usr/bin/python3 bench/left_out_xgboost.py uci-697-dropout.csv uci-697-enrolment [reports.csv]
With the reports.csv of left-out-courses.sh it also prints our Brier score minus the peer's, with its standard error over the students.
Needs Debian's python3-pandas and python3-xgboost.
"""
import json
import sys

import numpy as np
import pandas as pd
import xgboost

SETTINGS = [
    (100, dict(max_depth=6, eta=.3)),
    (300, dict(max_depth=3, eta=.05, subsample=.85, colsample_bytree=.4, min_child_weight=5)),
    (400, dict(max_depth=4, eta=.03, subsample=.8, colsample_bytree=.5, min_child_weight=5)),
    (500, dict(max_depth=3, eta=.03, subsample=.8, colsample_bytree=.3, min_child_weight=10)),
    (200, dict(max_depth=5, eta=.05, subsample=.8, colsample_bytree=.8)),
    (200, dict(max_depth=6, eta=.05)),
]


def auc(at_risk, scores):
    ranks = pd.Series(scores).rank().values
    ones = at_risk.sum()
    return (ranks[at_risk == 1].sum() - ones * (ones + 1) / 2) / (ones * (len(at_risk) - ones))


data = pd.read_csv(sys.argv[1], sep=";", encoding="utf-8-sig").rename(columns=str.strip)
with open(f"Training/Profiles/{sys.argv[2]}.json", encoding="utf-8") as profile:
    columns = [(column["name"].strip(), column["kind"]) for column in json.load(profile)["columns"]]
at_risk = (data["Target"] == "Dropout").astype(int).values
courses = data["Course"].values
features = pd.get_dummies(data[[name for name, _ in columns]], columns=[name for name, kind in columns if kind == "category"]).astype(float)
ours = None
if len(sys.argv) > 3:
    # The reports hold the courses one after another, each with its students in the file's order.
    report = pd.read_csv(sys.argv[3])
    order = report["Id_estudiantes"].str.split("-").str[0].astype(int).values
    ours = np.empty(len(data))
    for course in np.unique(order):
        ours[courses == course] = report["Probabilidad"].values[order == course]

for trees, settings in SETTINGS:
    scores = np.zeros(len(data))
    for course in np.unique(courses):
        left_out = courses == course
        model = xgboost.train(dict(settings, objective="binary:logistic", nthread=1, seed=7),
                              xgboost.DMatrix(features[~left_out], label=at_risk[~left_out]), trees)
        scores[left_out] = model.predict(xgboost.DMatrix(features[left_out]))
    line = f"{trees} trees, {settings}: AUC {auc(at_risk, scores):.4f}, Brier {((scores - at_risk) ** 2).mean():.4f}"
    if ours is not None:
        differences = (ours - at_risk) ** 2 - (scores - at_risk) ** 2
        line += f", ours minus this {differences.mean():+.4f} ({differences.std() / len(data) ** .5:.4f})"
    print(line, flush=True)
