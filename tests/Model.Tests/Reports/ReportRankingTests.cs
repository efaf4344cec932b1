using System.Globalization;
using System.Text;
using Antivirus.Model.Reports;

namespace Antivirus.Model.Tests.Reports;

public sealed class ReportRankingTests
{
    private const string Header = "Id_estudiantes,Prediccion,Probabilidad,Factores\r\n";

    [Fact]
    public async Task Students_stand_by_probability_and_equal_ones_in_the_files_order()
    {
        // Arrange
        const string Report = Header
            + "A,No riesgo,0.2000,\r\nB,En riesgo,0.9000,Ausencias: 18; Semestre: 2\r\nC,No riesgo,0.2000,\r\nD,En riesgo,0.9500,\r\n";

        // Act
        var ranking = await ReadAsync(Report, 3);

        // Assert
        Assert.Equal(["D", "B", "A"], ranking.First.Select(student => student.Id));
        Assert.Equal([1, 2, 3], ranking.First.Select(student => student.Order));
        Assert.Equal([new RankedReason("Ausencias", "18"), new RankedReason("Semestre", "2")], ranking.First[1].Reasons);
        Assert.Equal(4, ranking.Students);
    }

    [Fact]
    public async Task Reasons_are_read_behind_the_certainty_too()
    {
        // Arrange
        const string Report = "Id_estudiantes,Prediccion,Probabilidad,Certeza,Factores\r\nA,En riesgo,0.9000,alta,Ausencias: 18\r\n";

        // Act
        var ranking = await ReadAsync(Report, 1);

        // Assert
        Assert.Equal([new RankedReason("Ausencias", "18")], Assert.Single(ranking.First).Reasons);
    }

    [Fact]
    public async Task A_student_is_found_by_id_with_the_place_in_the_whole_report()
    {
        // Arrange
        const string Report = Header + "A,No riesgo,0.2000,\r\nB,En riesgo,0.9000,\r\nC,No riesgo,0.2000,\r\n";

        // Act
        var ranking = await ReadAsync(Report, 0, "C");

        // Assert
        Assert.Equal(("C", 3, 0.2), (ranking.Wanted!.Id, ranking.Wanted.Order, ranking.Wanted.Score));
        Assert.Null((await ReadAsync(Report, 0, "Z")).Wanted);
    }

    [Theory]
    [InlineData("\"Pérez, \"\"Pepe\"\"\",No riesgo,0.2000,", "Pérez, \"Pepe\"")]
    [InlineData("'=1+1,No riesgo,0.2000,", "=1+1")]
    [InlineData("'quoted',No riesgo,0.2000,", "'quoted'")]
    [InlineData("\"a,0.9,b\",No riesgo,0.2000,", "a,0.9,b")]
    public async Task An_id_is_the_one_that_the_upload_had(string line, string id)
    {
        // Arrange
        var report = Header + line + "\r\n";

        // Act
        var ranking = await ReadAsync(report, 1, id);

        // Assert
        Assert.Equal((id, 0.2), (Assert.Single(ranking.First).Id, ranking.First[0].Score));
        Assert.Equal(id, ranking.Wanted?.Id);
    }

    [Fact]
    public async Task Scores_of_some_students_are_found_whatever_their_ids_look_like()
    {
        // Arrange
        var longId = new string('ñ', 300);
        var report = Header + "A,No riesgo,0.2000,\r\n\"Pérez, Pepe\",No riesgo,0.3000,\r\n'=1+1,No riesgo,0.4000,\r\n"
            + $"{longId},No riesgo,0.5000,\r\nÑandú,No riesgo,0.6000,\r\nA2,No riesgo,0.7000,\r\n";
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(report));

        // Act
        var scores = await ReportRanking.ReadScoresAsync(
            stream, new HashSet<string> { "A", "Pérez, Pepe", "=1+1", longId, "Ñandú", "Z" }, TestContext.Current.CancellationToken);

