// Report emails: Communication Services with a domain of Azure's (10 an hour) or one of the university's own.
import { roles } from '../roles.bicep'

param emailName string
param communicationName string
param tags object
param dataLocation string

@description('A domain whose DNS the operator controls; empty for one that Azure manages.')
param customDomain string
param appPrincipalId string

@description('A role that only sends, in place of the built-in one; making it takes the right to define roles.')
param customRole bool

resource email 'Microsoft.Communication/emailServices@2023-04-01' = {
  name: emailName
  location: 'global'
  tags: tags
  properties: {
    dataLocation: dataLocation
  }
}

resource domain 'Microsoft.Communication/emailServices/domains@2023-04-01' = {
  parent: email
  name: empty(customDomain) ? 'AzureManagedDomain' : customDomain
  location: 'global'
  tags: tags
  properties: {
    domainManagement: empty(customDomain) ? 'AzureManaged' : 'CustomerManaged'
    // Nobody is told who opened a report's email.
    userEngagementTracking: 'Disabled'
  }
}

resource communication 'Microsoft.Communication/communicationServices@2025-05-01' = {
  name: communicationName
  location: 'global'
  tags: tags
  properties: {
    dataLocation: dataLocation
    linkedDomains: [domain.id]
    // The app signs in as its identity: keys would only be there to be stolen.
    disableLocalAuth: true
  }
}

// The built-in role may also delete the service, change its domains and read its keys.
resource sendsOnly 'Microsoft.Authorization/roleDefinitions@2022-04-01' = if (customRole) {
  name: guid(resourceGroup().id, 'antivirus-sends-email')
  properties: {
    roleName: 'Antivirus sends email (${uniqueString(resourceGroup().id)})'
    description: 'Sends emails of Communication Services, and nothing else.'
    type: 'CustomRole'
    assignableScopes: [resourceGroup().id]
    permissions: [
      {
        actions: [
          'Microsoft.Communication/CommunicationServices/Read'
          'Microsoft.Communication/CommunicationServices/Write'
          'Microsoft.Communication/EmailServices/Write'
        ]
      }
    ]
  }
}

resource appSendsEmail 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: communication
  // An assignment cannot change its role: each role has an assignment of its own.
  name: guid(communication.id, appPrincipalId, customRole ? 'sends-email' : roles.communicationAndEmailServiceOwner)
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: customRole
      ? sendsOnly.id
      : subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.communicationAndEmailServiceOwner)
  }
}

output endpoint string = 'https://${communication.properties.hostName}'
output from string = 'DoNotReply@${domain.properties.fromSenderDomain}'
