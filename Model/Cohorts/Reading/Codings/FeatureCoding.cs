using System.Globalization;

namespace Antivirus.Model.Cohorts.Reading.Codings;

/// <summary>What a note says about the codes of a column.</summary>
internal enum CodingVerdict
{
    /// <summary>Nothing: a unit, a remark.</summary>
    Silent,
    Agrees,

    /// <summary>Something else than the model's words and codes, or what nobody can compare with them.</summary>
    Differs,
}

/// <summary>Compares what a file says about the codes of a column with the words, codes and range of a feature.</summary>
internal sealed class FeatureCoding(Feature feature)
{
    private static readonly HashSet<string> Negations = [.. "no not sin without nao sem ninguno ninguna none never nunca".Split(' ')];

    // What a note may negate without turning the column's values round.
    private static readonly HashSet<string> Remarks =
        [.. ("aplica obligatorio obligatoria obligatorios requerido requerida usar modificar editar llenar borrar incluye incluir contar " +
            "tildes espacios puntos comas decimales decimal null nulo vacio applicable required edit use spaces decimals").Split(' ')];

    // What says that there is no answer: no responde, no sabe, sin dato.
    private static readonly HashSet<string> NoAnswers =
        [.. "responde contesta sabe aplica dato datos informacion registra disponible answer applicable known data dados".Split(' ')];

    private static readonly HashSet<string> Affirmations =
        [.. "tiene tienen con posee cuenta recibe has have with receives tem com possui recebe".Split(' ')];

    private static readonly string[] Reversals = ["al reves", "invertid", "inversa", "inverso", "reversed", "reverse coded", "inverted",
        "ao contrario", "codigo inverso", "negad"];

    private readonly CellParser _parser = new(feature);
    private readonly Lazy<OtherWords> _words = new(() => new OtherWords(feature), isThreadSafe: false);
    private readonly Lazy<HashSet<string>> _nameWords = new(() => NameWords(feature), isThreadSafe: false);

    private bool IsQuestion => _words.Value.Find("si") is not null && _words.Value.Find("no") is not null;

    /// <summary>Whether the text says that the column's values mean the opposite of what it is called.</summary>
    public static bool SaysReversed(string text)
    {
        var folded = string.Join(' ', TextFold.Words(text));
        return Array.Exists(Reversals, reversal => folded.Contains(reversal, StringComparison.Ordinal));
    }

    /// <summary>What stands in brackets after the column's name.</summary>
    public CodingVerdict JudgeName(string note)
    {
        var verdict = JudgeCell(note);
        return verdict != CodingVerdict.Silent ? verdict
            : SaysReversed(note) || NegatesName(note) || NamesOtherValue(note) || MayBeCoding(note) ? CodingVerdict.Differs
            : CodingVerdict.Silent;
    }

    /// <summary>What stands in the column in place of a value, such as in a line of units.</summary>
    public CodingVerdict JudgeCell(string note)
    {
        var pairs = CodingText.Clauses(note).SelectMany(clause => clause.Pairs).ToList();
        var range = StatedRange.Find(note);
        return range is not null ? (range.Value.Fits(feature) ? CodingVerdict.Agrees : CodingVerdict.Differs)
            : pairs.Count > 0 && JudgePairs(pairs, isNamed: true) is var verdict and not CodingVerdict.Silent ? verdict
            : ListsOtherValues(note) || UnitText.IsOther(feature, note) ? CodingVerdict.Differs
            : CodingVerdict.Silent;
    }

    /// <param name="isNamed">Whether the text is certainly about this column: then what cannot be compared differs.</param>
    public CodingVerdict JudgePairs(IReadOnlyList<StatedPair> pairs, bool isNamed)
    {
        var known = pairs.Where(IsKnown).ToList();
        if (known.Exists(pair => !Agrees(pair)))
        {
            return CodingVerdict.Differs;
        }

        var others = pairs.Except(known).ToList();
        if (others.Count > 0 && JudgeScale(pairs) is { } isAscending)
        {
            return isAscending || !isNamed ? CodingVerdict.Agrees : CodingVerdict.Differs;
        }

        var numbered = others.FindAll(pair => CodingText.IsNumber(pair.Left) && !IsHarmless(pair));
        var isCoding = others.Exists(pair => pair.IsExplicit && !IsHarmless(pair)) || numbered.Count > 1
            || (numbered.Count > 0 && known.Count > 0);
        return isNamed && isCoding ? CodingVerdict.Differs : known.Count > 0 ? CodingVerdict.Agrees : CodingVerdict.Silent;
    }

    /// <summary>Whether the text says that a number which the feature may have is a missing value.</summary>
    public bool IsMissingValue(StatedPair pair) =>
        feature.Kind is FeatureKind.Integer or FeatureKind.Number && Number(pair.Left) is { } code && _parser.IsAllowed(code)
        && (MissingWords.Contains(pair.Right) || TextFold.Words(pair.Right).Any(NoAnswers.Contains));

    /// <summary>Whether one side is a code or word, and the other what the model knows by another code or word.</summary>
    public bool IsKnown(StatedPair pair)
    {
        var (left, right) = (CodeOf(pair.Left), CodeOf(pair.Right));
        return (left ?? right) is not null && (left ?? Number(pair.Left)) is not null && (right ?? Number(pair.Right)) is not null;
    }

    private bool Agrees(StatedPair pair) =>
        (Number(pair.Left) ?? CodeOf(pair.Left)) == (Number(pair.Right) ?? CodeOf(pair.Right));

