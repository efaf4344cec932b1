// Everything the app needs in Azure, in one resource group. No key, no password: each part signs in as an identity.
targetScope = 'subscription'

import { containerNames, retentionDays } from 'modules/data-storage.bicep'

@minLength(1)
@maxLength(40)
@description('Name of the azd environment; it names the resource group.')
param environmentName string

@description('Region of everything that has one.')
param location string

@description('Who deploys and uploads the shipped models; nobody when empty.')
param principalId string
param principalType 'User' | 'ServicePrincipal'

@description('Code of each institution and its settings, as in institutions.json.')
param institutions object

@description('Further app settings, as in settings.json; one of the same name wins over the template.')
param settings object

@description('Who hears of alerts.')
param alertEmails string[]

param containers containerNames
param retention retentionDays
param storageRedundancy 'Standard_LRS' | 'Standard_ZRS' | 'Standard_GRS' | 'Standard_GZRS'

@description('Shut the storage accounts\' public doors. Links then open only inside the network.')
param vnetEnabled bool

@description('Where Communication Services keeps emails at rest.')
param emailDataLocation string

@description('A domain of the operator\'s own; empty for one of Azure\'s, which sends 10 emails an hour.')
param emailDomain string

@description('A role of the app\'s own that only sends emails; false gives it the built-in one, which may do more.')
param emailCustomRole bool

@minValue(512)
@maxValue(4096)
@description('512, 2048 or 4096.')
param instanceMemoryMB int

@minValue(1)
@maxValue(1000)
param maximumInstanceCount int

@description('Telemetry in GB a day after which nothing more is taken in.')
param dailyCapGb string

@minValue(30)
@maxValue(730)
param logRetentionDays int

@description('Alert when no upload ended in a report for so many days.')
@minValue(1)
@maxValue(365)
param silenceDays int

var token = toLower(uniqueString(subscription().id, environmentName, location))
var tags = { 'azd-env-name': environmentName }
var packageContainer = 'app-package'

// Ies__univalle__Name, Ies__univalle__Emails__0, …
var institutionSettings = reduce(
  items(institutions),
  {},
  (settingsSoFar, ies) =>
    union(
      settingsSoFar,
      { 'Ies__${ies.key}__Name': ies.value.name },
      toObject(
        range(0, length(ies.value.emails)),
        index => 'Ies__${ies.key}__Emails__${index}',
        index => ies.value.emails[index]
      )
    )
)

// Who may put files straight into an institution's folder: object ids in institutions.json, each held to its folder.
var uploaders = flatten(map(
  items(institutions),
  ies => map(ies.value.?uploaders ?? [], principalId => { ies: ies.key, principalId: principalId })
))

var appName = 'func-antivirus-${token}'

// Pages that may send a file to a write link: the app's own, and those that may call it.
var uploadOrigins = concat(
  ['https://${appName}.azurewebsites.net'],
  map(
    filter(items(settings), setting => startsWith(setting.key, 'Api__CorsOrigins__')),
    setting => string(setting.value)
  )
)

resource group 'Microsoft.Resources/resourceGroups@2024-11-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  scope: group
  params: {
    name: 'id-antivirus-${token}'
    location: location
    tags: tags
  }
}

module dataStorage 'modules/data-storage.bicep' = {
  scope: group
  params: {
    name: 'stdatos${token}'
    location: location
    tags: tags
    redundancy: storageRedundancy
    containers: containers
    retention: retention
    uploadOrigins: uploadOrigins
    appPrincipalId: identity.outputs.principalId
    deployerPrincipalId: principalId
    deployerPrincipalType: principalType
    networkClosed: vnetEnabled
    workspaceId: monitoring.outputs.workspaceId
    uploaders: uploaders
  }
}

module hostStorage 'modules/host-storage.bicep' = {
  scope: group
  params: {
    name: 'sthost${token}'
    location: location
    tags: tags
    packageContainer: packageContainer
    appPrincipalId: identity.outputs.principalId
    networkClosed: vnetEnabled
  }
}

