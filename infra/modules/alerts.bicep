// What wakes somebody up. The queries lie in infra/queries, the answers in docs/operations.md.
param namePrefix string
param location string
param tags object
param emails string[]
param workspaceId string
param topicId string
param silenceWatchId string

// Only addressed, never assigned.
var ownerRole = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635'

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: '${namePrefix}-operators'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'antivirus'
    // Nobody named: then the subscription's owners hear of it, rather than nobody.
    armRoleReceivers: empty(emails)
      ? [
          {
            name: 'owners'
            roleId: ownerRole
            useCommonAlertSchema: true
          }
        ]
      : []
    emailReceivers: [
      for (address, index) in emails: {
        name: 'operator-${index}'
        emailAddress: address
        useCommonAlertSchema: true
      }
    ]
  }
}

var logAlerts = [
  {
    name: 'poison-messages'
    description: 'A file failed five times and was put aside. See "Poison messages" in docs/operations.md.'
    query: loadTextContent('../queries/poison.kql')
    severity: 1
  }
  {
    name: 'failed-emails'
    description: 'An institution did not get its email. See "Emails" in docs/operations.md.'
    query: loadTextContent('../queries/failed-emails.kql')
    severity: 2
  }
]

resource logAlert 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for alert in logAlerts: {
    name: '${namePrefix}-${alert.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      description: alert.description
      severity: alert.severity
      enabled: true
      evaluationFrequency: 'PT15M'
      windowSize: 'PT30M'
      scopes: [workspaceId]
      criteria: {
        allOf: [
          {
            query: alert.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            failingPeriods: {
              numberOfEvaluationPeriods: 1
              minFailingPeriodsToAlert: 1
            }
          }
        ]
      }
      autoMitigate: false
      actions: {
        actionGroups: [people.id]
      }
    }
  }
]

var metricAlerts = [
  {
    name: 'dead-letters'
    description: 'Event Grid gave up on an event: that upload has no report. See "Dead letters" in docs/operations.md.'
    scope: topicId
    namespace: 'Microsoft.EventGrid/systemTopics'
    metric: 'DeadLetteredCount'
    severity: 1
  }
  {
    name: 'dropped-events'
    description: 'Event Grid dropped an event that it could not even put aside: that upload has no report. See "Dead letters" in docs/operations.md.'
    scope: topicId
    namespace: 'Microsoft.EventGrid/systemTopics'
    metric: 'DroppedEventCount'
    severity: 1
  }
  {
    name: 'silence'
    description: 'No upload ended in a report for too many days, or the watch itself failed. See "Silence" in docs/operations.md.'
    scope: silenceWatchId
    namespace: 'Microsoft.Logic/workflows'
    metric: 'RunsFailed'
    severity: 2
  }
]

resource metricAlert 'Microsoft.Insights/metricAlerts@2018-03-01' = [
  for alert in metricAlerts: {
    name: '${namePrefix}-${alert.name}'
    location: 'global'
    tags: tags
    properties: {
      description: alert.description
      severity: alert.severity
      enabled: true
      scopes: [alert.scope]
      evaluationFrequency: 'PT15M'
      windowSize: 'PT30M'
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
        allOf: [
          {
            name: alert.name
            criterionType: 'StaticThresholdCriterion'
            metricNamespace: alert.namespace
            metricName: alert.metric
            timeAggregation: 'Total'
            operator: 'GreaterThan'
            threshold: 0
          }
        ]
      }
      autoMitigate: true
      actions: [
        {
          actionGroupId: people.id
        }
      ]
    }
  }
]
