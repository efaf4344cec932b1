// Asks once a day whether any upload ended in a report lately, and fails if none did: its failure is the alert.
// A log alert cannot: its window ends at two days.
import { roles } from '../roles.bicep'

param name string
param location string
param tags object
param workspaceName string

@minValue(1)
param days int

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' existing = {
  name: workspaceName
}

// The name of the query service, which environment() does not have.
#disable-next-line no-hardcoded-env-urls
var logService = 'https://api.loganalytics.io'

resource watch 'Microsoft.Logic/workflows@2019-05-01' = {
  name: name
  location: location
  tags: tags
  identity: {
    type: 'SystemAssigned'
  }
  properties: {
    state: 'Enabled'
    definition: {
      '$schema': 'https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#'
      contentVersion: '1.0.0.0'
      triggers: {
        EveryDay: {
          type: 'Recurrence'
          recurrence: {
            frequency: 'Day'
            interval: 1
          }
        }
      }
      actions: {
        AskForReports: {
          type: 'Http'
          inputs: {
            method: 'POST'
            uri: '${logService}/v1/workspaces/${workspace.properties.customerId}/query'
            body: {
              query: loadTextContent('../queries/last-success.kql')
              timespan: 'P${days}D'
            }
            authentication: {
              type: 'ManagedServiceIdentity'
              audience: logService
            }
          }
        }
        FailOnSilence: {
          type: 'If'
          runAfter: {
            AskForReports: ['Succeeded']
          }
          expression: {
            equals: ['@length(body(\'AskForReports\')?[\'tables\']?[0]?[\'rows\'])', 0]
          }
          actions: {
            Silence: {
              type: 'Terminate'
              inputs: {
                runStatus: 'Failed'
                runError: {
                  code: 'NoReports'
                  message: 'No upload ended in a report for ${days} days.'
                }
              }
            }
          }
        }
      }
    }
  }
}

resource watchReadsLogs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: workspace
  name: guid(workspace.id, watch.id, roles.logAnalyticsDataReader)
  properties: {
    principalId: watch.identity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.logAnalyticsDataReader)
  }
}

output id string = watch.id
