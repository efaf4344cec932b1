using Antivirus.Model.Cohorts;
using Antivirus.Model.Cohorts.Reading;
using Antivirus.Model.Models;
using Antivirus.Model.Outcomes;
using Antivirus.Training.Output;

namespace Antivirus.Training.Commands;

/// <summary>The files of one past report: itself, what became of its students, and the cohort that it was made of.</summary>
internal sealed record OutcomeFiles(string Report, string Labels, string? Cohort, string? Retraining)
{
    /// <summary>Name of the cohort workbook's sheet; found when null.</summary>
    public string? CohortSheet { get; init; }

    /// <exception cref="TrainingException">A file is missing or cannot be read for certain.</exception>
    public async Task<OutcomeReport> MeasureAsync(ModelArtefact model, OutcomeOptions options, int? capacity,
        CancellationToken cancellationToken)
    {
        var labels = await ReadAsync(Labels, options, file => OutcomeReader.ReadAsync(file, options, cancellationToken));
        var join = await ReadAsync(Report, options, file => OutcomeJoin.ReadAsync(file, labels, options, cancellationToken));
        var groups = Cohort is null ? labels.Groups
            : GroupValues.Join(await ReadGroupsAsync(model, options, join, cancellationToken), labels.Groups);
        if (Retraining is not null)
        {
            await WriteRetrainingAsync(model, options, labels, cancellationToken);
        }

        return MeasureOutcomes.Of(join, capacity, CardPromise.Of(model), groups);
    }

    private Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> ReadGroupsAsync(ModelArtefact model,
        OutcomeOptions options, OutcomeJoin join, CancellationToken cancellationToken)
    {
        var students = join.Students.Select(student => student.Id).ToHashSet(StringComparer.Ordinal);
        return ReadAsync(Cohort!, options, async file =>
        {
            await using var rows = await OpenRowsAsync(file, model, options, cancellationToken);
            return await GroupValues.ReadAsync(rows, options, students, cancellationToken);
        });
    }

    private async Task WriteRetrainingAsync(ModelArtefact model, OutcomeOptions options, OutcomeLabels labels,
        CancellationToken cancellationToken)
    {
        await using var output = new OutputFile(Retraining!);
        var written = await ReadAsync(Cohort!, options, async file =>
        {
            await using var rows = await OpenRowsAsync(file, model, options, cancellationToken);
            return await RetrainingFile.WriteAsync(rows, labels.ByStudent, options, output.Open(), cancellationToken);
        });
        if (written is null or 0)
        {
            throw new TrainingException(written is null
                ? options.Language.Say($"{Cohort}: no es seguro qué columna tiene los códigos de los estudiantes; elíjala con --id.",
                    $"{Cohort}: which column holds the students' ids is not certain; choose it with --id.")
                : options.Language.Say(
                    $"{Cohort}: ninguno de sus estudiantes tiene un desenlace en {Labels}. ¿Es el archivo de otra cohorte?",
                    $"{Cohort}: none of its students has an outcome in {Labels}. Is it another cohort's file?"));
        }

        await output.KeepAsync();
    }

    /// <summary>Reads the file as it was scored, with a header or without.</summary>
    private async Task<CohortRows> OpenRowsAsync(Stream file, ModelArtefact model, OutcomeOptions options,
        CancellationToken cancellationToken)
    {
        var reading = new ReadingOptions { Language = options.Language, IdColumn = options.IdColumn, Sheet = CohortSheet };
        await using var first = PredictCommand.OpenCohort(Cohort!);
        await using var reader = await CohortReader.OpenAsync(first, model.Schema, reading, cancellationToken);
        return await CohortRows.OpenAsync(file, model.Schema, reader.Summary, options.Language, cancellationToken);
    }

    private static async Task<T> ReadAsync<T>(string path, OutcomeOptions options, Func<Stream, Task<T>> read)
    {
        try
        {
            await using var file = PredictCommand.OpenCohort(path);
            return await read(file);
        }
        catch (CohortFormatException refused)
        {
            var (line, column, found, expected) = refused.Problem;
            throw new TrainingException(options.Language.Say(
                $"{path}{(line > 0 ? $", línea {line}" : "")}{(column is null ? "" : $", columna {column}")}: se encontró {found}; se " +
                    $"esperaba {expected}.",
                $"{path}{(line > 0 ? $", line {line}" : "")}{(column is null ? "" : $", column {column}")}: found {found}, expected " +
                    $"{expected}."));
        }
    }
}