        // Assert
        Assert.Equal(
            new Dictionary<string, double> { ["A"] = 0.2, ["Pérez, Pepe"] = 0.3, ["=1+1"] = 0.4, [longId] = 0.5, ["Ñandú"] = 0.6 }, scores);
    }

    [Fact]
    public async Task Scores_of_other_students_are_passed_over_without_memory_for_each()
    {
        // Arrange
        var lines = Enumerable.Range(0, 100_000).Select(student => $"Estudiante-{student:D8},No riesgo,0.5000,\r\n");
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(Header + string.Concat(lines)));
        var before = GC.GetAllocatedBytesForCurrentThread();

        // Act: a stream in memory never leaves this thread.
        var reading = ReportRanking.ReadScoresAsync(
            stream, new HashSet<string> { "Estudiante-00000007" }, TestContext.Current.CancellationToken);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        // Assert: a copy of each id alone would be 6 MB.
        Assert.Equal("Estudiante-00000007", Assert.Single(await reading).Key);
        Assert.InRange(allocated, 0, 2_000_000);
    }

    [Fact]
    public async Task A_list_says_where_it_ends_and_how_many_are_expected_at_risk()
    {
        // Arrange
        var report = Header + string.Concat(Enumerable.Range(0, 100).Select(student => $"E{student},No riesgo,0.5000,\r\n"));

        // Act
        var list = (await ReadAsync(report, 10)).ListOf(60);

        // Assert: 30 and 1.6449 standard deviations of 60 fair coins, 3.87 each.
        Assert.Equal(new CallList(60, 0.5, 30, 23, 37), list);
    }

    [Fact]
    public async Task A_list_of_different_probabilities_is_summed_from_the_highest_down()
    {
        // Arrange
        const string Report = Header + "A,No riesgo,0.1000,\r\nB,En riesgo,1.0000,\r\nC,En riesgo,0.9999,\r\nD,No riesgo,0,\r\n";

        // Act
        var ranking = await ReadAsync(Report, 2, "A");

        // Assert
        Assert.Equal((2, 0.9999, 2, 1, 2), (ranking.ListOf(2).Capacity, ranking.ListOf(2).LowestScore, ranking.ListOf(2).Expected,
            ranking.ListOf(2).ExpectedLow, ranking.ListOf(2).ExpectedHigh));
        Assert.Equal((4, 0.0), (ranking.ListOf(4).Capacity, ranking.ListOf(4).LowestScore));
        Assert.Equal(3, ranking.Wanted!.Order);
    }

    [Fact]
    public async Task A_line_longer_than_a_buffer_is_read_whole()
    {
        // Arrange
        var reason = new string('x', 600_000);
        var report = Header + $"A,No riesgo,0.2000,\r\nB,En riesgo,0.9000,Ausencias: {reason}\r\nC,No riesgo,0.1000,";

        // Act
        var ranking = await ReadAsync(report, 3);

        // Assert
        Assert.Equal(["B", "A", "C"], ranking.First.Select(student => student.Id));
        Assert.Equal(reason.Length, ranking.First[0].Reasons[0].Value.Length);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(500, 3)]
    public async Task A_capacity_beyond_the_report_is_all_of_it(int capacity, int students)
    {
        // Arrange
        const string Report = Header + "A,No riesgo,0.1,\r\nB,No riesgo,0.2,\r\nC,No riesgo,0.3,\r\n";

        // Act
        var list = (await ReadAsync(Report, 1)).ListOf(capacity);

        // Assert
        Assert.Equal(students, list.Capacity);
    }

    [Fact]
    public async Task A_report_of_two_columns_has_no_order()
    {
        // Arrange
        const string Report = "Id_estudiantes,Prediccion\r\nA,No riesgo\r\n";

        // Act, Assert
        await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(Report, 1));
    }

    [Fact]
    public async Task Lines_that_span_buffers_are_read_whole()
    {
        // Arrange
        var random = new Random(7);
        var scores = Enumerable.Range(0, 30_000).Select(_ => Math.Round(random.NextDouble(), 4)).ToArray();
        var report = Header + string.Concat(scores.Select((score, row) =>
            string.Create(CultureInfo.InvariantCulture, $"E{row},No riesgo,{score:F4},Ausencias: {row}\r\n")));

        // Act
        var ranking = await ReadAsync(report, 50);

        // Assert
        var expected = scores.Select((score, row) => (score, row)).OrderByDescending(one => one.score).ThenBy(one => one.row).Take(50);
        Assert.Equal(expected.Select(one => $"E{one.row}"), ranking.First.Select(student => student.Id));
    }

    private static async Task<ReportRanking> ReadAsync(string report, int first, string? wanted = null)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(report));
        return await ReportRanking.ReadAsync(stream, first, wanted, TestContext.Current.CancellationToken);
    }
}
