using System.CommandLine;
using System.Globalization;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Scoring;

namespace Antivirus.Training.Commands;

/// <summary><c>compare</c>: two scorers on one cohort, so that a move from one to the other can be judged.</summary>
internal static class CompareCommand
{
    private const int MaxShown = 20;

    private static readonly Option<string> In = new("--in") { Description = "The cohort file.", Required = true };
    private static readonly Option<string> Left =
        new("--left") { Description = "local, sagemaker, or an artefact's folder.", Required = true };
    private static readonly Option<string> Right =
        new("--right") { Description = "local, sagemaker, or an artefact's folder.", Required = true };

    public static Command Create()
    {
        var command = new Command("compare", "Compare two scorers on one cohort.") { ScorerChoice.Model, In, Left, Right,
            CohortFileOptions.Id, RawFileOptions.Sheet, ConsoleOutput.Json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var choice = new ScorerChoice();
            var left = choice.Open(parsed.GetValue(Left)!, parsed.GetValue(ScorerChoice.Model)!);
            var right = choice.Open(parsed.GetValue(Right)!, parsed.GetValue(ScorerChoice.Model)!);
            var comparison = new ScoreComparison(
                await ScoreAsync(left, parsed, cancellationToken),
                await ScoreAsync(right, parsed, cancellationToken));
            await parsed.WriteAsync(comparison.ToResult(), json => json.ComparisonResult, Describe(comparison));
            return 0;
        });
        return command;
    }

    private static async Task<Dictionary<string, LabelledScore>> ScoreAsync(IRiskScorer scorer, ParseResult parsed,
        CancellationToken cancellationToken)
    {
        await using var cohort = PredictCommand.OpenCohort(parsed.GetValue(In)!);
        return await FileScores.ReadAsync(scorer, cohort, CohortFileOptions.Read(parsed), cancellationToken);
    }

    private static string Describe(ScoreComparison comparison)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        text.WriteLine(
            FormattableString.Invariant(
                $"{Count.Of(comparison.Students, "student")} scored by both; {comparison.Agreement:P1} get the same label."));
        text.WriteLine(FormattableString.Invariant(
            $"Scores differ by {comparison.MeanDifference:0.0000} on average, {comparison.MaxDifference:0.0000} at most."));
        if (comparison.Agreement < 0.5)
        {
            text.WriteLine("Most labels are opposite: does SageMaker__Predicts say what the endpoint's number means?");
        }

        foreach (var (id, left, right) in comparison.Changed.Take(MaxShown))
        {
            text.WriteLine(FormattableString.Invariant(
                $"  {id}: {left.Score:0.0000} -> {right.Score:0.0000}, {(right.AtRisk ? "now at risk" : "not at risk any more")}"));
        }

        if (comparison.Changed.Count > MaxShown)
        {
            text.WriteLine($"  and {comparison.Changed.Count - MaxShown} more change sides.");
        }

        return text.ToString().TrimEnd();
    }
}

/// <summary>What two scorers say of the same students.</summary>
internal sealed class ScoreComparison
{
    public ScoreComparison(Dictionary<string, LabelledScore> left, Dictionary<string, LabelledScore> right)
    {
        var both = left.Where(entry => right.ContainsKey(entry.Key))
            .Select(entry => (Id: entry.Key, Left: entry.Value, Right: right[entry.Key])).ToList();
        if (both.Count == 0)
        {
            throw new TrainingException("No student was scored by both; predict says what is wrong with the file.");
        }

        Students = both.Count;
        Changed = [.. both.Where(each => each.Left.AtRisk != each.Right.AtRisk)
            .OrderByDescending(each => Math.Abs(each.Left.Score - each.Right.Score))];
        MeanDifference = both.Average(each => Math.Abs(each.Left.Score - each.Right.Score));
        MaxDifference = both.Max(each => Math.Abs(each.Left.Score - each.Right.Score));
    }

    public int Students { get; }

    /// <summary>Students whose label differs, the largest difference first.</summary>
    public IReadOnlyList<(string Id, LabelledScore Left, LabelledScore Right)> Changed { get; }

    /// <summary>Share of the students with the same label, 0 to 1.</summary>
    public double Agreement => 1 - ((double)Changed.Count / Students);

    public double MeanDifference { get; }

    public double MaxDifference { get; }

    public ComparisonResult ToResult() =>
        new(Students, Agreement, MeanDifference, MaxDifference,
            [.. Changed.Select(each => new ChangedStudent(each.Id, each.Left.Score, each.Right.Score, each.Right.AtRisk))]);
}
