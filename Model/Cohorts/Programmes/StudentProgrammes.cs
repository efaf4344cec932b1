using System.Text;
using Antivirus.Model.Cohorts.Reading;

namespace Antivirus.Model.Cohorts.Programmes;

/// <summary>How many students of a list study one programme.</summary>
public sealed record ProgrammeCount(string Value, int Students);

/// <summary>What the students of a list study, read again from the upload: no report holds it.</summary>
public sealed class StudentProgrammes
{
    /// <summary>Fewer values leave nothing to choose from.</summary>
    public const int MinValues = 2;

    /// <summary>More values are names or remarks rather than programmes.</summary>
    public const int MaxValues = 100;

    private readonly IReadOnlyDictionary<string, string?> _byId;

    private StudentProgrammes(string column, IReadOnlyDictionary<string, string?> byId) => (Column, _byId) = (column, byId);

    /// <summary>Name of the column as the file has it.</summary>
    public string Column { get; }

    /// <summary>What a student studies; null where the file leaves it open, or the student is not of the list.</summary>
    public string? Of(string id) => _byId.GetValueOrDefault(id);

    /// <summary>The programmes of some students of the list, in the order of their names; none where there are too few or too many to
    /// choose from.</summary>
    public IReadOnlyList<ProgrammeCount> CountAmong(IEnumerable<string> ids)
    {
        ProgrammeCount[] counts =
        [
            .. ids.Select(Of).OfType<string>().CountBy(value => value)
                .Select(count => new ProgrammeCount(count.Key, count.Value))
                .OrderBy(count => TextFold.Fold(count.Value), StringComparer.Ordinal),
        ];
        return counts.Length is >= MinValues and <= MaxValues ? counts : [];
    }

    /// <param name="upload">The file that the report was made of.</param>
    /// <param name="reading">What was decided when it was scored.</param>
    /// <param name="ids">The students of the list; nothing is kept of the others.</param>
    /// <returns>Null where the file has no column of programmes, or it is not certain which column holds the ids.</returns>
    /// <exception cref="CohortFormatException">It is not the file that was read then.</exception>
    public static async Task<StudentProgrammes?> ReadAsync(Stream upload, ReadingSummary reading, ProgrammeColumns columns,
        IEnumerable<string> ids, ReportLanguage language, CancellationToken cancellationToken)
    {
        await using var file = await FileRecords.OpenAsync(upload, reading, cancellationToken);
        var idColumn = reading.IdColumn is { } name ? file.ColumnOf(name) : -1;
        var column = idColumn < 0 ? -1 : columns.Find(file.Header, idColumn);
        if (column < 0)
        {
            return null;
        }

        var pass = new Pass(idColumn, column, new ProgrammeCells(columns.FeatureOf(file.Header[column]), language), ids);
        while (await file.Records.ReadAsync(cancellationToken))
        {
            pass.Take(file.Records);
        }

        return new StudentProgrammes(file.Header[column], pass.ById);
    }

    /// <summary>What one pass over a file gathers.</summary>
    private sealed class Pass
    {
        private readonly int _idColumn;
        private readonly int _column;
        private readonly ProgrammeCells _cells;
        private readonly HashSet<string> _ids;
        private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _lookup;
        private readonly Dictionary<string, string?> _byId = new(StringComparer.Ordinal);

        public Pass(int idColumn, int column, ProgrammeCells cells, IEnumerable<string> ids)
        {
            (_idColumn, _column, _cells, _ids) = (idColumn, column, cells, new HashSet<string>(ids, StringComparer.Ordinal));
            _lookup = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
        }

        public IReadOnlyDictionary<string, string?> ById => _byId;

        /// <summary>Of an id that stands in several rows only one was scored: where they differ, the programme stays open.</summary>
        public void Take(RecordReader records)
        {
            var row = records.Current;
            if (records.IsOpen || row.FieldCount <= Math.Max(_idColumn, _column) || Find(row.GetSpan(_idColumn)) is not { } id)
            {
                return;
            }

            var programme = _cells.Read(row.GetSpan(_column));
            if (!_byId.TryAdd(id, programme) && _byId[id] != programme)
            {
                _byId[id] = null;
            }
        }

        /// <summary>The student of the list whom an id cell names; null where it names another one.</summary>
        private string? Find(ReadOnlySpan<byte> cell)
        {
            if (!IdCell.IsPlain(cell))
            {
                return IdCell.TryRead(cell, out var read) && _ids.TryGetValue(read, out var odd) ? odd : null;
            }

            Span<char> id = stackalloc char[IdCell.MaxBytes];
            return _lookup.TryGetValue(id[..Encoding.ASCII.GetChars(cell, id)], out var plain) ? plain : null;
        }
    }
}
