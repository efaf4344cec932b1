// The five questions an operator asks, as a page in the portal.
param location string
param tags object
param workspaceId string

var questions = [
  { title: '1. Did everything that came in get its report?', query: loadTextContent('../queries/files-by-state.kql') }
  { title: '2. What fails?', query: loadTextContent('../queries/failures.kql') }
  { title: '3. Did the emails go out?', query: loadTextContent('../queries/emails-by-state.kql') }
  { title: '4. How long does a report take?', query: loadTextContent('../queries/durations.kql') }
  { title: '4b. How long do uploads wait?', query: loadTextContent('../queries/waiting.kql') }
  { title: '5. What share is at risk, by model version?', query: loadTextContent('../queries/shares-by-model.kql') }
]

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(workspaceId, 'operations')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    category: 'workbook'
    displayName: 'Antivirus: operations'
    sourceId: workspaceId
    serializedData: string({
      version: 'Notebook/1.0'
      items: map(questions, question => {
        type: 3
        content: {
          version: 'KqlItem/1.0'
          title: question.title
          query: question.query
          size: 0
          timeContext: {
            durationMs: 2592000000
          }
          queryType: 0
          resourceType: 'microsoft.operationalinsights/workspaces'
        }
      })
    })
  }
}
