#!/usr/bin/env bash
# A category that no training row has: each course of UCI data set 697 is left out in turn, the model trained on the other sixteen,
# and the left-out course scored as any cohort is. All 17 reports together are then measured by `outcomes`.
# Usage: bench/left-out-courses.sh uci-697-dropout.csv uci-697-enrolment [folder]; needs an up-to-date build of Training.
set -euo pipefail
data=$(realpath "$1"); profile=$2; work=$(realpath -m "${3:-left-out}")
cd "$(dirname "$0")/.."
console=(dotnet "${CONSOLE:-artifacts/bin/Training/release/Antivirus.Training.dll}")
mkdir -p "$work"
# One repeat of the cross-validation is enough for calibration and threshold; the figures come from the left-out courses.
sed 's/"repeats": *[0-9]*/"repeats": 1/' "Training/Profiles/$profile.json" > "$work/profile.json"
printf 'Id_estudiantes,Prediccion,Probabilidad\r\n' > "$work/reports.csv"
printf 'id,Target\n' > "$work/labels.csv"
for course in $(tail -n +2 "$data" | cut -d';' -f4 | sort -un); do
  awk -F';' -v c="$course" 'NR == 1 || $4 != c' "$data" > "$work/train.csv"
  awk -F';' -v c="$course" 'NR == 1 || $4 == c' "$data" > "$work/test.csv"
  "${console[@]}" train --data "$work/train.csv" --model "$work/profile.json" --out "$work/model" --force > "$work/train-$course.txt" 2>&1
  "${console[@]}" encode --data "$work/test.csv" --model "$work/profile.json" --out "$work/cohort.csv" > /dev/null
  "${console[@]}" predict --model "$work/model" --in "$work/cohort.csv" --out "$work/report.csv" > "$work/predict-$course.txt"
  tail -n +2 "$work/report.csv" | cut -d, -f1-3 | sed "s/^/$course-/" >> "$work/reports.csv"
  paste -d, <(cut -d, -f1 "$work/cohort.csv" | sed "s/^/$course-/") <(tail -n +2 "$work/test.csv" | tr -d '\r' | awk -F';' '{ print $NF }') \
    >> "$work/labels.csv"
done
"${console[@]}" outcomes --model "$work/model" --report "$work/reports.csv" --labels "$work/labels.csv" --language English
