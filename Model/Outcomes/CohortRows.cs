using System.Text;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Cohorts.Reading;

namespace Antivirus.Model.Outcomes;

/// <summary>The rows of the cohort file that a report was made of, as text, with each student's id.</summary>
public sealed class CohortRows : IAsyncDisposable
{
    private const int SampleRows = 100;
    private readonly TableReader _reader;

    private CohortRows(TableReader reader) => _reader = reader;

    public IReadOnlyList<string> Header => _reader.Header;

    /// <param name="cohort">The file as it was uploaded.</param>
    /// <param name="schema">The features of the model that read it.</param>
    /// <param name="reading">What was decided when it was scored; null where that is not known.</param>
    /// <exception cref="CohortFormatException">It is another kind of file.</exception>
    public static async Task<CohortRows> OpenAsync(Stream cohort, StudentSchema schema, ReadingSummary? reading, ReportLanguage language,
        CancellationToken cancellationToken)
    {
        string[] names = [schema.IdNames[0], .. schema.Features.Select(feature => feature.Name)];
        var options = new TableOptions
        {
            Columns = names,
            Sheet = reading?.Sheet,
            Language = language,
            NamesWithoutHeader = reading is { HeaderLine: null } ? names : null,
            SkipsBadRows = true,
        };
        return new CohortRows(await TableReader.OpenAsync(cohort, options, cancellationToken));
    }

    /// <summary>The column of a feature by its name or one of its other names; -1 when there is none.</summary>
    public int ColumnOf(Feature feature) => GroupValues.ColumnOf(_reader, feature);

    /// <summary>Calls back with each row that has an id.</summary>
    /// <param name="idColumn">Name of the id column; found when null.</param>
    /// <param name="idNames">The model's own names of it.</param>
    /// <returns>False where the id column is not certain.</returns>
    public async Task<bool> ReadAsync(string? idColumn, IReadOnlyList<string> idNames, Func<string, string[], ValueTask> take,
        CancellationToken cancellationToken)
    {
        var (start, id) = (new List<TableRow>(), -2);
        await foreach (var row in _reader.ReadAsync(cancellationToken))
        {
            if (id == -2 && start.Count < SampleRows)
            {
                start.Add(row);
                continue;
            }

            id = id == -2 ? await TakeStartAsync(start, idColumn, idNames, take) : id;
            await TakeAsync(row, id, take);
        }

        return (id == -2 ? await TakeStartAsync(start, idColumn, idNames, take) : id) >= 0;
    }

    public ValueTask DisposeAsync() => _reader.DisposeAsync();

    private async ValueTask<int> TakeStartAsync(List<TableRow> start, string? idColumn, IReadOnlyList<string> idNames,
        Func<string, string[], ValueTask> take)
    {
        var id = OutcomeColumns.IdColumnOf(_reader, idColumn, idNames, start, [], out _);
        foreach (var row in start)
        {
            await TakeAsync(row, id, take);
        }

        return id;
    }

    private static ValueTask TakeAsync(TableRow row, int id, Func<string, string[], ValueTask> take) =>
        id >= 0 && IdCell.TryRead(Encoding.UTF8.GetBytes(row.Cells[id]), out var student)
            ? take(student, row.Cells)
            : ValueTask.CompletedTask;
}