    /// <summary>The code of a word or of what it describes; null for numbers and what the model does not know.</summary>
    private float? CodeOf(string side)
    {
        if (CodingText.IsNumber(side))
        {
            return null;
        }

        return _words.Value.Find(side) ?? (IsQuestion ? AnswerOf(side) : null);
    }

    /// <summary>What a phrase answers: <c>no tiene</c> is no, <c>tiene beca</c> yes.</summary>
    private float? AnswerOf(string phrase)
    {
        var words = TextFold.Words(phrase);
        return words.Count == 0 || words.Any(NoAnswers.Contains) ? null
            : words.Any(Negations.Contains) ? _words.Value.Find("no")
            : _words.Value.Find(words[0]) is { } first ? first
            : words.Any(Affirmations.Contains) || words.Any(_nameWords.Value.Contains) ? _words.Value.Find("si")
            : null;
    }

    private static float? Number(string side) =>
        float.TryParse(side.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Whether the numbers of a scale grow with what they mean; null where the meanings are not a scale's.</summary>
    private bool? JudgeScale(IReadOnlyList<StatedPair> pairs)
    {
        if (feature.Words.Count > 0 || feature.Kind is FeatureKind.Binary or FeatureKind.Category)
        {
            return null;
        }

        var ranks = new List<(float Number, int Rank)>();
        foreach (var pair in pairs)
        {
            var (number, meaning) = Number(pair.Left) is { } left ? (left, pair.Right) : (Number(pair.Right), pair.Left);
            if (number is null || ScaleWords.RankOf(meaning) is not { } rank)
            {
                return null;
            }

            ranks.Add((number.Value, rank));
        }

        // 10 for very good, where 5 is the most, is another scale.
        if (ranks.Exists(rank => rank.Number < feature.Minimum || rank.Number > feature.Maximum))
        {
            return false;
        }

        ranks.Sort((one, other) => one.Number.CompareTo(other.Number));
        var isAscending = ranks.Zip(ranks.Skip(1)).All(step => step.First.Rank <= step.Second.Rank);
        var middle = (feature.Minimum + feature.Maximum) / 2;
        return ranks.Count > 1
            ? isAscending && ranks[0].Rank < ranks[^1].Rank
            : ranks[0].Rank > 0 ? ranks[0].Number > middle : ranks[0].Rank == 0 || ranks[0].Number < middle;
    }

    /// <summary>A code that the model does not allow is rejected wherever it stands, whatever it means; so is a word it does not
    /// know.</summary>
    private bool IsHarmless(StatedPair pair) => (Number(pair.Left), Number(pair.Right)) switch
    {
        ({ } left, null) => !_parser.IsAllowed(left),
        (null, { } right) => !_parser.IsAllowed(right),
        (null, null) => !(IsQuestion && (CodeOf(pair.Left) ?? CodeOf(pair.Right)) is not null)
            && !SexWords.IsOfOtherLetters(feature, pair.Left),
        _ => false,
    };

    /// <summary><c>(no tiene)</c> after the name of a question of yes or no.</summary>
    private bool NegatesName(string note)
    {
        var words = TextFold.Words(note);
        return IsQuestion && words.Count is > 0 and <= 4 && Negations.Contains(words[0]) && !words.Any(Remarks.Contains)
            && !words.Any(word => word is "si" or "yes" or "sim" or "s");
    }

    /// <summary>A single value, as the columns of a model's inputs are named: <c>Sexo (F)</c> is 1 for women.</summary>
    private bool NamesOtherValue(string note) =>
        feature.Kind is FeatureKind.Binary or FeatureKind.Category && !CodingText.IsNumber(note)
        && _words.Value.Find(note) is { } code && (feature.Kind == FeatureKind.Category || code != 1);

    /// <summary>A number beside a word of the feature, in no form that is known.</summary>
    private bool MayBeCoding(string note) =>
        note.Any(char.IsAsciiDigit) && (TextFold.Words(note).Any(word =>
            word.Any(char.IsLetter) && word.Length > 1 && _words.Value.Find(word) is not null) || HoldsLabel(TextFold.Fold(note)));

    private bool HoldsLabel(string note) => feature.Words
        .SelectMany(word => ((string?[])[word.LabelEs, word.LabelEn]).OfType<string>().Select(TextFold.Fold))
        .Any(label => label.Length > 3 && note.Contains(label, StringComparison.Ordinal));

    /// <summary>A list with a value that means something else, or that the model does not have: <c>(H/M)</c>, <c>(1/2)</c>.</summary>
    private bool ListsOtherValues(string note)
    {
        if (feature.Kind is not (FeatureKind.Binary or FeatureKind.Category))
        {
            return false;
        }

        var values = TextFold.Fold(note).Split(['/', ',', ';', '|', '-', ' '], StringSplitOptions.RemoveEmptyEntries)
            .Where(value => value is not ("o" or "y" or "or" or "and" or "ou" or "e" or "u")).ToList();
        var areValues = values.Count > 1 && values.TrueForAll(value => value.Length == 1 || _words.Value.Find(value) is not null);
        return areValues && values.Exists(value => SexWords.IsOfOtherLetters(feature, value)
            || (Number(value) is { } number && !_parser.IsAllowed(number)));
    }

    private static HashSet<string> NameWords(Feature feature) =>
        [.. ((string[])[feature.Name, feature.LabelEs, feature.LabelEn, .. feature.Aliases]).SelectMany(TextFold.Words)
            .Where(word => word.Length > 3)];
}
