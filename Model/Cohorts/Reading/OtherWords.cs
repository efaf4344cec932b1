namespace Antivirus.Model.Cohorts.Reading;

/// <summary>
/// What a cell may say beside the words of its feature: the words without their accents, their labels in both languages, yes or no
/// in the spellings of the field where the feature is a question of yes or no, and women or men where it is about sex.
/// </summary>
internal sealed class OtherWords
{
    private static readonly HashSet<string> Yes = ["si", "s", "sim", "yes", "y", "true", "verdadero", "verdadeiro", "x", "1"];
    private static readonly HashSet<string> No = ["no", "n", "nao", "false", "falso", "0"];

    // NaN: said of two codes, and so of none.
    private readonly Dictionary<string, float> _codes = new(StringComparer.Ordinal);

    public OtherWords(Feature feature)
    {
        foreach (var word in feature.Words)
        {
            foreach (var text in ((string?[])[word.Word, word.LabelEs, word.LabelEn]).OfType<string>())
            {
                Add(TextFold.Fold(text), word.Code);
            }
        }

        SexWords.AddTo(_codes, feature);

        if (CodeOf(feature, Yes, 1) is { } yes && CodeOf(feature, No, 0) is { } no && yes != no)
        {
            AddMissing(_codes, Yes, yes);
            AddMissing(_codes, No, no);
        }
    }

    /// <summary>The code; null when the text is none of these words.</summary>
    public float? Find(string text) => _codes.TryGetValue(TextFold.Fold(text), out var code) && !float.IsNaN(code) ? code : null;

    private void Add(string text, float code) =>
        _codes[text] = _codes.TryGetValue(text, out var other) && other != code ? float.NaN : code;

    /// <summary>Adds the words that mean nothing yet.</summary>
    public static void AddMissing(Dictionary<string, float> codes, HashSet<string> words, float code)
    {
        foreach (var word in words)
        {
            codes.TryAdd(word, code);
        }
    }

    /// <summary>The code of the one answer that the feature's words give; a binary feature without words is a question of yes or
    /// no.</summary>
    private static float? CodeOf(Feature feature, HashSet<string> answers, float withoutWords)
    {
        if (feature is { Kind: FeatureKind.Binary, Words.Count: 0 })
        {
            return withoutWords;
        }

        var codes = feature.Words
            .Where(word => ((string?[])[word.Word, word.LabelEs, word.LabelEn])
                .Any(text => text is not null && answers.Contains(TextFold.Fold(text))))
            .Select(word => word.Code)
            .Distinct()
            .Take(2)
            .ToList();
        return feature.Kind is FeatureKind.Binary or FeatureKind.Category && codes.Count == 1 ? codes[0] : null;
    }
}
