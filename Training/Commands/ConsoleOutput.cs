using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Antivirus.Training.Commands;

/// <summary>What commands print. A command that prints text does not wait for the JSON serializer.</summary>
internal static class ConsoleOutput
{
    public static readonly Option<bool> Json = new("--json") { Description = "Print JSON for machines instead of text." };

    /// <summary>Prints the result as JSON where <c>--json</c> asks for it, else the text.</summary>
    public static Task WriteAsync<T>(this ParseResult parsed, T result, Func<ConsoleJson, JsonTypeInfo<T>> type, string text) =>
        parsed.InvocationConfiguration.Output.WriteLineAsync(parsed.GetValue(Json)
            ? JsonSerializer.Serialize(result, type(ConsoleJson.Default))
            : text);
}
