// The institutions' files: uploads, reports, the ledger, models, the audit log, and events that could not be delivered.
import { roles } from '../roles.bicep'

param name string
param location string
param tags object
param redundancy string
param containers containerNames
param retention retentionDays
param appPrincipalId string

@description('Origins of the pages that may send a file to a write link.')
param uploadOrigins string[]

@description('Who deploys and uploads the shipped models; nobody when empty.')
param deployerPrincipalId string
param deployerPrincipalType string
param networkClosed bool

@description('Where it is logged who read, wrote and deleted which file.')
param workspaceId string

@description('Who may put files straight into the folder of one institution.')
param uploaders { ies: string, principalId: string }[]

@export()
type containerNames = {
  uploads: string
  reports: string
  ledger: string
  models: string
  audit: string
  deadLetters: string
}

@export()
@description('Days after which blobs are deleted for good.')
type retentionDays = {
  @minValue(1)
  uploads: int
  @minValue(1)
  reports: int
  @description('At least as long as the uploads and reports: without its ledger entry a file would be done, and mailed, again.')
  @minValue(1)
  ledger: int
  @minValue(1)
  audit: int
  @description('What deletes, by hand or by rule, can be taken back for so long.')
  @minValue(1)
  @maxValue(365)
  softDelete: int
}

resource storage 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: redundancy
  }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    isLocalUserEnabled: false
    minimumTlsVersion: 'TLS1_2'
    publicNetworkAccess: networkClosed ? 'Disabled' : 'Enabled'
    supportsHttpsTrafficOnly: true
    networkAcls: {
      // Event Grid is let through where the network is closed: it reads the account's events and writes dead letters.
      bypass: 'AzureServices'
      defaultAction: networkClosed ? 'Deny' : 'Allow'
    }
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2024-01-01' = {
  parent: storage
  name: 'default'
  properties: {
    deleteRetentionPolicy: {
      enabled: true
      days: retention.softDelete
    }
    containerDeleteRetentionPolicy: {
      enabled: true
      days: retention.softDelete
    }
    cors: {
      corsRules: [
        {
          allowedOrigins: uploadOrigins
          allowedMethods: ['PUT']
          allowedHeaders: ['content-type', 'x-ms-blob-type', 'x-ms-meta-*']
          exposedHeaders: []
          maxAgeInSeconds: 600
        }
      ]
    }
  }
}

resource container 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' = [
  for entry in items(containers): {
    parent: blobs
    name: entry.value
    properties: {
      publicAccess: 'None'
    }
  }
]

resource models 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' existing = {
  parent: blobs
  name: containers.models
}

// Of the ledger's container all but what institutions chose: destinatarios/ and preferencias/.
var rules = [
  {
    name: 'delete-old-uploads'
    prefixes: ['${containers.uploads}/']
    days: retention.uploads
    blobTypes: ['blockBlob']
  }
  {
    name: 'delete-old-reports'
    prefixes: ['${containers.reports}/']
    days: retention.reports
    blobTypes: ['blockBlob']
  }
  {
    name: 'delete-old-ledger-entries'
    prefixes: map(['runs', 'emails', 'outcomes', 'enlaces'], folder => '${containers.ledger}/${folder}/')
    days: retention.ledger
    blobTypes: ['blockBlob']
  }
  { name: 'delete-killed-uploads', prefixes: ['${containers.ledger}/cargas/'], days: 1, blobTypes: ['blockBlob'] }
  {
    name: 'delete-old-audit-logs'
    prefixes: ['${containers.audit}/']
    days: retention.audit
    blobTypes: ['blockBlob', 'appendBlob']
  }
  {
    name: 'delete-old-dead-letters'
    prefixes: ['${containers.deadLetters}/']
    days: retention.uploads
    blobTypes: ['blockBlob']
  }
]

resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2024-01-01' = {
  parent: storage
  name: 'default'
  properties: {
    policy: {
      rules: [
        for rule in rules: {
          name: rule.name
          type: 'Lifecycle'
          enabled: true
          definition: {
            filters: {
              blobTypes: rule.blobTypes
              prefixMatch: rule.prefixes
            }
            actions: {
              baseBlob: {
                delete: {
                  daysAfterModificationGreaterThan: rule.days
                }
              }
              snapshot: {
                delete: {
                  daysAfterCreationGreaterThan: rule.days
                }
              }
            }
          }
        }
      ]
    }
  }
  dependsOn: [blobs]
}

// What was written to the audit log stays as it is for as long as it is kept; it can only grow.
resource auditContainer 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' existing = {
  parent: blobs
  name: containers.audit
}

resource auditStays 'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies@2024-01-01' = {
  parent: auditContainer
  name: 'default'
  properties: {
    immutabilityPeriodSinceCreationInDays: retention.audit
    allowProtectedAppendWrites: true
  }
  dependsOn: [container]
}

// Names of blobs and addresses of callers, no content; signatures of links are left out by Azure.
resource accessLog 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: blobs
  name: 'access'
  properties: {
    workspaceId: workspaceId
    logs: [
      for category in ['StorageRead', 'StorageWrite', 'StorageDelete']: {
        category: category
        enabled: true
      }
    ]
  }
}

resource uploadsContainer 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' existing = {
  parent: blobs
  name: containers.uploads
}

var blobActions = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs'

// Outside of its folder a person neither reads nor writes nor lists; every other action of the role asks for the path.
resource uploaderUsesOwnFolder 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for uploader in uploaders: {
    scope: uploadsContainer
    name: guid(uploadsContainer.id, uploader.ies, uploader.principalId)
    properties: {
      principalId: uploader.principalId
      roleDefinitionId: subscriptionResourceId(
        'Microsoft.Authorization/roleDefinitions',
        roles.storageBlobDataContributor
      )
      conditionVersion: '2.0'
      condition: '((!(ActionMatches{\'${blobActions}/read\'} AND SubOperationMatches{\'Blob.List\'})) OR (@Request[${blobActions}:prefix] StringStartsWith \'${uploader.ies}/\')) AND ((!(ActionMatches{\'${blobActions}/read\'} AND NOT SubOperationMatches{\'Blob.List\'}) AND !(ActionMatches{\'${blobActions}/write\'}) AND !(ActionMatches{\'${blobActions}/add/action\'}) AND !(ActionMatches{\'${blobActions}/delete\'}) AND !(ActionMatches{\'${blobActions}/move/action\'})) OR (@Resource[${blobActions}:path] StringStartsWith \'${uploader.ies}/\'))'
    }
    dependsOn: [container]
  }
]

// The blob trigger asks for Owner. It also covers the user delegation key that signs links.
resource appOwnsBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: storage
  name: guid(storage.id, appPrincipalId, roles.storageBlobDataOwner)
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageBlobDataOwner)
  }
}

// The trigger's work queue and the poison queue lie on the account of its blobs.
resource appUsesQueues 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: storage
  name: guid(storage.id, appPrincipalId, roles.storageQueueDataContributor)
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roles.storageQueueDataContributor
    )
  }
}

resource deployerPublishesModels 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(deployerPrincipalId)) {
  scope: models
  name: guid(models.id, deployerPrincipalId, roles.storageBlobDataContributor)
  properties: {
    principalId: deployerPrincipalId
    principalType: deployerPrincipalType
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roles.storageBlobDataContributor
    )
  }
  dependsOn: [container]
}

output id string = storage.id
output name string = storage.name
output blobEndpoint string = storage.properties.primaryEndpoints.blob
output queueEndpoint string = storage.properties.primaryEndpoints.queue
