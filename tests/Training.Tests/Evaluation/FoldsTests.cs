using Antivirus.Model.Cohorts;
using Antivirus.Training.Data;
using Antivirus.Training.Evaluation;

namespace Antivirus.Training.Tests.Evaluation;

public sealed class FoldsTests
{
    [Fact]
    public void Every_fold_has_about_the_same_share_at_risk()
    {
        var set = Set(103, student => student % 3 == 0, student => $"{student}");

        var folds = Folds.Draw(set, 5, seed: 1);

        for (var fold = 0; fold < 5; fold++)
        {
            var students = Enumerable.Range(0, 103).Where(index => folds[index] == fold).ToList();
            Assert.InRange(students.Count, 20, 21);
            Assert.InRange(students.Count(index => set.AtRisk[index]), 7, 7);
        }
    }

    [Fact]
    public void Rows_of_one_student_never_stand_in_two_folds()
    {
        var set = Set(200, student => student % 4 == 0, student => $"{student / 3}");

        var folds = Folds.Draw(set, 5, seed: 3);

        Assert.All(
            Enumerable.Range(0, 200).GroupBy(index => set.Groups[index]),
            group => Assert.Single(group.Select(index => folds[index]).Distinct()));
        Assert.Equal(5, folds.Distinct().Count());
    }

    [Fact]
    public void The_same_seed_draws_the_same_folds_and_another_draws_others()
    {
        var set = Set(100, student => student % 2 == 0, student => $"{student}");

        Assert.Equal(Folds.Draw(set, 5, 7), Folds.Draw(set, 5, 7));
        Assert.NotEqual(Folds.Draw(set, 5, 7), Folds.Draw(set, 5, 8));
    }

    private static TrainingSet Set(int count, Func<int, bool> atRisk, Func<int, string> group) => new()
    {
        Schema = new StudentSchema { Features = [] },
        Features = [.. Enumerable.Range(0, count).Select(_ => Array.Empty<float>())],
        AtRisk = [.. Enumerable.Range(0, count).Select(atRisk)],
        Ids = [.. Enumerable.Range(0, count).Select(index => $"{index}")],
        Groups = [.. Enumerable.Range(0, count).Select(group)],
        Sensitive = new Dictionary<string, string[]>(),
        RowsRead = count,
        DataSha256 = "",
    };
}
