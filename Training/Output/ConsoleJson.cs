using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Antivirus.Training.Output;

/// <summary>What commands print with <c>--json</c>: one document, the fields of the records in <c>Results.cs</c>.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    NewLine = "\n",
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(FigureConverter)])]
[JsonSerializable(typeof(ExplorationResult))]
[JsonSerializable(typeof(EvaluationResult))]
[JsonSerializable(typeof(ComparisonResult))]
[JsonSerializable(typeof(PredictionResult))]
[JsonSerializable(typeof(FileResult))]
[JsonSerializable(typeof(PublishedVersions))]
[JsonSerializable(typeof(PublishedPointer))]
[JsonSerializable(typeof(IReadOnlyList<ShippedProfile>))]
[JsonSerializable(typeof(ModelPointer))]
internal sealed partial class ConsoleJson : JsonSerializerContext
{
    public static readonly Option<bool> Option = new("--json") { Description = "Print JSON for machines instead of text." };
}

/// <summary>A figure that is no number, such as the AUC of one class, is null in JSON.</summary>
internal sealed class FigureConverter : JsonConverter<double>
{
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble();

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumberValue(Math.Round(value, 6));
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}

internal static class ConsoleOutput
{
    /// <summary>Prints the result as JSON where <c>--json</c> asks for it, else the text.</summary>
    public static Task WriteAsync<T>(this ParseResult parsed, T result, JsonTypeInfo<T> type, string text) =>
        parsed.InvocationConfiguration.Output.WriteLineAsync(parsed.GetValue(ConsoleJson.Option) ? JsonSerializer.Serialize(result, type) : text);
}
