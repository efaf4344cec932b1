// The private network (VNET_ENABLED): the app reaches storage by private endpoints, and storage's public doors are shut.
param name string
param location string
param tags object
param dataStorageId string
param hostStorageId string

var zones = [for service in ['blob', 'queue', 'table']: 'privatelink.${service}.${environment().suffixes.storage}']

var endpoints = [
  { name: 'data-blob', storageId: dataStorageId, service: 'blob', zone: 0 }
  { name: 'data-queue', storageId: dataStorageId, service: 'queue', zone: 1 }
  { name: 'host-blob', storageId: hostStorageId, service: 'blob', zone: 0 }
  { name: 'host-queue', storageId: hostStorageId, service: 'queue', zone: 1 }
  { name: 'host-table', storageId: hostStorageId, service: 'table', zone: 2 }
]

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: {
      addressPrefixes: ['10.30.0.0/16']
    }
    subnets: [
      {
        name: 'app'
        properties: {
          addressPrefix: '10.30.0.0/24'
          delegations: [
            {
              name: 'flex-consumption'
              properties: {
                serviceName: 'Microsoft.App/environments'
              }
            }
          ]
        }
      }
      {
        name: 'endpoints'
        properties: {
          addressPrefix: '10.30.1.0/24'
          privateEndpointNetworkPolicies: 'Disabled'
        }
      }
    ]
  }

  resource appSubnet 'subnets' existing = {
    name: 'app'
  }

  resource endpointSubnet 'subnets' existing = {
    name: 'endpoints'
  }
}

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = [
  for zoneName in zones: {
    name: zoneName
    location: 'global'
    tags: tags
  }
]

resource zoneLink 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for (zoneName, index) in zones: {
    parent: zone[index]
    name: name
    location: 'global'
    tags: tags
    properties: {
      registrationEnabled: false
      virtualNetwork: {
        id: network.id
      }
    }
  }
]

resource endpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = [
  for entry in endpoints: {
    name: '${name}-${entry.name}'
    location: location
    tags: tags
    properties: {
      subnet: {
        id: network::endpointSubnet.id
      }
      privateLinkServiceConnections: [
        {
          name: entry.name
          properties: {
            privateLinkServiceId: entry.storageId
            groupIds: [entry.service]
          }
        }
      ]
    }
  }
]

resource endpointZone 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-05-01' = [
  for (entry, index) in endpoints: {
    parent: endpoint[index]
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [
        {
          name: entry.service
          properties: {
            privateDnsZoneId: zone[entry.zone].id
          }
        }
      ]
    }
  }
]

output appSubnetId string = network::appSubnet.id
