using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Antivirus.Model.Cohorts.Reading;

/// <summary>What a row is whose cells all look like a student's.</summary>
internal enum UnlikeRow
{
    /// <summary>A student, as far as can be seen.</summary>
    None,

    /// <summary>A count, a sum, an average of the others.</summary>
    Summary,

    /// <summary>Somebody tried the system out.</summary>
    Test,

    /// <summary>Its id is 0: it has none.</summary>
    Zero,
}

/// <summary>
/// Knows rows of counts, sums and averages without a label, whose cells all look like a student's: the id is unlike all others, and is
/// the number of rows or stands beside the average, median, extreme or sum of each column. Knows rows of tests by their id.
/// </summary>
internal sealed class SummaryRows(StudentSchema schema, CohortLayout layout, CellParser[] parsers, StatisticRows statistics)
{
    private const int MinVaried = 4;

    // Of fewer ids, no shape is known.
    private const int MinRows = 5;

    private const uint Digit = '9';

    private ColumnStatistics[]? _columns;
    private int _students;
    private int _length = -1;

    // The first letter of most ids; digits vary.
    private uint _lead;
    private bool _sawOther;
    private bool _haveLengths;
    private bool _haveLeads;
    private bool _isOff;

    /// <summary>Whether the id may be unlike the others; false for most rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MayBe(ReadOnlySpan<byte> id) => !_isOff && ((id.Length != _length && !_haveLengths) || LeadOf(id[0]) != _lead);

    /// <summary>Whether ids are numbers of several lengths, or may be.</summary>
    public bool HaveNumbersOfSeveralLengths => _lead <= Digit && _sawOther;

    /// <summary>What the row is by its id and values.</summary>
    /// <param name="row">The row's values, in the schema's order.</param>
    /// <param name="rows">Rows of the file before this one.</param>
    public UnlikeRow Judge(ReadOnlySpan<byte> id, ReadOnlySpan<float> row, long rows)
    {
        var text = Encoding.UTF8.GetString(id);
        if (id.IndexOfAnyExcept((byte)'0') < 0 && statistics.Ids.IsZero(text))
        {
            return UnlikeRow.Zero;
        }

        if (_length < 0 && IsLikeNext(text))
        {
            (_length, _lead) = (id.Length, LeadOf(id[0]));
            return UnlikeRow.None;
        }

        _sawOther = true;
        if (statistics.Ids.IsTest(text))
        {
            return UnlikeRow.Test;
        }

        if (!statistics.Ids.IsOdd(text))
        {
            // Ids of several lengths, letters or shapes: each row would be looked at in vain.
            _haveLengths |= _length >= 0 && _length != id.Length;
            _haveLeads |= _length >= 0 && _lead != LeadOf(id[0]);
            _isOff = !statistics.Ids.HaveOneShape;
            (_length, _lead) = (id.Length, LeadOf(id[0]));
            return UnlikeRow.None;
        }

        _columns ??= Read();
        return (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && (number == _students || number == rows))
            || HoldsStatistics(row) ? UnlikeRow.Summary : UnlikeRow.None;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint LeadOf(uint first) => first <= '9' ? (first == '0' && !_haveLeads ? first : Digit) : _haveLeads ? 'a' : first;

    /// <summary>Whether the first id is as those of the rows below it, or there are too few to know: both at no cost.</summary>
    private bool IsLikeNext(string first)
    {
        var alike = 0;
        foreach (var row in layout.FirstRows)
        {
            var id = layout.IdColumn < row.Cells.Length ? row.Cells[layout.IdColumn] : "";
            alike += id.Length == first.Length && LeadOf(id[0]) == LeadOf(first[0]) ? 1 : 0;
        }

        return alike > 2 || layout.FirstRows.Count < MinRows;
    }

    private bool HoldsStatistics(ReadOnlySpan<float> row)
    {
        for (var kind = 0; kind < ColumnStatistics.Kinds; kind++)
        {
            var (fits, varied) = (true, 0);
            for (var feature = 0; fits && feature < row.Length; feature++)
            {
                if (_columns![feature].IsVaried && !float.IsNaN(row[feature]))
                {
                    varied++;
                    fits = _columns[feature].Fits(row[feature], kind);
                }
            }

            if (fits && varied >= MinVaried)
            {
                return true;
            }
        }

        return false;
    }

    private ColumnStatistics[] Read()
    {
        var isNumber = schema.Features.Select(feature => feature.Kind is FeatureKind.Integer or FeatureKind.Number).ToArray();
        var values = Array.ConvertAll(parsers, _ => new List<float>());
        foreach (var row in layout.SampleRows())
        {
            var id = layout.IdColumn < row.Cells.Length ? row.Cells[layout.IdColumn] : "";
            if (id.Length == 0 || statistics.Ids.IsOdd(id) || !IdCell.IsId(id))
            {
                continue;
            }

            _students++;
            for (var feature = 0; feature < parsers.Length; feature++)
            {
                var column = layout.FeatureColumns[feature];
                if (column < row.Cells.Length && parsers[feature].TryParse(row.Cells[column], out var value) && !float.IsNaN(value))
                {
                    values[feature].Add(value);
                }
            }
        }

        return [.. values.Select((column, feature) => new ColumnStatistics(column, isNumber[feature]))];
    }

    /// <summary>What a summary may say of a column, by its first rows.</summary>
    private sealed class ColumnStatistics
    {
        public const int Kinds = 6;
        private const double Rounding = 0.5;

        // As far as the mean of the first rows may be from that of all, in standard deviations.
        private const double Sampling = 0.1;

        private readonly double[] _values;
        private readonly bool _isNumber;

        public ColumnStatistics(List<float> values, bool isNumber)
        {
            _isNumber = isNumber;
            values.Sort();
            IsVaried = values.Count > 0 && values[0] < values[^1];
            if (!IsVaried)
            {
                _values = [];
                return;
            }

            var mean = values.Average();
            var deviation = Math.Sqrt(values.Average(value => Math.Pow(value - mean, 2)));
            Tolerance = Rounding + (Sampling * deviation);
            var mode = values.CountBy(value => value).MaxBy(count => count.Value).Key;
            _values = [mean, values[values.Count / 2], values[0], values[^1], values.Sum(value => (double)value), mode];
        }

        /// <summary>Whether two rows differ.</summary>
        public bool IsVaried { get; }

        private double Tolerance { get; }

        /// <summary>Whether a statistic of numbers has this value, or words have the most frequent one, which any summary may say of
        /// them.</summary>
        /// <param name="kind">Index of the statistic, from 0 to <see cref="Kinds"/>.</param>
        public bool Fits(float value, int kind) =>
            Math.Abs(value - _values[kind]) <= (kind is 0 or 1 ? Tolerance : 0) || (!_isNumber && value == _values[^1]);
    }
}
