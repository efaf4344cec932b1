using System.Globalization;
using System.Text;

namespace Antivirus.Model.Scoring.SageMaker;

/// <summary>The endpoint's answer: one probability a student, joined by commas or line ends.</summary>
internal static class EndpointAnswer
{
    private const int ShownCharacters = 40;

    private const NumberStyles Probability =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent
        | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;

    /// <summary>Reads exactly as many probabilities as there are places; one more, one less or one that is none fails.</summary>
    /// <returns>What is wrong with the answer; null when nothing is.</returns>
    public static string? Read(ReadOnlySpan<byte> answer, Span<double> probabilities)
    {
        var rest = answer.TrimEnd(" \r\n"u8);
        var count = 0;
        for (var more = rest.Length > 0; more; count++)
        {
            var length = rest.IndexOfAny((byte)',', (byte)'\n');
            more = length >= 0;
            var value = more ? rest[..length] : rest;
            if (count == probabilities.Length)
            {
                return $"it answered more than {probabilities.Length} numbers for {probabilities.Length} students; the first too many is " +
                    $"'{Show(value)}'";
            }

            if (!TryRead(value, out probabilities[count]))
            {
                return $"answer {count + 1} of {probabilities.Length} is '{Show(value)}', which is not a probability from 0 to 1";
            }

            rest = more ? rest[(length + 1)..] : default;
        }

        return count == probabilities.Length ? null : $"it answered {count} numbers for {probabilities.Length} students";
    }

    private static bool TryRead(ReadOnlySpan<byte> text, out double probability)
    {
        // A pattern, not two comparisons: NaN fails it too.
        var read = double.TryParse(text, Probability, CultureInfo.InvariantCulture, out probability) && probability is >= 0 and <= 1;
        // Minus zero becomes zero, so that no report shows a sign.
        probability += 0.0;
        return read;
    }

    private static string Show(ReadOnlySpan<byte> value)
    {
        var text = Encoding.UTF8.GetString(value[..Math.Min(value.Length, ShownCharacters * 4)]).Trim();
        var shown = text.Length <= ShownCharacters ? text : text[..ShownCharacters] + "…";
        return string.Concat(shown.Select(character => char.IsControl(character) ? '?' : character));
    }
}