module network 'modules/network.bicep' = if (vnetEnabled) {
  scope: group
  params: {
    name: 'vnet-${token}'
    location: location
    tags: tags
    dataStorageId: dataStorage.outputs.id
    hostStorageId: hostStorage.outputs.id
  }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: {
    workspaceName: 'log-${token}'
    insightsName: 'appi-${token}'
    location: location
    tags: tags
    dailyCapGb: dailyCapGb
    logRetentionDays: logRetentionDays
    appPrincipalId: identity.outputs.principalId
  }
}

module email 'modules/email.bicep' = {
  scope: group
  params: {
    emailName: 'email-${token}'
    communicationName: 'acs-${token}'
    tags: tags
    dataLocation: emailDataLocation
    customDomain: emailDomain
    customRole: emailCustomRole
    appPrincipalId: identity.outputs.principalId
  }
}

module events 'modules/events.bicep' = {
  scope: group
  params: {
    topicName: 'evgt-${token}'
    location: location
    tags: tags
    storageName: dataStorage.outputs.name
    deadLetterContainer: containers.deadLetters
  }
}

module functionApp 'modules/function-app.bicep' = {
  scope: group
  params: {
    planName: 'plan-${token}'
    name: appName
    location: location
    tags: tags
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    packageUri: hostStorage.outputs.packageUri
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    subnetId: network.?outputs.appSubnetId ?? ''
    settings: union(
      {
        AntivirusStorage__blobServiceUri: dataStorage.outputs.blobEndpoint
        AntivirusStorage__queueServiceUri: dataStorage.outputs.queueEndpoint
        UploadsContainer: containers.uploads
        ReportsContainer: containers.reports
        LedgerContainer: containers.ledger
        ModelsContainer: containers.models
        AuditContainer: containers.audit
        Email__Transport: 'Acs'
        Email__Acs__Endpoint: email.outputs.endpoint
        Email__From: email.outputs.from
        // What the domain may send, by Azure's limits.
        Email__MaxPerMinute: empty(emailDomain) ? '5' : '30'
        Email__MaxPerHour: empty(emailDomain) ? '10' : '100'
        // Above some 100 MB the Functions host answers 500, and it holds each request in memory: larger files come by a write link.
        Api__MaxUploadBytes: '100000000'
        // The Functions host calls the worker from loopback; without it all callers would share one address.
        ASPNETCORE_FORWARDEDHEADERS_ENABLED: 'true'
        AzureWebJobsDisableHomepage: 'true'
        APPLICATIONINSIGHTS_CONNECTION_STRING: monitoring.outputs.connectionString
      },
      hostStorage.outputs.settings,
      institutionSettings,
      settings
    )
  }
}

module silenceWatch 'modules/silence-watch.bicep' = {
  scope: group
  params: {
    name: 'logic-silence-${token}'
    location: location
    tags: tags
    workspaceName: monitoring.outputs.workspaceName
    days: silenceDays
  }
}

module alerts 'modules/alerts.bicep' = {
  scope: group
  params: {
    namePrefix: 'antivirus-${environmentName}'
    location: location
    tags: tags
    emails: alertEmails
    workspaceId: monitoring.outputs.workspaceId
    topicId: events.outputs.topicId
    silenceWatchId: silenceWatch.outputs.id
  }
}

module workbook 'modules/workbook.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
  }
}

output AZURE_RESOURCE_GROUP string = group.name
output FUNCTION_APP_NAME string = functionApp.outputs.name
output FUNCTION_APP_URL string = functionApp.outputs.uri
output DATA_STORAGE_NAME string = dataStorage.outputs.name
output EVENT_TOPIC_NAME string = events.outputs.topicName
output UPLOADS_CONTAINER string = containers.uploads
output REPORTS_CONTAINER string = containers.reports
output MODELS_CONTAINER string = containers.models
output DEAD_LETTER_CONTAINER string = containers.deadLetters
