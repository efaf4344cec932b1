namespace Antivirus.Model.Outcomes;

/// <summary>What became of a student, as far as a word can tell.</summary>
public enum OutcomeSide
{
    Unknown,

    /// <summary>The risk came about.</summary>
    Risk,

    /// <summary>The risk did not come about.</summary>
    Good,
}

/// <summary>The event that a word is about; it decides how the score is described.</summary>
public enum OutcomeEvent
{
    Unknown,
    Leaving,
    Failing,
    Graduating,
    Continuing,
    Risk,
}

/// <summary>The side of a word or phrase, and its event.</summary>
public readonly record struct OutcomeMeaning(OutcomeSide Side, OutcomeEvent Event)
{
    public static OutcomeMeaning None => default;

    public OutcomeMeaning Negated() =>
        this with { Side = Side switch { OutcomeSide.Risk => OutcomeSide.Good, OutcomeSide.Good => OutcomeSide.Risk, _ => Side } };
}

/// <summary>Words of outcomes in Spanish, English and Portuguese, folded. Stems stand for all their endings.</summary>
public static class OutcomeWords
{
    private static readonly (string Stem, OutcomeMeaning Meaning)[] Stems =
    [
        // Use of something, and other words that only begin like an outcome.
        .. Of(OutcomeSide.Unknown, OutcomeEvent.Unknown, "aprovech", "aproveit", "passiv", "passport", "password"),
        .. Of(OutcomeSide.Risk, OutcomeEvent.Leaving, "abandon", "desert", "deserc", "desers", "retir", "evas", "evad", "desist", "dropout",
            "dropped", "discontin", "withdr", "leaver", "leaving", "attrit", "churn", "desvincul", "deslig"),
        .. Of(OutcomeSide.Risk, OutcomeEvent.Failing, "fail", "reprob", "reprov", "desaprob", "desaprov"),
        .. Of(OutcomeSide.Risk, OutcomeEvent.Risk, "riesgo", "risk", "risco"),
        .. Of(OutcomeSide.Good, OutcomeEvent.Failing, "aprob", "aprov", "pass", "distinction"),
        .. Of(OutcomeSide.Good, OutcomeEvent.Graduating, "gradua", "graduo", "graduat", "titulad", "egresad", "diplomad", "formad",
            "formou", "complet", "conclu", "culmin"),
        .. Of(OutcomeSide.Good, OutcomeEvent.Continuing, "permane", "retention", "retencion", "retained", "persist", "continu", "sigue",
            "stay", "reenrol", "reinscri", "rematricul", "renov"),
    ];

    // Words whose other endings mean something else.
    private static readonly Dictionary<string, OutcomeMeaning> Whole = new(StringComparer.Ordinal)
    {
        ["baja"] = new(OutcomeSide.Risk, OutcomeEvent.Leaving),
        ["left"] = new(OutcomeSide.Risk, OutcomeEvent.Leaving),
        ["perdio"] = new(OutcomeSide.Risk, OutcomeEvent.Failing),
        ["active"] = new(OutcomeSide.Good, OutcomeEvent.Continuing),
        ["activo"] = new(OutcomeSide.Good, OutcomeEvent.Continuing),
        ["activa"] = new(OutcomeSide.Good, OutcomeEvent.Continuing),
        ["ativo"] = new(OutcomeSide.Good, OutcomeEvent.Continuing),
        ["ativa"] = new(OutcomeSide.Good, OutcomeEvent.Continuing),
        ["vigente"] = new(OutcomeSide.Good, OutcomeEvent.Continuing),
        ["enrolled"] = new(OutcomeSide.Good, OutcomeEvent.Continuing),
        ["matriculado"] = new(OutcomeSide.Good, OutcomeEvent.Continuing),
        ["matriculada"] = new(OutcomeSide.Good, OutcomeEvent.Continuing),
        ["exito"] = new(OutcomeSide.Good, OutcomeEvent.Failing),
        ["success"] = new(OutcomeSide.Good, OutcomeEvent.Failing),
        ["sucesso"] = new(OutcomeSide.Good, OutcomeEvent.Failing),
    };

