using Antivirus.Model.Cohorts.Reading;

namespace Antivirus.Model.Cohorts.Programmes;

/// <summary>Finds the column of a cohort file that holds the students' programmes, whether the model uses it or not.</summary>
/// <param name="sensitive">Columns that are never shown, whether features or not.</param>
public sealed class ProgrammeColumns(StudentSchema schema, IReadOnlyList<Feature> sensitive)
{
    private readonly FeatureNames _features = new(schema.Features);

    // One by one: a name that two of them have would be a name of none.
    private readonly FeatureNames[] _sensitive = [.. sensitive.Select(feature => new FeatureNames([feature]))];

    /// <summary>The column with the strongest name; -1 where no column has one, or several have the same.</summary>
    internal int Find(IReadOnlyList<string> header, int idColumn)
    {
        var (best, bestRank) = (-1, 0);
        for (var column = 0; column < header.Count; column++)
        {
            var rank = column == idColumn ? 0 : RankOf(header[column]);
            if (rank > bestRank)
            {
                (best, bestRank) = (column, rank);
            }
        }

        return best >= 0 && header.Count(name => TextFold.Key(name) == TextFold.Key(header[best])) == 1 ? best : -1;
    }

    /// <summary>The feature that a column holds; null for one that the model does not use.</summary>
    internal Feature? FeatureOf(string name) => _features.Find(name) is >= 0 and var feature ? schema.Features[feature] : null;

    private int RankOf(string name)
    {
        if (Array.Exists(_sensitive, names => names.Find(name) >= 0))
        {
            return 0;
        }

        return FeatureOf(name) switch
        {
            null => ProgrammeNames.RankOf(name),
            { Kind: FeatureKind.Category, Sensitive: false } feature =>
                ((string[])[name, feature.Name, feature.LabelEs, feature.LabelEn]).Max(ProgrammeNames.RankOf),
            _ => 0,
        };
    }
}
