using 'main.bicep'

// azd asks for the first two and knows the third; the rest is set with `azd env set NAME value`.
param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'antivirus')
param location = readEnvironmentVariable('AZURE_LOCATION', 'eastus2')
param principalId = readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')
param principalType = readEnvironmentVariable('AZURE_PRINCIPAL_TYPE', 'User')

param institutions = loadJsonContent('institutions.json')
param settings = loadJsonContent('settings.json')
param alertEmails = filter(split(readEnvironmentVariable('ALERT_EMAILS', ''), ','), address => !empty(address))

param containers = {
  uploads: readEnvironmentVariable('UPLOADS_CONTAINER', 'cargadatosies')
  reports: readEnvironmentVariable('REPORTS_CONTAINER', 'reportesies')
  ledger: readEnvironmentVariable('LEDGER_CONTAINER', 'antivirus-estado')
  models: readEnvironmentVariable('MODELS_CONTAINER', 'modelos')
  audit: readEnvironmentVariable('AUDIT_CONTAINER', 'antivirus-auditoria')
  deadLetters: readEnvironmentVariable('DEAD_LETTER_CONTAINER', 'eventos-no-entregados')
}

param retention = {
  uploads: int(readEnvironmentVariable('UPLOADS_RETENTION_DAYS', '180'))
  reports: int(readEnvironmentVariable('REPORTS_RETENTION_DAYS', '365'))
  ledger: int(readEnvironmentVariable('LEDGER_RETENTION_DAYS', '730'))
  audit: int(readEnvironmentVariable('AUDIT_RETENTION_DAYS', '730'))
  softDelete: int(readEnvironmentVariable('SOFT_DELETE_DAYS', '7'))
}

param storageRedundancy = readEnvironmentVariable('STORAGE_REDUNDANCY', 'Standard_LRS')
param vnetEnabled = bool(readEnvironmentVariable('VNET_ENABLED', 'false'))
param emailDataLocation = readEnvironmentVariable('EMAIL_DATA_LOCATION', 'United States')
param emailDomain = readEnvironmentVariable('EMAIL_DOMAIN', '')
param emailCustomRole = bool(readEnvironmentVariable('EMAIL_CUSTOM_ROLE', 'true'))
param instanceMemoryMB = int(readEnvironmentVariable('INSTANCE_MEMORY_MB', '2048'))
param maximumInstanceCount = int(readEnvironmentVariable('MAXIMUM_INSTANCE_COUNT', '40'))
param dailyCapGb = readEnvironmentVariable('DAILY_CAP_GB', '0.5')
param logRetentionDays = int(readEnvironmentVariable('LOG_RETENTION_DAYS', '30'))
param silenceDays = int(readEnvironmentVariable('SILENCE_DAYS', '30'))
