using System.CommandLine;
using System.Text;
using Antivirus.Model.Cohorts;
using Antivirus.Training.Data;
using Antivirus.Training.Output;
using Antivirus.Training.Profiles;

namespace Antivirus.Training.Commands;

/// <summary><c>synth</c>: makes up a cohort: nobody real, each column drawn by itself.</summary>
internal static class SynthCommand
{
    private static readonly Option<string> Model = new("--model",
        "--profile")
    { Description = "A shipped profile's name, or a profile's path.", DefaultValueFactory = _ => "student-performance" };
    private static readonly Option<int> Rows = new("--rows") { Description = "How many students.", DefaultValueFactory = _ => 200 };
    private static readonly Option<int> Seed =
        new("--seed") { Description = "The same seed gives the same students.", DefaultValueFactory = _ => 1 };
    private static readonly Option<bool> Labelled =
        new("--labelled") { Description = "A raw file with header and target, to train on, rather than a cohort." };
    private static readonly Option<double> BaseRate =
        new("--base-rate") { Description = "With --labelled: share of students at risk, 0 to 1.", DefaultValueFactory = _ => 0.3 };
    private static readonly Option<string> Out = new("--out") { Description = "The file.", Required = true };

    public static Command Create()
    {
        var command = new Command("synth", "Make up a cohort.") { Model, Rows, Seed, Labelled, BaseRate, Out, ConsoleOutput.Json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var synthetic = new SyntheticStudents(ProfileFile.Load(parsed.GetValue(Model)!), parsed.GetValue(Seed));
            await using var file = new OutputFile(parsed.GetValue(Out)!);
            await using (var writer = new StreamWriter(file.Open(), new UTF8Encoding(false), bufferSize: 1 << 16, leaveOpen: true))
            {
                if (parsed.GetValue(Labelled))
                {
                    synthetic.WriteLabelled(writer, parsed.GetValue(Rows), parsed.GetValue(BaseRate));
                }
                else
                {
                    synthetic.WriteCohort(writer, parsed.GetValue(Rows));
                }

                await writer.FlushAsync(cancellationToken);
            }

            await file.KeepAsync();
            await parsed.WriteAsync(new FileResult(parsed.GetValue(Out)!, parsed.GetValue(Rows)), json => json.FileResult,
                $"{Count.Of(parsed.GetValue(Rows), "synthetic student")} written to {parsed.GetValue(Out)}.");
            return 0;
        });
        return command;
    }
}
