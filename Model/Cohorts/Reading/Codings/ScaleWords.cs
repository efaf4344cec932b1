namespace Antivirus.Model.Cohorts.Reading.Codings;

/// <summary>How much a word of a scale means, in Spanish, English and Portuguese: <c>muy bajo</c> is less than <c>alto</c>.</summary>
internal static class ScaleWords
{
    private static readonly HashSet<string> Low = Set(
        """
        bajo baja bajos bajas poco poca malo mala mal peor pesimo pesima deficiente insuficiente nunca nada ninguno ninguna jamas minimo
        minima menor menos insatisfecho insatisfecha desacuerdo raramente rara
        low lowest bad poor never none little least rarely seldom unsatisfied dissatisfied disagree minimum worst
        baixo baixa pouco pouca ruim nenhum nenhuma discordo insatisfeito insatisfeita
        """);

    private static readonly HashSet<string> High = Set(
        """
        alto alta altos altas mucho mucha bueno buena bien mejor excelente optimo optima siempre maximo maxima mayor mas satisfecho
        satisfecha acuerdo frecuente frecuentemente
        high highest good great excellent always often much lot most satisfied agree maximum best frequent frequently
        muito muita bom boa otimo otima sempre concordo satisfeito satisfeita
        """);

    private static readonly HashSet<string> Middle = Set(
        """
        medio media regular moderado moderada normal veces neutral neutro neutra indiferente aceptable intermedio promedio algo
        average medium fair sometimes moderate neither some
        vezes medios
        """);

    private static readonly HashSet<string> Very =
        Set("muy very totalmente completamente strongly extremely nunca never nada none siempre always sempre ninguno ninguna excelente " +
            "excellent pesimo optimo maximo maximum minimo minimum muito jamas");

    private static readonly HashSet<string> Less = Set("casi almost quase algo somewhat");
    private static readonly HashSet<string> Negations = Set("no not sin without nao sem");

    /// <summary>From -2, the least, to 2, the most; null where the text is not of a scale.</summary>
    public static int? RankOf(string text)
    {
        var words = TextFold.Words(text);
        var (isLow, isHigh) = (words.Any(Low.Contains), words.Any(word => High.Contains(word) && !(word == "muito" && words.Count > 1)));
        if (words.Any(Negations.Contains) || (isLow && isHigh && !words.Contains("mas") && !words.Contains("most")))
        {
            return null;
        }

        var size = words.Any(Very.Contains) && !words.Any(Less.Contains) ? 2 : 1;
        return isLow ? -size : isHigh ? size : words.Any(Middle.Contains) ? 0 : null;
    }

    private static HashSet<string> Set(string words) => [.. words.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)];
}
