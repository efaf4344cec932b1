namespace Antivirus.Model.Cohorts.Reading;

/// <summary>
/// Women and men in the spellings of the field. M alone is a man beside F, and a woman beside H (hombre, homem) or V (varón): which one
/// a file means is known from the other letter only.
/// </summary>
internal static class SexWords
{
    private static readonly HashSet<string> Women = ["mujer", "mujeres", "femenino", "femenina", "fem", "female", "feminino", "feminina",
        "mulher", "woman", "women", "girl", "dama", "damas", "femme", "femenil"];

    private static readonly HashSet<string> Men = ["hombre", "hombres", "masculino", "masculina", "masc", "male", "varon", "varones",
        "homem", "man", "men", "boy", "caballero", "caballeros", "homme", "varonil"];

    /// <summary>Adds the spellings that certainly mean one of the feature's codes beside its own words; none where it is not about
    /// sex.</summary>
    public static void AddTo(Dictionary<string, float> codes, Feature feature)
    {
        var isFm = HasWord(feature, "f") && HasWord(feature, "m");
        var woman = isFm ? CodeOf(feature, ["f"]) : CodeOf(feature, Women);
        var man = isFm ? CodeOf(feature, ["m"]) : CodeOf(feature, Men);
        if (woman is not null && man is not null && woman != man)
        {
            OtherWords.AddMissing(codes, Women, woman.Value);
            OtherWords.AddMissing(codes, Men, man.Value);
        }
    }

    /// <summary>Whether the text is a letter that turns the meaning of the feature's own letter M round.</summary>
    public static bool IsOfOtherLetters(Feature feature, string text) => HasWord(feature, "m") && TextFold.Fold(text) switch
    {
        "h" or "v" => HasWord(feature, "f"),
        "f" => HasWord(feature, "h") || HasWord(feature, "v"),
        _ => false,
    };

    /// <summary>Whether F and M are the feature's own words.</summary>
    public static bool HasLetters(Feature feature) => HasWord(feature, "f") && HasWord(feature, "m");

    /// <summary>What files call a column of women and men.</summary>
    public static IEnumerable<string> NamesOf(Feature feature) => HasLetters(feature) ? ["sexo", "sex", "genero", "gender"] : [];

    /// <summary>Whether a folded text is a whole word for a man.</summary>
    public static bool IsMan(string folded) => Men.Contains(folded);

    private static bool HasWord(Feature feature, string word) => feature.Words.Any(known => TextFold.Fold(known.Word) == word);

    private static float? CodeOf(Feature feature, HashSet<string> words)
    {
        var codes = feature.Words
            .Where(word => ((string?[])[word.Word, word.LabelEs, word.LabelEn]).Any(text => text is not null
                && words.Contains(TextFold.Fold(text))))
            .Select(word => word.Code)
            .Distinct()
            .Take(2)
            .ToList();
        return codes.Count == 1 ? codes[0] : null;
    }
}
