using System.Security.Cryptography;

namespace Antivirus.Training;

internal static class Program
{
    private static Task<int> Main(string[] args)
    {
        // Almost every command checks a hash, and the system's library for it takes 10 ms to load: meanwhile the arguments are read.
        _ = Task.Run(() => SHA256.HashData([]));
        return ConsoleApp.RunAsync(args);
    }
}
