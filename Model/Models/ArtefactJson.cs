using System.Text.Json.Serialization;

namespace Antivirus.Model.Models;

/// <summary>Writes <c>model.json</c>; <see cref="ArtefactReader"/> reads it.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    NewLine = "\n",
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ModelArtefact))]
public sealed partial class ArtefactJson : JsonSerializerContext;
