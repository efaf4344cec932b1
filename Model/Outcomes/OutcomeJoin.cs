using System.Globalization;
using System.Text;
using Antivirus.Model.Cohorts.Reading;
using Antivirus.Model.Reports;

namespace Antivirus.Model.Outcomes;

/// <summary>A student of a past report with what became of the student.</summary>
/// <param name="Place">Place in the report by probability, from 1; equal ones in the file's order.</param>
/// <param name="Score">Probability in the report, 0 to 1.</param>
/// <param name="Reported">Whether the report said "En riesgo".</param>
/// <param name="AtRisk">Whether the risk came about.</param>
public sealed record JoinedStudent(string Id, int Place, double Score, bool Reported, bool AtRisk);

/// <summary>A past report joined with what became of its students.</summary>
/// <param name="Students">Those with an outcome, in the order of the report.</param>
/// <param name="InReport">All students of the report.</param>
/// <param name="Reported">How many of all students the report said "En riesgo" of.</param>
public sealed record OutcomeJoin(IReadOnlyList<JoinedStudent> Students, int InReport, int Reported, LabelCounts Labels)
{
    private const string IdColumn = "Id_estudiantes";
    private const string LabelColumn = "Prediccion";
    private const string ScoreColumn = "Probabilidad";

    /// <param name="report">A report with probabilities: CSV as it is stored or as spreadsheets save it, or a workbook.</param>
    /// <exception cref="Cohorts.CohortFormatException">It is another file, or has none of the labelled students.</exception>
    public static async Task<OutcomeJoin> ReadAsync(Stream report, OutcomeLabels labels, OutcomeOptions options,
        CancellationToken cancellationToken)
    {
        var texts = new OutcomeTexts(options.Language);
        var table = new TableOptions { Columns = [IdColumn, LabelColumn, ScoreColumn], Language = options.Language };
        await using var reader = await TableReader.OpenAsync(report, table, cancellationToken);
        var columns = Array.ConvertAll<string, int>([IdColumn, LabelColumn, ScoreColumn], reader.ColumnOf);
        if (columns.Contains(-1))
        {
            throw OutcomeReader.Refuse(reader.Summary.HeaderLine ?? 1, null, string.Join(", ", reader.Header.Take(20)),
                texts.ReportColumns);
        }

        var (scores, joined, reported) = (new List<float>(), new List<(int Row, JoinedStudent Student)>(), 0);
        await foreach (var row in reader.ReadAsync(cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var score = ReadScore(row, columns[2], texts);
            var isReported = IsReported(row, columns[1], texts);
            scores.Add((float)score);
            reported += isReported ? 1 : 0;
            var id = IdOf(row.Cells[columns[0]]);
            if (labels.ByStudent.TryGetValue(id, out var atRisk))
            {
                joined.Add((scores.Count - 1, new JoinedStudent(id, 0, score, isReported, atRisk)));
            }
        }

        return joined.Count == 0 && labels.ByStudent.Count > 0
            ? throw OutcomeReader.Refuse(0, null, texts.OtherStudents(labels.ByStudent.Count), texts.SameStudents)
            : new OutcomeJoin(WithPlaces(scores, joined), scores.Count, reported,
                labels.Counts with { NotInReport = labels.ByStudent.Count - joined.Count });
    }

    private static JoinedStudent[] WithPlaces(List<float> scores, List<(int Row, JoinedStudent Student)> joined)
    {
        var places = new int[scores.Count];
        var place = 0;
        foreach (var row in Enumerable.Range(0, scores.Count).OrderByDescending(row => scores[row]))
        {
            places[row] = ++place;
        }

        return [.. joined.Select(entry => entry.Student with { Place = places[entry.Row] })];
    }

    private static string IdOf(string cell)
    {
        var id = cell.Length > 1 && cell[0] == '\'' && CsvText.IsFormula(Encoding.UTF8.GetBytes(cell[1..])) ? cell[1..] : cell;
        return CellText.Clean(id);
    }

    private static double ReadScore(TableRow row, int column, OutcomeTexts texts) =>
        double.TryParse(row.Cells[column].Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var score)
            && score is >= 0 and <= 1
            ? score
            : throw OutcomeReader.Refuse(row.Line, ScoreColumn, CellText.Shorten(row.Cells[column]), texts.Probability);

    private static bool IsReported(TableRow row, int column, OutcomeTexts texts) => TextFold.Fold(row.Cells[column]) switch
    {
        "en riesgo" => true,
        "no riesgo" => false,
        _ => throw OutcomeReader.Refuse(row.Line, LabelColumn, CellText.Shorten(row.Cells[column]), texts.ReportLabel),
    };
}
