using System.Globalization;
using Antivirus.Model.Cohorts;
using Antivirus.Training.Profiles;

namespace Antivirus.Training.Data;

/// <summary>Draws students from a profile's marginals, column by column: no row is anybody's.</summary>
internal sealed class SyntheticStudents
{
    private const double WidestDraw = 100;
    private readonly Profile _profile;
    private readonly Random _random;
    private readonly (ProfileColumn Column, double[] Values, double[] Cumulative)[] _columns;

    public SyntheticStudents(Profile profile, int seed)
    {
        _profile = profile;
        _random = new Random(seed);
        _columns = [.. profile.Columns.Select(column => Prepare(column, MarginalOf(column)))];
    }

    /// <summary>Id and codes in the model's order, without header, LF.</summary>
    public void WriteCohort(TextWriter writer, int rows)
    {
        var features = _profile.FeatureColumns.Select(column => Array.FindIndex(_columns, entry => entry.Column == column)).ToArray();
        for (var row = 1; row <= rows; row++)
        {
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"EST{row:0000000}"));
            foreach (var feature in features)
            {
                writer.Write(',');
                writer.Write(Draw(_columns[feature]).ToString(CultureInfo.InvariantCulture));
            }

            writer.Write('\n');
        }
    }

    /// <summary>Header, all columns in the raw file's words, and a target drawn at the base rate.</summary>
    public void WriteLabelled(TextWriter writer, int rows, double baseRate)
    {
        var separator = _profile.Separator;
        writer.Write(string.Join(separator, _columns.Select(entry => entry.Column.Source ?? entry.Column.Name)
            .Append(_profile.Target.Column)) + '\n');
        for (var row = 0; row < rows; row++)
        {
            var cells = _columns.Select(entry => WordOf(entry.Column, Draw(entry)));
            var target = _random.NextDouble() < baseRate ? _profile.Target.AtRisk[0] : _profile.Target.NotAtRisk[0];
            writer.Write(string.Join(separator, cells.Append(target)) + '\n');
        }
    }

    private double Draw((ProfileColumn Column, double[] Values, double[] Cumulative) entry)
    {
        var place = Array.BinarySearch(entry.Cumulative, _random.NextDouble());
        return entry.Values[Math.Min(place < 0 ? ~place : place, entry.Values.Length - 1)];
    }

    private static string WordOf(ProfileColumn column, double value) =>
        column.Words.FirstOrDefault(word => word.Code == (float)value)?.Word ?? value.ToString(CultureInfo.InvariantCulture);

    private static (ProfileColumn Column, double[] Values, double[] Cumulative) Prepare(ProfileColumn column, Marginal marginal)
    {
        var total = marginal.Shares.Sum();
        var sum = 0.0;
        return (column, [.. marginal.Values], [.. marginal.Shares.Select(share => sum += share / total)]);
    }

    /// <summary>The profile's marginal, or all values of the range alike.</summary>
    private static Marginal MarginalOf(ProfileColumn column)
    {
        if (column.Marginal is { } marginal)
        {
            return marginal;
        }

        var words = column.Words.Select(word => (double)word.Code).Distinct().ToList();
        var low = column.Minimum ?? 0;
        var high = column.Maximum ?? (column.Kind == FeatureKind.Binary ? 1 : low + WidestDraw);
        var values = words.Count > 0 ? words : [.. Enumerable.Range(0, (int)(high - low) + 1).Select(step => low + step)];
        return new Marginal(values, [.. values.Select(_ => 1.0)]);
    }
}
