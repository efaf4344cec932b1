using System.Globalization;
using System.Text.RegularExpressions;
using Antivirus.Model.Cohorts.Reading;

namespace Antivirus.Training.Drafts;

/// <summary>The cells of one column, and what kind of values they are.</summary>
internal sealed partial class ColumnValues
{
    private const int MinYear = 1950;
    private const int MinIds = 50;
    private const int MinIdDigits = 6;
    private const int MaxYear = 2100;
    private readonly NumberColumn _numbers;

    public ColumnValues(string name, IEnumerable<string> cells)
    {
        Name = name;
        Cells = [.. cells];
        _numbers = new NumberColumn(Cells);
        Distinct = [.. Cells.Where(cell => !NumberColumn.IsMissing(cell)).Distinct(StringComparer.OrdinalIgnoreCase)
            .Order(StringComparer.OrdinalIgnoreCase)];
        HasMissing = Array.Exists(Cells, NumberColumn.IsMissing);
        Numbers = [.. Distinct.Select(Number).OfType<double>()];
    }

    public string Name { get; }

    public string[] Cells { get; }

    /// <summary>The different values but the missing ones, sorted; case does not count.</summary>
    public IReadOnlyList<string> Distinct { get; }

    public bool HasMissing { get; }

    /// <summary>The numbers among the different values.</summary>
    public IReadOnlyList<double> Numbers { get; }

    public bool AreNumbers => Distinct.Count > 0 && Numbers.Count == Distinct.Count;

    /// <summary>Each value in one row only, and none missing.</summary>
    public bool AreUnique => !HasMissing && Distinct.Count == Cells.Length;

    /// <summary>1, 2, 3 … down the file, from 0 or 1.</summary>
    public bool AreRowNumbers => AreUnique && Cells.Length > 2 && Number(Cells[0]) is { } first and (0 or 1)
        && Cells.Select((cell, index) => Number(cell) == first + index).All(isNext => isNext);

    /// <summary>Long whole numbers of one length that never repeat, and are not rounded as amounts are.</summary>
    public bool AreIds => AreUnique && Cells.Length >= MinIds && Cells[0].Length >= MinIdDigits
        && Cells.All(cell => cell.Length == Cells[0].Length && cell.All(char.IsAsciiDigit)) && Cells.Any(cell => cell[^1] != '0');

    public bool AreDates => Distinct.Count > 0 && Distinct.All(value => Date().IsMatch(value));

    /// <summary>2023-1, 20231, 2023S2, 2013J, 2022/2023 or a year.</summary>
    public bool AreTerms => Distinct.Count > 0 && Distinct.All(value => Term().Match(value) is { Success: true } term
        && int.Parse(term.Groups["year"].ValueSpan, CultureInfo.InvariantCulture) is >= MinYear and <= MaxYear);

    /// <summary>Marks that certainly stand before decimals in this column.</summary>
    public string DecimalMarks => _numbers.DecimalMarks;

    /// <summary>12,5 % and the like, all of them.</summary>
    public bool AreShares => Distinct.Count > 0 && Distinct.All(value => value[^1] == '%' && Number(value[..^1].TrimEnd()) is not null);

    public double? Number(string cell) => _numbers.TryParse(cell, out var number) ? number : null;

    [GeneratedRegex(@"^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})([T ]\d{1,2}:\d{2}.*)?$")]
    private static partial Regex Date();

    [GeneratedRegex(@"^(?<year>\d{4})(\.0)?$|^(?<year>\d{4})[-_/. ]?([a-z]|[1-4]|0[1-4]|[a-z]{1,3}[-_ ]?[1-4]?|[ivx]{1,3}|\d{4})$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Term();
}
