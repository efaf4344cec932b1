namespace Antivirus.Training;

internal static class Program
{
    private static Task<int> Main(string[] args) => ConsoleApp.RunAsync(args);
}
