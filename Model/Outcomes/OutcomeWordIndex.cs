using Antivirus.Model.Cohorts.Reading;
using Antivirus.Model.Models;

namespace Antivirus.Model.Outcomes;

/// <summary>What a cell of a target says, whatever the case and accents of its word.</summary>
internal sealed class OutcomeWordIndex
{
    private readonly Dictionary<string, bool?> _exact = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, bool?> _folded = new(StringComparer.Ordinal);
    private readonly bool? _yesIsAtRisk;

    public OutcomeWordIndex(TargetWords words)
    {
        Add(words.LeaveOut, null);
        Add(words.NotAtRisk, false);
        Add(words.AtRisk, true);
        _yesIsAtRisk = YesIsAtRisk(words);
        Expected = string.Join(", ", words.AtRisk.Concat(words.NotAtRisk).Concat(words.LeaveOut).Where(word => word.Length > 0));
    }

    /// <summary>The words that may stand in a cell.</summary>
    public string Expected { get; }

    /// <summary>Whether a yes alone means that the risk came about; null where the profile's words are not a yes and a no.</summary>
    public static bool? YesIsAtRisk(TargetWords words)
    {
        var (atRisk, notAtRisk) = (Truth(words.AtRisk), Truth(words.NotAtRisk));
        return atRisk is not null && notAtRisk == !atRisk ? atRisk : null;
    }

    /// <summary>False for a word that the profile does not name. Where its words are a yes and a no, any yes and no is named.</summary>
    /// <param name="atRisk">Null where the cell says neither.</param>
    public bool TryRead(string cell, out bool? atRisk) =>
        _exact.TryGetValue(cell, out atRisk) || _folded.TryGetValue(TextFold.Fold(cell), out atRisk) || TryReadTruth(cell, out atRisk)
            || NumberColumn.IsMissing(cell);

    private bool TryReadTruth(string cell, out bool? atRisk)
    {
        atRisk = _yesIsAtRisk is { } yes && TruthWords.Of(cell) is { } truth ? truth == yes : null;
        return atRisk is not null;
    }

    /// <summary>What all words say, yes or no; null where they do not agree or say something else.</summary>
    private static bool? Truth(IReadOnlyList<string> words) =>
        words.Select(TruthWords.Of).Distinct().ToArray() is [{ } truth] ? truth : null;

    private void Add(IReadOnlyList<string> words, bool? atRisk)
    {
        foreach (var word in words)
        {
            _exact[word] = atRisk;
            var folded = TextFold.Fold(word);

            // Two words that differ in an accent only are told apart by it.
            if (_folded.TryGetValue(folded, out var other) && other != atRisk)
            {
                _folded.Remove(folded);
            }
            else
            {
                _folded[folded] = atRisk;
            }
        }
    }
}