    private static readonly HashSet<string> Negations =
        new(["no", "not", "non", "nao", "sin", "sem", "nunca", "never", "ni"], StringComparer.Ordinal);
    private static readonly HashSet<string> Fillers = new(["se", "ha", "has", "had", "did", "does", "was", "is", "be", "been", "fue", "foi",
        "esta", "de", "del", "da", "do", "la", "el", "a", "o", "to"], StringComparer.Ordinal);

    private static readonly HashSet<string> Levels = new(
        ["alto", "alta", "altos", "altas", "medio", "media", "bajo", "baja", "bajos", "bajas", "baixo", "baixa", "high", "medium", "low",
            "moderado", "moderada", "moderate", "menor", "mayor"],
        StringComparer.Ordinal);

    // An outcome that is still open, that nobody knows, or that was kept from happening.
    private static readonly string[] Open =
    [
        "pend", "cursa", "andamento", "progress", "ongoing", "transfer", "traslad", "aplaz", "trancad", "trancament", "fallec", "falec",
        "deceas", "tempor", "desconoc", "unknown", "evit", "prevent", "avoid", "posible", "possible", "probable",
        "libre", "livre", "exent", "exempt", "superad", "descart", "ausenc", "fuera",
    ];

    /// <summary>Whether the words say that the outcome is not known yet, or is of another kind.</summary>
    public static bool IsOpen(IReadOnlyList<string> words) =>
        words.Any(word => Array.Exists(Open, stem => word.StartsWith(stem, StringComparison.Ordinal)))
            || words is ["en" or "em" or "in", "curso" or "course", ..];

    /// <summary>Whether the word says how much there is of something.</summary>
    public static bool IsLevel(string word) => Levels.Contains(word);

    /// <summary>The one side that all words of a phrase speak for; unknown where they disagree or a negation hangs loose.</summary>
    public static OutcomeMeaning MeaningOf(IReadOnlyList<string> words)
    {
        // A low risk is not a risk; "baja" alone is the word for leaving.
        var levels = words.Count(Levels.Contains);
        if (levels > 1 || (levels == 1 && (!words.Contains("baja") || words.Count(word => Find(word).Side != OutcomeSide.Unknown) > 1)))
        {
            return OutcomeMeaning.None;
        }

        var meaning = OutcomeMeaning.None;
        var isNegated = false;
        foreach (var word in Joined(words))
        {
            var own = Find(word);
            if (own.Side == OutcomeSide.Unknown)
            {
                if (isNegated && !Fillers.Contains(word) && !Negations.Contains(word))
                {
                    return OutcomeMeaning.None;
                }

                isNegated ^= Negations.Contains(word);
                continue;
            }

            own = isNegated ? own.Negated() : own;
            isNegated = false;
            if (meaning.Side != OutcomeSide.Unknown && meaning.Side != own.Side)
            {
                return OutcomeMeaning.None;
            }

            meaning = meaning.Event is OutcomeEvent.Unknown or OutcomeEvent.Risk ? own : meaning;
        }

        return isNegated ? OutcomeMeaning.None : meaning;
    }

    private static OutcomeMeaning Find(string word) =>
        Whole.TryGetValue(word, out var whole)
            ? whole
            : Array.Find(Stems, entry => word.StartsWith(entry.Stem, StringComparison.Ordinal)).Meaning;

    /// <summary>"drop out" and "dropped out" are one word.</summary>
    private static IEnumerable<string> Joined(IReadOnlyList<string> words)
    {
        for (var index = 0; index < words.Count; index++)
        {
            if (words[index] is "drop" or "drops" && index + 1 < words.Count && words[index + 1] is "out" or "outs")
            {
                index++;
                yield return "dropout";
            }
            else
            {
                yield return words[index];
            }
        }
    }

    private static IEnumerable<(string Stem, OutcomeMeaning Meaning)> Of(OutcomeSide side, OutcomeEvent what, params string[] stems) =>
        stems.Select(stem => (stem, new OutcomeMeaning(side, what)));
}
