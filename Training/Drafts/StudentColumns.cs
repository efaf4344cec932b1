using Antivirus.Model.Cohorts;

namespace Antivirus.Training.Drafts;

/// <summary>Finds the columns that tell rows apart: the student's id, the group of rows of one student, and the term.</summary>
internal sealed class StudentColumns
{
    // Fewer students than this make no training set: such a column is a code of something else.
    private const int MinStudents = 20;
    private const int MaxTermOfStudy = 20;

    private readonly List<Decision> _decisions = [];

    /// <param name="chosen">The id column that a person named; found when null.</param>
    public StudentColumns(IReadOnlyList<ColumnValues> columns, string? chosen = null)
    {
        var named = columns.Where(column =>
            column.Name == chosen
            || (ColumnNames.IsId(column.Name) && column.Distinct.Count >= Math.Min(MinStudents, column.Cells.Length))).ToList();
        var rowNumbers = named.Where(column =>
            column.Name != chosen && column.AreRowNumbers && named.Count > 1 && !ColumnNames.IsStudentId(column.Name)).ToList();
        var candidates = named.Except(rowNumbers).OrderByDescending(column => column.Name == chosen)
            .ThenByDescending(column => ColumnNames.IsStudentId(column.Name)).ToList();
        Group = candidates.Find(column => !column.AreUnique)?.Name;
        Id = candidates.Find(column =>
            column.AreUnique && (Group is null || column.Name == chosen || ColumnNames.IsStudentId(column.Name)))?.Name;
        Explain(named, rowNumbers, chosen);
        Period = FindPeriod(columns.Where(column => ColumnNames.IsPeriod(column.Name)).ToList());
    }

    /// <summary>Column with the student's id, which no two rows share; null when there is none.</summary>
    public string? Id { get; }

    /// <summary>Column named as a student's id that repeats: the rows of one student.</summary>
    public string? Group { get; }

    /// <summary>Column with the term or year of a row.</summary>
    public string? Period { get; }

    /// <summary>What was decided of each column that it looked at.</summary>
    public IReadOnlyList<Decision> Decisions => _decisions;

    private void Explain(List<ColumnValues> named, List<ColumnValues> rowNumbers, string? chosen)
    {
        foreach (var column in named)
        {
            _decisions.Add(column switch
            {
                _ when column.Name == chosen && column.Name == Id => new Decision(column.Name, "id", "it was chosen, and no value repeats"),
                _ when column.Name == Id => new Decision(column.Name, "id", "it is named as a student's id and no value repeats"),
                _ when column.Name == Group =>
                    new Decision(column.Name, "group",
                    $"it {(column.Name == chosen ? "was chosen" : "is named as a student's id")} and repeats " +
                        $"({Count.Of(column.Distinct.Count, "student")} in " +
                    $"{Count.Of(column.Cells.Length, "row")}), so folds keep its rows together"),
                _ when rowNumbers.Contains(column) =>
                    new Decision(column.Name, "left out", "it numbers the rows, and another column is the student's id"),
                _ => new Decision(column.Name, "left out",
                    $"it is named as an id, and {Id ?? Group} was taken as the student's; change the profile's id or group if it is the " +
                    "other way round"),
            });
        }
    }

    /// <summary>A column of terms or years; or of small numbers, where students stand in several rows.</summary>
    private string? FindPeriod(List<ColumnValues> named)
    {
        var terms = named.FindAll(column => column.AreTerms
            || (Group is not null && column.AreNumbers && column.Numbers.All(number => number is >= 0 and <= MaxTermOfStudy)));
        for (var index = 0; index < terms.Count; index++)
        {
            _decisions.Add(index == 0
                ? new Decision(terms[index].Name, "period",
                    "it names a term or year; kept to tell older rows from newer ones, and no feature")
                : new Decision(terms[index].Name, "left out", $"it names a term or year too, and {terms[0].Name} was taken as the period"));
        }

        return terms.FirstOrDefault()?.Name;
    }
}
