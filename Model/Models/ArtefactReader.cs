using System.Text.Json;
using Antivirus.Model.Cohorts;

namespace Antivirus.Model.Models;

/// <summary>
/// Reads <c>model.json</c> element by element: the generated serializer writes it, but its code for numbers and dates cannot be compiled
/// ahead, and making it took a third of the time from a cold start to the first report.
/// </summary>
internal static class ArtefactReader
{
    /// <summary>How earlier consoles marked that all later periods were tested too.</summary>
    private const string OldAndLater = " and later";

    /// <exception cref="ArtefactException">It is no JSON, no artefact's description, or one of a later layout.</exception>
    public static ModelArtefact Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(RiskModel.ReadFile(path));
            var version = document.RootElement.GetProperty("formatVersion").GetInt32();
            return version <= RiskModel.FormatVersion
                ? ReadArtefact(document.RootElement)
                : throw new ArtefactException(
                    $"{path} has layout {version}; this version reads up to {RiskModel.FormatVersion}. Update the app, or train the " +
                    "artefact anew.");
        }
        catch (Exception failure)
            when (failure is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new ArtefactException(
                $"{path} is not a valid model.json: {failure.Message} Copy the artefact again, or train it anew.", failure);
        }
    }

    private static ModelArtefact ReadArtefact(JsonElement root) => new()
    {
        FormatVersion = root.GetProperty("formatVersion").GetInt32(),
        Name = Text(root, "name"),
        Version = Text(root, "version"),
        Date = root.GetProperty("date").GetDateTimeOffset(),
        TargetEs = Text(root, "targetEs"),
        TargetEn = Text(root, "targetEn"),
        Schema = ReadSchema(root.GetProperty("schema")),
        Threshold = root.GetProperty("threshold").GetDouble(),
        ThresholdRule = Text(root, "thresholdRule"),
        Calibration = new PlattCalibration(root.GetProperty("calibration").GetProperty("slope").GetDouble(), root.GetProperty("calibration")
            .GetProperty("offset").GetDouble()),
        Fit = Enum.Parse<ModelFit>(Text(root, "fit")),
        Training = ReadTraining(root.GetProperty("training")),
        Metrics = Entries(root, "metrics", ReadMetric),
        Certainty = root.TryGetProperty("certainty", out var certainty) ? ReadCertainty(certainty) : null,
        BaseRate = root.GetProperty("baseRate").GetDouble(),
        GroupThresholds = root.TryGetProperty("groupThresholds", out var groups) ? ReadGroups(groups) : null,
        SensitiveColumns = root.TryGetProperty("sensitiveColumns", out _) ? List(root, "sensitiveColumns", ReadFeature) : null,
        Target = root.TryGetProperty("target", out var target) ? ReadTarget(target) : null,
        Files = Entries(root, "files", hash => hash.GetString()!),
    };

    private static StudentSchema ReadSchema(JsonElement schema) => new()
    {
        IdNames = List(schema, "idNames", name => name.GetString()!),
        Features = List(schema, "features", ReadFeature),
    };

    private static Feature ReadFeature(JsonElement feature) => new()
    {
        Name = Text(feature, "name"),
        Aliases = List(feature, "aliases", alias => alias.GetString()!),
        Kind = Enum.Parse<FeatureKind>(Text(feature, "kind")),
        Minimum = feature.TryGetProperty("minimum", out var minimum) ? minimum.GetDouble() : null,
        Maximum = feature.TryGetProperty("maximum", out var maximum) ? maximum.GetDouble() : null,
        Words = List(feature, "words", ReadWord),
        AllowsEmpty = feature.GetProperty("allowsEmpty").GetBoolean(),
        NewWords = OptionalText(feature, "newWords") is { } newWords ? Enum.Parse<NewWords>(newWords) : NewWords.Score,
        TrainedCodes = feature.TryGetProperty("trainedCodes", out _) ? List(feature, "trainedCodes", code => code.GetSingle()) : null,
        Median = feature.TryGetProperty("median", out var median) ? median.GetDouble() : null,
        Direction = OptionalText(feature, "direction") is { } direction ? Enum.Parse<Direction>(direction) : Direction.Any,
        Sensitive = feature.TryGetProperty("sensitive", out var sensitive) && sensitive.GetBoolean(),
        Actionable = feature.GetProperty("actionable").GetBoolean(),
        Signal = feature.TryGetProperty("signal", out var signal) && signal.GetBoolean(),
        LabelEs = Text(feature, "labelEs"),
        LabelEn = Text(feature, "labelEn"),
    };

    private static CategoryWord ReadWord(JsonElement word) => new(Text(word, "word"), word.GetProperty("code").GetSingle())
    {
        LabelEs = OptionalText(word, "labelEs"),
        LabelEn = OptionalText(word, "labelEn"),
    };

    private static TrainingFacts ReadTraining(JsonElement training) => new()
    {
        Profile = Text(training, "profile"),
        DataSha256 = Text(training, "dataSha256"),
        Seed = training.GetProperty("seed").GetInt32(),
        RowsRead = training.GetProperty("rowsRead").GetInt32(),
        RowsUsed = training.GetProperty("rowsUsed").GetInt32(),
        RowsAtRisk = training.GetProperty("rowsAtRisk").GetInt32(),
        Hyperparameters = Entries(training, "hyperparameters", value => value.GetDouble()),
        TreesAlone = training.TryGetProperty("treesAlone", out _) ? Entries(training, "treesAlone", ReadMetric) : null,
        LibraryVersions = Entries(training, "libraryVersions", version => version.GetString()!),
        ShareAtRisk = training.TryGetProperty("shareAtRisk", out var share) ? share.GetDouble() : null,
        CalibrationNoise = training.TryGetProperty("calibrationNoise", out var noise) ? noise.GetDouble() : null,
        Evaluation = Text(training, "evaluation"),
        LaterPeriod = training.TryGetProperty("laterPeriod", out var period) ? ReadPeriod(period) : null,
        Attribution = OptionalText(training, "attribution"),
        Bins = Entries(training, "bins", bins =>
            new FeatureBins(List(bins, "upperEdges", edge => edge.GetDouble()), List(bins, "shares", share => share.GetDouble()))),
    };

    private static PeriodTest ReadPeriod(JsonElement period) => new(
        PeriodOf(period),
        period.GetProperty("students").GetInt32(),
        period.GetProperty("shareAtRisk").GetDouble(),
        period.TryGetProperty("auc", out var auc) ? auc.GetDouble() : null,
        period.GetProperty("brier").GetDouble(),
        period.GetProperty("logLoss").GetDouble(),
        period.GetProperty("ece").GetDouble(),
        period.GetProperty("newWords").GetInt32())
    {
        AndLater = period.TryGetProperty("andLater", out var later) ? later.GetBoolean() : Text(period, "period").EndsWith(OldAndLater,
            StringComparison.Ordinal),
    };

    private static string PeriodOf(JsonElement period) =>
        Text(period, "period") is var name && name.EndsWith(OldAndLater, StringComparison.Ordinal) ? name[..^OldAndLater.Length] : name;

    private static Certainty ReadCertainty(JsonElement certainty) => new(
        certainty.GetProperty("confidence").GetDouble(),
        certainty.GetProperty("lowestAtRisk").GetDouble(),
        certainty.GetProperty("highestOther").GetDouble(),
        certainty.GetProperty("coverage").GetDouble(),
        certainty.GetProperty("shareSure").GetDouble());

    private static TargetWords ReadTarget(JsonElement target) => new(
        Text(target, "column"),
        List(target, "atRisk", word => word.GetString()!),
        List(target, "notAtRisk", word => word.GetString()!),
        List(target, "leaveOut", word => word.GetString()!));

    private static GroupThresholds ReadGroups(JsonElement groups) => new()
    {
        Columns = List(groups, "columns", column => new GroupColumn(
            Text(column, "feature"),
            column.TryGetProperty("edges", out _) ? List(column, "edges", edge => edge.GetDouble()) : null,
            column.TryGetProperty("codes", out _) ? List(column, "codes", code => code.GetDouble()) : null)),
        Groups = List(groups, "groups", group => new GroupThreshold(
            List(group, "parts", part => part.GetInt32()),
            group.GetProperty("threshold").GetDouble(),
            group.GetProperty("students").GetInt32())),
        DecidedBy = Text(groups, "decidedBy"),
        Before = ReadYield(groups.GetProperty("before")),
        After = ReadYield(groups.GetProperty("after")),
    };

    private static ThresholdYield ReadYield(JsonElement found) =>
        new(found.GetProperty("recall").GetDouble(), found.GetProperty("precision").GetDouble());

    private static Metric ReadMetric(JsonElement metric) =>
        new(metric.GetProperty("mean").GetDouble(), metric.GetProperty("sd").GetDouble());

    private static string Text(JsonElement element, string property) =>
        element.GetProperty(property).GetString() ?? throw new InvalidOperationException($"'{property}' is null.");

    private static string? OptionalText(JsonElement element, string property) =>
        element.TryGetProperty(property, out var text) ? text.GetString() : null;

    private static List<T> List<T>(JsonElement element, string property, Func<JsonElement, T> read)
    {
        var list = new List<T>();
        foreach (var item in element.GetProperty(property).EnumerateArray())
        {
            list.Add(read(item));
        }

        return list;
    }

    private static Dictionary<string, T> Entries<T>(JsonElement element, string property, Func<JsonElement, T> read)
    {
        var entries = new Dictionary<string, T>();
        foreach (var entry in element.GetProperty(property).EnumerateObject())
        {
            entries.Add(entry.Name, read(entry.Value));
        }

        return entries;
    }
}
