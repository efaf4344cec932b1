using Antivirus.Model.Cohorts;

namespace Antivirus.Training.Profiles;

/// <summary>How raw data becomes a training set; a JSON file, see <c>docs/own-data.md</c>.</summary>
/// <remarks>Settable where there is a default: the JSON source generator overwrites the defaults of init-only properties.</remarks>
internal sealed record Profile
{
    public required string Name { get; init; }

    /// <summary>Separator of files that are made up from this profile; the one of a file that is read is found.</summary>
    public string Separator { get; set; } = ",";

    /// <summary>Column with the student's id; null when there is none.</summary>
    public string? Id { get; set; }

    /// <summary>Column that tells which rows are of one student, so that folds never split them; null when each row is a student.</summary>
    public string? Group { get; set; }

    /// <summary>Column with the term or year of a row, which tells older rows from newer ones; it is not a feature. Null when there is
    /// none.</summary>
    public string? Period { get; set; }

    public required Target Target { get; init; }

    public OutlierRule? Outliers { get; set; }

    public required IReadOnlyList<ProfileColumn> Columns { get; init; }

    /// <summary>What <c>train</c> uses when it is not told to search.</summary>
    public FastTreeSettings Settings { get; set; } = new();

    /// <summary>Folds, and how often they are drawn anew, for the figures of the card.</summary>
    public int Folds { get; set; } = 5;

    public int Repeats { get; set; } = 1;

    /// <summary>Citation and licence of the data.</summary>
    public string? Attribution { get; set; }

    /// <summary>The features of the model, in the profile's order.</summary>
    public StudentSchema ToSchema()
    {
        var schema = new StudentSchema { Features = [.. FeatureColumns.Select(column => column.ToFeature())] };
        var id = Id ?? Group;
        return id is null ? schema : schema with { IdNames = [id] };
    }

    /// <summary>Names of the columns that a raw file must have.</summary>
    internal IReadOnlyList<string> SourceColumns =>
        [.. Columns.Select(column => column.Source ?? column.Name), Target.Column, .. new[] { Id, Group }.OfType<string>()];

    /// <summary>Columns that the model sees: a sensitive one only where the profile asks for it.</summary>
    internal IEnumerable<ProfileColumn> FeatureColumns => Columns.Where(column => column.Feature ?? !column.Sensitive);
}

/// <summary>What is to be predicted.</summary>
internal sealed record Target
{
    public required string Column { get; init; }

    /// <summary>Values that mean the risk came about.</summary>
    public required IReadOnlyList<string> AtRisk { get; init; }

    /// <summary>Values that mean it did not; rows with other values are an error, and rows without a value are left out.</summary>
    public required IReadOnlyList<string> NotAtRisk { get; init; }

    /// <summary>Rows with these values are left out.</summary>
    public IReadOnlyList<string> LeaveOut { get; set; } = [];

    /// <summary>What the score is the probability of, as a Spanish sentence.</summary>
    public required string MeaningEs { get; init; }

    public required string MeaningEn { get; init; }
}

/// <summary>Leaves out rows that lie more than so many sample standard deviations from the mean of all rows, in any of the
/// columns.</summary>
internal sealed record OutlierRule(double Sigma, IReadOnlyList<string> Columns);

/// <summary>One column of the raw file.</summary>
internal sealed record ProfileColumn
{
    /// <summary>Name of the feature.</summary>
    public required string Name { get; init; }

    /// <summary>The raw file's name of the column, where it is another; case does not count.</summary>
    public string? Source { get; set; }

    public IReadOnlyList<string> Aliases { get; set; } = [];

    public required FeatureKind Kind { get; init; }

    public double? Minimum { get; set; }

    public double? Maximum { get; set; }

    public IReadOnlyList<CategoryWord> Words { get; set; } = [];

    public bool AllowsEmpty { get; set; }

    /// <summary>Whether a category's word that no training row has is scored or refused.</summary>
    public NewWords NewWords { get; set; }

    /// <summary>Which way its values point when they raise the risk: reasons against it are not shown.</summary>
    public Direction Direction { get; set; }

    /// <summary>Something the university can change.</summary>
    public bool Actionable { get; set; }

    /// <summary>Something that shows that somebody should call the student.</summary>
    public bool Signal { get; set; }

    /// <summary>Used for the fairness audit, and no feature unless <see cref="Feature"/> says so.</summary>
    public bool Sensitive { get; set; }

    public bool? Feature { get; set; }

    public required string LabelEs { get; init; }

    public required string LabelEn { get; init; }

    /// <summary>How synthetic students are drawn; over the whole range when null.</summary>
    public Marginal? Marginal { get; set; }

    internal Feature ToFeature() => new()
    {
        Name = Name,
        Aliases = Source is null || Source.Equals(Name, StringComparison.OrdinalIgnoreCase) ? Aliases : [.. Aliases, Source],
        Kind = Kind,
        Minimum = Minimum,
        Maximum = Maximum,
        Words = Words,
        AllowsEmpty = AllowsEmpty,
        NewWords = NewWords,
        Direction = Direction,
        Sensitive = Sensitive,
        Actionable = Actionable,
        Signal = Signal,
        LabelEs = LabelEs,
        LabelEn = LabelEn,
    };
}

/// <summary>Values and how often each comes, in shares of 1.</summary>
internal sealed record Marginal(IReadOnlyList<double> Values, IReadOnlyList<double> Shares);

/// <summary>Settings of ML.NET's FastTree.</summary>
internal sealed record FastTreeSettings
{
    /// <summary>Below this number of students the usual settings fit noise.</summary>
    public const int FewStudents = 1000;

    /// <summary>In place of the usual settings for few students: small trees that learn slowly.</summary>
    public static FastTreeSettings ForFewStudents { get; } = new()
    {
        Trees = 150,
        Leaves = 3,
        LearningRate = 0.03,
        MinimumLeafRows = 20,
        FeatureFraction = 0.4,
        BaggingFraction = 0.7,
    };

    public int Trees { get; set; } = 200;

    public int Leaves { get; set; } = 8;

    public double LearningRate { get; set; } = 0.05;

    /// <summary>Fewest training rows in a leaf.</summary>
    public int MinimumLeafRows { get; set; } = 10;

    /// <summary>Share of the features that each tree may look at.</summary>
    public double FeatureFraction { get; set; } = 0.6;

    /// <summary>Share of the rows that each tree is grown on.</summary>
    public double BaggingFraction { get; set; } = 0.85;

    /// <summary>These settings; milder ones where a profile names none and the students are few.</summary>
    public FastTreeSettings For(int students) => students < FewStudents && this == new FastTreeSettings() ? ForFewStudents : this;

    internal IReadOnlyDictionary<string, double> ToDictionary() => new SortedDictionary<string, double>(StringComparer.Ordinal)
    {
        ["trees"] = Trees,
        ["leaves"] = Leaves,
        ["learningRate"] = LearningRate,
        ["minimumLeafRows"] = MinimumLeafRows,
        ["featureFraction"] = FeatureFraction,
        ["baggingFraction"] = BaggingFraction,
    };
}
