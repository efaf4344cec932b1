using System.Text.RegularExpressions;
using Antivirus.Model.Cohorts.Reading;
using Antivirus.Model.Cohorts.Reading.Codings;
using Antivirus.Model.Outcomes;

namespace Antivirus.Training.Drafts;

/// <summary>Decides for each value of a target whether it means that the risk came about. What is not certain stays unknown.</summary>
internal static partial class TargetValues
{
    /// <summary>The meaning of each value of a column of this name, in the order of the values.</summary>
    /// <param name="values">Different values, none of them missing.</param>
    public static IReadOnlyList<OutcomeMeaning> Decide(string column, IReadOnlyList<string> values)
    {
        if (FindVariable(values) is { } variable)
        {
            return Decide(variable.Name, variable.Truths);
        }

        var name = NameMeaning(column, values);
        var truths = TruthWords.Of(values);
        var meanings = values.Select((value, index) => truths[index] is { } isYes ? Truth(isYes, name) : Describe(value, name)).ToList();
        var areLevels = values.Count(value => OutcomeWords.IsLevel(TextFold.Fold(value))) > 1;
        return areLevels || meanings.Contains(null)
            ? [.. values.Select(_ => OutcomeMeaning.None)]
            : WithoutOtherRisksBesideLeaving(meanings.ConvertAll(meaning => meaning!.Value));
    }

    private static OutcomeMeaning Truth(bool isYes, OutcomeMeaning name) => isYes ? name : name.Negated();

    /// <summary>What a value that is more than a yes or no says; null where it contradicts the column's name, so that nothing can be
    /// trusted.</summary>
    private static OutcomeMeaning? Describe(string value, OutcomeMeaning name)
    {
        var parts = PartEnd().Split(value.Trim()).Select(part => part.Trim()).Where(part => part.Length > 0).ToList();
        var truth = parts.Count > 1 ? TruthWords.Of(parts[0]) : null;
        var described = parts.Where(part => TruthWords.Of(part) is null).Select(TextFold.Words).ToList();
        if (described.Exists(OutcomeWords.IsOpen))
        {
            return OutcomeMeaning.None;
        }

        var meanings = described.ConvertAll(OutcomeWords.MeaningOf).FindAll(meaning => meaning.Side != OutcomeSide.Unknown);
        if (meanings.Count == 0 || meanings.Exists(meaning => meaning.Side != meanings[0].Side))
        {
            return OutcomeMeaning.None;
        }

        var isWord = truth is { } && !char.IsDigit(value.TrimStart()[0]);
        return isWord && name.Side != OutcomeSide.Unknown && Truth(truth!.Value, name).Side != meanings[0].Side ? null : meanings[0];
    }

    /// <summary>"Dropout=0" and "Dropout=1", or "0 dropout" and "1 dropout": the values carry a name of their own.</summary>
    private static (string Name, IReadOnlyList<string> Truths)? FindVariable(IReadOnlyList<string> values)
    {
        var words = values.Select(TextFold.Words).ToList();
        if (words.Count < 2 || words.Exists(each => each.Count < 2) || values.All(value => TruthWords.Of(value) is not null))
        {
            return null;
        }

        var heads = words.Select(each => string.Join(' ', each.SkipLast(1))).Distinct().ToList();
        var tails = words.Select(each => string.Join(' ', each.Skip(1))).Distinct().ToList();
        return (heads.Count, tails.Count) switch
        {
            (1, _) when words.TrueForAll(each => TruthWords.Of(each[^1]) is not null) => (heads[0], [.. words.Select(each => each[^1])]),
            (_, 1) when words.TrueForAll(each => TruthWords.Of(each[0]) is not null) => (tails[0], [.. words.Select(each => each[0])]),
            _ => null,
        };
    }

    /// <summary>What a yes means in a column of this name.</summary>
    private static OutcomeMeaning NameMeaning(string column, IReadOnlyList<string> values)
    {
        var words = TextFold.Words(column);

        // "no_retiros" with 0 and 1 may be the number (no.) of retreats.
        var mayBeCount = words.Contains("no") && values.Any(value => value.Any(char.IsDigit));
        return mayBeCount || ColumnCodes.AreIn(column) || OutcomeWords.IsOpen(words) ? OutcomeMeaning.None : OutcomeWords.MeaningOf(words);
    }

    /// <summary>Who fails or does not graduate has not left: where a value means leaving, only that is the risk, and the others are for a
    /// person to decide.</summary>
    private static List<OutcomeMeaning> WithoutOtherRisksBesideLeaving(List<OutcomeMeaning> meanings) =>
        meanings.Exists(meaning => meaning is { Side: OutcomeSide.Risk, Event: OutcomeEvent.Leaving })
            ? meanings.ConvertAll(meaning => meaning is
            {
                Side: OutcomeSide.Risk,
                Event: OutcomeEvent.Failing or OutcomeEvent.Graduating or OutcomeEvent.Risk
            } ? OutcomeMeaning.None : meaning)
            : meanings;

    [GeneratedRegex(@"\s[-–—]\s|[:;=()\[\]/]|\.\s|,(?!\d)")]
    private static partial Regex PartEnd();
}
