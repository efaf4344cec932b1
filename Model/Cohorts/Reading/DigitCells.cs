using System.Runtime.CompilerServices;

namespace Antivirus.Model.Cohorts.Reading;

/// <summary>Cells of one or two digits, which most cells of most cohorts are: what they mean is looked up for all features in one
/// table.</summary>
internal sealed class DigitCells
{
    private const int Numbers = 100;

    // Feature by feature: what 0 to 99 is to it, NaN where it may not be.
    private readonly float[] _values;

    public DigitCells(CellParser[] parsers)
    {
        _values = new float[parsers.Length * Numbers];
        for (var feature = 0; feature < parsers.Length; feature++)
        {
            for (var number = 0; number < Numbers; number++)
            {
                _values[(feature * Numbers) + number] =
                    parsers[feature].IsAllowed(number) && !OddNumbers.MayBeCode(number) ? number : float.NaN;
            }
        }
    }

    /// <summary>False for every other cell, where the feature may not have this value, and for 99, which may be none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryParse(int feature, ReadOnlySpan<byte> cell, out float value)
    {
        value = float.NaN;
        if (cell.Length is 1 or 2)
        {
            var first = cell.Length == 1 ? 0 : (uint)(cell[0] - '0');
            var last = (uint)(cell[^1] - '0');
            if (first <= 9 && last <= 9)
            {
                value = _values[(feature * Numbers) + (int)((first * 10) + last)];
            }
        }

        return !float.IsNaN(value);
    }
}
