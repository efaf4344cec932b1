using Antivirus.Support;

// One Azurite for all classes; each test has a container of its own.
[assembly: AssemblyFixture(typeof(AzuriteAccount))]
