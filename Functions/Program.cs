using Antivirus.Functions;
using Microsoft.Extensions.Hosting;

// One build, two hosts: the Functions host starts the app as its worker; started otherwise, the app is a server of its own.
var host = FunctionsWorker.IsStartedByHost(args) ? FunctionsWorker.Build(args) : LocalServer.Build(args);
host.Run();
