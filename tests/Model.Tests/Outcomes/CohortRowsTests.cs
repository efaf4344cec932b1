using System.Text;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Cohorts.Reading;
using Antivirus.Model.Outcomes;
using Antivirus.Support;

namespace Antivirus.Model.Tests.Outcomes;

public sealed class CohortRowsTests
{
    [Theory]
    [InlineData("X9,17")]
    [InlineData("X9,17,1,1,1,5,1,1,1,0,F,0,0,0,0,0,1,1,0,otra")]
    [InlineData("\"X9,17,1,1,1,5,1,1,1,0,F,0,0,0,0,0,1,1,0")]
    public async Task A_row_that_the_cohort_rejected_hides_no_other_student(string rejected)
    {
        // Arrange
        var schema = StudentPerformance.Schema;
        var header = $"id,{string.Join(',', schema.Features.Select(feature => feature.Name))}";
        var row = $",{string.Join(',', schema.Features.Select(_ => "1"))}";
        var cohort = $"{header}\nA1{row}\n{rejected}\nB2{row}\n";
        var students = new List<string>();

        // Act
        await using var rows = await CohortRows.OpenAsync(new MemoryStream(Encoding.UTF8.GetBytes(cohort)), schema,
            new ReadingSummary { HeaderLine = 1 }, ReportLanguage.Spanish, TestContext.Current.CancellationToken);
        var isCertain = await rows.ReadAsync("id", schema.IdNames, (id, _) =>
        {
            students.Add(id);
            return ValueTask.CompletedTask;
        }, TestContext.Current.CancellationToken);

        // Assert
        Assert.True(isCertain);
        Assert.Equal(["A1", "B2"], students);
    }
}
