#!/usr/bin/env bash
# The drift rule on 20 random halves of the training data (an alarm is false) and on 20 shifted cohorts (silence is a miss).
# Usage: bench/drift-trial.sh uci-697-dropout.csv [folder]; needs an up-to-date build of Training.
set -euo pipefail
data=$(realpath "$1"); work=$(realpath -m "${2:-drift-trial}")
cd "$(dirname "$0")/.."
console=(dotnet "${CONSOLE:-artifacts/bin/Training/release/Antivirus.Training.dll}")
mkdir -p "$work"
"${console[@]}" encode --data "$data" --model uci-697-enrolment --out "$work/all.csv" > /dev/null
half() { awk -F, -v OFS=, -v s="$1" 'BEGIN { srand(s) } { r[NR] = $0 } END { n = NR; for (k = 1; k <= int(NR / 2); k++) { i = k + int(rand() * (n - k + 1)); t = r[i]; r[i] = r[k]; r[k] = t; print r[k] } }' "$work/all.csv"; }
alarm() { "${console[@]}" predict --model uci-697-enrolment --in "$work/cohort.csv" --out "$work/report.csv" | grep 'no se parece' || true; }
false_alarms=0; caught=0
for seed in $(seq 1 20); do
  half "$seed" > "$work/cohort.csv"
  said=$(alarm); [ -z "$said" ] || { false_alarms=$((false_alarms + 1)); echo "half $seed: $said"; }
done
# Columns: 5 course, 6 daytime, 8 previous grade, 14 admission grade, 17 debtor, 19 gender, 20 scholarship, 21 age, 23 unemployment.
shifts=('$21 += 8' '$21 += 3' '$21 += 2' '$14 -= 8; if ($14 < 95) $14 = 95' '$14 += 10; if ($14 > 190) $14 = 190' '$5 = 9500' '$5 = 171'
  'if ($5 > 9200) next' 'if ($5 <= 9200) next' '$6 = 0' 'if ($6 == 1 && rand() < .5) next' '$19 = 0' 'if ($19 == 1 && rand() < .6) next'
  '$20 = 1' 'if ($20 == 0 && rand() < .5) next' '$17 = rand() < .3' 'if ($21 < 21) next' '$8 -= 10; if ($8 < 95) $8 = 95' '$23 = 16.2'
  'if ($3 == 1) next')
for index in "${!shifts[@]}"; do
  half "$((100 + index))" | awk -F, -v OFS=, "BEGIN { srand($index) } { ${shifts[$index]}; print }" > "$work/cohort.csv"
  said=$(alarm); if [ -n "$said" ]; then caught=$((caught + 1)); else echo "missed: ${shifts[$index]}"; fi
done
echo "false alarms: $false_alarms of 20; caught: $caught of ${#shifts[@]}"
