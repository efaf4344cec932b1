using System.Buffers;
using System.CommandLine;
using System.Globalization;
using System.Text;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Models;
using Antivirus.Training.Data;
using Antivirus.Training.Output;
using Antivirus.Training.Profiles;

namespace Antivirus.Training.Commands;

/// <summary><c>encode</c>: turns labelled raw data into the scoring format, all rows of it, without the target.</summary>
internal static class EncodeCommand
{
    private static readonly Option<string> Data = new("--data") { Description = "The labelled raw file.", Required = true };
    private static readonly Option<string> Model = new("--model",
        "--profile")
    { Description = "A shipped profile's name, or a profile's path.", DefaultValueFactory = _ => "student-performance" };
    private static readonly Option<string> Out =
        new("--out") { Description = "The cohort file: id and codes in the model's order, without header.", Required = true };

    private static readonly SearchValues<char> Separating = SearchValues.Create(",;\t\"\r\n");

    public static Command Create()
    {
        var command = new Command("encode", "Turn labelled raw data into a cohort file.") { Data, Model, Out, RawFileOptions.Id,
            RawFileOptions.Sheet,
            ConsoleOutput.Json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var model = parsed.GetValue(Model)!;
            var rule = ProfileFile.IsArtefact(model) ? new NewWordRule(RiskModel.Load(model).Artefact.Schema) : null;
            var set = await TrainingSetReader.ReadAsync(parsed.GetValue(Data)!, RawFileOptions.Apply(parsed, ProfileFile.Load(model)),
                forTraining: false, parsed.GetValue(RawFileOptions.Sheet), cancellationToken, rule);
            await OutputFile.WriteAsync(parsed.GetValue(Out)!, Write(set), cancellationToken);
            await parsed.WriteAsync(new FileResult(parsed.GetValue(Out)!, set.Count), json => json.FileResult,
                $"{Count.Of(set.Count, "student")} written to {parsed.GetValue(Out)}."
                + (set.RowsWithoutOutcome == 0 ? "" : $" Left out: {Count.Of(set.RowsWithoutOutcome, "row")} without an outcome."));
            return 0;
        });
        return command;
    }

    private static string Write(TrainingSet set)
    {
        var text = new StringBuilder();
        for (var student = 0; student < set.Count; student++)
        {
            text.Append(Quoted(set.Ids[student]));
            for (var feature = 0; feature < set.Features[student].Length; feature++)
            {
                var value = set.Features[student][feature];
                text.Append(',').Append(set.NewWordCells.TryGetValue((student, feature), out var word) ? Quoted(word)
                    : float.IsNaN(value) ? "" : Number(value));
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>With a fourth decimal where three would also be read as thousands: 1.250 as 1.2500.</summary>
    private static string Number(float value)
    {
        var text = value.ToString(CultureInfo.InvariantCulture);
        return text.Length - text.IndexOf('.', StringComparison.Ordinal) == 4 && text.Contains('.', StringComparison.Ordinal) ? text + "0"
            : text;
    }

    /// <summary>The cell as CSV has it: in quotes where a separator, a quote, a blank at an end or a line break would be lost or
    /// misread.</summary>
    private static string Quoted(string cell) =>
        cell.AsSpan().IndexOfAny(Separating) < 0 && cell.Trim().Length == cell.Length ? cell
            : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
