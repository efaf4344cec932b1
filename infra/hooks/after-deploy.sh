#!/bin/sh
# After a deployment: subscribe the functions to the storage account's events, publish the shipped models, say what comes next.
# azd gives the outputs of main.bicep as environment variables. after-deploy.ps1 does the same on Windows.
set -eu

: "${AZURE_RESOURCE_GROUP:?run azd provision first}"
: "${FUNCTION_APP_NAME:?run azd provision first}"
waits=${HOOK_WAITS:-30}
pause=${HOOK_PAUSE_SECONDS:-10}

command -v az > /dev/null || {
  echo 'The Azure CLI (az) is missing: https://aka.ms/azure-cli' >&2
  exit 1
}

# The host makes the webhook's key when it first starts with the blob extension; asking for the health page starts it.
echo 'Waiting for the blob webhook…'
waited=0
until [ -n "$(az functionapp keys list --name "$FUNCTION_APP_NAME" --resource-group "$AZURE_RESOURCE_GROUP" --query "systemKeys.blobs_extension && 'there'" --output tsv)" ]; do
  waited=$((waited + 1))
  if [ "$waited" -ge "$waits" ]; then
    echo 'The app does not start: there is no key blobs_extension. See its log stream, then run: azd hooks run postdeploy' >&2
    exit 1
  fi
  curl --silent --output /dev/null --max-time 30 "$FUNCTION_APP_URL/health" || true
  sleep "$pause"
done

echo 'Subscribing the functions to uploads and reports…'
az deployment group create --name antivirus-subscriptions --resource-group "$AZURE_RESOURCE_GROUP" --template-file infra/subscriptions.bicep --parameters functionAppName="$FUNCTION_APP_NAME" storageName="$DATA_STORAGE_NAME" topicName="$EVENT_TOPIC_NAME" uploadsContainer="$UPLOADS_CONTAINER" reportsContainer="$REPORTS_CONTAINER" deadLetterContainer="$DEAD_LETTER_CONTAINER" --output none

# A version that is there stays as it is, and so does a pointer: a model that was published since is not taken back.
blob_exists() {
  [ "$(az storage blob exists --auth-mode login --account-name "$DATA_STORAGE_NAME" --container-name "$MODELS_CONTAINER" --name "$1" --query exists --output tsv)" = true ]
}

upload() {
  az storage blob upload --auth-mode login --account-name "$DATA_STORAGE_NAME" --container-name "$MODELS_CONTAINER" --name "$1" --file "$2" --no-progress --output none
}

publish() {
  model=$(basename "$1")
  version=$(sed -n 's/^ *"version": *"\([^"]*\)".*/\1/p' "$1/model.json" | head -n 1)
  test -n "$version" || return 1
  for file in "$1"/*; do
    name="$model/$version/$(basename "$file")"
    blob_exists "$name" || upload "$name" "$file" || return 1
  done
  pointer=$(mktemp)
  printf '{"version":"%s"}\n' "$version" > "$pointer"
  blob_exists "$model/current.json" || upload "$model/current.json" "$pointer" || return 1
  rm -f "$pointer"
  echo "Model $model $version is published."
}

for artefact in Model/Artefacts/*/; do
  publish "${artefact%/}" || echo "Model $(basename "$artefact") could not be published (a closed network, or a role that is not in force yet); the app uses the one in its package."
done

cat << EOF

Antivirus is at $FUNCTION_APP_URL
  1. Health:      curl $FUNCTION_APP_URL/health
  2. First file:  az storage blob upload --auth-mode login --account-name $DATA_STORAGE_NAME --container-name $UPLOADS_CONTAINER --name univalle/cohorte.csv --file samples/univalle/cohorte-ejemplo.csv
     (your account needs the role Storage Blob Data Contributor on that container)
  3. Institutions, keys and alert addresses: docs/azure.md
EOF
