using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Models;

namespace Antivirus.Training.Profiles;

/// <summary>Finds and reads profiles: the shipped ones by name, others by path.</summary>
internal static class ProfileFile
{
    private const string ResourcePrefix = "Antivirus.Training.Profiles.";

    /// <summary>Names of the shipped profiles.</summary>
    public static IReadOnlyList<string> Shipped { get; } =
    [
        .. from resource in Assembly.GetExecutingAssembly().GetManifestResourceNames()
           where resource.StartsWith(ResourcePrefix, StringComparison.Ordinal) && resource.EndsWith(".json", StringComparison.Ordinal)
           let name = resource[ResourcePrefix.Length..^".json".Length]
           orderby name
           select name,
    ];

    /// <param name="nameOrPath">A shipped profile's name, a profile's path, or the folder of an artefact, whose own profile is
    /// meant.</param>
    /// <exception cref="TrainingException">There is none of that name or path, or it cannot be read.</exception>
    public static Profile Load(string nameOrPath)
    {
        if (IsArtefact(nameOrPath))
        {
            return LoadOf(RiskModel.Load(nameOrPath).Artefact, nameOrPath);
        }

        using var shipped = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{ResourcePrefix}{nameOrPath}.json");
        var profile = shipped is not null ? Read(shipped, nameOrPath) : ReadFile(nameOrPath);
        return Check(profile, nameOrPath);
    }

    /// <summary>Whether the path is the folder of an artefact.</summary>
    public static bool IsArtefact(string path) => File.Exists(Path.Combine(path, RiskModel.DescriptionFile));

    /// <summary>The profile that an artefact was trained with.</summary>
    /// <param name="folder">The artefact's folder.</param>
    /// <exception cref="TrainingException">It is not the file that the artefact was written with.</exception>
    public static Profile LoadOf(ModelArtefact artefact, string folder)
    {
        var path = Path.Combine(folder, RiskModel.ProfileFile);
        if (!artefact.Files.TryGetValue(RiskModel.ProfileFile, out var hash))
        {
            // Written before artefacts held their profile.
            return Load(artefact.Training.Profile);
        }

        var bytes = File.Exists(path) ? File.ReadAllBytes(path) : [];
        return hash == Convert.ToHexStringLower(SHA256.HashData(bytes))
            ? Check(Read(new MemoryStream(bytes), path), path)
            : throw new TrainingException(
                $"{path} is not the profile that {RiskModel.DescriptionFile} describes: it is missing or was changed. Copy the artefact " +
                "again, or give --profile.");
    }

    /// <summary>A profile as an artefact holds it; the same profile has the same bytes.</summary>
    public static byte[] Write(Profile profile) =>
        [.. JsonSerializer.SerializeToUtf8Bytes(profile, ProfileJson.Readable.Profile), (byte)'\n'];

    private static Profile ReadFile(string path)
    {
        if (!File.Exists(path))
        {
            throw new TrainingException(
                $"There is no profile '{path}': no such file, and the shipped ones are {string.Join(", ", Shipped)}.");
        }

        using var file = File.OpenRead(path);
        return Read(file, path);
    }

    private static Profile Read(Stream stream, string where)
    {
        try
        {
            return JsonSerializer.Deserialize(stream, ProfileJson.Default.Profile)
                ?? throw new TrainingException($"{where} is empty; docs/own-data.md describes what a profile holds.");
        }
        catch (JsonException failure)
        {
            throw new TrainingException(
                $"{where}, line {failure.LineNumber + 1}, {failure.Path}: {failure.Message.Split(" Path:")[0]} docs/own-data.md tells " +
                "what a profile holds.");
        }
    }

    private static Profile Check(Profile profile, string where)
    {
        var problem = profile switch
        {
            { Separator: not ("," or ";" or "\t") } => "separator must be ',' or ';' or a tab",
            _ when InBoth(profile.Target) is { } both => $"target: \"{both}\" stands in two of atRisk, notAtRisk and leaveOut",
            _ when !profile.FeatureColumns.Any() => "no column is a feature",
            _ when profile.Columns.FirstOrDefault(column => IsColumn(column, profile.Period)
                || IsColumn(column, profile.Target.Column)) is { } twofold =>
                $"column {twofold.Name} is the period or the target, and so cannot stand in columns",
            _ when profile.Columns.SelectMany(column => column.Words).FirstOrDefault(IsMiscoded) is { } word =>
                $"the word \"{word.Word}\" needs the code {word.Word}, since a whole number is read as a code",
            _ when profile.Columns.GroupBy(column => column.Name, StringComparer.OrdinalIgnoreCase)
                .FirstOrDefault(same => same.Count() > 1) is { } twice => $"column {twice.Key} stands twice",
            _ when profile.Columns.FirstOrDefault(column => column.Marginal is { } marginal
                && marginal.Values.Count != marginal.Shares.Count) is { } uneven =>
                $"column {uneven.Name}: marginal needs as many shares as values",
            _ when profile.Folds < 2 || profile.Repeats < 1 => "folds must be at least 2, repeats at least 1",
            _ => null,
        };
        return problem is null ? profile : throw new TrainingException($"{where}: {problem}.");
    }

    private static string? InBoth(Target target) => target.AtRisk.Distinct(StringComparer.OrdinalIgnoreCase)
        .Concat(target.NotAtRisk.Distinct(StringComparer.OrdinalIgnoreCase))
        .Concat(target.LeaveOut.Distinct(StringComparer.OrdinalIgnoreCase))
        .GroupBy(value => value, StringComparer.OrdinalIgnoreCase)
        .FirstOrDefault(same => same.Count() > 1)?.Key;

    private static bool IsColumn(ProfileColumn column, string? name) => (column.Source ?? column.Name)
        .Equals(name, StringComparison.OrdinalIgnoreCase);

    private static bool IsMiscoded(CategoryWord word) =>
        long.TryParse(word.Word, CultureInfo.InvariantCulture, out var number) && number != (long)word.Code;
}

[JsonSourceGenerationOptions(
    WriteIndented = true,
    NewLine = "\n",
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    Converters = [typeof(FeatureKindConverter), typeof(DirectionConverter), typeof(NewWordsConverter)],
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Profile))]
internal sealed partial class ProfileJson : JsonSerializerContext
{
    /// <summary>For a file that people read: letters with accents as themselves.</summary>
    public static ProfileJson Readable =>
        new(new JsonSerializerOptions(Default.Profile.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}

/// <summary>Kinds as profiles write them, in lower case.</summary>
internal sealed class FeatureKindConverter() : JsonStringEnumConverter<FeatureKind>(JsonNamingPolicy.CamelCase);

/// <summary>Directions as profiles write them, in lower case.</summary>
internal sealed class DirectionConverter() : JsonStringEnumConverter<Direction>(JsonNamingPolicy.CamelCase);

/// <summary>What becomes of new words, as profiles write it, in lower case.</summary>
internal sealed class NewWordsConverter() : JsonStringEnumConverter<NewWords>(JsonNamingPolicy.CamelCase);
