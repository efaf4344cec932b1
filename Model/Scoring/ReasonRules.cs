using Antivirus.Model.Cohorts;

namespace Antivirus.Model.Scoring;

/// <summary>Which of a student's contributions a counsellor is told of, and in which order.</summary>
internal sealed class ReasonRules(StudentSchema schema)
{
    /// <summary>Stands for the sum of all sensitive features among the reasons.</summary>
    public const short OtherData = short.MaxValue;

    /// <summary>Stands alone: the student was asked about, and nothing that may be named raises the risk.</summary>
    public const short NoClearSignal = short.MaxValue - 1;

    // A feature that somebody can act on goes before one whose effect is at most a quarter larger.
    private const double Advantage = 1.25;

    private readonly float[]?[] _codes = [.. schema.Features.Select(CodesOf)];

    /// <summary>Writes the strongest reasons in order: indexes of features, or one of the constants above; −1 behind the last.</summary>
    /// <param name="contributions">One per feature, in the schema's order.</param>
    /// <param name="row">The student's values, in the same order.</param>
    /// <param name="chosen">As many as may be named.</param>
    public void Choose(ReadOnlySpan<double> contributions, ReadOnlySpan<float> row, Span<short> chosen)
    {
        Span<double> weights = stackalloc double[chosen.Length];
        weights.Clear();
        Clear(chosen);
        var sensitive = 0.0;
        for (var feature = 0; feature < contributions.Length; feature++)
        {
            if (schema.Features[feature].Sensitive)
            {
                sensitive += contributions[feature];
            }
            else if (contributions[feature] > 0 && MayBeNamed(feature, row[feature], raises: true))
            {
                Insert((short)feature, contributions[feature] * WeightOf(schema.Features[feature]), chosen, weights);
            }
        }

        Insert(OtherData, sensitive, chosen, weights);
        chosen[0] = chosen[0] < 0 ? NoClearSignal : chosen[0];
    }

    private static void Insert(short reason, double weight, Span<short> chosen, Span<double> weights)
    {
        var place = chosen.Length;
        while (place > 0 && weight > weights[place - 1])
        {
            place--;
        }

        if (place < chosen.Length)
        {
            weights[place..^1].CopyTo(weights[(place + 1)..]);
            chosen[place..^1].CopyTo(chosen[(place + 1)..]);
            (weights[place], chosen[place]) = (weight, reason);
        }
    }

    /// <summary>False for a sensitive feature, a value that points the other way, and a code that no word explains.</summary>
    /// <param name="raises">Whether the value is to be named for raising the risk, or for lowering it.</param>
    public bool MayBeNamed(int index, float value, bool raises)
    {
        var feature = schema.Features[index];
        if (feature.Sensitive || float.IsNaN(value))
        {
            return !feature.Sensitive;
        }

        return HasWord(index, value) && (feature.Median is not { } median || feature.Direction switch
        {
            Direction.Up => raises ? value > median : value <= median,
            Direction.Down => raises ? value < median : value >= median,
            _ => true,
        });
    }

    /// <summary>Names no reasons.</summary>
    public static void Clear(Span<short> chosen)
    {
        // A loop: a fill with such numbers would be compiled at each start.
        foreach (ref var reason in chosen)
        {
            reason = -1;
        }
    }

    private static double WeightOf(Feature feature) => feature.Actionable || feature.Signal ? Advantage : 1;

    private bool HasWord(int feature, float value)
    {
        if (_codes[feature] is not { } codes)
        {
            return true;
        }

        foreach (var code in codes)
        {
            if (code == value)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The codes that have a word; null for numbers, which explain themselves.</summary>
    private static float[]? CodesOf(Feature feature)
    {
        if (feature.Kind != FeatureKind.Category)
        {
            return null;
        }

        var codes = new float[feature.Words.Count];
        for (var word = 0; word < codes.Length; word++)
        {
            codes[word] = feature.Words[word].Code;
        }

        return codes;
    }
}
