namespace Antivirus.Model.Cohorts.Reading;

/// <summary>Which feature a cell of a header names: by name, alias or label, whatever its case, accents, spaces, underscores and units in
/// brackets.</summary>
internal sealed class FeatureNames
{
    // Whole names before names without their brackets, and names before labels: where two features could be meant, the stronger name
    // decides.
    private readonly Dictionary<string, int>[] _byStrength =
        [new(StringComparer.Ordinal), new(StringComparer.Ordinal), new(StringComparer.Ordinal), new(StringComparer.Ordinal)];

    public FeatureNames(IReadOnlyList<Feature> features)
    {
        Count = features.Count;
        for (var feature = 0; feature < features.Count; feature++)
        {
            var names = (string[])[features[feature].Name, .. features[feature].Aliases];
            var labels = (string[])[features[feature].LabelEs, features[feature].LabelEn];
            Add(_byStrength[0], feature, names.Select(TextFold.Key));
            Add(_byStrength[1], feature, labels.Select(TextFold.Key));
            Add(_byStrength[2], feature, names.Select(ShortKey));
            Add(_byStrength[3], feature, labels.Select(ShortKey));
        }
    }

    /// <summary>Features that there are to name.</summary>
    public int Count { get; }

    /// <summary>The feature's index; -1 when the cell names none, or leaves open which one.</summary>
    public int Find(string cell)
    {
        var key = TextFold.Key(cell);
        if (key.Length == 0)
        {
            return -1;
        }

        var shortKey = ShortKey(cell);
        var withoutNumber = TextFold.WithoutNumber(cell);
        return FindExactly(key, shortKey) is { } found ? found
            : withoutNumber.Length < cell.Length ? FindExactly(TextFold.Key(withoutNumber), ShortKey(withoutNumber)) ?? -1
            : -1;
    }

    private int? FindExactly(string key, string shortKey) =>
        Find(_byStrength[0], key) ?? Find(_byStrength[1], key) ?? Find(_byStrength[2], shortKey) ?? Find(_byStrength[3], shortKey);

    /// <summary>How many different features the cells name.</summary>
    public int CountNamed(IEnumerable<string> cells)
    {
        var isNamed = new bool[Count];
        var count = 0;
        foreach (var cell in cells)
        {
            if (Find(cell) is >= 0 and var feature && !isNamed[feature])
            {
                isNamed[feature] = true;
                count++;
            }
        }

        return count;
    }

    private static int? Find(Dictionary<string, int> features, string key) =>
        features.TryGetValue(key, out var feature) && feature >= 0 ? feature : null;

    private static void Add(Dictionary<string, int> features, int feature, IEnumerable<string> keys)
    {
        foreach (var key in keys.Where(key => key.Length > 0))
        {
            // -1: a name of two features is a name of none.
            features[key] = features.TryGetValue(key, out var other) && other != feature ? -1 : feature;
        }
    }

    private static string ShortKey(string name) => TextFold.Key(TextFold.WithoutBrackets(name));
}
