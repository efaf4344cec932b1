using System.Text.Json.Serialization;

namespace Antivirus.Model.Scoring;

[JsonSourceGenerationOptions(
    WriteIndented = true,
    NewLine = "\n",
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ModelArtefact))]
public sealed partial class ArtefactJson : JsonSerializerContext;
