using Antivirus.Functions;
using Microsoft.Extensions.Hosting;

// One build, two hosts: the Functions host starts the app as its worker; started otherwise, the app is a server of its own.
if (FunctionsWorker.IsStartedByHost(args))
{
    return FunctionsWorker.Run(args);
}

if (CommandLine.Answer(args, Console.Out, Console.Error) is { } exitCode)
{
    return exitCode;
}

LocalServer.Build(args).Run();
return 0;
