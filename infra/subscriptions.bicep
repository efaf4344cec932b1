// Made after each deployment, when the webhook exists: which event starts which function.
// The webhook's key is read here, by the deployment itself, and never passes through a shell.
param functionAppName string
param storageName string
param topicName string
param uploadsContainer string
param reportsContainer string
param deadLetterContainer string

resource app 'Microsoft.Web/sites@2024-04-01' existing = {
  name: functionAppName

  // The compiler knows no such type; it is where the platform keeps an app's keys.
  #disable-next-line BCP081
  resource host 'host' existing = {
    name: 'default'
  }
}

resource storage 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: storageName
}

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' existing = {
  name: topicName
}

var triggers = [
  { function: 'CreatePredictions', container: uploadsContainer }
  { function: 'SendReportEmail', container: reportsContainer }
]

resource subscription 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15' = [
  for trigger in triggers: {
    parent: topic
    name: toLower(trigger.function)
    properties: {
      eventDeliverySchema: 'EventGridSchema'
      destination: {
        endpointType: 'WebHook'
        properties: {
          endpointUrl: 'https://${app.properties.defaultHostName}/runtime/webhooks/blobs?functionName=Host.Functions.${trigger.function}&code=${app::host.listKeys().systemKeys.blobs_extension}'
          maxEventsPerBatch: 1
        }
      }
      filter: {
        includedEventTypes: ['Microsoft.Storage.BlobCreated']
        subjectBeginsWith: '/blobServices/default/containers/${trigger.container}/blobs/'
        enableAdvancedFilteringOnArrays: false
        advancedFilters: [
          {
            // Only the calls that complete a blob: other ones announce a name whose content is not there yet.
            operatorType: 'StringIn'
            key: 'data.api'
            values: ['PutBlob', 'PutBlockList', 'CopyBlob', 'FlushWithClose']
          }
        ]
      }
      retryPolicy: {
        eventTimeToLiveInMinutes: 1440
        maxDeliveryAttempts: 30
      }
      deadLetterWithResourceIdentity: {
        identity: {
          type: 'SystemAssigned'
        }
        deadLetterDestination: {
          endpointType: 'StorageBlob'
          properties: {
            resourceId: storage.id
            blobContainerName: deadLetterContainer
          }
        }
      }
    }
  }
]
