using System.Text.Json;
using System.Text.Json.Serialization;
using Antivirus.Storage.Erasure;

namespace Antivirus.Training.Commands;

/// <summary>What commands print with <c>--json</c>: one document, the fields of the records in <c>Results.cs</c>.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    NewLine = "\n",
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(FigureConverter)])]
[JsonSerializable(typeof(ExplorationResult))]
[JsonSerializable(typeof(EvaluationResult))]
[JsonSerializable(typeof(OutcomesResult))]
[JsonSerializable(typeof(ComparisonResult))]
[JsonSerializable(typeof(PredictionResult))]
[JsonSerializable(typeof(FileResult))]
[JsonSerializable(typeof(DraftResult))]
[JsonSerializable(typeof(PublishedVersions))]
[JsonSerializable(typeof(PublishedPointer))]
[JsonSerializable(typeof(IReadOnlyList<ShippedProfile>))]
[JsonSerializable(typeof(List<StudentFile>))]
internal sealed partial class ConsoleJson : JsonSerializerContext;

/// <summary>A figure that is not a number, such as the AUC of one class, is null in JSON.</summary>
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
