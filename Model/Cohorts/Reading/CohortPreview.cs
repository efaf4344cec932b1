namespace Antivirus.Model.Cohorts.Reading;

/// <summary>How a file would be read, found from its start alone: for a person to check before the whole file is sent.</summary>
public sealed record CohortPreview
{
    private const int MaxStudents = 50;
    private const int MaxProblems = 10;
    private const int MaxExamples = 5;

    /// <summary>What was decided; null where the file is refused.</summary>
    public ReadingSummary? Reading { get; private init; }

    /// <summary>The file's columns in their order.</summary>
    public IReadOnlyList<PreviewColumn> Columns { get; private init; } = [];

    /// <summary>Rows that were looked at, good and bad.</summary>
    public long Rows { get; private init; }

    /// <summary>The first rows that would be rejected.</summary>
    public IReadOnlyList<RowProblem> Problems { get; private init; } = [];

    /// <summary>Why the file as a whole cannot be read; null where it can.</summary>
    public RowProblem? Refused { get; private init; }

    /// <summary>What a person could choose so that the file can be read; null where no choice helps.</summary>
    public ReadingQuestion? Question { get; private init; }

    /// <param name="start">The file from its beginning; a workbook whole.</param>
    public static async Task<CohortPreview> ReadAsync(Stream start, StudentSchema schema, ReadingOptions options,
        CancellationToken cancellationToken)
    {
        try
        {
            await using var reader = await CohortReader.OpenAsync(start, schema, options, cancellationToken);
            var problems = new List<RowProblem>();
            await reader.ReadAsync(new StudentBatch(MaxStudents, schema.Features.Count), problems, cancellationToken);
            return new CohortPreview
            {
                Reading = reader.Summary,
                Columns = ColumnsOf(reader.Layout, schema, options.Language),
                Rows = reader.RowsRead,
                Problems = [.. problems.Take(MaxProblems)],
            };
        }
        catch (CohortFormatException failure)
        {
            return new CohortPreview { Refused = failure.Problem, Question = failure.Question };
        }
    }

    private static List<PreviewColumn> ColumnsOf(CohortLayout layout, StudentSchema schema, ReportLanguage language)
    {
        var columns = new List<PreviewColumn>();
        var examples = layout.SampleRows().Take(MaxExamples).ToList();
        for (var column = 0; column < layout.ColumnCount; column++)
        {
            var name = column < layout.Header.Count ? layout.Header[column] : "";
            var feature = Array.IndexOf(layout.FeatureColumns, column);
            var label = feature < 0 ? null : language == ReportLanguage.English ? schema.Features[feature].LabelEn
                : schema.Features[feature].LabelEs;
            var cells = examples.Select(row => column < row.Cells.Length ? CellText.Shorten(row.Cells[column]) : "");
            columns.Add(new PreviewColumn(name, label, column == layout.IdColumn, [.. cells]));
        }

        return columns;
    }
}

/// <summary>One column of a file, and what it was taken for.</summary>
/// <param name="Name">Its name in the header; empty where it has none.</param>
/// <param name="Label">The feature's label; null for the id and for columns that nothing is read from.</param>
/// <param name="Examples">Its cells in the first rows after the header, at most five.</param>
public sealed record PreviewColumn(string Name, string? Label, bool IsId, IReadOnlyList<string> Examples);
