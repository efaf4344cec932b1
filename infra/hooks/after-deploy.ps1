# After a deployment: subscribe the functions to the storage account's events, publish the shipped models, say what comes next.
# azd gives the outputs of main.bicep as environment variables. after-deploy.sh does the same elsewhere.
$ErrorActionPreference = 'Stop'
# A failed az is looked at where it is called.
$PSNativeCommandUseErrorActionPreference = $false

foreach ($name in 'AZURE_RESOURCE_GROUP', 'FUNCTION_APP_NAME') {
  if (-not [Environment]::GetEnvironmentVariable($name)) { throw "${name}: run azd provision first" }
}
$waits = if ($env:HOOK_WAITS) { [int]$env:HOOK_WAITS } else { 30 }
$pause = if ($env:HOOK_PAUSE_SECONDS) { [int]$env:HOOK_PAUSE_SECONDS } else { 10 }

if (-not (Get-Command az -ErrorAction SilentlyContinue)) {
  throw 'The Azure CLI (az) is missing: https://aka.ms/azure-cli'
}

# The host makes the webhook's key when it first starts with the blob extension; asking for the health page starts it.
Write-Host 'Waiting for the blob webhook…'
$waited = 0
while (-not (az functionapp keys list --name "$env:FUNCTION_APP_NAME" --resource-group "$env:AZURE_RESOURCE_GROUP" --query "systemKeys.blobs_extension && 'there'" --output tsv)) {
  $waited++
  if ($waited -ge $waits) {
    throw 'The app does not start: there is no key blobs_extension. See its log stream, then run: azd hooks run postdeploy'
  }
  try { Invoke-WebRequest "$env:FUNCTION_APP_URL/health" -TimeoutSec 30 -SkipHttpErrorCheck | Out-Null } catch { Write-Host 'Not yet.' }
  Start-Sleep -Seconds $pause
}

Write-Host 'Subscribing the functions to uploads and reports…'
az deployment group create --name antivirus-subscriptions --resource-group "$env:AZURE_RESOURCE_GROUP" --template-file infra/subscriptions.bicep --parameters functionAppName="$env:FUNCTION_APP_NAME" storageName="$env:DATA_STORAGE_NAME" topicName="$env:EVENT_TOPIC_NAME" uploadsContainer="$env:UPLOADS_CONTAINER" reportsContainer="$env:REPORTS_CONTAINER" deadLetterContainer="$env:DEAD_LETTER_CONTAINER" --output none
if ($LASTEXITCODE -ne 0) { throw 'The event subscriptions could not be made.' }

# A version that is there stays as it is, and so does a pointer: a model that was published since is not taken back.
function Test-Blob($name) {
  (az storage blob exists --auth-mode login --account-name "$env:DATA_STORAGE_NAME" --container-name "$env:MODELS_CONTAINER" --name "$name" --query exists --output tsv) -eq 'true'
}

function Send-Blob($name, $file) {
  az storage blob upload --auth-mode login --account-name "$env:DATA_STORAGE_NAME" --container-name "$env:MODELS_CONTAINER" --name "$name" --file "$file" --no-progress --output none
  if ($LASTEXITCODE -ne 0) { throw "az ended with $LASTEXITCODE" }
}

function Publish-Model($artefact) {
  $model = $artefact.Name
  $version = (Get-Content (Join-Path $artefact.FullName 'model.json') -Raw | ConvertFrom-Json).version
  if (-not $version) { throw 'model.json names no version' }
  foreach ($file in Get-ChildItem $artefact.FullName -File) {
    $name = "$model/$version/$($file.Name)"
    if (-not (Test-Blob $name)) { Send-Blob $name $file.FullName }
  }
  $pointer = New-TemporaryFile
  Set-Content $pointer "{`"version`":`"$version`"}"
  if (-not (Test-Blob "$model/current.json")) { Send-Blob "$model/current.json" $pointer.FullName }
  Remove-Item $pointer
  Write-Host "Model $model $version is published."
}

foreach ($artefact in Get-ChildItem Model/Artefacts -Directory) {
  try { Publish-Model $artefact }
  catch { Write-Host "Model $($artefact.Name) could not be published (a closed network, or a role that is not in force yet); the app uses the one in its package." }
}

Write-Host @"

Antivirus is at $env:FUNCTION_APP_URL
  1. Health:      curl $env:FUNCTION_APP_URL/health
  2. First file:  az storage blob upload --auth-mode login --account-name $env:DATA_STORAGE_NAME --container-name $env:UPLOADS_CONTAINER --name univalle/cohorte.csv --file samples/univalle/cohorte-ejemplo.csv
     (your account needs the role Storage Blob Data Contributor on that container)
  3. Institutions, keys and alert addresses: docs/azure.md
"@
